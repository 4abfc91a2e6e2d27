"""Changing what is reserved, and calling it off (修改、取消预约, S76)."""

import logging
from collections.abc import Callable
from datetime import datetime

from chalicelib import clock, notices, plans, reservations, slots, tables, web_start
from chalicelib.errors import Refused
from chalicelib.hosts import HostPhone
from chalicelib.plans import Changes
from chalicelib.tables import CANCELLED, MISSED, SCHEDULED, Account, Action, Reservation

log = logging.getLogger(__name__)

TRIES = 3  # against changes of a reservation that is being called off


def change(account: Account, reservation_id: str, version: int, changes: Changes) -> Reservation:
    """Change one reservation that is as it was at *version*; return it as it is now.

    Raise Refused: not_found, changed_meanwhile, already_started(conference_id=),
    reservation_over, and what `reserve` raises.
    """
    found = reservations.find(account, reservation_id)
    _require_scheduled(found)
    if found.version != version:
        raise Refused("changed_meanwhile")
    minute, legs = found.starts_at, found.legs
    actions = _changed(account, found, changes)
    new_minute, new_legs = found.starts_at, found.legs
    if (new_minute, new_legs) != (minute, legs):
        others = [
            row for row in reservations.ahead(account) if row.reservation_id != reservation_id
        ]
        reservations.check_legs(others, [found])
    kept = min(legs, new_legs) if new_minute == minute else 0  # of the room it has already
    _move_room(new_minute, new_legs - kept, slots.take)
    if not found.move(SCHEDULED, *actions, Reservation.version.add(1), after=SCHEDULED):
        _move_room(new_minute, new_legs - kept, slots.give_back)
        found.refresh(consistent_read=True)
        _require_scheduled(found)
        raise Refused("changed_meanwhile")
    _move_room(minute, legs - kept, slots.give_back)
    log.info("reservation changed", extra=reservations.named(found))
    return found


def _move_room(minute: datetime, legs: int, deed: Callable[[datetime, int], None]) -> None:
    if legs:
        deed(minute, legs)


def _changed(account: Account, found: Reservation, changes: Changes) -> list[Action]:
    """Change *found* as it stands in memory, and return what is to be written."""
    phone = HostPhone(found.host_id, found.host_number, "", registered=False, added_at=clock.now())
    if changes.host_id is not None:
        phone = reservations.host_phone(account, changes.host_id)
        found.attempt = 1
    given = reservations.kept_parties(found) if changes.parties is None else changes.parties
    found.host_id, found.host_number = phone.host_id, phone.number
    found.parties = reservations.as_kept(web_start.wanted(given, phone.number))
    if changes.starts_at is not None and changes.starts_at != found.starts_at:
        plans.check_time(changes.starts_at)
        found.starts_at = found.rings_at = changes.starts_at
        found.attempt, found.postponed = 1, 0
        found.reminded_at = found.reason = None
    if changes.minutes is not None:
        found.minutes = plans.minutes(changes.minutes)
    if changes.title is not None:
        found.title = plans.title(changes.title)
    if changes.notify is not None:
        found.notify = changes.notify
    reservations.look_again(found)
    return [
        *(getattr(Reservation, name).set(getattr(found, name)) for name in CHANGED),
        *(_set_or_removed(found, name) for name in ("reminded_at", "reason")),
        Reservation.expires_at.set(found.starts_at + reservations.KEPT),
    ]


def _set_or_removed(found: Reservation, name: str) -> Action:
    attribute, value = getattr(Reservation, name), getattr(found, name)
    action: Action = attribute.remove() if value is None else attribute.set(value)
    return action


CHANGED = (
    *("starts_at", "rings_at", "minutes", "host_id", "host_number", "parties", "title", "notify"),
    *("attempt", "postponed", "due_shard", "due_at"),
)


def cancel(
    account: Account, reservation_id: str, *, whole_series: bool = False
) -> list[Reservation]:
    """Call a reservation off, or all that is ahead of its series; return what is cancelled by now.

    One that is confirmed here never rings: whoever comes first, this or its minute, wins (F14).
    Raise Refused: not_found, already_started(conference_id=), reservation_over.
    """
    found = reservations.find(account, reservation_id)
    if not whole_series or found.series_id is None:
        _cancel(found)
        notices.ask(found, "cancelled")
        return [found]
    _call_off(found)
    rows = [row for row in reservations.of(account) if row.series_id == found.series_id]
    ahead_of_us = [row for row in rows if row.open or row.starts_at > clock.now()]
    closed = [row for row in ahead_of_us if row.state == SCHEDULED and _close(row)]
    if closed:
        notices.ask(closed[0], "cancelled", whole_series=True)
    if any(row.state == SCHEDULED for row in ahead_of_us):
        raise Refused("changed_meanwhile")
    gone = [row for row in ahead_of_us if row.state == CANCELLED]
    if not gone:
        _require_scheduled(reservations.find(account, reservation_id))  # as it is by now
    return gone


def _cancel(found: Reservation) -> None:
    if found.state != CANCELLED and not _close(found):
        _require_scheduled(found)
        raise Refused("changed_meanwhile")


def _close(found: Reservation) -> bool:
    """Cancel one, also if it was changed meanwhile; say whether it is cancelled by now."""
    for _ in range(TRIES):
        if found.close(CANCELLED, after=SCHEDULED):
            slots.give_back(found.starts_at, found.legs)
            log.info("reservation cancelled", extra=reservations.named(found))
            return True
        found.refresh(consistent_read=True)
        if found.state != SCHEDULED:
            break
    return found.state == CANCELLED


def _call_off(found: Reservation) -> None:
    """Let no more of a series be put: it may still be in the making."""
    first = Reservation(found.billing_number, found.series_id)
    mark = Reservation.called_off_at.set(clock.now())
    tables.change(first, mark, condition=Reservation.state.exists())


def _require_scheduled(found: Reservation) -> None:
    """Raise Refused if a reservation is being started, or is over in whatever way."""
    if found.state in {CANCELLED, MISSED}:
        raise Refused("reservation_over")
    if found.state != SCHEDULED:
        raise Refused("already_started", conference_id=found.conference_id or "")
