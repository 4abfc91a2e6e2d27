"""Minute and day come as EventBridge sends them, whatever the product makes of them."""

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest

from local.events import scheduled_event
from local.function import Function
from local.ticker import Days, Ticker


class Minutes:
    """A handler that wants *count* calls, failing at the first if told so."""

    def __init__(self, count, *, fails=False):
        self.events = []
        self.enough = threading.Event()
        self._count = count
        self._fails = fails

    def __call__(self, event, context):
        self.events.append((event, context))
        if len(self.events) == self._count:
            self.enough.set()
        if self._fails and len(self.events) == 1:
            msg = "a sweep went wrong"
            raise RuntimeError(msg)


def tick(handler, seconds):
    function = Function("minute", handler)
    ticker = Ticker(function, seconds)
    came = handler.enough.wait(5)
    ticker.stop()
    function.close()
    return came


def test_the_event_is_the_one_that_eventbridge_sends(event_of):
    beijing = timezone(timedelta(hours=8))

    event = scheduled_event("minute", datetime(2011, 3, 1, 1, 0, tzinfo=beijing))

    assert event | {"id": "ID"} == event_of("scheduled")


def test_the_first_minute_does_not_wait():
    handler = Minutes(1)

    assert tick(handler, seconds=3600)

    [(event, context)] = handler.events
    came_at = datetime.strptime(event["time"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert abs((datetime.now(UTC) - came_at).total_seconds()) < 5
    assert context.function_name == "minute"


def test_a_failed_minute_does_not_keep_the_next_from_coming(caplog):
    handler = Minutes(2, fails=True)

    assert tick(handler, seconds=0.01)

    assert "minute failed" in caplog.messages
    assert "a sweep went wrong" in caplog.text


class Nights:
    """A product whose days are noted, beside a clock that is moved by hand."""

    def __init__(self, at):
        self.at = at
        self.days, self.minutes, self.failing = [], 0, False
        self.minute = Function("minute", self._minute)
        self.day = Function("day", self._day)
        self.schedule = Days(self.minute, self.day, lambda: self.at)

    def _minute(self, event, _):
        self.minutes += 1
        assert event["resources"][0].endswith("/minute")

    def _day(self, event, _):
        assert event["resources"][0].endswith("/day")
        assert not self.failing
        self.days.append(event["time"])

    def tick(self, **later):
        self.at += timedelta(**later)
        return self.schedule.succeeds(scheduled_event("minute", self.at))


@pytest.fixture
def nights():
    """Begin on a morning at ten, in Beijing."""
    made = Nights(datetime(2011, 2, 16, 2, 0, tzinfo=UTC))
    yield made
    made.minute.close()
    made.day.close()


def test_the_day_comes_once_with_the_first_minute_after_half_past_three(nights):
    assert nights.tick()
    nights.tick(hours=17, minutes=29)
    assert nights.days == []

    nights.tick(minutes=1)
    nights.tick(minutes=1)
    nights.tick(hours=20)

    assert nights.days == ["2011-02-16T19:30:00Z"]
    assert nights.minutes == 5


def test_of_days_that_a_moved_clock_leaps_over_the_first_and_the_last_have_their_turn(nights):
    nights.tick(days=5)

    assert nights.days == [f"2011-02-{date}T19:30:00Z" for date in (16, 20)]
    nights.tick(days=2)
    assert nights.days[2:] == [f"2011-02-{date}T19:30:00Z" for date in (21, 22)]


def test_a_day_that_failed_comes_again_with_the_next_minute(nights, caplog):
    nights.failing = True
    assert nights.tick(days=2)
    assert caplog.messages == ["day failed"]
    nights.failing = False

    nights.tick(minutes=1)

    assert nights.days == [f"2011-02-{date}T19:30:00Z" for date in (16, 17)]
