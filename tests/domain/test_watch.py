"""While a page watches: what the provider does not have is closed, and what it has is shown."""

import pytest

from chalicelib import accounts, board, control, legs, provider, sweeps, watch
from chalicelib.board import Viewer
from chalicelib.calls import FINAL, Progress
from chalicelib.tables import Leg, LegState
from tests import factories
from tests.factories import HOST_SID, end, hang_up, invite, leg, stored
from tests.people import LI, SUN, WANG, ZHAO

pytestmark = pytest.mark.usefixtures("product")


def compare(conference_id, clock, queue):
    """Let so much time pass that it is due, compare, and do the work of it."""
    clock.advance(seconds=4)
    watch.compare(conference_id)
    queue.run()


# ——— when ———


def test_looking_has_it_compared_once_in_four_seconds(three, clock, queue, network):
    for second in range(10):
        board.shown_to(Viewer(number=WANG), three)
        board.unchecked(three)
        asked = len(queue.asked)
        queue.run()
        assert asked == (1 if second in {4, 8} else 0)
        clock.advance(seconds=1)

    assert network.done("in_room") == [(three,)] * 2
    assert stored(three).verified_at == stored(three).watched_at


@pytest.mark.parametrize("before", [0, 1])
def test_of_several_who_look_at_once_one_has_it_compared(three, clock, queue, network, before):
    for _ in range(before):
        clock.advance(seconds=4)
        watch.ask(stored(three))
        queue.run()
    clock.advance(seconds=4)
    looks = [stored(three) for _ in range(3)]

    for as_read in looks:
        watch.ask(as_read)
    queue.run()

    assert network.done("in_room") == [(three,)] * (before + 1)


def test_nothing_and_what_has_ended_are_not_compared(three, clock, queue, network):
    end(three, queue)
    clock.advance(seconds=10)
    queue.run()
    clock.advance(hours=1)
    queue.run()
    before = list(network.did)

    watch.compare(three)
    watch.compare("nothing")
    board.shown_to(Viewer(number=WANG), three)

    assert stored(three).state == "ended"
    assert (network.did, queue.asked) == (before, [])


def test_what_is_ending_is_still_compared(three, clock, queue, network):
    end(three, queue)
    network.ends(leg(three, LI).call_sid)

    compare(three, clock, queue)

    assert leg(three, LI).state == LegState.COMPLETED


def test_the_minute_need_not_compare_what_a_page_did(three, clock, queue, network):
    for _ in range(80):
        compare(three, clock, queue)
    sweeps.sweep(three)

    assert network.done("look") == []


# ——— what is found ———


def test_whoever_is_in_the_room_is_not_asked_about(three, clock, queue, network, tables):
    before = factories.states(three)

    compare(three, clock, queue)

    assert network.done("in_room") == [(three,)]
    assert network.done("look") == []
    assert factories.states(three) == before
    assert stored(three).verified_at == clock.now()
    assert tables.requests.count("UpdateItem") == 1


def test_who_left_unheard_of_is_over_and_charged_by_the_providers_word(
    three, clock, queue, network
):
    clock.advance(seconds=57)
    network.ends(leg(three, LI).call_sid)

    compare(three, clock, queue)

    assert (leg(three, LI).state, leg(three, LI).seconds, leg(three, LI).charge) == (
        "completed",
        57,
        20,
    )
    assert leg(three, ZHAO).state == LegState.JOINED
    assert network.done("look") == [(leg(three, LI).call_sid,)]
    (invited,) = accounts.arrive(LI, "CAback").invitations
    assert invited.leg_id == leg(three, LI).leg_id


def test_a_host_who_left_unheard_of_ends_it(three, clock, queue, network):
    network.ends(HOST_SID)

    compare(three, clock, queue)

    assert stored(three).reason == "host_left"


def test_who_is_in_the_menu_is_in_no_room_and_stays(three, clock, queue, network):
    there = leg(three, LI)
    there.change(Leg.in_menu.set(True))
    network.away.add(there.call_sid)

    compare(three, clock, queue)

    assert leg(three, LI).state == LegState.JOINED
    assert network.done("look") == [(there.call_sid,)]


@pytest.mark.parametrize("status", ["busy", "no-answer", "failed", "canceled"])
def test_a_phone_that_rings_no_more_is_shown_so(three, clock, queue, network, status):
    invite(three, SUN)
    queue.run()
    network.ends(network.sid_of(SUN), status)

    compare(three, clock, queue)

    assert leg(three, SUN).state == FINAL[status]


def test_a_phone_that_rings_is_shown_so_though_nobody_said_it(three, clock, queue, monkeypatch):
    invite(three, SUN)
    queue.run()
    monkeypatch.setattr(provider, "look", lambda sid: Progress(sid, "ringing"))

    compare(three, clock, queue)

    assert leg(three, SUN).state == LegState.RINGING


