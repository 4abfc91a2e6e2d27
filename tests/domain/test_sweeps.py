"""The minute heals whatever a crash or a lost webhook left behind."""

import pytest

from chalicelib import accounts, conference, control, legs, provider, reports, sweeps
from chalicelib import tables as t
from chalicelib.calls import Call, Progress
from chalicelib.tables import Leg, LegState
from tests import factories
from tests.factories import HOST_SID, hang_up, leg, live, started, stored
from tests.people import LI, SUN, WANG, ZHAO

pytestmark = pytest.mark.usefixtures("product")


def minutes(clock, queue, count=1):
    """Let *count* minutes pass, each with its tick and its work."""
    for _ in range(count):
        clock.advance(minutes=1)
        sweeps.ask_for_due()
        queue.run()


def test_the_minute_looks_at_what_is_due_and_at_nothing_else(clock, queue):
    first = started(LI, sid="CA1")
    second = started(LI, sid="CA2")
    queue.messages.clear()

    assert sweeps.ask_for_due() == 0
    clock.advance(seconds=55)
    assert sweeps.ask_for_due() == 2

    assert sorted(queue.asked) == [("sweep", ""), ("sweep", "")]
    assert {first, second} == {
        one for shard in range(t.LIVE_SHARDS) for one in t.due(shard, clock.now())
    }


def test_a_conference_is_left_alone_until_it_is_due_again(three, clock, queue):
    minutes(clock, queue)
    assert (stored(three).check_at - clock.now()).total_seconds() == 55

    assert sweeps.ask_for_due() == 0


def test_a_healthy_conference_stays_as_it_is(three, clock, queue, network):
    before = factories.states(three)

    minutes(clock, queue, 4)

    assert factories.states(three) == before
    assert network.done("look") == []
    assert (stored(three).state, network.rung) == ("live", network.rung)
    assert len(network.rung) == 2


def test_a_sweep_of_nothing_does_nothing(network, tables):
    sweeps.sweep("nothing")

    assert tables.snapshot() == {}
    assert network.did == []


def test_one_conference_that_cannot_be_looked_at_keeps_no_other_waiting(
    clock, queue, network, monkeypatch
):
    broken = live(LI, sid="CA1", network=network, queue=queue)
    healthy = live(ZHAO, sid="CA2", network=network, queue=queue)
    for sid in ("CA1", "CA2"):
        network.ends(sid)
    sweep = sweeps.sweep

    def one_breaks(conference_id):
        if conference_id == broken:
            raise provider.Unknown("timeout")
        sweep(conference_id)

    monkeypatch.setattr(sweeps, "sweep", one_breaks)
    clock.advance(minutes=5)
    sweeps.ask_for_due()
    for _ in range(len(queue.messages)):
        try:
            queue.run()
        except provider.Unknown:
            queue.messages.append(queue.messages.pop(0))

    assert (stored(broken).state, stored(healthy).state) == ("live", "ending")


# ——— legs ———


def test_a_leg_whose_request_to_be_rung_was_lost_is_rung(clock, queue, network):
    conference_id = started(LI)
    queue.messages.clear()  # the process died between the write and the queue

    minutes(clock, queue)

    assert network.rung == [LI]
    assert leg(conference_id, LI).state == LegState.DIALLING


def test_a_leg_that_was_just_added_is_not_asked_for_twice(three, clock, queue):
    clock.advance(seconds=50)
    control.invite(three, SUN, asked_by="host-1-1")
    clock.advance(seconds=19)

    sweeps.sweep(three)
    assert queue.asked == [("ring", "")]
    clock.advance(seconds=1)
    sweeps.sweep(three)
    assert queue.asked == [("ring", ""), ("ring", "")]


@pytest.mark.parametrize("placed", [True, False])
def test_a_leg_claimed_by_a_process_that_died_is_not_rung_again(clock, queue, network, placed):
    network.refuse("ring", provider.Unknown("killed"), done=placed)
    conference_id = started(LI, network=network)
    queue.run()
    if placed:
        network.ends(network.sid_of(LI), "no-answer")

    minutes(clock, queue)

    assert network.rung == [LI]
    assert leg(conference_id, LI).state == ("no_answer" if placed else "failed")


