"""Key 3: reservations read one by one, missed ones told, each cancelled by 2 and 1 (S76)."""

from datetime import date, timedelta

import pytest

from chalicelib import clock as product_clock
from chalicelib import dial_in, due, rearrange, reservations
from chalicelib import my_reservations as key_3
from chalicelib.calls import Call
from chalicelib.plans import Changes
from chalicelib.steps import Ask, HangUp, Prompt, Say, line
from chalicelib.tables import Reservation
from tests import factories
from tests.domain.reserving import due_now, stored
from tests.factories import reserved
from tests.people import CHEN, LI, OFFICE, SUN, WANG

NOT_ELIGIBLE = HangUp((line(Prompt.NOT_ELIGIBLE),))
MENU = Ask((line(Prompt.MENU),), "/voice/dial-in/zh/choose")
WRONG = line(Prompt.WRONG_KEY)


@pytest.fixture
def three(paying):
    """Let three be reserved: in one hour, in two, and in three."""
    return [
        reserved(paying, *whom, minutes_ahead=60 * hours, key=f"the {hours}th")
        for hours, whom in enumerate([[LI], [LI, OFFICE], [SUN]], 1)
    ]


def call(digits="", *, caller=WANG):
    return Call("CA1", caller, digits=digits)


def begin():
    return dial_in.choose("zh", call("3"))


def chosen(row, digits):
    return key_3.chosen("zh", row.reservation_id, call(digits))


def cancelling(row, digits):
    return key_3.cancel("zh", row.reservation_id, call(digits))


def when(row):
    return {"when": product_clock.text(row.starts_at)}


def read(place, row, *before):
    told = line(Prompt.RESERVATION, n=place, **when(row), count=len(row.parties))
    then = f"/voice/dial-in/zh/reserved/{row.reservation_id}"
    return Ask((*before, told, line(Prompt.RESERVATION_KEYS)), then)


def ask_cancel(row, *before, prompt=Prompt.CONFIRM_CANCEL):
    then = f"/voice/dial-in/zh/reserved/{row.reservation_id}/cancel"
    return Ask((*before, line(prompt)), then)


def back(*lines):
    return Say(lines, "/voice/dial-in/zh/menu")


def gone(row):
    return line(Prompt.RESERVATION_CANCELLED, **when(row))


# ——— looking ———


@pytest.mark.usefixtures("paying")
def test_who_reserved_nothing_is_told_so():
    assert begin() == back(line(Prompt.NO_RESERVATION))


def test_each_is_read_in_turn_and_after_the_last_comes_the_menu(three):
    first, second, third = three

    assert begin() == read(1, first)
    assert chosen(first, "1") == read(2, second)
    assert chosen(second, "1") == read(3, third)
    assert chosen(third, "1") == back(line(Prompt.NO_MORE_RESERVATIONS))
    assert chosen(third, "1") == back(line(Prompt.NO_MORE_RESERVATIONS))


def test_star_goes_to_the_menu_and_another_key_is_wrong(three):
    first, second, _ = three

    assert chosen(first, "*") == MENU
    for digits in ("3", "#", "0"):
        assert chosen(second, digits) == read(2, second, WRONG)


def test_those_missed_since_yesterday_are_told_first(paying, three, clock):
    first, second, third = three
    clock.at = second.starts_at + timedelta(minutes=11)
    for row in (first, second):
        due.attend(WANG, row.reservation_id)
    missed = [line(Prompt.RESERVATION_MISSED, **when(row)) for row in (first, second)]

    assert begin() == read(1, third, *missed)
    rearrange.cancel(paying, third.reservation_id)
    assert begin() == back(*missed, line(Prompt.NO_RESERVATION))
    clock.at = first.starts_at + timedelta(days=1)
    assert begin() == back(*missed, line(Prompt.NO_RESERVATION))
    clock.advance(seconds=1)
    assert begin() == back(missed[1], line(Prompt.NO_RESERVATION))


def test_one_that_is_being_started_is_still_read(three, clock, queue):
    due_now(three[0], clock, queue)

    assert begin() == read(1, stored(three[0]))


# ——— a list that changes between two keys ———


def test_1_leads_to_the_next_also_after_one_before_it_was_cancelled_on_the_page(paying, three):
    first, second, third = three
    rearrange.cancel(paying, first.reservation_id)

    assert chosen(second, "1") == read(2, third)
    assert chosen(first, "1") == read(1, second)
    assert chosen(first, "7") == read(1, second, WRONG)


def test_1_leads_to_what_follows_the_new_time_of_one_that_was_moved(paying, three):
    first, second, third = three
    later = Changes(starts_at=second.starts_at + timedelta(minutes=5))
    moved = rearrange.change(paying, first.reservation_id, 1, later)

    assert chosen(second, "1") == read(2, moved)
    assert chosen(moved, "1") == read(3, third)


