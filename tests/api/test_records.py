"""Bills and call records over JSON and as files: whose, in what order (S82, S83)."""

import csv
import io
from base64 import urlsafe_b64encode
from datetime import timedelta
from decimal import Decimal

import openpyxl
import pytest

from chalicelib.billing import adjustments
from chalicelib.billing.adjustments import Standing
from chalicelib.tables import Account, Bill, ConferenceItem
from tests import factories
from tests.at_desk import at_desk
from tests.billing import billed, made, price
from tests.people import CHEN, LI, WANG, ZHAO

MONTH = "2011-02"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LINK = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
"""What a browser accepts that follows a link."""
ROUTES = [
    *("/api/statements", f"/api/statements/{MONTH}", f"/api/records?month={MONTH}"),
    *(f"/api/statements/{MONTH}/csv", f"/api/statements/{MONTH}/xlsx"),
]


@pytest.fixture
def other(portal, network, queue):
    """Be the browser of 陈静."""
    return portal.another().of(factories.registered(CHEN, network=network, queue=queue))


def corrected(leg, seconds):
    """Bring a billed leg to so many seconds, by the provider's word."""
    standing = Standing.of(leg, [])
    return adjustments.adjust(standing, reason="provider", reference="the list", seconds=seconds)


def download(browser, path, accept=XLSX):
    return browser.send("GET", path, headers={"Accept": accept})


def pages(browser, **query):
    """Turn the pages of a month; return the size of each, and all lines."""
    sizes, items, cursor = [], [], {}
    while cursor is not None:
        page = browser.get("/api/records", month=MONTH, **query, **cursor).json
        sizes.append(len(page["items"]))
        items += page["items"]
        cursor = page["cursor"] and {"cursor": page["cursor"]}
    return sizes, items


# ——— bills ———


def test_a_year_of_months_is_listed_newest_first(mine, clock):
    billed(seconds=61)
    Bill(WANG, MONTH, doubts={"a"}).save()
    clock.advance(days=28)
    mine.of(factories.accounts.find(WANG))

    found = mine.get("/api/statements").json["months"]

    assert [month["month"] for month in found][:3] == ["2011-03", "2011-02", "2011-01"]
    assert len(found) == 13
    empty = {"calls": 0, "minutes": 0, "charge": 0}
    assert found[0] == {"month": "2011-03", "state": "open", **empty}
    spent = {"calls": 1, "minutes": 2, "charge": 40}
    assert found[1] == {"month": MONTH, "state": "parked", **spent}


def test_a_bill_tells_its_sums_by_day_and_what_came_after_closing(mine, clock):
    began = clock.now()
    billed("first", seconds=61)
    billed("second", answered_at=began + timedelta(hours=14), seconds=60)
    Bill(WANG, MONTH, closed_at=began, calls=1, minutes=2, charge=40, doubts={"a", "b"}).save()

    assert mine.get(f"/api/statements/{MONTH}").json == {
        "month": MONTH,
        "state": "closed",
        "payer": WANG,
        "name": "王小明",
        "conferences": 2,
        "calls": 2,
        "minutes": 3,
        "charge": 60,
        "days": [
            {"day": "2011-02-16", "calls": 1, "minutes": 2, "charge": 40},
            {"day": "2011-02-17", "calls": 1, "minutes": 1, "charge": 20},
        ],
        "doubts": 2,
        "closed": {"at": "2011-02-16T02:00:00Z", "calls": 1, "minutes": 2, "charge": 40},
        "after_closing": 20,
    }


def test_a_month_without_a_call_has_a_bill(mine):
    found = mine.get("/api/statements/2010-02").json

    told = [found[name] for name in ("state", "charge", "days", "closed")]
    assert told == ["open", 0, [], None]


@pytest.mark.parametrize("month", ["2011-03", "2010-01", "2011-13", "2011-2", "x", "201102"])
@pytest.mark.parametrize("end", ["", "/csv", "/xlsx"])
def test_another_month_is_refused_with_those_there_are(month, end, mine):
    answer = mine.get(f"/api/statements/{month}{end}")

    assert (answer.status, answer.code) == (422, "bad_month")
    assert (answer.json["oldest"], answer.json["newest"]) == ("2010-02", "2011-02")


@pytest.mark.parametrize("month", ["2011-03", "", "x" * 500, "2011-02#"])
def test_the_records_of_another_month_are_refused(month, mine):
    assert mine.get("/api/records", month=month).code == "bad_month"


# ——— records ———


