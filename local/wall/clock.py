"""The button that lets it be later (时钟快进): the product's clock and the network's together."""

from collections.abc import AsyncIterator, Mapping
from typing import Final

import aiohttp
from aiohttp import web

from local.network.timeline import Timeline

STEP: Final = 900  # seconds
_WITHIN: Final = aiohttp.ClientTimeout(total=5)


class Clock:
    """The product's clock at *url*, and the network's."""

    def __init__(self, timeline: Timeline, url: str, headers: dict[str, str]) -> None:
        self._timeline = timeline
        self._url = url
        self._headers = headers
        self._client: aiohttp.ClientSession

    async def client(self, _app: web.Application) -> AsyncIterator[None]:
        async with aiohttp.ClientSession(timeout=_WITHIN) as self._client:
            yield

    async def read(self, _request: web.Request) -> web.Response:
        """Say by how many seconds the product is ahead; null if its clock cannot be moved."""
        return self._answer({"ahead_seconds": await self._ahead()})

    async def forward(self, _request: web.Request) -> web.Response:
        """Let it be a quarter of an hour later, for the product and then for the network."""
        ahead = await self._ahead()
        if ahead is None:
            return self._answer({"ahead_seconds": None}, status=502)
        later = {"ahead_seconds": ahead + STEP}
        try:
            async with self._client.put(self._url, json=later, raise_for_status=True):
                self._timeline.move(STEP)
        except (aiohttp.ClientError, TimeoutError) as error:
            return self._answer({"ahead_seconds": None, "error": str(error)}, status=502)
        return self._answer(later)

    def _answer(self, body: Mapping[str, float | str | None], status: int = 200) -> web.Response:
        return web.json_response(body, status=status, headers=self._headers)

    async def _ahead(self) -> float | None:
        try:
            async with self._client.get(self._url, raise_for_status=True) as answer:
                return float((await answer.json())["ahead_seconds"])
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError):
            return None
