"""How a conference that is ending comes to its end: everyone out, every last word in (结束会议)."""

import logging
from datetime import timedelta
from math import ceil

from chalicelib import (
    accounts,
    clock,
    config,
    control,
    jobs,
    legs,
    provider,
    reports,
    tables,
)
from chalicelib.job import Job
from chalicelib.tables import ENDED, ENDING, Conference, Leg, LegState

log = logging.getLogger(__name__)

LOOK_AGAIN_SECONDS = 2
RECONCILE_AFTER_SECONDS = 60


def everyone_out(conference_id: str) -> None:
    """Stop whoever is not in the room yet, then end the room; the host goes on to the goodbye."""
    conference, all_legs = tables.collection(conference_id)
    if conference is None or conference.state != ENDING:
        return
    _settle_soon(conference)
    control.several_at_once(_hang_up, [leg for leg in all_legs if not leg.over and _stop(leg)])
    try:
        provider.end_room(conference_id)
    except (provider.Declined, provider.Unknown):
        log.warning("room not ended", extra={"conference_id": conference_id}, exc_info=True)


def _hang_up(leg: Leg) -> None:
    if leg.call_sid:
        provider.hang_up(leg.call_sid)


def _stop(leg: Leg) -> bool:
    """Keep one leg out of a room that is ending, and say whether its call should be ended now.

    Who is in the room goes when the room does, and so does who was let in this very moment: ended
    before it got there, it would pay for a room it never saw. The host goes to the goodbye.
    """
    if leg.rank < tables.rank(LegState.JOINED):
        legs.give_up(leg, legs.ENDED)
        return leg.joined_at is None
    return not leg.host and (leg.in_menu or leg.state == LegState.GIVEN_UP)


def settle(conference_id: str) -> None:
    """Close the conference once every leg is over; hang up what is alive after the goodbye."""
    conference, all_legs = tables.collection(conference_id)
    if conference is None or conference.state != ENDING:
        return
    alive = [leg for leg in all_legs if not leg.over]
    since = clock.now() - (conference.ended_at or conference.started_at)
    if alive and since < timedelta(seconds=config.settings.goodbye_seconds):
        _settle_soon(conference)  # they hear goodbye, or have just hung up
        return
    unknown = timedelta(seconds=config.settings.unknown_call_seconds)
    hopeless = since > unknown
    control.several_at_once(lambda leg: _finish(leg, all_legs, hopeless=hopeless), alive)
    if any(not leg.over for leg in all_legs):
        return  # the minute comes back to it
    accounts.release(conference.billing_number, conference_id)  # first: the end is looked at once
    gone = (Conference.live_shard.remove(), Conference.check_at.remove())
    if conference.move(ENDED, *gone, after={ENDING}):
        log.info("conference ended", extra={"conference_id": conference_id})
        jobs.ask(Job.RECONCILE, conference_id, delay=RECONCILE_AFTER_SECONDS)


def _settle_soon(conference: Conference) -> None:
    """Have an ending conference looked at in two seconds, or when its goodbye is over."""
    since = clock.now() - (conference.ended_at or conference.started_at)
    left = config.settings.goodbye_seconds - since.total_seconds()
    pause = max(0, min(LOOK_AGAIN_SECONDS, ceil(left)))
    jobs.ask(Job.SETTLE, conference.conference_id, delay=pause)


def _finish(leg: Leg, all_legs: list[Leg], *, hopeless: bool) -> None:
    """Bring one leg of an ending conference to its end, or find that it is there already.

    Where it is *hopeless* the provider has not known the call for an hour: it ends without one.
    """
    if leg.rank == 0:
        legs.give_up(leg, legs.ENDED)
    elif leg.call_sid is None:
        reports.adopt_if_lost(leg, all_legs)
    elif not reports.verify(leg):
        provider.hang_up(leg.call_sid)
        if not reports.verify(leg) and hopeless and provider.look(leg.call_sid) is None:
            legs.fail(leg, "unknown_call")
