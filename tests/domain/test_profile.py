"""My details, my password, all my data, and the end of it (S84, S85)."""

import json

import pytest

from chalicelib import (
    accounts,
    address_book,
    conference,
    contacts,
    groups,
    hosts,
    profile,
    registrations,
    sessions,
)
from chalicelib import tables as t
from chalicelib.contacts import Entry
from chalicelib.job import Job
from chalicelib.profile import Changes
from chalicelib.tables import Account
from tests import factories
from tests.code_phone import HOME, CodePhone
from tests.factories import FIREFOX, PASSWORD, refusal
from tests.fakes import Crash
from tests.people import CHEN, LI, OFFICE, SUN, WANG, ZHAO

pytestmark = pytest.mark.usefixtures("product")

NEW = "rain on the eastern lake"


def fresh():
    return accounts.find(WANG)


def change_password(account, old=PASSWORD, new=NEW, keep=""):
    profile.change_password(account, old, new, keep=keep, address=HOME)


# ——— details ———


@pytest.mark.parametrize(
    ("name", "value", "stored"),
    [
        ("name", " 王  大明 ", "王 大明"),
        ("name", "王\u202e小\x00明", "王小明"),
        ("email", " w@example.com ", "w@example.com"),
        ("language", "en", "en"),
        ("large_type", True, True),
        ("accept_by_1", True, True),
        ("call_back_host", True, True),
        ("call_cap", 100, 100),
        ("call_cap", 20000, 20000),
        ("month_cap", 1_000_000, 1_000_000),
        ("welcomed", True, True),
    ],
)
def test_each_detail_is_changed_and_no_other(name, value, stored, owner):
    before = fresh().attribute_values

    changed = profile.change(owner, Changes(**{name: value}))

    assert changed.attribute_values == fresh().attribute_values == before | {name: stored}


def test_nothing_to_change_changes_nothing(owner, tables):
    once = tables.snapshot()

    assert profile.change(owner, Changes()) is owner
    assert tables.snapshot() == once


def test_an_empty_address_takes_it_away(owner):
    profile.change(owner, Changes(email="w@example.com"))

    assert profile.change(owner, Changes(email="")).email is None


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (Changes(name="\u200b"), "bad_name"),
        (Changes(name="\u3164"), "bad_name"),
        (Changes(name="10086客服"), "bad_name"),
        (Changes(name="1-3-8-0-0"), "bad_name"),
        (Changes(email="wang"), "bad_email"),
        (Changes(email="wa\u200bng@example.com"), "bad_email"),
    ],
)
def test_a_bad_detail_changes_nothing_at_all(changes, reason, owner, tables):
    once = tables.snapshot()

    assert refusal(profile.change, owner, changes)[0] == reason
    assert tables.snapshot() == once


def test_of_an_account_closed_meanwhile_nothing_is_changed(owner):
    before = Account(**owner.attribute_values)
    profile.close(owner, PASSWORD, address=HOME)

    assert refusal(profile.change, before, Changes(name="王"))[0] == "no_session"
    assert fresh().name is None


# ——— the password ———


def test_the_new_password_counts_and_every_other_browser_is_logged_out(owner):
    here, elsewhere = (sessions.begin(fresh(), FIREFOX) for _ in range(2))

    change_password(fresh(), keep=sessions.find(here).session_id)

    assert sessions.find(here) is not None
    assert sessions.find(elsewhere) is None
    assert refusal(sessions.log_in, WANG, PASSWORD, FIREFOX)[0] == "bad_login"
    assert sessions.log_in(WANG, NEW, FIREFOX)
    del owner


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("wrong", NEW, "wrong_password"),
        (PASSWORD, "short", "short_password"),
        (PASSWORD, "x" * 129, "long_password"),
        (PASSWORD, "18600000101", "common_password"),
        (PASSWORD, "王小明王小明abc", "common_password"),
    ],
)
def test_a_password_that_is_wrong_or_not_good_enough_changes_nothing(old, new, reason, owner):
    assert refusal(change_password, owner, old, new)[0] == reason
    assert sessions.log_in(WANG, PASSWORD, FIREFOX)


def test_the_password_is_asked_for_as_often_as_a_login_may_be_tried(owner):
    for _ in range(3):
        assert refusal(change_password, owner, "wrong")[0] == "wrong_password"

    assert refusal(change_password, owner) == ("too_many_logins", {"retry_after": 5})
    assert refusal(sessions.log_in, WANG, PASSWORD, FIREFOX)[0] == "too_many_logins"


def test_the_right_password_forgets_the_wrong_ones(owner):
    for old, new in ((PASSWORD, NEW), (NEW, PASSWORD), (PASSWORD, NEW)):
        refusal(change_password, fresh(), "wrong")
        change_password(fresh(), old, new)
    del owner


