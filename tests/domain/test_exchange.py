"""The address book as a table: rows in, a CSV out that no spreadsheet computes (S79, F36)."""

import csv
import io

import pytest

from chalicelib import contacts, exchange, groups
from chalicelib.contacts import Entry
from chalicelib.exchange import Outcome
from tests import factories
from tests.names import ALL
from tests.people import CHEN, LI, OFFICE, SUN, WANG, ZHAO

pytestmark = pytest.mark.usefixtures("product")

NEW, DUPLICATE = Outcome("new"), Outcome("duplicate")


@pytest.fixture
def book(product):
    """Give the account whose address book it is."""
    del product
    return factories.account(WANG)


def row(name="李雷", number=LI, group="", **values):
    return Entry(name, number, **values), group


def bring_in(account, *rows, dry_run=False):
    return exchange.bring_in(account, list(rows), dry_run=dry_run)


def people(account):
    return {c.name: c.number for c in contacts.page(account, None, 500).rows}


def teams(account):
    known = {c.row_id: c.name for c in contacts.page(account, None, 500).rows}
    found = groups.page(account, None, 500).rows
    return {group.name: [known[member] for member in group.members] for group in found}


def table(account):
    """Read the file as a spreadsheet does."""
    text = exchange.csv_of(account)
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline="")))


# ——— in ———


def test_rows_become_contacts_and_groups(book):
    outcomes = bring_in(
        book,
        row("李雷", "138 0000 0201", "家人;同事", second_number="65550101", note="同学"),
        row("赵敏", ZHAO, "同事"),
        row("孙悦", "021-55550401"),
    )

    assert outcomes == [NEW] * 3
    assert people(book) == {"李雷": LI, "赵敏": ZHAO, "孙悦": SUN}
    assert teams(book) == {"家人": ["李雷"], "同事": ["李雷", "赵敏"]}
    li = next(c for c in contacts.page(book, None, 9).rows if c.name == "李雷")
    assert (li.second_number, li.note) == (OFFICE, "同学")


@pytest.mark.parametrize(
    "between", ["家人;同事", "家人；同事", "家人、同事", " 家人 ;; 同事 ;", "家人;同事;家人"]
)
def test_the_names_of_groups_may_have_any_semicolon_between_them(between, book):
    bring_in(book, row(group=between))

    assert teams(book) == {"家人": ["李雷"], "同事": ["李雷"]}


def test_a_dry_run_says_the_same_and_writes_nothing(book, tables):
    rows = [row(group="家人"), row("又是他"), row(number="222"), row("赵敏", ZHAO, "家人")]
    once = tables.snapshot()

    dry = bring_in(book, *rows, dry_run=True)
    assert tables.snapshot() == once

    assert bring_in(book, *rows) == dry
    assert dry == [NEW, DUPLICATE, Outcome("error", "bad_number", "number"), NEW]


def test_the_same_rows_again_change_nothing(book, tables):
    rows = [row(group="家人"), row("赵敏", ZHAO, "家人;同事")]
    bring_in(book, *rows)
    once = tables.snapshot()

    assert bring_in(book, *rows) == [DUPLICATE] * 2
    assert tables.snapshot() == once


def test_who_is_there_already_keeps_the_name_and_joins_the_groups(book):
    li = contacts.add(book, Entry("李雷", LI)).row_id
    groups.add(book, "家人", [li])
    zhao = contacts.add(book, Entry("赵敏", ZHAO)).row_id

    outcomes = bring_in(book, row("别人", ZHAO, "家人;同事"), row("又别人", ZHAO, "家人"))

    assert outcomes == [DUPLICATE] * 2
    assert people(book) == {"李雷": LI, "赵敏": ZHAO}
    assert teams(book) == {"家人": ["李雷", "赵敏"], "同事": ["赵敏"]}
    del zhao


@pytest.mark.parametrize(
    ("bad", "code", "field"),
    [
        (row(""), "bad_name", "name"),
        (row("x" * 33), "bad_name", "name"),
        (row(number=""), "bad_number", "number"),
        (row(number="110"), "number_not_allowed", "number"),
        (row(second_number="222"), "bad_number", "second_number"),
        (row(note="x" * 65), "bad_note", "note"),
        (row(group="x" * 33), "bad_name", "name"),
    ],
)
def test_a_bad_row_is_told_by_its_field_and_the_others_go_in(bad, code, field, book):
    assert bring_in(book, bad, row("赵敏", ZHAO)) == [Outcome("error", code, field), NEW]
    assert people(book) == {"赵敏": ZHAO}
    assert teams(book) == {}


