"""Who may start conferences, and how many at once (S3 to S6, S19)."""

import pytest

from chalicelib import accounts, conference, control, ending, tables
from chalicelib.errors import Refused
from chalicelib.tables import Account
from tests import factories
from tests.factories import exception, settings_with
from tests.people import CHEN, LI, OFFICE, WANG

pytestmark = pytest.mark.usefixtures("product")


def ineligible_today():
    found = tables.find(tables.Counter, "ineligible#2011-02-16")
    return found.total if found else 0


def admit(conference_id, parties=1):
    return accounts.admit(accounts.find(WANG), conference_id, parties=parties)


def count_call(number):
    """Count a leg more, as is done with the write that puts it."""
    counted = accounts.one_more(number, calls=1)
    assert tables.change(counted.item, *counted.actions, condition=counted.held)


# ——— opening ———


def test_the_first_call_opens_the_service(clock):
    account = accounts.arrive(WANG, "CA1").account

    assert accounts.find(WANG).attribute_values == account.attribute_values
    assert (account.state, account.activated_at) == ("activated", clock.now())
    assert (account.activated_by, account.language, account.accept_by_1) == ("CA1", "zh", False)


def test_the_same_call_twice_opens_it_once_and_a_later_call_changes_nothing(clock, tables):
    accounts.arrive(WANG, "CA1")
    opened = tables.snapshot()

    clock.advance(days=1)
    again, later = accounts.arrive(WANG, "CA1"), accounts.arrive(WANG, "CA2")

    assert tables.snapshot() == opened
    assert again.account.activated_by == later.account.activated_by == "CA1"


def test_two_first_calls_at_once_open_one_account(monkeypatch):
    look_up = accounts.look_up

    def overtaken(number):
        found = look_up(number)
        monkeypatch.setattr(accounts, "look_up", look_up)
        accounts.arrive(number, "CA2")
        return found

    monkeypatch.setattr(accounts, "look_up", overtaken)

    assert accounts.arrive(WANG, "CA1").account.activated_by == "CA2"


def test_who_may_not_host_is_only_counted(tables):
    for sid in ("CA1", "CA2", "CA3"):
        assert accounts.arrive(LI, sid).account is None

    assert ineligible_today() == 3
    assert len(tables.snapshot()) == 1


def test_the_operator_may_allow_a_number_that_the_plan_does_not_know():
    exception(LI, "allowed")

    assert accounts.arrive(LI, "CA1").account.billing_number == LI
    assert ineligible_today() == 0


def test_the_operator_may_bar_a_number_even_after_it_was_opened():
    accounts.arrive(WANG, "CA1")
    exception(WANG, "barred")

    assert accounts.arrive(WANG, "CA2").account is None
    assert accounts.find(WANG).state == "activated"
    assert ineligible_today() == 1


def test_a_closed_account_does_not_open_again_by_itself():
    factories.account(WANG, state="closed")

    assert accounts.arrive(WANG, "CA2").account is None


@pytest.mark.parametrize(
    ("number", "verdict", "may"),
    [
        (OFFICE, None, True),
        (OFFICE, "barred", False),
        (LI, None, False),
        (LI, "allowed", True),
        (LI, "barred", False),
        (WANG, "prepaid", False),
    ],
)
def test_the_operators_word_goes_before_the_number_plan(number, verdict, may):
    assert accounts.eligible(number, verdict) is may


def test_an_invitation_is_found_until_its_conference_must_be_over(clock):
    accounts.invite_back(LI, "conf", "leg")

    assert accounts.arrive(LI, "CA1").invitations[0].conference_id == "conf"
    clock.advance(seconds=14_399)
    assert accounts.arrive(LI, "CA2").invitations[0].leg_id == "leg"
    clock.advance(seconds=1)
    assert accounts.arrive(LI, "CA3").invitations == []


# ——— limits ———


def test_a_conference_is_admitted_once_however_often_it_asks(tables):
    factories.account(WANG)
    admit("conf", 3)
    admitted = tables.snapshot()

    assert admit("conf", 3).live == {"conf"}
    assert tables.snapshot() == admitted
    assert accounts.find(WANG).hour_calls == 3


def test_the_calls_of_an_hour_are_limited(monkeypatch):
    settings_with(monkeypatch, max_account_calls_per_hour=5)
    factories.account(WANG)

    admit("one", 3)
    with pytest.raises(Refused, match="too_many_calls"):
        admit("two", 3)
    admit("three", 2)
    with pytest.raises(Refused, match="too_many_calls"):
        count_call(WANG)

    assert accounts.find(WANG).hour_calls == 5
    assert accounts.find(WANG).last_conference_id == "three"


