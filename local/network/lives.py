"""The life of a call (通话过程): placed or received, answered, run, interrupted, ended."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from local.network.callbacks import Callbacks
from local.network.calls import Status
from local.network.interpreter import Interpreter
from local.network.lines import HangUp, Line, Order, Request, Start
from local.network.plant import Plant
from local.network.rooms import Rooms
from local.network.verbs import Reject

NO_VOICE_URL = 13230
RING_GRACE = 5  # seconds that the provider adds to Timeout

Talk = Callable[[], Awaitable[object]]
Course = Coroutine[Any, Any, Status]
CALLBACK_EVENTS = {
    Status.INITIATED: "initiated",
    Status.RINGING: "ringing",
    Status.IN_PROGRESS: "answered",
}


@dataclass(slots=True)
class Pacer:
    """Lets calls out at the account's rate; the others queue."""

    plant: Plant
    free_at: float = 0.0  # loop time

    def take(self) -> float:
        """Take the next slot and return the seconds (of the network) until it comes."""
        now = asyncio.get_running_loop().time()
        slot = max(now, self.free_at)
        speed = self.plant.timeline.speed
        self.free_at = slot + 1 / self.plant.settings.calls_per_second / speed
        return (slot - now) * speed


class Lives:
    """Runs every call from its first event to its last."""

    def __init__(
        self, plant: Plant, callbacks: Callbacks, rooms: Rooms, interpreter: Interpreter
    ) -> None:
        self._plant = plant
        self._callbacks = callbacks
        self._rooms = rooms
        self._interpreter = interpreter
        self.lines: dict[str, Line] = {}

    def begin(self, line: Line, course: Course) -> None:
        """Start the life of a new call."""
        self.lines[line.call.sid] = line
        self._plant.ledger.write(line.call)
        self._plant.tasks.spawn(self._live(line, course))

    async def outbound(self, line: Line, wait: float, talk: Talk) -> Status:
        """Ring a phone after *wait* seconds in the queue; if it answers, *talk*."""
        await self._plant.timeline.sleep(wait)
        self._move(line, Status.INITIATED)
        await self._plant.timeline.sleep(self._plant.settings.setup_seconds)
        if line.phone.behaviour.does == "does not exist":
            return Status.FAILED
        if not line.phone.free:
            return Status.BUSY
        line.call.times_rung += 1
        self._move(line, Status.RINGING)
        line.phone.ring(line)
        try:
            async with self._plant.timeline.timeout(line.plan.timeout + RING_GRACE):
                accepted = await asyncio.shield(line.answer)
        except TimeoutError:
            return Status.NO_ANSWER
        if not accepted:
            return Status.BUSY
        self._answer(line)
        await talk()
        return Status.COMPLETED

    async def inbound(self, line: Line) -> Status:
        """Ask what to do with a caller; unless that is to reject, answer and do it."""
        if not line.plan.start:
            self._plant.events.error(NO_VOICE_URL, "the number has no voice URL", line.call.sid)
            return Status.FAILED
        document = await self._interpreter.open(line, line.plan.start)
        if document.verbs and isinstance(reject := document.verbs[0], Reject):
            return Status.BUSY if reject.reason == "busy" else Status.NO_ANSWER
        self._answer(line)
        await self._interpreter.run(line, document)
        return Status.COMPLETED

    async def _live(self, line: Line, course: Course) -> None:
        """Let the call take its course, as far as orders let it."""
        running = self._plant.tasks.spawn(course)
        while True:
            either: set[asyncio.Future[Any]] = {running, line.interrupted}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            order, action = line.take_order(), line.dial_action
            if order is None:
                self._finish(line, _outcome(running, line), here=False)
                return
            line.leaving = _leaving(order)
            running.cancel()
            await asyncio.wait({running})
            if isinstance(order, HangUp):
                self._finish(line, _cut_short(line), here=order.here)
                self._ask_afterwards(line, action)
                return
            running = self._plant.tasks.spawn(self._run(line, order.start))

    async def _run(self, line: Line, start: Start) -> Status:
        await self._interpreter.run(line, start)
        return Status.COMPLETED

    def _move(self, line: Line, status: Status) -> None:
        line.call.move(status, at=self._plant.timeline.now())
        self._plant.ledger.write(line.call)
        if line.call.direction != "inbound":  # whose only callback is the last one
            self._callbacks.call(line, CALLBACK_EVENTS[status])

    def _answer(self, line: Line) -> None:
        line.answered_exactly = self._plant.timeline.now()
        self._move(line, Status.IN_PROGRESS)
        line.phone.connected(line)
        line.answered.set()
        seconds = line.plan.time_limit / self._plant.timeline.speed
        line.limit = asyncio.get_running_loop().call_later(seconds, line.give, HangUp())

    def _finish(self, line: Line, status: Status, *, here: bool) -> None:
        now, call = self._plant.timeline.now(), line.call
        if line.limit:
            line.limit.cancel()
        since = line.answered_exactly
        call.move(status, at=now, talked=(now - since).total_seconds() if since else 0)
        self._plant.ledger.write(call)
        if line.participant:
            self._rooms.not_answered(line.participant)
        self._callbacks.call(line, "completed")
        if line.phone.line is line:
            line.phone.released(_reason(line, here=here))
        line.over.set()
        del self.lines[call.sid]

    def _ask_afterwards(self, line: Line, action: Request | None) -> None:
        """Request the action of the Dial that a caller left by hanging up, if that is set."""
        if action and self._plant.settings.dial_action_after_hangup:
            form = {"DialCallStatus": "answered"}
            request = Request(action.url, action.method, form)
            self._plant.tasks.spawn(self._interpreter.open(line, request))


def _outcome(running: asyncio.Task[Status], line: Line) -> Status:
    """Return how a course ended; one that failed has been reported, and the call ends as it can."""
    if running.exception() is None:
        return running.result()
    return Status.COMPLETED if line.answered.is_set() else Status.FAILED


def _leaving(order: Order) -> tuple[str, Status]:
    """Return why a participant leaves its room, and the status of its call, under *order*."""
    if isinstance(order, HangUp):
        return ("participant_hung_up", Status.COMPLETED)
    return ("participant_updated_via_api", Status.IN_PROGRESS)


def _cut_short(line: Line) -> Status:
    return Status.COMPLETED if line.answered.is_set() else Status.CANCELED


def _reason(line: Line, *, here: bool) -> str:
    """Return what the phone of an ended call is told."""
    if here:
        return "hung_up"
    match line.call.status, line.call.direction == "inbound":
        case Status.COMPLETED, _:
            return "far_end"
        case Status.BUSY, False:
            return "rejected"
        case (Status.BUSY | Status.NO_ANSWER | Status.FAILED) as status, True:
            return str(status)
    return "missed"