def test_of_two_changes_at_one_moment_one_counts(owner):
    before = Account(**owner.attribute_values)
    change_password(owner)

    assert refusal(change_password, before, PASSWORD, "a third one, quite another")[0] == (
        "no_session"
    )
    assert sessions.log_in(WANG, NEW, FIREFOX)


# ——— all my data ———


@pytest.fixture
def full(owner, network, queue):
    """Have 王小明 with an address book, a linked phone and a browser; and 陈静 with hers."""
    other = factories.registered(CHEN, name="陈静", network=network, queue=queue)
    for account, friend, group in ((owner, LI, "家人"), (other, SUN, "同事")):
        added = contacts.add(account, Entry(f"{group}的朋友", friend, note=f"{group}的备注"))
        groups.add(account, group, [added.row_id])
        sessions.begin(account, sessions.Browser(HOME, f"{group}的浏览器"))
    factories.host_phone(owner, ZHAO, network=network, queue=queue, note="办公室")
    return fresh()


def test_everything_of_mine_is_in_the_export_and_nothing_of_others(full, clock):
    everything = profile.everything(full)

    text = json.dumps(everything, ensure_ascii=False)
    for mine in (WANG, LI, ZHAO, "王小明", "家人的朋友", "家人的备注", "家人的浏览器", "办公室"):
        assert mine in text
    for other in (CHEN, SUN, "陈静", "同事", full.password, *full.sessions):
        assert other not in text
    assert everything["exported_at"] == "2011-02-16T02:00:00Z"
    assert everything["groups"] == [
        {"name": "家人", "members": [everything["contacts"][0]["id"]]},
    ]
    assert everything["call_records"] == []
    del clock


def test_call_records_are_in_the_export_as_they_are_billed(owner, network, queue, clock):
    conference_id = factories.live(LI, network=network, queue=queue)
    clock.advance(seconds=61)
    for number in (LI, WANG):
        factories.hang_up(conference_id, number, network)

    clock.advance(days=40)
    records = profile.everything(owner)["call_records"]
    told = [(r["number"], r["host"], r["seconds"], r["charge"]) for r in records]
    assert sorted(told) == [(LI, False, 61, 40), (WANG, True, 61, 40)]
    assert {r["answered_at"] for r in records} == {"2011-02-16T02:00:00Z"}


def test_what_was_wished_for_calls_is_in_the_export(owner):
    wished = {"call_back_host": True, "call_cap": 5000, "month_cap": None}
    changed = profile.change(owner, Changes(**wished))

    told = profile.everything(changed)["account"]

    assert {name: told[name] for name in wished} == wished


# ——— the end ———


def test_a_closed_account_keeps_nothing_but_that_it_was(full):
    profile.close(full, PASSWORD, address=HOME)

    closed = fresh()
    assert closed.state == "closed"
    assert (closed.name, closed.email, closed.password, closed.sessions) == (None,) * 4
    assert list(address_book.rows(t.Contact, closed)) == []
    assert [row.item for row in t.AccountItem.query(WANG)] == ["account"]
    assert {row.token_hash for row in t.Session.scan()} == accounts.find(CHEN).sessions


def test_a_closed_account_wishes_nothing_for_calls_any_more(owner):
    wished = Changes(accept_by_1=True, call_back_host=True, call_cap=5000, month_cap=5000)
    profile.change(owner, wished)

    profile.close(fresh(), PASSWORD, address=HOME)

    closed = fresh()
    assert (closed.accept_by_1, closed.call_back_host) == (False, False)
    assert (closed.call_cap, closed.month_cap) == (None, None)


def test_the_address_book_of_others_stays(full):
    profile.close(full, PASSWORD, address=HOME)

    other = accounts.find(CHEN)
    assert [row.name for row in address_book.rows(t.Contact, other)] == ["同事的朋友"]
    assert [row.name for row in address_book.rows(t.Group, other)] == ["同事"]


def test_a_closed_account_starts_no_conference_and_may_be_called(full):
    profile.close(full, PASSWORD, address=HOME)

    assert accounts.host(WANG) is None


def test_the_records_of_conferences_are_kept(owner, network, queue, clock):
    conference_id = factories.live(LI, network=network, queue=queue)
    clock.advance(seconds=61)
    for number in (LI, WANG):
        factories.hang_up(conference_id, number, network)
    conference.end(conference_id, "host")
    queue.run()
    clock.advance(seconds=10)
    queue.run()
    before = t.collection(conference_id)

    profile.close(fresh(), PASSWORD, address=HOME)

    after = t.collection(conference_id)
    assert [leg.attribute_values for leg in after[1]] == [leg.attribute_values for leg in before[1]]
    assert after[0].attribute_values == before[0].attribute_values
    del owner


