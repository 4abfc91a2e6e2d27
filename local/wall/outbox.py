"""What is on its way to one page, in order: signalling always arrives, sound if it can."""

import asyncio
import json
from typing import Any, Final

from aiohttp import web

Event = dict[str, Any]

MOST_BUFFERED: Final = 64 * 1024  # bytes of sound; what a slow page can't take in time is lost


class Outbox:
    """The sending side of one handset's WebSocket."""

    def __init__(self, socket: web.WebSocketResponse) -> None:
        self._socket = socket
        self._waiting: asyncio.Queue[str | bytes | int] = asyncio.Queue()
        self._sound_waiting = 0

    def tell(self, event: Event) -> None:
        """Send an event."""
        self._waiting.put_nowait(json.dumps(event, ensure_ascii=False))

    def sound(self, frame: bytes) -> None:
        """Send 20 ms of sound, unless too much of it waits already."""
        if self._sound_waiting < MOST_BUFFERED:
            self._sound_waiting += len(frame)
            self._waiting.put_nowait(frame)

    def close(self, code: int) -> None:
        """Close the socket after what has been sent so far."""
        self._waiting.put_nowait(code)

    async def deliver(self) -> None:
        """Write until the socket is closed or its page is gone."""
        try:
            while not self._socket.closed:
                await self._write(await self._waiting.get())
        except ConnectionResetError:
            return  # the reading side has noticed too and ends the handset

    async def _write(self, item: str | bytes | int) -> None:
        match item:
            case str():
                await self._socket.send_str(item)
            case bytes():
                self._sound_waiting -= len(item)
                await self._socket.send_bytes(item)
            case int():
                await self._socket.close(code=item)
