"""The network in a thread of its own, and phones that plain blocking code can use."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Any, Self, TypeVar

from local.listening import listening
from local.network.engine import Network
from local.network.media import Media
from local.network.phones import Event, Phone
from local.network.server import create_app
from local.network.settings import Settings

T = TypeVar("T")

PATIENCE = 10.0  # real seconds that anything is waited for by default
STOP_WITHIN = 1.0  # real seconds for requests in progress


class NetworkThread:
    """A context manager: the network serves on a free port of 127.0.0.1 while it is open.

    What fails in the background of the network is raised at the end.
    """

    def __init__(
        self, settings: Settings | None = None, media: Media | None = None, port: int = 0
    ) -> None:
        self._settings = settings
        self._media = media
        self._port = port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="network", daemon=True)
        self._phones: dict[str, BlockingPhone] = {}
        self._failures: list[BaseException] = []
        self.url = ""
        self.network: Network
        self._open = AsyncExitStack()

    def __enter__(self) -> Self:
        self._loop.set_exception_handler(self._failed)
        self._thread.start()
        try:
            self.run(self._serve())
        except BaseException:
            self._end_thread()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for phone in self._phones.values():
            phone.let_go()
        self.run(self._open.aclose())
        self._end_thread()
        if error is None and self._failures:
            raise ExceptionGroup("the network failed", [_plain(e) for e in self._failures])

    def phone(self, number: str) -> "BlockingPhone":
        """Take the phone of *number* in hand: from now on it waits for commands."""
        if number not in self._phones:
            self._phones[number] = BlockingPhone(self.network.phone(number), self)
        return self._phones[number]

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do *work* on the network's loop and return its result."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)

    def call(self, function: Callable[..., T], *arguments: object) -> T:
        """Call *function* on the network's loop and return its result."""

        async def call() -> T:
            return function(*arguments)

        return self.run(call())

    def _end_thread(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _serve(self) -> None:
        self.network = Network(self._settings, self._media)
        self.url = await self._open.enter_async_context(
            listening(create_app(self.network), self._port, stop_within=STOP_WITHIN)
        )

    def _failed(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        self._failures.append(context.get("exception") or RuntimeError(context["message"]))


class BlockingPhone:
    """One phone for a thread other than the network's; it remembers every event."""

    def __init__(self, phone: Phone, network: NetworkThread) -> None:
        self._phone = phone
        self._network = network
        self._changed = threading.Condition()
        self._events: list[Event] = []
        self._seen = 0  # captions before this one have been expected
        self._stop = network.call(phone.subscribe, self._note)

    def dial(self, to: str) -> None:
        self._network.run(self._phone.dial(to))

    def answer(self, within: float = PATIENCE) -> None:
        """Wait until the phone rings, and answer it."""
        self.wait_for(state="ringing", within=within)
        self._network.run(self._phone.answer())

    def reject(self, within: float = PATIENCE) -> None:
        """Wait until the phone rings, and refuse the call."""
        self.wait_for(state="ringing", within=within)
        self._network.run(self._phone.reject())

    def hang_up(self) -> None:
        self._network.run(self._phone.hang_up())

    def press(self, keys: str) -> None:
        self._network.run(self._phone.press(keys))

    def let_go(self) -> None:
        """Leave the phone to itself."""
        self._network.call(self._stop)

    def snapshot(self) -> Event:
        return self._network.call(self._phone.snapshot)

    @property
    def events(self) -> list[Event]:
        """Everything the phone told so far."""
        with self._changed:
            return list(self._events)

    @property
    def captions(self) -> list[str]:
        """Everything the phone was told so far, in words."""
        return [event["text"] for event in self.events if event["type"] == "caption"]

    def wait_for(self, *, within: float = PATIENCE, **wanted: object) -> Event:
        """Wait until the snapshot has the *wanted* values (of a set: any), and return it."""
        choices = {n: v if isinstance(v, set) else {v} for n, v in wanted.items()}

        def fits() -> bool:
            shown = self._phone.snapshot()
            return all(shown[name] in values for name, values in choices.items())

        with self._changed:
            if not self._changed.wait_for(fits, within):
                msg = f"{self._phone.number}: {wanted} did not come, but {self._phone.snapshot()}"
                raise AssertionError(msg)
            return self._phone.snapshot()

    def expect_caption(self, text: str, *, within: float = PATIENCE) -> str:
        """Wait until *text* is said, after what was expected before, and return the caption."""

        def said() -> int | None:
            events = enumerate(self._events[self._seen :], self._seen)
            return next((n for n, e in events if text in e.get("text", "")), None)

        with self._changed:
            if not self._changed.wait_for(lambda: said() is not None, within):
                msg = f"{self._phone.number}: {text!r} was not said, but {self.captions}"
                raise AssertionError(msg)
            found = said() or 0
            self._seen = found + 1
            return str(self._events[found]["text"])

    def _note(self, event: Event) -> None:
        with self._changed:
            self._events.append(event)
            self._changed.notify_all()


def _plain(error: BaseException) -> Exception:
    return error if isinstance(error, Exception) else RuntimeError(repr(error))
