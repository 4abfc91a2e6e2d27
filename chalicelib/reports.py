"""What the provider says of the legs, and what we ask it where it said nothing (回报).

However often, late or out of order: each word is one conditional write, or changes nothing.
"""

import logging
from datetime import timedelta

from chalicelib import accounts, clock, conference, config, jobs, legs, provider, tables
from chalicelib.calls import ANSWERED, FINAL, RINGING, Progress
from chalicelib.job import Job
from chalicelib.tables import Conference, Detour, Leg

log = logging.getLogger(__name__)


def progress(conference_id: str, leg_id: str, word: Progress) -> None:
    """Hear the provider's *word* on one leg, as often and as late as it comes."""
    if word.status in RINGING:
        legs.ringing(conference_id, leg_id, word)
    elif word.status in FINAL:
        leg, found = tables.leg_and_conference(conference_id, leg_id)
        if leg is None:
            legs.orphan(conference_id, leg_id, word)
        else:
            close(leg, word, found)


def inbound_progress(word: Progress) -> bool:
    """Hear the provider's *word* on a call to 116323; say whether it was a leg of a conference.

    A call that has no leg only heard the menu; or its leg is about to be written: that it is over
    is noted in the leg's place, so that one of the two sees the other.
    """
    if word.status not in FINAL:
        return False
    conference_id = conference.id_of(word.sid)
    leg = _inbound_leg(conference_id)
    if leg is None:
        legs.note_over(conference_id, word)
        leg = _inbound_leg(conference_id)
    if leg is not None and not leg.over:
        close(leg, word)
    return leg is not None and leg.asked_by != legs.NOTED


def _inbound_leg(conference_id: str) -> Leg | None:
    """Return the leg of a call to 116323: its own conference's host, or a party who called back."""
    detour = None
    leg = tables.find(Leg, conference_id, Leg.PREFIX + legs.HOST)
    if leg is None or leg.asked_by == legs.NOTED:
        detour = tables.find(Detour, conference_id, Detour.ITEM)
    if detour is None:
        return leg
    return tables.find(Leg, detour.to_conference_id, Leg.PREFIX + detour.to_leg_id)


def close(leg: Leg, word: Progress, found: Conference | None = None) -> None:
    """Write a leg's last word; the host's ends the conference, a missed one is told (S57, S67).

    *found* is its conference, if that was read with it.
    """
    away = leg.in_menu
    if not legs.close(leg, word):
        return
    if leg.host:
        conference.host_over(leg)
        return
    missed = leg.joined_at is None
    if leg.reason != legs.HUNG_UP and (missed or _goes_on(leg, found)):
        accounts.invite_back(leg.number, leg.conference_id, leg.leg_id)
    if missed:
        jobs.ask(Job.MISSED, leg.conference_id, leg.leg_id)
    elif away:
        jobs.ask(Job.FAREWELL, leg.conference_id, leg.leg_id)  # the room did not see it go


def _goes_on(leg: Leg, found: Conference | None) -> bool:
    return conference.live(leg.conference_id) if found is None else found.goes_on


def verify(leg: Leg) -> bool:
    """Ask the provider how *leg* stands and write it if it is over; say whether it is over.

    A call the provider does not know just now says nothing: its record may come back.
    """
    if leg.call_sid is None:
        return False
    word = provider.look(leg.call_sid)
    if word is None:
        named = {"conference_id": leg.conference_id, "leg_id": leg.leg_id}
        log.error("call unknown to the provider", extra=named)
    elif word.status in FINAL:
        close(leg, word)
    return leg.over


def adopt_if_lost(leg: Leg, all_legs: list[Leg]) -> None:
    """Look for the call of a leg that was claimed a while ago and never learnt its call sid.

    While the provider does not answer, the leg is given up for the host's sake and looked for
    again later.
    """
    lost = timedelta(seconds=config.settings.lost_ring_seconds)
    if leg.over or leg.call_sid or leg.setup_at is None or clock.now() - leg.setup_at < lost:
        return
    try:
        word = _call_of(leg, {other.call_sid for other in all_legs if other.call_sid})
    except (provider.Declined, provider.Unknown):
        if legs.give_up(leg):
            jobs.ask(Job.MISSED, leg.conference_id, leg.leg_id)
    else:
        if word is not None:
            close(leg, word)
        elif leg.host and leg.over:
            conference.host_over(leg)  # no phone rang


def _call_of(leg: Leg, taken: set[str]) -> Progress | None:
    """Find the call of a leg that was rung without our learning its sid, None if there is none.

    *taken* are the sids of the conference's other legs. A leg whose call the provider does not
    know was not placed: it fails, and is not rung again by itself (docs/adr/0006). Another
    conference may have rung the same number: a call that goes on is left alone, for ours would
    have asked us what to do, and so is one that is another leg's record.
    """
    since = leg.setup_at or leg.added_at
    until = since + timedelta(seconds=config.settings.adopt_within_seconds)
    found = [p for p in provider.find(leg.number, since, until) if p.sid not in taken]
    found = [p for p in found if not _recorded(p)]
    if all(p.status in ANSWERED for p in found):
        legs.fail(leg, "not_placed")
    over = [p for p in found if p.status in FINAL]
    return over[-1] if over else None  # the first call placed after the claim


def _recorded(word: Progress) -> bool:
    """Say whether a call is over and a leg's, of whatever conference."""
    if word.status not in FINAL or word.at is None:
        return False
    ended = tables.ended(word.at, word.at + timedelta(seconds=1))
    return any(row.call_sid == word.sid for rows in ended for row in rows)
