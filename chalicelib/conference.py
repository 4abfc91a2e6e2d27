"""One multi-party call, from its start to its end (多方通话).

The keypad and the page call the same functions here; the minute and the queue heal what a crash
or a lost webhook left behind.
"""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from chalicelib import accounts, clock, config, ids, jobs, legs, provider, tables
from chalicelib.billing.tariffs import DIAL_IN
from chalicelib.calls import FINAL, RINGING, Call, Progress
from chalicelib.errors import Refused
from chalicelib.job import Job
from chalicelib.steps import Join
from chalicelib.tables import ENDED, ENDING, LIVE, Account, Conference, Detour, Leg, LegState

log = logging.getLogger(__name__)

AT_ONCE = 8  # requests to the provider


def id_of(call_sid: str) -> str:
    """Return the id of the conference that a call to 116323 starts: one call, one conference."""
    return ids.derived("conference", call_sid)


# ——— start ———


def start_by_phone(account: Account, call: Call, *, parties: int) -> Join:
    """Start the conference whose *parties* were keyed in, and put the host into its room (S10).

    The same call asking twice makes one conference. Raise Refused past a limit, and
    Refused("over") if it asks when that conference is over.
    """
    conference_id, now = id_of(call.sid), clock.now()
    account = accounts.admit(account, conference_id, parties=parties)
    conference = Conference(
        conference_id,
        Conference.ITEM,
        state=LIVE,
        billing_number=account.billing_number,
        way=DIAL_IN,
        inviter=account.name or account.billing_number,
        language=account.language,
        accept_by_1=account.accept_by_1,
        started_at=now,
        verified_at=now,
        live_shard=f"live#{ids.shard(conference_id, tables.LIVE_SHARDS)}",
        check_at=now + timedelta(seconds=config.settings.sweep_seconds),
    )
    if tables.put_new(conference, Conference.conference_id):
        log.info("conference started", extra={"conference_id": conference_id, "parties": parties})
    elif not live(conference_id):
        accounts.release(account.billing_number, conference_id)
        raise Refused("over")
    host = _leg_inside(conference, legs.HOST, account.billing_number, call.sid)
    host.host = True
    if not tables.put_new(host, Leg.conference_id) and legs.call_over(call.sid, conference_id):
        end(conference_id, "host_left")  # hung up before we were asked to start
        raise Refused("over")
    jobs.ask(Job.RING, conference_id)
    return legs.join(host)


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


def ring_waiting(conference_id: str) -> None:
    """Ring every leg that waits, several at once."""
    conference, all_legs = tables.collection(conference_id)
    if conference is None or not conference.goes_on:
        return
    waiting = [leg for leg in all_legs if leg.state == LegState.WAITING]
    _several_at_once(lambda leg: legs.ring(leg, conference), waiting)


