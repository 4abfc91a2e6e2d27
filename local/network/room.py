"""A mixing room (会场) and the calls in it or on their way there."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from local.network.calls import Stay
from local.network.lines import Line
from local.network.verbs import Conference
from local.network.webhooks import Form


@dataclass(slots=True, eq=False)
class Room:
    """One instance of a conference; *noun* is what its first participant asked for."""

    sid: str
    noun: Conference
    created_at: datetime
    updated_at: datetime
    status: str = "init"
    participants: "dict[str, Participant]" = field(default_factory=dict)  # by call sid
    sequence: int = 0
    reason_ended: str | None = None
    call_sid_ending: str | None = None

    @property
    def name(self) -> str:
        return self.noun.name

    @property
    def started(self) -> bool:
        return self.status == "in-progress"

    @property
    def over(self) -> bool:
        return self.status == "completed"

    @property
    def joined(self) -> "list[Participant]":
        return [p for p in self.participants.values() if p.joined]

    def participant(self, key: str) -> "Participant | None":
        """Return the participant with this call sid or label."""
        return self.participants.get(key) or next(
            (p for p in self.participants.values() if p.label == key), None
        )


@dataclass(slots=True, eq=False)
class Participant:
    """A call in a room, or on its way there if it was invited through the REST API."""

    line: Line
    room: Room
    noun: Conference
    created_at: datetime
    updated_at: datetime
    muted: bool
    end_on_exit: bool
    hold: bool = False
    joined: bool = False
    stay: Stay | None = None
    left: asyncio.Event = field(default_factory=asyncio.Event)
    programme: asyncio.Task[Any] | None = None  # what it hears instead of the room
    announcements: set[asyncio.Task[Any]] = field(default_factory=set)
    speaker: asyncio.Lock = field(default_factory=asyncio.Lock)  # one announcement at a time

    @classmethod
    def of(cls, line: Line, room: Room, noun: Conference, now: datetime) -> "Participant":
        return cls(
            line=line,
            room=room,
            noun=noun,
            created_at=now,
            updated_at=now,
            muted=noun.muted,
            end_on_exit=noun.end_on_exit,
        )

    @property
    def sid(self) -> str:
        return self.line.call.sid

    @property
    def label(self) -> str:
        return self.noun.label

    @property
    def silent(self) -> bool:
        """Whether the room does not hear it."""
        return self.muted or self.hold

    @property
    def status(self) -> str:
        """How far it has come, in the words of the Participants API."""
        if self.left.is_set():
            return "complete"
        if self.joined:
            return "connected"
        return {"queued": "queued", "initiated": "connecting", "ringing": "ringing"}.get(
            self.line.call.status, "connecting"
        )

    def form(self) -> Form:
        """Return what a conference callback says about it."""
        return {
            "CallSid": self.sid,
            "Muted": _flag(self.muted),
            "Hold": _flag(self.hold),
            "Coaching": "false",
            "EndConferenceOnExit": _flag(self.end_on_exit),
            "StartConferenceOnEnter": _flag(self.noun.start_on_enter),
            "ParticipantLabel": self.label,
        }

    def stop_listening(self) -> None:
        """Stop everything that plays to it alone."""
        for task in (self.programme, *self.announcements):
            if task:
                task.cancel()
        self.programme = None


def _flag(value: bool) -> str:  # noqa: FBT001 - the word for a flag
    return "true" if value else "false"
