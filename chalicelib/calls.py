"""What one request of the provider told us, in our words (来话信息)."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Call:
    """A live call that asks what to do next.

    *digits* are the keys pressed, "" for silence. *finished* says that the finish key ended the
    entry (a lone “#” is "" and finished), None where the provider does not say.
    """

    sid: str
    caller: str | None = None
    """E.164, None if withheld."""
    over: bool = False
    """The caller has already hung up: whatever we answer is not heard."""
    digits: str = ""
    finished: bool | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """The provider's word on how a call is going; *status* is its own (运营商回报的状态)."""

    sid: str
    status: str
    seconds: int | None = None
    """Whole answered seconds, present once the call is over and was answered."""
    at: datetime | None = None
    """When it happened, by the provider's clock."""
    caller: str | None = None
    """E.164 of who called us, None if withheld or if we called."""


@dataclass(frozen=True, slots=True)
class RoomEvent:
    """Which leg came into a room or left it by ending the call; a trip into the menu is neither."""

    leg_id: str
    joined: bool
    left: bool


RINGING = frozenset({"ringing"})
ANSWERED = frozenset({"in-progress"})
FINAL = {
    "completed": "completed",
    "busy": "busy",
    "no-answer": "no_answer",
    "failed": "failed",
    "canceled": "cancelled",
}
"""The provider's last words and the leg state each one is."""
