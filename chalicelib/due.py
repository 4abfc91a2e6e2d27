"""What is done when the time of a reservation comes: remind, ring, ring another phone, or give up.

The host's phone rings and is asked for 1 (S74, S54). Of all who want to begin one, or to call it
off, one conditional write wins (F13–F16); the id of the conference is made of the reservation and
its version, so that whoever goes on after a crash makes the same one.
"""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from math import ceil

from chalicelib import (
    accounts,
    clock,
    config,
    hosts,
    ids,
    jobs,
    legs,
    notices,
    reservations,
    tables,
    web_start,
)
from chalicelib.errors import Refused
from chalicelib.hosts import HostPhone
from chalicelib.job import Job
from chalicelib.jobs import Ask
from chalicelib.tables import (
    CANCELLED,
    MISSED,
    SCHEDULED,
    STARTED,
    STARTING,
    Account,
    Conference,
    Reservation,
)

log = logging.getLogger(__name__)

AHEAD = timedelta(seconds=90)  # more than from one minute's tick to the next
LOOK_AGAIN = timedelta(seconds=60)
BEGUN = timedelta(seconds=30)  # whoever claimed it is likely still at it; two make the same
AT_ONCE = 8  # writes
NEXT_PHONE = timedelta(minutes=2)
POSTPONED = timedelta(minutes=10)
MOST_POSTPONED = 2
ANOTHER_PHONE_HELPS = frozenset(
    {
        *("host_no_answer", "host_busy", "host_failed", "not_confirmed"),
        *("host_in_conference", "refused_by_phone", "too_many_starts", "host_number_gone"),
    }
)
"""Why a start came to nothing that may go well from the host's next phone."""


# ——— the minute ———


def ask_for_due() -> int:
    """Have every reservation that is due before the next minute attended to; return how many.

    Each is asked for to the second, and then looked at again a minute later: a message that is
    lost, or a minute that was missed, costs no more than time. What is read is what is due.
    """
    now = clock.now()
    found = [
        row
        for shard in range(tables.DUE_SHARDS)
        for row in tables.due_reservations(shard, now + AHEAD)
    ]
    taken = jobs.ask_all([_ask(row, now) for row in found])
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda n: _look_later(found[n], now), taken))
    return len(taken)


def _ask(row: Reservation, now: datetime) -> Ask:
    return Ask(Job.RESERVATION, row.billing_number, row.reservation_id, _seconds(row.due_at, now))


def _look_later(row: Reservation, now: datetime) -> None:
    """Look at one again a minute after what it was asked for, unless it is to be later anyway."""
    seen = row.due_at or now
    as_read = (Reservation.due_at == seen) & Reservation.state.is_in(SCHEDULED, STARTING)
    tables.change(row, Reservation.due_at.set(max(seen, now) + LOOK_AGAIN), condition=as_read)


# ——— one reservation ———


def attend(billing_number: str, reservation_id: str) -> None:
    """Do what is due for one reservation, however often and late we are asked."""
    found = tables.find(Reservation, billing_number, reservation_id)
    if found is None or not found.open:
        return
    if found.state == STARTING:
        _follow(found)
        return
    now = clock.now()
    if now < found.rings_at:
        _remind(found, now)
        if found.rings_at - now <= LOOK_AGAIN:
            _attend_later(found, found.rings_at - now)
    elif now - found.rings_at > _late():
        _miss(found, "late", after=SCHEDULED)
    else:
        _fire(found)


def _fire(found: Reservation) -> None:
    """Claim a reservation whose time has come, and start its conference."""
    conference_id = ids.derived("reservation", found.reservation_id, str(int(found.version)))
    claim = Reservation.conference_id.set(conference_id), _again_in(LOOK_AGAIN)
    if found.move(STARTING, *claim, after=SCHEDULED):
        log.info("reservation due", extra=_named(found))
        _start(found)


def _start(found: Reservation) -> None:
    """Have the host called; asked again after a crash, it makes the same conference."""
    account = accounts.host(found.billing_number)
    if account is None:
        _miss(found, "not_eligible", after=STARTING)
        return
    try:
        web_start.start_reserved(
            account,
            found.conference_id or "",
            _phone(account, found.host_number),
            reservations.kept_parties(found),
            reservation_id=found.reservation_id,
            may_postpone=found.postponed < MOST_POSTPONED,
        )
    except Refused as e:
        _failed(found, account, e.reason)


