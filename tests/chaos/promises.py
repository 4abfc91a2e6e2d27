"""What was promised, to pages and to callers, and which document each call asked for last."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from tests.stories.stand import GLIMPSE, SPEED

ROOM = re.compile(r"<Conference\b[^>]*>\s*([^<\s]+)\s*</Conference>")
DIAL_IN, LET_IN, WEB, RESERVED = "dial_in", "let in", "web", "reserved"
TELLING = ("/status", "/room")  # webhooks that ask for no document
EXCUSE = "/busy.xml"  # a file that is asked for after a document was asked for in vain

Event = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Promise:
    """The conference, or if it was *reserved* the reservation, of which somebody was told."""

    way: str
    id: str


@dataclass(frozen=True, slots=True)
class Asked:
    """The last document that was asked for a call: when it was answered, and with what."""

    url: str
    at: datetime
    vain: bool
    room: bool


@dataclass(slots=True)
class Documents:
    """The documents that the network asked for, call by call; *again* are those asked for anew.

    A document that was asked for in vain is, and one that was asked for twice at once: whichever
    answer the network takes, it waits for both.
    """

    promised: set[Promise] = field(default_factory=set)
    last: dict[str, Asked] = field(default_factory=dict)
    again: set[tuple[str, str]] = field(default_factory=set)

    def note(self, event: Event) -> None:
        """Note one *event* of the network."""
        if not event["call_sid"]:
            return
        if event["kind"] == "webhook" and _asks(event["url"]):
            self._answered(event)
        elif event["kind"] == "error" and _asks(event["message"]):
            self._keep(event, event["message"], vain=True)
        elif event["kind"] == "fault" and event["fault"] == "double" and _asks(event["url"]):
            self.again.add((event["call_sid"], _address(event["url"])))

    def in_vain(self, call_sid: str) -> bool:
        """Say whether nothing came of the last document that was asked for a call."""
        return call_sid in self.last and self.last[call_sid].vain

    def too_late(self, call: dict[str, Any]) -> bool:
        """Say whether the room's document reached a *call* when that was over, or all but.

        Or any answer after the end to what was asked for again: the one before it was not heard.
        """
        asked = self.last.get(call["sid"])
        if asked is None or asked.vain or call["ended_at"] is None:
            return False
        ended = datetime.fromisoformat(call["ended_at"])
        if asked.room:
            return asked.at > ended - timedelta(seconds=GLIMPSE * SPEED)
        return asked.at > ended and (call["sid"], asked.url) in self.again

    def _answered(self, event: Event) -> None:
        failed = "error" in event or event["status"] // 100 != HTTPStatus.OK // 100
        rooms = [] if failed else ROOM.findall(event["response"])
        way = DIAL_IN if "/dial-in/" in event["url"] else LET_IN
        self.promised |= {Promise(way, room) for room in rooms}
        self._keep(event, event["url"], vain=failed, room=bool(rooms))

    def _keep(self, event: Event, text: str, *, vain: bool, room: bool = False) -> None:
        sid, url, at = event["call_sid"], _address(text), datetime.fromisoformat(event["at"])
        if vain:
            self.again.add((sid, url))
        self.last[sid] = Asked(url, at, vain, room)


def _asks(text: str) -> bool:
    """Say whether the address that *text* begins with is that of a document of ours."""
    return not _address(text).endswith((*TELLING, EXCUSE))


def _address(text: str) -> str:
    """Return the address that *text* begins with, without its fragment: a URL, or an error."""
    return re.split(r"[#\s]|: ", text, maxsplit=1)[0]
