"""One multi-party call: how it starts, who is added to it, who comes back."""

from datetime import timedelta

import pytest

from chalicelib import accounts, conference, control, legs, provider, reports
from chalicelib import tables as t
from chalicelib.calls import Call, Progress
from chalicelib.errors import Refused
from chalicelib.steps import HangUp, Join, Prompt, line
from chalicelib.tables import LegState
from tests import factories
from tests.factories import (
    HOST_SID,
    end,
    hang_up,
    host,
    invite,
    leg,
    live,
    refusal,
    started,
    states,
    stored,
)
from tests.people import CHEN, LI, SUN, WANG, ZHAO

pytestmark = pytest.mark.usefixtures("product")


# ——— start ———


def test_a_start_puts_the_host_into_the_room_and_asks_for_the_others(clock, queue):
    paying = factories.account(WANG)
    conference_id = conference.id_of("CA1")
    legs.add(conference_id, LI, attempt=1, asked_by="entry-0")

    step = conference.start_by_phone(paying, Call("CA1", WANG), parties=1)

    assert step == Join(conference_id, "host-1", host=True)
    there = stored(conference_id)
    assert (there.state, there.billing_number, there.way) == ("live", WANG, "dial_in")
    assert (there.inviter, there.started_at) == (WANG, clock.now())
    assert (there.confirmed_at, there.month_before) == (clock.now(), 0)
    me = host(conference_id)
    assert (me.state, me.call_sid, me.joined_at) == ("joined", "CA1", clock.now())
    assert (me.billing_number, me.way, me.inbound, me.host) == (WANG, "dial_in", True, True)
    assert queue.asked == [("ring", "")]
    assert accounts.find(WANG).live == {conference_id}


def test_the_host_is_announced_by_name_where_there_is_one():
    conference_id = started(LI, name="王小明", language="en", accept_by_1=True)

    there = stored(conference_id)
    assert (there.inviter, there.language, there.accept_by_1) == ("王小明", "en", True)


def test_one_call_starts_one_conference_however_often_it_asks(network, queue, tables):
    conference_id = started(LI, ZHAO)
    queue.run()
    once = tables.snapshot()

    step = conference.start_by_phone(accounts.find(WANG), Call(HOST_SID, WANG), parties=2)
    queue.run()

    assert step == Join(conference_id, "host-1", host=True)
    assert tables.snapshot() == once
    assert sorted(network.rung) == sorted([LI, ZHAO])


def test_a_start_that_comes_when_all_is_over_starts_and_counts_nothing(
    three, queue, network, clock, tables
):
    for number in (LI, ZHAO, WANG):
        hang_up(three, number, network)
    clock.advance(seconds=10)
    queue.run()
    clock.advance(seconds=60)
    queue.run()
    assert stored(three).state == "ended"
    once = tables.snapshot()

    call = Call(HOST_SID, WANG)
    told = refusal(conference.start_by_phone, accounts.find(WANG), call, parties=2)

    assert told == ("over", {})
    assert queue.asked == []
    again = accounts.find(WANG)
    again.update(actions=[t.Account.admissions.add(-1)])  # that it was looked at is all there is
    assert tables.snapshot() == once


def test_two_calls_of_one_host_are_two_conferences(queue, network):
    first = live(LI, sid="CA1", network=network, queue=queue)
    second = live(ZHAO, sid="CA2", network=network, queue=queue)

    end(first, queue)

    assert (stored(first).state, stored(second).state) == ("ending", "live")
    assert leg(second, ZHAO).state == LegState.JOINED


def test_everyone_is_rung_at_once_and_none_keeps_the_others_waiting(network, queue):
    numbers = [f"+861380000{n:04}" for n in range(20)]
    network.refuse("ring", provider.Declined("bad_number"))

    conference_id = started(*numbers)
    queue.run()

    assert sorted(network.rung) == sorted(numbers)
    found = list(states(conference_id).values())
    assert (found.count("failed"), found.count("dialling")) == (1, 19)


@pytest.mark.parametrize("state", ["ending", "ended"])
def test_nobody_is_rung_for_a_conference_that_does_not_go_on(network, state):
    conference_id = started(LI)
    stored(conference_id).move(state, after={"live"})

    control.ring_waiting(conference_id)
    control.ring_waiting("nothing")

    assert network.rung == []
    assert leg(conference_id, LI).state == LegState.WAITING


# ——— people ———


def test_the_host_adds_a_number_at_any_time(three, network, queue):
    added = invite(three, SUN)
    queue.run()

    assert network.rung[-1] == SUN
    assert (added.number, added.asked_by) == (SUN, "host-1-1")
    assert leg(three, SUN).inviter == WANG