def test_past_the_most_contacts_rows_are_refused_and_duplicates_are_not(book, monkeypatch):
    factories.settings_with(monkeypatch, max_contacts=2)
    contacts.add(book, Entry("李雷", LI))

    outcomes = bring_in(book, row("赵敏", ZHAO), row("孙悦", SUN), row("李雷", LI))

    assert outcomes == [NEW, Outcome("error", "too_many_contacts", "name"), DUPLICATE]
    assert len(people(book)) == 2


def test_past_the_most_groups_and_members_rows_are_refused(book, monkeypatch):
    factories.settings_with(monkeypatch, max_groups=2, max_parties=2)

    outcomes = bring_in(
        book,
        row("李雷", LI, "家人"),
        row("赵敏", ZHAO, "家人"),
        row("孙悦", SUN, "同事;同学"),
        row("陈静", CHEN, "同事"),
        row("王强", OFFICE, "同学"),
    )

    full = Outcome("error", "too_many_members", "group")
    many = Outcome("error", "too_many_groups", "group")
    assert outcomes == [NEW, full, many, NEW, many]
    assert teams(book) == {"家人": ["李雷"], "同事": ["陈静"]}


def test_more_groups_than_may_be_by_now_can_still_be_joined(book, monkeypatch):
    bring_in(book, row(group="家人;同事"))
    factories.settings_with(monkeypatch, max_groups=1)

    assert bring_in(book, row("赵敏", ZHAO, "同事"))[0] == NEW
    assert bring_in(book, row("孙悦", SUN, "同学"))[0].code == "too_many_groups"


def test_two_hundred_rows_go_in_at_once(book):
    rows = [row(f"name {n}", f"1380000{n:04}", f"group {n % 7}") for n in range(200)]

    assert bring_in(book, *rows) == [NEW] * 200
    assert (len(people(book)), sum(map(len, teams(book).values()))) == (200, 200)


# ——— out ———


def test_an_empty_book_has_its_columns(book):
    assert table(book) == [["姓名", "电话", "备用电话", "备注", "会议组"]]


def test_everybody_is_in_the_file_by_name_with_numbers_as_they_are_dialled(book):
    bring_in(
        book,
        row("b", LI, "家人;同事", second_number=OFFICE, note="同学"),
        row("a", SUN),
    )
    gone = contacts.add(book, Entry("gone", ZHAO)).row_id
    contacts.remove(book, [gone])

    assert table(book)[1:] == [
        ["a", "02155550401", "", "", ""],
        [
            "b",
            "13800000201",
            "01065550101",
            "同学",
            "、".join(sorted(["家人", "同事"], key=order(book))),
        ],
    ]


def order(account):
    names = [group.name for group in groups.page(account, None, 9).rows]
    return names.index


def test_no_cell_of_the_file_is_a_formula_whatever_people_are_called(book):
    for n, name in enumerate(ALL):
        added = contacts.add(book, Entry(name, f"1380000{n:04}", note=name))
        groups.add(book, name, [added.row_id])

    rows = table(book)

    assert len(rows) == len(ALL) + 1
    assert all(len(cells) == 5 for cells in rows)
    assert not [cell for cells in rows for cell in cells if cell.startswith(exchange.FORMULA)]
    assert not [cell for cells in rows for cell in cells if "\n" in cell or "\x00" in cell]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+86", "'+86"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("a=1", "a=1"),
        ("'=1", "'=1"),
        ("", ""),
    ],
)
def test_what_would_begin_a_formula_gets_an_apostrophe(cell, written):
    assert exchange.safe(cell) == written


def test_what_goes_out_comes_in_again_as_the_same_people(book):
    other = factories.account(CHEN)
    for n, name in enumerate(ALL):
        contacts.add(book, Entry(name, f"1380000{n:04}", note=name[::-1]))

    entries = [
        row(name, number, group, second_number=second, note=note)
        for name, number, second, note, group in table(book)[1:]
    ]
    assert bring_in(book, *entries) == [DUPLICATE] * len(ALL)
    assert bring_in(other, *entries) == [NEW] * len(ALL)

    assert sorted(table(other)) == sorted(table(book))