def test_while_a_conference_goes_on_the_account_is_not_closed(owner, network, queue):
    factories.live(LI, network=network, queue=queue)

    assert refusal(profile.close, fresh(), PASSWORD, address=HOME)[0] == "conference_going_on"
    assert sessions.log_in(WANG, PASSWORD, FIREFOX)
    del owner


def test_without_the_password_nothing_is_closed(full, tables):
    for _ in range(3):
        assert refusal(profile.close, full, "wrong", address=HOME)[0] == "wrong_password"

    assert refusal(profile.close, full, PASSWORD, address=HOME)[0] == "too_many_logins"
    assert fresh().state == "registered"
    del tables


def test_a_password_changed_at_this_moment_stops_the_closing(full):
    before = Account(**full.attribute_values)
    change_password(full)

    assert refusal(profile.close, before, PASSWORD, address="elsewhere")[0] == "no_session"
    assert [row.name for row in address_book.rows(t.Contact, fresh())] == ["家人的朋友"]


@pytest.mark.parametrize("request_number", [3, 4, 5], ids=["DeleteItem", "GetItem", "UpdateItem"])
def test_a_conference_that_begins_at_this_moment_stops_the_closing(
    request_number, full, tables, request
):
    """After the password was looked at, before the account is read again, before it is closed."""
    begun = []

    def overtake():
        if not begun and len(tables.requests) == request_number:
            begun.append(tables.requests[-1])
            factories.started(LI)

    tables.requests.clear()
    tables.before = overtake
    told = refusal(profile.close, full, PASSWORD, address=HOME)
    tables.before = lambda: None

    assert told[0] == "conference_going_on"
    assert begun == [request.node.callspec.id]
    assert fresh().state == "registered"
    assert [row.name for row in address_book.rows(t.Contact, fresh())] == ["家人的朋友"]


def test_a_closing_that_was_cut_short_is_done_by_its_job(full, queue, tables, clock):
    def die():
        if tables.requests[-1] == "BatchWriteItem" and fresh().state == "closed":
            raise Crash

    tables.before = die
    with pytest.raises(Crash):
        profile.close(full, PASSWORD, address=HOME)
    tables.before = lambda: None
    assert [row.name for row in address_book.rows(t.Contact, fresh())] == ["家人的朋友"]

    clock.advance(seconds=59)
    queue.run()
    assert [row.name for row in address_book.rows(t.Contact, fresh())] == ["家人的朋友"]
    clock.advance(seconds=1)
    queue.run()

    assert [row.item for row in t.AccountItem.query(WANG)] == ["account"]
    assert [row.name for row in address_book.rows(t.Contact, accounts.find(CHEN))] == ["同事的朋友"]


def test_a_closing_that_died_before_it_began_deletes_nothing(full, queue, clock):
    def die():
        raise Crash

    queue.before = die
    with pytest.raises(Crash):
        profile.close(full, PASSWORD, address=HOME)
    queue.before = lambda: None
    clock.advance(seconds=60)
    queue.run()

    assert fresh().state == "registered"
    assert [row.name for row in address_book.rows(t.Contact, fresh())] == ["家人的朋友"]


def test_the_job_of_a_closing_that_was_refused_deletes_nothing(full, queue, clock):
    queue.ask(Job.PURGE, WANG)
    queue.ask(Job.PURGE, OFFICE)
    clock.advance(seconds=60)
    queue.run()

    assert [row.name for row in address_book.rows(t.Contact, full)] == ["家人的朋友"]


def test_who_registers_anew_at_once_keeps_what_comes_then_and_nothing_of_before(
    full, queue, network, clock, tables
):
    clock.advance(minutes=1)

    def die():
        if tables.requests[-1] == "BatchWriteItem" and fresh().state == "closed":
            raise Crash

    tables.before = die
    with pytest.raises(Crash):
        profile.close(full, PASSWORD, address=HOME)
    tables.before = lambda: None

    begun = registrations.begin(factories.form(), key="anew", address="elsewhere")
    queue.run()
    phone = CodePhone(network, WANG)
    phone.answers()
    account, _ = registrations.finish(begun.verification_id, phone.code, FIREFOX)
    assert list(address_book.rows(t.Contact, account)) == []
    assert [row.number for row in hosts.of(account)] == [WANG]

    contacts.add(account, Entry("新的朋友", SUN))
    clock.advance(minutes=2)
    queue.run()
    assert [row.name for row in address_book.rows(t.Contact, account)] == ["新的朋友"]
