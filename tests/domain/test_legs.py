"""The life of one leg: answered, in the room, over; every move once, twice, late, in any order."""

from datetime import timedelta
from itertools import permutations

import pytest

from chalicelib import conference, legs, paths, provider, reports
from chalicelib.calls import Call, Progress
from chalicelib.steps import Ask, HangUp, Join, Prompt, Say, line
from chalicelib.tables import Leg, LegState, Orphan
from tests import factories
from tests.factories import leg, orphans, rung, started
from tests.people import LI, WANG

pytestmark = pytest.mark.usefixtures("product")

OVER = HangUp((line(Prompt.CONFERENCE_OVER),))


# ——— answered, asked, in ———


def test_who_answers_hears_who_invites_and_is_in(rung_li, clock):
    conference_id, leg_id, call = rung_li

    step = legs.answered(conference_id, leg_id, call)

    enter = paths.leg(conference_id, leg_id, "enter")
    assert step == Say((line(Prompt.INVITATION, who=WANG),), enter)
    there = leg(conference_id, LI)
    assert (there.state, there.answered_at, there.joined_at) == ("answered", clock.now(), None)
    assert legs.enter(conference_id, leg_id, call) == Join(conference_id, leg_id)
    assert (leg(conference_id, LI).state, leg(conference_id, LI).joined_at) == (
        "joined",
        clock.now(),
    )


def test_a_request_repeated_gets_the_same_answer_and_changes_nothing(rung_li, clock, tables):
    conference_id, leg_id, call = rung_li

    for deed in (legs.answered, legs.enter):
        first = deed(conference_id, leg_id, call)
        once = tables.snapshot()
        clock.advance(seconds=1)
        assert deed(conference_id, leg_id, call) == first
        assert tables.snapshot() == once


def test_with_press_1_on_whoever_answers_is_asked_first(queue):
    conference_id, leg_id, call = rung(queue, accept_by_1=True)
    there = paths.leg(conference_id, leg_id, "accept")
    sentence = line(Prompt.INVITATION_ASK, who=WANG)

    asked = legs.answered(conference_id, leg_id, call)
    wrong = legs.accept(conference_id, leg_id, Call(call.sid, digits="5"))

    assert asked == Ask((sentence,), there)
    assert wrong == Ask((line(Prompt.WRONG_KEY), sentence), there)
    assert leg(conference_id, LI).state == LegState.ANSWERED
    joins = legs.accept(conference_id, leg_id, Call(call.sid, digits="1"))
    assert joins == Join(conference_id, leg_id)


def test_not_now_says_goodbye_costs_nothing_and_the_host_is_told(queue, network, clock):
    conference_id, leg_id, call = rung(queue, accept_by_1=True)
    network.answers(call.sid)
    legs.answered(conference_id, leg_id, call)

    step = legs.accept(conference_id, leg_id, Call(call.sid, digits="2"))
    clock.advance(seconds=90)
    factories.hang_up(conference_id, LI, network)
    queue.run()

    there = leg(conference_id, LI)
    assert step == HangUp((line(Prompt.NOT_NOW),))
    assert (there.state, there.reason) == ("completed", "not_now")
    assert (there.seconds, there.charge, there.billing_month) == (None, None, None)
    assert network.told == [(factories.HOST_SID, "missed")]


@pytest.mark.parametrize("asked", [True, False])
def test_every_sentence_of_a_call_is_in_the_language_of_the_account(queue, asked):
    conference_id, leg_id, call = rung(queue, accept_by_1=asked, language="en")

    steps = [legs.answered(conference_id, leg_id, call), legs.enter(conference_id, leg_id, call)]

    assert [step.language for step in steps] == ["en", "en"]
    assert factories.host(conference_id).language == "en"


def test_a_host_is_asked_for_1_in_the_language_of_the_account(network, queue):
    conference_id = factories.web_started(factories.account(WANG, language="en"), LI)
    queue.run()

    assert factories.answer(conference_id, network).language == "en"


@pytest.mark.parametrize("why", ["not now", "ended", "given up", "another call"])
def test_who_does_not_come_in_is_told_why_in_the_language_of_the_account(queue, why):
    conference_id, leg_id, call = rung(queue, accept_by_1=True, language="en")
    legs.answered(conference_id, leg_id, call)
    if why == "ended":
        conference.end(conference_id, "host")
    if why == "given up":
        legs.give_up(leg(conference_id, LI))
    sid = "CAother" if why == "another call" else call.sid

    step = legs.accept(conference_id, leg_id, Call(sid, digits="2" if why == "not now" else "1"))

    prompt = Prompt.NOT_NOW if why == "not now" else Prompt.CONFERENCE_OVER
    assert step == HangUp((line(prompt),), "en")


