"""Status callbacks of calls and conferences (状态回调), with the faults that befall them."""

import asyncio
import contextlib

from local.network.calls import Status
from local.network.lines import Line
from local.network.plant import Plant
from local.network.timeline import rfc2822
from local.network.webhooks import DeliveryError, Form, Hook

HELD_AT_MOST = 2.0  # seconds that a callback waits to be overtaken
SIP_CODES = {
    Status.COMPLETED: "200",
    Status.BUSY: "486",
    Status.FAILED: "404",
    Status.NO_ANSWER: "487",
    Status.CANCELED: "487",
}


class Callbacks:
    """Sends callbacks, each by itself: like the provider's, they may arrive in any order."""

    def __init__(self, plant: Plant) -> None:
        self._plant = plant
        self._overtaken = asyncio.Event()

    def call(self, line: Line, event: str) -> None:
        """Tell that *line* was initiated, is ringing, was answered or is completed.

        Every event is counted, wanted or not: the first number seen need not be 0.
        """
        number, line.sequence = line.sequence, line.sequence + 1
        plan = line.plan
        if not plan.status_callback or event not in plan.status_events:
            return
        form = line.form(self._plant.settings.account_sid) | {
            "CallbackSource": "call-progress-events",
            "SequenceNumber": str(number),
            "Timestamp": rfc2822(self._plant.timeline.now()) or "",
        }
        if event == "completed":
            form |= _result(line)
        hook = Hook(plan.status_callback, plan.status_method, form, line.call.sid)
        self._plant.tasks.spawn(self._deliver(hook))

    def conference(self, url: str, method: str, form: Form, call_sid: str | None) -> None:
        """Tell an event of a conference; the room has counted it and knows who wants it."""
        self._plant.tasks.spawn(self._deliver(Hook(url, method, form, call_sid)))

    async def _deliver(self, hook: Hook) -> None:
        injector, token = self._plant.injector, self._plant.sender.token()
        if injector.happens("lose"):
            self._plant.events.add("fault", hook.call_sid, fault="lose", form=hook.form)
            return
        if injector.happens("double"):
            self._plant.events.add(
                "fault", hook.call_sid, fault="double", url=hook.url, form=hook.form
            )
            self._plant.tasks.spawn(self._deliver_once(hook, token))
        await self._deliver_once(hook, token)

    async def _deliver_once(self, hook: Hook, token: str) -> None:
        timeline, injector = self._plant.timeline, self._plant.injector
        if injector.happens("delay"):
            await timeline.sleep(injector.now.delay_seconds * injector.rng.random())
        if injector.happens("reorder"):
            await self._wait_to_be_overtaken()
        else:
            self._overtaken.set()
            self._overtaken = asyncio.Event()
        try:
            await self._plant.sender.send(hook, token)
        except DeliveryError as error:
            self._plant.events.error(error.code, error.message, hook.call_sid)

    async def _wait_to_be_overtaken(self) -> None:
        overtaken = self._overtaken
        with contextlib.suppress(TimeoutError):
            async with self._plant.timeline.timeout(HELD_AT_MOST):
                await overtaken.wait()
                await self._plant.timeline.sleep(HELD_AT_MOST / 10)


def _result(line: Line) -> Form:
    """Return what only the last callback of a call says; minutes are started minutes."""
    seconds = line.call.duration or 0
    return {
        "Duration": str(-(-seconds // 60)),
        "CallDuration": str(seconds),
        "SipResponseCode": SIP_CODES[line.call.status],
    }
