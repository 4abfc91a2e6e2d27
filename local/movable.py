"""A clock that can be moved forward, so that on one machine a reservation comes due at once.

Off unless asked for. What the queue or a timer holds back, it holds back for as long as ever.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from json import JSONDecodeError
from math import isfinite

import requests
from aiohttp import web

LONGEST = 400 * 86_400.0  # seconds
ANSWERS_WITHIN = 5.0  # seconds


class MovableClock:
    """The time of the world, and some seconds more."""

    def __init__(self, ahead: float = 0.0) -> None:
        self.ahead = ahead

    def now(self) -> datetime:
        """Return the present moment, aware UTC."""
        return datetime.now(UTC) + timedelta(seconds=self.ahead)

    def move(self, ahead: float) -> None:
        """Be *ahead* of the world; raise ValueError for what would be back in time, or absurd."""
        if not isfinite(ahead) or not self.ahead <= ahead <= LONGEST:
            msg = f"ahead_seconds must be from {self.ahead:g} to {LONGEST:g}"
            raise ValueError(msg)
        self.ahead = ahead


def ahead_of(network: str) -> float:
    """Return how many seconds the phone network at this address is ahead of the world."""
    answer = requests.get(f"{network}/_sim/clock", timeout=ANSWERS_WITHIN)
    answer.raise_for_status()
    return float(answer.json()["ahead_seconds"])


def routes(clock: MovableClock, minute: Callable[[], bool]) -> list[web.RouteDef]:
    """Return the routes that read and move *clock*, and that run the *minute* at once.

    They are for drivers and the phone wall; a foreign page may not send a PUT.
    """

    async def read(_: web.Request) -> web.Response:
        now = clock.now().isoformat(timespec="milliseconds")
        return web.json_response({"now": now, "ahead_seconds": clock.ahead})

    async def move(request: web.Request) -> web.Response:
        try:
            clock.move(float((await request.json())["ahead_seconds"]))
        except (JSONDecodeError, KeyError, TypeError, ValueError) as error:
            raise web.HTTPBadRequest(text=str(error)) from error
        return await read(request)

    async def tick(_: web.Request) -> web.Response:
        succeeded = await asyncio.to_thread(minute)
        return web.json_response({"succeeded": succeeded}, status=200 if succeeded else 500)

    return [
        web.get("/_local/clock", read),
        web.put("/_local/clock", move),
        web.put("/_local/minute", tick),
    ]
