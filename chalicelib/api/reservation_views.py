"""What is shown of reservations, to their owner and at the operator desk (展示)."""

from typing import Any, Literal

from chalicelib import clock
from chalicelib.api.shapes import Output
from chalicelib.recurrence import Repeat


class Called(Output):
    """Somebody who is called then."""

    number: str
    name: str


class ReservationView(Output):
    """One reservation; times in UTC, *until* a Beijing date."""

    id: str
    version: int
    state: Literal["scheduled", "starting", "started", "missed", "cancelled"]
    starts_at: str
    rings_at: str
    minutes: int
    host_id: str
    host_number: str
    parties: list[Called]
    title: str
    notify: bool
    repeat: Repeat
    until: str | None
    series_id: str | None
    made_by: Literal["web", "phone", "operator"]
    made_at: str
    reason: str | None
    conference_id: str | None
    attempt: int
    postponed: int


class Reservations(Output):
    """All by their time, with the first and the last minute that may be reserved now."""

    items: list[ReservationView]
    earliest: str
    latest: str
    lead_minutes: int
    notices: bool
    """Text messages can be sent."""


class Reserved(Output):
    """What was reserved or cancelled, and what else the host's phone has at that time."""

    items: list[ReservationView]
    conflicts: list[ReservationView]


class ReservationTimes(Output):
    """Whether a time can be had; *nearest* are minutes around it that can."""

    earliest: str
    latest: str
    free: bool
    nearest: list[str]
    conflicts: list[ReservationView]


def reservation(found: Any) -> ReservationView:  # noqa: ANN401 - an adapter's class
    """Return what is shown of a reservation."""
    return ReservationView(
        id=found.reservation_id,
        version=int(found.version),
        state=found.state,
        starts_at=clock.text(found.starts_at),
        rings_at=clock.text(found.rings_at),
        minutes=int(found.minutes),
        host_id=found.host_id,
        host_number=found.host_number,
        parties=[Called(number=one["number"], name=one["name"]) for one in found.parties],
        title=found.title,
        notify=found.notify,
        repeat=found.repeat,
        until=found.until,
        series_id=found.series_id,
        made_by=found.made_by,
        made_at=clock.text(found.made_at),
        reason=found.reason,
        conference_id=found.conference_id,
        attempt=int(found.attempt),
        postponed=int(found.postponed),
    )