def _several_at_once(deed: Callable[[Leg], None], all_legs: list[Leg]) -> None:
    """Do *deed* with each leg; all are tried, then the first error rises."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        done = [pool.submit(deed, leg) for leg in all_legs]
    for deed_done in done:
        deed_done.result()


# ——— people ———


def invite(conference_id: str, number: str, *, asked_by: str) -> Leg:
    """Ring *number* into a live conference (S59); the same entry twice rings once.

    Raise Refused: over, locked, same_number, too_many_parties, too_many_calls, too_many_legs.
    """
    conference, all_legs = tables.collection(conference_id)
    for leg in all_legs:
        if leg.asked_by == asked_by:
            return leg
    if conference is None or not conference.goes_on:
        raise Refused("over")
    if conference.locked:
        raise Refused("locked")
    tried = [leg for leg in all_legs if leg.number == number]
    if any(not leg.over for leg in tried):
        raise Refused("same_number")
    if _full(all_legs):
        raise Refused("too_many_parties")
    accounts.count_call(conference.billing_number)
    muted = conference.all_muted
    added = legs.add(conference_id, number, attempt=len(tried) + 1, asked_by=asked_by, muted=muted)
    if added is None:
        raise Refused("same_number")
    jobs.ask(Job.RING, conference_id)
    return added


def rejoin(conference_id: str, leg_id: str, call: Call) -> Join:
    """Put someone who was invited and dialled 116323 through to the conference.

    Raise Refused: over, locked, too_many_parties.
    """
    conference, all_legs = tables.collection(conference_id)
    invited = next((leg for leg in all_legs if leg.leg_id == leg_id), None)
    if conference is None or not conference.goes_on or invited is None:
        raise Refused("over")
    if invited.reason == legs.HUNG_UP:
        raise Refused("over")
    if conference.locked:
        raise Refused("locked")
    back_id = f"{invited.party_id}-{ids.derived(call.sid)[:6]}"
    if all(leg.leg_id != back_id for leg in all_legs) and _full(all_legs):
        raise Refused("too_many_parties")
    back = _leg_inside(conference, back_id, invited.number, call.sid)
    back.name, back.muted = invited.name, conference.all_muted
    Detour(id_of(call.sid), Detour.ITEM, to_conference_id=conference_id, to_leg_id=back_id).save()
    tables.put_new(back, Leg.conference_id)
    if legs.call_over(call.sid, id_of(call.sid)):
        legs.withdraw(back)  # hung up before we were asked
        raise Refused("over")
    return legs.join(back)


def _full(all_legs: list[Leg]) -> bool:
    return sum(not leg.over for leg in all_legs) >= config.settings.max_parties


def mute_all(conference_id: str, *, muted: bool) -> None:
    """Mute or un-mute everyone but the host, those who come later too (S61, S70)."""
    if not Conference(conference_id, Conference.ITEM).change(Conference.all_muted.set(muted)):
        return
    for leg in tables.collection(conference_id)[1]:
        if not leg.host and not leg.over:
            leg.change(Leg.muted.set(muted))
    jobs.ask(Job.MUTES, conference_id)


def lock(conference_id: str, *, locked: bool) -> None:
    """Keep newcomers out, or let them in again."""
    Conference(conference_id, Conference.ITEM).change(Conference.locked.set(locked))


def let_next_speak(conference_id: str) -> Leg | None:
    """Un-mute whoever raised a hand first and lower the hand; None if no hand is up."""
    raised = [
        leg
        for leg in tables.collection(conference_id)[1]
        if leg.hand_raised_at is not None and not leg.over
    ]
    for leg in sorted(raised, key=lambda leg: leg.hand_raised_at):
        up = Leg.hand_raised_at.exists()
        unmuted = Leg.muted.set(False)
        if leg.change(Leg.hand_raised_at.remove(), unmuted, condition=up):
            jobs.ask(Job.MUTES, conference_id)
            return leg
    return None


def hang_up_last(conference_id: str) -> Leg | None:
    """Hang up whoever was added last and is not gone yet; None if there is nobody (S63)."""
    gone = tables.rank(LegState.GIVEN_UP)
    living = [
        leg for leg in tables.collection(conference_id)[1] if not leg.host and leg.rank < gone
    ]
    if not living:
        return None
    last = max(living, key=lambda leg: leg.added_at)
    if not legs.give_up(last, legs.HUNG_UP):
        return None
    if last.call_sid:
        jobs.ask(Job.HANG_UP, conference_id, last.call_sid)
    return last


def stop(call_sid: str) -> None:
    """End one call that should not go on."""
    provider.hang_up(call_sid)


def apply_mutes(conference_id: str) -> None:
    """Tell the provider who in the room may be heard."""
    _several_at_once(_apply_mute, tables.collection(conference_id)[1])


def _apply_mute(leg: Leg) -> None:
    if leg.state == LegState.JOINED and not leg.in_menu and leg.call_sid:
        provider.mute(leg.conference_id, leg.call_sid, muted=leg.muted)


# ——— what the provider says ———


def progress(conference_id: str, leg_id: str, word: Progress) -> None:
    """Hear the provider's *word* on one leg, as often and as late as it comes."""
    if word.status in RINGING:
        legs.ringing(conference_id, leg_id, word)
    elif word.status in FINAL:
        leg = tables.find(Leg, conference_id, Leg.PREFIX + leg_id)
        if leg is None:
            legs.orphan(conference_id, leg_id, word)
        else:
            close(leg, word)


