"""What the phone network asks of sound: the seam between signalling and audio.

`local.sound` implements it with real audio; `Silence` here implements it with time alone, for
tests that run the network faster than life.
"""

import asyncio
from typing import Literal, Protocol

Tone = Literal["ringback", "busy", "congestion", "unallocated"]

SECONDS_PER_CHARACTER = 0.2  # of spoken Mandarin


class Media(Protocol):
    """The audio of every live call; *line* is the call's sid.

    The coroutines return when the sound has been heard to its end; cancelling one stops it at once.
    """

    def open(self, line: str, number: str) -> None:
        """Connect the audio of the handset *number* to a new call (it may hear tones already)."""

    def close(self, line: str) -> None:
        """Forget a call that is over; repeated calls do nothing."""

    async def say(self, line: str, text: str, language: str) -> None:
        """Speak *text* to one call; inside a room the room is ducked under it."""

    async def play(self, line: str, audio: bytes) -> None:
        """Play a WAV file to one call."""

    def tone(self, line: str, tone: Tone | None) -> None:
        """Start a repeating network tone on one call, or stop it with None."""

    def join(self, line: str, room: str, *, muted: bool) -> None:
        """Put a call into a mixing room: it hears everyone but itself."""

    def leave(self, line: str) -> None:
        """Take a call out of its room."""

    def mute(self, line: str, *, muted: bool) -> None:
        """Stop or allow what a call says to reach its room."""


class Silence:
    """Sound that takes its time and is not heard; *speed* 10 makes ten seconds last one."""

    def __init__(self, speed: float = 1.0) -> None:
        self.speed = speed

    def open(self, line: str, number: str) -> None:
        pass

    def close(self, line: str) -> None:
        pass

    async def say(self, line: str, text: str, language: str) -> None:
        del line, language
        await asyncio.sleep(len(text) * SECONDS_PER_CHARACTER / self.speed)

    async def play(self, line: str, audio: bytes) -> None:
        del line
        await asyncio.sleep(len(audio) / 16_000 / self.speed)

    def tone(self, line: str, tone: Tone | None) -> None:
        pass

    def join(self, line: str, room: str, *, muted: bool) -> None:
        pass

    def leave(self, line: str) -> None:
        pass

    def mute(self, line: str, *, muted: bool) -> None:
        pass
