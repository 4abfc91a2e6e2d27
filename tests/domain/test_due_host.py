"""What a host does with a start: begins it, puts it off, ends it on the page; or no word comes."""

from datetime import timedelta
from functools import partial

import pytest

from chalicelib import accounts, conference, due
from chalicelib.calls import Call
from chalicelib.steps import Ask, HangUp, Prompt, line
from chalicelib.tables import Conference, Reservation
from tests import factories
from tests.domain.reserving import (
    IN_AN_HOUR,
    cancel,
    due_now,
    pass_time,
    plan,
    postpone,
    reserve,
    rings,
    stored,
    tick,
)
from tests.factories import answer, host_hangs_up, press
from tests.people import LI, WANG, ZHAO

pytestmark = pytest.mark.usefixtures("product")


@pytest.fixture
def starting(paying, clock, queue):
    """Have the time come of what 王小明 reserved with 李雷 and 赵敏: his phone was rung."""
    return due_now(reserve(paying, plan(LI, ZHAO))[0], clock, queue)


# ——— the host's 2, and the page ———


def test_2_puts_it_off_by_ten_minutes_twice_and_a_third_time_is_not_offered(
    starting, clock, queue, network
):
    row = starting
    for times in (1, 2):
        asked, said, row = postpone(row, clock, queue, network)

        assert asked.lines[-1] == line(Prompt.POSTPONE)
        assert said == HangUp((line(Prompt.POSTPONED),))
        assert (row.state, row.reason, row.postponed) == ("scheduled", "postponed", times)
        assert (row.rings_at, row.attempt) == (clock.now() + timedelta(minutes=10), 1)
        assert row.due_at == row.rings_at
        assert row.starts_at == IN_AN_HOUR
        pass_time(clock, queue, until=row.rings_at + timedelta(seconds=30))
        assert rings(network)[times:] == [(WANG, row.rings_at)]
        row = stored(row)

    asked = answer(row.conference_id, network)
    again = press(row.conference_id, "2")

    assert asked.lines == (line(Prompt.CONFIRM_START),)
    assert again == Ask((line(Prompt.WRONG_KEY), *asked.lines), asked.then)
    assert accounts.find(WANG).hour_calls == 5
    assert len(list(Conference.scan(Conference.item == Conference.ITEM))) == 3


def test_2_is_answered_in_the_language_of_the_account(clock, queue, network):
    (made,) = reserve(factories.account(WANG, language="en"))

    _, said, _ = postpone(due_now(made, clock, queue), clock, queue, network)

    assert said == HangUp((line(Prompt.POSTPONED),), "en")


def test_what_was_put_off_may_be_called_off(starting, paying, clock, queue, network):
    _, _, row = postpone(starting, clock, queue, network)
    cancel(paying, row)

    pass_time(clock, queue, until=row.rings_at + timedelta(minutes=2))

    assert (network.rung, stored(row).state) == ([WANG], "cancelled")


def test_a_start_ended_on_the_page_is_cancelled_and_rings_no_other_phone(starting, queue, network):
    conference.end_by_host(starting.conference_id)
    queue.run()

    row = stored(starting)
    assert (row.state, row.reason, row.due_at) == ("cancelled", "cancelled", None)
    assert network.rung == [WANG]


def test_a_start_that_was_confirmed_and_ended_before_it_was_looked_at_was_started(
    starting, queue, network
):
    answer(starting.conference_id, network)
    press(starting.conference_id, "1")
    conference.end(starting.conference_id, "host")
    queue.run()

    assert stored(starting).state == "started"


def test_a_word_of_a_call_that_is_not_the_hosts_puts_nothing_off(starting, network):
    answer(starting.conference_id, network)
    factories.legs.accept(starting.conference_id, "host-1", Call("CAother", digits="2"))

    assert factories.host(starting.conference_id).reason is None


# ——— who is told ———


@pytest.fixture
def expected(paying, monkeypatch):
    """Have him reserve with 李雷, both to be told by text."""
    factories.settings_with(monkeypatch, sms_number="+861065116323")
    return reserve(paying, plan(LI, notify=True))[0]


