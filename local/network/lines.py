"""A call while it lives (线路): its phone, what it waits for, and who may interrupt it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from local.network.calls import Call, Status
from local.network.verbs import Verb
from local.network.webhooks import Form

if TYPE_CHECKING:
    from local.network.phones import Phone
    from local.network.room import Participant

API_VERSION = "2010-04-01"
PLACES = tuple(
    f"{who}{what}"
    for who in ("From", "To", "Caller", "Called")
    for what in ("City", "State", "Zip", "Country")
)


@dataclass(frozen=True, slots=True)
class Request:
    """A document to be fetched; *form* is what the request says beyond the call itself."""

    url: str
    method: str = "POST"
    form: Form = field(default_factory=dict)


Start = Request | tuple[Verb, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is wanted of a call besides its two numbers."""

    start: Start = ()
    fallback_url: str = ""
    fallback_method: str = "POST"
    status_callback: str = ""
    status_method: str = "POST"
    status_events: frozenset[str] = frozenset({"completed"})
    timeout: int = 60
    time_limit: int = 14_400


@dataclass(frozen=True, slots=True)
class HangUp:
    """The order to end a call; *here* if its own phone does it."""

    here: bool = False


@dataclass(frozen=True, slots=True)
class Divert:
    """The order to leave whatever the call does and run another document."""

    start: Start


Order = HangUp | Divert


@dataclass(slots=True, eq=False)
class Line:
    """A live call. Its one task obeys the orders given; the rest is what that task is at."""

    call: Call
    phone: "Phone"
    plan: Plan
    sequence: int = 0  # of call status callbacks
    answered_exactly: datetime | None = None
    answer: "asyncio.Future[bool]" = field(default_factory=asyncio.Future)
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    interrupted: "asyncio.Future[None]" = field(default_factory=asyncio.Future)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    keys: Callable[[str], None] | None = None  # who listens to the keypad just now
    participant: "Participant | None" = None  # its place in a room, or one kept for it
    leaving: tuple[str, Status] = ("participant_hung_up", Status.COMPLETED)
    dial_action: Request | None = None  # of the Dial it is in
    limit: asyncio.TimerHandle | None = None
    _order: Order | None = None

    def give(self, order: Order) -> None:
        """Interrupt the call; the last order counts, but none comes after hanging up."""
        if self.over.is_set() or isinstance(self._order, HangUp):
            return
        self._order = order
        if not self.interrupted.done():
            self.interrupted.set_result(None)

    def take_order(self) -> Order | None:
        """Return the order given, if there is one, and be ready for the next."""
        if self._order is None:
            return None
        order, self._order = self._order, None
        self.interrupted = asyncio.get_running_loop().create_future()
        return order

    def decide(self, *, accept: bool) -> None:
        """Answer or refuse the ringing call."""
        if not self.answer.done():
            self.answer.set_result(accept)

    def press(self, key: str) -> None:
        """Hand one key to whoever listens; with nobody listening it is lost, as at the provider."""
        if self.keys:
            self.keys(key)

    def form(self, account_sid: str) -> Form:
        """Return the parameters that every request about this call carries."""
        call = self.call
        form = {
            "CallSid": call.sid,
            "AccountSid": account_sid,
            "From": call.from_,
            "To": call.to,
            "Caller": call.from_,
            "Called": call.to,
            "CallStatus": str(call.status),
            "Direction": call.direction,
            "ApiVersion": API_VERSION,
        }
        if call.parent_sid:
            form["ParentCallSid"] = call.parent_sid
        return form | dict.fromkeys(PLACES, "")


async def first(*events: asyncio.Event) -> None:
    """Wait for the first of *events*."""
    waits = [asyncio.create_task(event.wait()) for event in events]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
