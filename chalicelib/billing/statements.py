"""What an account has used in a month (账单, S23, S82)."""

from dataclasses import dataclass

from chalicelib import tables
from chalicelib.billing import rating

MINUTE = 60


@dataclass(frozen=True, slots=True)
class Statement:
    """A month so far: billed legs, their started minutes, and fen."""

    legs: int
    minutes: int
    charge: int


def month_so_far(billing_number: str, month: str) -> Statement:
    """Return the sums of one payer's Beijing *month* (“2011-02”)."""
    legs = list(tables.billed(billing_number, month))
    return Statement(
        legs=len(legs),
        minutes=sum(rating.increments(int(leg.seconds or 0), MINUTE) for leg in legs),
        charge=sum(int(leg.charge or 0) for leg in legs),
    )
