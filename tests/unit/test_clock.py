"""Aware UTC everywhere, Beijing only where a month is named."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import clock


@pytest.mark.parametrize(
    ("moment", "month"),
    [
        (datetime(2011, 2, 28, 15, 59, 59, tzinfo=UTC), "2011-02"),
        (datetime(2011, 2, 28, 16, 0, tzinfo=UTC), "2011-03"),
        (datetime(2011, 2, 28, 17, 0, tzinfo=UTC), "2011-03"),
        (datetime(2012, 2, 29, 16, 0, tzinfo=UTC), "2012-03"),
        (datetime(2010, 12, 31, 16, 0, tzinfo=UTC), "2011-01"),
        (datetime(2011, 2, 28, 12, 0, tzinfo=timezone(timedelta(hours=-5))), "2011-03"),
        (datetime(1991, 7, 31, 15, 0, tzinfo=UTC), "1991-08"),  # the last Chinese summer time
        (datetime(1992, 7, 31, 15, 0, tzinfo=UTC), "1992-07"),
    ],
)
def test_a_month_begins_at_midnight_in_beijing(moment, month):
    assert clock.month(moment) == month


def test_a_moment_is_its_minute_and_a_minute_is_a_moment():
    at = datetime(2011, 2, 16, 7, 0, 59, tzinfo=UTC)

    assert clock.minute(at) == 21_630_660
    assert clock.at_minute(21_630_660) == at.replace(second=0)


def test_now_is_aware():
    before = datetime.now(UTC)

    now = clock.now()

    assert now.tzinfo is UTC
    assert before <= now <= datetime.now(UTC)


def test_a_pause_passes():
    before = clock.now()

    clock.sleep(0.001)

    assert clock.now() - before >= timedelta(seconds=0.001)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Thu, 1 Jun 2017 20:48:32 +0000", datetime(2017, 6, 1, 20, 48, 32, tzinfo=UTC)),
        ("Thu, 01 Jun 2017 20:48:32 +0000", datetime(2017, 6, 1, 20, 48, 32, tzinfo=UTC)),
        ("Fri, 02 Jun 2017 04:48:32 +0800", datetime(2017, 6, 1, 20, 48, 32, tzinfo=UTC)),
        ("", None),
        ("yesterday", None),
        ("Thu, 32 Jun 2017 20:48:32 +0000", None),
        ("2017-06-01T20:48:32Z", None),
        ("Fri, 31 Dec 9999 23:59:59 -0800", None),
    ],
)
def test_the_providers_time_is_read_or_is_no_time(text, moment):
    assert clock.from_provider(text) == moment


@given(st.text())
def test_no_text_of_the_provider_breaks_the_clock(text):
    moment = clock.from_provider(text)

    assert moment is None or moment.tzinfo is UTC


@given(st.datetimes(datetime(2011, 2, 18), datetime(9000, 1, 1)))  # noqa: DTZ001 - made aware below
def test_a_moment_told_to_the_provider_comes_back(moment):
    moment = moment.replace(microsecond=0, tzinfo=UTC)

    assert clock.from_provider(clock.for_provider(moment)) == moment


def test_months_go_back_over_the_turn_of_the_year_as_beijing_has_it():
    new_year = datetime(2010, 12, 31, 16, 0, tzinfo=UTC)

    assert clock.months(new_year, 3) == ["2011-01", "2010-12", "2010-11"]
