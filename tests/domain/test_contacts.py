"""The address book: added, changed, listed, removed and put back (S79, S80)."""

import unicodedata

import pytest

from chalicelib import contacts, names
from chalicelib.contacts import Changes, Entry
from chalicelib.tables import Contact
from tests import factories
from tests.factories import refusal
from tests.names import ALL, GOOD, HOSTILE, IMPOSSIBLE
from tests.people import CHEN, LI, OFFICE, SUN, WANG, ZHAO

pytestmark = pytest.mark.usefixtures("product")


@pytest.fixture
def book(product):
    """Give the account whose address book it is."""
    del product
    return factories.account(WANG)


@pytest.fixture
def other(product):
    del product
    return factories.account(CHEN)


def add(account, name="李雷", number=LI, **values):
    return contacts.add(account, Entry(name, number, **values))


def listed(account):
    return sorted(row.name for row in contacts.page(account, None, 500).rows)


# ——— added ———


def test_somebody_added_is_there_as_typed_and_numbers_as_they_are_dialled(book):
    added = add(book, " 李  雷 ", "138 0000 0201", second_number="65550101", note=" 同学 ")

    (found,) = contacts.page(book, None, 500).rows
    assert found.attribute_values == added.attribute_values
    assert (found.name, found.number, found.second_number) == ("李 雷", LI, OFFICE)
    assert (found.note, found.removed_at) == ("同学", None)


@pytest.mark.parametrize("second", [None, "", "  "])
def test_a_second_number_may_be_left_out(second, book):
    assert add(book, second_number=second).second_number is None


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"number": "222"}, ("bad_number", "number")),
        ({"number": "110"}, ("number_not_allowed", "number")),
        ({"second_number": "222"}, ("bad_number", "second_number")),
        ({"second_number": "0012025550100"}, ("number_not_allowed", "second_number")),
        ({"note": "x" * 65}, ("bad_note", "note")),
        *[({"name": name}, ("bad_name", "name")) for name in IMPOSSIBLE],
    ],
)
def test_what_is_wrong_is_told_by_its_field_and_nobody_is_added(values, told, book):
    reason, details = refusal(add, book, **values)

    assert (reason, details["field"]) == told
    assert listed(book) == []


def test_there_are_sixty_names_in_the_corpus():
    assert len(ALL) >= 60


@pytest.mark.parametrize("name", [*GOOD, *HOSTILE])
def test_a_name_that_can_be_shown_is_kept_letter_for_letter(name, book):
    assert add(book, name).name == unicodedata.normalize("NFKC", name)


@pytest.mark.parametrize("name", ALL)
def test_of_every_name_only_what_can_be_shown_is_kept(name, book):
    kept = add(book, name, note=name).name

    assert 1 <= len(kept) <= 32
    assert kept == kept.strip()
    assert not any(unicodedata.category(c) in names.UNSPEAKABLE for c in kept)


@pytest.mark.parametrize(("length", "good"), [(32, True), (33, False)])
def test_a_name_has_32_characters_at_most(length, good, book):
    if good:
        assert add(book, "王" * length).name == "王" * length
    else:
        assert refusal(add, book, "王" * length)[0] == "bad_name"


def test_the_same_key_adds_once_whatever_is_there_meanwhile(book, monkeypatch):
    factories.settings_with(monkeypatch, max_contacts=1)
    entry = Entry("李雷", LI)

    first, second = (contacts.add(book, entry, key="a key") for _ in range(2))

    assert first.row_id == second.row_id
    assert listed(book) == ["李雷"]
    assert refusal(contacts.add, book, entry, key="another") == ("too_many_contacts", {"most": 1})


def test_one_key_of_two_accounts_adds_to_each(book, other):
    first, second = (contacts.add(a, Entry("李雷", LI), key="a key") for a in (book, other))

    assert first.row_id != second.row_id
    assert listed(book) == listed(other) == ["李雷"]


def test_what_was_removed_makes_room(book, monkeypatch):
    factories.settings_with(monkeypatch, max_contacts=1)
    contacts.remove(book, [add(book).row_id])

    assert add(book, "赵敏", ZHAO)


# ——— changed ———


@pytest.mark.parametrize(
    ("changes", "changed"),
    [
        (Changes(name=" 李  磊 "), {"name": "李 磊"}),
        (Changes(number="13300000301"), {"number": ZHAO}),
        (Changes(second_number="021-55550401"), {"second_number": SUN}),
        (Changes(note=""), {"note": ""}),
        (Changes(name="李磊", note="x"), {"name": "李磊", "note": "x"}),
    ],
)
def test_what_is_changed_is_changed_and_nothing_else(changes, changed, book):
    added = add(book, second_number=OFFICE, note="同学")

    contact = contacts.change(book, added.row_id, changes)

    assert contact.attribute_values == added.attribute_values | changed
    assert contacts.page(book, None, 1).rows[0].attribute_values == contact.attribute_values


def test_an_empty_second_number_takes_it_away(book):
    added = add(book, second_number=OFFICE)

    assert contacts.change(book, added.row_id, Changes(second_number=" ")).second_number is None


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (Changes(), "nothing_to_change"),
        (Changes(name="\u200b"), "bad_name"),
        (Changes(number=""), "bad_number"),
        (Changes(second_number="110"), "number_not_allowed"),
        (Changes(note="x" * 65), "bad_note"),
        (Changes(name="李磊", number="222"), "bad_number"),
    ],
)
def test_a_change_that_cannot_be_changes_nothing(changes, reason, book, tables):
    added = add(book)
    once = tables.snapshot()

    assert refusal(contacts.change, book, added.row_id, changes)[0] == reason
    assert tables.snapshot() == once


