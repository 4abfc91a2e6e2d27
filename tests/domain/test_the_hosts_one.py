"""The host of a start from the web: 1 makes it a conference; called off, late, or never there."""

from functools import partial

import pytest

from chalicelib import accounts, conference, control, legs, provider, sweeps
from chalicelib import tables as t
from chalicelib.calls import Call
from chalicelib.steps import Ask, HangUp, Join, Prompt, line
from chalicelib.tables import LegState
from tests import factories
from tests.factories import answer, at_once, host, leg, press, states, stored, web_started
from tests.people import LI, WANG, ZHAO

pytestmark = pytest.mark.usefixtures("product")

OVER = HangUp((line(Prompt.CONFERENCE_OVER),))
REASONS = {
    "busy": "host_busy",
    "no-answer": "host_no_answer",
    "failed": "host_failed",
    "canceled": "host_failed",
    "completed": "not_confirmed",
}
"""Why there was no conference, by the provider's last word on the call to its host."""


# ——— 1 ———


def test_the_hosts_one_makes_it_a_conference_and_rings_the_others(calling, network, queue, clock):
    clock.advance(seconds=7)
    asked = answer(calling, network)
    assert asked == Ask((line(Prompt.CONFIRM_START),), f"/voice/{calling}/host-1/accept")
    assert (stored(calling).state, network.rung) == ("calling_host", [WANG])
    clock.advance(seconds=3)

    step = press(calling, "1")
    queue.run()

    assert step == Join(calling, "host-1", host=True)
    assert (stored(calling).state, stored(calling).confirmed_at) == ("live", clock.now())
    assert stored(calling).running_since == clock.now()
    assert (host(calling).state, host(calling).joined_at) == ("joined", clock.now())
    assert sorted(network.rung) == sorted([WANG, LI, ZHAO])


def test_a_host_who_is_alone_from_the_start_is_warned_a_minute_after_the_1(
    calling, network, queue, clock
):
    for number in (LI, ZHAO):
        control.hang_up(calling, leg(calling, number).party_id)
    clock.advance(seconds=50)
    answer(calling, network)
    press(calling, "1")
    warned = []
    for seconds in (59, 1):
        clock.advance(seconds=seconds)
        sweeps.sweep(calling)
        queue.run()
        warned.append([prompt for _, prompt in network.told].count("alone"))

    assert warned == [0, 1]


def test_one_pressed_twice_rings_the_others_once(calling, network, queue, tables):
    answer(calling, network)
    first = press(calling, "1")
    queue.run()
    once = tables.snapshot()

    assert press(calling, "1") == first
    queue.run()

    assert tables.snapshot() == once
    assert sorted(network.rung) == sorted([WANG, LI, ZHAO])


@pytest.mark.parametrize("digits", ["2", "9", "0", "#", "11"])
def test_any_other_key_of_the_host_is_asked_again_and_rings_nobody(calling, network, queue, digits):
    asked = answer(calling, network)

    again = press(calling, digits)
    queue.run()

    assert again == Ask((line(Prompt.WRONG_KEY), *asked.lines), asked.then)
    assert (stored(calling).state, network.rung) == ("calling_host", [WANG])
    assert not accounts.look_up(WANG).blocked


def test_a_one_from_a_call_that_is_not_the_hosts_starts_nothing(calling, network, queue):
    answer(calling, network)

    for deed in (legs.accept, legs.enter):
        deed(calling, "host-1", Call("CAother", digits="1"))
        deed(calling, "host-7", Call("CAother", digits="1"))
    legs.enter(calling, leg(calling, LI).leg_id, Call("CAother"))
    queue.run()

    assert (stored(calling).state, network.rung) == ("calling_host", [WANG])


# ——— called off ———


def test_a_host_who_answers_what_was_called_off_is_told_so(calling, network, queue, clock):
    assert conference.cancel(calling)
    asked = answer(calling, network)
    assert isinstance(asked, Ask)

    assert press(calling, "1") == OVER
    queue.run()
    assert answer(calling, network) == OVER
    assert press(calling, "1") == OVER
    clock.advance(seconds=10)
    queue.run()

    assert (stored(calling).state, stored(calling).reason) == ("ended", "cancelled")
    assert (network.rung, network.alive) == ([WANG], set())
    assert [one.charge for one in t.collection(calling)[1]] == [None, None, None]


def test_a_start_called_off_while_1_is_pressed_rings_nobody(calling, network, queue, monkeypatch):
    answer(calling, network)
    confirm = legs._confirm  # noqa: SLF001 - a race

    def overtaken(*asked):
        assert conference.cancel(calling)
        return confirm(*asked)

    monkeypatch.setattr(legs, "_confirm", overtaken)

    assert press(calling, "1") == OVER
    queue.run()
    assert (stored(calling).reason, stored(calling).confirmed_at) == ("cancelled", None)
    assert network.rung == [WANG]


def test_a_start_that_is_a_conference_by_now_is_not_called_off(calling, network, queue):
    answer(calling, network)
    press(calling, "1")

    assert not conference.cancel(calling)
    queue.run()

    assert stored(calling).state == "live"
    assert sorted(network.rung) == sorted([WANG, LI, ZHAO])


def test_of_1_and_calling_it_off_at_once_exactly_one_wins(paying, network, queue, clock):
    for n in range(10):
        conference_id = web_started(paying, LI, key=f"key {n}")
        queue.run()
        answer(conference_id, network)
        network.did.clear()

        called_off, step = at_once(
            partial(conference.cancel, conference_id), partial(press, conference_id, "1")
        )
        queue.run()

        assert called_off != isinstance(step, Join)
        assert network.rung == ([] if called_off else [LI])
        factories.end(conference_id, queue)
        clock.advance(seconds=10)
        queue.run()


def test_the_page_calls_a_start_off_and_ends_what_goes_on(paying, network, queue):
    for digits, reason in (("", "cancelled"), ("1", "host")):
        conference_id = web_started(paying, LI, key=reason)
        queue.run()
        answer(conference_id, network)
        press(conference_id, digits)

        conference.end_by_host(conference_id)
        conference.end_by_host(conference_id)

        assert stored(conference_id).reason == reason


# ——— no conference came of it ———


@pytest.mark.parametrize("status", REASONS)
def test_why_nothing_came_of_it_is_how_the_call_to_the_host_ended(
    calling, network, queue, clock, status
):
    if status == "completed":
        answer(calling, network)
        clock.advance(seconds=30)
    factories.host_hangs_up(calling, network, status=status)
    assert (stored(calling).state, stored(calling).reason) == ("ending", REASONS[status])
    queue.run()
    clock.advance(seconds=10)
    queue.run()

    assert (stored(calling).state, network.rung) == ("ended", [WANG])
    assert [one.charge for one in t.collection(calling)[1]] == [None, None, None]
    assert list(t.billed(WANG, "2011-02")) == []
    assert states(calling) | {WANG: ""} == {WANG: "", LI: "cancelled", ZHAO: "cancelled"}
    assert accounts.find(WANG).live is None
    assert stored(web_started(accounts.find(WANG), LI, key="two")).state == "calling_host"


def test_a_host_who_could_not_be_rung_is_no_conference(paying, network, queue):
    network.refuse("ring", provider.Declined("bad_number"))
    conference_id = web_started(paying, LI)

    queue.run()

    assert stored(conference_id).reason == "host_failed"
    assert (host(conference_id).state, host(conference_id).reason) == ("failed", "bad_number")
    assert network.told == []
    assert leg(conference_id, LI).state == LegState.CANCELLED
