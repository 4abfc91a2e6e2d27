"""The host who dropped dials 116323: in again by that call, and only once."""

from functools import partial

import pytest

from chalicelib import conference, control, dial_in, legs
from chalicelib import tables as t
from chalicelib.calls import Call
from chalicelib.steps import Ask, HangUp, Join, Prompt, line
from chalicelib.tables import Conference, LegState
from tests import factories
from tests.factories import (
    answer,
    at_once,
    hang_up,
    host_hangs_up,
    latest_host,
    leg,
    press,
    refusal,
    stored,
)
from tests.fakes import Crash
from tests.people import LI, SUN, WANG, ZHAO

pytestmark = pytest.mark.usefixtures("product")

BACK = "CA-dials-back"
OVER = HangUp((line(Prompt.CONFERENCE_OVER),))


def dials_in(conference_id, network, *, sid=BACK, digits="1"):
    """Dial 116323 as the host, hear the offer and press a key; return what is said then."""
    network.dials_in(sid, WANG)
    offer = dial_in.welcome(Call(sid, WANG))
    assert offer.lines == (line(Prompt.CALL_BACK),)
    _, _, there, leg_id, _ = offer.then.split("/")
    assert there == conference_id
    return dial_in.rejoin(there, leg_id, Call(sid, WANG, digits=digits))


def dies(*_):
    """Be killed before the ringing is stopped."""
    raise Crash


def wait(clock, queue, seconds):
    clock.advance(seconds=seconds)
    queue.run()


# ——— back by 116323 ———


def test_the_host_dials_116323_and_presses_1(host_rung, network, queue, clock):
    step = dials_in(host_rung, network)
    queue.run()

    back = latest_host(host_rung)
    assert step == Join(host_rung, back.leg_id, host=True)
    assert (back.state, back.call_sid, back.inbound, back.host) == ("joined", BACK, True, True)
    assert (back.name, back.billing_number, back.muted) == ("王小明", WANG, False)
    assert legs.is_host(back.leg_id)
    assert t.find(t.Leg, host_rung, "leg#host-2").state == LegState.GIVEN_UP
    assert network.alive == {BACK, leg(host_rung, LI).call_sid, leg(host_rung, ZHAO).call_sid}
    wait(clock, queue, 60)
    assert stored(host_rung).state == "live"


def test_a_host_who_dials_in_before_the_phone_is_rung_is_not_rung(host_lost, network, queue, clock):
    dials_in(host_lost, network)
    wait(clock, queue, 60)

    assert network.rung.count(WANG) == 1
    assert t.find(t.Leg, host_lost, "leg#host-2").state == LegState.CANCELLED
    assert stored(host_lost).state == "live"


def test_dialling_in_is_no_way_around_1(host_rung, network):
    step = dials_in(host_rung, network, digits="2")

    assert isinstance(step, Ask)
    assert latest_host(host_rung).leg_id == "host-2"


def test_a_lock_and_a_full_room_and_a_cap_do_not_keep_the_host_out(
    host_lost, network, monkeypatch, clock
):
    control.lock(host_lost, locked=True)
    control.mute_all(host_lost, muted=True)
    stored(host_lost).change(Conference.call_cap.set(1))
    factories.settings_with(monkeypatch, max_parties=2)
    clock.advance(minutes=0.5)

    step = dials_in(host_lost, network)

    assert isinstance(step, Join)
    assert not step.muted


def test_the_call_that_dialled_in_is_the_hosts_from_then_on(host_rung, network, queue, clock):
    dials_in(host_rung, network)
    clock.advance(seconds=30)
    host_hangs_up(host_rung, network)
    assert latest_host(host_rung).leg_id == "host-4"
    wait(clock, queue, 3)
    assert latest_host(host_rung).state == LegState.DIALLING

    assert isinstance(dials_in(host_rung, network, sid="CA-once-more"), Join)
    assert (leg(host_rung, WANG).call_sid, stored(host_rung).state) == ("CA-once-more", "live")


def test_a_host_who_hung_up_before_coming_back_is_still_waited_for(
    host_lost, network, queue, clock
):
    network.dials_in(BACK, WANG)
    network.ends(BACK)
    dial_in.progress(network.word(BACK))

    call = Call(BACK, WANG)
    assert refusal(conference.rejoin, host_lost, "host-1", call) == ("over", {})

    assert t.find(t.Leg, host_lost, "leg#host-2").state == LegState.WAITING
    wait(clock, queue, 60)
    assert stored(host_lost).reason == "host_left"


# ——— both at once ———


