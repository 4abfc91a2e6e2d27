"""What the host does to a conference that goes on, from keypad and page alike (会议控制).

Each deed may be asked for twice: the second time it finds that it is done.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from math import ceil
from typing import TypeVar

from chalicelib import accounts, caps, clock, conference, config, jobs, legs, provider, tables
from chalicelib.errors import Refused
from chalicelib.job import Job
from chalicelib.tables import CALLING_HOST, Action, Condition, Conference, Leg, LegState

Outcome = TypeVar("Outcome")

AT_ONCE = 8  # requests to the provider
MOST_TRIES, TRIED_LATELY = 5, timedelta(minutes=10)  # of one number: nobody is rung without end


# ——— who is called ———


def invite(conference_id: str, number: str, *, asked_by: str, name: str | None = None) -> Leg:
    """Ring *number* into a live conference (S59); the same entry twice rings once.

    Raise Refused: over, not_live_yet, locked, same_number, too_many_tries, too_many_parties,
    cap_reached, too_many_calls, too_many_legs, and busy if many add at the same moment.
    """
    for _ in range(conference.TRIES):
        found, all_legs = tables.collection(conference_id)
        for leg in all_legs:
            if leg.asked_by == asked_by and leg.number == number:
                return leg
        if found is None or found.over:
            raise Refused("over")
        tried = [leg for leg in all_legs if leg.number == number]
        _allow(found, all_legs, tried)
        leg = legs.new(conference_id, number, len(tried) + 1, asked_by=asked_by, name=name)
        if _admit(found, leg):
            jobs.ask(Job.RING, conference_id)
            return leg
    raise Refused("busy")


def _allow(found: Conference, all_legs: list[Leg], tried: list[Leg]) -> None:
    """Raise Refused if nobody may be added now, or not this number, which was *tried* before."""
    if not found.goes_on or not legs.has_host(all_legs):
        raise Refused("not_live_yet")
    if found.locked:
        raise Refused("locked")
    if any(leg.host or not leg.over for leg in tried):
        raise Refused("same_number")
    lately = [leg for leg in tried if clock.now() - leg.added_at < TRIED_LATELY]
    if len(lately) >= MOST_TRIES:
        wait = TRIED_LATELY - (clock.now() - lately[-MOST_TRIES].added_at)
        raise Refused("too_many_tries", retry_after=ceil(wait.total_seconds()))
    if conference.full(found, all_legs):
        raise Refused("too_many_parties", most=config.settings.max_parties)
    caps.allow(found, all_legs, more=1)


def _admit(found: Conference, leg: Leg) -> bool:
    """Count the call and put *leg*, or neither: of two at once one has to look again."""
    leg.muted = found.all_muted
    return tables.admit(found, leg, accounts.one_more(found.billing_number, calls=1))


def redial(conference_id: str, party_id: str, *, asked_by: str) -> Leg:
    """Ring a party again that is not on the line, by a leg of its own (重呼).

    Raise Refused as `invite` does, not_over while the party's last call is not over, and not_found.
    """
    last = _latest(conference_id, party_id)
    if last.host:
        raise Refused("not_over")  # it goes on with the host, or is over
    try:
        return invite(conference_id, last.number, asked_by=asked_by, name=last.name)
    except Refused as e:
        if e.reason == "same_number":
            raise Refused("not_over") from e
        raise


def ring_waiting(conference_id: str) -> None:
    """Ring every leg that waits, several at once; before the host's 1 it is the host's alone.

    A start by phone that was cut short has no host yet: whoever asks again has them rung.
    """
    found, all_legs = tables.collection(conference_id)
    if found is None or found.over or not legs.has_host(all_legs):
        return
    waiting = [leg for leg in all_legs if leg.state == LegState.WAITING]
    if found.state == CALLING_HOST:
        waiting = [leg for leg in waiting if leg.host]
    several_at_once(lambda leg: legs.ring(leg, found), waiting)
    for leg in waiting:
        if leg.host and leg.over:
            conference.host_over(leg)  # no phone rang


def several_at_once(deed: Callable[[Leg], Outcome], all_legs: Iterable[Leg]) -> list[Outcome]:
    """Do *deed* with each leg and return what came of it; all are tried, then an error rises."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        done = [pool.submit(deed, leg) for leg in all_legs]
    return [deed_done.result() for deed_done in done]


# ——— who may be heard ———


def mute(
    leg: Leg, *, muted: bool, along: tuple[Action, ...] = (), condition: Condition | None = None
) -> bool:
    """Mute or un-mute one leg (S62, S70), writing *along*; say whether *condition* held.

    Who is in the menu is told apart: the way back into the room says so to the provider.
    """
    if not leg.change(Leg.muted.set(muted), *along, condition=condition):
        return False
    if leg.state == LegState.JOINED and not leg.in_menu:
        jobs.ask(Job.MUTES, leg.conference_id)
    return True


