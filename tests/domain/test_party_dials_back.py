"""A party that dials 116323 to come back: one call of theirs is in the room, and no phone rings."""

import pytest

from chalicelib import board, control, dial_in, legs
from chalicelib import tables as t
from chalicelib.calls import Call
from chalicelib.steps import Join, Prompt, line
from chalicelib.tables import LegState
from tests.factories import hang_up, leg, settings_with, stored
from tests.people import LI, WANG, ZHAO

pytestmark = pytest.mark.usefixtures("product")

FIRST, SECOND, THIRD = "CAback-1", "CAback-2", "CAback-3"


@pytest.fixture
def dials_in(network, queue, clock):
    """Let 李雷 dial 116323 and press 1 at what is offered; return what follows."""

    def dials_in(sid):
        clock.advance(seconds=1)
        network.dials_in(sid, LI)
        offer = dial_in.welcome(Call(sid, LI))
        _, _, conference_id, leg_id, _ = offer.then.split("/")
        step = dial_in.rejoin(conference_id, leg_id, Call(sid, LI, digits="1"))
        queue.run()
        return step

    return dials_in


@pytest.fixture
def left(three, network, queue):
    """Have 李雷 hang up."""
    hang_up(three, LI, network)
    queue.run()
    return three


def theirs(conference_id):
    """Return the calls of 李雷, and how each stands."""
    every = [one for one in t.collection(conference_id)[1] if one.number == LI]
    return {one.call_sid: one.state for one in every}


def test_who_dials_back_while_being_rung_again_is_rung_no_more(left, dials_in, network, queue):
    control.redial(left, legs.party_of(left, LI), asked_by="page")
    queue.run()
    rung = leg(left, LI).call_sid

    step = dials_in(FIRST)

    assert isinstance(step, Join)
    assert theirs(left)[FIRST] == LegState.JOINED
    assert theirs(left)[rung] == LegState.GIVEN_UP
    assert rung not in network.alive


def test_the_board_counts_the_calls_that_we_made(left, dials_in, network, queue):
    def counted():
        shown = board.of(*t.collection(left))
        return {one.number: one.attempts for one in shown.parties}

    dials_in(FIRST)
    assert counted() == {WANG: 0, LI: 1, ZHAO: 1}  # the host dialled in as well

    hang_up(left, LI, network)
    control.redial(left, legs.party_of(left, LI), asked_by="page")
    queue.run()
    assert counted()[LI] == 2


def test_who_was_busy_dialling_back_is_not_said_to_be_missing(left, dials_in, network, queue):
    control.redial(left, legs.party_of(left, LI), asked_by="page")
    queue.run()
    network.told.clear()

    hang_up(left, LI, network, status="busy")  # its notice is on the queue yet
    dials_in(FIRST)

    assert "missed" not in [prompt for _, prompt in network.told]


def test_who_dials_in_again_takes_the_place_of_the_line_that_is_dead(left, dials_in, network):
    dials_in(FIRST)

    step = dials_in(SECOND)

    assert isinstance(step, Join)
    assert theirs(left)[SECOND] == LegState.JOINED
    assert network.alive & {FIRST, SECOND} == {SECOND}


def test_a_full_conference_has_room_for_who_takes_the_place_of_their_own_line(
    left, dials_in, network, monkeypatch
):
    dials_in(FIRST)
    settings_with(monkeypatch, max_parties=3)

    step = dials_in(SECOND)

    assert isinstance(step, Join)
    assert theirs(left)[SECOND] == LegState.JOINED
    assert FIRST not in network.alive


@pytest.mark.usefixtures("left")
def test_the_same_call_that_asks_twice_hangs_nobody_up(dials_in, network):
    first = dials_in(FIRST)

    assert dials_in(FIRST) == first
    assert FIRST in network.alive


def test_whom_the_host_hung_up_stays_out_whichever_of_their_calls_it_was(left, dials_in, queue):
    dials_in(FIRST)
    dials_in(SECOND)
    control.hang_up(left, legs.party_of(left, LI))
    queue.run()

    step = dials_in(THIRD)

    assert step.lines[0] == line(Prompt.CONFERENCE_OVER)
    assert THIRD not in theirs(left)
    assert stored(left).state == "live"
    assert leg(left, ZHAO).state == LegState.JOINED
