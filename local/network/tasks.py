"""Work that goes on in the background, none of it lost or left running."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class Tasks:
    """Running tasks; one that fails is reported to the loop's exception handler."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()
        self._stopped = False

    def spawn(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Start *work* and keep it until it is done; nothing starts any more after the stop."""
        task = asyncio.create_task(work)
        if self._stopped:
            task.cancel()
        self._running.add(task)
        task.add_done_callback(self._done)
        return task

    async def stop(self) -> None:
        """Cancel everything and wait until it has ended."""
        self._stopped = True
        while self._running:
            for task in tuple(self._running):
                task.cancel()
            await asyncio.wait(self._running)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()):
            loop = task.get_loop()
            loop.call_exception_handler(
                {"message": "background work failed", "exception": error, "task": task}
            )
