"""A child process that is kept alive, and what the person at the terminal reads about it."""

import asyncio
import time
from typing import Self

from local.processes import Child, Command, StartError

FIRST_PAUSE, LONGEST_PAUSE = 0.2, 30.0  # seconds before a child that ended is started again
SETTLED = 60.0  # seconds a child must have lived for the next pause to be the first again
LOOK_EVERY = 0.2  # seconds


class Terminal:
    """One line on the terminal for each stage, with the seconds since the start."""

    def __init__(self) -> None:
        self._started = time.monotonic()

    def stage(self, text: str) -> None:
        """Print *text*."""
        print(f"{time.monotonic() - self._started:6.1f} s  {text}", flush=True)


class Kept:
    """A child that is started again, ever more patiently, when it ends by itself.

    *needed_by* makes at its own start what this one lost by ending: it is restarted after it.
    """

    def __init__(self, command: Command, terminal: Terminal, needed_by: Self | None = None) -> None:
        self._command = command
        self._terminal = terminal
        self._needed_by = needed_by
        self._child: Child | None = None
        self._watch: asyncio.Task[None] | None = None

    def start(self) -> Child:
        """Start the child; do not wait for it."""
        self._child = Child(self._command)
        return self._child

    async def ready(self) -> None:
        """Return once the started child answers; from now on it is kept alive."""
        if self._child:
            await asyncio.to_thread(self._child.wait_until_ready)
            self._watch = asyncio.create_task(self._keep(self._child))

    async def restart(self) -> None:
        """End the child; it comes back by itself."""
        if self._child:
            await asyncio.to_thread(self._child.stop)

    async def stop(self) -> None:
        """End the child for good."""
        if self._watch:
            self._watch.cancel()
        await self.restart()

    async def _keep(self, child: Child) -> None:
        pause = FIRST_PAUSE
        while True:
            lived = await _life(child)
            pause = FIRST_PAUSE if lived > SETTLED else pause
            self._terminal.stage(
                f"{self._command.name} 已停止 ended ({child.exit_code()}); "
                f"{pause:.1f} s 后重启 starting again"
            )
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
            child = self.start()
            await self._come_back(child)

    async def _come_back(self, child: Child) -> None:
        try:
            await asyncio.to_thread(child.wait_until_ready)
        except StartError as error:
            self._terminal.stage(str(error))
            await asyncio.to_thread(child.stop)
            return
        self._terminal.stage(f"{self._command.name} 已恢复 is back")
        if self._needed_by:
            await self._needed_by.restart()


async def _life(child: Child) -> float:
    """Return how long *child* lived from now on, in seconds, once it has ended."""
    started = time.monotonic()
    while child.exit_code() is None:  # noqa: ASYNC110 - a process sets no asyncio event
        await asyncio.sleep(LOOK_EVERY)
    return time.monotonic() - started
