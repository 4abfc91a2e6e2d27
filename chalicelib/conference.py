"""One multi-party call: how it starts from a phone, goes on, and is told to end (多方通话).

What the host does to the others is in `control`; what the provider says, in `reports`; how
everything comes to its end, in `ending`; the start from the web, in `web_start`.
"""

import logging
from datetime import datetime, timedelta

from chalicelib import accounts, caps, clock, config, ids, jobs, legs, tables
from chalicelib.billing.tariffs import DIAL_IN
from chalicelib.calls import Call
from chalicelib.errors import Refused
from chalicelib.job import Job
from chalicelib.steps import HangUp, Join, Prompt, Step, line
from chalicelib.tables import (
    CALLING_HOST,
    ENDING,
    LIVE,
    Account,
    Conference,
    Detour,
    Leg,
    LegState,
)

log = logging.getLogger(__name__)

TRIES = 8  # against others who come in, or are added, at the same moment
HOST_OUTCOMES = {
    LegState.NO_ANSWER: "host_no_answer",
    LegState.BUSY: "host_busy",
    LegState.FAILED: "host_failed",
    LegState.COMPLETED: "not_confirmed",
}
"""Why a conference did not come about, by the outcome of the call to its host."""


def id_of(call_sid: str) -> str:
    """Return the id of the conference that a call to 116323 starts: one call, one conference."""
    return ids.derived("conference", call_sid)


def new(conference_id: str, account: Account, *, state: str, way: str) -> Conference:
    """Return a conference of *account*, not written yet, with the account's wishes in it."""
    now = clock.now()
    return Conference(
        conference_id,
        Conference.ITEM,
        state=state,
        billing_number=account.billing_number,
        way=way,
        inviter=account.name or account.billing_number,
        language=account.language,
        accept_by_1=account.accept_by_1,
        call_back_host=account.call_back_host,
        call_cap=account.call_cap,
        month_cap=account.month_cap,
        month_before=caps.month_elsewhere(account, conference_id) if account.month_cap else 0,
        started_at=now,
        verified_at=now,
        live_shard=f"live#{ids.shard(conference_id, tables.LIVE_SHARDS)}",
        check_at=now + timedelta(seconds=config.settings.sweep_seconds),
    )


# ——— start ———


def start_by_phone(account: Account, call: Call, *, parties: int) -> Join:
    """Start the conference whose *parties* were keyed in, and put the host into its room (S10).

    The same call asking twice makes one conference. Raise Refused past a limit or a cap, and
    Refused("over") if it asks when that conference is over.
    """
    conference_id = id_of(call.sid)
    conference = new(conference_id, account, state=LIVE, way=DIAL_IN)
    conference.confirmed_at = conference.started_at
    _allow(conference, parties)
    known, account = account, accounts.admit(account, conference_id, parties=parties)
    if tables.put_new(conference, Conference.conference_id):
        log.info("conference started", extra={"conference_id": conference_id, "parties": parties})
    elif not live(conference_id):
        accounts.dismiss(known, conference_id, parties=parties, counted_at=conference.started_at)
        raise Refused("over")
    host = _leg_inside(conference, legs.HOST, account.billing_number, call.sid)
    host.host, host.name = True, account.name
    _let_host_in(host, call)
    jobs.ask(Job.RING, conference_id)
    return legs.join(host)


def _let_host_in(host: Leg, call: Call) -> None:
    """Put the leg of a host who starts, once; raise Refused if their call or conference is over."""
    conference_id = host.conference_id
    for _ in range(TRIES):
        if tables.let_in(host):
            return
        if legs.call_over(call.sid, conference_id):
            end(conference_id, "host_left")  # hung up before we were asked to start
            raise Refused("over")
        if not live(conference_id):
            raise Refused("over")
        if tables.find(Leg, conference_id, Leg.PREFIX + legs.HOST) is not None:
            return  # asked before
    raise Refused("busy")


def _allow(conference: Conference, parties: int) -> None:
    """Raise Refused past a cap; a conference that goes on already is asked about no more."""
    try:
        caps.allow(conference, [], more=parties + 1)
    except Refused:
        if not live(conference.conference_id):
            raise


def _leg_inside(conference: Conference, leg_id: str, number: str, call_sid: str) -> Leg:
    """Return the leg of someone who dialled 116323 and is about to enter the room."""
    leg, now = Leg.at(conference.conference_id, leg_id), clock.now()
    leg.rank, leg.state = tables.rank(LegState.JOINED), LegState.JOINED.value
    leg.party_id, leg.number = legs.party_of(conference.conference_id, number), number
    leg.asked_by, leg.inbound, leg.call_sid = call_sid, True, call_sid
    leg.added_at = leg.setup_at = leg.answered_at = leg.joined_at = now
    leg.billing_number, leg.way = conference.billing_number, conference.way
    leg.language = conference.language
    return leg