def test_what_is_not_there_at_all_begins_with_the_first(three):
    nothing = Reservation(WANG, "nothing")

    assert chosen(nothing, "7") == read(1, three[0], WRONG)
    assert cancelling(nothing, "1").lines[0] == line(Prompt.BUSY_NOW)


# ——— cancelling ———


def test_2_and_1_cancel_it_and_the_next_is_read(paying, three):
    first, second, third = three

    assert chosen(second, "2") == ask_cancel(second)
    assert stored(second).state == "scheduled"
    assert cancelling(second, "1") == read(2, third, gone(second))
    assert stored(second).state == "cancelled"
    assert [row.reservation_id for row in reservations.ahead(paying)] == [
        first.reservation_id,
        third.reservation_id,
    ]


def test_asked_twice_it_answers_the_same_and_changes_nothing_more(three, tables):
    _, second, _ = three
    first = cancelling(second, "1")
    once = tables.snapshot()

    assert cancelling(second, "1") == first
    assert tables.snapshot() == once


def test_after_the_last_is_cancelled_comes_the_menu(paying, three):
    first, second, third = three

    told = back(gone(third), line(Prompt.NO_MORE_RESERVATIONS))
    assert cancelling(third, "1") == told
    for row in (first, second):
        rearrange.cancel(paying, row.reservation_id)
    assert cancelling(third, "1") == back(gone(third), line(Prompt.NO_RESERVATION))


def test_star_reads_it_again_and_another_key_is_wrong(three):
    _, second, _ = three

    assert cancelling(second, "*") == read(2, second)
    for digits in ("2", "9", "#"):
        assert cancelling(second, digits) == ask_cancel(second, WRONG)
    assert stored(second).state == "scheduled"


def test_one_that_is_being_started_cannot_be_cancelled(three, clock, queue):
    first, second, _ = three
    due_now(first, clock, queue)

    assert cancelling(first, "1") == read(2, second, line(Prompt.ALREADY_STARTED))
    assert stored(first).state == "starting"


def test_one_that_was_missed_meanwhile_is_over(three, clock):
    first, second, _ = three
    clock.at = first.starts_at + timedelta(minutes=11)
    due.attend(WANG, first.reservation_id)

    assert cancelling(first, "1") == read(1, second, line(Prompt.RESERVATION_OVER))


# ——— a series ———


@pytest.fixture
def series(paying):
    """Let one be reserved for three days, in an hour each."""
    reserved(paying, LI, repeat="daily", until=date(2011, 2, 18), key="every day")
    return reservations.ahead(paying)


SERIES = Prompt.CONFIRM_CANCEL_SERIES


def test_of_a_series_1_cancels_one(series):
    assert chosen(series[1], "2") == ask_cancel(series[1], prompt=SERIES)
    assert cancelling(series[1], "1") == read(2, series[2], gone(series[1]))
    assert [stored(row).state for row in series] == ["scheduled", "cancelled", "scheduled"]


def test_of_a_series_2_cancels_all_that_is_ahead_once(series, tables, paying):
    other = reserved(paying, SUN, minutes_ahead=60 * 100, key="another")
    told = read(1, other, line(Prompt.SERIES_CANCELLED))

    assert cancelling(series[0], "2") == told
    once = tables.snapshot()
    assert cancelling(series[0], "2") == told
    assert tables.snapshot() == once
    assert {stored(row).state for row in series} == {"cancelled"}


def test_of_a_series_another_key_is_wrong(series):
    assert cancelling(series[0], "3") == ask_cancel(series[0], WRONG, prompt=SERIES)
    assert cancelling(series[0], "*") == read(1, series[0])


# ——— whose they are ———


def test_nobody_hears_or_cancels_what_is_anothers(three):
    factories.account(CHEN)
    there = three[0].reservation_id

    assert dial_in.choose("zh", call("3", caller=CHEN)) == back(line(Prompt.NO_RESERVATION))
    for deed in (key_3.chosen, key_3.cancel):
        for digits in ("1", "2", "7"):
            said = str(deed("zh", there, call(digits, caller=CHEN)))
            assert LI not in said
            assert product_clock.text(three[0].starts_at) not in said
    assert stored(three[0]).state == "scheduled"


def test_whoever_may_not_host_any_more_hears_nothing(three):
    factories.exception(WANG, "barred")

    assert begin() == NOT_ELIGIBLE
    assert chosen(three[0], "1") == NOT_ELIGIBLE
    assert cancelling(three[0], "1") == NOT_ELIGIBLE
    assert key_3.begin("zh", call("3", caller=None)) == NOT_ELIGIBLE