# ——— at one moment with others ———


def meanwhile(tables, deed, operation="BatchWriteItem"):
    """Let *deed* be done once, just before the first *operation*."""
    others = iter([deed])

    def overtake():
        if tables.requests[-1] == operation and (other := next(others, None)):
            other()

    tables.before = overtake


def test_the_same_rows_brought_in_twice_at_one_moment_are_there_once(book, tables):
    rows = [row(group="家人"), row("赵敏", ZHAO, "家人、同事")]
    meanwhile(tables, lambda: bring_in(book, *rows))

    assert bring_in(book, *rows) == [NEW] * 2
    tables.before = lambda: None

    assert people(book) == {"李雷": LI, "赵敏": ZHAO}
    assert len(contacts.page(book, None, 9).rows) == 2
    assert len(groups.page(book, None, 9).rows) == 2
    assert teams(book) == {"家人": ["李雷", "赵敏"], "同事": ["赵敏"]}


def test_of_other_rows_brought_in_at_one_moment_all_are_in_the_group(book, tables):
    meanwhile(tables, lambda: bring_in(book, row("赵敏", ZHAO, "家人")))

    bring_in(book, row(group="家人"))
    tables.before = lambda: None

    assert len(groups.page(book, None, 9).rows) == 1
    assert sorted(teams(book)["家人"]) == ["李雷", "赵敏"]


def test_who_joins_a_group_that_is_changed_at_this_moment_joins_it_once(book, tables):
    bring_in(book, row(group="家人"))
    (group,) = groups.page(book, None, 9).rows
    zhao = contacts.add(book, Entry("赵敏", ZHAO)).row_id
    li = group.members[0]
    deed = lambda: groups.change(book, group.row_id, members=[zhao, li])  # noqa: E731 - once
    meanwhile(tables, deed, "UpdateItem")

    bring_in(book, row("赵敏", ZHAO, "家人"), row("孙悦", SUN, "家人"))
    tables.before = lambda: None

    assert teams(book) == {"家人": ["赵敏", "李雷", "孙悦"]}


def test_who_was_removed_leaves_the_list_of_a_group_that_others_join(book):
    bring_in(book, row(group="家人"), row("赵敏", ZHAO, "家人"))
    gone = next(c.row_id for c in contacts.page(book, None, 9).rows if c.name == "李雷")
    contacts.remove(book, [gone])

    bring_in(book, row("孙悦", SUN, "家人"))

    (group,) = groups.page(book, None, 9).rows
    assert gone not in group.members
    assert teams(book) == {"家人": ["赵敏", "孙悦"]}


# ——— what was changed since ———


def test_who_was_brought_in_and_has_another_number_now_is_not_written_over(book):
    bring_in(book, row())
    (li,) = contacts.page(book, None, 9).rows
    contacts.change(book, li.row_id, contacts.Changes(name="李磊", number=ZHAO))

    assert bring_in(book, row("新的人", LI)) == [NEW]
    assert people(book) == {"李磊": ZHAO, "新的人": LI}
    assert bring_in(book, row("新的人", LI)) == [DUPLICATE]


def test_a_group_that_was_brought_in_and_has_another_name_now_is_not_written_over(book):
    bring_in(book, row(group="家人"))
    (group,) = groups.page(book, None, 9).rows
    groups.change(book, group.row_id, name="亲人")

    bring_in(book, row("赵敏", ZHAO, "家人"))

    assert teams(book) == {"亲人": ["李雷"], "家人": ["赵敏"]}


def test_who_and_what_was_removed_can_be_brought_in_again(book):
    bring_in(book, row(group="家人"), row("赵敏", ZHAO, "家人"))
    contacts.remove(book, [c.row_id for c in contacts.page(book, None, 9).rows])
    groups.remove(book, [g.row_id for g in groups.page(book, None, 9).rows])

    assert bring_in(book, row(group="家人")) == [NEW]

    assert people(book) == {"李雷": LI}
    assert teams(book) == {"家人": ["李雷"]}


def test_what_goes_out_names_the_groups_as_they_come_in_again(book):
    other = factories.account(CHEN)
    bring_in(book, row(group="家人;同事"))

    ((name, number, _, _, group),) = table(book)[1:]
    bring_in(other, row(name, number, group))

    assert teams(other) == {"家人": ["李雷"], "同事": ["李雷"]}