def test_a_host_who_dialled_in_does_not_come_in_a_second_time(host_rung, network, queue):
    answer(host_rung, network)
    dials_in(host_rung, network)

    accept = partial(legs.accept, host_rung, "host-2")
    second = t.find(t.Leg, host_rung, "leg#host-2")
    assert accept(Call(second.call_sid, digits="1")) == OVER
    queue.run()
    hang_up_late = t.find(t.Leg, host_rung, "leg#host-2").call_sid
    factories.reports.progress(host_rung, "host-2", network.word(hang_up_late))

    assert hang_up_late not in network.alive
    assert (stored(host_rung).state, leg(host_rung, WANG).leg_id) == (
        "live",
        latest_host(host_rung).leg_id,
    )
    assert [one.state for one in t.collection(host_rung)[1] if one.host].count("joined") == 1


def test_a_host_who_is_in_the_room_does_not_dial_in_as_well(host_rung, network, queue):
    answer(host_rung, network)
    press(host_rung, "1")

    assert isinstance(dials_in(host_rung, network), Ask)
    queue.run()
    call = Call("CA-third", WANG)
    assert refusal(conference.rejoin, host_rung, "host-1", call) == ("same_number", {})

    (there,) = [one for one in t.collection(host_rung)[1] if one.host and one.state == "joined"]
    assert there.leg_id == "host-2"
    assert there.call_sid in network.alive


def test_the_same_call_that_asks_twice_is_the_same_return(host_rung, network, tables):
    first = dials_in(host_rung, network)
    once = tables.snapshot()

    assert dial_in.rejoin(host_rung, "host-1", Call(BACK, WANG, digits="1")) == first
    assert tables.snapshot() == once


def test_the_call_by_which_the_host_is_back_is_answered_alike_after_he_took_the_other_too(
    host_rung, network
):
    answer(host_rung, network)
    called = latest_host(host_rung).call_sid
    first = conference.rejoin(host_rung, "host-1", Call(BACK, WANG))
    second = t.find(t.Leg, host_rung, "leg#host-2")
    second.update(actions=[t.Leg.state.set("joined"), t.Leg.rank.set(40)])  # before it was stopped

    assert second.call_sid == called
    assert conference.rejoin(host_rung, "host-1", Call(BACK, WANG)) == first
    assert t.find(t.Leg, host_rung, "leg#host-2").state == LegState.JOINED


def test_a_return_that_died_in_the_middle_stops_the_ringing_when_it_asks_again(
    host_rung, network, queue, monkeypatch
):
    rung = latest_host(host_rung).call_sid
    with monkeypatch.context() as patch:
        patch.setattr(conference, "_take_the_place", dies)
        with pytest.raises(Crash):
            dials_in(host_rung, network)
    assert rung in network.alive

    assert isinstance(conference.rejoin(host_rung, "host-1", Call(BACK, WANG)), Join)
    queue.run()

    assert rung not in network.alive
    assert latest_host(host_rung).call_sid in network.alive


def test_a_host_who_is_back_stops_no_phone_but_his_own(host_rung, network, queue):
    factories.invite(host_rung, SUN)
    queue.run()

    dials_in(host_rung, network)
    queue.run()

    assert leg(host_rung, SUN).state == LegState.DIALLING
    assert network.sid_of(SUN) in network.alive


def test_both_ways_back_at_once_leave_one_host_in_the_room(host_rung, network, queue):
    answer(host_rung, network)
    called = latest_host(host_rung)

    steps = at_once(
        partial(legs.accept, host_rung, "host-2", Call(called.call_sid, digits="1")),
        partial(dials_in, host_rung, network),
    )
    queue.run()

    assert Join in map(type, steps)
    hosts = [one for one in t.collection(host_rung)[1] if one.host]
    assert [one.state for one in hosts].count(LegState.JOINED) == 1
    assert stored(host_rung).state == "live"


def test_a_host_who_comes_back_while_all_comes_to_its_end_is_not_left_in_a_room_alone(
    host_rung, network, queue, clock, monkeypatch
):
    write = t.Detour.save

    def late(detour):
        monkeypatch.setattr(t.Detour, "save", write)
        conference.end(host_rung, "host")
        queue.run()
        for number in (LI, ZHAO):
            hang_up(host_rung, number, network)
        wait(clock, queue, 60)
        write(detour)

    monkeypatch.setattr(t.Detour, "save", late)

    step = dials_in(host_rung, network)

    assert step.lines == (*OVER.lines, line(Prompt.MENU))
    assert stored(host_rung).state == "ended"
    assert t.find(t.Leg, host_rung, latest_host(host_rung).item).call_sid != BACK
