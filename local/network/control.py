"""The network's own controls under /_sim (操作台): for the page, for drivers and for tests."""

from json import JSONDecodeError
from typing import Any

from aiohttp import web

from local.network import messages as texts
from local.network.bots import PROFILES
from local.network.calls import entry
from local.network.engine import Network
from local.network.faults import FaultError
from local.network.phones import Phone
from local.network.settings import CHANGEABLE


class Control:
    """Phones, calls, faults, settings and records, in plain JSON; loopback only, so no password."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def routes(self) -> list[web.RouteDef]:
        phone = r"/_sim/phones/{number:\+?\d+}"
        return [
            web.get("/_sim/phones", self.phones),
            web.get(phone, self.phone),
            web.put(phone, self.set_phone),
            web.post(phone + "/{act:dial|answer|reject|hangup|press}", self.act),
            web.get("/_sim/profiles", self.profiles),
            web.get("/_sim/calls", self.calls),
            web.get("/_sim/rooms", self.rooms),
            web.get("/_sim/ledger", self.ledger),
            web.get("/_sim/messages", self.messages),
            web.get("/_sim/events", self.events),
            web.get("/_sim/faults", self.faults),
            web.put("/_sim/faults", self.set_faults),
            web.get("/_sim/settings", self.settings),
            web.put("/_sim/settings", self.set_settings),
            web.get("/_sim/clock", self.clock),
            web.put("/_sim/clock", self.move_clock),
            web.post("/_sim/reset", self.reset),
        ]

    async def phones(self, _request: web.Request) -> web.Response:
        phones = self._network.phones
        return web.json_response([phones[number].snapshot() for number in sorted(phones)])

    async def phone(self, request: web.Request) -> web.Response:
        return web.json_response(self._phone(request).snapshot())

    async def set_phone(self, request: web.Request) -> web.Response:
        """Set any of profile, answer_after, name and script (keys pressed after answering)."""
        phone, given = self._phone(request), await _json(request)
        if unknown := sorted(set(given) - {"profile", "answer_after", "name", "script"}):
            raise _bad(f"a phone has no {', '.join(unknown)}")
        try:
            phone.profile = str(given.get("profile", phone.profile))
            after = given.get("answer_after", phone.answer_after)
            phone.answer_after = None if after is None else float(after)
        except (TypeError, ValueError) as error:
            raise _bad(str(error)) from error
        phone.name = str(given.get("name", phone.name))
        phone.script = str(given.get("script", phone.script))
        return web.json_response(phone.snapshot())

    async def act(self, request: web.Request) -> web.Response:
        """Do what a person does: dial {to}, answer, reject, hangup, press {keys}."""
        phone, given = self._phone(request), await _json(request)
        try:
            match request.match_info["act"]:
                case "dial":
                    await phone.dial(str(given["to"]))
                case "answer":
                    await phone.answer()
                case "reject":
                    await phone.reject()
                case "hangup":
                    await phone.hang_up()
                case "press":
                    await phone.press(str(given["keys"]))
        except KeyError as error:
            raise _bad(f"{error} is missing") from error
        except ValueError as error:
            raise _bad(str(error)) from error
        return web.json_response(phone.snapshot())

    async def profiles(self, _request: web.Request) -> web.Response:
        table = [
            {"name": profile.name, "ending": profile.ending, "description": profile.description}
            for profile in PROFILES.values()
        ]
        return web.json_response(table)

    async def calls(self, _request: web.Request) -> web.Response:
        return web.json_response([entry(line.call) for line in self._network.lines])

    async def rooms(self, _request: web.Request) -> web.Response:
        rooms = [
            {
                "sid": room.sid,
                "name": room.name,
                "status": room.status,
                "participants": [
                    {"call_sid": p.sid, "number": p.line.phone.number, "status": p.status}
                    | {"label": p.label, "muted": p.muted, "hold": p.hold}
                    for p in room.participants.values()
                ],
            }
            for room in self._network.rooms.by_sid.values()
            if not room.over
        ]
        return web.json_response(rooms)

    async def ledger(self, _request: web.Request) -> web.Response:
        return web.json_response([entry(call) for call in self._network.ledger.calls.values()])

    async def messages(self, _request: web.Request) -> web.Response:
        return web.json_response([texts.entry(message) for message in self._network.messages])

    async def events(self, request: web.Request) -> web.Response:
        after = request.query.get("after", "0")
        if not after.isdecimal():
            raise _bad("after is the number of an event")
        return web.json_response(self._network.events.after(int(after)))

    async def faults(self, _request: web.Request) -> web.Response:
        return web.json_response(self._network.plant.injector.switches())

    async def set_faults(self, request: web.Request) -> web.Response:
        try:
            self._network.plant.injector.switch(await _json(request))
        except FaultError as error:
            raise _bad(str(error)) from error
        return await self.faults(request)

    async def settings(self, _request: web.Request) -> web.Response:
        settings = self._network.settings
        return web.json_response({name: getattr(settings, name) for name in sorted(CHANGEABLE)})

    async def set_settings(self, request: web.Request) -> web.Response:
        try:
            self._network.change(await _json(request))
        except ValueError as error:
            raise _bad(str(error)) from error
        return await self.settings(request)

    async def clock(self, _request: web.Request) -> web.Response:
        timeline = self._network.plant.timeline
        now = timeline.now().isoformat(timespec="milliseconds")
        return web.json_response({"now": now, "ahead_seconds": round(timeline.ahead)})

    async def move_clock(self, request: web.Request) -> web.Response:
        """Let it be later by {forward_seconds}."""
        try:
            self._network.plant.timeline.move(float((await _json(request))["forward_seconds"]))
        except (KeyError, OverflowError, TypeError, ValueError) as error:
            raise _bad("forward_seconds is a number from 0") from error
        return await self.clock(request)

    async def reset(self, _request: web.Request) -> web.Response:
        await self._network.reset()
        return web.Response(status=204)

    def _phone(self, request: web.Request) -> Phone:
        return self._network.phone(request.match_info["number"])


async def _json(request: web.Request) -> dict[str, Any]:
    """Return the JSON object of the body; no body is an empty one."""
    if not request.can_read_body:
        return {}
    try:
        given = await request.json()
    except JSONDecodeError as error:
        raise _bad("the body is not JSON") from error
    if not isinstance(given, dict):
        raise _bad("the body is not a JSON object")
    return given


def _bad(message: str) -> web.HTTPBadRequest:
    return web.HTTPBadRequest(text=message)