def test_a_host_whose_call_is_given_up_at_that_moment_begins_nothing(calling, network, queue):
    factories.answer(calling, network)
    call = Call(factories.host(calling).call_sid)
    legs.give_up(factories.host(calling))

    assert legs.enter(calling, legs.HOST, call) == OVER
    queue.run()

    assert factories.stored(calling).state == "calling_host"
    assert network.rung == [WANG]


def test_a_voicemail_never_enters_and_costs_nothing(queue, network, clock):
    conference_id, leg_id, call = rung(queue, accept_by_1=True)
    network.answers(call.sid)

    legs.answered(conference_id, leg_id, call)
    clock.advance(seconds=30)
    factories.hang_up(conference_id, LI, network)

    there = leg(conference_id, LI)
    assert (there.state, there.joined_at, there.charge) == ("completed", None, None)


@pytest.mark.parametrize("deed", [legs.answered, legs.accept, legs.enter])
def test_whoever_was_given_up_is_told_that_it_is_over(rung_li, deed):
    conference_id, leg_id, call = rung_li
    legs.give_up(leg(conference_id, LI))

    assert deed(conference_id, leg_id, call) == OVER
    assert leg(conference_id, LI).state == LegState.GIVEN_UP


def test_whoever_answers_and_comes_in_after_the_end_is_told_so(rung_li):
    conference_id, leg_id, call = rung_li
    legs.answered(conference_id, leg_id, call)
    conference.end(conference_id, "host")  # nobody was given up yet: the queue has that before it

    assert legs.enter(conference_id, leg_id, call) == OVER
    assert leg(conference_id, LI).joined_at is None


@pytest.mark.parametrize("deed", [legs.answered, legs.accept, legs.enter])
def test_a_call_that_is_not_the_legs_own_is_sent_away_and_charged_to_nobody(rung_li, deed, queue):
    conference_id, leg_id, _ = rung_li

    step = deed(conference_id, leg_id, Call("CAother", digits="1"))

    assert step == OVER
    assert orphans() == {"CAother": ("in-progress", None)}
    reports.progress(conference_id, leg_id, Progress("CAother", "completed", 60))
    assert orphans() == {"CAother": ("completed", 60)}
    deed(conference_id, leg_id, Call("CAother", digits="1"))  # a late repeat forgets nothing
    assert orphans() == {"CAother": ("completed", 60)}
    assert leg(conference_id, LI).charge is None
    assert queue.asked == []


@pytest.mark.parametrize("deed", [legs.answered, legs.accept, legs.enter])
def test_a_call_for_no_leg_is_hung_up(deed):
    assert deed("nothing", "noone", Call("CA1")) == HangUp()


def test_a_leg_that_has_not_been_answered_does_not_enter():
    conference_id = started(LI)

    step = legs.enter(conference_id, leg(conference_id, LI).leg_id, Call("CA1"))

    assert step == OVER
    assert leg(conference_id, LI).state == LegState.WAITING


# ——— the last word ———


EVENTS = ("ringing", "answered", "enter", "completed")
ORDERS = list(permutations(EVENTS))


def happen(event, conference_id, leg_id, sid, ended_at):
    match event:
        case "ringing":
            reports.progress(conference_id, leg_id, Progress(sid, "ringing"))
        case "answered":
            legs.answered(conference_id, leg_id, Call(sid))
        case "enter":
            legs.enter(conference_id, leg_id, Call(sid))
        case "completed":
            word = Progress(sid, "completed", 61, ended_at)
            reports.progress(conference_id, leg_id, word)


@pytest.mark.parametrize("order", ORDERS, ids="-".join)
def test_events_in_any_order_end_in_the_same_record(rung_li, order, clock):
    conference_id, leg_id, call = rung_li
    ended_at = clock.now()
    joined_in_time = order.index("enter") < order.index("completed")

    for event in order:
        happen(event, conference_id, leg_id, call.sid, ended_at)

    done = leg(conference_id, LI)
    assert (done.state, done.call_sid, done.ended_at) == ("completed", call.sid, ended_at)
    assert done.answered_at == ended_at - timedelta(seconds=61)
    billed = (61, "dial-in-2011", 40, f"{WANG}#2011-02") if joined_in_time else (None,) * 4
    assert (done.seconds, done.tariff, done.charge, done.billing_month) == billed
    for event in order:  # and all of it once more, late
        happen(event, conference_id, leg_id, call.sid, ended_at)
    assert leg(conference_id, LI).attribute_values == done.attribute_values
    assert orphans() == {}


