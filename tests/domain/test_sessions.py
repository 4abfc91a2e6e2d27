"""Who is logged in: for how long, in how many browsers, and how it ends (F34, F48)."""

import hashlib
from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from chalicelib import accounts, ids, passwords, profile, registrations, sessions
from chalicelib.sessions import Browser
from chalicelib.tables import Account, Counter, Session
from tests import factories
from tests.factories import FIREFOX, PASSWORD, refusal
from tests.people import CHEN, LI, OFFICE, WANG

pytestmark = pytest.mark.usefixtures("product")

SAFARI = Browser("203.0.113.9", "Safari")


def fresh():
    return accounts.find(WANG)


def begin(browser=FIREFOX):
    return sessions.begin(fresh(), browser)


def names(account):
    return [session.browser for session in sessions.of(account)]


# ——— logging in ———


@pytest.mark.usefixtures("owner")
def test_number_and_password_log_in():
    account, token = sessions.log_in(WANG, PASSWORD, FIREFOX)

    found = sessions.find(token)
    assert account.billing_number == found.account.billing_number == WANG
    assert (found.session.browser, found.session.address) == ("Firefox", "198.51.100.7")


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize(
    ("number", "password"),
    [(WANG, "wrong"), (WANG, ""), (LI, PASSWORD), (CHEN, PASSWORD), (OFFICE, PASSWORD)],
)
def test_an_unknown_number_and_a_wrong_password_are_told_apart_by_nothing(number, password):
    factories.account(CHEN)

    assert refusal(sessions.log_in, number, password, FIREFOX) == ("bad_login", {})


def test_a_closed_account_lets_nobody_in(owner):
    profile.close(owner, PASSWORD, address="elsewhere")

    assert refusal(sessions.log_in, WANG, PASSWORD, FIREFOX) == ("bad_login", {})


@pytest.mark.usefixtures("owner")
def test_the_token_is_stored_nowhere(tables):
    _, token = sessions.log_in(WANG, PASSWORD, FIREFOX)

    assert len(token) == 43
    assert token not in str(tables.snapshot())
    assert PASSWORD not in str(tables.snapshot())


@pytest.mark.usefixtures("owner")
def test_every_login_has_a_token_of_its_own():
    assert len({begin() for _ in range(5)}) == 5


@pytest.mark.parametrize("token", ["", "x" * 43, "é"])
def test_a_token_that_was_never_given_lets_nobody_in(token):
    assert sessions.find(token) is None


@pytest.mark.usefixtures("owner")
def test_the_name_of_a_browser_has_nothing_hidden_in_it():
    token = begin(Browser("198.51.100.7", "Fire\u00adfox\x9b \u202e31\x00"))

    assert sessions.find(token).session.browser == "Firefox 31"


@pytest.mark.usefixtures("owner")
def test_where_somebody_logs_in_from_is_not_in_the_names_of_what_is_counted(tables):
    sessions.log_in(WANG, PASSWORD, FIREFOX)

    counted = " ".join(counter.name for counter in Counter.scan())
    plain = hashlib.sha256(FIREFOX.address.encode()).hexdigest()
    for told in (FIREFOX.address, plain[:16], ids.derived("address", FIREFOX.address)):
        assert told not in counted
    assert sessions.hidden(FIREFOX.address) in counted
    del tables


@pytest.mark.usefixtures("owner")
def test_a_long_name_of_a_browser_is_cut():
    token = begin(Browser("198.51.100.7", "M" * 1_000))

    assert sessions.find(token).session.browser == "M" * 200


def test_a_password_stored_at_another_cost_is_stored_anew_at_login(owner):
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    owner.update(actions=[Account.password.set(cheap)])

    _, token = sessions.log_in(WANG, PASSWORD, FIREFOX)

    assert not passwords.stale(fresh().password)
    assert sessions.find(token)
    assert sessions.log_in(WANG, PASSWORD, FIREFOX)


def test_a_password_changed_at_the_moment_of_the_login_lets_nobody_in(owner, tables):
    before = owner.attribute_values | {}
    stale = Account(**before)
    registrations.set_password(owner, passwords.hashed("quite another one"))

    assert refusal(sessions.begin, stale, FIREFOX) == ("bad_login", {})
    assert not [key for key in tables.snapshot() if key[0] == "test-sessions"]


# ——— how long ———


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize(("seconds", "there"), [(1_799, True), (1_800, False), (1_801, False)])
def test_after_half_an_hour_without_a_request_nobody_is_logged_in(seconds, there, clock):
    token = begin()
    clock.advance(seconds=seconds)

    assert (sessions.find(token) is not None) is there


@pytest.mark.usefixtures("owner")
def test_who_goes_on_stays_logged_in_for_twelve_hours_and_no_longer(clock):
    token = begin()

    for _ in range(12 * 3):
        assert sessions.find(token) is not None
        clock.advance(minutes=20)

    assert sessions.find(token) is None


