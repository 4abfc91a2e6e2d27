"""A web application that answers from a thread of its own."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager

from aiohttp import web

from local.listening import listening

WITHIN = 10.0  # seconds


@contextmanager
def served(application: web.Application, port: int = 0) -> Iterator[str]:
    """Serve *application* for as long as the block lasts; yield its address."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="served", daemon=True)
    thread.start()
    is_open = AsyncExitStack()

    def run(work):
        return asyncio.run_coroutine_threadsafe(work, loop).result(WITHIN)

    try:
        yield run(is_open.enter_async_context(listening(application, port, stop_within=1)))
    finally:
        run(is_open.aclose())
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
