"""What is repeated: the same time of the Beijing day, until and with a day, never another."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.clock import BEIJING
from chalicelib.recurrence import moments
from tests.factories import refusal

DAY = timedelta(days=1)
NINE = datetime(2011, 2, 16, 1, 0, tzinfo=UTC)  # a Wednesday, nine in Beijing
LATEST = NINE + 92 * DAY
WORKDAYS = range(5)

firsts = st.integers(0, 188 * 365 * 24 * 60).map(lambda n: NINE + timedelta(minutes=n))
spans = st.integers(0, 92)


def by_counting_days(first, repeat, until):
    """Return the same by walking from day to day."""
    found, moment = [], first
    while moment.astimezone(BEIJING).date() <= until:
        local = moment.astimezone(BEIJING)
        weekly = (local.date() - first.astimezone(BEIJING).date()).days % 7 == 0
        if {"daily": True, "workdays": local.weekday() in WORKDAYS, "weekly": weekly}[repeat]:
            found.append(moment)
        moment += DAY  # no clock in China is ever put forward or back by now
    return found


@given(firsts, st.sampled_from(["daily", "workdays", "weekly"]), spans)
def test_they_are_what_walking_from_day_to_day_finds(first, repeat, span):
    until = first.astimezone(BEIJING).date() + span * DAY
    wanted = by_counting_days(first, repeat, until)

    if wanted:
        assert moments(first, repeat, until, latest=first + 92 * DAY) == wanted
    else:
        assert refusal(moments, first, repeat, until, latest=first + 92 * DAY)[0] == "bad_until"


@given(firsts, st.sampled_from(["daily", "workdays", "weekly"]), spans)
def test_each_is_later_than_the_last_and_at_the_same_time_of_day(first, repeat, span):
    until = first.astimezone(BEIJING).date() + (span + 7) * DAY
    found = moments(first, repeat, until, latest=first + 99 * DAY)

    assert found == sorted(set(found))
    assert {one.astimezone(BEIJING).time() for one in found} == {first.astimezone(BEIJING).time()}
    assert {one.tzinfo for one in found} == {first.tzinfo}
    assert first <= found[0] <= first + 2 * DAY
    assert found[-1].astimezone(BEIJING).date() <= until


def test_once_is_once_whatever_stands_beside_it():
    assert moments(NINE, "once", None, latest=LATEST) == [NINE]
    assert moments(NINE, "once", date.min, latest=LATEST) == [NINE]


@pytest.mark.parametrize("until", [None, date(2011, 2, 15), date(2011, 5, 20), date.min, date.max])
@pytest.mark.parametrize("repeat", ["daily", "workdays", "weekly"])
def test_a_last_day_that_is_none_too_early_or_too_late_is_refused(repeat, until):
    told = {"field": "until", "latest": "2011-05-19"}

    assert refusal(moments, NINE, repeat, until, latest=LATEST) == ("bad_until", told)


@pytest.mark.parametrize(("repeat", "count"), [("daily", 93), ("workdays", 67), ("weekly", 14)])
def test_the_last_day_that_may_be_reserved_is_one(repeat, count):
    assert len(moments(NINE, repeat, date(2011, 5, 19), latest=LATEST)) == count


def test_a_day_is_a_day_in_beijing_wherever_it_is_said():
    new_york = timezone(timedelta(hours=-5))
    first = datetime(2011, 2, 28, 11, 30, tzinfo=new_york)  # half past midnight, the first of March

    found = moments(first, "daily", date(2011, 3, 2), latest=LATEST)

    assert found == [first, first + DAY]
    assert refusal(moments, first, "daily", date(2011, 2, 28), latest=LATEST)[0] == "bad_until"
