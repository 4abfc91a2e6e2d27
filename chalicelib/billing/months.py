"""The months that a payer may look at: how each stands, sums, lines (话单查询, S82, S83)."""

from collections.abc import Container, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Literal

from chalicelib import clock, limits, tables
from chalicelib.billing import statements
from chalicelib.billing.closing import State, state_of
from chalicelib.billing.statements import Place, Record, Statement, Sums
from chalicelib.errors import Refused
from chalicelib.limits import Window
from chalicelib.tables import Account, Bill

MONTHS = 13
AT_ONCE = 100  # conferences that one request asks about
QUERIES = 4  # months that are added up at the same time
LOOKS = Window(60, 600)
FILES = Window(20, 600)
"""How often one account may have all its months added up, and take files along."""
MOST_LINES = 25_000
"""Of one file: an answer has 6 MB at most. The operator's command writes longer ones."""
Checked = Literal["yes", "no", "doubt"]


@dataclass(frozen=True, slots=True)
class Closed:
    """What a month came to when it was closed."""

    at: datetime
    sums: Sums


@dataclass(frozen=True, slots=True)
class Month:
    """One payer's Beijing month: what its lines come to now, and what is settled of it."""

    name: str
    state: State
    statement: Statement
    doubts: int
    """How many of its calls are in doubt."""
    closed: Closed | None

    @property
    def after_closing(self) -> int:
        """The fen that came after closing, by late records and corrections; maybe negative."""
        return self.statement.total.charge - self.closed.sums.charge if self.closed else 0


@dataclass(frozen=True, slots=True)
class Line:
    """A record as its payer sees it, and whether it was compared with the provider's (核对)."""

    record: Record
    checked: Checked


def shown() -> list[str]:
    """Return the months that can be looked at, newest first: this one and the twelve before it."""
    return clock.months(clock.now(), MONTHS)


def check(month: str) -> None:
    """Raise Refused("bad_month", oldest=, newest=) unless *month* is one of those shown."""
    there = shown()
    if month not in there:
        raise Refused("bad_month", oldest=there[-1], newest=there[0])


def every(account: Account) -> list[Month]:
    """Return all months that can be looked at, newest first; Refused: too_many_statements."""
    limits.take(f"statements#{account.billing_number}", LOOKS, reason="too_many_statements")
    there = shown()
    bills = tables.bills(account.billing_number, there[-1], there[0])
    with ThreadPoolExecutor(QUERIES) as pool:
        return list(pool.map(lambda month: _month(account, month, bills.get(month)), there))


def of(account: Account, month: str) -> Month:
    """Return one month; Refused: bad_month."""
    check(month)
    return _month(account, month, tables.find(Bill, account.billing_number, month))


def lines(account: Account, month: str) -> Iterator[Line]:
    """Return all lines of a month by time of answer, for a file, read as they are taken.

    Raise Refused: bad_month, too_many_statements; and statement_too_long(most=) as they are taken.
    """
    check(month)
    limits.take(f"files#{account.billing_number}", FILES, reason="too_many_statements")
    return _not_too_many(lines_of(account.billing_number, month, since=account.closed_at))


def lines_of(billing_number: str, month: str, *, since: datetime | None = None) -> Iterator[Line]:
    """Yield all lines of any month of a payer, of whoever had the number then."""
    doubts = _doubts(billing_number, month)
    found = statements.records(billing_number, month, since=since)
    while part := list(islice(found, AT_ONCE)):
        yield from _checked(part, doubts)


def page(
    account: Account, month: str, *, after: Place | None, most: int
) -> tuple[list[Line], Place | None]:
    """Return *most* lines of a month at most, and the place to go on after, if there are more.

    Raise Refused: bad_month.
    """
    check(month)
    found, place = statements.page(
        account.billing_number, month, after=after, most=most, since=account.closed_at
    )
    return _checked(found, _doubts(account.billing_number, month)), place


def _month(account: Account, month: str, bill: Bill | None) -> Month:
    bill = bill if bill and _of_this_owner(account, month) else None
    statement = statements.of(account.billing_number, month, since=account.closed_at)
    doubts = len(bill.doubts or set()) if bill else 0
    closed = None
    if bill is not None and bill.closed_at is not None:
        closed = Closed(bill.closed_at, Sums(int(bill.calls), int(bill.minutes), int(bill.charge)))
    return Month(month, state_of(bill), statement, doubts, closed)


def _of_this_owner(account: Account, month: str) -> bool:
    """Say whether nobody who had the number before can have called in *month*."""
    return account.closed_at is None or clock.month(account.closed_at) < month


def _not_too_many(found: Iterator[Line]) -> Iterator[Line]:
    for number, line in enumerate(found):
        if number == MOST_LINES:
            raise Refused("statement_too_long", most=MOST_LINES)
        yield line


def _doubts(billing_number: str, month: str) -> set[str]:
    bill = tables.find(Bill, billing_number, month)
    return set(bill.doubts or ()) if bill else set()


def _checked(found: list[Record], doubts: Container[str]) -> list[Line]:
    compared = tables.compared(record.conference_id for record in found)

    def checked(record: Record) -> Checked:
        if record.call_sid in doubts:
            return "doubt"
        return "yes" if record.conference_id in compared else "no"

    return [Line(record, checked(record)) for record in found]
