"""How a leg comes to ring: once, and stopped when nobody waits for it."""

import pytest

from chalicelib import control, legs, paths, provider, reports
from chalicelib import tables as t
from chalicelib.calls import Call, Progress
from chalicelib.tables import LegState
from tests import factories
from tests.factories import leg, orphans, rung, started, unknown
from tests.people import LI, SUN, WANG, ZHAO

pytestmark = pytest.mark.usefixtures("product")


def test_a_keyed_number_waits_and_is_forgotten_in_a_day_unless_it_is_rung(rung_li, clock):
    waiting = legs.add("conf", LI, attempt=1, asked_by="entry-0")

    assert (waiting.state, waiting.rank, waiting.added_at) == ("waiting", 0, clock.now())
    assert (waiting.expires_at - clock.now()).days == 1
    conference_id, _, _ = rung_li
    assert leg(conference_id, LI).expires_at is None


def test_one_entry_twice_makes_one_leg_and_another_entry_none():
    first = legs.add("conf", LI, attempt=1, asked_by="entry-0")

    assert legs.add("conf", LI, attempt=1, asked_by="entry-0").leg_id == first.leg_id
    assert legs.add("conf", LI, attempt=1, asked_by="entry-1") is None
    assert len(t.collection("conf")[1]) == 1


def test_going_back_forgets_what_was_keyed_in_but_not_what_was_rung(rung_li):
    conference_id, _, _ = rung_li
    legs.add(conference_id, SUN, attempt=1, asked_by="entry-9")

    legs.discard_waiting(conference_id)

    assert set(factories.states(conference_id)) == {WANG, LI}


def test_a_phone_that_rings_is_given_the_addresses_of_its_own_leg(network, queue):
    conference_id = started(LI)
    queue.run()

    there = f"/voice/{conference_id}/{leg(conference_id, LI).leg_id}"
    assert network.done("ring") == [(LI, f"{there}/answered", f"{there}/status")]


def test_a_leg_is_rung_once_however_often_it_is_asked(network, queue):
    conference_id = started(LI, ZHAO)

    queue.run()
    control.ring_waiting(conference_id)
    control.ring_waiting(conference_id)

    assert sorted(network.rung) == sorted([LI, ZHAO])


def test_two_workers_at_once_ring_one_phone(network):
    conference_id = started(LI)
    there, waiting = factories.stored(conference_id), leg(conference_id, LI)
    same = leg(conference_id, LI)

    legs.ring(waiting, there)
    legs.ring(same, there)

    assert network.rung == [LI]


def test_the_call_leads_to_the_legs_own_paths(rung_li, network):
    conference_id, leg_id, call = rung_li

    there = paths.leg(conference_id, leg_id)
    assert network.done("ring") == [(LI, f"{there}/answered", f"{there}/status")]
    assert leg(conference_id, LI).call_sid == call.sid
    assert leg(conference_id, LI).state == LegState.DIALLING


def test_what_the_conference_is_like_is_written_on_the_leg_when_it_is_claimed(queue, clock):
    conference_id, _, _ = rung(queue, language="en", name="王小明", accept_by_1=True)

    there = leg(conference_id, LI)
    assert (there.inviter, there.billing_number, there.way) == ("王小明", WANG, "dial_in")
    assert (there.language, there.accept_by_1, there.setup_at) == ("en", True, clock.now())


@pytest.mark.parametrize("reason", ["bad_number", "number_not_allowed", "provider_down"])
def test_a_call_that_was_declined_failed_and_the_host_is_told(network, queue, reason):
    network.refuse("ring", provider.Declined(reason))
    conference_id = started(LI)

    queue.run()

    there = leg(conference_id, LI)
    assert (there.state, there.reason, there.call_sid) == ("failed", reason, None)
    assert network.told == [(factories.HOST_SID, "missed")]


def test_a_call_of_which_nothing_is_known_stays_claimed_and_is_not_rung_again(network, queue):
    network.refuse("ring", provider.Unknown("timeout"), done=True)
    conference_id = started(LI)

    queue.run()
    control.ring_waiting(conference_id)

    assert (leg(conference_id, LI).state, leg(conference_id, LI).call_sid) == ("dialling", None)
    assert network.rung == [LI]


def test_a_call_of_which_nothing_was_known_makes_itself_known_when_it_rings(network, queue):
    network.refuse("ring", provider.Unknown("timeout"), done=True)
    conference_id = started(LI)
    queue.run()
    sid = network.sid_of(LI)

    reports.progress(conference_id, leg(conference_id, LI).leg_id, Progress(sid, "ringing"))

    assert (leg(conference_id, LI).state, leg(conference_id, LI).call_sid) == ("ringing", sid)


