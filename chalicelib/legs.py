"""The life of one leg: rung, answered, in the room, over (话路).

Every change is one conditional write; only the one who wins it acts.
"""

import logging
from datetime import timedelta
from typing import Any

from chalicelib import accounts, clock, ids, jobs, paths, provider, tables
from chalicelib.billing import cdrs
from chalicelib.calls import FINAL, Call, Progress
from chalicelib.job import Job
from chalicelib.steps import Ask, HangUp, Join, Line, Lines, Prompt, Say, Step, line
from chalicelib.tables import CALLING_HOST, LIVE, Conference, Leg, LegState, Orphan

log = logging.getLogger(__name__)

HOST_PREFIX = "host-"
HOST = HOST_PREFIX + "1"
HUNG_UP = "hung_up"  # by the host: not to be let in again
POSTPONED = "postponed"  # by a host whose conference was reserved
ENDED = "ended"  # its conference was over before it came into the room
GUEST, LINKED = (
    "guest",
    "linked",
)  # asked_by of hosts who may not know why they are rung: 9 stops it
NOTED = "noted"  # asked_by of a call to 116323 that was over before it had a leg
WAITING_KEPT = timedelta(days=1)  # numbers keyed in by a caller who never started
CLOSE_TRIES = 3


def party_of(conference_id: str, number: str) -> str:
    """Return the id of the party *number* is in a conference."""
    return "p" + ids.derived(conference_id, number)[:9]


def is_host(leg_id: str) -> bool:
    """Say whether a leg is one of the host's."""
    return leg_id.startswith(HOST_PREFIX)


def add(
    conference_id: str, number: str, *, attempt: int, asked_by: str, name: str | None = None
) -> Leg | None:
    """Put a leg that waits to be rung; None if that number was added by another entry."""
    leg = new(conference_id, number, attempt, asked_by=asked_by, name=name)
    if tables.put_new(leg, Leg.conference_id):
        return leg
    stored = tables.find(Leg, conference_id, leg.item)
    return stored if stored is not None and stored.asked_by == asked_by else None


def new(conference_id: str, number: str, attempt: int, *, asked_by: str, name: str | None) -> Leg:
    """Return a leg that will wait to be rung, not written yet."""
    leg = _waiting(conference_id, f"{party_of(conference_id, number)}-{attempt}", number)
    leg.asked_by, leg.name = asked_by, name
    return leg


def add_host(  # noqa: PLR0913 - each is a fact of the leg
    conference_id: str,
    number: str,
    *,
    attempt: int,
    name: str | None,
    asked_by: str = HOST,
    may_postpone: bool = False,
) -> bool:
    """Put the leg by which the host is to be rung; say whether it was not there already."""
    leg = _waiting(conference_id, f"{HOST_PREFIX}{attempt}", number)
    leg.host, leg.asked_by, leg.name = True, asked_by, name
    leg.may_postpone = may_postpone
    return tables.put_new(leg, Leg.conference_id)


def _waiting(conference_id: str, leg_id: str, number: str) -> Leg:
    leg = Leg.at(conference_id, leg_id)
    leg.rank, leg.state = 0, LegState.WAITING.value
    leg.party_id, leg.number = party_of(conference_id, number), number
    leg.added_at = clock.now()
    leg.expires_at = leg.added_at + WAITING_KEPT
    return leg


def note_over(conference_id: str, progress: Progress) -> None:
    """Note in the place of the host's leg that a call is over which has no leg (yet)."""
    leg = Leg.at(conference_id, HOST)
    leg.rank, leg.state = tables.FINAL_RANK, FINAL[progress.status]
    leg.party_id, leg.number, leg.asked_by = HOST, "", NOTED
    leg.host, leg.inbound, leg.call_sid = True, True, progress.sid
    leg.added_at = leg.ended_at = clock.now()
    leg.expires_at = leg.added_at + WAITING_KEPT
    tables.put_new(leg, Leg.conference_id)


def call_over(call_sid: str, conference_id: str) -> bool:
    """Say whether a call to 116323 was noted to be over before its leg was written."""
    noted = tables.find(Leg, conference_id, Leg.PREFIX + HOST)
    return noted is not None and noted.asked_by == NOTED and noted.call_sid == call_sid


