"""A provider that places every call at once and rings nobody: its words come from elsewhere.

It answers what the product asks of it, in a process of its own, and makes no webhook: those are
sent at moments of their own. Once a second it is told which calls have come and which are over, and
tells which were placed.
"""

import argparse
from email.utils import formatdate
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from bench.heavy.lives import sid_of

ACCOUNT = "/2010-04-01/Accounts/{account}"
TOLD = "/_told"
GONE = 404


class Book:
    """Every call that was placed or told of, and who is in which room."""

    def __init__(self) -> None:
        self._calls: dict[str, dict[str, Any]] = {}
        self._rooms: dict[str, dict[str, bool]] = {}
        self._room_of: dict[str, str] = {}
        self._placed: list[str] = []

    async def place(self, request: web.Request) -> web.Response:
        """Place a call, whose sid follows from the leg in its URL."""
        form = await request.post()
        _, _, conference_id, leg_id, *_ = urlsplit(str(form["Url"])).path.split("/")
        placed = self._new(sid_of(conference_id, leg_id), str(form["To"]), str(form["From"]))
        self._placed.append(placed["sid"])
        return _answer(placed, status=201)

    async def told(self, request: web.Request) -> web.Response:
        """Hear who came into which room, and which calls are over; say which were placed since."""
        news = await request.json()
        for conference_id, call_sid in news["joined"]:
            self._rooms.setdefault(conference_id, {})[call_sid] = False
            self._room_of[call_sid] = conference_id
            self._calls.setdefault(call_sid, self._new(call_sid, "", ""))
        for call_sid, seconds, at in news["over"]:
            self._end(call_sid, seconds, at)
        placed, self._placed = self._placed, []
        return _answer({"placed": placed})

    async def call(self, request: web.Request) -> web.Response:
        """Return how a call stands."""
        found = self._calls.get(request.match_info["sid"])
        return _answer(found) if found else _answer({"code": 20404}, status=GONE)

    async def calls(self, _request: web.Request) -> web.Response:
        """Return no calls: whoever looks for a lost one finds that it was not placed."""
        return _answer({"calls": [], "next_page_uri": None})

    async def rooms(self, request: web.Request) -> web.Response:
        """Return the room of a conference."""
        name = request.query.get("FriendlyName", "")
        going_on = [_room(name)] if self._rooms.get(name) else []
        return _answer({"conferences": going_on, "next_page_uri": None})

    async def people(self, request: web.Request) -> web.Response:
        """Return who is in a room."""
        name = request.match_info["room"].removeprefix("CF")
        there = [
            {"call_sid": call_sid, "muted": muted, "status": "connected"}
            for call_sid, muted in self._rooms.get(name, {}).items()
        ]
        return _answer({"participants": there, "next_page_uri": None})

    async def person(self, request: web.Request) -> web.Response:
        """Mute somebody, or say something to them."""
        name, call_sid = request.match_info["room"].removeprefix("CF"), request.match_info["sid"]
        form = await request.post()
        if call_sid not in self._rooms.get(name, {}):
            return _answer({"code": 20404}, status=GONE)
        if "Muted" in form:
            self._rooms[name][call_sid] = form["Muted"] == "true"
        return _answer({"call_sid": call_sid, "muted": self._rooms[name][call_sid]})

    async def end_room(self, request: web.Request) -> web.Response:
        """End a room."""
        name = request.match_info["room"].removeprefix("CF")
        self._rooms.pop(name, None)
        return _answer(_room(name))

    def _new(self, call_sid: str, to: str, from_: str) -> dict[str, Any]:
        now = formatdate(usegmt=True)
        new: dict[str, Any] = {"sid": call_sid, "status": "in-progress", "to": to, "from": from_}
        new |= {"direction": "outbound-api", "date_created": now, "duration": None}
        return self._calls.setdefault(call_sid, new)

    def _end(self, call_sid: str, seconds: int, at: str) -> None:
        ended = self._new(call_sid, "", "")
        ended |= {"status": "completed", "duration": str(seconds), "end_time": at}
        self._rooms.get(self._room_of.pop(call_sid, ""), {}).pop(call_sid, None)


def app() -> web.Application:
    """Return the provider as an application."""
    book, served = Book(), web.Application()
    room = ACCOUNT + "/Conferences/{room}"
    one = ACCOUNT + "/Calls/{sid}.json"
    served.add_routes(
        [
            web.post(TOLD, book.told),
            web.post(ACCOUNT + "/Calls.json", book.place),
            web.get(ACCOUNT + "/Calls.json", book.calls),
            web.get(one, book.call),
            web.post(one, book.call),
            web.get(ACCOUNT + "/Conferences.json", book.rooms),
            web.get(room + "/Participants.json", book.people),
            web.post(room + "/Participants/{sid}.json", book.person),
            web.post(room + ".json", book.end_room),
        ]
    )
    return served


def _answer(body: dict[str, Any], status: int = 200) -> web.Response:
    return web.json_response(body, status=status)


def _room(conference_id: str) -> dict[str, Any]:
    return {"sid": f"CF{conference_id}", "friendly_name": conference_id, "status": "in-progress"}


def main() -> None:
    """Serve on a port until terminated."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    web.run_app(app(), host="127.0.0.1", port=parser.parse_args().port, print=None, access_log=None)


if __name__ == "__main__":
    main()
