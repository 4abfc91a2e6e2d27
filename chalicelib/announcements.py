"""What the host hears of the others, alone: who came, who left, whom we did not reach (S57, S65).

Notices only: no state and no money depends on them.
"""

import logging
from datetime import timedelta

from chalicelib import clock, config, jobs, paths, provider, tables
from chalicelib.calls import RoomEvent
from chalicelib.job import Job
from chalicelib.legs import is_host
from chalicelib.steps import Announce, Language, Prompt, Step, Wait, line
from chalicelib.tables import Leg, LegState

log = logging.getLogger(__name__)

TRIES, PAUSE_SECONDS = 4, 2.5  # a sentence said to the host alone takes a few seconds

NAMED = frozenset({Prompt.CAME_BACK, Prompt.MISSED})
NOTICES = NAMED | {Prompt.JOINED, Prompt.LEFT, Prompt.ALONE, Prompt.CAP_NEAR, Prompt.CAP_REACHED}
CAPS = {"near": Prompt.CAP_NEAR, "reached": Prompt.CAP_REACHED}


def note(conference_id: str, event: RoomEvent) -> None:
    """Have the host told of what happened in the room."""
    if is_host(event.leg_id):
        return
    if event.joined:
        jobs.ask(Job.WELCOME, conference_id, event.leg_id)
    elif event.left:
        jobs.ask(Job.FAREWELL, conference_id, event.leg_id)


def welcome(conference_id: str, leg_id: str) -> None:
    """Tell the host that someone came in (“欢迎新成员加入会议”), once for joins within 2 s."""
    conference, legs = tables.collection(conference_id)
    new = _by_id(legs, leg_id)
    if conference is None or not conference.goes_on or new is None:
        return
    if not any(_just_before(other, new) for other in legs):
        prompt = Prompt.CAME_BACK if new.inbound else Prompt.JOINED
        _tell_host(legs, new, prompt)


def farewell(conference_id: str, leg_id: str) -> None:
    """Tell the host that someone left (“当前有用户离开会场”)."""
    conference, legs = tables.collection(conference_id)
    gone = _by_id(legs, leg_id)
    if conference is None or not conference.goes_on or gone is None:
        return
    if gone.in_menu:
        return  # a provider that does not say that the call goes on
    _tell_host(legs, gone, Prompt.LEFT)


def missed(conference_id: str, leg_id: str) -> None:
    """Tell the host that someone was not reached, who has not come in by another call meanwhile."""
    conference, legs = tables.collection(conference_id)
    absent = _by_id(legs, leg_id)
    if conference is None or not conference.goes_on or absent is None:
        return
    theirs = [leg for leg in legs if leg.party_id == absent.party_id]
    if any(leg.state == LegState.JOINED for leg in theirs):
        return
    _tell_host(legs, absent, Prompt.MISSED)


def warn_alone(conference_id: str, leg_id: str) -> None:
    """Tell the one party left in a room that it is alone."""
    _, legs = tables.collection(conference_id)
    for leg in legs:
        if leg.leg_id == leg_id:
            _tell(leg, leg, Prompt.ALONE)


def cap(conference_id: str) -> None:
    """Tell the host how close the conference is to what it may cost."""
    conference, legs = tables.collection(conference_id)
    if conference is None or not conference.goes_on:
        return
    prompt = CAPS.get(conference.cap_said or "")
    for leg in legs:
        if leg.host and prompt:
            _tell(leg, leg, prompt)


def spoken(conference_id: str, leg_id: str, language: Language, prompt: str) -> Step:
    """Return the words of an announcement; the leg it is about is read only to be named."""
    if prompt not in NOTICES:
        return Announce((), language)
    if prompt not in NAMED:
        return Announce((line(Prompt(prompt)),), language)
    leg = tables.find(Leg, conference_id, Leg.PREFIX + leg_id)
    named = () if leg is None else (line(Prompt(prompt), who=leg.name or leg.number),)
    return Announce(named, language)


def wait(conference_id: str, leg_id: str) -> Step:
    """Return what one hears alone in the room: whether anyone is being called or has come."""
    _, legs = tables.collection(conference_id)
    here = paths.leg(conference_id, leg_id, "wait")
    language = tables.language_of(legs[0]) if legs else "zh"
    if not is_host(leg_id):
        return Wait((line(Prompt.PLEASE_WAIT),), here, language=language)
    others = [leg for leg in legs if not leg.host]
    if any(leg.rank < tables.rank(LegState.JOINED) for leg in others):
        return Wait((line(Prompt.CALLING),), here, ringback=True, language=language)
    if not any(leg.joined_at for leg in others):
        return Wait((line(Prompt.NOBODY_CAME),), here, language=language)
    return Wait((), here, language=language)


def _by_id(legs: list[Leg], leg_id: str) -> Leg | None:
    return next((leg for leg in legs if leg.leg_id == leg_id), None)


def _just_before(other: Leg, new: Leg) -> bool:
    if other.host or other.leg_id == new.leg_id or not other.joined_at or not new.joined_at:
        return False
    earlier = (other.joined_at, other.leg_id) < (new.joined_at, new.leg_id)
    together = timedelta(seconds=config.settings.together_seconds)
    return earlier and new.joined_at - other.joined_at < together


def _tell_host(legs: list[Leg], about: Leg, prompt: Prompt) -> None:
    for host in legs:
        if host.host:
            _tell(host, about, prompt)


def _tell(hearer: Leg, about: Leg, prompt: Prompt) -> None:
    if hearer.state != LegState.JOINED or hearer.in_menu or hearer.call_sid is None:
        return
    there = about.conference_id, about.leg_id
    document = paths.leg(*there, "announce", tables.language_of(hearer), prompt)
    try:
        for _ in range(TRIES):
            if provider.announce(about.conference_id, hearer.call_sid, document):
                return
            clock.sleep(PAUSE_SECONDS)  # still hearing what a key has done, on the way back
    except (provider.Declined, provider.Unknown):
        log.warning("not announced", extra={"document": document}, exc_info=True)
