"""Pages that watch conferences: each asks a second after its last answer, as the page does."""

import asyncio
import time
from dataclasses import dataclass, field
from http import HTTPStatus

import aiohttp

from bench import portal
from bench.heavy.flow import LOST, SLOTS, Slot
from bench.load import Answer

PAGES = 20
EACH = 1.0  # seconds from an answer to the next look
SHOWN = frozenset({HTTPStatus.OK, HTTPStatus.NOT_MODIFIED})


def chosen(slots: list[Slot]) -> list[Slot]:
    """Return the slots that are watched, from all over the order of life."""
    return slots[:: SLOTS // PAGES][:PAGES]


def logged_in(slot: Slot) -> str:
    """Make the host of *slot* a registered one, and return the token of a browser."""
    from chalicelib import accounts, sessions  # noqa: PLC0415 - the environment is set

    portal.register(slot.host)
    account = accounts.find(slot.host)
    if account is None:
        raise RuntimeError("nobody has registered")
    return sessions.begin(account, sessions.Browser("127.0.0.1", "bench"))


@dataclass(slots=True)
class Page:
    """The page of one host, which shows whatever conference goes on."""

    slot: Slot
    token: str
    looks: list[Answer] = field(default_factory=list)
    _shown: str = ""
    _seen: str = ""
    _ticket: str = ""

    async def watch(self, session: aiohttp.ClientSession, url: str) -> None:
        """Look each second, until cancelled."""
        while True:
            if self.slot.goes_on:
                self._show(self.slot.course.life.conference_id)
                self.looks.append(await self._look(session, url))
            await asyncio.sleep(EACH)

    def _show(self, conference_id: str) -> None:
        if conference_id != self._shown:
            self._shown, self._seen, self._ticket = conference_id, "", ""

    async def _look(self, session: aiohttp.ClientSession, url: str) -> Answer:
        held = f"__Host-session={self.token}; __Host-watch={self._ticket}"
        headers = {"Cookie": held, "If-None-Match": self._seen}
        where, began = f"{url}/api/conferences/{self._shown}", time.perf_counter()
        try:
            async with session.get(where, headers=headers) as answer:
                await answer.read()
        except (aiohttp.ClientError, TimeoutError):
            return Answer(LOST, time.perf_counter() - began, 0.0)
        self._seen = answer.headers.get("ETag", "")
        if ticket := answer.cookies.get("__Host-watch"):
            self._ticket = ticket.value
        waited = answer.headers.get("Server-Timing", "wait;dur=0").rsplit("=", 1)[1]
        return Answer(answer.status, time.perf_counter() - began, float(waited) / 1000)