def rejoin(conference_id: str, leg_id: str, call: Call) -> Step:
    """Put someone who was invited, or the host who was lost, through to the conference.

    A call that has come in before is answered as it was then, and nothing else is offered to it.
    Raise Refused: over, locked, same_number, too_many_parties, too_many_legs, cap_reached, and
    busy if many come at the same moment.
    """
    for _ in range(TRIES):
        found, all_legs = tables.collection(conference_id)
        invited = next((leg for leg in all_legs if leg.leg_id == leg_id), None)
        if found is None or invited is None:
            raise Refused("over")
        back = _leg_back(found, invited, call)
        if any(leg.leg_id == back.leg_id for leg in all_legs):
            return _join_again(found, all_legs, back, call)
        if not found.goes_on:
            raise Refused("over")
        _allow_back(found, all_legs, invited)
        if _put_back(found, back):
            return _join_back(all_legs, back)
    raise Refused("busy")


def _leg_back(found: Conference, invited: Leg, call: Call) -> Leg:
    """Return the leg of a call by which somebody comes back, not written yet."""
    place = legs.HOST_PREFIX if invited.host else f"{invited.party_id}-"
    back = _leg_inside(found, place + ids.derived(call.sid)[:6], invited.number, call.sid)
    back.host, back.name = invited.host, invited.name
    back.muted = found.all_muted and not invited.host
    return back


def _put_back(found: Conference, back: Leg) -> bool:
    """Put the leg, and before it where its call went; a party that comes in is counted."""
    counted = None if back.host else accounts.one_more(found.billing_number, calls=0)
    detour = Detour(id_of(back.call_sid or ""), Detour.ITEM)
    detour.to_conference_id, detour.to_leg_id = back.conference_id, back.leg_id
    detour.save()
    if counted is None:
        return tables.let_in(back)
    return tables.admit(found, back, counted)


def _join_again(found: Conference, all_legs: list[Leg], back: Leg, call: Call) -> Step:
    if not found.goes_on:
        return HangUp((line(Prompt.CONFERENCE_OVER),), tables.language_of(back))
    _take_the_place(all_legs, back)
    return legs.again(back.conference_id, back.leg_id, call)


def _join_back(all_legs: list[Leg], back: Leg) -> Join:
    if legs.call_over(back.call_sid or "", id_of(back.call_sid or "")):
        legs.withdraw(back)  # hung up before we were asked
        raise Refused("over")
    _take_the_place(all_legs, back)
    return legs.join(back)


def _allow_back(conference: Conference, all_legs: list[Leg], invited: Leg) -> None:
    """Raise Refused if the party that was *invited* may not come back."""
    theirs = [leg for leg in all_legs if leg.party_id == invited.party_id]
    last = max(theirs, key=lambda leg: (not leg.over, leg.ended_at or leg.added_at))
    if last.reason == legs.HUNG_UP:
        raise Refused("over")
    if invited.host:
        if any(leg.state == LegState.JOINED for leg in theirs):
            raise Refused("same_number")
        return
    if conference.locked:
        raise Refused("locked")
    others = [leg for leg in all_legs if leg.party_id != invited.party_id]
    if full(conference, others):  # a line of their own gives way
        raise Refused("too_many_parties", most=config.settings.max_parties)
    caps.allow(conference, all_legs, more=1)


def full(found: Conference, all_legs: list[Leg]) -> bool:
    """Say whether as many are in a conference, or on their way into it, as there may be."""
    return accounts.places(found, all_legs) >= config.settings.max_parties


def live(conference_id: str) -> bool:
    """Say whether a conference goes on."""
    found = tables.find(Conference, conference_id, Conference.ITEM)
    return found is not None and found.goes_on


# ——— the host's call is over ———


def host_over(leg: Leg) -> None:
    """End the conference whose host's call is over, or have the host called back (2.4.3).

    Before the host pressed 1 there was no conference, and why is its reason. Afterwards a host who
    is to be called back has `grace_seconds`: one call, which asks for 1, and 116323 lets in, too.
    """
    found, all_legs = tables.collection(leg.conference_id)
    if found is None or found.over:
        return
    if found.state == CALLING_HOST:
        end(leg.conference_id, _why_not(leg))
    elif any(other.host and other.rank < tables.rank(LegState.GIVEN_UP) for other in all_legs):
        return  # came back by another call, or is being called back
    elif found.call_back_host and _somebody_there(all_legs):
        if leg.joined_at is not None:
            _call_back(found, leg, all_legs)
    else:
        end(leg.conference_id, "host_left")


