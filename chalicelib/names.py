"""What people call themselves, each other and their groups: cleaned as it comes in (姓名)."""

import re
import unicodedata

from chalicelib.errors import Refused

LONGEST_NAME = 32
LONGEST_NOTE = 64
MOST_DIGITS = 4
NOT_OURS = ("116323", "联通", "客服", "公安", "警察", "法院", "检察")
BLANK = frozenset("\u2800\u3164\u115f\u1160\uffa0\ufe0e\ufe0f \u3000")
"""Characters that count as letters or signs and show nothing."""
LINK = re.compile(r"[/\\@]|[a-z0-9-]{2,}\.[a-z]{2,}", re.ASCII | re.IGNORECASE)
"""What a text message would make a link of."""
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
    if not any(map(_seen, cleaned)) or len(cleaned) > LONGEST_NAME:
        raise Refused("bad_name", field="name", most=LONGEST_NAME)
    return cleaned


def own(text: str) -> str:
    """Return *text* as the name that an account is spoken of by when it invites.

    Refused("bad_name") also for what could be taken for a number, for an authority or for a link:
    whoever answers, or reads a text message, believes it.
    """
    cleaned = name(text)
    plain = "".join(c for c in cleaned if c.isalnum() and _seen(c))  # as a voice reads it
    digits = sum(unicodedata.category(c) == "Nd" for c in plain)
    pretends = digits > MOST_DIGITS or any(word in plain for word in NOT_OURS)
    if pretends or LINK.search(cleaned):
        raise Refused("bad_name", field="name", most=LONGEST_NAME)
    return cleaned


def note(text: str) -> str:
    """Return *text* as a note, which may be empty; Refused("bad_note") if it is long."""
    cleaned = clean(" ".join(text.split()), LONGEST_NOTE + 1)
    if len(cleaned) > LONGEST_NOTE:
        raise Refused("bad_note", field="note", most=LONGEST_NOTE)
    return cleaned


def _seen(character: str) -> bool:
    """Say whether a clean *character* shows something by itself: no blank, no mark on another."""
    return character not in BLANK and unicodedata.category(character)[0] not in "MZ"