def test_a_record_tells_how_its_charge_comes_about(mine):
    leg = billed(seconds=121, name="李雷")
    corrected(leg, 61)

    items = mine.get("/api/records", month=MONTH).json["items"]
    record, correction = sorted(items, key=lambda item: item["correction"] is not None)

    assert record == {
        "conference_id": "first",
        "leg_id": "p1-1",
        "number": LI,
        "name": "李雷",
        "host": False,
        "way": "dial_in",
        "state": "completed",
        "answered_at": "2011-02-16T02:00:00Z",
        "ended_at": "2011-02-16T02:02:01Z",
        "seconds": 121,
        "minutes": 3,
        "tariff": "dial-in-2011",
        "tariff_version": 1,
        "formula": {
            "units": 3,
            "price": 20,
            "increment": 60,
            "connect_fee": 0,
            "capped": False,
            "free": False,
        },
        "charge": 60,
        "call_sid": "CAfirstp1-1",
        "checked": "no",
        "correction": None,
    }
    made_at = "2011-02-16T02:00:00Z"
    why = {"reason": "provider", "reference": "the list", "made_at": made_at}
    assert correction["correction"] == why
    told = [correction[name] for name in ("leg_id", "seconds", "minutes", "formula", "charge")]
    assert told == ["p1-1", -60, -1, None, -20]


def test_a_free_host_a_fee_and_a_most_are_told(mine):
    price(increment=30, price=15, connect_fee=5, max_charge=30, host_pays=False)
    billed(leg_id="host", seconds=61, host=True, number=WANG)
    billed(seconds=61, number=ZHAO)

    items = mine.get("/api/records", month=MONTH).json["items"]

    told = {item["leg_id"]: (item["charge"], item["formula"]) for item in items}
    assert told["host"][0] == 0
    assert told["host"][1]["free"] is True
    fee = {"units": 3, "price": 15, "increment": 30, "connect_fee": 5}
    assert told["p1-1"] == (30, fee | {"capped": True, "free": False})


def test_records_come_page_by_page_in_the_order_of_their_answers(mine, clock):
    for n in (3, 1, 2, 0):
        began = clock.now() + timedelta(minutes=n)
        billed(f"c{n}", "p2-1", answered_at=began)
        corrected(billed(f"c{n}", "p1-1", answered_at=began), 1)

    whole = pages(mine)
    parts = [pages(mine, limit=limit) for limit in (1, 5, 12, 500)]

    assert whole[0] == [12]
    assert [sizes for sizes, _ in parts] == [[1] * 12, [5, 5, 2], [12], [12]]
    assert [items for _, items in parts] == [whole[1]] * 4
    assert [item["conference_id"] for item in whole[1]] == sorted(["c0", "c1", "c2", "c3"] * 3)


def made_up(*parts):
    return urlsafe_b64encode("".join(parts).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        *("", "x", "xxxxx", "é", "a b", "=" * 8, "A" * 513),
        made_up("[]"),
        made_up('["2011-02-16T02:00:00Z","c"]'),
        made_up('["2011-02-16T02:00:00Z","","i"]'),
        made_up('["2011-02-16T02:00:00Z","c",""]'),
        made_up('["2011-02-16T02:00:00Z","c",null]'),
        made_up('["2011-02-16T02:00:00","c","i"]'),
        made_up('["0001-01-01T00:00:00+08:00","c","i"]'),
        made_up('["9999-12-31T23:59:59-08:00","c","i"]'),
        made_up('{"answered_at":1}'),
        made_up('["2011-02-16T02:00:00Z","', "x" * 129, '","i"]'),
    ],
)
def test_a_broken_cursor_is_refused(cursor, mine):
    answer = mine.get("/api/records", month=MONTH, cursor=cursor)

    assert (answer.status, answer.code, answer.json["field"]) == (422, "bad_input", "cursor")


@pytest.mark.parametrize(
    "place",
    [
        '["0001-01-01T00:00:00Z","x","x"]',
        '["2011-02-16T02:00:00Z","theirs","leg#p1-1"]',
        f'["2011-02-16T10:00:00+08:00","{CHEN}#{MONTH}","\\u0000"]',
        '["9999-12-31T23:59:59Z","conference","conference"]',
    ],
)
@pytest.mark.usefixtures("other")
def test_a_cursor_that_was_made_up_moves_within_ones_own_month_alone(place, mine, clock):
    billed("theirs", billing_number=CHEN)
    billed("mine", answered_at=clock.now() + timedelta(seconds=1))

    answer = mine.get("/api/records", month=MONTH, cursor=made_up(place))

    assert answer.status == 200
    assert {item["conference_id"] for item in answer.json["items"]} <= {"mine"}


def test_the_cursor_of_another_shows_nothing_of_theirs(mine, other):
    for n in range(3):
        billed(f"theirs {n}", billing_number=CHEN)
        billed(f"mine {n}")
    cursor = other.get("/api/records", month=MONTH, limit=1).json["cursor"]

    found = mine.get("/api/records", month=MONTH, cursor=cursor).json["items"]

    assert all(item["conference_id"].startswith("mine") for item in found)


@pytest.mark.parametrize("limit", ["0", "501", "x", ""])
def test_a_page_has_one_to_five_hundred_lines(limit, mine):
    answer = mine.get("/api/records", month=MONTH, limit=limit)

    assert (answer.code, answer.json["field"]) == ("bad_input", "limit")


