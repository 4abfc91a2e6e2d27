"""The minute heals a start from the web, too: a lost job, a lost word, a host who never decides."""

from datetime import timedelta

import pytest

from chalicelib import conference, control, legs, provider, sweeps
from chalicelib import tables as t
from chalicelib.tables import LegState
from tests import factories
from tests.factories import answer, host, leg, press, started, stored, web_started
from tests.people import LI, WANG, ZHAO

pytestmark = pytest.mark.usefixtures("product")


def minutes(clock, queue, count=1):
    """Let *count* minutes pass, each with its tick and its work."""
    for _ in range(count):
        clock.advance(minutes=1)
        sweeps.ask_for_due()
        queue.run()


def test_a_host_whose_request_to_be_rung_was_lost_is_rung_and_nobody_else(
    paying, network, queue, clock
):
    conference_id = web_started(paying, LI, ZHAO)
    queue.messages.clear()  # the process died between the write and the queue

    minutes(clock, queue)

    assert network.rung == [WANG]
    assert stored(conference_id).state == "calling_host"


def test_the_others_are_rung_though_the_request_of_the_hosts_1_was_lost(
    calling, network, queue, clock
):
    answer(calling, network)
    press(calling, "1")
    queue.messages.clear()

    minutes(clock, queue)

    assert sorted(network.rung) == sorted([WANG, LI, ZHAO])


@pytest.mark.parametrize("answers", [True, False])
def test_a_host_who_never_decides_is_waited_for_three_minutes(
    calling, network, queue, clock, answers
):
    if answers:
        answer(calling, network)
    minutes(clock, queue, 2)
    assert stored(calling).state == "calling_host"

    minutes(clock, queue)
    clock.advance(seconds=10)
    queue.run()

    assert (stored(calling).state, stored(calling).reason) == ("ended", "not_confirmed")
    assert (network.rung, network.alive) == ([WANG], set())
    assert [one.charge for one in t.collection(calling)[1]] == [None, None, None]


def test_a_lost_last_word_of_the_host_is_fetched(calling, network, queue, clock):
    network.ends(host(calling).call_sid, "no-answer")

    minutes(clock, queue, 2)

    assert stored(calling).reason == "host_no_answer"


def test_an_end_that_was_lost_with_the_hosts_last_word_is_made_good(calling, network, queue, clock):
    sid = host(calling).call_sid
    network.ends(sid, "busy")
    legs.close(host(calling), network.word(sid))  # and the process died

    minutes(clock, queue)

    assert stored(calling).reason == "host_busy"


@pytest.mark.parametrize("placed", [True, False])
def test_a_host_of_whom_it_is_unknown_whether_the_phone_rang_is_not_rung_again(
    paying, network, queue, clock, placed
):
    network.refuse("ring", provider.Unknown("timeout"), done=placed)
    conference_id = web_started(paying, LI)
    queue.run()
    if placed:
        network.ends(network.sid_of(WANG), "no-answer")

    minutes(clock, queue)

    assert network.rung == [WANG]
    assert stored(conference_id).reason == ("host_no_answer" if placed else "host_failed")
    assert leg(conference_id, LI).state == LegState.CANCELLED


def test_a_host_who_is_looked_for_in_vain_is_gone_at_the_end_of_the_wait(
    paying, network, queue, clock
):
    network.refuse("ring", provider.Unknown("timeout"), done=True)
    conference_id = web_started(paying, LI)
    queue.run()
    clock.advance(minutes=1)
    network.refuse("find", provider.Unknown("timeout"))
    sweeps.sweep(conference_id)
    assert host(conference_id).state == LegState.GIVEN_UP

    minutes(clock, queue, 3)

    assert stored(conference_id).reason == "not_confirmed"
    assert network.rung == [WANG]


def test_a_start_whose_legs_were_lost_ends(paying, queue, clock):
    conference_id = web_started(paying, LI)
    host(conference_id).delete()

    minutes(clock, queue)

    assert stored(conference_id).reason == "host_left"


def test_a_start_and_an_end_are_each_looked_at_again_by_the_next_minute(calling, queue, clock):
    for end in (False, True):
        if end:
            conference.cancel(calling)
            queue.messages.clear()
        clock.advance(seconds=30)
        sweeps.sweep(calling)

        assert stored(calling).check_at == clock.now() + timedelta(seconds=55)


def test_what_ended_between_the_look_and_the_write_is_looked_at_no_more(
    calling, queue, clock, monkeypatch
):
    as_read = t.collection(calling)
    conference.cancel(calling)
    queue.run()
    clock.advance(seconds=10)
    queue.run()
    assert stored(calling).state == "ended"

    monkeypatch.setattr(t, "collection", lambda _: as_read)
    sweeps.sweep(calling)

    assert (stored(calling).state, stored(calling).check_at) == ("ended", None)


def test_who_was_to_be_muted_when_all_was_lost_is_muted_by_the_minute(
    web_three, network, queue, clock
):
    control.mute_all(web_three, muted=True)
    queue.messages.clear()  # the process died between the write and the queue

    minutes(clock, queue, 5)

    muted = {sid for _, sid, on in network.done("mute") if on}
    assert muted == {leg(web_three, number).call_sid for number in (LI, ZHAO)}


def test_a_healthy_start_is_left_alone(calling, network, queue, clock):
    minutes(clock, queue)

    assert factories.states(calling) == {WANG: "dialling", LI: "waiting", ZHAO: "waiting"}
    assert (stored(calling).state, network.rung) == ("calling_host", [WANG])


def test_a_conference_that_waits_for_its_lost_host_is_ended_in_its_time_and_not_before(
    host_lost, queue, clock
):
    queue.messages.clear()
    clock.advance(seconds=59)
    sweeps.sweep(host_lost)
    assert stored(host_lost).state == "live"
    clock.advance(seconds=1)

    sweeps.sweep(host_lost)

    assert stored(host_lost).reason == "host_left"


def test_the_host_alone_after_a_web_start_is_warned_and_released(paying, network, queue, clock):
    conference_id = factories.confirmed(paying, LI, network=network, queue=queue)
    factories.hang_up(conference_id, LI, network, status="busy")
    queue.run()
    network.did.clear()

    minutes(clock, queue)
    assert network.told == [(host(conference_id).call_sid, "alone")]
    minutes(clock, queue, 2)

    assert stored(conference_id).reason == "alone"


def test_a_month_cap_of_an_account_that_is_gone_counts_this_call_alone(clock):
    conference_id = started(LI, month_cap=1000)
    clock.advance(seconds=61)
    t.Account.get(WANG, t.Account.ITEM).delete()

    sweeps.sweep(conference_id)

    assert stored(conference_id).month_before == 0
