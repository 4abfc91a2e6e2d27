"""Arranging a conference for later, changing that, and calling it off (预约会议, S71–S76).

What is done when its minute comes is in `due`.
"""

import logging
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from chalicelib import (
    accounts,
    clock,
    config,
    hosts,
    ids,
    notices,
    plans,
    recurrence,
    slots,
    tables,
    web_start,
)
from chalicelib.errors import Refused
from chalicelib.hosts import HostPhone
from chalicelib.plans import Changes, Plan
from chalicelib.tables import CANCELLED, MISSED, SCHEDULED, Account, Action, Reservation
from chalicelib.web_start import Party

log = logging.getLogger(__name__)
REMIND_BEFORE = timedelta(minutes=10)
TRIES = 3  # against others who change it at the same moment
CUT_SHORT = timedelta(minutes=1)  # after which no request that reserves goes on
KEPT = timedelta(days=400)  # from its time on, for whoever looks back


# ——— looking ———


def of(account: Account) -> list[Reservation]:
    """Return everything *account* has reserved, by its time: the last 400 days, and all ahead."""
    now = clock.now()
    return [row for row in tables.reserved(account.billing_number) if row.expires_at > now]


def ahead(account: Account) -> list[Reservation]:
    """Return what is still to come, or is being started, by its time."""
    return [row for row in of(account) if row.open]


def find(account: Account, reservation_id: str) -> Reservation:
    """Return one reservation of *account*; Refused("not_found") if it has no such."""
    found = tables.find(Reservation, account.billing_number, reservation_id)
    if found is None:
        raise Refused("not_found")
    return found


def series(account: Account, reservation_id: str) -> list[Reservation]:
    """Return a reservation with all that is ahead of its series; Refused("not_found")."""
    found = find(account, reservation_id)
    if found.series_id is None:
        return [found]
    others = [row for row in ahead(account) if row.series_id == found.series_id]
    return others or [found]


def in_the_way_of(account: Account, made: list[Reservation]) -> list[Reservation]:
    """Return what else the account has reserved that wants the phone of those *made*: a hint."""
    ours = {row.reservation_id for row in made}
    others = [row for row in ahead(account) if row.reservation_id not in ours]
    return [row for row in others if any(_wants_the_phone_of(row, one) for one in made)]


def conflicts(
    account: Account,
    *,
    host_number: str,
    starts_at: datetime,
    minutes: int,
    besides: Collection[str] = (),
) -> list[Reservation]:
    """Return the account's reservations that want the same host phone at the same time: a hint."""
    thought = Reservation(host_number=host_number, starts_at=starts_at, minutes=minutes)
    return [
        row
        for row in ahead(account)
        if row.reservation_id not in besides and _wants_the_phone_of(row, thought)
    ]


def _wants_the_phone_of(row: Reservation, other: Reservation) -> bool:
    return (
        row.host_number == other.host_number
        and row.starts_at < other.starts_at + timedelta(minutes=int(other.minutes))
        and other.starts_at < row.starts_at + timedelta(minutes=int(row.minutes))
    )


# ——— reserving ———


def reserve(account: Account, plan: Plan, *, made_by: str, key: str) -> list[Reservation]:
    """Arrange a conference, or each of a series; return them by their time.

    *made_by* is web, phone or operator. The same *key* asking twice reserves once. Raise Refused:
    not_eligible, not_found (the host phone), no_parties, bad_number, number_not_allowed,
    same_number, too_many_parties, bad_name, bad_title, bad_minutes, bad_time,
    too_short_notice(earliest=), too_far_ahead(latest=), bad_until(latest=),
    too_many_reservations(most=), too_many_legs(most=), slot_full(at=, nearest=),
    key_used_otherwise.
    """
    phone = host_phone(account, plan.host_id)
    people = web_start.wanted(plan.parties, phone.number)
    plan = replace(plan, starts_at=plan.starts_at.astimezone(UTC), parties=people)
    first = _new(account, plan, phone, made_by=made_by, key=key)
    stored = tables.find(Reservation, first.billing_number, first.reservation_id)
    if stored is not None and stored.asked != first.asked:
        raise Refused("key_used_otherwise")
    if stored is None:
        plans.check_time(plan.starts_at)
    moments = recurrence.moments(plan.starts_at, plan.repeat, plan.until, latest=plans.latest())
    wanted = [_nth(first, n, moment) for n, moment in enumerate(moments)]
    if stored is not None:
        return _put(wanted)
    _check_room(account, wanted)
    made = _put(wanted)
    try:
        _check_room(account, made)  # with what was reserved for it at the same moment
    except Refused:
        list(map(_take_back, made))
        raise
    return made


