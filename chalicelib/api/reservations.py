"""Reservations over JSON (预约会议, S71–S76)."""

from datetime import UTC, date, datetime
from typing import Annotated

from chalice import Blueprint
from msgspec import Meta

from chalicelib import calendars, clock, config, plans, rearrange, reservations, slots
from chalicelib.accounts import Account
from chalicelib.api.conferences import Parties, parties
from chalicelib.api.endpoint import Reply, Visit, endpoint
from chalicelib.api.reservation_views import (
    Reservations,
    ReservationTimes,
    ReservationView,
    Reserved,
    reservation,
)
from chalicelib.api.shapes import Id, Input
from chalicelib.errors import Refused
from chalicelib.plans import Changes, Plan
from chalicelib.recurrence import Repeat

arranged = Blueprint(__name__)

ONE = "/api/reservations/{reservation_id}"
YEARS = range(2011, 2200)

Moment = Annotated[datetime, Meta(tz=True)]
Minutes = Annotated[int, Meta(ge=5, le=240)]
Title = Annotated[str, Meta(max_length=64)]


class NewReservation(Input):
    """When, from which of the account's phones, with whom; *until* is a Beijing date."""

    starts_at: Moment
    host_id: Id
    parties: Parties
    minutes: Minutes = 60
    title: Title = ""
    notify: bool = False
    repeat: Repeat = "once"
    until: date | None = None


class ReservationChanges(Input):
    """What is to be changed of the reservation as it was at *version*; null leaves it."""

    version: int
    starts_at: Moment | None = None
    host_id: Id | None = None
    parties: Parties | None = None
    minutes: Minutes | None = None
    title: Title | None = None
    notify: bool | None = None


class Cancellation(Input):
    """One alone, or all that is ahead of its *series*."""

    series: bool = False


class TimesQuery(Input):
    """A time that is thought of; *parties* with the host, *besides* is what is being changed."""

    starts_at: Moment
    host_id: Id
    minutes: Minutes = 60
    parties: Annotated[int, Meta(ge=1, le=250)] = 2
    besides: Id | None = None


@endpoint(arranged, "GET /api/reservations")
def list_reservations(visit: Visit) -> Reservations:
    """List what is reserved and what was, by its time."""
    return listed(visit.owner.account)


@endpoint(arranged, "GET /api/reservation-times")
def reservation_times(visit: Visit, query: TimesQuery) -> ReservationTimes:
    """Tell whether a time can be had, which are nearest, and what else is reserved then."""
    return times(visit.owner.account, query)


@endpoint(arranged, "POST /api/reservations", status=201, rings=True)
def reserve(visit: Visit, body: NewReservation) -> Reserved:
    """Reserve a conference, or a series of them."""
    return reserve_for(visit.owner.account, body, made_by="web", key=visit.key)


@endpoint(arranged, f"GET {ONE}")
def show_reservation(visit: Visit, reservation_id: str) -> ReservationView:
    """Show one reservation."""
    return reservation(reservations.find(visit.owner.account, reservation_id))


@endpoint(arranged, f"PATCH {ONE}")
def change_reservation(
    visit: Visit, reservation_id: str, body: ReservationChanges
) -> ReservationView:
    """Change a reservation that nobody has changed meanwhile."""
    return change_for(visit.owner.account, reservation_id, body)


@endpoint(arranged, f"POST {ONE}/cancel")
def cancel_reservation(visit: Visit, reservation_id: str, body: Cancellation) -> Reserved:
    """Call a reservation off, or what is ahead of its series."""
    return cancel_for(visit.owner.account, reservation_id, body)


@endpoint(arranged, f"GET {ONE}/ics")
def reservation_calendar(visit: Visit, reservation_id: str) -> Reply[str]:
    """Hand over a reservation, with what is ahead of its series, as a calendar file."""
    account = visit.owner.account
    text = calendars.ics(reservations.series(account, reservation_id), account)
    headers: dict[str, str | list[str]] = {
        "Content-Type": "text/calendar; charset=utf-8",
        "Content-Disposition": 'attachment; filename="116323-reservation.ics"',
    }
    return Reply(text, headers=headers)


# ——— for an account, whoever asks on its behalf ———


def listed(account: Account) -> Reservations:
    """Return what an account has reserved, and the bounds of what it may reserve now."""
    return Reservations(
        items=[reservation(one) for one in reservations.shown(account)],
        earliest=clock.text(plans.earliest()),
        latest=clock.text(plans.latest()),
        lead_minutes=config.settings.reservation_lead_minutes,
        notices=bool(config.settings.sms_number),
    )


def times(account: Account, query: TimesQuery) -> ReservationTimes:
    """Return what is known of a time that is thought of."""
    moment, soonest = _moment(query.starts_at), plans.earliest()
    besides = {query.besides} if query.besides else set()
    others = reservations.conflicts(
        account,
        host_number=reservations.host_phone(account, query.host_id).number,
        starts_at=moment,
        minutes=query.minutes,
        besides=besides,
    )
    return ReservationTimes(
        earliest=clock.text(soonest),
        latest=clock.text(plans.latest()),
        free=slots.free(moment, query.parties),
        nearest=[clock.text(n) for n in slots.nearest(moment, query.parties, earliest=soonest)],
        conflicts=[reservation(one) for one in others],
    )


def reserve_for(account: Account, body: NewReservation, *, made_by: str, key: str) -> Reserved:
    """Reserve on behalf of an account; what else it has at that time is told beside it."""
    plan = Plan(
        starts_at=_moment(body.starts_at),
        host_id=body.host_id,
        parties=parties(body.parties),
        minutes=body.minutes,
        title=body.title,
        notify=body.notify,
        repeat=body.repeat,
        until=body.until,
    )
    made = reservations.reserve(account, plan, made_by=made_by, key=key)
    others = reservations.in_the_way_of(account, made)
    return Reserved(
        items=[reservation(one) for one in made],
        conflicts=[reservation(one) for one in others],
    )


def change_for(account: Account, reservation_id: str, body: ReservationChanges) -> ReservationView:
    """Change a reservation on behalf of an account."""
    changes = Changes(
        starts_at=None if body.starts_at is None else _moment(body.starts_at),
        host_id=body.host_id,
        parties=None if body.parties is None else parties(body.parties),
        minutes=body.minutes,
        title=body.title,
        notify=body.notify,
    )
    return reservation(rearrange.change(account, reservation_id, body.version, changes))


def cancel_for(account: Account, reservation_id: str, body: Cancellation) -> Reserved:
    """Call a reservation off on behalf of an account."""
    gone = rearrange.cancel(account, reservation_id, whole_series=body.series)
    return Reserved(items=[reservation(one) for one in gone], conflicts=[])


def _moment(given: datetime) -> datetime:
    """Return a whole minute in UTC; Refused("bad_time") for what is none, or in no year of ours."""
    if given.year not in YEARS or given.second or given.microsecond:
        raise Refused("bad_time", field="starts_at")
    return given.astimezone(UTC)
