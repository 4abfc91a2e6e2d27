"""Gather: collecting the keys that a caller presses (收号)."""

import asyncio
import contextlib
from dataclasses import dataclass, field

from local.network.documents import Document, Documents
from local.network.lines import Line
from local.network.timeline import Timeline
from local.network.verbs import Gather
from local.network.webhooks import Form


@dataclass(slots=True)
class Keys:
    """The keys of one Gather as they come in; keys after its end are lost."""

    line: Line
    gather: Gather
    digits: str = ""
    finished_by: str = ""
    pressed: asyncio.Event = field(default_factory=asyncio.Event)
    complete: bool = False

    def press(self, key: str) -> None:
        if key in self.gather.finish_on_key:
            self.finished_by, self.complete = key, True
        else:
            self.digits += key
            self.complete = len(self.digits) == self.gather.num_digits
        if self.complete:
            self.line.keys = None
        self.pressed.set()


async def collect(
    line: Line, gather: Gather, document: Document, documents: Documents, timeline: Timeline
) -> Keys:
    """Play the prompts until the first key, then wait for the rest of the keys."""
    keys = Keys(line, gather)
    line.keys = keys.press
    try:
        await _prompt(line, keys, document, documents)
        await _await_keys(keys, timeline)
    finally:
        line.keys = None
    return keys


def action_form(keys: Keys, *, report_finish_key: bool) -> Form | None:
    """Return what the action is told, or None if it is not to be requested."""
    if not keys.digits and not keys.gather.action_on_empty_result:
        return None
    form = {"Digits": keys.digits}
    if report_finish_key:
        form |= {"FinishedOnKey": keys.finished_by, "msg": "Gather End"}
    return form


async def _prompt(line: Line, keys: Keys, document: Document, documents: Documents) -> None:
    async def prompts() -> None:
        for prompt in keys.gather.prompts:
            await documents.play(line, prompt, document)

    speaking = asyncio.create_task(prompts())
    pressed = asyncio.create_task(keys.pressed.wait())
    try:
        await asyncio.wait({speaking, pressed}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (speaking, pressed):
            task.cancel()
        results = await asyncio.gather(speaking, pressed, return_exceptions=True)
    if isinstance(results[0], Exception):
        raise results[0]


async def _await_keys(keys: Keys, timeline: Timeline) -> None:
    """Wait until the keys are complete or none came for the time-out, counted from the last."""
    with contextlib.suppress(TimeoutError):
        while not keys.complete:
            keys.pressed.clear()
            async with timeline.timeout(keys.gather.timeout):
                await keys.pressed.wait()
