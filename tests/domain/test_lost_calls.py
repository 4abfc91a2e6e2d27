"""Legs given up, legs that failed, and calls that are looked for again."""

import pytest

from chalicelib import conference, control, legs, provider, reports
from chalicelib import tables as t
from chalicelib.calls import Call, Progress
from chalicelib.tables import Leg, LegState
from tests import factories
from tests.factories import leg, orphans, started, unknown
from tests.people import CHEN, LI, SUN, WANG

pytestmark = pytest.mark.usefixtures("product")


def test_a_leg_never_rung_is_cancelled_and_one_that_was_awaits_its_last_word(rung_li, clock):
    conference_id, _, _ = rung_li
    legs.add(conference_id, SUN, attempt=1, asked_by="entry-9")

    for number in (LI, SUN):
        legs.give_up(leg(conference_id, number))

    assert factories.states(conference_id) == {WANG: "joined", LI: "given_up", SUN: "cancelled"}
    assert leg(conference_id, SUN).ended_at == clock.now()
    assert {leg(conference_id, number).reason for number in (LI, SUN)} == {None}


def test_a_leg_that_was_claimed_while_it_was_given_up_awaits_its_last_word():
    conference_id = started(LI)
    as_read = leg(conference_id, LI)
    legs._claim(leg(conference_id, LI), factories.stored(conference_id))  # noqa: SLF001 - a race

    legs.give_up(as_read)

    assert leg(conference_id, LI).state == LegState.GIVEN_UP


def test_a_phone_that_rings_by_the_time_its_leg_is_given_up_is_stopped(network, queue, monkeypatch):
    conference_id, ring = started(LI), network.ring
    there = leg(conference_id, LI)

    def given_up_meanwhile(number, **values):
        sid = ring(number, **values)
        reports.progress(conference_id, there.leg_id, Progress(sid, "ringing"))
        legs.give_up(leg(conference_id, LI))
        return sid

    monkeypatch.setattr(provider, "ring", given_up_meanwhile)
    queue.run()

    assert leg(conference_id, LI).call_sid == network.sid_of(LI)
    assert network.sid_of(LI) not in network.alive


def test_whom_the_host_hung_up_stays_so_when_no_call_of_theirs_is_found():
    conference_id = started(LI)
    legs._claim(leg(conference_id, LI), factories.stored(conference_id))  # noqa: SLF001 - no sid
    legs.give_up(leg(conference_id, LI), legs.HUNG_UP)

    legs.fail(leg(conference_id, LI), "not_placed")

    assert (leg(conference_id, LI).state, leg(conference_id, LI).reason) == ("failed", "hung_up")


def test_whom_the_host_hangs_up_while_the_provider_declines_stays_so(queue, monkeypatch):
    conference_id = started(LI)

    def hung_up_meanwhile(*_, **__):
        control.hang_up_last(conference_id)
        raise provider.Declined("not_placed")

    monkeypatch.setattr(provider, "ring", hung_up_meanwhile)
    queue.run()

    assert (leg(conference_id, LI).state, leg(conference_id, LI).reason) == ("failed", "hung_up")


def test_whom_the_host_hangs_up_as_they_press_2_stays_so(rung_li, network, monkeypatch):
    conference_id, leg_id, call = rung_li
    network.answers(call.sid)
    legs.answered(conference_id, leg_id, call)
    there, find = leg(conference_id, LI), t.find

    def hung_up_meanwhile(*which):
        found = find(*which)
        legs.give_up(there, legs.HUNG_UP)
        return found

    with monkeypatch.context() as patch:
        patch.setattr(t, "find", hung_up_meanwhile)
        legs.accept(conference_id, leg_id, Call(call.sid, digits="2"))

    assert (leg(conference_id, LI).state, leg(conference_id, LI).reason) == ("given_up", "hung_up")


def test_what_is_on_record_is_not_withdrawn(three, clock):
    conference.rejoin(three, leg(three, LI).leg_id, Call("CAback", LI))
    as_read = leg(three, LI)
    reports.inbound_progress(Progress("CAback", "completed", 3, clock.now()))

    legs.withdraw(as_read)

    assert (leg(three, LI).call_sid, leg(three, LI).charge) == ("CAback", 20)


def test_a_number_that_is_rung_at_that_moment_is_not_forgotten(monkeypatch):
    conference_id = started(LI, SUN)
    as_read = t.collection(conference_id)
    legs._claim(leg(conference_id, LI), as_read[0])  # noqa: SLF001 - a race

    with monkeypatch.context() as patch:
        patch.setattr(t, "collection", lambda _: as_read)
        legs.discard_waiting(conference_id)

    assert factories.states(conference_id) == {WANG: "joined", LI: "dialling"}


def test_a_lost_call_that_rang_in_vain_is_found(network, queue, clock):
    conference_id = unknown(network, queue, placed=True)
    network.ends(network.sid_of(LI), "no-answer")
    clock.advance(seconds=60)

    reports.adopt_if_lost(leg(conference_id, LI), [])

    there = leg(conference_id, LI)
    assert (there.state, there.call_sid) == ("no_answer", network.sid_of(LI))


def test_a_lost_call_is_looked_for_from_the_moment_it_was_rung(paying, network, queue, clock):
    conference_id = factories.web_started(paying, LI)
    queue.run()
    clock.advance(seconds=90)
    factories.answer(conference_id, network)
    factories.press(conference_id, "1")
    network.refuse("ring", provider.Unknown("timeout"), done=True)
    queue.run()
    network.ends(network.sid_of(LI), "no-answer")
    clock.advance(seconds=60)

    reports.adopt_if_lost(leg(conference_id, LI), [])

    assert leg(conference_id, LI).state == LegState.NO_ANSWER


