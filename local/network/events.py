"""What happened on the network (事件), for the page and for assertions: bounded and in order."""

from collections import deque
from collections.abc import Callable
from typing import Any, Literal

from local.network.timeline import Timeline

Event = dict[str, Any]
Listener = Callable[[Event], None]
Kind = Literal["webhook", "rest", "error", "fault", "note", "text"]

KEPT = 5000


class Events:
    """The last events, each numbered; listeners get new ones as they are added."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._kept: deque[Event] = deque(maxlen=KEPT)
        self._listeners: list[Listener] = []
        self._count = 0

    def add(self, kind: Kind, call_sid: str | None = None, **fields: object) -> None:
        """Note one event of *kind*; *fields* say what happened."""
        self._count += 1
        at = self._timeline.now().isoformat(timespec="milliseconds")
        event: Event = {"n": self._count, "at": at, "kind": kind, "call_sid": call_sid, **fields}
        self._kept.append(event)
        for listener in tuple(self._listeners):
            listener(event)

    def error(self, code: int, message: str, call_sid: str | None = None) -> None:
        """Note an error of the provider's catalogue, as its debugger would."""
        self.add("error", call_sid, code=code, message=message)

    def after(self, number: int = 0) -> list[Event]:
        """Return the kept events that came after event *number*."""
        return [event for event in self._kept if event["n"] > number]

    def clear(self) -> None:
        """Forget what happened; the numbering goes on."""
        self._kept.clear()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Hand every new event to *listener* until the returned function is called."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)