def test_the_same_entry_twice_rings_once(three, network, queue):
    first, second = invite(three, SUN), invite(three, SUN)
    queue.run()
    third = invite(three, SUN)

    assert first.leg_id == second.leg_id == third.leg_id
    assert network.rung.count(SUN) == 1
    assert accounts.find(WANG).hour_calls == 3


def test_two_entries_at_once_of_one_number_ring_once(three, network, queue, monkeypatch):
    admit = t.admit

    def overtaken(*asked):
        monkeypatch.setattr(t, "admit", admit)
        invite(three, SUN, trip=2)
        return admit(*asked)

    monkeypatch.setattr(t, "admit", overtaken)

    with pytest.raises(Refused, match="same_number"):
        invite(three, SUN, trip=1)
    queue.run()
    assert network.rung.count(SUN) == 1
    assert accounts.find(WANG).hour_calls == 3


def test_who_is_overtaken_again_and_again_is_asked_to_come_back(three, monkeypatch):
    monkeypatch.setattr(t, "admit", lambda *_: False)

    assert refusal(invite, three, SUN) == ("busy", {})
    assert SUN not in states(three)
    assert accounts.find(WANG).hour_calls == 2


@pytest.mark.parametrize("number", [LI, WANG])
def test_who_is_there_is_not_rung_again(three, number):
    with pytest.raises(Refused, match="same_number"):
        invite(three, number)


def test_who_was_not_reached_is_rung_again_on_a_new_leg(network, queue):
    conference_id = live(ZHAO, network=network, queue=queue)
    invite(conference_id, LI)
    queue.run()
    hang_up(conference_id, LI, network, status="busy")

    second = invite(conference_id, LI, trip=2)
    queue.run()

    first = next(one for one in t.collection(conference_id)[1] if one.number == LI)
    assert network.rung.count(LI) == 2
    assert first.leg_id != second.leg_id
    assert first.party_id == second.party_id
    assert (first.state, leg(conference_id, LI).state) == ("busy", "dialling")


def test_a_locked_conference_takes_nobody_in(three):
    control.lock(three, locked=True)
    with pytest.raises(Refused, match="locked"):
        invite(three, SUN)

    control.lock(three, locked=False)
    assert invite(three, SUN).number == SUN


@pytest.mark.parametrize("conference_id", ["nothing", None])
def test_nobody_is_added_to_what_is_over(three, queue, conference_id):
    end(three, queue)

    assert refusal(invite, conference_id or three, SUN) == ("over", {})


def test_the_parties_of_a_conference_are_limited(three, monkeypatch, network):
    factories.settings_with(monkeypatch, max_parties=4)
    invite(three, SUN)
    assert refusal(invite, three, CHEN, trip=2) == ("too_many_parties", {"most": 4})

    hang_up(three, LI, network)
    assert invite(three, CHEN, trip=2).number == CHEN


def test_a_call_more_than_the_hour_allows_is_refused(three, monkeypatch):
    factories.settings_with(monkeypatch, max_account_calls_per_hour=2)

    with pytest.raises(Refused, match="too_many_calls"):
        invite(three, SUN)

    assert SUN not in states(three)


# ——— back in ———


def back(conference_id, number=LI, sid="CAback"):
    first = next(one for one in t.collection(conference_id)[1] if one.number == number)
    return conference.rejoin(conference_id, first.leg_id, Call(sid, number))


def test_who_left_may_dial_in_and_is_put_through(three, network, clock):
    hang_up(three, LI, network)

    step = back(three)

    there = leg(three, LI)
    assert step == Join(three, there.leg_id)
    assert (there.state, there.call_sid, there.inbound) == ("joined", "CAback", True)
    assert (there.billing_number, there.way, there.host) == (WANG, "dial_in", False)
    network.dials_in("CAback", LI)
    clock.advance(seconds=61)
    hang_up(three, LI, network)
    assert (leg(three, LI).seconds, leg(three, LI).charge) == (61, 40)
    assert leg(three, LI).billing_month == f"{WANG}#2011-02"


def test_the_same_call_is_put_through_once(three, tables):
    first = back(three)
    once = tables.snapshot()

    assert back(three) == first
    assert tables.snapshot() == once


def test_who_comes_back_under_full_mute_is_muted(three):
    control.mute_all(three, muted=True)

    assert back(three).muted
    assert leg(three, LI).muted


def test_nobody_comes_back_into_what_is_over_or_locked_or_never_was(three, queue):
    assert refusal(conference.rejoin, three, "noone", Call("CAback", LI)) == ("over", {})
    control.lock(three, locked=True)
    assert refusal(back, three) == ("locked", {})
    end(three, queue)
    assert refusal(back, three) == ("over", {})

    assert states(three).keys() == {WANG, LI, ZHAO}


