"""The paths of our webhooks, named once for those who serve them and those who send people there.

Only opaque ids stand in them, never a number; no query strings (signatures, 3.4).
"""

INCOMING = "/voice/incoming"
STATUS = "/voice/status"
DIAL_IN = "/voice/dial-in"


def dial_in(language: str, *rest: str | int) -> str:
    """Return a path of the 116323 menu, in the caller's language."""
    return "/".join((DIAL_IN, language, *map(str, rest)))


def leg(conference_id: str, leg_id: str, *rest: str | int) -> str:
    """Return a path of one leg of one conference."""
    return "/".join(("/voice", conference_id, leg_id, *map(str, rest)))


def room(conference_id: str) -> str:
    """Return the path that hears who came into a room and who left it."""
    return f"/voice/{conference_id}/room"
