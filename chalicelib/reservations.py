"""Arranging a conference for later, changing that, and calling it off (预约会议, S71–S76).

What is done when its minute comes is in `due`.
"""

import logging
from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from chalicelib import (
    accounts,
    clock,
    config,
    hosts,
    ids,
    plans,
    recurrence,
    slots,
    tables,
    web_start,
)
from chalicelib.errors import Refused
from chalicelib.hosts import HostPhone
from chalicelib.plans import Plan
from chalicelib.tables import SCHEDULED, Account, Reservation
from chalicelib.web_start import Party

log = logging.getLogger(__name__)
REMIND_BEFORE = timedelta(minutes=10)
TRIES = 3  # against others who change it at the same moment
CUT_SHORT = timedelta(minutes=1)  # after which no request that reserves goes on
A_DAY = timedelta(days=1)
MOST_PAST = 200  # that are shown at once
KEPT = timedelta(days=400)  # from its time on, for whoever looks back


# ——— looking ———


def of(account: Account) -> list[Reservation]:
    """Return everything *account* has reserved, by its time: the last 400 days, and all ahead."""
    now = clock.now()
    return [row for row in tables.reserved(account.billing_number) if row.expires_at > now]


def shown(account: Account) -> list[Reservation]:
    """Return all that is still to come and the latest of what was, by its time."""
    rows = of(account)
    latest = {row.reservation_id for row in [row for row in rows if not row.open][-MOST_PAST:]}
    return [row for row in rows if row.open or row.reservation_id in latest]


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
    key_used_otherwise, busy(retry_after=).
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

    So is what an earlier try with the same key left behind when it was cut short. Of a series that
    is called off meanwhile nothing more is put.
    """
    new, left_behind = list[Reservation](), list[Reservation]()
    try:
        for n, one in enumerate(wanted):
            if slots.put(one, first=wanted[0] if n else None):
                new.append(one)
                continue
            stored = tables.find(Reservation, one.billing_number, one.reservation_id)
            if stored is None:
                return [*filter(None, map(_as_it_is, wanted))]
            wanted[n] = stored
            if clock.now() - stored.made_at > CUT_SHORT:
                left_behind.append(stored)
    except Refused:
        for one in (*new, *left_behind):
            _take_back(one)
        raise
    for one in new:
        log.info("reserved", extra=named(one))
    return wanted


def _as_it_is(one: Reservation) -> Reservation | None:
    return tables.find(Reservation, one.billing_number, one.reservation_id)


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
        parties=as_kept(plan.parties),
        title=title,
        notify=plan.notify,
        repeat=plan.repeat,
        until=plan.until.isoformat() if plan.until else None,
        series_id=None if plan.repeat == "once" else reservation_id,
        expires_at=plan.starts_at + KEPT,
    )
    look_again(made)
    return made


def _nth(first: Reservation, n: int, moment: datetime) -> Reservation:
    """Return the one of a series that is at *moment*; its first is *first* itself."""
    values = {**first.attribute_values, "starts_at": moment, "rings_at": moment}
    if n:
        values["reservation_id"] = ids.derived(first.reservation_id, str(n))
    values["expires_at"] = moment + KEPT
    one = Reservation(**values)
    look_again(one)
    return one


def purge(billing_number: str) -> None:
    """Delete what a closed account had reserved; doing it again does nothing."""
    for row in tables.reserved(billing_number):
        row.delete()
        if row.state == SCHEDULED:
            slots.give_back(row.starts_at, row.legs)


# ——— for both, and for what changes them ———


def kept_parties(found: Reservation) -> list[Party]:
    """Return who is called then."""
    return [Party(one["number"], one["name"]) for one in found.parties]


def look_at(found: Reservation) -> datetime:
    """Return when something is to be done for a reservation next: its reminder, or its ring."""
    reminder = found.starts_at - REMIND_BEFORE
    if found.notify and found.reminded_at is None and clock.now() < reminder:
        return reminder
    return found.rings_at


def look_again(found: Reservation) -> None:
    """Have the minute look at *found*, as it stands in memory, when something is to be done."""
    found.due_shard = f"due#{ids.shard(found.reservation_id, tables.DUE_SHARDS)}"
    found.due_at = look_at(found)


def host_phone(account: Account, host_id: str) -> HostPhone:
    """Return a phone the account may host from; Refused("not_found") if it is none."""
    phone = next((phone for phone in hosts.of(account) if phone.host_id == host_id), None)
    if phone is None:
        raise Refused("not_found", field="host_id")
    return phone


def _check_room(account: Account, wanted: list[Reservation]) -> None:
    """Refuse what would be too much for one account, or for it in one minute."""
    ours = {row.reservation_id for row in wanted}
    kept = [row for row in of(account) if row.reservation_id not in ours]
    others = [row for row in kept if row.open]
    most, yesterday = config.settings.max_reservations, clock.now() - A_DAY
    lately = sum(row.made_at > yesterday for row in kept)  # called off or not: each is kept
    if len(others) + len(wanted) > most or lately + len(wanted) > 2 * most:
        raise Refused("too_many_reservations", most=most)
    check_legs(others, wanted)


def check_legs(there: list[Reservation], wanted: list[Reservation]) -> None:
    """Refuse more legs in one minute than the account may have at the same time."""
    legs: Counter[datetime] = Counter()
    for row in (*there, *wanted):
        legs[row.starts_at] += row.legs
    most = config.settings.max_account_legs
    if any(legs[row.starts_at] > most for row in wanted):
        raise Refused("too_many_legs", field="starts_at", most=most)


def as_kept(parties: list[Party]) -> list[dict[str, str]]:
    """Return *parties* as they are stored."""
    return [{"number": party.number, "name": party.name} for party in parties]


def named(found: Reservation) -> dict[str, str]:
    """Return what a line of the log says of a reservation."""
    return {"reservation_id": found.reservation_id}