def _put(wanted: list[Reservation]) -> list[Reservation]:
    """Put all, or none: what was put of a series whose every minute has no room is taken back.

    So is what an earlier try with the same key left behind when it was cut short.
    """
    new: list[Reservation] = []
    left_behind: list[Reservation] = []
    try:
        for one in wanted:
            if slots.put(one):
                new.append(one)
                continue
            one.refresh(consistent_read=True)
            if clock.now() - one.made_at > CUT_SHORT:
                left_behind.append(one)
    except Refused:
        for one in (*new, *left_behind):
            _take_back(one)
        raise
    for one in new:
        log.info("reserved", extra=_named(one))
    return wanted


def _take_back(one: Reservation) -> None:
    untouched = (Reservation.state == SCHEDULED) & (Reservation.version == 1)
    if tables.won(lambda: one.delete(condition=untouched)):
        slots.give_back(one.starts_at, one.legs)


def _new(account: Account, plan: Plan, phone: HostPhone, *, made_by: str, key: str) -> Reservation:
    """Return the first reservation of a plan, not written yet."""
    if accounts.host(account.billing_number) is None:
        raise Refused("not_eligible")
    minutes, title = plans.minutes(plan.minutes), plans.title(plan.title)
    reservation_id = ids.derived("reserved", account.billing_number, key)
    made = Reservation(
        account.billing_number,
        reservation_id,
        state=SCHEDULED,
        version=1,
        made_at=clock.now(),
        made_by=made_by,
        asked=ids.derived(repr(plan)),
        starts_at=plan.starts_at,
        minutes=minutes,
        rings_at=plan.starts_at,
        host_id=phone.host_id,
        host_number=phone.number,
        parties=_kept(plan.parties),
        title=title,
        notify=plan.notify,
        repeat=plan.repeat,
        until=plan.until.isoformat() if plan.until else None,
        series_id=None if plan.repeat == "once" else reservation_id,
        expires_at=plan.starts_at + KEPT,
    )
    _look_again(made)
    return made


def _nth(first: Reservation, n: int, moment: datetime) -> Reservation:
    """Return the one of a series that is at *moment*; its first is *first* itself."""
    values = {**first.attribute_values, "starts_at": moment, "rings_at": moment}
    if n:
        values["reservation_id"] = ids.derived(first.reservation_id, str(n))
    values["expires_at"] = moment + KEPT
    one = Reservation(**values)
    _look_again(one)
    return one


# ——— changing ———


def change(account: Account, reservation_id: str, version: int, changes: Changes) -> Reservation:
    """Change one reservation that is as it was at *version*; return it as it is now.

    Raise Refused: not_found, changed_meanwhile, already_started(conference_id=),
    reservation_over, and what `reserve` raises.
    """
    found = find(account, reservation_id)
    _require_scheduled(found)
    if found.version != version:
        raise Refused("changed_meanwhile")
    minute, legs = found.starts_at, found.legs
    actions = _changed(account, found, changes)
    new_minute, new_legs = found.starts_at, found.legs
    if (new_minute, new_legs) != (minute, legs):
        others = [row for row in ahead(account) if row.reservation_id != reservation_id]
        _check_legs(others, [found])
    kept = min(legs, new_legs) if new_minute == minute else 0  # of the room it has already
    _move_room(new_minute, new_legs - kept, slots.take)
    if not found.move(SCHEDULED, *actions, Reservation.version.add(1), after=SCHEDULED):
        _move_room(new_minute, new_legs - kept, slots.give_back)
        found.refresh(consistent_read=True)
        _require_scheduled(found)
        raise Refused("changed_meanwhile")
    _move_room(minute, legs - kept, slots.give_back)
    log.info("reservation changed", extra=_named(found))
    return found


def _move_room(minute: datetime, legs: int, deed: Callable[[datetime, int], None]) -> None:
    if legs:
        deed(minute, legs)