def test_a_conference_larger_than_the_hour_is_refused_in_any_hour(monkeypatch, clock):
    settings_with(monkeypatch, max_account_calls_per_hour=5)
    factories.account(WANG)
    clock.advance(hours=2)

    with pytest.raises(Refused, match="too_many_calls"):
        admit("one", 6)

    assert accounts.find(WANG).live is None


def test_a_new_hour_begins_at_nought(monkeypatch, clock):
    settings_with(monkeypatch, max_account_calls_per_hour=5)
    factories.account(WANG)
    admit("one", 5)

    clock.advance(minutes=59, seconds=59)
    with pytest.raises(Refused):
        count_call(WANG)
    clock.advance(seconds=1)
    count_call(WANG)

    assert accounts.find(WANG).hour_calls == 1


def test_an_hour_whose_clock_lags_does_not_win_back_what_was_counted(monkeypatch, clock):
    settings_with(monkeypatch, max_account_calls_per_hour=5)
    factories.account(WANG)
    clock.advance(hours=1)
    admit("one", 5)
    clock.advance(hours=-1)

    with pytest.raises(Refused):
        count_call(WANG)


def test_who_has_no_account_has_no_calls():
    with pytest.raises(Refused, match="too_many_calls"):
        count_call(LI)


def test_the_legs_at_once_are_limited_over_all_conferences(monkeypatch):
    settings_with(monkeypatch, max_account_legs=5)
    first = factories.started(LI, CHEN, sid="CA1")  # three legs with the host

    with pytest.raises(Refused, match="too_many_legs"):
        factories.started(LI, CHEN, sid="CA2")

    assert accounts.find(WANG).live == {first}
    assert factories.stored(conference.id_of("CA2")) is None


def test_a_refused_conference_leaves_the_account_as_it_was(monkeypatch):
    settings_with(monkeypatch, max_account_legs=4)
    first = factories.started(LI, CHEN, sid="CA1")

    with pytest.raises(Refused):
        factories.started(LI, CHEN, sid="CA2")

    assert accounts.find(WANG).last_conference_id == first
    assert accounts.find(WANG).hour_calls == 2


def test_a_call_into_a_live_conference_counts_among_the_legs_at_once(monkeypatch):
    settings_with(monkeypatch, max_account_legs=4)
    first = factories.started(LI, sid="CA1")
    factories.started(LI, sid="CA2")

    with pytest.raises(Refused, match="too_many_legs"):
        control.invite(first, CHEN, asked_by="host-1-1")

    assert accounts.find(WANG).hour_calls == 2
    assert set(factories.states(first)) == {WANG, LI}


def test_legs_that_are_over_make_room(monkeypatch, network, queue):
    settings_with(monkeypatch, max_account_legs=4)
    first = factories.live(LI, CHEN, sid="CA1", network=network, queue=queue)
    factories.hang_up(first, LI, network)
    factories.hang_up(first, CHEN, network)

    second = factories.started(LI, CHEN, sid="CA2")

    assert accounts.find(WANG).live == {first, second}


def test_what_a_crash_left_in_the_limits_is_forgotten(monkeypatch, network, queue, clock):
    settings_with(monkeypatch, max_account_legs=3)
    ended = factories.started(LI, sid="CA1", network=network)
    conference.end(ended, "host")
    network.ends("CA1")
    clock.advance(seconds=10)
    queue.run()
    ending.settle(ended)
    factories.account(WANG).update(
        actions=[tables.Account.live.add({"never begun", ended})],
    )

    second = factories.started(LI, CHEN, sid="CA2")

    assert accounts.find(WANG).live == {second}


def test_release_takes_a_conference_out_once():
    factories.account(WANG)
    admit("one")
    admit("two")

    accounts.release(WANG, "one")
    accounts.release(WANG, "one")

    assert accounts.find(WANG).live == {"two"}


def test_release_makes_no_account(tables):
    accounts.release(WANG, "one")

    assert tables.snapshot() == {}


def test_a_closed_account_starts_nothing_whoever_still_holds_it(tables):
    open_account = factories.account(WANG)
    open_account.update(actions=[Account.state.set("closed")])
    once = tables.snapshot()

    with pytest.raises(Refused, match="too_many_calls"):
        accounts.admit(Account(**open_account.attribute_values), "conf", parties=1)
    with pytest.raises(Refused, match="too_many_calls"):
        count_call(WANG)

    assert tables.snapshot() == once
