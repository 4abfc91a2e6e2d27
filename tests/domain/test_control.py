"""What the host can do to the others: mute, lock, call on, hang up."""

import pytest

from chalicelib import conference, legs
from chalicelib import tables as t
from chalicelib.tables import Leg, LegState
from tests.factories import (
    HOST_SID,
    hang_up,
    invite,
    join,
    leg,
    started,
    stored,
)
from tests.people import CHEN, LI, SUN, WANG, ZHAO

pytestmark = pytest.mark.usefixtures("product")


# ——— mute, lock, hands ———


def muted(conference_id):
    return {one.number: one.muted for one in t.collection(conference_id)[1]}


def test_full_mute_reaches_everyone_but_the_host_and_those_who_come_later(three, network, queue):
    invite(three, SUN)
    queue.run()
    conference.mute_all(three, muted=True)
    invite(three, CHEN, trip=2)
    queue.run()

    assert muted(three) == {WANG: False, LI: True, ZHAO: True, SUN: True, CHEN: True}
    in_the_room = {leg(three, LI).call_sid: True, leg(three, ZHAO).call_sid: True, HOST_SID: False}
    assert {sid: on for _, sid, on in network.done("mute")} == in_the_room
    join(three, SUN, network)
    assert legs.join(leg(three, SUN)).muted


def test_full_mute_and_its_end_reach_a_leg_that_is_just_being_claimed():
    conference_id = started(LI, ZHAO)
    as_read = stored(conference_id)
    conference.mute_all(conference_id, muted=True)
    legs._claim(leg(conference_id, LI), as_read)  # noqa: SLF001 - the worker read it before
    as_read = stored(conference_id)
    conference.mute_all(conference_id, muted=False)
    legs._claim(leg(conference_id, ZHAO), as_read)  # noqa: SLF001 - likewise

    assert muted(conference_id) == {WANG: False, LI: False, ZHAO: False}
    conference.mute_all(conference_id, muted=True)
    assert muted(conference_id) == {WANG: False, LI: True, ZHAO: True}


def test_a_leg_muted_while_it_waits_stays_muted_when_it_is_claimed():
    conference_id = started(LI)
    as_read = stored(conference_id)
    conference.mute_all(conference_id, muted=True)

    legs._claim(leg(conference_id, LI), as_read)  # noqa: SLF001 - the worker read it before

    assert leg(conference_id, LI).muted


def test_un_muting_all_lets_everyone_speak(three, network, queue):
    conference.mute_all(three, muted=True)
    queue.run()
    conference.mute_all(three, muted=False)
    queue.run()

    assert not any(muted(three).values())
    assert not any(on for _, _, on in network.done("mute")[-3:])


def test_full_mute_of_nothing_makes_nothing(tables, queue):
    conference.mute_all("nothing", muted=True)
    conference.lock("nothing", locked=True)

    assert tables.snapshot() == {}
    assert queue.asked == []


def test_who_is_over_or_in_the_menu_is_not_spoken_to_about_muting(three, network, queue):
    leg(three, LI).change(Leg.in_menu.set(True))
    hang_up(three, ZHAO, network)

    conference.mute_all(three, muted=True)
    queue.run()

    assert [sid for _, sid, _ in network.done("mute")] == [HOST_SID]
    assert muted(three) == {WANG: False, LI: True, ZHAO: False}


def test_hands_speak_in_the_order_they_were_raised(three, clock):
    conference.mute_all(three, muted=True)
    for number in (ZHAO, LI):
        leg(three, number).change(Leg.hand_raised_at.set(clock.now()))
        clock.advance(seconds=1)

    spoke = [conference.let_next_speak(three) for _ in range(3)]

    assert [one.number if one else None for one in spoke] == [ZHAO, LI, None]
    assert not any(muted(three).values())
    assert leg(three, ZHAO).hand_raised_at is None


def test_a_hand_lowered_in_the_meantime_does_not_speak(three, clock, monkeypatch):
    for number in (ZHAO, LI):
        leg(three, number).change(Leg.hand_raised_at.set(clock.now()))
        clock.advance(seconds=1)
    as_read = t.collection(three)
    leg(three, ZHAO).change(Leg.hand_raised_at.remove())
    monkeypatch.setattr(t, "collection", lambda _: as_read)

    assert conference.let_next_speak(three).number == LI


def test_the_hand_of_someone_who_left_is_passed_over(three, clock, network):
    leg(three, LI).change(Leg.hand_raised_at.set(clock.now()))
    hang_up(three, LI, network)

    assert conference.let_next_speak(three) is None


# ——— hang up ———


def test_the_one_added_last_is_hung_up_first(three, network, queue, clock):
    clock.advance(seconds=1)
    invite(three, SUN)
    queue.run()

    gone = [conference.hang_up_last(three) for _ in range(4)]
    queue.run()

    assert gone[0].number == SUN
    assert {one.number for one in gone[1:3]} == {LI, ZHAO}
    assert gone[3] is None
    assert network.alive == {HOST_SID}


def test_one_who_was_not_rung_yet_is_not_rung_any_more(network, queue):
    conference_id = started(LI)

    assert conference.hang_up_last(conference_id).number == LI
    queue.run()

    assert network.rung == []
    assert leg(conference_id, LI).state == LegState.CANCELLED
