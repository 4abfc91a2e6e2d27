"""The WebSocket of a handset: JSON text is signalling, binary frames are sound."""

import asyncio
import json
import re
from typing import Final

import phonenumbers
from aiohttp import WSMsgType, web
from phonenumbers import PhoneNumberFormat, ValidationResult

from local.network.engine import Network
from local.network.messages import entry
from local.sound.engine import Sound
from local.sound.voices import introduction
from local.wall.booth import Booth
from local.wall.outbox import Outbox

LEFT_ON_PURPOSE: Final = 1000  # close codes
COMING_BACK: Final = 1012
_GRACE: Final = 3.0  # seconds that a reloading page may be away before its phone is nobody's
_LAST_COMMANDS_WITHIN: Final = 2.0  # seconds after the page left
_LONGEST_MESSAGE: Final = 4096
_BEIJING: Final = re.compile(r"[2-8]\d{7}")  # a number without its area code
_KEYS: Final = re.compile(r"[0-9*#]{1,64}")


class Handsets:
    """Every handset that a page or a test has opened so far."""

    def __init__(self, network: Network, sound: Sound) -> None:
        self._network = network
        self._sound = sound
        self._booths: dict[str, Booth] = {}

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Be the handset `?number=` for as long as its page keeps the socket open."""
        try:
            number = e164(request.query.get("number", ""))
        except ValueError as error:
            raise web.HTTPBadRequest(text=str(error)) from error
        socket = web.WebSocketResponse(heartbeat=20, compress=False, max_msg_size=_LONGEST_MESSAGE)
        await socket.prepare(request)
        await self._hold(self._booth(number), socket)
        return socket

    def let_go(self) -> None:
        """Close every socket, so that the server can end; the pages will be back."""
        for booth in self._booths.values():
            if booth.holder:
                booth.holder.close(COMING_BACK)

    def _booth(self, number: str) -> Booth:
        if number not in self._booths:
            came = [m for m in self._network.messages if m.to == number and m.status == "delivered"]
            self._booths[number] = Booth(self._network.phone(number), map(entry, came))
        return self._booths[number]

    async def _hold(self, booth: Booth, socket: web.WebSocketResponse) -> None:
        outbox = Outbox(socket)
        booth.hand_to(outbox)
        stop = booth.phone.subscribe(outbox.tell)
        self._sound.attach(booth.number, outbox.sound)
        outbox.tell(booth.snapshot())
        commands: asyncio.Queue[str | None] = asyncio.Queue()
        delivering = asyncio.create_task(outbox.deliver())
        obeying = asyncio.create_task(self._obey_all(booth, outbox, commands))
        try:
            async for message in socket:
                if message.type is WSMsgType.BINARY:
                    self._sound.feed(booth.number, message.data)
                else:
                    commands.put_nowait(message.data)
            commands.put_nowait(None)
            await asyncio.wait([obeying], timeout=_LAST_COMMANDS_WITHIN)
        finally:
            delivering.cancel()
            obeying.cancel()
            self._sound.detach(booth.number, outbox.sound)
            reloading = booth.holder is outbox and socket.close_code != LEFT_ON_PURPOSE
            booth.release(outbox)
            asyncio.get_running_loop().call_later(_GRACE if reloading else 0, stop)

    async def _obey_all(
        self, booth: Booth, outbox: Outbox, commands: asyncio.Queue[str | None]
    ) -> None:
        """Obey in order, beside the reading: pressing keys takes time and sound doesn't wait."""
        while (text := await commands.get()) is not None:
            if not await self._obey(booth, text):
                outbox.tell({"type": "refused", "text": "这部话机没有这个操作。"})

    async def _obey(self, booth: Booth, text: str) -> bool:
        """Do what the person at the handset wants; return False for what a phone can't do."""
        try:
            command = json.loads(text)
        except ValueError:
            return False
        match command:
            case {"type": "answer"}:
                await booth.phone.answer()
            case {"type": "reject"}:
                await booth.phone.reject()
            case {"type": "hangup"}:
                await booth.phone.hang_up()
            case {"type": "dial", "to": str(to)}:
                await booth.phone.dial(to)
            case {"type": "dtmf", "d": str(keys)} if _KEYS.fullmatch(keys):
                await booth.press(keys)
            case {"type": "put_away", "sid": str(sid)}:
                booth.put_away(sid)
            case {"type": "source", "source": str(source), **rest}:
                await self._set_source(booth, source, str(rest.get("name", "")))
            case _:
                return False
        return True

    async def _set_source(self, booth: Booth, source: str, name: str) -> None:
        spoken = None
        if source == "auto":
            spoken = await asyncio.to_thread(introduction, booth.number, name[:20])
        self._sound.give_voice(booth.number, spoken)


def e164(text: str) -> str:
    """Return the number that a person in Beijing means by *text*; ValueError if there is none."""
    try:
        number = phonenumbers.parse(f"010{text}" if _BEIJING.fullmatch(text) else text, "CN")
    except phonenumbers.NumberParseException as error:
        raise ValueError(str(error)) from error
    if phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        msg = f"{text} can't be a telephone number"
        raise ValueError(msg)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)