@pytest.mark.parametrize("status", ["queued", "in-progress"])
def test_what_says_nothing_new_changes_nothing(three, clock, queue, network, status):
    invite(three, SUN)
    queue.run()
    if status == "in-progress":
        network.answers(network.sid_of(SUN))
        network.away.add(network.sid_of(SUN))

    compare(three, clock, queue)

    assert leg(three, SUN).state == LegState.DIALLING


def test_who_waits_to_be_rung_is_not_asked_about(calling, clock, queue, network):
    sid = factories.host(calling).call_sid

    compare(calling, clock, queue)

    assert network.done("look") == [(sid,)]
    assert factories.states(calling) == {WANG: "dialling", LI: "waiting", ZHAO: "waiting"}


def test_a_host_who_was_not_reached_ends_the_start(calling, clock, queue, network):
    network.ends(factories.host(calling).call_sid, "no-answer")

    compare(calling, clock, queue)

    assert (stored(calling).state, stored(calling).reason) == ("ending", "host_no_answer")


def test_a_call_the_provider_does_not_know_just_now_stays_and_is_not_called_compared(
    three, clock, queue, network
):
    verified_at = stored(three).verified_at
    del network.calls[leg(three, LI).call_sid]

    compare(three, clock, queue)

    assert leg(three, LI).state == LegState.JOINED
    assert stored(three).verified_at == verified_at


def test_a_call_whose_end_was_asked_for_and_that_goes_on_is_ended(three, clock, queue, network):
    legs.give_up(leg(three, LI), legs.HUNG_UP)  # and the process died

    compare(three, clock, queue)

    assert (leg(three, LI).call_sid,) in network.done("hang_up")
    assert leg(three, LI).call_sid not in network.alive
    compare(three, clock, queue)
    assert leg(three, LI).state == LegState.COMPLETED


def test_a_call_that_never_learnt_its_sid_is_looked_for_when_it_is_lost(clock, queue, network):
    conference_id = factories.unknown(network, queue, placed=True)
    network.ends(network.sid_of(LI), "busy")
    compare(conference_id, clock, queue)
    assert leg(conference_id, LI).state == LegState.DIALLING
    assert stored(conference_id).verified_at == clock.now()
    clock.advance(seconds=56)

    compare(conference_id, clock, queue)

    assert leg(conference_id, LI).state == LegState.BUSY


def test_a_conference_in_which_nobody_is_any_more_asks_for_no_room(three, clock, queue, network):
    for number in (LI, ZHAO, WANG):
        hang_up(three, number, network)
    queue.messages.clear()

    compare(three, clock, queue)

    assert network.done("in_room") == []
    assert stored(three).verified_at == clock.now()


# ——— who may be heard ———


def test_who_is_heard_though_muted_is_muted_again(three, clock, queue, network):
    control.mute_all(three, muted=True)
    queue.messages.clear()  # the process died between the write and the queue

    compare(three, clock, queue)

    muted = {sid: on for _, sid, on in network.done("mute")}
    assert muted == dict.fromkeys([leg(three, LI).call_sid, leg(three, ZHAO).call_sid], True)
    done = len(network.done("mute"))
    compare(three, clock, queue)
    assert len(network.done("mute")) == done


def test_who_is_muted_though_to_be_heard_is_un_muted(three, clock, queue, network):
    network.mute(three, leg(three, LI).call_sid, muted=True)

    compare(three, clock, queue)

    assert network.done("mute")[1:] == [(three, leg(three, LI).call_sid, False)]


# ——— the provider is out of reach ———


DOWN = provider.Declined("provider_down")
FAILURES = {
    f"{deed} {type(error).__name__}": (deed, error)
    for deed in ("in_room", "look")
    for error in (DOWN, provider.Unknown("timeout"))
}


@pytest.mark.parametrize("failure", FAILURES)
def test_while_the_provider_does_not_answer_it_is_not_called_compared(
    three, clock, queue, network, failure
):
    verified_at = stored(three).verified_at
    network.ends(leg(three, LI).call_sid)
    network.refuse(*FAILURES[failure])

    compare(three, clock, queue)
    assert stored(three).verified_at == verified_at
    assert leg(three, LI).state == LegState.JOINED
    assert watch.is_due(stored(three))
    compare(three, clock, queue)

    assert leg(three, LI).state == LegState.COMPLETED
    assert stored(three).verified_at == clock.now()


def test_one_call_that_cannot_be_asked_about_keeps_no_other_waiting(three, clock, queue, network):
    for number in (LI, ZHAO):
        network.ends(leg(three, number).call_sid)
    network.refuse("look", provider.Unknown("timeout"))

    compare(three, clock, queue)

    found = sorted(leg(three, number).state for number in (LI, ZHAO))
    assert found == ["completed", "joined"]
