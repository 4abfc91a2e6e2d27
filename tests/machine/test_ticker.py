"""The minute comes as EventBridge sends it, at once and again, whatever the product makes of it."""

import threading
from datetime import UTC, datetime, timedelta, timezone

from local.events import scheduled_event
from local.function import Function
from local.ticker import Ticker


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
