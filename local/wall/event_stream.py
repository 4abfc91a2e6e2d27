"""The network's event log (webhooks, TwiML, REST) as server-sent events (呼叫日志)."""

import asyncio
import json
import time
from typing import Final

from aiohttp import web

from local.network.events import Event, Events

_HISTORY: Final = 400  # events that a fresh page gets
_PULSE: Final = 15.0  # seconds; a page that is gone is noticed by writing to it


class EventStream:
    """One stream for each page, each from where it left off."""

    def __init__(self, events: Events) -> None:
        self._events = events
        self._run = time.time_ns()  # event numbers start anew with each run of the network
        self._streams: set[asyncio.Queue[Event | None]] = set()

    async def serve(self, request: web.Request, headers: dict[str, str]) -> web.StreamResponse:
        """Write events to the page until it leaves."""
        response = web.StreamResponse(headers={**headers, "Content-Type": "text/event-stream"})
        await response.prepare(request)
        coming: asyncio.Queue[Event | None] = asyncio.Queue()
        self._streams.add(coming)
        stop = self._events.subscribe(coming.put_nowait)
        try:
            past = self._events.after(self._seen(request))[-_HISTORY:]
            await response.write(b"retry: 1000\n\n" + b"".join(map(self._written, past)))
            while await self._write_next(response, coming):
                pass
        except ConnectionResetError:
            pass  # the page has gone: nothing is owed to it
        finally:
            stop()
            self._streams.discard(coming)
        return response

    def let_go(self) -> None:
        """End every stream, so that the server can end."""
        for coming in self._streams:
            coming.put_nowait(None)

    async def _write_next(
        self, response: web.StreamResponse, coming: asyncio.Queue[Event | None]
    ) -> bool:
        try:
            async with asyncio.timeout(_PULSE):
                event = await coming.get()
        except TimeoutError:
            await response.write(b": still here\n\n")
            return True
        if event is None:
            return False
        await response.write(self._written(event))
        return True

    def _seen(self, request: web.Request) -> int:
        run, _, number = request.headers.get("Last-Event-ID", "").partition("-")
        return int(number) if run == str(self._run) and number.isdecimal() else 0

    def _written(self, event: Event) -> bytes:
        data = json.dumps(event, ensure_ascii=False)
        return f"id: {self._run}-{event['n']}\ndata: {data}\n\n".encode()
