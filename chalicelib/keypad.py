"""What the keys do inside a conference: “*” and one more (会议中按键, key map of S60–S70).

A key of one trip into the menu is obeyed once, however often the provider reports it.
"""

from chalicelib import clock, conference, control, legs, paths, phone_numbers, tables
from chalicelib.calls import Call
from chalicelib.errors import Refused
from chalicelib.steps import Ask, HangUp, Line, Prompt, Step, line
from chalicelib.tables import Action, Conference, Leg, LegState
from chalicelib.voice_menu import refusal

MINUTE = 60


def menu(conference_id: str, leg_id: str, trip: int, call: Call) -> Step:
    """“*” was pressed, or the room is over: read the short menu, or say goodbye."""
    found = tables.find(Conference, conference_id, Conference.ITEM)
    if found is None or not found.goes_on or conference.end_if_too_long(found):
        return _goodbye(found, leg_id)
    leg = Leg.at(conference_id, leg_id)
    there = (Leg.call_sid == call.sid) & (Leg.state == LegState.JOINED.value)
    news = there & (Leg.trips < trip)
    if not leg.change(Leg.in_menu.set(True), Leg.trips.set(trip), condition=news):
        stored = tables.find(Leg, conference_id, leg.item)
        if stored is None or stored.call_sid != call.sid or stored.state != LegState.JOINED:
            return _goodbye(found, leg_id)
        leg = stored  # the same “*”, reported again
    return Ask(
        (line(Prompt.HOST_KEYS if leg.host else Prompt.PARTY_KEYS),),
        paths.leg(conference_id, leg_id, "key", trip),
        patient=True,
        silence=paths.leg(conference_id, leg_id, "back"),
        language=tables.language_of(leg),
    )


def back(conference_id: str, leg_id: str, call: Call) -> Step:
    """Put someone who was in the menu back into the room."""
    leg = _present(conference_id, leg_id, call)
    return _over(conference_id, leg_id) if leg is None else _return(leg)


def key(conference_id: str, leg_id: str, trip: int, call: Call) -> Step:
    """Do what the key pressed on this *trip* into the menu means."""
    leg = _present(conference_id, leg_id, call)
    if leg is None:
        return _over(conference_id, leg_id)
    match call.digits:
        case "6":
            return _mute_me(leg, trip)
        case "9":
            return _hand(leg, trip)
        case "#":
            return _return(leg, *_roll(leg, names=False))
        case "*":
            return _return(leg)
        case _ if leg.host:
            return _host_key(leg, trip, call)
        case _:
            return _return(leg, line(Prompt.WRONG_KEY))


def _host_key(leg: Leg, trip: int, call: Call) -> Step:
    match call.digits:
        case "1":
            return _ask_number(leg, trip)
        case "2":
            return _return(leg, *_roll(leg, names=True))
        case "3":
            return _hang_up_last(leg, trip)
        case "4":
            return _mute_all(leg, trip)
        case "5":
            return _lock(leg, trip)
        case "7":
            return _next_hand(leg, trip)
        case "8":
            lines = (line(Prompt.CONFIRM_END),)
            return _ask(leg, lines, "end")
        case _:
            return _return(leg, line(Prompt.WRONG_KEY))


def add(conference_id: str, leg_id: str, trip: int, call: Call) -> Step:
    """Ring the number the host keyed in; an empty entry goes back (S59)."""
    leg = _present(conference_id, leg_id, call)
    if leg is None or not leg.host:
        return _over(conference_id, leg_id)
    if not call.digits or call.digits.startswith("*"):
        return _return(leg)
    try:
        number = phone_numbers.parse(call.digits)
        control.invite(conference_id, number, asked_by=f"{leg_id}-{trip}")
    except Refused as e:
        return _ask_number(leg, trip, refusal(e))
    return _return(leg, line(Prompt.CALLING_PARTY, who=number))


def end(conference_id: str, leg_id: str, call: Call) -> Step:
    """1 ends the conference for all (S67); anything else goes back."""
    leg = _present(conference_id, leg_id, call)
    if leg is None or not leg.host:
        return _over(conference_id, leg_id)
    if call.digits != "1":
        return _return(leg)
    conference.end(conference_id, "host")
    return _over(conference_id, leg_id)


def _present(conference_id: str, leg_id: str, call: Call) -> Leg | None:
    """Return the leg if this call is it and it belongs in the room of a live conference."""
    leg = tables.find(Leg, conference_id, Leg.PREFIX + leg_id)
    if leg is None or leg.call_sid != call.sid or leg.state != LegState.JOINED:
        return None
    return leg if conference.live(conference_id) else None