@pytest.mark.parametrize("state", ["dialling", "ringing", "answered"])
def test_a_phone_that_rings_too_long_is_asked_about(clock, queue, network, state):
    conference_id = started(LI, network=network, accept_by_1=True)
    queue.run()
    there = leg(conference_id, LI)
    call = Call(there.call_sid)
    if state != "dialling":
        reports.progress(conference_id, there.leg_id, Progress(call.sid, "ringing"))
    if state == "answered":
        network.answers(call.sid)
        legs.answered(conference_id, there.leg_id, call)
    network.ends(call.sid, "no-answer")  # and the callback was lost

    minutes(clock, queue)
    assert leg(conference_id, LI).state == state
    minutes(clock, queue)

    assert leg(conference_id, LI).state == ("completed" if state == "answered" else "no_answer")
    assert leg(conference_id, LI).charge is None


def test_a_lost_last_word_is_fetched_within_five_minutes_and_charged_the_same(
    three, clock, queue, network
):
    clock.advance(seconds=61)
    network.ends(leg(three, LI).call_sid)  # and the callback was lost
    ended_at = clock.now()

    minutes(clock, queue, 4)

    there = leg(three, LI)
    assert (there.state, there.seconds, there.charge) == ("completed", 61, 40)
    assert there.ended_at == ended_at
    assert leg(three, ZHAO).state == LegState.JOINED


def test_the_records_are_compared_every_five_minutes_and_not_more_often(
    three, clock, queue, network
):
    minutes(clock, queue, 4)
    assert network.done("look") == []
    minutes(clock, queue)
    assert len(network.done("look")) == 3
    assert stored(three).verified_at == clock.now()
    minutes(clock, queue, 4)

    assert len(network.done("look")) == 3


def test_a_comparison_that_failed_is_made_again_in_the_next_minute(three, clock, queue, network):
    minutes(clock, queue, 4)
    clock.advance(minutes=1)
    network.ends(leg(three, LI).call_sid)
    network.refuse("look", provider.Unknown("timeout"))
    sweeps.sweep(three)
    assert stored(three).verified_at < clock.now()

    minutes(clock, queue)

    assert leg(three, LI).state == LegState.COMPLETED


# ——— the end ———


def test_a_host_whose_last_word_was_lost_does_not_keep_the_conference_open(
    three, clock, queue, network
):
    network.ends(HOST_SID)

    minutes(clock, queue, 5)
    clock.advance(seconds=10)
    queue.run()

    assert (stored(three).state, stored(three).reason) == ("ended", "host_left")
    assert network.alive == set()


def test_a_conference_whose_host_was_never_written_ends(clock, queue, network):
    conference_id = started(LI)
    factories.host(conference_id).delete()  # the process died between the two writes
    queue.messages.clear()

    minutes(clock, queue)
    clock.advance(seconds=10)
    queue.run()

    assert stored(conference_id).state == "ended"
    assert network.rung == []


def test_a_host_who_is_over_ends_a_conference_that_did_not_notice(three, clock, queue, network):
    network.ends(HOST_SID)
    legs.close(factories.host(three), network.word(HOST_SID))  # and the process died

    minutes(clock, queue)

    assert stored(three).reason == "host_left"


def test_no_conference_lasts_longer_than_it_may(three, clock, queue, monkeypatch):
    factories.settings_with(monkeypatch, max_call_seconds=120)
    minutes(clock, queue)
    assert stored(three).state == "live"

    minutes(clock, queue)

    assert (stored(three).state, stored(three).reason) == ("ending", "too_long")


def test_one_who_is_alone_is_warned_once_and_then_released(three, clock, queue, network):
    for number in (LI, ZHAO):
        hang_up(three, number, network)
    clock.advance(seconds=59)
    sweeps.sweep(three)
    assert network.told == []

    clock.advance(seconds=1)
    for _ in range(3):
        sweeps.sweep(three)
        queue.run()
    assert network.told == [(HOST_SID, "alone")]

    clock.advance(seconds=119)
    sweeps.sweep(three)
    assert stored(three).state == "live"
    clock.advance(seconds=1)
    sweeps.sweep(three)
    assert (stored(three).state, stored(three).reason) == ("ending", "alone")


