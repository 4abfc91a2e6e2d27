"""What an account has used in a month (账单, S23, S82)."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib import tables
from chalicelib.billing import rating

MINUTE = 60


@dataclass(frozen=True, slots=True)
class Statement:
    """A month so far: billed legs, their started minutes, and fen."""

    legs: int
    minutes: int
    charge: int


@dataclass(frozen=True, slots=True)
class Record:
    """One billed leg as its payer may read it (话单): times UTC, *charge* in fen."""

    conference_id: str
    number: str
    host: bool
    answered_at: datetime
    seconds: int
    tariff: str
    charge: int
    call_sid: str


def records(billing_number: str, month: str) -> list[Record]:
    """Return the billed legs of one payer's Beijing *month*, by time of answer."""
    return [
        Record(
            conference_id=leg.conference_id,
            number=leg.number,
            host=leg.host,
            answered_at=leg.answered_at,
            seconds=int(leg.seconds or 0),
            tariff=leg.tariff or "",
            charge=int(leg.charge or 0),
            call_sid=leg.call_sid or "",
        )
        for leg in tables.billed(billing_number, month)
        if leg.answered_at is not None
    ]


def month_so_far(billing_number: str, month: str) -> Statement:
    """Return the sums of one payer's Beijing *month* (“2011-02”)."""
    legs = list(tables.billed(billing_number, month))
    return Statement(
        legs=len(legs),
        minutes=sum(rating.increments(int(leg.seconds or 0), MINUTE) for leg in legs),
        charge=sum(int(leg.charge or 0) for leg in legs),
    )
