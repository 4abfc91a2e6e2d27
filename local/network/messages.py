"""Text messages (短信): from the application to a phone, in the network's own time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any, Literal

from local.network.phones import Phone
from local.network.plant import Plant
from local.network.timeline import whole

Status = Literal["queued", "sent", "delivered", "undelivered"]

DELIVERY_SECONDS = 1.0  # from the carrier's taking it to the phone's having it
UNKNOWN_HANDSET = 30005
GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_TWICE = frozenset("^{}\\[~]|€")  # each takes two places
GSM_ALONE, GSM_EACH = 160, 153
UCS2_ALONE, UCS2_EACH = 70, 67


@dataclass(slots=True)
class Message:
    """One text message as the REST API shows it. Times are whole seconds."""

    sid: str
    from_: str
    to: str
    body: str
    created_at: datetime
    updated_at: datetime
    status: Status = "queued"
    sent_at: datetime | None = None
    error_code: int | None = None


class Messages:
    """Every message since the start, oldest first; none outlives the process."""

    def __init__(self, plant: Plant, phone: Callable[[str], Phone]) -> None:
        self._plant = plant
        self._phone = phone
        self.by_sid: dict[str, Message] = {}

    def __iter__(self) -> Iterator[Message]:
        return iter(self.by_sid.values())

    def send(self, from_: str, to: str, body: str) -> Message:
        """Take a message on, to be delivered soon; its numbers have been checked."""
        now = whole(self._plant.timeline.now())
        message = Message(self._plant.sid("SM"), from_, to, body, now, now)
        self.by_sid[message.sid] = message
        self._plant.tasks.spawn(self._deliver(message))
        return message

    def clear(self) -> None:
        """Forget every message."""
        self.by_sid.clear()

    async def _deliver(self, message: Message) -> None:
        await self._plant.timeline.sleep(self._plant.settings.setup_seconds)
        self._move(message, "sent")
        message.sent_at = message.updated_at
        await self._plant.timeline.sleep(DELIVERY_SECONDS)
        phone = self._phone(message.to)
        if phone.behaviour.does == "does not exist":
            message.error_code = UNKNOWN_HANDSET
            self._move(message, "undelivered")
            return
        self._move(message, "delivered")
        phone.texted(entry(message))

    def _move(self, message: Message, status: Status) -> None:
        message.status, message.updated_at = status, whole(self._plant.timeline.now())
        told = f"{message.from_} → {message.to}: {status}"
        self._plant.events.add("text", sid=message.sid, message=told, body=message.body)


def segments(body: str) -> int:
    """Return in how many messages a carrier sends *body*: 160 GSM letters each, or 70 others."""
    if set(body) <= GSM | GSM_TWICE:
        length, alone, each = len(body) + sum(c in GSM_TWICE for c in body), GSM_ALONE, GSM_EACH
    else:
        length, alone, each = len(body.encode("utf-16-le")) // 2, UCS2_ALONE, UCS2_EACH
    return 1 if length <= alone else ceil(length / each)


def entry(message: Message) -> dict[str, Any]:
    """Return the message as the wall and drivers see it: plain JSON."""
    return {
        "sid": message.sid,
        "from": message.from_,
        "to": message.to,
        "text": message.body,
        "segments": segments(message.body),
        "status": message.status,
        "error_code": message.error_code,
        "created_at": message.created_at.isoformat(),
        "updated_at": message.updated_at.isoformat(),
    }