def _changed(account: Account, found: Reservation, changes: Changes) -> list[Action]:
    """Change *found* as it stands in memory, and return what is to be written."""
    phone = HostPhone(found.host_id, found.host_number, "", registered=False, added_at=clock.now())
    if changes.host_id is not None:
        phone = host_phone(account, changes.host_id)
        found.attempt = 1
    given = kept_parties(found) if changes.parties is None else changes.parties
    found.host_id, found.host_number = phone.host_id, phone.number
    found.parties = _kept(web_start.wanted(given, phone.number))
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
    _look_again(found)
    return [
        *(getattr(Reservation, name).set(getattr(found, name)) for name in CHANGED),
        *(_set_or_removed(found, name) for name in ("reminded_at", "reason")),
        Reservation.expires_at.set(found.starts_at + KEPT),
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
    found = find(account, reservation_id)
    if not whole_series or found.series_id is None:
        _cancel(found)
        notices.ask(found, "cancelled")
        return [found]
    rows = [row for row in of(account) if row.series_id == found.series_id]
    ahead_of_us = [row for row in rows if row.open or row.starts_at > clock.now()]
    closed = [row for row in ahead_of_us if row.state == SCHEDULED and _close(row)]
    if closed:
        notices.ask(closed[0], "cancelled", whole_series=True)
    if any(row.state == SCHEDULED for row in ahead_of_us):
        raise Refused("changed_meanwhile")
    gone = [row for row in ahead_of_us if row.state == CANCELLED]
    if not gone:
        _require_scheduled(find(account, reservation_id))  # as it is by now
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
            log.info("reservation cancelled", extra=_named(found))
            return True
        found.refresh(consistent_read=True)
        if found.state != SCHEDULED:
            break
    return found.state == CANCELLED


def purge(billing_number: str) -> None:
    """Delete what a closed account had reserved; doing it again does nothing."""
    for row in tables.reserved(billing_number):
        row.delete()
        if row.state == SCHEDULED:
            slots.give_back(row.starts_at, row.legs)


# ——— both ———


def kept_parties(found: Reservation) -> list[Party]:
    """Return who is called then."""
    return [Party(one["number"], one["name"]) for one in found.parties]


def look_at(found: Reservation) -> datetime:
    """Return when something is to be done for a reservation next: its reminder, or its ring."""
    reminder = found.starts_at - REMIND_BEFORE
    if found.notify and found.reminded_at is None and clock.now() < reminder:
        return reminder
    return found.rings_at


def _look_again(found: Reservation) -> None:
    found.due_shard = f"due#{ids.shard(found.reservation_id, tables.DUE_SHARDS)}"
    found.due_at = look_at(found)


def _require_scheduled(found: Reservation) -> None:
    """Raise Refused if a reservation is being started, or is over in whatever way."""
    if found.state in {CANCELLED, MISSED}:
        raise Refused("reservation_over")
    if found.state != SCHEDULED:
        raise Refused("already_started", conference_id=found.conference_id or "")


def host_phone(account: Account, host_id: str) -> HostPhone:
    """Return a phone the account may host from; Refused("not_found") if it is none."""
    phone = next((phone for phone in hosts.of(account) if phone.host_id == host_id), None)
    if phone is None:
        raise Refused("not_found", field="host_id")
    return phone


def _check_room(account: Account, wanted: list[Reservation]) -> None:
    """Refuse what would be too much for one account, or for it in one minute."""
    ours = {row.reservation_id for row in wanted}
    others = [row for row in ahead(account) if row.reservation_id not in ours]
    most = config.settings.max_reservations
    if len(others) + len(wanted) > most:
        raise Refused("too_many_reservations", most=most)
    _check_legs(others, wanted)


def _check_legs(there: list[Reservation], wanted: list[Reservation]) -> None:
    """Refuse more legs in one minute than the account may have at the same time."""
    legs: Counter[datetime] = Counter()
    for row in (*there, *wanted):
        legs[row.starts_at] += row.legs
    most = config.settings.max_account_legs
    if any(legs[row.starts_at] > most for row in wanted):
        raise Refused("too_many_legs", field="starts_at", most=most)


def _kept(parties: list[Party]) -> list[dict[str, str]]:
    return [{"number": party.number, "name": party.name} for party in parties]


def _named(found: Reservation) -> dict[str, str]:
    return {"reservation_id": found.reservation_id}