def has_host(all_legs: list[Leg]) -> bool:
    """Say whether the host's leg was put: a start by phone that was cut short has none."""
    return any(leg.host and leg.asked_by != NOTED for leg in all_legs)


def withdraw(leg: Leg) -> None:
    """Take back a leg whose call turned out to be over before it came into the room."""
    tables.won(lambda: leg.delete(condition=Leg.rank < tables.FINAL_RANK))


def discard_waiting(conference_id: str) -> None:
    """Forget the numbers keyed in by a caller who went back before starting."""
    for leg in tables.collection(conference_id)[1]:
        if leg.rank == 0:
            tables.won(lambda leg=leg: leg.delete(condition=Leg.rank == 0))  # type: ignore[misc]


def ring(leg: Leg, conference: Conference) -> None:
    """Ring a waiting leg once, however often we are asked; the claim comes before the call."""
    if not _claim(leg, conference):
        return
    try:
        sid = provider.ring(
            leg.number,
            then=paths.leg(leg.conference_id, leg.leg_id, "answered"),
            status=paths.leg(leg.conference_id, leg.leg_id, "status"),
        )
    except provider.Declined as e:
        fail(leg, e.reason)
    except provider.Unknown:
        log.warning("unknown whether a leg was rung", extra=_named(leg))
    else:
        log.info("leg rung", extra={**_named(leg), "call_sid": sid})
        _attach(leg, sid)


def _claim(leg: Leg, conference: Conference) -> bool:
    return leg.move(
        LegState.DIALLING,
        Leg.setup_at.set(clock.now()),
        Leg.expires_at.remove(),
        Leg.inviter.set(conference.inviter),
        Leg.billing_number.set(conference.billing_number),
        Leg.way.set(conference.way),
        Leg.language.set(conference.language),
        Leg.accept_by_1.set(conference.accept_by_1),
    )


def fail(leg: Leg, reason: str) -> None:
    """Record that no phone rang for *leg* and have the host told; who was hung up stays so.

    A call it may have had is not its own any more: what is still heard of it is an orphan's.
    """
    as_read = Leg.call_sid == leg.call_sid if leg.call_sid else Leg.call_sid.does_not_exist()
    over = (Leg.ended_at.set(clock.now()), Leg.call_sid.remove())
    let_be: tables.Condition = Leg.reason.does_not_exist() | (Leg.reason != HUNG_UP)
    if leg.move(
        LegState.FAILED, *over, Leg.reason.set(reason), condition=as_read & let_be
    ) or leg.move(LegState.FAILED, *over, condition=as_read & (Leg.reason == HUNG_UP)):
        log.info("leg failed", extra={**_named(leg), "reason": reason})
        jobs.ask(Job.MISSED, leg.conference_id, leg.leg_id)


def _attach(leg: Leg, sid: str) -> None:
    """Note the sid of the call just placed; if the leg was given up meanwhile, stop the phone."""
    alive = Leg.rank < tables.rank(LegState.GIVEN_UP)
    if leg.change(Leg.call_sid.set(sid), condition=alive & _ours(sid)):
        return
    stored = tables.find(Leg, leg.conference_id, leg.item)
    if stored is None or not stored.over or stored.call_sid != sid:
        provider.hang_up(sid)


def ringing(conference_id: str, leg_id: str, progress: Progress) -> None:
    """Note that the phone rings; if the leg was given up, have the ringing stopped."""
    leg = Leg.at(conference_id, leg_id)
    if leg.move(LegState.RINGING, Leg.call_sid.set(progress.sid), condition=_ours(progress.sid)):
        return
    stored = tables.find(Leg, conference_id, leg.item)
    if stored is None or stored.call_sid not in (None, progress.sid):
        orphan(conference_id, leg_id, progress)
        jobs.ask(Job.HANG_UP, conference_id, progress.sid)
    elif stored.state == LegState.GIVEN_UP or (stored.over and stored.call_sid is None):
        jobs.ask(Job.HANG_UP, conference_id, progress.sid)


def answered(conference_id: str, leg_id: str, call: Call) -> Step:
    """Someone answered: say who invites; they are in, or asked for 1 if the account wants it."""
    leg = Leg.at(conference_id, leg_id)
    changes = (Leg.call_sid.set(call.sid), Leg.answered_at.set(clock.now()))
    if not leg.move(LegState.ANSWERED, *changes, condition=_ours(call.sid)):
        return again(conference_id, leg_id, call)
    return _invitation(leg)


