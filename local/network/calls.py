"""The record of one call (通话): what the REST API shows and the ledger keeps."""

import dataclasses
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal

from local.network.timeline import whole

PRICED_AFTER = timedelta(seconds=5)
Direction = Literal["inbound", "outbound-api", "outbound-dial"]


class Status(StrEnum):
    """Where a call is; the last five are final."""

    QUEUED = "queued"
    INITIATED = "initiated"
    RINGING = "ringing"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    BUSY = "busy"
    FAILED = "failed"
    NO_ANSWER = "no-answer"
    CANCELED = "canceled"

    @property
    def final(self) -> bool:
        return self in FINAL


FINAL = frozenset({Status.COMPLETED, Status.BUSY, Status.FAILED, Status.NO_ANSWER, Status.CANCELED})

ALLOWED_AFTER: dict[Status, frozenset[Status]] = {
    Status.QUEUED: frozenset({Status.INITIATED, Status.FAILED, Status.CANCELED}),
    Status.INITIATED: FINAL - {Status.COMPLETED} | {Status.RINGING},
    Status.RINGING: FINAL | {Status.IN_PROGRESS},
    Status.IN_PROGRESS: frozenset({Status.COMPLETED}),
}


@dataclass(slots=True)
class Stay:
    """One stay of a call in a room: from joining to leaving."""

    room: str
    joined_at: datetime
    left_at: datetime | None = None


@dataclass(slots=True)
class Call:
    """One call of the network. Times are whole seconds, as the provider dates them."""

    sid: str
    from_: str
    to: str
    direction: Direction
    created_at: datetime
    updated_at: datetime
    status: Status = Status.QUEUED
    parent_sid: str | None = None
    dialled_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    queue_ms: int = 0
    times_rung: int = 0
    stays: list[Stay] = field(default_factory=list)

    @property
    def duration(self) -> int | None:
        """Whole seconds from answer to end; none for a call that lives or was not answered."""
        if self.answered_at is None or self.ended_at is None:
            return None
        return int((self.ended_at - self.answered_at).total_seconds())

    @property
    def start_time(self) -> datetime | None:
        """When it was answered; before that, when it was dialled."""
        return self.answered_at or self.dialled_at

    def price(self, per_minute: str, now: datetime) -> str | None:
        """Return what is charged, below zero, for the started minutes, some seconds after the end.

        None before that, and if there is no price.
        """
        if not per_minute or not self.status.final or self.ended_at is None:
            return None
        if now < self.ended_at + PRICED_AFTER:
            return None
        minutes = -(-(self.duration or 0) // 60)
        return f"{0 - minutes * Decimal(per_minute):.5f}"

    def move(self, status: Status, *, at: datetime, talked: float = 0.0) -> None:
        """Enter *status*; an ending answered call has lasted *talked* seconds."""
        if status not in ALLOWED_AFTER.get(self.status, frozenset()):
            msg = f"{self.sid} cannot go from {self.status} to {status}"
            raise ValueError(msg)
        self.status = status
        self.updated_at = whole(at)
        if status is Status.INITIATED:
            self.dialled_at = self.updated_at
        elif status is Status.IN_PROGRESS:
            self.answered_at = self.updated_at
        elif status.final:
            self.ended_at = (
                self.answered_at + timedelta(seconds=int(talked))
                if self.answered_at
                else self.updated_at
            )


def entry(call: Call) -> dict[str, Any]:
    """Return the call as the ledger shows it: plain JSON."""
    return {
        "sid": call.sid,
        "from": call.from_,
        "to": call.to,
        "direction": call.direction,
        "status": str(call.status),
        "parent_sid": call.parent_sid,
        "created_at": call.created_at.isoformat(),
        "updated_at": call.updated_at.isoformat(),
        "dialled_at": _written(call.dialled_at),
        "answered_at": _written(call.answered_at),
        "ended_at": _written(call.ended_at),
        "duration": call.duration,
        "queue_ms": call.queue_ms,
        "times_rung": call.times_rung,
        "rooms": [
            {
                "room": stay.room,
                "joined_at": stay.joined_at.isoformat(),
                "left_at": _written(stay.left_at),
            }
            for stay in call.stays
        ],
    }


def from_entry(data: dict[str, Any]) -> Call:
    """Return the call that *data*, made by `entry`, describes."""
    names = {f.name for f in dataclasses.fields(Call)}
    values = {name: value for name, value in data.items() if name in names}
    for name in ("created_at", "updated_at", "dialled_at", "answered_at", "ended_at"):
        values[name] = _read(data[name])
    values["status"] = Status(data["status"])
    values["stays"] = [
        Stay(stay["room"], datetime.fromisoformat(stay["joined_at"]), _read(stay["left_at"]))
        for stay in data["rooms"]
    ]
    return Call(from_=data["from"], **values)


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _read(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
