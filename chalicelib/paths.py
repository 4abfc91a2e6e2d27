"""The paths of our webhooks, named once for those who serve them and those who send people there.

Only opaque ids stand in them, never a number; no query strings (signatures, 3.4).
"""

import re

COUNT = re.compile(r"\d{1,6}", re.ASCII)  # a number in a path or a label

MOMENT = re.compile(r"\d{8}", re.ASCII)  # minutes since 1970, until 2160

INCOMING = "/voice/incoming"
STATUS = "/voice/status"
DIAL_IN = "/voice/dial-in"
BUSY = "/busy.xml"
"""A document that is a file: what a caller hears while nothing of ours answers."""


def dial_in(language: str, *rest: str | int) -> str:
    """Return a path of the 116323 menu, in the caller's language."""
    return "/".join((DIAL_IN, language, *map(str, rest)))


def leg(conference_id: str, leg_id: str, *rest: str | int) -> str:
    """Return a path of one leg of one conference."""
    return "/".join(("/voice", conference_id, leg_id, *map(str, rest)))


def code(verification_id: str, call_number: int, *rest: str | int) -> str:
    """Return a path of one code call: each call of a verification has a number of its own."""
    return "/".join(("/voice/code", verification_id, str(call_number), *map(str, rest)))


def label(leg_id: str, trip: int) -> str:
    """Return the name of a leg in the room, a new one for each entry (error 16025)."""
    return f"{leg_id}-{trip}"


def labelled(text: str) -> tuple[str, int]:
    """Return the leg and the trip that `label` made *text* of; ("", 0) if it did not."""
    leg_id, dash, trip = text.rpartition("-")
    return (leg_id, int(trip)) if dash and COUNT.fullmatch(trip) else ("", 0)


def room(conference_id: str) -> str:
    """Return the path that hears who came into a room and who left it."""
    return f"/voice/{conference_id}/room"


def asked_again(url: str) -> str:
    """Return *url* so that the provider asks once more if no good answer comes within 6 s.

    The fragment is for the provider alone and is not signed (webhooks-connection-overrides).
    """
    return url + "#rc=1&rp=ct,rt,5xx&rt=6000"


def told_again(url: str) -> str:
    """Return *url* so that a notice that was not taken is repeated up to three times."""
    return url + "#rc=3&rp=ct,rt,5xx&rt=4000"