def inbound_progress(word: Progress) -> bool:
    """Hear the provider's *word* on a call to 116323; say whether it was a leg of a conference.

    A call that has no leg only heard the menu; or its leg is about to be written: that it is over
    is noted in the leg's place, so that one of the two sees the other.
    """
    if word.status not in FINAL:
        return False
    conference_id = id_of(word.sid)
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


def close(leg: Leg, word: Progress) -> None:
    """Write a leg's last word; the host's ends the conference, a missed one is told (S57, S67)."""
    away = leg.in_menu
    if not legs.close(leg, word):
        return
    if leg.host:
        end(leg.conference_id, "host_left")
    elif leg.joined_at is None:
        if leg.reason != legs.HUNG_UP:
            accounts.invite_back(leg.number, leg.conference_id, leg.leg_id)
        jobs.ask(Job.MISSED, leg.conference_id, leg.leg_id)
    elif away:
        jobs.ask(Job.FAREWELL, leg.conference_id, leg.leg_id)  # the room did not see it go


# ——— end ———


def end(conference_id: str, reason: str) -> bool:
    """End a conference for all (S67): the intention is written first, the queue does the rest."""
    ended_at = Conference.ended_at.set(clock.now())
    conference = Conference(conference_id, Conference.ITEM)
    if not conference.move(ENDING, Conference.reason.set(reason), ended_at, after={LIVE}):
        return False
    log.info("conference ending", extra={"conference_id": conference_id, "reason": reason})
    jobs.ask(Job.END, conference_id)
    return True


def end_if_too_long(found: Conference) -> bool:
    """End a conference that has lasted as long as one may; say whether it has."""
    longest = timedelta(seconds=config.settings.max_call_seconds)
    return clock.now() - found.started_at >= longest and end(found.conference_id, "too_long")


def everyone_out(conference_id: str) -> None:
    """Stop whoever is not in the room yet, then end the room; the host goes on to the goodbye."""
    conference, all_legs = tables.collection(conference_id)
    if conference is None or conference.state != ENDING:
        return
    jobs.ask(Job.SETTLE, conference_id, delay=config.settings.goodbye_seconds)
    _several_at_once(_hang_up, [leg for leg in all_legs if not leg.over and _stop(leg)])
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
        legs.give_up(leg)
        return leg.joined_at is None
    return not leg.host and (leg.in_menu or leg.state == LegState.GIVEN_UP)


def settle(conference_id: str) -> None:
    """Hang up what is still alive, ask the provider about the rest, and close the conference."""
    conference, all_legs = tables.collection(conference_id)
    if conference is None or conference.state != ENDING:
        return
    alive = [leg for leg in all_legs if not leg.over]
    unknown = timedelta(seconds=config.settings.unknown_call_seconds)
    hopeless = clock.now() - (conference.ended_at or conference.started_at) > unknown
    _several_at_once(lambda leg: _finish(leg, all_legs, hopeless=hopeless), alive)
    if any(not leg.over for leg in all_legs):
        return  # the minute comes back to it
    accounts.release(conference.billing_number, conference_id)  # first: the end is looked at once
    gone = (Conference.live_shard.remove(), Conference.check_at.remove())
    if conference.move(ENDED, *gone, after={ENDING}):
        log.info("conference ended", extra={"conference_id": conference_id})


def _finish(leg: Leg, all_legs: list[Leg], *, hopeless: bool) -> None:
    """Bring one leg of an ending conference to its end, or find that it is there already.

    Where it is *hopeless* the provider has not known the call for an hour: it ends without one.
    """
    if leg.rank == 0:
        legs.give_up(leg)
    elif leg.call_sid is None:
        adopt_if_lost(leg, all_legs)
    elif not verify(leg):
        provider.hang_up(leg.call_sid)
        if not verify(leg) and hopeless and provider.look(leg.call_sid) is None:
            legs.fail(leg, "unknown_call")


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
        word = legs.adopt(leg, {other.call_sid for other in all_legs if other.call_sid})
    except (provider.Declined, provider.Unknown):
        if legs.give_up(leg):
            jobs.ask(Job.MISSED, leg.conference_id, leg.leg_id)
    else:
        if word is not None:
            close(leg, word)


def live(conference_id: str) -> bool:
    """Say whether a conference goes on."""
    found = tables.find(Conference, conference_id, Conference.ITEM)
    return found is not None and found.goes_on
