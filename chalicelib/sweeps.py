"""What the minute looks after: whatever a crash or a lost webhook left behind (巡检)."""

import logging
from datetime import datetime, timedelta

from chalicelib import (
    accounts,
    caps,
    clock,
    conference,
    config,
    jobs,
    provider,
    reports,
    tables,
)
from chalicelib.job import Job
from chalicelib.jobs import Ask
from chalicelib.tables import CALLING_HOST, LIVE, Conference, Leg, LegState

log = logging.getLogger(__name__)


def ask_for_due() -> int:
    """Have every conference that is due looked at, each by a job of its own; return how many."""
    now = clock.now()
    due = [one for shard in range(tables.LIVE_SHARDS) for one in tables.due(shard, now)]
    return len(jobs.ask_all([Ask(Job.SWEEP, one) for one in due]))


def sweep(conference_id: str) -> None:
    """Heal one conference, and say when it is to be looked at next."""
    found, all_legs = tables.collection(conference_id)
    now = clock.now()
    if found is None:
        return
    later = now + timedelta(seconds=config.settings.sweep_seconds)
    if not found.over:
        verified = _verify(found, all_legs, now)
        found.change(
            Conference.check_at.set(later),
            *([Conference.verified_at.set(now)] if verified else []),
            condition=Conference.state.is_in(CALLING_HOST, LIVE),
        )
        if verified:
            jobs.ask(Job.MUTES, conference_id)  # in case that was lost, too
        _heal_live(found, all_legs, now)
    else:
        found.change(Conference.check_at.set(later), condition=Conference.check_at.exists())
        jobs.ask(Job.END, conference_id)  # and that asks for the rest to be settled


def _verify(found: Conference, all_legs: list[Leg], now: datetime) -> bool:
    """Compare the living legs with the provider's records when that is due; say whether it is done.

    One that the provider does not answer for is asked about again in the next minute.
    """
    for leg in all_legs:
        reports.adopt_if_lost(leg, all_legs)
    due = found.verified_at + timedelta(seconds=config.settings.verify_seconds) <= now
    stalled = now - timedelta(seconds=config.settings.ring_seconds * 2)
    done = due
    for leg in all_legs:
        unanswered = leg.rank < tables.rank(LegState.JOINED) and (leg.setup_at or now) < stalled
        if not leg.over and (due or unanswered):
            done &= _verify_one(leg)
    return done


def _verify_one(leg: Leg) -> bool:
    """Ask about one leg, and say whether there was an answer; none stops no other healing."""
    try:
        reports.verify(leg)
    except (provider.Declined, provider.Unknown):
        log.warning("not verified", extra={"conference_id": leg.conference_id}, exc_info=True)
        return False
    return True


def _heal_live(found: Conference, all_legs: list[Leg], now: datetime) -> None:
    conference_id = found.conference_id
    if _end_without_host(found, all_legs) or conference.end_if_too_long(found):
        return
    _look_at_the_cost(found, all_legs)
    _hang_up_forgotten(all_legs)
    _ring_forgotten(conference_id, all_legs, now)
    _end_alone(found, all_legs, now)


def _end_without_host(found: Conference, all_legs: list[Leg]) -> bool:
    """End a conference whose host is gone and not expected back; say whether it is over."""
    hosts = [leg for leg in all_legs if leg.host]
    if not hosts:
        return conference.end(found.conference_id, "host_left")
    if all(leg.over for leg in hosts):
        conference.host_over(hosts[-1])  # in case that was lost with the process
    elif found.host_lost_at is None:
        return False
    return conference.end_if_host_is_gone(found.conference_id)


def _hang_up_forgotten(all_legs: list[Leg]) -> None:
    """Ask again for calls to be ended whose leg was given up and is still not over."""
    for leg in all_legs:
        if leg.state == LegState.GIVEN_UP and leg.call_sid:
            jobs.ask(Job.HANG_UP, leg.conference_id, leg.call_sid)


def _ring_forgotten(conference_id: str, all_legs: list[Leg], now: datetime) -> None:
    """Ask again for legs to be rung whose request was lost between the write and the queue."""
    forgotten = now - timedelta(seconds=config.settings.stalled_job_seconds)
    if any(leg.rank == 0 and leg.added_at <= forgotten for leg in all_legs):
        jobs.ask(Job.RING, conference_id)


def _look_at_the_cost(found: Conference, all_legs: list[Leg]) -> None:
    """Bring the month's sum up to date, and tell the host of a cap once it is near, or reached."""
    if found.month_cap is not None:
        account = accounts.find(found.billing_number)
        before = caps.month_elsewhere(account, found.conference_id) if account else 0
        found.change(Conference.month_before.set(before))
    state = caps.state_of(found, all_legs) if found.goes_on else None
    if state is None or found.cap_said in {state, "reached"}:
        return
    unsaid = Conference.cap_said.does_not_exist() | (Conference.cap_said != state)
    if found.change(Conference.cap_said.set(state), condition=unsaid):
        jobs.ask(Job.CAP, found.conference_id)


def _end_alone(found: Conference, all_legs: list[Leg], now: datetime) -> None:
    """Warn a party that has been alone for a minute; end the conference after three (2.4.9)."""
    living = [leg for leg in all_legs if not leg.over]
    if len(living) != 1 or not found.goes_on:
        return
    since = max(leg.ended_at or leg.joined_at or leg.added_at for leg in all_legs)
    alone = now - since
    if alone >= timedelta(seconds=config.settings.alone_end_seconds):
        conference.end(found.conference_id, "alone")
    elif alone >= timedelta(seconds=config.settings.alone_warn_seconds):
        unwarned = Conference.warned_at.does_not_exist() | (Conference.warned_at < since)
        if found.change(Conference.warned_at.set(now), condition=unwarned):
            jobs.ask(Job.WARN_ALONE, found.conference_id, living[0].leg_id)
