"""The schedules on one machine: the product's minute, at the start and then at every interval.

And its day, with the first minute of each Beijing day after half past three. On AWS these are two
EventBridge rules.
"""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from local.events import Event, scheduled_event
from local.function import Function

DAY_AT = timedelta(hours=19, minutes=30)  # UTC
ONE_DAY = timedelta(days=1)


class Runs(Protocol):
    """Something that an event can be given to."""

    def succeeds(self, event: Event) -> bool:
        """Handle *event* and say whether that went well."""


class Days:
    """The *minute*, and with it the *day* once half past three has passed in Beijing.

    By the clock *now*, which may be moved: of days that were leapt over the first and the last have
    their turn, for nothing happened in those between. What passed before the start is left alone.
    One that fails is tried again with the next minute.
    """

    def __init__(self, minute: Function, day: Function, now: Callable[[], datetime]) -> None:
        self._minute = minute
        self._day = day
        self._now = now
        self._last = self._latest()
        self._one_at_a_time = threading.Lock()

    def succeeds(self, event: Event) -> bool:
        """Run the minute, and what days are due; say whether the minute went well."""
        went_well = self._minute.succeeds(event)
        with self._one_at_a_time:
            while self._last < self._latest():
                following = self._last + ONE_DAY
                due = datetime.combine(following, datetime.min.time(), UTC) + DAY_AT
                if not self._day.succeeds(scheduled_event("day", due)):
                    break
                self._last = max(following, self._latest() - ONE_DAY)
        return went_well

    def _latest(self) -> date:
        """Return the date, in UTC, on which the day was due last."""
        return (self._now() - DAY_AT).astimezone(UTC).date()


class Ticker:
    """Calls *function* now and every *seconds*; a call that takes longer delays the next."""

    def __init__(self, function: Runs, seconds: float) -> None:
        self._function = function
        self._seconds = seconds
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="ticker")
        self._thread.start()

    def stop(self) -> None:
        """Tick no more, and return when a tick in progress is done."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._function.succeeds(scheduled_event("minute", datetime.now(UTC)))
            self._stopping.wait(self._seconds)