def test_whose_place_was_taken_does_not_come_back(three, network, monkeypatch):
    factories.settings_with(monkeypatch, max_parties=3)
    hang_up(three, LI, network)
    invite(three, SUN)

    assert refusal(back, three) == ("too_many_parties", {"most": 3})


def test_a_call_that_only_heard_the_menu_is_noted_for_a_day_and_costs_nothing(tables, clock):
    assert not reports.inbound_progress(Progress("CAmenu", "completed", 20))
    noted = tables.snapshot()

    assert not reports.inbound_progress(Progress("CAmenu", "completed", 20))

    there = leg(conference.id_of("CAmenu"), "")
    assert (there.over, there.billing_month, there.charge) == (True, None, None)
    assert (there.host, there.inbound, there.call_sid) == (True, True, "CAmenu")
    assert there.expires_at == clock.now() + legs.WAITING_KEPT
    assert tables.snapshot() == noted


def test_who_hung_up_before_the_start_was_written_starts_nothing(network, queue):
    factories.account(WANG)
    conference_id = conference.id_of("CAhost")
    legs.add(conference_id, LI, attempt=1, asked_by="entry-0")
    reports.inbound_progress(Progress("CAhost", "completed", 7))

    call = Call("CAhost", WANG)
    told = refusal(conference.start_by_phone, factories.account(WANG), call, parties=1)

    assert told == ("over", {})
    assert stored(conference_id).reason == "host_left"
    queue.run()
    assert network.rung == []
    assert stored(conference_id).state in {"ending", "ended"}
    assert leg(conference_id, LI).state == "cancelled"


def test_who_hung_up_before_the_return_was_written_is_not_in_the_room(three, network):
    hang_up(three, LI, network)
    reports.inbound_progress(Progress("CAback", "completed", 3))

    assert refusal(back, three) == ("over", {})
    assert leg(three, LI).state == LegState.COMPLETED


def test_whom_the_host_hung_up_may_not_come_back(three, network, queue):
    gone = control.hang_up_last(three)
    queue.run()
    hang_up(three, gone.number, network)
    queue.run()

    assert accounts.arrive(gone.number, "CA7").invitations == []
    assert refusal(back, three, gone.number) == ("over", {})


def test_whom_the_host_hung_up_stays_out_by_whichever_clock_the_calls_were_added(
    three, network, queue, clock
):
    hang_up(three, LI, network)
    leg(three, LI).change(t.Leg.added_at.set(clock.now() + timedelta(seconds=90)))
    clock.advance(seconds=30)
    network.dials_in("CAback", LI)
    back(three)
    control.hang_up(three, legs.party_of(three, LI))
    queue.run()
    reports.inbound_progress(network.word("CAback"))

    assert [one.reason for one in t.collection(three)[1] if one.call_sid == "CAback"] == ["hung_up"]
    assert refusal(back, three, LI, "CAagain") == ("over", {})


@pytest.mark.usefixtures("three")
def test_a_call_to_116323_that_goes_on_is_no_news(tables):
    before = tables.snapshot()

    assert not reports.inbound_progress(Progress(HOST_SID, "in-progress"))

    assert tables.snapshot() == before


def test_the_last_word_on_whoever_is_in_a_conference_is_known_to_be_that(three, tables):
    back(three)
    keys = set(tables.snapshot())

    for sid in (HOST_SID, "CAback"):
        assert reports.inbound_progress(Progress(sid, "completed", 3))

    assert set(tables.snapshot()) - keys == set()


def test_a_call_that_ends_while_its_leg_is_written_is_over_and_charged(three, clock, monkeypatch):
    note = legs.note_over

    def just_before(*asked):
        monkeypatch.setattr(legs, "note_over", note)
        back(three)
        note(*asked)

    monkeypatch.setattr(legs, "note_over", just_before)

    assert reports.inbound_progress(Progress("CAback", "completed", 3, clock.now()))

    assert (leg(three, LI).state, leg(three, LI).charge) == ("completed", 20)


def test_a_return_in_english_that_asks_again_after_the_end_is_told_so_in_english(network, queue):
    conference_id = live(LI, network=network, queue=queue, language="en")
    back(conference_id)
    end(conference_id, queue)

    assert back(conference_id) == HangUp((line(Prompt.CONFERENCE_OVER),), "en")


def test_nobody_is_said_to_be_hung_up_who_hung_up_at_that_moment(three, monkeypatch):
    monkeypatch.setattr(legs, "give_up", lambda *_: False)

    assert control.hang_up_last(three) is None
