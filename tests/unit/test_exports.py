"""A month as a file: every line in it, and nothing in it that a spreadsheet computes (F36)."""

import csv
import io
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest

from chalicelib.billing import exports, tariffs
from chalicelib.billing.months import Line
from chalicelib.billing.statements import Correction, Record
from tests.people import LI, SUN, WANG

pytestmark = pytest.mark.usefixtures("clock")

BEGAN = datetime(2011, 2, 16, 2, 0, tzinfo=UTC)
NUMBER = re.compile(r"-?\d+(\.\d\d)?", re.ASCII)
SPELLS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")', "{=1}"]
"""What begins a formula in one spreadsheet or another."""
LOOKS = ["0123", "1e5", "li@example.com", "http://x.example", "internal:A1", "2011-02-16", "TRUE"]
"""What a spreadsheet likes to take for something else than text."""


def line(checked="yes", **values):
    leg = Record(
        conference_id="first",
        leg_id="p1-1",
        number=LI,
        name="李雷",
        host=False,
        way="dial_in",
        state="completed",
        answered_at=BEGAN,
        ended_at=BEGAN + timedelta(seconds=121),
        seconds=121,
        minutes=3,
        tariff="dial-in-2011",
        tariff_version=1,
        charge=60,
        call_sid="CA1",
    )
    return Line(replace(leg, **values), checked)


def corrected(**values):
    made = Correction("rerated", "dial-in-2011 v2", BEGAN)
    return line(
        "no",
        **{"name": None, "seconds": 0, "minutes": 0, "charge": -20, "correction": made} | values,
    )


def rows(*lines):
    """Return the lines of the CSV file, its head not among them, by the heads."""
    text = exports.csv_of(lines)
    assert text.startswith("\ufeff会议,")
    assert text.count("\r\n") == len(lines) + 1
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def book(*lines):
    return openpyxl.load_workbook(io.BytesIO(exports.xlsx(lines)))


def with_price(monkeypatch, **values):
    """Let the dialled start cost otherwise."""
    row = replace(tariffs.opening()[0], tariff_id="other", **values)
    assert row.way == "dial_in"
    monkeypatch.setattr(tariffs, "stored", lambda: (row,))
    tariffs.forget()


def test_a_line_tells_all_that_makes_its_charge():
    [row] = rows(line())

    assert row == {
        "会议": "first",
        "开始(北京时间)": "2011-02-16 10:00:00",
        "结束": "2011-02-16 10:02:01",
        "号码": "13800000201",
        "姓名": "李雷",
        "角色": "与会者",
        "时长(秒)": "121",
        "计费分钟": "3",
        "资费": "dial-in-2011 v1",
        "计算式": "3 × 0.20 元",
        "金额(元)": "0.60",
        "通话编号": "CA1",
        "核对": "已核对",
        "更正": "",
    }


def test_a_correction_is_a_line_of_its_own_that_may_take_away():
    _, row = rows(line(), corrected())

    told = {name: row[name] for name in ("姓名", "时长(秒)", "计费分钟", "计算式", "核对")}
    assert told == {"姓名": "", "时长(秒)": "0", "计费分钟": "0", "计算式": "", "核对": "待核对"}
    assert (row["金额(元)"], row["更正"]) == ("-0.20", "重新批价：dial-in-2011 v2")


@pytest.mark.parametrize(
    ("fen", "yuan"), [(0, "0.00"), (5, "0.05"), (-5, "-0.05"), (100, "1.00"), (-12345, "-123.45")]
)
def test_money_is_in_yuan_with_two_decimals(fen, yuan):
    assert rows(line(charge=fen))[0]["金额(元)"] == yuan
    sheet = book(line(charge=fen))["话单"]
    cell = sheet.cell(2, 11)
    assert (f"{cell.value:.2f}", cell.data_type) == (yuan, "n")


@pytest.mark.parametrize(
    ("prices", "values", "told"),
    [
        ({}, {}, "3 × 0.20 元"),
        ({"connect_fee": 5}, {}, "3 × 0.20 + 0.05 元"),
        ({"max_charge": 50}, {}, "3 × 0.20 元，最高 0.50 元"),
        ({"host_pays": False}, {"host": True}, "主持人免费"),
        ({"host_pays": False}, {"host": False}, "3 × 0.20 元"),
        ({}, {"host": True}, "3 × 0.20 元"),
    ],
)
def test_the_formula_says_what_the_tariff_does(prices, values, told, monkeypatch):
    with_price(monkeypatch, **prices)

    assert rows(line(tariff="other", **values))[0]["计算式"] == told