def mute_party(conference_id: str, party_id: str, *, muted: bool) -> None:
    """Mute or un-mute one party; Refused: not_found, over, not_there if it is not on the line."""
    leg = _on_the_line(conference_id, party_id)
    if leg.muted != muted:
        mute(leg, muted=muted)


def mute_all(conference_id: str, *, muted: bool) -> None:
    """Mute or un-mute everyone but the host, those who come later too (S61, S70)."""
    if not Conference(conference_id, Conference.ITEM).change(Conference.all_muted.set(muted)):
        return
    for leg in tables.collection(conference_id)[1]:
        if not leg.host and not leg.over:
            leg.change(Leg.muted.set(muted))
    jobs.ask(Job.MUTES, conference_id)


def apply_mutes(conference_id: str) -> None:
    """Tell the provider who in the room may be heard, where that is not so already."""
    present = provider.in_room(conference_id)
    wrong = [
        leg
        for leg in tables.collection(conference_id)[1]
        if leg.state == LegState.JOINED and present.get(leg.call_sid or "") == (not leg.muted)
    ]
    several_at_once(_apply_mute, wrong)


def _apply_mute(leg: Leg) -> None:
    provider.mute(leg.conference_id, leg.call_sid or "", muted=leg.muted)


def lower_hand(conference_id: str, party_id: str) -> None:
    """Take a raised hand down; one that is not up stays down. Refused: not_found, over."""
    leg = _on_the_line(conference_id, party_id)
    leg.change(Leg.hand_raised_at.remove(), condition=Leg.hand_raised_at.exists())


def let_speak(conference_id: str, party_id: str) -> None:
    """Un-mute whoever raised a hand and lower it; Refused: not_found, over, not_there."""
    _let_speak(_on_the_line(conference_id, party_id))


def let_next_speak(conference_id: str) -> Leg | None:
    """Un-mute whoever raised a hand first and lower the hand; None if no hand is up."""
    for leg in hands(tables.collection(conference_id)[1]):
        if _let_speak(leg):
            return leg
    return None


def hands(all_legs: list[Leg]) -> list[Leg]:
    """Return the legs whose hand is up, the first that was raised first."""
    raised = [leg for leg in all_legs if leg.hand_raised_at is not None and not leg.over]
    return sorted(raised, key=lambda leg: leg.hand_raised_at or leg.added_at)


def _let_speak(leg: Leg) -> bool:
    down, up = Leg.hand_raised_at.remove(), Leg.hand_raised_at.exists()
    return mute(leg, muted=False, along=(down,), condition=up)


# ——— who stays ———


def lock(conference_id: str, *, locked: bool) -> None:
    """Keep newcomers out, or let them in again."""
    Conference(conference_id, Conference.ITEM).change(Conference.locked.set(locked))


def hang_up(conference_id: str, party_id: str) -> None:
    """Hang up one party (S63), or take back one that is rung or waits; the host only ends for all.

    One that is over is hung up already. Refused: not_found, over, not_there for the host.
    """
    leg = _latest(conference_id, party_id)
    if leg.host:
        raise Refused("not_there")
    _hang_up(leg)


def hang_up_last(conference_id: str) -> Leg | None:
    """Hang up whoever was added last and is not gone yet; None if there is nobody (S63)."""
    gone = tables.rank(LegState.GIVEN_UP)
    living = [
        leg for leg in tables.collection(conference_id)[1] if not leg.host and leg.rank < gone
    ]
    if not living:
        return None
    last = max(living, key=lambda leg: leg.added_at)
    return last if _hang_up(last) else None


def _hang_up(leg: Leg) -> bool:
    if not legs.give_up(leg, legs.HUNG_UP):
        return False
    if leg.call_sid:
        jobs.ask(Job.HANG_UP, leg.conference_id, leg.call_sid)
    return True


def stop(call_sid: str) -> None:
    """End one call that should not go on."""
    provider.hang_up(call_sid)


# ——— who is meant ———


def _latest(conference_id: str, party_id: str) -> Leg:
    """Return the latest leg of a party; Refused("not_found"), or "over" if the conference is."""
    found, all_legs = tables.collection(conference_id)
    theirs = [leg for leg in all_legs if leg.party_id == party_id and leg.asked_by != legs.NOTED]
    if found is None or not theirs:
        raise Refused("not_found")
    if found.over:
        raise Refused("over")
    return max(theirs, key=lambda leg: (not leg.over, leg.added_at))


def _on_the_line(conference_id: str, party_id: str) -> Leg:
    """Return the leg of a party that may still speak; Refused("not_there") if it may not."""
    leg = _latest(conference_id, party_id)
    if leg.rank >= tables.rank(LegState.GIVEN_UP):
        raise Refused("not_there")
    return leg