def accept(conference_id: str, leg_id: str, call: Call) -> Step:
    """1 joins, 2 is “not now”; anything else is asked again.

    A host is asked for 1 alone (S54), and may put a reserved conference off with 2. Where the
    phone may be a stranger's, 9 is “非本人操作”: no more such calls for a day.
    """
    leg = tables.find(Leg, conference_id, Leg.PREFIX + leg_id)
    if leg is None or leg.call_sid != call.sid or leg.state != LegState.ANSWERED:
        return again(conference_id, leg_id, call)
    unless_hung_up = Leg.rank < tables.rank(LegState.GIVEN_UP)
    match call.digits:
        case "1":
            return enter(conference_id, leg_id, call)
        case "9" if leg.asked_by in {GUEST, LINKED}:
            accounts.block(leg.number)
            log.warning("start stopped by who answered", extra=_named(leg))
            return HangUp((line(Prompt.CODE_STOPPED),), tables.language_of(leg))
        case "2" if leg.may_postpone:
            leg.change(Leg.reason.set(POSTPONED), condition=unless_hung_up)
            return HangUp((line(Prompt.POSTPONED),), tables.language_of(leg))
        case "2" if not leg.host:
            leg.change(Leg.reason.set("not_now"), condition=unless_hung_up)
            return HangUp((line(Prompt.NOT_NOW),), tables.language_of(leg))
        case _:
            return _invitation(leg, line(Prompt.WRONG_KEY))


def enter(conference_id: str, leg_id: str, call: Call) -> Step:
    """Let an answered leg into the room: from here on it is connected and costs (S56, S58).

    The host's 1 makes it a conference, and has the others rung (S55). Whoever answers after the end
    comes too late, costs nothing and is told so (F17).
    """
    leg = Leg.at(conference_id, leg_id)
    found = tables.find(Conference, conference_id, Conference.ITEM)
    if found is not None and found.state == CALLING_HOST and is_host(leg_id):
        _confirm(found, leg_id, call)
    if found is None or not found.goes_on:
        return _too_late(leg, call)
    same = Leg.call_sid == call.sid
    if not leg.move(LegState.JOINED, Leg.joined_at.set(clock.now()), condition=same):
        return again(conference_id, leg_id, call)
    log.info("leg joined", extra=_named(leg))
    return join(leg)


def _confirm(found: Conference, leg_id: str, call: Call) -> None:
    """Make it a conference, if this call is the one that the host answered."""
    leg = tables.find(Leg, found.conference_id, Leg.PREFIX + leg_id)
    if leg is None or leg.call_sid != call.sid or leg.rank >= tables.rank(LegState.GIVEN_UP):
        return
    if found.move(LIVE, Conference.confirmed_at.set(clock.now()), after={CALLING_HOST}):
        log.info("host confirmed", extra=_named(leg))
        accounts.remember(found.billing_number, found.conference_id)
        jobs.ask(Job.RING, found.conference_id)
        if found.reservation_id:
            jobs.ask(Job.RESERVATION, found.billing_number, found.reservation_id)
    else:
        found.refresh(consistent_read=True)


def join(leg: Leg, *lines: Line) -> Join:
    """Return the step that puts *leg* into its room, after *lines*."""
    language, trip = tables.language_of(leg), int(leg.trips)
    return Join(leg.conference_id, leg.leg_id, trip, leg.host, leg.muted, lines, language)


def close(leg: Leg, progress: Progress) -> bool:
    """Write the provider's last word on *leg*, which makes it the CDR; say whether we did.

    A word on another call than the leg's own is kept as an orphan and charged to nobody.
    """
    for _ in range(CLOSE_TRIES):
        if leg.call_sid not in (None, progress.sid) or (leg.over and leg.call_sid is None):
            orphan(leg.conference_id, leg.leg_id, progress)
            return False
        if leg.over or (progress.status == "completed" and progress.seconds is None):
            return False  # said already, or not final yet: the provider has no duration so far
        if _write_cdr(leg, progress):
            over = {"state": leg.state, "seconds": leg.seconds, "charge": leg.charge}
            log.info("leg over", extra={**_named(leg), **over})
            return True
        leg.refresh(consistent_read=True)
    return False


