"""The phone wall (电话墙): a page of handsets in place of the telephone network."""

from collections.abc import AsyncIterator
from http import HTTPStatus
from pathlib import Path
from typing import Final

import aiohttp
from aiohttp import web
from yarl import URL

from local.network import bots
from local.network.engine import Network
from local.sound.engine import Sound
from local.wall.clock import Clock
from local.wall.event_stream import EventStream
from local.wall.handsets import Handsets

HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}

_FOLDER: Final = Path(__file__).parent / "page"
_FILES: Final = {file.name: file for file in _FOLDER.iterdir() if file.suffix in {".js", ".css"}}
_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
_CDRS_WITHIN: Final = aiohttp.ClientTimeout(total=5)


def add_wall(app: web.Application, network: Network, sound: Sound, *, product_url: str) -> None:
    """Add the page `/phones` and all it needs to *app*.

    *product_url* is where its link to the portal leads; `/_local/cdrs` there answers with the
    product's CDRs as a JSON list, if it shows them, and `/_local/clock` is its clock, if that can
    be moved. Of a product without the one or the other the page says and shows nothing of it.
    """
    wall = _Wall(network, sound, product_url)
    clock = Clock(network.plant.timeline, f"{product_url}/_local/clock", HEADERS)
    app.router.add_get("/phones", wall.page)
    app.router.add_get("/phones/ws", wall.handset)
    app.router.add_get("/phones/log", wall.log)
    app.router.add_get("/phones/cdrs", wall.cdrs)
    app.router.add_get("/phones/settings", wall.settings)
    app.router.add_get("/phones/clock", clock.read)
    app.router.add_put("/phones/clock", clock.forward)
    app.router.add_get("/phones/{file}", wall.file)
    app.cleanup_ctx.extend([wall.client, clock.client])
    app.on_shutdown.append(wall.let_go)


class _Wall:
    """The requests of the page."""

    def __init__(self, network: Network, sound: Sound, product_url: str) -> None:
        self._handsets = Handsets(network, sound)
        self._log = EventStream(network.events)
        self._portal_url = product_url
        self._cdrs_url = f"{product_url}/_local/cdrs"
        self._client: aiohttp.ClientSession

    async def client(self, _app: web.Application) -> AsyncIterator[None]:
        async with aiohttp.ClientSession(timeout=_CDRS_WITHIN) as self._client:
            yield

    async def let_go(self, _app: web.Application) -> None:
        self._handsets.let_go()
        self._log.let_go()

    async def page(self, _request: web.Request) -> web.FileResponse:
        return web.FileResponse(_FOLDER / "index.html", headers=HEADERS)

    async def file(self, request: web.Request) -> web.FileResponse:
        if file := _FILES.get(request.match_info["file"]):
            return web.FileResponse(file, headers=HEADERS)
        raise web.HTTPNotFound(headers=HEADERS)

    async def settings(self, _request: web.Request) -> web.Response:
        table = [
            {"ending": bot.ending, "description": bot.description}
            for bot in bots.PROFILES.values()
            if bot.name != "human"
        ]
        return web.json_response({"portal_url": self._portal_url, "bots": table}, headers=HEADERS)

    async def handset(self, request: web.Request) -> web.WebSocketResponse:
        _only_from_here(request)
        return await self._handsets.serve(request)

    async def log(self, request: web.Request) -> web.StreamResponse:
        return await self._log.serve(request, HEADERS)

    async def cdrs(self, _request: web.Request) -> web.Response:
        try:
            async with self._client.get(self._cdrs_url) as answer:
                if answer.status == HTTPStatus.NOT_FOUND:
                    return web.json_response(None, headers=HEADERS)
                answer.raise_for_status()
                return web.json_response(await answer.json(), headers=HEADERS)
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            reason = str(error) or type(error).__name__
            return web.json_response({"error": reason}, status=502, headers=HEADERS)


def _only_from_here(request: web.Request) -> None:
    """Refuse a WebSocket that a foreign page opens; a program sends no Origin and may."""
    origin = request.headers.get("Origin")
    if origin is None:
        return
    url = URL(origin)
    if url.host not in _LOOPBACK or url.authority != request.host:
        raise web.HTTPForbidden(text="handsets are served to their own page only")
