"""Bills and call records over JSON, and as files (话单查询, S82, S83)."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from typing import Annotated, Literal

import msgspec
from chalice import Blueprint
from msgspec import Meta

from chalicelib import clock
from chalicelib.api.endpoint import Reply, Visit, endpoint
from chalicelib.api.shapes import Input, Output
from chalicelib.billing import exports, months
from chalicelib.billing.closing import State
from chalicelib.billing.months import Checked, Closed, Line, Month
from chalicelib.billing.rating import Rating
from chalicelib.billing.statements import Place, Record
from chalicelib.errors import Refused

bills = Blueprint(__name__)

ONE = "/api/statements/{month}"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BINARY = [SPREADSHEET, "text/html"]
"""What API Gateway is told is binary: it decodes what we answer in base64 if the first type that
the browser accepts is one of these. A link asks for a page first."""
NonEmpty = Annotated[str, Meta(min_length=1, max_length=128)]
Placed = tuple[Annotated[datetime, Meta(tz=True)], NonEmpty, NonEmpty]


class RecordsQuery(Input):
    """Which records of a Beijing month (“2026-11”): after *cursor*, *limit* of them at most."""

    month: str
    cursor: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{1,512}$")] | None = None
    limit: Annotated[int, Meta(ge=1, le=500)] = 100


class MonthView(Output):
    """The sums of a month; *charge* in fen, *calls* are legs, *minutes* started ones."""

    month: str
    state: State
    calls: int
    minutes: int
    charge: int


class Months(Output):
    """Every month that can be looked at, newest first."""

    months: list[MonthView]


class DayView(Output):
    """The sums of a Beijing date with a call."""

    day: str
    calls: int
    minutes: int
    charge: int


class ClosedView(Output):
    """What a month came to when it was closed (出账)."""

    at: str
    calls: int
    minutes: int
    charge: int


class StatementView(Output):
    """A bill (账单): what the lines of a month come to now, and what was closed.

    *after_closing* is the fen that came later, by late records and corrections.
    """

    month: str
    state: State
    payer: str
    name: str | None
    conferences: int
    calls: int
    minutes: int
    charge: int
    days: list[DayView]
    doubts: int
    closed: ClosedView | None
    after_closing: int


class FormulaView(Output):
    """How a charge comes about: *units* begun of *increment* seconds at *price*, and a fee, in fen.

    The charge is their sum unless *capped*, when it is the tariff's most, or *free*.
    """

    units: int
    price: int
    increment: int
    connect_fee: int
    capped: bool
    free: bool


class CorrectionView(Output):
    """Why a line corrects another, which is never edited (更正)."""

    reason: str
    reference: str
    made_at: str


class RecordView(Output):
    """A call detail record, or a correction of one: it has seconds and fen to be added, or less."""

    conference_id: str
    leg_id: str
    number: str
    name: str | None
    host: bool
    way: str
    state: str
    answered_at: str
    ended_at: str
    seconds: int
    minutes: int
    tariff: str
    tariff_version: int
    formula: FormulaView | None
    charge: int
    call_sid: str
    checked: Checked
    correction: CorrectionView | None


class RecordPage(Output):
    """Some records by time of answer; *cursor* brings the next ones, null where there are none."""

    items: list[RecordView]
    cursor: str | None


@endpoint(bills, "GET /api/statements")
def list_statements(visit: Visit) -> Months:
    """List this month and the twelve before it with their sums."""
    return Months(months=[_sums(month) for month in months.every(visit.owner.account)])


@endpoint(bills, f"GET {ONE}")
def show_statement(visit: Visit, month: str) -> StatementView:
    """Show the bill of one month."""
    account = visit.owner.account
    found = months.of(account, month)
    return _statement(found, account.billing_number, account.name)


@endpoint(bills, "GET /api/records")
def list_records(visit: Visit, query: RecordsQuery) -> RecordPage:
    """List the call detail records of a month, page by page."""
    after = _place(query.cursor) if query.cursor else None
    found, last = months.page(visit.owner.account, query.month, after=after, most=query.limit)
    return RecordPage(items=[_record(line) for line in found], cursor=last and _cursor(last))


@endpoint(bills, f"GET {ONE}/csv")
def statement_csv(visit: Visit, month: str) -> Reply[str]:
    """Hand the records of a month over as a CSV file."""
    text = exports.csv_of(months.lines(visit.owner.account, month))
    return Reply(text, headers=_file(month, "csv", "text/csv; charset=utf-8"))


@endpoint(bills, f"GET {ONE}/xlsx")
def statement_xlsx(visit: Visit, month: str) -> Reply[bytes]:
    """Hand the records of a month over as a spreadsheet."""
    book = exports.xlsx(months.lines(visit.owner.account, month))
    return Reply(book, headers=_file(month, "xlsx", SPREADSHEET))


def _file(month: str, ending: Literal["csv", "xlsx"], kind: str) -> dict[str, str | list[str]]:
    disposition = f'attachment; filename="116323-{month}.{ending}"'
    return {"Content-Type": kind, "Content-Disposition": disposition}


def _cursor(place: Place) -> str:
    return urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def _place(cursor: str) -> Place:
    """Return the place that a cursor names; it says nothing of whose month it is."""
    try:
        raw = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        at, conference_id, item = msgspec.json.decode(raw, type=Placed)
        return at.astimezone(UTC), conference_id, item
    except (ValueError, OverflowError, msgspec.MsgspecError) as e:
        raise Refused("bad_input", field="cursor") from e


def _sums(found: Month) -> MonthView:
    total = found.statement.total
    return MonthView(found.name, found.state, total.legs, total.minutes, total.charge)


def _statement(found: Month, payer: str, name: str | None) -> StatementView:
    total, closed = found.statement.total, found.closed
    days = found.statement.days.items()
    return StatementView(
        month=found.name,
        state=found.state,
        payer=payer,
        name=name,
        conferences=found.statement.conferences,
        calls=total.legs,
        minutes=total.minutes,
        charge=total.charge,
        days=[DayView(day, sums.legs, sums.minutes, sums.charge) for day, sums in days],
        doubts=found.doubts,
        closed=_closed(closed) if closed else None,
        after_closing=found.after_closing,
    )


def _closed(closed: Closed) -> ClosedView:
    sums = closed.sums
    return ClosedView(clock.text(closed.at), sums.legs, sums.minutes, sums.charge)


def _record(line: Line) -> RecordView:
    record, made, told = line.record, line.record.correction, line.record.rating
    return RecordView(
        conference_id=record.conference_id,
        leg_id=record.leg_id,
        number=record.number,
        name=record.name,
        host=record.host,
        way=record.way,
        state=record.state,
        answered_at=clock.text(record.answered_at),
        ended_at=clock.text(record.ended_at),
        seconds=record.seconds,
        minutes=record.minutes,
        tariff=record.tariff,
        tariff_version=record.tariff_version,
        formula=_formula(record, told) if told else None,
        charge=record.charge,
        call_sid=record.call_sid,
        checked=line.checked,
        correction=CorrectionView(made.reason, made.reference, clock.text(made.made_at))
        if made
        else None,
    )


def _formula(record: Record, told: Rating) -> FormulaView:
    return FormulaView(
        units=told.units,
        price=told.price,
        increment=record.row.increment,
        connect_fee=told.connect_fee,
        capped=told.capped,
        free=record.free,
    )
