"""The schedule on one machine: the product's minute, at the start and then at every interval.

On AWS this is an EventBridge rule.
"""

import threading
from datetime import UTC, datetime

from local.events import scheduled_event
from local.function import Function


class Ticker:
    """Calls *function* now and every *seconds*; a call that takes longer delays the next."""

    def __init__(self, function: Function, seconds: float) -> None:
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
