"""An address of this machine at which a web application answers, for as long as a block lasts."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

STOP_WITHIN = 5.0  # seconds for requests in progress
LINGER = 1.0  # seconds we still read, and drop, of a body that was refused


@asynccontextmanager
async def listening(
    application: web.Application, port: int = 0, *, stop_within: float = STOP_WITHIN
) -> AsyncIterator[str]:
    """Serve *application* on *port* of 127.0.0.1 (0 for any free one) and yield its address.

    At the end requests in progress have *stop_within* seconds, and every connection is closed.
    """
    runner = web.AppRunner(
        application,
        access_log=None,
        auto_decompress=False,  # API Gateway hands a body on as it came
        lingering_time=LINGER,
        shutdown_timeout=stop_within,
    )
    with socket.create_server(("127.0.0.1", port)) as door:
        try:
            await runner.setup()
            await web.SockSite(runner, door).start()
            yield f"http://127.0.0.1:{door.getsockname()[1]}"
        finally:
            await _shut(door)
            await runner.cleanup()
            await asyncio.sleep(0)  # the last connections close in the loop's next round


async def _shut(door: socket.socket) -> None:
    """Take nobody in any more, but let who stands in the *door* come in.

    A server that is closed in that very moment leaves such a connection open for good: asyncio
    takes three rounds of its loop from accepting one to handing it over.
    """
    asyncio.get_running_loop().remove_reader(door)
    for _ in range(3):
        await asyncio.sleep(0)
