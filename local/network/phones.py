"""A telephone of the simulated network, seen from the person who holds it (话机).

`Network.phone("+8613800000001")` returns the one `Phone` of a number. Everything here runs on the
network's event loop. What a person can do (a command that does not fit the state does nothing):

    await phone.dial("116323")      the short code or the service number; anything else: unallocated
    await phone.answer()            a ringing phone
    await phone.reject()            a ringing phone: the caller gets busy
    await phone.hang_up()           in any state; also ends the tone after a finished call
    await phone.press("13*#")       keys of a phone that talks, one after the other

What a person sees and hears:

    phone.snapshot()                {"number", "name", "registered", "profile", "state", "from",
                                     "to", "reason", "call_sid", "muted", "tone", "caption"}
    stop = phone.subscribe(callback)    *callback* gets every event (a dict) as it happens;
                                        nothing is sent for the past: start from snapshot()
    async for event in phone.listen():  the same as a stream

A phone somebody subscribes to is *registered*: it waits for its person. With nobody there it is a
bot, whose behaviour follows from the end of its number (see `bots`); `subscribe(callback,
watch=True)` looks on without taking it over. Setting `phone.profile` to a name of `bots.PROFILES`
overrules both; "human" means: wait for commands, whoever listens.

Events:

    {"type": "state", "state": "idle" | "dialling" | "ringing" | "talking" | "in_conference" |
        "ended", "from": str, "to": str, "reason": str, "call_sid": str, "muted": bool}
    {"type": "caption", "text": str, "verb": "Say" | "Play", "language": str}
    {"type": "text", "sid": str, "from": str, "to": str, "text": str, …}    a message has come
    {"type": "tone", "tone": "ringback" | "busy" | "congestion" | "unallocated" | None}

"ended" is followed by "idle": at once when this phone hung up or stopped ringing, otherwise when
its busy tone is over (`TONE_SECONDS`) or the person hangs up; a new call may come in before that.
*reason* is empty except with "ended", where it is "hung_up" (here), "far_end", "rejected" (here),
"missed" (the caller gave up), "busy", "no-answer" (refused by the far end), "unallocated" or
"failed". One phone carries at most one call: a second one gets busy.

The audio of a call runs through `media`; its line is the event's call_sid.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any, Literal, Protocol

from local.network.bots import PROFILES, Profile, behave, for_number
from local.network.lines import HangUp, Line, first
from local.network.media import Tone
from local.network.plant import Plant

Event = dict[str, Any]
State = Literal["idle", "dialling", "ringing", "talking", "in_conference", "ended"]

KEYS = frozenset("0123456789*#")
KEY_SECONDS = 0.1  # between two keys pressed one after the other
TONE_SECONDS = 3.0  # of the tone after a call that did not end here
TONES: dict[str, Tone] = {
    "far_end": "busy",
    "busy": "busy",
    "no-answer": "busy",
    "unallocated": "unallocated",
    "failed": "congestion",
}


class Exchange(Protocol):
    """What a phone needs of the network: to start a call."""

    def dial_in(self, phone: "Phone", to: str) -> Line | None:
        """Call the service for *phone*, or return None if nobody has the number *to*."""


class Phone:
    """One telephone; see the head of this module."""

    def __init__(self, number: str, plant: Plant, exchange: Exchange) -> None:
        self.number = number
        self.name = ""
        self.answer_after: float | None = None  # instead of what its profile says
        self.script = ""  # keys that a bot presses after it answered
        self.line: Line | None = None
        self._plant = plant
        self._exchange = exchange
        self._profile = ""
        self._listeners: list[Callable[[Event], None]] = []
        self._persons = 0  # listeners that have the phone in their hands
        self._sound = ""  # the line whose audio this phone is connected to
        self._settling: asyncio.Task[None] | None = None
        self._caption = ""
        self._tone: Tone | None = None
        self._state: Event = _state("idle")

    # What the person does.

    async def dial(self, to: str) -> None:
        """Call *to* with a phone that carries no call."""
        if self.line:
            return
        self._silence()
        self.line = self._exchange.dial_in(self, to)
        sid = self.line.call.sid if self.line else f"unallocated-{self.number}"
        self._connect(sid)
        self._show("dialling", from_=self.number, to=to, call_sid=sid)
        if self.line:
            self.tone("ringback")
        else:
            self._end("unallocated")

    async def answer(self) -> None:
        """Answer the call that rings; returns when the network has connected it."""
        if self.line and self._state["state"] == "ringing":
            self.line.decide(accept=True)
            await first(self.line.answered, self.line.over)

    async def reject(self) -> None:
        """Refuse the call that rings; its caller gets busy."""
        line = self.line
        if line and self._state["state"] == "ringing":
            line.decide(accept=False)
            await line.over.wait()

    async def hang_up(self) -> None:
        """Put the receiver down: refuse, give up or end the call, or end the tone after one."""
        line = self.line
        if line is None:
            self._settle()
        elif self._state["state"] == "ringing":
            await self.reject()
        else:
            line.give(HangUp(here=True))
            await line.over.wait()

    async def press(self, keys: str) -> None:
        """Press *keys* one after the other."""
        if not set(keys) <= KEYS:
            msg = f"a phone has no keys {keys!r}"
            raise ValueError(msg)
        for number, key in enumerate(keys):
            if number:
                await self._plant.timeline.sleep(KEY_SECONDS)
            if self.line:
                self.line.press(key)

    # What the person sees and hears.

    def snapshot(self) -> Event:
        """Return everything there is to show of the phone now."""
        return {
            **self._state,
            "number": self.number,
            "name": self.name,
            "registered": self.registered,
            "profile": self.behaviour.name,
            "tone": self._tone,
            "caption": self._caption,
        }

    def subscribe(
        self, callback: Callable[[Event], None], *, watch: bool = False
    ) -> Callable[[], None]:
        """Hand every event to *callback* until the returned function is called."""
        self._listeners.append(callback)
        self._persons += not watch

        def stop() -> None:
            if callback in self._listeners:
                self._listeners.remove(callback)
                self._persons -= not watch

        return stop

    async def listen(self) -> AsyncIterator[Event]:
        """Yield every event from now on."""
        queue: asyncio.Queue[Event] = asyncio.Queue()
        stop = self.subscribe(queue.put_nowait)
        try:
            while True:
                yield await queue.get()
        finally:
            stop()

    @property
    def registered(self) -> bool:
        return self._persons > 0

    @property
    def profile(self) -> str:
        """The name of the profile that was set, or "" if none was."""
        return self._profile

    @profile.setter
    def profile(self, name: str) -> None:
        if name and name not in PROFILES:
            msg = f"no such profile: {name}"
            raise ValueError(msg)
        self._profile = name

    @property
    def behaviour(self) -> Profile:
        """How the phone behaves now: as set, as its person wants, or as its number ends."""
        if self._profile:
            return PROFILES[self._profile]
        return PROFILES["human"] if self.registered else for_number(self.number)

    @property
    def free(self) -> bool:
        return self.line is None and self.behaviour.does != "is busy"

    # What the network does.

    def ring(self, line: Line) -> None:
        """Ring for *line*; a phone without a person does what it does by itself."""
        self._silence()
        self.line = line
        call = line.call
        self._show("ringing", from_=call.from_, to=call.to, call_sid=call.sid)
        if self.behaviour.does != "waits":
            self._plant.tasks.spawn(behave(self, self._plant.timeline))

    def connected(self, line: Line) -> None:
        """Talk: the call was answered, here or at the far end."""
        self._connect(line.call.sid)
        self.tone(None)
        self._change(state="talking")

    def entered_room(self, *, muted: bool) -> None:
        self._change(state="in_conference", muted=muted)

    def left_room(self) -> None:
        self._change(state="talking", muted=False)

    def set_muted(self, muted: bool) -> None:  # noqa: FBT001 - sets exactly this
        self._change(muted=muted)

    def released(self, reason: str) -> None:
        """Be told that the call is over, for *reason*."""
        self.line = None
        self._end(reason)

    def caption(self, text: str, *, verb: str, language: str) -> None:
        """Show what is being said to this phone."""
        self._caption = text
        self._tell({"type": "caption", "text": text, "verb": verb, "language": language})

    def texted(self, message: Event) -> None:
        """Have a text message, in whatever state the phone is."""
        self._tell({**message, "type": "text"})

    def tone(self, tone: Tone | None) -> None:
        """Start or stop a network tone."""
        if tone != self._tone:
            self._tone = tone
            self._plant.media.tone(self._sound, tone)
            self._tell({"type": "tone", "tone": tone})

    def _connect(self, sid: str) -> None:
        if self._sound != sid:
            self._sound = sid
            self._plant.media.open(sid, self.number)

    def _end(self, reason: str) -> None:
        self._change(state="ended", reason=reason, muted=False)
        if tone := TONES.get(reason):
            self.tone(tone)
            self._settling = self._plant.tasks.spawn(self._settle_later())
        else:
            self._settle()

    async def _settle_later(self) -> None:
        await self._plant.timeline.sleep(TONE_SECONDS)
        self._settling = None
        self._settle()

    def _settle(self) -> None:
        """Be idle after a call."""
        if self._state["state"] == "ended":
            self._silence()
            self._show("idle")

    def _silence(self) -> None:
        """Forget the sound of a finished call."""
        if self._settling:
            self._settling.cancel()
            self._settling = None
        self.tone(None)
        if self._sound:
            self._plant.media.close(self._sound)
            self._sound = ""
        self._caption = ""

    def _show(self, state: State, *, from_: str = "", to: str = "", call_sid: str = "") -> None:
        self._state = _state(state, from_=from_, to=to, call_sid=call_sid)
        self._tell(self._state)

    def _change(self, **changes: object) -> None:
        self._state = {**self._state, **changes}
        self._tell(self._state)

    def _tell(self, event: Event) -> None:
        for listener in tuple(self._listeners):
            listener(event)


def _state(state: State, *, from_: str = "", to: str = "", call_sid: str = "") -> Event:
    return {
        "type": "state",
        "state": state,
        "from": from_,
        "to": to,
        "reason": "",
        "call_sid": call_sid,
        "muted": False,
    }