def _obey(leg: Leg, trip: int, *actions: Action) -> bool:
    """Claim the key of this trip, with the *actions* it means for the leg itself.

    A repeated report of the key loses and sees what the first one did.
    """
    if leg.change(Leg.obeyed.set(trip), *actions, condition=Leg.obeyed < trip):
        return True
    leg.refresh(consistent_read=True)
    return False


def _return(leg: Leg, *lines: Line) -> Step:
    present = Leg.in_menu.set(False)
    leg.change(present)
    return legs.join(leg, *lines)


def _over(conference_id: str, leg_id: str) -> HangUp:
    return _goodbye(tables.find(Conference, conference_id, Conference.ITEM), leg_id)


def _goodbye(found: Conference | None, leg_id: str) -> HangUp:
    """Release someone whose conference is over: the host hears “谢谢您的使用再见” (S68)."""
    if found is None or not legs.is_host(leg_id):
        return HangUp()
    return HangUp((line(Prompt.GOODBYE),), tables.language_of(found))


def _mute_me(leg: Leg, trip: int) -> Step:
    fresh, obeyed = Leg.obeyed < trip, Leg.obeyed.set(trip)
    if not control.mute(leg, muted=not leg.muted, along=(obeyed,), condition=fresh):
        leg.refresh(consistent_read=True)  # the same key, reported again
    return _return(leg, line(Prompt.MUTED if leg.muted else Prompt.UNMUTED))


def _hand(leg: Leg, trip: int) -> Step:
    raised = leg.hand_raised_at is not None
    _obey(leg, trip, Leg.hand_raised_at.remove() if raised else Leg.hand_raised_at.set(clock.now()))
    up = leg.hand_raised_at is not None
    return _return(leg, line(Prompt.HAND_RAISED if up else Prompt.HAND_LOWERED))


def _mute_all(leg: Leg, trip: int) -> Step:
    if _obey(leg, trip):
        control.mute_all(leg.conference_id, muted=not _conference(leg).all_muted)
    muted = _conference(leg).all_muted
    return _return(leg, line(Prompt.ALL_MUTED if muted else Prompt.ALL_UNMUTED))


def _lock(leg: Leg, trip: int) -> Step:
    if _obey(leg, trip):
        control.lock(leg.conference_id, locked=not _conference(leg).locked)
    return _return(leg, line(Prompt.LOCKED if _conference(leg).locked else Prompt.UNLOCKED))


def _next_hand(leg: Leg, trip: int) -> Step:
    if not _obey(leg, trip):
        return _return(leg)
    speaker = control.let_next_speak(leg.conference_id)
    if speaker is None:
        return _return(leg, line(Prompt.NO_HAND))
    return _return(leg, line(Prompt.NEXT_SPEAKS, who=speaker.name or speaker.number))


def _hang_up_last(leg: Leg, trip: int) -> Step:
    if not _obey(leg, trip):
        return _return(leg)
    gone = control.hang_up_last(leg.conference_id)
    if gone is None:
        return _return(leg, line(Prompt.NOBODY_TO_HANG_UP))
    return _return(leg, line(Prompt.HUNG_UP, who=gone.name or gone.number))


def _roll(leg: Leg, *, names: bool) -> list[Line]:
    """Say how many are on the line and how long it has lasted; with *names*, also who."""
    there, all_legs = tables.collection(leg.conference_id)
    present = [other for other in all_legs if other.state == LegState.JOINED]
    lasted = int((clock.now() - there.running_since).total_seconds()) if there else 0
    lines = [line(Prompt.ROLL, count=len(present), minutes=lasted // MINUTE)]
    if names:
        lines += [line(Prompt.ROLL_PARTY, who=other.name or other.number) for other in present]
    return lines


def _ask_number(leg: Leg, trip: int, *before: Line) -> Ask:
    return _ask(leg, (*before, line(Prompt.ASK_NUMBER)), "add", trip, keys=None)


def _ask(leg: Leg, lines: tuple[Line, ...], *rest: str | int, keys: int | None = 1) -> Ask:
    there = leg.conference_id, leg.leg_id
    return Ask(
        lines,
        paths.leg(*there, *rest),
        keys=keys,
        silence=paths.leg(*there, "back"),
        language=tables.language_of(leg),
    )


def _conference(leg: Leg) -> Conference:
    return Conference.get(leg.conference_id, Conference.ITEM, consistent_read=True)
