"""A telephone for programs (话机): the WebSocket of the wall's handsets, without a browser."""

import asyncio
import json
import threading
from collections import deque
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, Final, Self, TypeVar

import aiohttp
import numpy as np

from local.sound.pcm import FRAME, FRAME_SECONDS, Samples, loudness
from local.sound.tones import sine, strength

_T = TypeVar("_T")

AUDIBLE: Final = 0.02  # of full scale; a prompt or a sine of another handset has 0.1 and more
SILENT: Final = 0.002
_REMEMBERED: Final = 10  # frames of the latest sound: 200 ms, enough to tell tones apart
_START_WITHIN: Final = 5.0  # seconds


class Handset:
    """One telephone in the hand of a script. All times are seconds; all calls are synchronous.

    A wait that is in vain raises `TimeoutError` and says what was seen instead.
    """

    def __init__(self, base_url: str, number: str) -> None:
        self._changed = threading.Condition()
        self._number = number
        self._shown: dict[str, Any] = {}
        self._states: list[str] = []  # those that no `wait_for` has seen
        self._captions: list[str] = []
        self._expected = 0  # captions that `expect_caption` has dealt with
        self._heard: deque[bytes] = deque(maxlen=_REMEMBERED)
        self._frames = 0
        self._spoken: Samples | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        try:
            self._run(self._open(base_url))
            self._wait(lambda: bool(self._shown), _START_WITHIN, "a snapshot")
        except BaseException:
            self._stop_loop()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Put the handset away: from now on its number is nobody's."""
        if self._thread.is_alive():
            self._run(self._shut())
            self._stop_loop()

    # what the person does

    def dial(self, to: str) -> None:
        """Call *to*."""
        self._send({"type": "dial", "to": to})

    def answer(self) -> None:
        """Answer the ringing call."""
        self._send({"type": "answer"})

    def reject(self) -> None:
        """Refuse the ringing call."""
        self._send({"type": "reject"})

    def hang_up(self) -> None:
        """End the call."""
        self._send({"type": "hangup"})

    def press(self, keys: str) -> None:
        """Press *keys* one after the other."""
        self._send({"type": "dtmf", "d": keys})

    def speak(self, frequency: float | None) -> None:
        """Keep a sine of *frequency* hertz sounding into the microphone; None is silence."""
        self._spoken = None if frequency is None else sine(frequency, seconds=1)

    # what the person sees and hears

    @property
    def state(self) -> str:
        """The state of the phone now."""
        return str(self._shown["state"])

    @property
    def shown(self) -> dict[str, Any]:
        """All that the handset shows: the latest snapshot with the changes since."""
        return dict(self._shown)

    @property
    def captions(self) -> list[str]:
        """Everything said to this handset so far."""
        return list(self._captions)

    def wait_for(self, state: str, *, within: float = 5.0) -> None:
        """Wait until the phone is in *state*, or has passed through it since the last wait."""

        def reached() -> bool:
            return state in self._states or self.state == state

        self._wait(reached, within, f"state {state}")
        with self._changed:
            if state in self._states:
                del self._states[: self._states.index(state) + 1]

    def expect_caption(self, part: str, *, within: float = 5.0) -> str:
        """Wait until something with *part* in it is said; each caption is expected once."""

        def place() -> int | None:
            fresh = range(self._expected, len(self._captions))
            return next((i for i in fresh if part in self._captions[i]), None)

        self._wait(lambda: place() is not None, within, f"caption with {part!r}")
        found = place()
        assert found is not None  # noqa: S101  # captions are never taken back
        self._expected = found + 1
        return self._captions[found]

    def hears(self, frequency: float, *, within: float = 2.0) -> bool:
        """Tell whether a sine of *frequency* hertz gets heard within that time."""
        return self._wait_quietly(
            lambda: self._full() and strength(self._sound(), frequency) > AUDIBLE, within
        )

    def hears_anything(self, *, within: float = 2.0) -> bool:
        """Tell whether any sound gets heard within that time."""
        return self._wait_quietly(lambda: loudness(self._sound()) > AUDIBLE, within)

    def hears_nothing(self, *, during: float = 0.5) -> bool:
        """Tell whether it stays silent for that time, once what was on its way has come in."""
        with self._changed:
            first = self._frames + _REMEMBERED
        if not self._wait_quietly(lambda: self._frames >= first, 1.0):
            return True  # no frames at all: no call
        return not self._wait_quietly(lambda: loudness(self._sound()) > SILENT, during)

    # inside

    def _sound(self) -> Samples:
        return np.frombuffer(b"".join(self._heard), "<i2")

    def _full(self) -> bool:
        return len(self._heard) == _REMEMBERED

    def _wait_quietly(self, reached: Callable[[], bool], within: float) -> bool:
        with self._changed:
            return self._changed.wait_for(reached, within)

    def _wait(self, reached: Callable[[], bool], within: float, wanted: str) -> None:
        if not self._wait_quietly(reached, within):
            seen = f"state {self._shown.get('state')}, captions {self._captions[self._expected :]}"
            msg = f"{self._number}: no {wanted} within {within} s; {seen}"
            raise TimeoutError(msg)

    def _run(self, work: Coroutine[Any, Any, _T]) -> _T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_START_WITHIN)

    def _send(self, command: dict[str, str]) -> None:
        self._run(self._socket.send_json(command))

    async def _open(self, base_url: str) -> None:
        self._client = aiohttp.ClientSession()
        try:
            self._socket = await self._client.ws_connect(
                f"{base_url.rstrip('/')}/phones/ws", params={"number": self._number}
            )
        except aiohttp.ClientError:
            await self._client.close()
            raise
        self._tasks = [
            asyncio.create_task(self._listen()),
            asyncio.create_task(self._talk()),
        ]

    async def _shut(self) -> None:
        await self._socket.close(code=aiohttp.WSCloseCode.OK)
        for task in self._tasks:
            task.cancel()
        await asyncio.wait(self._tasks)
        await self._client.close()

    def _stop_loop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _listen(self) -> None:
        async for message in self._socket:
            with self._changed:
                if message.type is aiohttp.WSMsgType.BINARY:
                    self._frames += 1
                    self._heard.append(message.data)
                else:
                    self._take(json.loads(message.data))
                self._changed.notify_all()

    def _take(self, event: dict[str, Any]) -> None:
        match event:
            case {"type": "snapshot", "captions": captions}:
                self._shown = event
                self._captions += [caption["text"] for caption in captions]
                if self.state == "idle":
                    self._expected = len(self._captions)  # they belong to a call that is over
            case {"type": "state", "state": str(state)}:
                self._shown |= event
                self._states.append(state)
            case {"type": "caption", "text": str(text)}:
                self._captions.append(text)
            case _:
                self._shown |= {key: value for key, value in event.items() if key != "type"}
                self._shown["taken_over"] = event["type"] == "taken_over"

    async def _talk(self) -> None:
        due = self._loop.time()
        position = 0
        while not self._socket.closed:
            due += FRAME_SECONDS
            await asyncio.sleep(due - self._loop.time())
            if self._spoken is not None:
                frame = self._spoken[position : position + FRAME]
                await self._socket.send_bytes(frame.tobytes())
                position = (position + FRAME) % len(self._spoken)
