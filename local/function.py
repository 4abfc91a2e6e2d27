"""A Lambda function on one machine: called with events, outliving whatever its handler raises."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from local import permissions
from local.events import Context, Event

Handler = Callable[[Event, Any], object]

log = logging.getLogger(__name__)


class Function:
    """The product's *handler* under its name on AWS, up to *at_once* calls at a time."""

    def __init__(self, name: str, handler: Handler, *, at_once: int = 1) -> None:
        self._name = name
        self._handler = handler
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix=name)

    def succeeds(self, event: Event) -> bool:
        """Handle *event*; an error is logged and told, so that the sender can try again."""
        call = self._threads.submit(self._call, event)
        if error := call.exception():
            log.error("%s failed", self._name, exc_info=error)
        return error is None

    def _call(self, event: Event) -> None:
        with permissions.acting(self._name):
            self._handler(event, Context(self._name))

    def close(self) -> None:
        """Return when the calls in progress are done."""
        self._threads.shutdown()
