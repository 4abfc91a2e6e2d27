"""While a page watches a conference, it is compared with the provider every few seconds (核对).

A callback may be lost for good, and the page is not to show a phone that rings no longer: one list
of the room, and one look at each call that is not in it, tell the truth.
"""

import logging
from datetime import timedelta

from chalicelib import clock, config, control, jobs, legs, provider, reports, tables
from chalicelib.calls import FINAL, RINGING
from chalicelib.job import Job
from chalicelib.tables import Conference, Leg, LegState

log = logging.getLogger(__name__)


def is_due(found: Conference) -> bool:
    """Say whether a conference that somebody looks at should be compared again."""
    last = max(found.verified_at, found.watched_at or found.verified_at)
    every = timedelta(seconds=config.settings.watch_seconds)
    return found.state != tables.ENDED and clock.now() - last >= every


def ask(found: Conference) -> None:
    """Have it compared soon; of several who look at it, the first sees to it."""
    before = found.watched_at
    as_read = Conference.watched_at == before if before else Conference.watched_at.does_not_exist()
    claim = Conference.watched_at.set(clock.now())
    if is_due(found) and found.change(claim, condition=as_read):
        jobs.ask(Job.WATCH, found.conference_id)


def compare(conference_id: str) -> None:
    """Compare every leg that is not over with the provider, and note when that was done."""
    found, all_legs = tables.collection(conference_id)
    if found is None or found.state == tables.ENDED:
        return
    living = [leg for leg in all_legs if not leg.over]
    try:
        present = provider.in_room(conference_id) if living else {}
        doubtful = [leg for leg in living if not _right(leg, present)]
        known = control.several_at_once(lambda leg: _compare(leg, all_legs), doubtful)
    except (provider.Declined, provider.Unknown):
        log.warning("not verified", extra={"conference_id": conference_id}, exc_info=True)
        return
    if all(known):
        found.change(Conference.verified_at.set(clock.now()))
    if any(present.get(leg.call_sid or "") == (not leg.muted) for leg in living):
        jobs.ask(Job.MUTES, conference_id)


def _right(leg: Leg, present: dict[str, bool]) -> bool:
    """Say whether *leg* is where it should be: in the room, or still waiting to be rung."""
    return leg.rank == 0 or (leg.state == LegState.JOINED and leg.call_sid in present)


def _compare(leg: Leg, all_legs: list[Leg]) -> bool:
    """Bring one leg up to date; say whether the provider knows its call, or it has none so far."""
    if leg.call_sid is None:
        reports.adopt_if_lost(leg, all_legs)
        return True
    word = provider.look(leg.call_sid)
    if word is None:
        return False
    if word.status in FINAL:
        reports.close(leg, word)
    elif word.status in RINGING:
        legs.ringing(leg.conference_id, leg.leg_id, word)
    elif leg.state == LegState.GIVEN_UP:
        jobs.ask(Job.HANG_UP, leg.conference_id, leg.call_sid)
    return True
