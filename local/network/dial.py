"""Dial: putting a call into a room, or through to another number (转接)."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import replace

from local.network.calls import Status
from local.network.documents import Document
from local.network.lines import HangUp, Line, Plan, Request, first
from local.network.plant import Plant
from local.network.rooms import Rooms
from local.network.twiml import TwimlError
from local.network.verbs import Conference, Dial, Number
from local.network.webhooks import Form

WALKED_OUT = ("participant_hung_up", Status.IN_PROGRESS)  # by * or at the time limit

PlaceChild = Callable[[Line, Number, Dial], Line]


class Dialling:
    """Runs Dial for all calls; *place_child* rings the number of a <Number>."""

    def __init__(self, plant: Plant, rooms: Rooms, place_child: PlaceChild) -> None:
        self._plant = plant
        self._rooms = rooms
        self._place_child = place_child

    async def dial(self, line: Line, verb: Dial, document: Document) -> Request | None:
        """Run *verb*; return the request for its action, or None for the next verb."""
        if verb.action:
            line.dial_action = document.request(verb.action, verb.method)
        try:
            match verb.noun:
                case Conference() as noun:
                    result = await self._confer(line, verb, _absolute(noun, document))
                case Number(status_callback=url) as noun:
                    noun = replace(noun, status_callback=document.absolute(url))
                    result = await self._call(line, verb, noun)
        finally:
            action, line.dial_action = line.dial_action, None
            line.keys = None
        if action is None or result is None:
            return None
        return Request(action.url, action.method, result)

    async def _confer(self, line: Line, verb: Dial, noun: Conference) -> Form | None:
        """Stay in a room until taken out; a call the room refuses goes on with the next verb."""
        try:
            participant = self._rooms.join(line, noun)
        except TwimlError as error:
            self._plant.events.error(error.code, error.message, line.call.sid)
            return None
        if verb.hangup_on_star:
            _on_star(line, lambda: self._rooms.leave(participant, WALKED_OUT))
        try:
            with contextlib.suppress(TimeoutError):
                async with self._plant.timeline.timeout(verb.time_limit):
                    await participant.left.wait()
            self._rooms.leave(participant, WALKED_OUT)
        finally:
            self._rooms.leave(participant, line.leaving)
        return {"DialCallStatus": "answered"}

    async def _call(self, line: Line, verb: Dial, noun: Number) -> Form:
        """Ring a number and talk with it until either side ends."""
        try:
            child = self._place_child(line, noun, verb)
        except TwimlError as error:
            self._plant.events.error(error.code, error.message, line.call.sid)
            return {"DialCallStatus": "failed"}
        line.phone.tone("ringback")
        try:
            await first(child.answered, child.over)
            line.phone.tone(None)
            if child.answered.is_set():
                await self._bridge(line, verb, child)
        finally:
            line.phone.tone(None)
            child.give(HangUp())
        await child.over.wait()
        return _result(child)

    async def _bridge(self, line: Line, verb: Dial, child: Line) -> None:
        media, star = self._plant.media, asyncio.Event()
        for end in (line, child):
            media.join(end.call.sid, f"bridge-{child.call.sid}", muted=False)
        if verb.hangup_on_star:
            _on_star(line, star.set)
        try:
            with contextlib.suppress(TimeoutError):
                async with self._plant.timeline.timeout(verb.time_limit):
                    await first(child.over, star)
        finally:
            for end in (line, child):
                media.leave(end.call.sid)


def child_plan(noun: Number, verb: Dial) -> Plan:
    """Return what is wanted of the call that a <Number> places."""
    return Plan(
        status_callback=noun.status_callback,
        status_events=noun.status_events,
        status_method=noun.status_method,
        timeout=verb.timeout,
        time_limit=verb.time_limit,
    )


def _absolute(noun: Conference, document: Document) -> Conference:
    """Return *noun* with its URLs as *document* means them."""
    return replace(
        noun,
        wait_url=document.absolute(noun.wait_url),
        status_callback=document.absolute(noun.status_callback),
    )


def _on_star(line: Line, act: Callable[[], None]) -> None:
    """Let the first * of a call *act*; other keys are lost."""

    def press(key: str) -> None:
        if key == "*":
            line.keys = None
            act()

    line.keys = press


def _result(child: Line) -> Form:
    form = {
        "DialCallStatus": str(child.call.status),
        "DialCallSid": child.call.sid,
        "DialBridged": "true" if child.answered.is_set() else "false",
    }
    if child.call.duration is not None:
        form["DialCallDuration"] = str(child.call.duration)
    return form
