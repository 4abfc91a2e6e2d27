"""The sound of every live call, mixed in real time for the handsets of one machine."""

import asyncio
import contextlib
import logging
import wave
from collections.abc import Callable
from types import TracebackType
from typing import Final, Self

import numpy as np

from local.network import bots
from local.network.media import Tone
from local.sound import speech
from local.sound.jitter import JitterBuffer
from local.sound.line import Line, Loop, Prompt
from local.sound.mixer import mix_minus
from local.sound.pcm import FRAME_BYTES, FRAME_SECONDS, Samples, from_wav
from local.sound.tones import PERIODS
from local.sound.voices import introduction

log = logging.getLogger(__name__)

Send = Callable[[bytes], None]
_LATE: Final = 1.0  # seconds; after a longer pause the clock starts anew instead of racing


class _Handset:
    """The two directions of somebody's handset."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.spoken = JitterBuffer()


class Sound:
    """The `Media` of `local.network`, heard in handsets; `async with` runs its clock.

    Tests that have no time leave the clock alone and call `tick()`, which is 20 ms of life.
    """

    def __init__(self) -> None:
        self._lines: dict[str, Line] = {}
        self._handsets: dict[str, _Handset] = {}
        self._voices: dict[str, Loop] = {}
        self._clock: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._clock = asyncio.create_task(self._run())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._clock:
            self._clock.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._clock
        for line in list(self._lines):
            self.close(line)

    # the handsets

    def attach(self, number: str, send: Send) -> None:
        """Let the handset *number* hear through *send*, 50 frames a second while it has a call."""
        self.give_voice(number, None)
        self._handsets[number] = _Handset(send)

    def detach(self, number: str, send: Send) -> None:
        """Undo `attach`, unless another handset has taken over the number since."""
        if number in self._handsets and self._handsets[number].send == send:
            del self._handsets[number]
            self.give_voice(number, None)

    def feed(self, number: str, frame: bytes) -> None:
        """Take a frame spoken into the handset *number*."""
        if number in self._handsets and len(frame) == FRAME_BYTES:
            self._handsets[number].spoken.put(frame)

    def give_voice(self, number: str, spoken: Samples | None) -> None:
        """Let *number* say *spoken* over and over instead of what its handset feeds; None ends."""
        if spoken is None:
            self._voices.pop(number, None)
        else:
            self._voices[number] = Loop(spoken)

    # Media

    def open(self, line: str, number: str) -> None:
        """Connect the audio of *number* to a new call."""
        self._lines[line] = Line(line, number)
        if number not in self._handsets and bots.for_number(number).talks:
            spoken = asyncio.get_running_loop().run_in_executor(None, introduction, number)
            spoken.add_done_callback(lambda done: self._give_bot_voice(number, done.result()))

    def close(self, line: str) -> None:
        """Forget a call that is over; whoever waits for a prompt of it goes on."""
        if closed := self._lines.pop(line, None):
            for prompt in closed.prompts:
                prompt.end()

    async def say(self, line: str, text: str, language: str) -> None:
        """Speak *text* to one call."""
        voice = speech.voice_for(language, text)
        await self._prompt(line, await asyncio.to_thread(speech.speak, text, voice))

    async def play(self, line: str, audio: bytes) -> None:
        """Play a WAV file to one call; what isn't one is passed over, as the provider does."""
        try:
            samples = await asyncio.to_thread(from_wav, audio)
        except (wave.Error, EOFError) as error:
            log.warning("a recording can't be played: %s", error)
            return
        await self._prompt(line, samples)

    def tone(self, line: str, tone: Tone | None) -> None:
        """Start a repeating network tone on one call, or stop it with None."""
        if line in self._lines:
            self._lines[line].tone = Loop(PERIODS[tone]) if tone else None

    def join(self, line: str, room: str, *, muted: bool) -> None:
        """Put a call into a mixing room."""
        if line in self._lines:
            self._lines[line].room = room
            self._lines[line].muted = muted

    def leave(self, line: str) -> None:
        """Take a call out of its room."""
        if line in self._lines:
            self._lines[line].room = None

    def mute(self, line: str, *, muted: bool) -> None:
        """Stop or allow what a call says to reach its room."""
        if line in self._lines:
            self._lines[line].muted = muted

    # the clock

    def tick(self) -> None:
        """Let 20 ms pass: take a frame of every call and give one to every handset with a call."""
        rooms: dict[str | None, list[tuple[Line, Samples | None]]] = {}
        for line in self._lines.values():
            said = self._said(line)
            rooms.setdefault(line.room, []).append((line, None if line.muted else said))

        alone = rooms.pop(None, [])
        heard: list[tuple[Line, Samples | None]] = [(line, None) for line, _ in alone]
        for members in rooms.values():
            mixes = mix_minus([said for _, said in members])
            heard += [(line, mix) for (line, _), mix in zip(members, mixes, strict=True)]
        for line, mix in heard:
            self._deliver(line, mix)

    def _said(self, line: Line) -> Samples | None:
        handset = self._handsets.get(line.number)
        frame = handset.spoken.take() if handset else None
        if voice := self._voices.get(line.number):
            return voice.take()
        return np.frombuffer(frame, "<i2") if frame else None

    def _deliver(self, line: Line, mix: Samples | None) -> None:
        frame = line.hear(mix)
        if handset := self._handsets.get(line.number):
            handset.send(frame.tobytes())

    def _give_bot_voice(self, number: str, spoken: Samples) -> None:
        if number not in self._handsets:
            self.give_voice(number, spoken)

    async def _prompt(self, line: str, samples: Samples) -> None:
        if line not in self._lines:
            return
        prompts = self._lines[line].prompts
        prompt = Prompt(samples)
        prompts.append(prompt)
        try:
            await prompt.over
        finally:
            if prompt in prompts:
                prompts.remove(prompt)

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time()
        while True:
            due = max(due + FRAME_SECONDS, loop.time() - _LATE)
            await asyncio.sleep(due - loop.time())
            self.tick()
