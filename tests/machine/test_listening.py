"""The door of a web application: who stands in it as it shuts comes in, and goes out again."""

import asyncio
import gc
import socket

import pytest
from aiohttp import web

from local.listening import listening


@pytest.mark.parametrize("rounds", range(6))
def test_no_connection_stays_open_that_came_in_the_last_moment(rounds):
    """Asyncio leaves one open if its server closes between accepting it and handing it over."""

    async def story():
        async with listening(web.Application(), stop_within=1) as url:
            port = int(url.rpartition(":")[2])
            visitor = socket.create_connection(("127.0.0.1", port))
            for _ in range(rounds):
                await asyncio.sleep(0)
        return visitor

    with asyncio.run(story()):
        gc.collect()  # a connection that was left open warns, which is an error here