def test_a_correction_of_another_kind_says_what_is_stored():
    [row] = rows(corrected(correction=Correction("goodwill", "case 4711", BEGAN)))

    assert row["更正"] == "goodwill：case 4711"


def test_the_host_a_doubt_and_the_word_of_the_provider_have_words():
    by_provider = corrected(correction=Correction("provider", "CA1 61 s", BEGAN))

    host, other = rows(line("doubt", host=True, number=WANG), by_provider)

    assert (host["角色"], host["核对"], host["号码"]) == ("主持人", "有疑问", "18600000101")
    assert other["更正"] == "以通信网络的记录为准：CA1 61 s"


@pytest.mark.parametrize("text", SPELLS)
def test_no_cell_of_the_csv_file_is_a_formula(text):
    made = Correction(text, text, BEGAN)
    spelled = {"name": text, "call_sid": text, "tariff": text, "conference_id": text}

    found = rows(corrected(**spelled, correction=made))

    cells = [cell for row in found for cell in row.values()]
    begun = [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert [cell for cell in begun if not NUMBER.fullmatch(cell)] == []
    assert found[0]["姓名"].endswith(text)


@pytest.mark.parametrize("text", [*SPELLS, *LOOKS])
def test_text_stays_text_in_the_workbook(text):
    sheet = book(line(name=text, conference_id=text))["话单"]

    for cell in (sheet["A2"], sheet["E2"]):
        assert (cell.data_type, cell.hyperlink) == ("s", None)
        assert cell.value.replace("_x000D_", "\r") == text


def test_the_workbook_has_the_lines_of_the_csv_file_and_no_formula():
    lines = [line(), corrected(), line("doubt", leg_id="p2-1", number=SUN, name=None)]

    found = book(*lines)

    sheet = found["话单"]
    assert (sheet.freeze_panes, [cell.value for cell in sheet[1]]) == ("A2", list(rows(line())[0]))
    kinds = {cell.data_type for page in found for row in page.iter_rows() for cell in row}
    assert kinds == {"s", "n"}
    for shown, row in zip(sheet.iter_rows(min_row=2), rows(*lines), strict=True):
        assert [text_of(cell) for cell in shown] == list(row.values())


def test_the_heads_stand_out_columns_are_wide_enough_and_the_book_is_of_today(clock):
    found = book(line())

    for sheet, widths in ((found["话单"], {"A": 30, "L": 36}), (found["按日合计"], {"A": 12})):
        assert [cell.font.bold for cell in sheet[1]] == [True] * sheet.max_column
        assert not any(cell.font.bold for cell in sheet[2])
        wide = {name: sheet.column_dimensions[name].width for name in widths}
        assert wide == pytest.approx(widths, abs=1)
    assert found.properties.created.replace(tzinfo=UTC) == clock.now()


def text_of(cell):
    """Return a cell of the workbook as the CSV file has it."""
    if cell.value is None:
        return ""
    return f"{cell.value:.2f}" if cell.number_format == "0.00" else str(cell.value)


def test_the_second_sheet_has_the_sums_of_each_day_and_of_all():
    late = line(leg_id="p2-1", answered_at=BEGAN + timedelta(hours=14), minutes=1, charge=20)

    sheet = book(line(), corrected(), late)["按日合计"]

    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["日期", "通话数", "计费分钟", "金额(元)"],
        ["2011-02-16", 1, 3, 0.4],
        ["2011-02-17", 1, 1, 0.2],
        ["合计", 2, 4, 0.6],
    ]


def test_a_month_without_a_call_is_a_file_too():
    assert rows() == []
    found = book()
    assert [cell.value for cell in found["按日合计"][2]] == ["合计", 0, 0, 0]
    assert found["话单"].max_row == 1


def test_a_webhook_does_not_load_the_library():
    done = subprocess.run(
        [sys.executable, "-c", "import app, sys; print('xlsxwriter' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "False\n"