def _why_not(leg: Leg) -> str:
    """Return why the host's call made no conference."""
    if leg.reason == legs.POSTPONED:
        return legs.POSTPONED
    return HOST_OUTCOMES.get(LegState(leg.state), "host_failed")


def end_if_host_is_gone(conference_id: str) -> bool:
    """End a conference whose host was lost and is not back in time; say whether it is over."""
    found, all_legs = tables.collection(conference_id)
    if found is None or found.over:
        return True
    if not found.goes_on or _expected(found, all_legs):
        return False
    end(conference_id, "host_left")
    return True


def host_there(all_legs: list[Leg]) -> bool:
    """Say whether the host is in the room, or has answered and may press 1."""
    present = (LegState.JOINED, LegState.ANSWERED)
    return any(leg.host and leg.state in present for leg in all_legs)


def away_until(found: Conference, all_legs: list[Leg]) -> datetime | None:
    """Return until when a host who was lost is waited for, None if none is."""
    if found.host_lost_at is None or not found.goes_on or host_there(all_legs):
        return None
    return found.host_lost_at + timedelta(seconds=config.settings.grace_seconds)


def _expected(found: Conference, all_legs: list[Leg]) -> bool:
    until = away_until(found, all_legs)
    return host_there(all_legs) or (until is not None and clock.now() < until)


def _somebody_there(all_legs: list[Leg]) -> bool:
    return any(leg.state == LegState.JOINED and not leg.host for leg in all_legs)


def _call_back(found: Conference, leg: Leg, all_legs: list[Leg]) -> None:
    """Have the host rung once more; the new leg is the claim, and whoever loses it does nothing."""
    calls = [other for other in all_legs if other.host]
    if calls[-1].leg_id != leg.leg_id:
        return  # an earlier call of the host's
    attempt = len(calls) + 1
    if not legs.add_host(found.conference_id, leg.number, attempt=attempt, name=leg.name):
        return
    log.info("host lost", extra={"conference_id": found.conference_id})
    found.change(Conference.host_lost_at.set(clock.now()))
    accounts.invite_back(leg.number, found.conference_id, leg.leg_id)
    jobs.ask(Job.RING, found.conference_id, delay=config.settings.call_back_seconds)
    jobs.ask(Job.HOST_GONE, found.conference_id, delay=config.settings.grace_seconds)


def _take_the_place(all_legs: list[Leg], back: Leg) -> None:
    """Let one call of who has dialled in remain: no phone of theirs rings on, none pays twice.

    A call whose line is dead may be taken for one that goes on for a while.
    """
    for leg in all_legs:
        same = leg.party_id == back.party_id or (leg.host and back.host)
        if not same or leg.leg_id == back.leg_id or leg.over:
            continue
        if (leg.state == LegState.JOINED or legs.give_up(leg)) and leg.call_sid:
            jobs.ask(Job.HANG_UP, leg.conference_id, leg.call_sid)


# ——— end ———


def end(conference_id: str, reason: str) -> bool:
    """End a conference for all (S67): the intention is written first, the queue does the rest."""
    return _end(conference_id, reason, {CALLING_HOST, LIVE})


def _end(conference_id: str, reason: str, after: set[str]) -> bool:
    ended_at = Conference.ended_at.set(clock.now())
    conference = Conference(conference_id, Conference.ITEM)
    if not conference.move(ENDING, Conference.reason.set(reason), ended_at, after=after):
        return False
    log.info("conference ending", extra={"conference_id": conference_id, "reason": reason})
    jobs.ask(Job.END, conference_id)
    if conference.confirmed_at is None:
        _uncount(conference)
        if conference.reservation_id:
            jobs.ask(Job.RESERVATION, conference.billing_number, conference.reservation_id)
    return True


def _uncount(conference: Conference) -> None:
    """Give the account back the calls of a start that came to nothing: nobody but its host rang."""
    parties = sum(not leg.host for leg in tables.collection(conference.conference_id)[1])
    counted_at = conference.started_at
    accounts.uncount(conference.billing_number, parties, counted_at=counted_at)


def end_by_host(conference_id: str) -> None:
    """End it from the page (S67), or call its start off while the host is being called."""
    if not cancel(conference_id):
        end(conference_id, "host")


def cancel(conference_id: str) -> bool:
    """Call off a start whose host has not pressed 1; say whether it was one."""
    return _end(conference_id, "cancelled", {CALLING_HOST})


def end_if_too_long(found: Conference) -> bool:
    """End a conference that has lasted, or waited for its host, as long as one may; say so."""
    waiting = found.state == CALLING_HOST
    longest = config.settings.start_seconds if waiting else config.settings.max_call_seconds
    if clock.now() - found.started_at < timedelta(seconds=longest):
        return False
    return end(found.conference_id, "not_confirmed" if waiting else "too_long")