def test_a_leg_given_up_while_it_was_being_placed_is_hung_up_at_once(network, queue):
    conference_id = started(LI)
    place = network._place  # noqa: SLF001 - the moment between the claim and the answer

    def overtaken(sid, number):
        place(sid, number)
        legs.give_up(leg(conference_id, LI))

    network._place = overtaken  # noqa: SLF001 - likewise
    queue.run()

    assert network.done("hang_up") == [(network.sid_of(LI),)]
    assert leg(conference_id, LI).state == LegState.GIVEN_UP


def test_a_call_answered_before_its_sid_was_known_goes_on(network, queue):
    conference_id = started(LI)
    place = network._place  # noqa: SLF001 - the moment between the ring and its answer

    def overtaken(sid, number):
        place(sid, number)
        legs.answered(conference_id, leg(conference_id, LI).leg_id, Call(sid))

    network._place = overtaken  # noqa: SLF001 - likewise
    queue.run()

    assert leg(conference_id, LI).state == LegState.ANSWERED
    assert network.done("hang_up") == []


def test_a_call_that_was_over_before_its_sid_was_known_is_left_alone(network, queue):
    conference_id = started(LI)
    place = network._place  # noqa: SLF001 - the moment between the ring and its answer

    def overtaken(sid, number):
        place(sid, number)
        network.ends(sid, "busy")
        reports.progress(conference_id, leg(conference_id, LI).leg_id, network.word(sid))

    network._place = overtaken  # noqa: SLF001 - likewise
    queue.run()

    assert leg(conference_id, LI).state == LegState.BUSY
    assert network.done("hang_up") == []


def test_ringing_is_noted_once_and_never_takes_anything_back(rung_li, queue, tables):
    conference_id, leg_id, call = rung_li
    word = Progress(call.sid, "ringing")

    reports.progress(conference_id, leg_id, word)
    assert leg(conference_id, LI).state == LegState.RINGING
    once = tables.snapshot()
    reports.progress(conference_id, leg_id, word)
    assert tables.snapshot() == once

    legs.answered(conference_id, leg_id, call)
    reports.progress(conference_id, leg_id, word)
    assert leg(conference_id, LI).state == LegState.ANSWERED
    assert queue.asked == []


def test_a_phone_that_rings_for_a_leg_given_up_is_stopped(rung_li, network, queue):
    conference_id, leg_id, call = rung_li
    legs.give_up(leg(conference_id, LI))

    reports.progress(conference_id, leg_id, Progress(call.sid, "ringing"))
    queue.run()

    assert network.done("hang_up") == [(call.sid,)]
    assert orphans() == {}


def test_a_phone_that_rings_for_a_leg_thought_not_placed_is_stopped(network, queue, clock):
    conference_id = unknown(network, queue, placed=True)
    sid = network.sid_of(LI)
    record = network.calls.pop(sid)  # the network's list lags behind
    clock.advance(seconds=60)
    reports.adopt_if_lost(leg(conference_id, LI), [])
    network.calls[sid] = record

    reports.progress(conference_id, leg(conference_id, LI).leg_id, Progress(sid, "ringing"))
    queue.run()

    assert leg(conference_id, LI).reason == "not_placed"
    assert network.done("hang_up") == [(sid,)]


def test_a_second_call_for_one_leg_is_an_orphan_and_is_stopped(rung_li, network, queue):
    conference_id, leg_id, call = rung_li

    reports.progress(conference_id, leg_id, Progress("CAother", "ringing"))
    queue.run()

    assert leg(conference_id, LI).call_sid == call.sid
    assert orphans() == {"CAother": ("ringing", None)}
    assert network.done("hang_up") == [("CAother",)]


def test_a_call_that_rings_for_no_leg_is_an_orphan_and_is_stopped(network, queue):
    reports.progress("nothing", "noone", Progress("CA1", "ringing"))
    queue.run()

    assert orphans() == {"CA1": ("ringing", None)}
    assert network.done("hang_up") == [("CA1",)]


@pytest.mark.parametrize("status", ["queued", "initiated", "in-progress", "", "nonsense"])
def test_words_that_mean_nothing_to_us_change_nothing(rung_li, tables, status):
    conference_id, leg_id, call = rung_li
    before = tables.snapshot()

    reports.progress(conference_id, leg_id, Progress(call.sid, status))

    assert tables.snapshot() == before
