"""The sound of one call: what its person says, and what they are given to hear."""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from local.sound.pcm import FRAME, Samples, clip, whole_frames

DUCKED: Final = 10 ** (-10 / 20)  # a room under a prompt is 10 dB softer
SILENT: Final = np.zeros(FRAME, np.int16)


class Loop:
    """Sound that starts again when it is over, a frame at a time."""

    def __init__(self, samples: Samples) -> None:
        self._frames = whole_frames(samples).reshape(-1, FRAME)
        self._next = 0

    def take(self) -> Samples:
        """Return the next frame."""
        frame: Samples = self._frames[self._next]
        self._next = (self._next + 1) % len(self._frames)
        return frame


class Prompt:
    """Sound that is heard once; *over* is done when it has been."""

    def __init__(self, samples: Samples) -> None:
        self._frames = deque(whole_frames(samples).reshape(-1, FRAME))
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def take(self) -> Samples | None:
        """Return the next frame; None, and *over*, after the last."""
        if self._frames:
            return self._frames.popleft()
        self.end()
        return None

    def end(self) -> None:
        """Let whoever waits for it go on."""
        if not self.over.done():
            self.over.set_result(None)


@dataclass(slots=True)
class Line:
    """The audio state of one call."""

    sid: str
    number: str
    room: str | None = None
    muted: bool = False
    tone: Loop | None = None
    prompts: deque[Prompt] = field(default_factory=deque)

    def hear(self, room: Samples | None) -> Samples:
        """Return the next frame for the ear: a prompt over the ducked room, the room, or a tone."""
        prompt = self._prompt()
        if prompt is not None:
            return prompt if room is None else clip(prompt + room * DUCKED)
        if room is not None:
            return room
        return self.tone.take() if self.tone and not self.room else SILENT

    def _prompt(self) -> Samples | None:
        while self.prompts:
            frame = self.prompts[0].take()
            if frame is not None:
                return frame
            self.prompts.popleft()
        return None