def _phone(account: Account, number: str) -> HostPhone:
    phone = next((phone for phone in hosts.of(account) if phone.number == number), None)
    if phone is None:
        raise Refused("host_number_gone")
    return phone


def _follow(found: Reservation) -> None:
    """See what has become of a start: confirmed, postponed, called off, failed, or going on."""
    conference = tables.find(Conference, found.conference_id or "", Conference.ITEM)
    if conference is None:
        since = clock.now() - found.rings_at
        if since > _late():
            _miss(found, "late", after=STARTING)
        elif since >= BEGUN:
            _start(found)
    elif conference.confirmed_at is not None:
        if found.close(STARTED, Reservation.reason.remove(), after=STARTING):
            log.info("reservation started", extra=_named(found))
    elif conference.over:
        _came_to_nothing(found, conference.reason or "host_failed")


def _came_to_nothing(found: Reservation, reason: str) -> None:
    if reason == legs.POSTPONED:
        _ring_at(found, clock.now() + POSTPONED, reason, Reservation.postponed.add(1))
    elif reason == "cancelled":
        if _close(found, CANCELLED, reason, after=STARTING):  # by the host, on the page
            notices.ask(found, "cancelled")
    else:
        _failed(found, accounts.find(found.billing_number), reason)


def _failed(found: Reservation, account: Account | None, reason: str) -> None:
    """Ring the host's next phone two minutes later, once; or give up and say so (S76, ruling)."""
    phone = _next_phone(found, account) if account else None
    if found.attempt > 1 or phone is None or reason not in ANOTHER_PHONE_HELPS:
        _miss(found, reason, after=STARTING)
        return
    other = (
        Reservation.attempt.set(2),
        Reservation.host_id.set(phone.host_id),
        Reservation.host_number.set(phone.number),
    )
    _ring_at(found, clock.now() + NEXT_PHONE, reason, *other)


def _next_phone(found: Reservation, account: Account) -> HostPhone | None:
    """Return the phone listed after the one that was rung; none that is a party's."""
    phones, parties = hosts.of(account), {party["number"] for party in found.parties}
    place = next((n for n, one in enumerate(phones) if one.number == found.host_number), -1)
    after = phones[place + 1 :] + phones[: max(place, 0)]
    return next((one for one in after if one.number not in parties), None)


def _ring_at(found: Reservation, moment: datetime, reason: str, *actions: tables.Action) -> None:
    """Have it ring again at *moment*: until then it may be changed and called off as before."""
    again = (
        Reservation.version.add(1),
        Reservation.rings_at.set(moment),
        Reservation.due_at.set(moment),
        Reservation.reason.set(reason),
    )
    if found.move(SCHEDULED, *again, *actions, after=STARTING):
        log.info("reservation rings again", extra={**_named(found), "reason": reason})
        _attend_later(found, moment - clock.now())


def _miss(found: Reservation, reason: str, *, after: str) -> None:
    if _close(found, MISSED, reason, after=after):
        notices.ask(found, "missed")


def _close(found: Reservation, state: str, reason: str, *, after: str) -> bool:
    if not found.close(state, Reservation.reason.set(reason), after=after):
        return False
    log.info("reservation came to nothing", extra={**_named(found), "reason": reason})
    return True


def _remind(found: Reservation, now: datetime) -> None:
    """Send the reminders that are due, once."""
    due = found.starts_at - reservations.REMIND_BEFORE <= now < found.starts_at
    if not found.notify or not due or found.reminded_at is not None:
        return
    marks = Reservation.reminded_at.set(now), Reservation.due_at.set(found.rings_at)
    if found.move(SCHEDULED, *marks, after=SCHEDULED):
        notices.ask(found, "reminder")


def _attend_later(found: Reservation, wait: timedelta) -> None:
    about = found.billing_number, found.reservation_id
    jobs.ask(Job.RESERVATION, *about, delay=ceil(wait.total_seconds()))


def _again_in(span: timedelta) -> tables.Action:
    return Reservation.due_at.set(clock.now() + span)


def _seconds(moment: datetime | None, now: datetime) -> int:
    return max(0, ceil((moment - now).total_seconds())) if moment else 0


def _late() -> timedelta:
    return timedelta(minutes=config.settings.reservation_late_minutes)


def _named(found: Reservation) -> dict[str, str]:
    return {"reservation_id": found.reservation_id}