def test_a_call_whose_end_has_no_moment_yet_is_found_all_the_same(
    network, queue, clock, monkeypatch
):
    conference_id = unknown(network, queue, placed=True)
    clock.advance(seconds=60)
    word = Progress(network.sid_of(LI), "busy")
    monkeypatch.setattr(provider, "find", lambda *_: [word])

    reports.adopt_if_lost(leg(conference_id, LI), [])

    assert (leg(conference_id, LI).state, leg(conference_id, LI).call_sid) == ("busy", word.sid)


def test_a_call_that_was_never_placed_failed_and_is_not_rung_again(network, queue, clock):
    conference_id = unknown(network, queue, placed=False)
    clock.advance(seconds=60)

    reports.adopt_if_lost(leg(conference_id, LI), [])
    queue.run()

    there = leg(conference_id, LI)
    assert (there.state, there.reason, there.call_sid) == ("failed", "not_placed", None)
    assert network.rung == [LI]
    assert network.told == [(factories.HOST_SID, "missed")]


def test_a_call_is_not_looked_for_before_it_is_lost(network, queue, clock):
    conference_id = unknown(network, queue, placed=True)
    clock.advance(seconds=59)

    reports.adopt_if_lost(leg(conference_id, LI), [])

    assert network.done("find") == []


def test_a_call_of_the_same_conference_is_not_taken_for_a_lost_one(network, queue, clock):
    conference_id = unknown(network, queue, placed=False)
    network.ring(LI, then="/", status="/")
    other = network.sid_of(LI)
    network.ends(other, "busy")
    taken = Leg(conference_id, "leg#other", call_sid=other)
    clock.advance(seconds=60)

    reports.adopt_if_lost(leg(conference_id, LI), [taken])

    assert leg(conference_id, LI).reason == "not_placed"


def test_a_living_call_of_another_conference_is_neither_taken_nor_hung_up(network, queue, clock):
    ours = unknown(network, queue, placed=False)
    theirs = factories.live(LI, host=CHEN, sid="CA-chen", network=network, queue=queue)
    clock.advance(seconds=60)

    reports.adopt_if_lost(leg(ours, LI), [])
    conference.end(ours, "host")
    queue.run()
    clock.advance(seconds=10)
    queue.run()

    assert leg(ours, LI).call_sid is None
    assert leg(theirs, LI).call_sid in network.alive


def test_a_call_that_another_conference_has_on_record_is_not_taken_for_a_lost_one(
    network, queue, clock
):
    ours = unknown(network, queue, placed=False)
    theirs = started(LI, host=CHEN, sid="CA-chen")
    queue.run()
    factories.hang_up(theirs, LI, network, status="busy")
    clock.advance(seconds=60)

    reports.adopt_if_lost(leg(ours, LI), [])

    assert (leg(ours, LI).reason, leg(ours, LI).call_sid) == ("not_placed", None)
    assert leg(theirs, LI).state == LegState.BUSY


def test_a_lost_call_that_still_rings_is_waited_for(network, queue, clock):
    conference_id = unknown(network, queue, placed=True)
    clock.advance(seconds=60)

    reports.adopt_if_lost(leg(conference_id, LI), [])

    assert (leg(conference_id, LI).state, leg(conference_id, LI).call_sid) == ("dialling", None)


def test_while_the_network_does_not_answer_a_lost_call_is_given_up_and_looked_for_again(
    network, queue, clock
):
    conference_id = unknown(network, queue, placed=True)
    network.ends(network.sid_of(LI), "busy")
    clock.advance(seconds=60)

    for _ in range(2):
        network.refuse("find", provider.Unknown("timeout"))
        reports.adopt_if_lost(leg(conference_id, LI), [])
    assert leg(conference_id, LI).state == LegState.GIVEN_UP
    assert queue.asked == [("missed", leg(conference_id, LI).leg_id)]
    queue.run()
    assert network.told == [(factories.HOST_SID, "missed")]
    reports.adopt_if_lost(leg(conference_id, LI), [])

    assert leg(conference_id, LI).state == LegState.BUSY


def test_a_leg_that_is_over_is_not_looked_for(network, queue, clock):
    network.refuse("ring", provider.Declined("provider_busy"))
    conference_id = started(LI)
    queue.run()
    network.ring(LI, then="/", status="/")
    clock.advance(seconds=60)

    reports.adopt_if_lost(leg(conference_id, LI), [])

    assert leg(conference_id, LI).call_sid is None
    assert network.done("find") == []


def test_a_leg_answered_while_it_was_looked_for_does_not_fail(network, queue, clock):
    conference_id = unknown(network, queue, placed=True)
    as_read = leg(conference_id, LI)
    sid = network.sid_of(LI)
    legs.answered(conference_id, as_read.leg_id, Call(sid))
    legs.enter(conference_id, as_read.leg_id, Call(sid))
    network.calls.clear()  # the network's list lags behind
    clock.advance(seconds=60)

    reports.adopt_if_lost(as_read, [])

    assert leg(conference_id, LI).state == LegState.JOINED


def test_a_call_the_network_does_not_know_just_now_is_not_lost(rung_li, network, clock):
    conference_id, leg_id, call = rung_li
    record = network.calls.pop(call.sid)

    assert not reports.verify(leg(conference_id, LI))
    network.calls[call.sid] = record
    reports.progress(conference_id, leg_id, Progress(call.sid, "completed", 9, clock.now()))

    assert leg(conference_id, LI).state == LegState.COMPLETED
    assert orphans() == {}