@pytest.mark.parametrize("status", ["busy", "no-answer", "failed", "canceled"])
def test_a_leg_that_was_not_reached_says_why_and_the_host_is_told(rung_li, queue, network, status):
    conference_id, _, _ = rung_li

    factories.hang_up(conference_id, LI, network, status=status)
    factories.hang_up(conference_id, LI, network, status=status)
    queue.run()

    assert (
        leg(conference_id, LI).state
        == {
            "busy": "busy",
            "no-answer": "no_answer",
            "failed": "failed",
            "canceled": "cancelled",
        }[status]
    )
    assert leg(conference_id, LI).charge is None
    assert network.told == [(factories.HOST_SID, "missed")]


def test_a_call_that_is_over_but_has_no_duration_yet_is_waited_for(queue, network, clock):
    conference_id = factories.live(LI, network=network, queue=queue)
    there = leg(conference_id, LI)

    reports.progress(conference_id, there.leg_id, Progress(there.call_sid, "completed"))
    assert leg(conference_id, LI).state == LegState.JOINED
    word = Progress(there.call_sid, "completed", 30, clock.now())
    reports.progress(conference_id, there.leg_id, word)

    assert (leg(conference_id, LI).state, leg(conference_id, LI).charge) == ("completed", 20)


def test_a_record_once_written_is_never_changed(queue, network, clock):
    conference_id = factories.live(LI, network=network, queue=queue)
    clock.advance(seconds=61)
    factories.hang_up(conference_id, LI, network)
    written = leg(conference_id, LI)

    for word in (
        Progress(written.call_sid, "completed", 6000, clock.now()),
        Progress(written.call_sid, "busy"),
        Progress(written.call_sid, "ringing"),
    ):
        reports.progress(conference_id, written.leg_id, word)
    legs.fail(leg(conference_id, LI), "unknown_call")
    legs.give_up(leg(conference_id, LI))

    assert leg(conference_id, LI).attribute_values == written.attribute_values
    assert "hang_up" not in [job for job, _ in queue.asked]


def test_a_leg_that_entered_while_its_last_word_was_read_is_charged(rung_li, network, clock):
    conference_id, leg_id, call = rung_li
    network.answers(call.sid)
    legs.answered(conference_id, leg_id, call)
    as_read = leg(conference_id, LI)
    legs.enter(conference_id, leg_id, call)

    assert legs.close(as_read, Progress(call.sid, "completed", 5, clock.now()))

    assert leg(conference_id, LI).charge == 20


def test_a_leg_that_cannot_be_written_is_left_to_the_next_word(rung_li, monkeypatch):
    conference_id, _, call = rung_li
    monkeypatch.setattr(legs, "_write_cdr", lambda *_: False)

    assert not legs.close(leg(conference_id, LI), Progress(call.sid, "busy"))


def test_the_last_word_on_no_leg_is_kept(clock):
    reports.progress("nothing", "noone", Progress("CA1", "completed", 7, clock.now()))

    assert orphans() == {"CA1": ("completed", 7)}
    (kept,) = Orphan.scan()
    assert (kept.conference_id, kept.leg_id) == ("nothing", "noone")


def test_the_last_word_on_a_leg_never_rung_is_kept_as_an_orphan(queue, network):
    network.refuse("ring", provider.Declined("provider_busy"))
    conference_id = started(LI)
    queue.run()

    leg_id = leg(conference_id, LI).leg_id
    reports.progress(conference_id, leg_id, Progress("CA7", "completed", 7))

    assert orphans() == {"CA7": ("completed", 7)}
    (kept,) = Orphan.scan()
    assert (kept.conference_id, kept.leg_id) == (conference_id, leg_id)
    assert leg(conference_id, LI).reason == "provider_busy"


def test_what_was_answered_after_we_gave_up_is_recorded_and_not_charged(rung_li, network, clock):
    conference_id, leg_id, call = rung_li
    legs.give_up(leg(conference_id, LI))
    network.answers(call.sid)
    assert legs.answered(conference_id, leg_id, call) == OVER

    clock.advance(seconds=5)
    factories.hang_up(conference_id, LI, network)

    there = leg(conference_id, LI)
    assert (there.state, there.call_sid, there.charge) == ("completed", call.sid, None)


def test_who_hangs_up_in_the_menu_is_in_it_no_more(queue, network):
    conference_id = factories.live(LI, network=network, queue=queue)
    leg(conference_id, LI).change(Leg.in_menu.set(True))

    factories.hang_up(conference_id, LI, network)

    assert (leg(conference_id, LI).over, leg(conference_id, LI).in_menu) == (True, False)


def test_what_was_in_the_room_when_it_was_given_up_is_charged(queue, network, clock):
    conference_id = factories.live(LI, network=network, queue=queue)
    clock.advance(seconds=59)
    legs.give_up(leg(conference_id, LI))
    clock.advance(seconds=2)

    factories.hang_up(conference_id, LI, network)

    assert (leg(conference_id, LI).seconds, leg(conference_id, LI).charge) == (61, 40)
