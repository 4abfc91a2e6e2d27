"""Closing a month: its sums are written down, payer by payer (出账).

Nothing is locked by it. The record of a call whose last word came late, or an adjustment, still
stands in the month of the answer: the statement says what was closed, and what came after.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from chalicelib import clock, config, tables
from chalicelib.billing import rating
from chalicelib.billing.rerating import standings
from chalicelib.billing.statements import Sums
from chalicelib.tables import Bill

WATERMARK = timedelta(days=1)
"""How long after its end a month is closed: by then the provider has said every last word (F4)."""
HOURS = 24
State = Literal["open", "parked", "closed"]


@dataclass(frozen=True, slots=True)
class Closing:
    """One payer's month: what it comes to now, and whether it can be closed."""

    billing_number: str
    month: str
    sums: Sums
    state: State


def earliest(month: str) -> datetime:
    """Return when *month* may be closed at the earliest, whatever was compared."""
    return clock.beginning(clock.next_month(month)) + WATERMARK


def obstacles(month: str) -> list[str]:
    """Return what speaks against closing *month* now, as sentences; none if nothing does.

    The day after it is to be compared, too: a call that was answered in it may end there.
    """
    if clock.now() < earliest(month):
        return [f"{month} can be closed from {clock.text(earliest(month))}"]
    days = clock.days(clock.beginning(month), earliest(month))
    compared = {day: len(tables.reconciled(day)[0]) for day in days}
    return [
        f"{day}: {hours} of {HOURS} hours were compared with the provider"
        for day, hours in compared.items()
        if hours < HOURS
    ]


def look(month: str) -> list[Closing]:
    """Return every payer of a Beijing *month* with what its legs come to, by number."""
    since = clock.beginning(month)
    longest = timedelta(seconds=config.settings.max_call_seconds, hours=1)
    sums: defaultdict[str, Sums] = defaultdict(Sums)
    for part in tables.ended(since, clock.beginning(clock.next_month(month)) + longest):
        for one in standings(part):
            payer, _, of_month = (one.billing_month or "").partition("#")
            if of_month == month:
                sums[payer].legs += 1
                sums[payer].minutes += rating.increments(one.seconds, rating.MINUTE)
                sums[payer].charge += one.charge
    return [
        Closing(payer, month, sums[payer], state_of(tables.find(Bill, payer, month)))
        for payer in sorted(sums)
    ]


def close(one: Closing) -> bool:
    """Write the sums of *one* down, unless it is parked or closed by now; say whether we did."""
    held = Bill.closed_at.does_not_exist() & Bill.doubts.does_not_exist()
    return tables.change(
        Bill(one.billing_number, one.month),
        Bill.closed_at.set(clock.now()),
        Bill.calls.set(one.sums.legs),
        Bill.minutes.set(one.sums.minutes),
        Bill.charge.set(one.sums.charge),
        condition=held,
    )


def state_of(bill: Bill | None) -> State:
    """Return how a month stands: parked while there is a doubt, unless it was closed before."""
    if bill is not None and bill.closed_at is not None:
        return "closed"
    return "parked" if bill is not None and bill.doubts else "open"