def test_a_page_of_a_long_month_is_one_query(mine, tables, clock):
    began = clock.now()
    with ConferenceItem.batch_write() as batch:
        for n in range(2_000):
            at = began + timedelta(seconds=n)
            batch.save(made(f"c{n // 4:05}", f"p{n}-1", answered_at=at))
    cursor = mine.get("/api/records", month=MONTH).json["cursor"]
    tables.requests.clear()

    page = mine.get("/api/records", month=MONTH, cursor=cursor).json

    assert [item["leg_id"] for item in page["items"]] == [f"p{n}-1" for n in range(100, 200)]
    asked = {name: tables.requests.count(name) for name in ("Query", "BatchGetItem", "Scan")}
    assert asked == {"Query": 1, "BatchGetItem": 1, "Scan": 0}
    assert len(tables.requests) <= 5  # and who asks, and what is in doubt


# ——— files ———


def test_the_csv_file_has_every_line_of_the_month(mine, clock):
    for n in range(120):
        billed(f"c{n:03}", answered_at=clock.now() + timedelta(seconds=n), name="=1+1")

    answer = mine.get(f"/api/statements/{MONTH}/csv")

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="116323-2011-02.csv"'
    assert answer.headers["cache-control"] == "no-store"
    rows = list(csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig"), newline="")))
    assert [row["会议"] for row in rows] == [f"c{n:03}" for n in range(120)]
    assert {row["姓名"] for row in rows} == {"'=1+1"}


@pytest.mark.parametrize("accept", [XLSX, LINK])
def test_the_workbook_is_one_and_has_every_line_of_the_month(accept, mine, clock):
    for n in range(120):
        billed(f"c{n:03}", answered_at=clock.now() + timedelta(seconds=n), name="=1+1")

    answer = download(mine, f"/api/statements/{MONTH}/xlsx", accept)

    assert answer.headers["content-type"] == XLSX
    assert answer.headers["content-disposition"] == 'attachment; filename="116323-2011-02.xlsx"'
    assert answer.headers["cache-control"] == "no-store"
    book = openpyxl.load_workbook(io.BytesIO(answer.body))
    assert [row[0].value for row in book["话单"].iter_rows(min_row=2)] == [
        f"c{n:03}" for n in range(120)
    ]
    kinds = {cell.data_type for page in book for row in page.iter_rows() for cell in row}
    assert kinds == {"s", "n"}
    assert [cell.value for cell in book["按日合计"][3]] == ["合计", 120, 240, 48]


def test_the_bill_the_page_and_the_files_say_the_same(mine, clock):
    for n in range(7):
        leg = billed(f"c{n}", answered_at=clock.now() + timedelta(hours=9 * n), seconds=61 * n)
        corrected(leg, 100)

    bill = mine.get(f"/api/statements/{MONTH}").json
    _, items = pages(mine, limit=3)
    text = mine.get(f"/api/statements/{MONTH}/csv").body.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    book = openpyxl.load_workbook(io.BytesIO(download(mine, ROUTES[-1]).body))

    assert bill["charge"] == sum(day["charge"] for day in bill["days"]) == 7 * 40
    assert sum(item["charge"] for item in items) == bill["charge"]
    assert sum(Decimal(row["金额(元)"]) for row in rows) * 100 == bill["charge"]
    total = [cell.value for cell in list(book["按日合计"].rows)[-1]]
    assert total == ["合计", bill["calls"], bill["minutes"], bill["charge"] / 100]
    assert len(items) == len(rows) == book["话单"].max_row - 1 == 14


# ——— whose ———


@pytest.mark.parametrize("path", ROUTES)
def test_nobody_sees_what_another_called(path, mine, other):
    billed("secret", billing_number=CHEN, number=ZHAO, name="secret", seconds=3_600)
    Bill(CHEN, MONTH, doubts={"secret"}).save()

    before = [download(browser, path).body for browser in (mine, other)]
    billed("secret too", billing_number=CHEN, number=ZHAO, name="secret", seconds=3_600)
    after = [download(browser, path).body for browser in (mine, other)]

    assert before[0] == after[0]
    assert before[1] != after[1]
    assert b"secret" not in after[0]


@pytest.mark.parametrize("path", ROUTES)
def test_what_an_earlier_owner_called_is_gone(path, mine, owner, clock):
    empty = download(mine, path).body
    billed("secret", name="secret")
    Bill(WANG, MONTH, closed_at=clock.now(), calls=1, minutes=2, charge=40).save()
    assert download(mine, path).body != empty

    owner.update(actions=[Account.closed_at.set(clock.now())])

    assert download(mine, path).body == empty


@pytest.mark.parametrize("path", ROUTES)
def test_an_operator_sees_no_call_records(path, portal):
    assert download(at_desk(portal), path).status == 401


def test_no_route_of_the_desk_leads_to_records(portal):
    desk = [path for path in portal.app.routes if "/desk/" in path]

    assert desk
    assert [path for path in desk if "records" in path or "statements" in path] == []
