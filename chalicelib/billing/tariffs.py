"""The price list: immutable rows with the moment each comes into force (资费, S13–S18)."""

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Tariff:
    """*price* fen for every started *increment* seconds of one connected leg.

    *way* is how the conference was started; *valid_from* is aware UTC.
    """

    tariff_id: str
    way: str
    valid_from: datetime
    price: int
    increment: int


DIAL_IN = "dial_in"
WEB = "web"

OPENING = datetime(2011, 2, 15, 16, 0, tzinfo=UTC)  # 2011-02-16 00:00 in Beijing

TARIFFS = (
    Tariff("dial-in-2011", DIAL_IN, OPENING, price=20, increment=60),  # S13, S17
    Tariff("web-2011", WEB, OPENING, price=20, increment=60),  # S18
)
"""A row is never edited: a new price is a new row with a later moment."""


def in_force(way: str, at: datetime, tariffs: tuple[Tariff, ...] = TARIFFS) -> Tariff:
    """Return the tariff for conferences started by *way* at the moment *at*.

    Raise LookupError if none was in force: nobody is charged by guess.
    """
    rows = [t for t in tariffs if t.way == way and t.valid_from <= at]
    if not rows:
        msg = f"no tariff for {way} at {at.isoformat()}"
        raise LookupError(msg)
    return max(rows, key=lambda t: t.valid_from)