def test_who_is_not_there_or_removed_or_another_accounts_is_not_found(book, other, tables):
    added, removed = add(book), add(book, "赵敏", ZHAO)
    contacts.remove(book, [removed.row_id])
    once = tables.snapshot()
    changes = Changes(name="x")

    for account, row_id in ((book, "nothing"), (book, removed.row_id), (other, added.row_id)):
        assert refusal(contacts.change, account, row_id, changes)[0] == "not_found"
    assert tables.snapshot() == once


# ——— listed ———


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8, 100])
def test_page_by_page_everybody_comes_once(limit, book, other):
    added = {add(book, f"name {n}").row_id for n in range(7)}
    contacts.remove(book, [add(book, "removed").row_id])
    add(other, "another's")

    seen, cursor = [], None
    while True:
        page = contacts.page(book, cursor, limit)
        assert len(page.rows) <= limit
        seen += [row.row_id for row in page.rows]
        cursor = page.cursor
        if cursor is None:
            break

    assert len(seen) == 7
    assert set(seen) == added


def test_a_cursor_that_was_made_up_shows_nothing_of_others(book, other):
    add(book)
    theirs = add(other, "another's")

    for cursor in ("0", "zzzzzzzzzzzzzzzzzzzzzzzzz", "-", theirs.row_id):
        names_seen = {row.name for row in contacts.page(book, cursor, 100).rows}
        assert names_seen <= {"李雷"}


# ——— removed, and put back ———


def test_who_was_removed_is_put_back_as_they_were(book):
    added = add(book, note="同学")
    before = contacts.page(book, None, 1).rows[0].attribute_values

    assert contacts.remove(book, [added.row_id]) == 1
    assert listed(book) == []
    assert contacts.restore(book, [added.row_id]) == 1

    assert contacts.page(book, None, 1).rows[0].attribute_values == before


def test_many_are_removed_at_once_and_counted_once_each(book):
    ids = [add(book, f"name {n}").row_id for n in range(20)]

    assert contacts.remove(book, [*ids[:15], ids[0], "nothing"]) == 15
    assert contacts.remove(book, ids) == 5
    assert contacts.remove(book, ids) == 0
    assert contacts.restore(book, [*ids, *ids]) == 20
    assert contacts.restore(book, ids) == 0


@pytest.mark.parametrize(("seconds", "count"), [(86_399, 1), (86_400, 0), (86_401, 0)])
def test_for_a_day_a_removal_can_be_undone(seconds, count, book, clock):
    added = add(book)
    contacts.remove(book, [added.row_id])
    clock.advance(seconds=seconds)

    assert contacts.restore(book, [added.row_id]) == count


def test_what_is_removed_goes_by_itself_after_a_day(book, clock):
    added = add(book)
    contacts.remove(book, [added.row_id])

    stored = Contact.get(WANG, Contact.PREFIX + added.row_id)
    assert (stored.expires_at - clock.now()).total_seconds() == 86_400


def test_nobody_removes_or_puts_back_what_is_another_accounts(book, other, tables):
    mine, gone = add(book), add(book, "赵敏", ZHAO)
    contacts.remove(book, [gone.row_id])
    once = tables.snapshot()

    assert contacts.remove(other, [mine.row_id]) == 0
    assert contacts.restore(other, [gone.row_id]) == 0
    assert tables.snapshot() == once


def test_what_comes_back_finds_no_room_past_the_most(book, monkeypatch):
    factories.settings_with(monkeypatch, max_contacts=2)
    first, second = add(book).row_id, add(book, "赵敏", ZHAO).row_id
    contacts.remove(book, [first, second])
    add(book, "孙悦", SUN)

    both = refusal(contacts.restore, book, [first, second])
    assert both == ("too_many_contacts", {"most": 2})
    assert listed(book) == ["孙悦"]
    assert contacts.restore(book, [second, second]) == 1
    assert listed(book) == ["孙悦", "赵敏"]


def test_to_put_back_twice_who_filled_the_last_place_is_no_error(book, monkeypatch):
    factories.settings_with(monkeypatch, max_contacts=1)
    only = add(book).row_id
    contacts.remove(book, [only])

    assert [contacts.restore(book, [only]) for _ in range(2)] == [1, 0]


@pytest.mark.parametrize(
    "other",
    [
        Entry("李磊", LI),
        Entry("李雷", ZHAO),
        Entry("李雷", LI, second_number=OFFICE),
        Entry("李雷", LI, note="x"),
    ],
)
def test_a_key_that_was_used_for_somebody_else_is_refused(other, book):
    contacts.add(book, Entry("李雷", LI), key="a key")

    assert refusal(contacts.add, book, other, key="a key") == ("key_used_otherwise", {})
    assert [row.number for row in contacts.page(book, None, 9).rows] == [LI]


def test_a_key_does_not_bring_back_who_was_removed_since(book):
    entry = Entry("李雷", LI, second_number=OFFICE, note="同学")
    added = contacts.add(book, entry, key="a key")
    assert contacts.add(book, entry, key="a key").row_id == added.row_id
    contacts.remove(book, [added.row_id])

    assert refusal(contacts.add, book, entry, key="a key") == ("key_used_otherwise", {})
    assert listed(book) == []
