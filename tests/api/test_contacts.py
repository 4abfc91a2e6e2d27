"""The address book and its groups over JSON, and as a file (S79–S81)."""

import csv
import io

import pytest

from chalicelib import exchange
from chalicelib.contacts import Entry
from tests import factories
from tests.people import LI, OFFICE, SUN, WANG, ZHAO


def add(browser, name="李雷", number=LI, *, key=None, **values):
    body = {"name": name, "number": number, **values}
    return browser.post("/api/contacts", body, key=key)


def team(browser, name="家人", members=(), *, key=None):
    return browser.post("/api/groups", {"name": name, "members": list(members)}, key=key)


def pages(browser, path, limit):
    """Turn the pages of a list; return how many rows each has, and all ids."""
    sizes, ids, cursor = [], [], {}
    while cursor is not None:
        page = browser.get(path, limit=limit, **cursor).json
        sizes.append(len(page["items"]))
        ids += [item["id"] for item in page["items"]]
        cursor = page["cursor"] and {"cursor": page["cursor"]}
    return sizes, ids


def test_a_contact_is_added_changed_removed_and_put_back(mine):
    added = add(mine, " 李  雷 ", "138 0000 0201", second_number="65550101", note="同学")
    assert added.status == 201
    assert added.json == {
        "id": added.json["id"],
        "name": "李 雷",
        "number": LI,
        "second_number": OFFICE,
        "note": "同学",
    }
    path, ids = f"/api/contacts/{added.json['id']}", {"ids": [added.json["id"]]}

    changed = mine.patch(path, {"name": "李磊", "second_number": None})
    assert (changed.status, changed.json) == (
        *(200, {**added.json, "name": "李磊", "second_number": None}),
    )
    assert mine.post("/api/contacts/removal", ids).json == {"count": 1}
    assert mine.get("/api/contacts").json == {"items": [], "cursor": None}
    assert mine.patch(path, {"note": "x"}).code == "not_found"
    assert mine.post("/api/contacts/restoration", ids).json == {"count": 1}
    assert mine.get("/api/contacts").json == {"items": [changed.json], "cursor": None}


@pytest.mark.parametrize(
    ("values", "status", "code", "field"),
    [
        ({"name": ""}, 422, "bad_input", "name"),
        ({"name": "\u200b"}, 422, "bad_name", "name"),
        ({"number": "222"}, 422, "bad_number", "number"),
        ({"number": "110"}, 422, "number_not_allowed", "number"),
        ({"number": "1" * 33}, 422, "bad_input", "number"),
        ({"second_number": "222"}, 422, "bad_number", "second_number"),
        ({"note": "x" * 65}, 422, "bad_note", "note"),
        ({"note": None}, 422, "bad_input", "note"),
        ({"id": "x"}, 422, "bad_input", "id"),
    ],
)
def test_what_cannot_be_a_contact_is_refused_and_named(values, status, code, field, mine):
    answer = add(mine, **{"name": "李雷", "number": LI, **values})

    assert (answer.status, answer.code, answer.json["field"]) == (status, code, field)


def test_a_change_of_nothing_is_refused(mine):
    added = add(mine)

    answer = mine.patch(f"/api/contacts/{added.json['id']}", {})

    assert (answer.status, answer.code) == (422, "nothing_to_change")


def test_the_same_key_adds_once(mine):
    first, second = (add(mine, key="a-key-of-the-browser") for _ in range(2))

    assert first.json == second.json
    assert len(mine.get("/api/contacts").json["items"]) == 1


def test_there_is_an_end_to_how_many(mine, monkeypatch):
    factories.settings_with(monkeypatch, max_contacts=1, max_groups=1, max_parties=2)
    first = add(mine).json["id"]
    team(mine)

    told = [add(mine), team(mine, "同事"), team(mine, "同事", [first, "another"])]

    assert [(a.status, a.code, a.json["most"]) for a in told] == [
        (409, "too_many_contacts", 1),
        (409, "too_many_groups", 1),
        (422, "too_many_members", 1),
    ]


@pytest.mark.parametrize(
    ("limit", "sizes"),
    [(100, [100, 100, 50]), (125, [125, 125]), (250, [250]), (249, [249, 1]), (500, [250])],
)
def test_two_hundred_and_fifty_contacts_come_page_by_page(limit, sizes, owner, mine):
    rows = [(Entry(f"name {n}", f"1380000{n:04}"), "") for n in range(250)]
    exchange.bring_in(owner, rows, dry_run=False)

    counted, ids = pages(mine, "/api/contacts", limit)

    assert counted == sizes
    assert len(set(ids)) == 250
    assert len(mine.get("/api/contacts").json["items"]) == 100


def test_groups_come_page_by_page(mine):
    made = {team(mine, f"group {n}").json["id"] for n in range(5)}

    counted, ids = pages(mine, "/api/groups", 2)

    assert (counted, set(ids)) == ([2, 2, 1], made)


@pytest.mark.parametrize("path", ["contacts/removal", "contacts/restoration", "groups/removal"])
@pytest.mark.parametrize("ids", [[], ["x"] * 501, ["a b"], [""], [1], "x", None])
def test_ids_that_cannot_be_are_refused(path, ids, mine):
    answer = mine.post(f"/api/{path}", {"ids": ids})

    assert (answer.status, answer.code, answer.json["field"]) == (422, "bad_input", "ids")