@pytest.fixture
def begun(expected, clock, queue, network):
    """Have both reminded, and his phone rung."""
    clock.at = IN_AN_HOUR - timedelta(minutes=10)
    due.attend(WANG, expected.reservation_id)
    queue.run()
    network.texts.clear()
    return due_now(expected, clock, queue)


def told(network, *endings):
    """Say whether 王小明 and 李雷 were each told something that ends so, and nobody else."""
    numbers = [number for number, _ in network.texts]
    return numbers == [WANG, LI] and all(
        words.endswith(ending) for (_, words), ending in zip(network.texts, endings, strict=True)
    )


def test_they_are_reminded_once_and_not_before_it_is_time(expected, clock, queue):
    asked = []
    for minutes in (11, 10, 9):
        clock.at = IN_AN_HOUR - timedelta(minutes=minutes)
        due.attend(WANG, expected.reservation_id)
        asked.append(len(queue.asked))

    assert asked == [0, 2, 2]


def test_they_are_told_that_it_was_ended_on_the_page(begun, queue, network):
    conference.end_by_host(begun.conference_id)
    queue.run()

    assert told(network, "多方通话已取消", "取消了2月16日11:00的多方通话")


def test_they_are_told_that_it_was_missed(begun, queue, network):
    host_hangs_up(begun.conference_id, network, status="no-answer")
    queue.run()

    assert told(network, "未能发起:您的电话无人接听", "的多方通话未能举行")


def test_a_stale_look_tells_nobody_anything(begun, queue, network):
    answer(begun.conference_id, network)
    press(begun.conference_id, "1")
    queue.run()

    due._came_to_nothing(begun, "cancelled")  # noqa: SLF001 - a race
    due._failed(begun, None, "host_busy")  # noqa: SLF001 - likewise

    assert (queue.asked, network.texts) == ([], [])


# ——— what was lost on the way ———


@pytest.mark.parametrize("digits", ["1", "2", ""])
def test_the_words_of_what_became_of_it_may_be_lost(starting, clock, queue, network, digits):
    answer(starting.conference_id, network)
    press(starting.conference_id, digits)
    if digits != "1":
        host_hangs_up(starting.conference_id, network)
    queue.messages.clear()

    clock.advance(minutes=1)
    tick(queue)

    row = stored(starting)
    assert row.state == {"1": "started", "2": "scheduled", "": "missed"}[digits]


def test_two_who_follow_at_once_move_it_once(starting, queue, network):
    answer(starting.conference_id, network)
    press(starting.conference_id, "2")
    host_hangs_up(starting.conference_id, network)
    queue.messages.clear()

    factories.at_once(*[partial(due.attend, WANG, starting.reservation_id)] * 8)

    row = stored(starting)
    assert (row.version, row.postponed, row.state) == (2, 1, "scheduled")
    assert queue.asked == [("reservation", starting.reservation_id)]


def test_a_look_that_comes_second_does_not_have_it_ring_again_twice(starting, clock):
    first, second = stored(starting), stored(starting)
    later = clock.now() + timedelta(minutes=10)

    for as_read in (first, second):
        due._ring_at(as_read, later, "host_busy")  # noqa: SLF001 - a race

    row = stored(starting)
    assert (row.version, row.state, row.rings_at) == (2, "scheduled", later)


def test_a_stale_look_moves_nothing(starting, queue, network):
    as_read = stored(starting)
    answer(starting.conference_id, network)
    press(starting.conference_id, "1")
    queue.run()
    for state in ("missed", "started", "scheduled"):
        assert not as_read.move(state, after="starting")
    due._came_to_nothing(as_read, "cancelled")  # noqa: SLF001 - a race
    due._failed(as_read, None, "host_busy")  # noqa: SLF001 - likewise
    due._follow(as_read)  # noqa: SLF001 - likewise

    assert (stored(starting).state, Reservation.count(WANG)) == ("started", 1)
