"""Groups of contacts: made, changed, removed and put back (S51, S81)."""

import pytest

from chalicelib import contacts, groups
from chalicelib.contacts import Entry
from chalicelib.tables import Group
from tests import factories
from tests.factories import refusal
from tests.people import CHEN, LI, WANG, ZHAO

pytestmark = pytest.mark.usefixtures("product")


@pytest.fixture
def book(product):
    """Give the account whose address book it is."""
    del product
    return factories.account(WANG)


@pytest.fixture
def li(book):
    return contacts.add(book, Entry("李雷", LI)).row_id


@pytest.fixture
def zhao(book):
    return contacts.add(book, Entry("赵敏", ZHAO)).row_id


def listed(account):
    return {row.name: list(row.members) for row in groups.page(account, None, 500).rows}


def test_a_group_has_its_members_each_once_in_their_order(book, li, zhao):
    made = groups.add(book, " 家  人 ", [zhao, li, zhao])

    assert listed(book) == {"家 人": [zhao, li]}
    assert list(made.members) == [zhao, li]


def test_a_group_may_be_empty(book):
    assert list(groups.add(book, "家人", []).members) == []


def test_only_who_stands_in_the_address_book_can_be_a_member(book, li, zhao):
    theirs = contacts.add(factories.account(CHEN), Entry("孙悦", LI)).row_id
    contacts.remove(book, [zhao])

    for member in ("nothing", zhao, theirs):
        told = refusal(groups.add, book, "家人", [li, member])
        assert told == ("unknown_member", {"field": "members"})
    assert listed(book) == {}


def test_a_group_is_as_large_as_a_conference_less_its_host(book, li, zhao, monkeypatch):
    factories.settings_with(monkeypatch, max_parties=3)
    third = contacts.add(book, Entry("三", LI)).row_id
    groups.add(book, "家人", [li, zhao])

    told = refusal(groups.add, book, "同事", [li, zhao, third])

    assert groups.largest() == 2
    assert told == ("too_many_members", {"field": "members", "most": 2})


@pytest.mark.parametrize("name", ["", "\u200b", "x" * 33])
def test_a_name_that_is_none_is_refused(name, book):
    made = groups.add(book, "家人", [])

    assert refusal(groups.add, book, name, [])[0] == "bad_name"
    assert refusal(groups.change, book, made.row_id, name=name)[0] == "bad_name"


def test_there_is_an_end_to_how_many_groups_there_are(book, monkeypatch):
    factories.settings_with(monkeypatch, max_groups=1)
    first, second = (groups.add(book, "家人", [], key="a key") for _ in range(2))

    assert first.row_id == second.row_id
    assert refusal(groups.add, book, "同事", []) == ("too_many_groups", {"most": 1})


def test_a_group_is_renamed_or_filled_anew_or_both(book, li, zhao):
    made = groups.add(book, "家人", [li])

    groups.change(book, made.row_id, name="亲人")
    assert listed(book) == {"亲人": [li]}
    groups.change(book, made.row_id, members=[zhao])
    assert listed(book) == {"亲人": [zhao]}
    groups.change(book, made.row_id, name="家人", members=[])
    assert listed(book) == {"家人": []}
    assert groups.change(book, made.row_id).name == "家人"


def test_what_is_not_there_or_removed_or_another_accounts_is_not_found(book, tables):
    mine, gone = groups.add(book, "家人", []), groups.add(book, "同事", [])
    other = factories.account(CHEN)
    groups.remove(book, [gone.row_id])
    once = tables.snapshot()

    for account, row_id in ((book, "nothing"), (book, gone.row_id), (other, mine.row_id)):
        assert refusal(groups.change, account, row_id, name="x")[0] == "not_found"
    assert groups.remove(other, [mine.row_id]) == groups.restore(other, [gone.row_id]) == 0
    assert tables.snapshot() == once


def test_a_group_removed_at_this_moment_is_not_changed(book, tables, clock):
    made = groups.add(book, "家人", [])
    removed = Group.removed_at.set(clock.now())

    def overtake():
        if tables.requests[-1] == "UpdateItem":
            tables.before = lambda: None
            Group(WANG, made.item).update(actions=[removed])

    tables.before = overtake
    told = refusal(groups.change, book, made.row_id, name="亲人")
    tables.before = lambda: None

    assert told[0] == "not_found"
    assert listed(book) == {}


def test_a_removed_group_is_put_back_as_it_was_and_its_contacts_stay(book, li):
    made = groups.add(book, "家人", [li])

    assert groups.remove(book, [made.row_id]) == 1
    assert (listed(book), len(contacts.page(book, None, 10).rows)) == ({}, 1)
    assert groups.restore(book, [made.row_id]) == 1
    assert listed(book) == {"家人": [li]}


def test_who_is_put_back_is_in_their_groups_again(book, li, zhao):
    groups.add(book, "家人", [li, zhao])

    contacts.remove(book, [li])
    contacts.restore(book, [li])

    assert listed(book) == {"家人": [li, zhao]}


def test_page_by_page_every_group_comes_once(book):
    for n in range(5):
        groups.add(book, f"group {n}", [])
    first = groups.page(book, None, 3)
    second = groups.page(book, first.cursor, 3)

    assert len({row.name for row in (*first.rows, *second.rows)}) == 5
    assert second.cursor is None


def test_a_group_that_comes_back_finds_no_room_past_the_most(book, monkeypatch):
    factories.settings_with(monkeypatch, max_groups=1)
    first = groups.add(book, "家人", []).row_id
    groups.remove(book, [first])
    groups.add(book, "同事", [])

    assert refusal(groups.restore, book, [first]) == ("too_many_groups", {"most": 1})
    assert listed(book) == {"同事": []}


def test_a_key_is_for_one_group_with_one_name_and_its_members(book, li, zhao):
    made = groups.add(book, "家人", [li, zhao], key="a key")

    assert groups.add(book, "家人", [li, zhao, li], key="a key").row_id == made.row_id
    for name, members in (("同事", [li, zhao]), ("家人", [li]), ("家人", [zhao, li])):
        told = refusal(groups.add, book, name, members, key="a key")
        assert told == ("key_used_otherwise", {})
    groups.remove(book, [made.row_id])
    told = refusal(groups.add, book, "家人", [li, zhao], key="a key")
    assert told == ("key_used_otherwise", {})
