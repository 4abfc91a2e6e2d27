"""One phone of the wall (话机), and what a page must know about it that was not there all along."""

import asyncio
from collections import deque
from collections.abc import Iterable
from typing import Final

from local.network.phones import Phone
from local.wall.outbox import Event, Outbox

TAKEN_OVER: Final = 4001  # close code: another page has picked up this handset
_CAPTIONS_KEPT: Final = 20


class Booth:
    """A phone, the page that holds it, and the present call as a reloaded page must show it."""

    def __init__(self, phone: Phone, texts: Iterable[Event] = ()) -> None:
        self.phone = phone
        self._texts = {str(text["sid"]): text for text in texts}
        self.number: str = phone.snapshot()["number"]
        self.holder: Outbox | None = None
        self._keys = ""
        self._captions: deque[Event] = deque(maxlen=_CAPTIONS_KEPT)
        self._answered_at: float | None = None
        phone.subscribe(self._note, watch=True)

    def snapshot(self) -> Event:
        """Return the phone as it is, with its texts, and captions, keys and seconds of its call."""
        now = asyncio.get_running_loop().time()
        return {
            **self.phone.snapshot(),
            "type": "snapshot",
            "captions": list(self._captions),
            "texts": list(self._texts.values()),
            "keys": self._keys,
            "seconds": None if self._answered_at is None else now - self._answered_at,
        }

    def hand_to(self, holder: Outbox) -> None:
        """Give the handset to *holder*; a page that had it is told and let go."""
        if self.holder:
            self.holder.tell({"type": "taken_over"})
            self.holder.close(TAKEN_OVER)
        self.holder = holder

    def release(self, holder: Outbox) -> None:
        """Take the handset back from *holder*, unless another page has it by now."""
        if self.holder is holder:
            self.holder = None

    def put_away(self, sid: str) -> None:
        """Show a text message no more."""
        self._texts.pop(sid, None)

    async def press(self, keys: str) -> None:
        """Press *keys* in a call, and remember them."""
        if self._answered_at is not None:
            self._keys += keys
        await self.phone.press(keys)

    def _note(self, event: Event) -> None:
        match event["type"], event.get("state"):
            case "caption", _:
                self._captions.append(event)
            case "text", _:
                self._texts[event["sid"]] = event
            case "state", "dialling" | "ringing":
                self._captions.clear()
                self._keys = ""
            case "state", "talking" | "in_conference":
                self._answered_at = self._answered_at or asyncio.get_running_loop().time()
            case "state", _:
                self._answered_at = None
            case _:
                return
