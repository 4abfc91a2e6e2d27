"""What operators did for an account: written first, read by its owner, never changed."""

import re
from pathlib import Path

import pytest

from chalicelib import accounts, audit, contacts, desk, profile
from chalicelib import tables as t
from chalicelib.contacts import Entry
from chalicelib.tables import Account
from tests.at_desk import HE, LIN, agreed, rows
from tests.factories import PASSWORD, refusal
from tests.people import CHEN, LI, WANG

pytestmark = pytest.mark.usefixtures("product")

AUDIT = r"\bAudit\b"


def test_a_contact_is_added_and_written(given, clock):
    served = desk.customer(LIN, given.verification_id)

    added = desk.add_contact(served, Entry("李雷", LI), key="a key")

    clock.advance(seconds=1)
    assert [row.item for row in desk.look_at_contacts(served, None, 10).rows] == [added.item]
    assert rows() == [
        (LIN, "verified", ""),
        (LIN, "contact_added", ""),
        (LIN, "looked", "contacts"),
    ]


def test_each_page_of_the_address_book_is_written(given):
    served = desk.customer(LIN, given.verification_id)
    for n in range(3):
        contacts.add(served.account, Entry(f"n {n}", LI))
    first = desk.look_at_contacts(served, None, 2)

    assert len(desk.look_at_contacts(served, first.cursor, 2).rows) == 1
    assert [what for _, what, _ in rows()] == ["verified", "looked", "looked"]


def test_what_was_refused_is_written_twice(given):
    served = desk.customer(LIN, given.verification_id)

    assert refusal(desk.add_contact, served, Entry("", LI), key=None)[0] == "bad_name"
    assert set(rows()[1:]) == {
        (LIN, "contact_added", ""),
        (LIN, "refused", "contact_added bad_name"),
    }


def test_it_is_written_before_it_is_done(given):
    served = desk.customer(LIN, given.verification_id)
    with served.noted("reserved", "2026-12-01T07:00:00Z 3"):
        inside = rows()

    assert inside[-1] == (LIN, "reserved", "2026-12-01T07:00:00Z 3")
    assert rows() == inside


def test_the_newest_is_read_first_and_so_many_at_most(paying, clock):
    for n in range(5):
        audit.note(WANG, LIN, "looked", str(n))
        clock.advance(seconds=1)
    audit.note(CHEN, LIN, "looked", "another's")

    assert [row.about for row in audit.of(paying)] == ["4", "3", "2", "1", "0"]
    assert [row.about for row in audit.of(paying, 2)] == ["4", "3"]


def test_two_rows_of_one_moment_are_both_kept(paying):
    for _ in range(3):
        audit.note(WANG, LIN, "looked")

    assert len(audit.of(paying)) == 3


def test_a_row_is_put_where_none_is(paying):
    audit.note_once(WANG, LIN, "verified", since=paying.activated_at, key="a call")
    audit.note_once(WANG, HE, "looked", since=paying.activated_at, key="a call")

    assert rows() == [(LIN, "verified", "")]


def test_no_line_of_the_product_changes_or_deletes_one():
    product = Path(desk.__file__).parent
    words = {path: path.read_text(encoding="utf-8") for path in product.rglob("*.py")}

    knowing = {str(p.relative_to(product)) for p, text in words.items() if re.search(AUDIT, text)}
    assert knowing == {"audit.py", "tables/__init__.py", "tables/desk.py"}
    for name in ("audit.py", "tables/desk.py"):
        written = re.findall(
            r"\b(save|update|delete|change|put_new|batch_write)\(", words[product / name]
        )
        assert set(written) == ({"put_new"} if name == "audit.py" else set())


def test_who_has_a_number_now_is_shown_nothing_of_who_had_it_before(paying, clock):
    audit.note(WANG, LIN, "looked", "old")
    clock.advance(days=1)
    paying.update(actions=[Account.closed_at.set(clock.now())])
    clock.advance(days=1)
    audit.note(WANG, LIN, "looked", "new")

    assert [row.about for row in audit.of(paying)] == ["new"]


@pytest.mark.usefixtures("owner")
def test_the_owner_takes_the_rows_along_and_closing_keeps_them(network, queue, clock):
    agreed(network, queue, clock)
    (row,) = t.audited(WANG)

    taken = profile.everything(accounts.find(WANG))["done_by_operators"]
    profile.close(accounts.find(WANG), PASSWORD, address="somewhere")
    clock.advance(minutes=1)
    queue.run()

    assert taken == [
        {"at": row.at.strftime("%Y-%m-%dT%H:%M:%SZ"), "who": LIN, "what": "verified", "about": ""}
    ]
    assert rows() == [(LIN, "verified", "")]
