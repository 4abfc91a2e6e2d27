"""Who reads, and is overtaken before the write: nothing is lost, nothing is done twice."""

from datetime import date, timedelta

import pytest

from chalicelib import (
    accounts,
    due,
    hosts,
    jobs,
    rearrange,
    reservations,
    slots,
    tables,
    web_start,
)
from chalicelib.limits import Window
from chalicelib.plans import Changes
from chalicelib.tables import Account, Conference, Reservation
from chalicelib.web_start import Party
from tests.domain.reserving import IN_AN_HOUR, overtake, plan, reserve, stored, used
from tests.factories import refusal, settings_with
from tests.fakes import Crash
from tests.people import LI, ZHAO

pytestmark = pytest.mark.usefixtures("product")


def dies(*_, **__):
    """Be killed in the middle of a start."""
    raise Crash


def test_a_change_that_another_overtakes_is_refused_and_keeps_no_room(paying, monkeypatch):
    (made,) = reserve(paying)
    changed = rearrange._changed  # noqa: SLF001 - the moment between reading and writing

    def overtaken(account, found, changes):
        actions = changed(account, found, changes)
        Reservation(account.billing_number, found.reservation_id).update(
            actions=[Reservation.version.add(1)]
        )
        return actions

    monkeypatch.setattr(rearrange, "_changed", overtaken)
    more = Changes(parties=[Party(LI), Party(ZHAO)])

    told = refusal(rearrange.change, paying, made.reservation_id, 1, more)

    assert told[0] == "changed_meanwhile"
    assert used(IN_AN_HOUR) == 2


DAILY = plan(repeat="daily", until=date(2011, 2, 20))


@pytest.mark.parametrize("after", [1, 2, 4, 5])
def test_a_series_called_off_while_it_is_being_made_leaves_nothing_ahead(
    paying, monkeypatch, after
):
    put, done = slots.put, []

    def then_called_off(one, **values):
        outcome = put(one, **values)
        done.append(one)
        if len(done) == after:
            rearrange.cancel(paying, done[0].reservation_id, whole_series=True)
        return outcome

    monkeypatch.setattr(slots, "put", then_called_off)
    reserve(paying, DAILY)

    assert reservations.ahead(paying) == []
    assert [used(IN_AN_HOUR + timedelta(days=n)) for n in range(5)] == [0] * 5


def test_a_series_cut_short_and_called_off_is_not_gone_on_with(paying):
    made = reserve(paying, DAILY)
    for row in made[3:]:
        row.delete()  # as if it had been cut short
    rearrange.cancel(paying, made[0].reservation_id, whole_series=True)

    again = reserve(paying, DAILY)

    assert [row.state for row in again] == ["cancelled"] * 3
    assert reservations.ahead(paying) == []


def test_a_first_that_is_written_at_the_same_moment_is_waited_for(paying, monkeypatch, clock):
    lost, put, before = [False, False], tables.put_of_series, clock.now()
    monkeypatch.setattr(tables, "put_of_series", lambda *all_: lost.pop() if lost else put(*all_))

    assert len(reserve(paying, DAILY)) == 5
    assert clock.now() > before


def test_who_cannot_get_in_between_is_told_to_try_again_and_holds_no_room(paying, monkeypatch):
    monkeypatch.setattr(tables, "put_of_series", lambda *_: False)

    assert refusal(reserve, paying, DAILY) == ("busy", {"retry_after": 1})
    assert [used(IN_AN_HOUR + timedelta(days=n)) for n in range(5)] == [0] * 5
    assert reservations.ahead(paying) == []


def test_what_is_moved_while_its_minute_asks_for_it_is_due_at_its_new_time(
    paying, clock, monkeypatch
):
    (made,) = reserve(paying)
    clock.at = IN_AN_HOUR - timedelta(seconds=60)
    later, ask_all = IN_AN_HOUR + timedelta(hours=1), jobs.ask_all

    def moved(wanted):
        rearrange.change(paying, made.reservation_id, 1, Changes(starts_at=later))
        return ask_all(wanted)

    monkeypatch.setattr(jobs, "ask_all", moved)

    assert due.ask_for_due() == 1
    assert (stored(made).rings_at, stored(made).due_at) == (later, later)


def test_what_is_called_off_between_the_look_and_the_claim_never_rings(
    paying, clock, queue, network, monkeypatch
):
    (made,) = reserve(paying)
    clock.at = made.rings_at
    overtake(monkeypatch, lambda: rearrange.cancel(paying, made.reservation_id))

    due.attend(made.billing_number, made.reservation_id)
    queue.run()

    assert (stored(made).state, network.rung) == ("cancelled", [])


def start_again(account):
    """Start what was reserved, as whoever goes on after a crash does."""
    (phone, *_) = hosts.of(account)
    web_start.start_reserved(
        account, "same", phone, [Party(LI)], reservation_id="r", may_postpone=True
    )


def test_a_start_that_was_begun_is_not_begun_again(paying, queue, network):
    start_again(paying)
    paying.update(actions=[Account.call_cap.set(1)])
    start_again(paying)
    queue.run()

    assert len(network.rung) == 1


def test_a_start_that_was_cut_short_counts_once_against_its_phone(paying, monkeypatch):
    monkeypatch.setattr(web_start, "STARTS_OF_A_PHONE", (Window(1, 3_600),))
    with monkeypatch.context() as patch:
        patch.setattr(accounts, "admit", dies)
        for _ in range(2):
            with pytest.raises(Crash):
                start_again(paying)

    start_again(paying)

    assert tables.find(Conference, "same", Conference.ITEM).state == "calling_host"


def test_what_is_too_much_with_what_came_at_the_same_moment_is_taken_back(paying, monkeypatch):
    looked, of = [], reservations.of

    def late(account):
        looked.append(account)
        return of(account) if len(looked) > 1 else []

    reserve(paying, key="first")
    monkeypatch.setattr(reservations, "of", late)
    settings_with(monkeypatch, max_reservations=1)

    assert refusal(reserve, paying, key="second")[0] == "too_many_reservations"
    assert len(looked) > 1
    monkeypatch.setattr(reservations, "of", of)
    assert len(reservations.ahead(paying)) == 1
    assert used(IN_AN_HOUR) == 2