@pytest.mark.usefixtures("owner")
def test_just_before_the_twelve_hours_one_is_still_logged_in(clock):
    token = begin()
    for _ in range(12 * 3 - 1):
        clock.advance(minutes=20)
        sessions.find(token)
    clock.advance(minutes=20, seconds=-1)

    assert sessions.find(token) is not None
    clock.advance(seconds=1)
    assert sessions.find(token) is None


@pytest.mark.usefixtures("owner")
def test_when_a_browser_was_seen_is_written_once_a_minute(clock, tables):
    token = begin()
    clock.advance(seconds=59)
    tables.requests.clear()
    sessions.find(token)
    assert "UpdateItem" not in tables.requests

    clock.advance(seconds=1)
    sessions.find(token)

    assert tables.requests.count("UpdateItem") == 1
    assert sessions.find(token).session.seen_at == clock.now()


@pytest.mark.usefixtures("owner")
def test_a_session_that_ends_while_it_is_seen_is_not_written_back(clock, tables):
    token = begin()
    clock.advance(minutes=2)

    def overtake():
        if tables.requests[-1] == "UpdateItem":
            tables.before = lambda: None
            Session(sessions.hash_of(token)).delete()

    tables.before = overtake
    sessions.find(token)
    tables.before = lambda: None

    assert sessions.find(token) is None


# ——— the list, and the end ———


@pytest.mark.usefixtures("owner")
def test_the_browsers_are_listed_by_when_they_were_seen(clock):
    first = begin()
    clock.advance(minutes=1)
    begin(SAFARI)
    assert names(fresh()) == ["Safari", "Firefox"]
    clock.advance(minutes=1)

    sessions.find(first)

    assert names(fresh()) == ["Firefox", "Safari"]


def test_without_a_login_the_list_is_empty(owner):
    assert sessions.of(owner) == []


@pytest.mark.usefixtures("owner")
def test_a_browser_that_is_logged_out_by_time_is_not_listed(clock):
    begin()
    clock.advance(minutes=20)
    begin(SAFARI)
    clock.advance(minutes=10)

    assert names(fresh()) == ["Safari"]


@pytest.mark.usefixtures("owner")
def test_one_browser_is_logged_out_and_the_others_stay():
    first, second = begin(), begin(SAFARI)

    sessions.end(fresh(), sessions.find(first).session_id)

    assert sessions.find(first) is None
    assert sessions.find(second) is not None
    assert [session.browser for session in Session.scan()] == ["Safari"]


@pytest.mark.usefixtures("owner")
def test_all_others_are_logged_out_and_this_one_stays():
    tokens = [begin() for _ in range(5)]

    sessions.end_others(fresh(), sessions.find(tokens[2]).session_id)

    assert [sessions.find(token) is not None for token in tokens] == [
        False,
        False,
        True,
        *[False] * 2,
    ]


@pytest.mark.usefixtures("owner")
def test_ending_what_is_not_there_does_nothing(tables):
    token = begin()
    once = tables.snapshot()

    sessions.end(fresh(), "nothing")
    sessions.end_others(fresh(), sessions.find(token).session_id)

    assert tables.snapshot() == once


def test_the_sessions_of_another_account_are_not_ended(owner, network, queue):
    other = factories.registered(CHEN, network=network, queue=queue)
    token = sessions.begin(other, SAFARI)

    sessions.end(owner, sessions.find(token).session_id)
    sessions.end_others(owner, "")

    assert sessions.find(token) is not None


@pytest.mark.usefixtures("owner")
def test_twenty_browsers_are_logged_in_at_most_and_the_one_unseen_for_longest_makes_room(clock):
    tokens = []
    for _ in range(22):
        tokens.append(begin())
        clock.advance(seconds=61)
        if sessions.find(tokens[0]) is None:
            break
    alive = [sessions.find(token) is not None for token in tokens]

    assert alive == [True, False, False, *[True] * 19]
    assert len(fresh().sessions) == 20
    assert len(list(Session.scan())) == 20


@pytest.mark.usefixtures("owner")
def test_a_session_left_behind_lets_nobody_in():
    token = begin()
    fresh().update(actions=[Account.sessions.delete({sessions.hash_of(token)})])

    assert sessions.find(token) is None


def test_a_session_of_an_account_that_is_gone_lets_nobody_in(owner):
    token = begin()
    owner.delete()

    assert sessions.find(token) is None


@pytest.mark.usefixtures("owner")
def test_what_the_table_keeps_goes_by_itself_when_it_is_over(clock):
    token = begin()

    assert sessions.find(token).session.expires_at == clock.now() + timedelta(minutes=30)
