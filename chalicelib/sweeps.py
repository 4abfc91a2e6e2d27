"""What the minute looks after: whatever a crash or a lost webhook left behind (巡检)."""

from datetime import datetime, timedelta

from chalicelib import clock, conference, config, jobs, tables
from chalicelib.job import Job
from chalicelib.tables import LIVE, Conference, Leg, LegState


def ask_for_due() -> int:
    """Have every conference that is due looked at, each by a job of its own; return how many."""
    now, due = clock.now(), 0
    for shard in range(tables.LIVE_SHARDS):
        for conference_id in tables.due(shard, now):
            jobs.ask(Job.SWEEP, conference_id)
            due += 1
    return due


def sweep(conference_id: str) -> None:
    """Heal one conference, and say when it is to be looked at next."""
    found, all_legs = tables.collection(conference_id)
    now = clock.now()
    if found is None:
        return
    later = now + timedelta(seconds=config.settings.sweep_seconds)
    if found.goes_on:
        verified = _verify(found, all_legs, now)
        found.change(
            Conference.check_at.set(later),
            *([Conference.verified_at.set(now)] if verified else []),
            condition=Conference.state == LIVE,
        )
        _heal_live(found, all_legs, now)
    else:
        found.change(Conference.check_at.set(later), condition=Conference.check_at.exists())
        conference.everyone_out(conference_id)
        goodbye = timedelta(seconds=config.settings.goodbye_seconds)
        if now - (found.ended_at or found.started_at) >= goodbye:
            conference.settle(conference_id)


def _verify(found: Conference, all_legs: list[Leg], now: datetime) -> bool:
    """Compare the living legs with the provider's records when that is due; say whether it was."""
    for leg in all_legs:
        conference.adopt_if_lost(leg, all_legs)
    due = found.verified_at + timedelta(seconds=config.settings.verify_seconds) <= now
    stalled = now - timedelta(seconds=config.settings.ring_seconds * 2)
    for leg in all_legs:
        unanswered = leg.rank < tables.rank(LegState.JOINED) and (leg.setup_at or now) < stalled
        if not leg.over and (due or unanswered):
            conference.verify(leg)
    return due


def _heal_live(found: Conference, all_legs: list[Leg], now: datetime) -> None:
    conference_id = found.conference_id
    host = next((leg for leg in all_legs if leg.host), None)
    if host is None or host.over:
        conference.end(conference_id, "host_left")
    elif now - found.started_at >= timedelta(seconds=config.settings.max_call_seconds):
        conference.end(conference_id, "too_long")
    else:
        _ring_forgotten(conference_id, all_legs, now)
        _end_alone(found, all_legs, now)


def _ring_forgotten(conference_id: str, all_legs: list[Leg], now: datetime) -> None:
    """Ask again for legs to be rung whose request was lost between the write and the queue."""
    forgotten = now - timedelta(seconds=config.settings.stalled_job_seconds)
    if any(leg.rank == 0 and leg.added_at <= forgotten for leg in all_legs):
        jobs.ask(Job.RING, conference_id)


def _end_alone(found: Conference, all_legs: list[Leg], now: datetime) -> None:
    """Warn a party that has been alone for a minute; end the conference after three (2.4.9)."""
    living = [leg for leg in all_legs if not leg.over]
    if len(living) != 1:
        return
    since = max(leg.ended_at or leg.joined_at or leg.added_at for leg in all_legs)
    alone = now - since
    if alone >= timedelta(seconds=config.settings.alone_end_seconds):
        conference.end(found.conference_id, "alone")
    elif alone >= timedelta(seconds=config.settings.alone_warn_seconds):
        unwarned = Conference.warned_at.does_not_exist() | (Conference.warned_at < since)
        if found.change(Conference.warned_at.set(now), condition=unwarned):
            jobs.ask(Job.WARN_ALONE, found.conference_id, living[0].leg_id)
