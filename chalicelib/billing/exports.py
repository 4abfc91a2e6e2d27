"""A month's lines as a table to take along: CSV, and XLSX with the sums by day (导出, S83)."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from chalicelib import clock, exchange, phone_numbers
from chalicelib.billing import statements
from chalicelib.billing.months import Line
from chalicelib.billing.statements import Record, Sums

if TYPE_CHECKING:  # loading it would make the cold start of every webhook longer: see xlsx
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

Row = TypeVar("Row")
CHECKED = {"yes": "已核对", "no": "待核对", "doubt": "有疑问"}
REASONS = {"rerated": "重新批价", "provider": "以通信网络的记录为准"}
RECORDS_SHEET, DAYS_SHEET, TOTAL = "话单", "按日合计", "合计"


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column of a table: a number is a whole one, or fen where it is *money*."""

    head: str
    cell: Callable[[Row], str | int | None]
    width: int = 12
    money: bool = False


COLUMNS: tuple[Column[Line], ...] = (
    Column("会议", lambda line: line.record.conference_id, 30),
    Column("开始(北京时间)", lambda line: clock.beijing(line.record.answered_at), 20),
    Column("结束", lambda line: clock.beijing(line.record.ended_at), 20),
    Column("号码", lambda line: phone_numbers.national(line.record.number), 16),
    Column("姓名", lambda line: line.record.name),
    Column("角色", lambda line: "主持人" if line.record.host else "与会者"),
    Column("时长(秒)", lambda line: line.record.seconds),
    Column("计费分钟", lambda line: line.record.minutes),
    Column("资费", lambda line: f"{line.record.tariff} v{line.record.tariff_version}", 20),
    Column("计算式", lambda line: _formula(line.record), 20),
    Column("金额(元)", lambda line: line.record.charge, money=True),
    Column("通话编号", lambda line: line.record.call_sid, 36),
    Column("核对", lambda line: CHECKED[line.checked]),
    Column("更正", lambda line: _correction(line.record), 24),
)
DAY_COLUMNS: tuple[Column[tuple[str, Sums]], ...] = (
    Column("日期", lambda day: day[0]),
    Column("通话数", lambda day: day[1].legs),
    Column("计费分钟", lambda day: day[1].minutes),
    Column("金额(元)", lambda day: day[1].charge, money=True),
)


def csv_of(lines: Iterable[Line]) -> str:
    """Return *lines* as CSV (RFC 4180, with a BOM for spreadsheets); no cell is a formula."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(column.head for column in COLUMNS)
    for line in lines:
        table.writerow(_text(column, line) for column in COLUMNS)
    return exchange.BOM + out.getvalue()


def xlsx(lines: Iterable[Line]) -> bytes:
    """Return *lines* as a workbook, and on a second sheet the sums by day.

    Only numbers are numbers: all else is text, whatever it looks like, and nothing a formula.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 - only who asks for a file waits for it

    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": clock.now()})
        statement = statements.sums(
            line.record for line in _sheet(book, RECORDS_SHEET, COLUMNS, lines)
        )
        days = [*statement.days.items(), (TOTAL, statement.total)]
        list(_sheet(book, DAYS_SHEET, DAY_COLUMNS, days))
    return out.getvalue()


def _sheet(
    book: "Workbook", name: str, columns: tuple[Column[Row], ...], rows: Iterable[Row]
) -> Iterator[Row]:
    """Write *rows* under their heads on a new sheet; yield each as soon as it is written."""
    bold, yuan = book.add_format({"bold": True}), book.add_format({"num_format": "0.00"})
    sheet: Worksheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width, yuan if column.money else None)
        sheet.write_string(0, place, column.head, bold)
    for number, row in enumerate(rows, start=1):
        for place, column in enumerate(columns):
            _write(sheet, number, place, column=column, row=row)
        yield row


def _write(sheet: "Worksheet", number: int, place: int, *, column: Column[Row], row: Row) -> None:
    match column.cell(row):
        case str() as text:
            sheet.write_string(number, place, text)
        case int() as whole:
            # nosemgrep: whole-fen - a workbook counts in yuan
            sheet.write_number(number, place, whole / 100 if column.money else whole)


def _text(column: Column[Row], row: Row) -> str:
    cell = column.cell(row)
    if isinstance(cell, int):
        return _yuan(cell) if column.money else str(cell)
    return exchange.safe(cell or "")


def _formula(record: Record) -> str:
    """Return how a charge comes about, such as “3 × 0.20 元”; "" for a correction."""
    told = record.rating
    if told is None:
        return ""
    if record.free:
        return "主持人免费"
    fee = f" + {_yuan(told.connect_fee)}" if told.connect_fee else ""
    most = f"，最高 {_yuan(told.charge)} 元" if told.capped else ""
    return f"{told.units} × {_yuan(told.price)}{fee} 元{most}"


def _correction(record: Record) -> str:
    made = record.correction
    return f"{REASONS.get(made.reason, made.reason)}：{made.reference}" if made else ""


def _yuan(fen: int) -> str:
    """Return whole *fen* in yuan with two decimals: “-0.20”."""
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{yuan}.{rest:02}"