def _write_cdr(leg: Leg, progress: Progress) -> bool:
    joined = leg.joined_at is not None
    closing = cdrs.close(
        progress,
        joined=joined,
        host=leg.host,
        way=leg.way or "",
        billing_number=leg.billing_number or "",
    )
    facts: tuple[tuple[Any, Any], ...] = (
        (Leg.answered_at, closing.answered_at),
        (Leg.seconds, closing.seconds),
        (Leg.tariff, closing.tariff),
        (Leg.tariff_version, closing.tariff_version),
        (Leg.charge, closing.charge),
        (Leg.billing_month, closing.billing_month),
    )
    as_read = Leg.joined_at.exists() if joined else Leg.joined_at.does_not_exist()
    return leg.move(
        closing.state,
        Leg.call_sid.set(progress.sid),
        Leg.ended_at.set(closing.ended_at),
        Leg.ended_day.set(tables.ended_day(closing.ended_at, progress.sid)),
        Leg.in_menu.set(False),
        *(attribute.set(value) for attribute, value in facts if value is not None),
        condition=as_read & _ours(progress.sid),
    )


def give_up(leg: Leg, reason: str = "") -> bool:
    """Keep a leg from coming into the room, and say whether that was news.

    The provider's word on its call is still awaited; a leg that was never rung is over at once.
    """
    why = [Leg.reason.set(reason)] if reason else []
    ended = Leg.ended_at.set(clock.now())
    if leg.move(LegState.CANCELLED, ended, *why, condition=Leg.rank == 0):
        return True
    return leg.move(LegState.GIVEN_UP, *why)


def orphan(conference_id: str, leg_id: str, progress: Progress) -> None:
    """Keep a call that belongs to no leg; nobody pays for it (F30)."""
    log.warning("orphan call", extra={"conference_id": conference_id, "call_sid": progress.sid})
    found = Orphan(
        progress.sid,
        found_at=clock.now(),
        conference_id=conference_id,
        leg_id=leg_id,
        status=progress.status,
        seconds=progress.seconds,
    )
    if progress.status in FINAL:
        found.save()
    else:
        tables.put_new(found, Orphan.call_sid)  # a late word does not take back the last one


def _invitation(leg: Leg, *before: Line) -> Step:
    who = leg.inviter or ""
    there, language = (leg.conference_id, leg.leg_id), tables.language_of(leg)
    if leg.host:
        asked = Prompt.CONFIRM_START if leg.leg_id == HOST else Prompt.CONFIRM_RETURN
        not_me = (line(Prompt.CODE_NOT_ME),) if leg.asked_by in {GUEST, LINKED} else ()
        later = (line(Prompt.POSTPONE),) if leg.may_postpone else ()
        said = (*before, line(asked), *later, *not_me)
        return Ask(said, paths.leg(*there, "accept"), language=language)
    if leg.accept_by_1:
        lines: Lines = (*before, line(Prompt.INVITATION_ASK, who=who))
        return Ask(lines, paths.leg(*there, "accept"), language=language)
    return Say((line(Prompt.INVITATION, who=who),), paths.leg(*there, "enter"), language)


def again(conference_id: str, leg_id: str, call: Call) -> Step:
    """Answer a request that won nothing: a repeated one gets what the first got."""
    leg = tables.find(Leg, conference_id, Leg.PREFIX + leg_id)
    if leg is None:
        return HangUp()
    if leg.call_sid not in (None, call.sid):
        orphan(conference_id, leg_id, Progress(call.sid, "in-progress"))
        return HangUp((line(Prompt.CONFERENCE_OVER),), tables.language_of(leg))
    match leg.state:
        case LegState.ANSWERED:
            return _invitation(leg)
        case LegState.JOINED:
            return join(leg)
        case _:
            return HangUp((line(Prompt.CONFERENCE_OVER),), tables.language_of(leg))


def _too_late(leg: Leg, call: Call) -> Step:
    stored = tables.find(Leg, leg.conference_id, leg.item)
    if stored is None or stored.call_sid != call.sid:
        return HangUp()
    return HangUp((line(Prompt.CONFERENCE_OVER),), tables.language_of(stored))


def _ours(sid: str) -> tables.Condition:
    either: tables.Condition = Leg.call_sid.does_not_exist() | (Leg.call_sid == sid)
    return either


def _named(leg: Leg) -> dict[str, str]:
    return {"conference_id": leg.conference_id, "leg_id": leg.leg_id}
