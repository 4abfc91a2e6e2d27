"""What people call themselves, each other and their groups: cleaned as it comes in (姓名)."""

import unicodedata

from chalicelib.errors import Refused

LONGEST_NAME = 32
LONGEST_NOTE = 64
UNSPEAKABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Control, invisible, surrogate, private and unassigned characters: TwiML cannot carry some of
them, and others turn the direction of a text."""


def clean(text: str, longest: int = LONGEST_NAME) -> str:
    """Return *text* without what TwiML, a voice or a page cannot carry, cut to *longest* (F38)."""
    shown = unicodedata.normalize("NFKC", text)
    kept = (c for c in shown if unicodedata.category(c) not in UNSPEAKABLE)
    return "".join(kept).strip()[:longest]


def name(text: str) -> str:
    """Return *text* as a name; Refused("bad_name") if nothing of it can be shown or it is long."""
    cleaned = clean(" ".join(text.split()), LONGEST_NAME + 1)
    if not 1 <= len(cleaned) <= LONGEST_NAME:
        raise Refused("bad_name", field="name", most=LONGEST_NAME)
    return cleaned


def note(text: str) -> str:
    """Return *text* as a note, which may be empty; Refused("bad_note") if it is long."""
    cleaned = clean(" ".join(text.split()), LONGEST_NOTE + 1)
    if len(cleaned) > LONGEST_NOTE:
        raise Refused("bad_note", field="note", most=LONGEST_NOTE)
    return cleaned
