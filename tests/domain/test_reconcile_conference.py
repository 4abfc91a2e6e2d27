"""A minute after a conference has ended its calls are looked at once more, and it is marked."""

from dataclasses import replace

import pytest

from chalicelib import provider
from chalicelib import tables as t
from chalicelib.billing import reconcile
from tests.billing import adjustments
from tests.factories import hang_up, host_hangs_up, leg, live, stored
from tests.people import LI, WANG, ZHAO
from tests.provider_list import DAY, doubts, found, standing

pytestmark = pytest.mark.usefixtures("product")


@pytest.fixture
def ended(network, queue, clock):
    """Have a conference of three end after a minute: a fourth was rung and never answered."""
    conference_id = live(LI, ZHAO, network=network, queue=queue)
    clock.advance(seconds=61)
    for number in (LI, ZHAO):
        hang_up(conference_id, number, network)
    host_hangs_up(conference_id, network)
    queue.run()
    clock.advance(seconds=10)
    queue.run()
    assert stored(conference_id).state == "ended"
    network.did.clear()
    return conference_id


def a_minute_later(queue, clock):
    clock.advance(seconds=60)
    queue.run()


def test_a_conference_all_of_whose_calls_agree_is_marked(ended, network, queue, clock, tables):
    assert stored(ended).reconciled_at is None
    tables.requests.clear()

    a_minute_later(queue, clock)

    assert tables.requests == ["Query", "UpdateItem"]
    assert stored(ended).reconciled_at == clock.now()
    assert len(network.done("look")) == len(network.did) == 3
    assert found() == []


def test_it_is_not_looked_at_before(ended, network, queue, clock):
    clock.advance(seconds=49)

    queue.run()

    assert (network.did, stored(ended).reconciled_at) == ([], None)


def test_it_is_looked_at_once(ended, network, queue, clock):
    a_minute_later(queue, clock)
    network.did.clear()

    reconcile.conference(ended)

    assert network.did == []


def test_one_that_goes_on_or_is_unknown_is_not_looked_at(network, queue):
    conference_id = live(LI, network=network, queue=queue)
    network.did.clear()

    reconcile.conference(conference_id)
    reconcile.conference("nothing")

    assert network.did == []
    assert stored(conference_id).reconciled_at is None


def lasts_twice_as_long(network, there):
    """Let the provider know another length of a leg's call; return its sid."""
    call = network.calls[there.call_sid]
    began = call.answered_at - (call.ended_at - call.answered_at)
    network.calls[call.sid] = replace(call, answered_at=began)
    return call.sid


def test_a_record_of_other_seconds_is_healed_and_the_conference_marked(
    ended, network, queue, clock
):
    there = leg(ended, LI)
    sid = lasts_twice_as_long(network, there)

    a_minute_later(queue, clock)

    assert found() == [("different", sid, "healed")]
    assert standing(ended, there.leg_id) == (122, 60)
    assert stored(ended).reconciled_at == clock.now()


def test_the_night_finds_it_healed_and_does_nothing_more(ended, network, queue, clock):
    there = leg(ended, LI)
    sid = lasts_twice_as_long(network, there)
    a_minute_later(queue, clock)
    clock.advance(days=1)

    list(reconcile.day(DAY, dry_run=False))

    assert len(adjustments()) == 1
    assert found() == [("different", sid, "healed")]


def test_a_call_that_the_provider_does_not_know_leaves_it_unmarked(ended, network, queue, clock):
    sid = leg(ended, LI).call_sid
    kept = network.calls.pop(sid)

    a_minute_later(queue, clock)

    assert found() == [("extra", sid, "open")]
    assert stored(ended).reconciled_at is None
    assert doubts(WANG) == {sid}

    network.calls[sid] = kept
    clock.advance(days=1)
    list(reconcile.day(DAY, dry_run=False))
    reconcile.conference(ended)

    assert found() == [("extra", sid, "healed")]
    assert doubts(WANG) is None
    assert stored(ended).reconciled_at == clock.now()


def test_a_call_whose_seconds_are_not_said_leaves_it_unmarked(ended, network, queue, clock):
    sid = leg(ended, LI).call_sid
    network.calls[sid] = replace(network.calls[sid], status="in-progress", ended_at=None)

    a_minute_later(queue, clock)

    assert (found(), stored(ended).reconciled_at) == ([], None)


def test_a_provider_that_does_not_answer_is_asked_again(ended, network, queue, clock):
    network.refuse("look", provider.Unknown("503"))
    with pytest.raises(provider.Unknown):
        a_minute_later(queue, clock)
    assert stored(ended).reconciled_at is None

    queue.run()

    assert stored(ended).reconciled_at == clock.now()


def test_who_was_not_in_the_room_is_not_asked_for(network, queue):
    conference_id = live(LI, network=network, queue=queue)
    t.Conference(conference_id, t.Conference.ITEM).change(t.Conference.state.set("ended"))
    leg(conference_id, LI).update(actions=[t.Leg.joined_at.remove()])
    network.did.clear()

    reconcile.conference(conference_id)

    assert [sid for (sid,) in network.done("look")] == [leg(conference_id, WANG).call_sid]
