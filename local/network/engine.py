"""The network (电话网): phones, live calls and rooms, and the acts that begin and end them."""

import asyncio
import re
from dataclasses import replace
from typing import Any

from local.network.callbacks import Callbacks
from local.network.calls import Call, Direction, Status
from local.network.dial import Dialling, child_plan
from local.network.documents import Documents
from local.network.interpreter import Interpreter
from local.network.lines import Divert, HangUp, Line, Plan, Start
from local.network.lives import Lives, Pacer, Talk
from local.network.media import Media
from local.network.messages import Messages
from local.network.numbers import ServiceNumber, why_not
from local.network.phones import Phone
from local.network.plant import Plant
from local.network.room import Participant
from local.network.room_sound import RoomSound
from local.network.rooms import Rooms
from local.network.settings import CHANGEABLE, Settings
from local.network.timeline import whole
from local.network.twiml import TwimlError
from local.network.verbs import Conference, Dial, Number

HEARTBEAT = 1.0  # real seconds
INVALID_NUMBER = 13224


class Network:
    """One simulated network; create it, `start()` it on the running loop, and `stop()` it."""

    def __init__(self, settings: Settings | None = None, media: Media | None = None) -> None:
        self.plant = Plant(settings or Settings(), media)
        self.events = self.plant.events
        self.ledger = self.plant.ledger
        self.phones: dict[str, Phone] = {}
        self.messages = Messages(self.plant, self.phone)
        self.number = ServiceNumber.of(
            self.plant.settings, self.plant.sid("PN"), self.plant.timeline.now()
        )
        callbacks = Callbacks(self.plant)
        documents = Documents(self.plant)
        self.rooms = Rooms(self.plant, RoomSound(self.plant, documents, callbacks))
        dialling = Dialling(self.plant, self.rooms, self._place_child)
        self._interpreter = Interpreter(self.plant, documents, dialling)
        self._lives = Lives(self.plant, callbacks, self.rooms, self._interpreter)
        self._pacer = Pacer(self.plant)

    async def start(self) -> None:
        """Open the connections to the outside and let time pass."""
        await self.plant.sender.open()
        self.plant.tasks.spawn(self._beat())

    async def stop(self) -> None:
        """Fall silent at once, as a network that loses power does; the ledger keeps what was."""
        await self.plant.tasks.stop()
        await self.plant.sender.close()
        self.ledger.close()

    @property
    def settings(self) -> Settings:
        return self.plant.settings

    def change(self, changes: dict[str, Any]) -> None:
        """Change settings while the network runs; only some can be."""
        fixed = sorted(set(changes) - CHANGEABLE)
        if fixed:
            msg = f"cannot be changed while running: {', '.join(fixed)}"
            raise ValueError(msg)
        if "allowed_prefixes" in changes:
            changes = changes | {"allowed_prefixes": tuple(changes["allowed_prefixes"])}
        if price := changes.get("price_per_minute"):
            _check_price(price)
        self.plant.settings = replace(self.plant.settings, **changes)
        self.plant.set_speed(self.plant.settings.speed)

    def phone(self, number: str) -> Phone:
        """Return the phone of *number*; every number has one."""
        if number not in self.phones:
            self.phones[number] = Phone(number, self.plant, self)
        return self.phones[number]

    def line(self, sid: str) -> Line | None:
        """Return the live call with this sid."""
        return self._lives.lines.get(sid)

    @property
    def lines(self) -> list[Line]:
        return list(self._lives.lines.values())

    def dial_in(self, phone: Phone, to: str) -> Line | None:
        """Begin a call from *phone* to the service, if *to* is the service's."""
        if to not in (self.settings.short_code, self.number.number):
            return None
        call = self._call("inbound", phone.number, self.number.number)
        call.status, call.dialled_at = Status.RINGING, call.created_at
        line = Line(call, phone, self.number.plan())
        self._lives.begin(line, self._lives.inbound(line))
        return line

    def place(self, from_: str, to: str, plan: Plan) -> Line:
        """Begin a call that the application asked for; the number has been checked."""
        line = Line(self._call("outbound-api", from_, to), self.phone(to), plan)
        self._begin(line, lambda: self._interpreter.run(line, plan.start))
        return line

    def invite(self, from_: str, to: str, plan: Plan, noun: Conference) -> Participant:
        """Begin a call that goes straight into a room, its place being kept from now on."""
        dial = Dial(noun, time_limit=plan.time_limit)
        line = self.place(from_, to, replace(plan, start=(dial,)))
        return self.rooms.invite(line, self.rooms.named(noun), noun)

    def divert(self, line: Line, start: Start) -> None:
        """Take an answered call out of whatever it does and run *start* instead."""
        line.give(Divert(start))

    async def hang_up(self, line: Line) -> None:
        """End a call, whatever it does."""
        line.give(HangUp())
        await line.over.wait()

    async def reset(self) -> None:
        """End every call and forget everything that happened; the settings stay."""
        for line in self.lines:
            await self.hang_up(line)
        self.ledger.clear()
        self.messages.clear()
        self.rooms.by_sid.clear()
        for phone in self.phones.values():
            phone.profile, phone.script, phone.answer_after = "", "", None
        self.events.clear()

    def _place_child(self, parent: Line, noun: Number, verb: Dial) -> Line:
        """Begin the call to a <Number>; it lives until it, or the Dial, ends."""
        if refusal := why_not(noun.number, self.settings):
            raise TwimlError(INVALID_NUMBER, refusal[1])
        from_ = verb.caller_id or parent.call.from_
        call = self._call("outbound-dial", from_, noun.number)
        call.parent_sid = parent.call.sid
        line = Line(call, self.phone(noun.number), child_plan(noun, verb))
        self._begin(line, asyncio.Event().wait)
        return line

    def _begin(self, line: Line, talk: Talk) -> None:
        wait = self._pacer.take()
        line.call.queue_ms = round(wait * 1000)
        self._lives.begin(line, self._lives.outbound(line, wait, talk))

    def _call(self, direction: Direction, from_: str, to: str) -> Call:
        now = whole(self.plant.timeline.now())
        sid = self.plant.sid("CA")
        return Call(sid, from_, to, direction, created_at=now, updated_at=now)

    async def _beat(self) -> None:
        while True:
            self.ledger.beat(self.plant.timeline.now())
            await asyncio.sleep(HEARTBEAT)


def _check_price(price: object) -> None:
    if not isinstance(price, str) or not re.fullmatch(r"\d{1,3}(\.\d{1,5})?", price, re.ASCII):
        msg = f"price_per_minute is text such as 0.0085, not {price!r}"
        raise ValueError(msg)