def test_being_alone_begins_anew_when_someone_was_there_in_between(three, clock, queue, network):
    for number in (LI, ZHAO):
        hang_up(three, number, network)
    clock.advance(seconds=60)
    sweeps.sweep(three)
    control.invite(three, SUN, asked_by="host-1-1")
    queue.run()
    factories.join(three, SUN, network)
    clock.advance(seconds=600)
    sweeps.sweep(three)
    assert stored(three).state == "live"
    hang_up(three, SUN, network)

    clock.advance(seconds=60)
    for _ in range(2):
        sweeps.sweep(three)
    queue.run()

    assert network.told == [(HOST_SID, "alone"), (HOST_SID, "alone")]
    assert stored(three).state == "live"


def test_who_is_still_called_counts_as_company(clock, queue, network):
    conference_id = started(LI, network=network)
    queue.run()
    clock.advance(seconds=300)

    sweeps.sweep(conference_id)

    assert stored(conference_id).state == "live"


def test_a_lost_end_is_made_good(three, clock, queue, network):
    conference.end(three, "host")
    queue.messages.clear()  # the process died between the write and the queue

    minutes(clock, queue)

    assert network.done("end_room") == [(three,)]
    clock.advance(seconds=10)
    queue.run()
    assert stored(three).state == "ended"
    assert accounts.find(WANG).live is None


def test_a_lost_settling_is_made_good(three, clock, queue, network):
    conference.end(three, "host")
    queue.run()
    queue.messages.clear()

    minutes(clock, queue, 2)

    assert (stored(three).state, network.alive) == ("ended", set())


def test_the_minute_does_not_cut_the_goodbye_short(three, clock, queue, network):
    clock.advance(seconds=54)
    conference.end(three, "host")
    queue.run()
    clock.advance(seconds=1)

    sweeps.sweep(three)
    queue.run()
    assert HOST_SID in network.alive
    clock.advance(seconds=9)
    queue.run()

    assert network.alive == set()
    assert stored(three).state == "ended"


def test_a_conference_that_is_over_is_not_woken(three, clock, queue, tables):
    conference.end(three, "host")
    queue.run()
    clock.advance(seconds=10)
    queue.run()
    before = tables.snapshot()

    sweeps.sweep(three)  # the index was read a moment ago

    assert tables.snapshot() == before


def test_an_end_between_the_look_and_the_write_is_not_undone(three, monkeypatch):
    as_read = t.collection(three)
    conference.end(three, "host")
    with monkeypatch.context() as patch:
        patch.setattr(t, "collection", lambda _: as_read)
        sweeps.sweep(three)

    assert stored(three).state == "ending"


def test_the_minute_and_the_callback_at_once_write_one_record(three, clock, network, monkeypatch):
    clock.advance(minutes=5)
    sid = leg(three, LI).call_sid
    network.ends(sid)
    look = network.look

    def overtaken(call_sid):
        if call_sid == sid:
            reports.progress(three, leg(three, LI).leg_id, network.word(sid))
        return look(call_sid)

    monkeypatch.setattr(provider, "look", overtaken)
    sweeps.sweep(three)

    assert (leg(three, LI).seconds, leg(three, LI).charge) == (300, 100)
    assert len([one for one in t.billed(WANG, "2011-02") if one.number == LI]) == 1


def test_a_party_whose_room_is_gone_with_the_host_is_released(three, clock, queue, network):
    back = factories.conference.rejoin(three, leg(three, LI).leg_id, Call("CAback", LI))
    network.dials_in("CAback", LI)
    network.ends(HOST_SID)

    minutes(clock, queue, 5)
    clock.advance(seconds=10)
    queue.run()

    assert network.alive == set()
    assert stored(three).state == "ended"
    assert Leg.get(three, Leg.PREFIX + back.leg_id).charge == 120


def test_a_hanging_up_that_was_forgotten_is_asked_for_again(three, network, queue, clock):
    sid = leg(three, LI).call_sid
    legs.give_up(leg(three, LI), legs.HUNG_UP)

    minutes(clock, queue)

    assert (sid,) in network.done("hang_up")
