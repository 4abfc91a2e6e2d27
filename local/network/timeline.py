"""The network's clock (时钟): everything that waits or is dated goes through it."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime


class Timeline:
    """Time that starts now, or at *not_before* if that is later, and passes *speed* times faster.

    A network that ran fast is ahead of the world; *not_before* keeps its successor from dating
    new calls before old ones.
    """

    def __init__(self, speed: float = 1.0, *, not_before: datetime | None = None) -> None:
        self._speed = speed
        self._mark = time.monotonic()
        start = datetime.now(UTC)
        self._at_mark = max(start, not_before) if not_before else start

    @property
    def speed(self) -> float:
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        """Change the pace from now on; waits that have begun keep theirs."""
        if speed <= 0:
            msg = f"speed must be positive, not {speed}"
            raise ValueError(msg)
        self._at_mark, self._mark = self.now(), time.monotonic()
        self._speed = speed

    @property
    def ahead(self) -> float:
        """How many seconds the network is ahead of the world."""
        return (self.now() - datetime.now(UTC)).total_seconds()

    def move(self, seconds: float) -> None:
        """Let it be *seconds* later at once; waits that have begun last as long as before."""
        if seconds < 0:
            msg = f"time does not go back: {seconds}"
            raise ValueError(msg)
        self._at_mark += timedelta(seconds=seconds)

    def now(self) -> datetime:
        """Return the present moment of the network, in UTC."""
        return self._at_mark + timedelta(seconds=(time.monotonic() - self._mark) * self._speed)

    async def sleep(self, seconds: float) -> None:
        """Let *seconds* of the network's time pass."""
        await asyncio.sleep(seconds / self._speed)

    def timeout(self, seconds: float) -> asyncio.Timeout:
        """Return `asyncio.timeout` for *seconds* of the network's time."""
        return asyncio.timeout(seconds / self._speed)


def whole(moment: datetime) -> datetime:
    """Return *moment* without its fraction of a second: the provider knows whole seconds."""
    return moment.replace(microsecond=0)


def rfc2822(moment: datetime | None) -> str | None:
    """Write a time as the provider does, for example `Wed, 23 Nov 2011 08:00:00 +0000`."""
    return format_datetime(whole(moment)) if moment else None