# ——— groups ———


def test_a_group_is_made_changed_removed_and_put_back(mine):
    li, zhao = add(mine).json["id"], add(mine, "赵敏", ZHAO).json["id"]
    made = team(mine, " 家  人 ", [zhao, li, zhao])
    path, ids = f"/api/groups/{made.json['id']}", {"ids": [made.json["id"]]}

    assert made.status == 201
    known = {"id": made.json["id"], "number": 1}
    assert made.json == {**known, "name": "家 人", "members": [zhao, li]}
    changed = mine.patch(path, {"name": "亲人", "members": [li]})
    assert (changed.status, changed.json) == (*(200, {**known, "name": "亲人", "members": [li]}),)
    assert mine.patch(path, {}).json == mine.patch(path, {"members": None}).json == changed.json
    assert mine.post("/api/groups/removal", ids).json == {"count": 1}
    assert mine.get("/api/groups").json == {"items": [], "cursor": None}
    assert mine.patch(path, {"name": "x"}).code == "not_found"
    assert mine.post("/api/groups/restoration", ids).json == {"count": 1}
    assert mine.get("/api/groups").json["items"] == [changed.json]


def test_groups_have_numbers_in_the_order_they_were_made_on_every_page_of_the_list(mine, clock):
    made = {}
    for name in ("同事", "家人", "一起运动"):
        clock.advance(seconds=1)
        made[team(mine, name).json["id"]] = name
    cursor, shown = "", {}
    for _ in made:
        page = mine.get(f"/api/groups?limit=1{cursor}").json
        shown |= {item["number"]: item["name"] for item in page["items"]}
        cursor = f"&cursor={page['cursor']}"

    assert shown == {1: "同事", 2: "家人", 3: "一起运动"}
    mine.post("/api/groups/removal", {"ids": [next(iter(made))]})
    left = mine.get("/api/groups").json["items"]
    assert {item["number"]: item["name"] for item in left} == {1: "家人", 2: "一起运动"}


def test_who_is_put_back_is_in_their_groups_again(mine):
    li = add(mine).json["id"]
    made = team(mine, members=[li])

    mine.post("/api/contacts/removal", {"ids": [li]})
    mine.post("/api/contacts/restoration", {"ids": [li]})

    assert mine.get("/api/groups").json["items"] == [made.json]


def test_a_member_who_is_not_there_is_refused(mine):
    answer = team(mine, members=["nothing"])

    assert (answer.status, answer.code, answer.json["field"]) == (422, "unknown_member", "members")


def test_the_same_key_makes_a_group_once(mine):
    first, second = (team(mine, key="a-key-of-the-browser") for _ in range(2))

    assert first.json == second.json
    assert len(mine.get("/api/groups").json["items"]) == 1


# ——— files ———


def bring_in(browser, *rows, dry_run=False):
    return browser.post("/api/contacts/import", {"rows": list(rows), "dry_run": dry_run})


def test_rows_of_a_file_are_tried_and_then_brought_in(mine):
    rows = [
        {"name": "李雷", "number": "138 0000 0201", "group": "家人;同事"},
        {"name": "又是他", "number": LI},
        {"name": "", "number": ZHAO},
        {"name": "赵敏", "number": "x" * 200, "note": "x" * 300},
    ]
    outcomes = [
        {"outcome": "new", "code": None, "field": None},
        {"outcome": "duplicate", "code": None, "field": None},
        {"outcome": "error", "code": "bad_name", "field": "name"},
        {"outcome": "error", "code": "bad_number", "field": "number"},
    ]

    dry = bring_in(mine, *rows, dry_run=True)
    assert (dry.status, dry.json) == (200, {"results": outcomes})
    assert mine.get("/api/contacts").json["items"] == []

    assert bring_in(mine, *rows).json == dry.json
    assert [item["name"] for item in mine.get("/api/contacts").json["items"]] == ["李雷"]
    assert {item["name"] for item in mine.get("/api/groups").json["items"]} == {"家人", "同事"}


@pytest.mark.parametrize(
    ("rows", "field"),
    [
        ([], "rows"),
        ([{"name": "李雷", "number": LI}] * 201, "rows"),
        ([{"name": "李雷"}], "number"),
        ([{"name": "李雷", "number": LI, "x": ""}], "x"),
        ([{"name": "x" * 257, "number": LI}], "rows"),
    ],
)
def test_what_is_no_table_is_refused(rows, field, mine):
    answer = bring_in(mine, *rows)

    assert (answer.status, answer.code, answer.json["field"]) == (422, "bad_input", field)


def test_the_address_book_is_a_file_that_spreadsheets_read_and_do_not_compute(mine):
    bring_in(
        mine,
        {"name": "=1+1", "number": LI, "second_number": OFFICE, "note": "@x", "group": "家人"},
        {"name": "孙悦", "number": SUN},
    )

    answer = mine.get("/api/contacts/export")

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="116323-contacts.csv"'
    assert answer.body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig"), newline="")))
    assert rows == [
        ["姓名", "电话", "备用电话", "备注", "会议组"],
        ["'=1+1", "13800000201", "01065550101", "'@x", "家人"],
        ["孙悦", "02155550401", "", "", ""],
    ]
    assert WANG not in answer.text
