"""Key 2 of the menu: a conference arranged for later, by phone alone (预约通话, S11, S87).

The time first, then the numbers, then all of it is read back, and 1 confirms. Each “*” goes back
one of these. Numbers wait under an id of their own, so that nothing else in the same call rings
them; they are forgotten by who goes back past them, or after a day.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from chalicelib import (
    clock,
    hosts,
    ids,
    key_in,
    legs,
    paths,
    plans,
    reservations,
    slots,
    tables,
    voice_menu,
)
from chalicelib.calls import Call
from chalicelib.errors import Refused
from chalicelib.key_in import Entry
from chalicelib.plans import Plan
from chalicelib.steps import Ask, HangUp, Language, Line, Prompt, Step, line
from chalicelib.tables import Account
from chalicelib.web_start import Party

MMDDHHMM = re.compile(r"\d{8}", re.ASCII)
TIMES = {
    "bad_time": Prompt.BAD_TIME,
    "time_past": Prompt.TIME_PAST,
    "too_short_notice": Prompt.TOO_SOON,
    "too_far_ahead": Prompt.TOO_FAR,
    "too_many_legs": Prompt.TOO_MANY_THEN,
}
"""What is said of a time that cannot be taken, before another is asked for."""


@dataclass(frozen=True, slots=True)
class Draft:
    """How far a reservation has come: all of it stands in the paths."""

    language: Language
    turn: int
    """How many reservations the account had before: makes this one a new one of the same call."""
    added: int = 0
    """How many numbers were keyed in."""
    minute: int = 0
    """When: minutes since 1970, 0 as long as there is no time."""

    @property
    def starts_at(self) -> datetime:
        """When it is to start, aware UTC."""
        return clock.at_minute(self.minute)

    @property
    def when(self) -> str:
        """The same as text, to be spoken."""
        return clock.text(self.starts_at)

    @property
    def legs(self) -> int:
        """How many phones it will ring at least."""
        return 1 + max(self.added, 1)

    def path(self, *rest: str | int) -> str:
        """Return the path of a step that comes after the time."""
        return paths.dial_in(self.language, "reserve", self.turn, self.minute, *rest)


def begin(language: Language, call: Call) -> Step:
    """Ask for the time."""
    account = voice_menu.account_of(call)
    if account is None:
        return voice_menu.not_eligible(language)
    return _ask_when(Draft(language, len(reservations.of(account))))


def when(draft: Draft, silences: int, call: Call) -> Step:
    """Take the time keyed in; “*” goes back to the menu."""
    if call.digits.startswith("*"):
        legs.discard_waiting(_kept_under(draft, call))
        return voice_menu.menu(draft.language)
    if not call.digits:
        if silences >= voice_menu.SILENCES:
            return HangUp((line(Prompt.GOODBYE),), draft.language)
        return _ask_when(draft, silences=silences + 1)
    try:
        starts_at = _moment(call.digits)
    except Refused as e:
        return _ask_when(draft, _time_refused(e))
    return _take(replace(draft, minute=clock.minute(starts_at)), call)


def instead(draft: Draft, call: Call) -> Step:
    """1 takes the free time offered instead of a full one; “*” goes back to the time."""
    match call.digits:
        case "1":
            return _take(draft, call)
        case "*":
            return _ask_when(draft)
        case _:
            return _offer(draft, line(Prompt.WRONG_KEY))


def collect(draft: Draft, silences: int, call: Call) -> Step:
    """Take one keyed number; “#” alone has it all read back, “*” goes back to the time."""
    return key_in.collect(_entry(draft, call), draft.added, silences)


def done_or_more(draft: Draft, call: Call) -> Step:
    """“#” has it all read back, 1 asks for another number, “*” goes back to the time."""
    return key_in.done_or_more(_entry(draft, call), draft.added)


def confirm(draft: Draft, call: Call) -> Step:
    """1 reserves what was read back; “*” goes back to the numbers, which stay."""
    match call.digits:
        case "1":
            return _reserve(draft, call)
        case "*":
            return key_in.ask(_entry(draft, call), draft.added, 0)
        case _:
            return _read_back(draft, call, line(Prompt.WRONG_KEY))


# ——— the time ———


def _ask_when(draft: Draft, *before: Line, silences: int = 0) -> Ask:
    hint = before or (line(Prompt.EARLIEST, when=clock.text(plans.earliest())),)
    then = paths.dial_in(draft.language, "reserve", draft.turn, "when", draft.added, silences)
    return Ask((*hint, line(Prompt.ASK_WHEN)), then, keys=None, language=draft.language)


def _moment(digits: str) -> datetime:
    """Return the next time (aware UTC) at which a clock in Beijing shows *digits*, MMDDHHMM.

    Raise Refused: bad_time, time_past(earliest=), too_short_notice(earliest=),
    too_far_ahead(latest=).
    """
    now = clock.now()
    year = now.astimezone(clock.BEIJING).year
    moments = [m for m in (_in_year(year, digits), _in_year(year + 1, digits)) if m]
    if not moments:
        raise Refused("bad_time")
    ahead = [moment for moment in moments if moment >= now]
    if len(ahead) < len(moments) and (not ahead or ahead[0] > plans.latest()):
        raise Refused("time_past", earliest=clock.text(plans.earliest()))
    plans.check_time(ahead[0])
    return ahead[0]


def _in_year(year: int, digits: str) -> datetime | None:
    if not MMDDHHMM.fullmatch(digits):
        return None
    month, day, hour, minute = (int(digits[at : at + 2]) for at in range(0, 8, 2))
    try:
        local = datetime(year, month, day, hour, minute, tzinfo=clock.BEIJING)
    except ValueError:
        return None
    return local.astimezone(UTC)


def _time_refused(refused: Refused) -> Line:
    moment = refused.details.get("earliest") or refused.details.get("latest")
    said = {"when": str(moment)} if moment else {}
    return line(TIMES[refused.reason], **said)


def _take(draft: Draft, call: Call) -> Step:
    """Go on with a time: to the numbers, or, if there are some, to the read-back."""
    try:
        plans.check_time(draft.starts_at)
    except Refused as e:
        return _ask_when(draft, _time_refused(e))
    if not slots.free(draft.starts_at, draft.legs):
        return _full(draft, slots.full(draft.starts_at, draft.legs))
    if draft.added:
        return _read_back(draft, call)
    return key_in.ask(_entry(draft, call), 0, 0)


def _full(draft: Draft, refused: Refused) -> Step:
    """Offer the free time that is nearest to a full one."""
    near = refused.details["nearest"]
    moments = [datetime.fromisoformat(text) for text in near] if isinstance(near, list) else []
    if not moments:
        return _ask_when(draft, line(Prompt.SLOT_FULL))
    nearest = min(moments, key=lambda moment: abs(moment - draft.starts_at))
    return _offer(replace(draft, minute=clock.minute(nearest)))


def _offer(draft: Draft, *before: Line) -> Ask:
    lines = (*before, line(Prompt.INSTEAD, when=draft.when))
    return Ask(lines, draft.path("instead", draft.added), language=draft.language)


# ——— the numbers ———


def _entry(draft: Draft, call: Call) -> Entry:
    """Return the keying in of numbers that are called then."""
    return Entry(
        call,
        draft.language,
        kept_under=_kept_under(draft, call),
        path=draft.path,
        ask_next=Prompt.RESERVE_NEXT,
        done_or_more=Prompt.RESERVE_OR_MORE,
        done=lambda added: _take(replace(draft, added=added), call),
        back=lambda: _ask_when(replace(draft, added=0)),
    )


def _kept_under(draft: Draft, call: Call) -> str:
    return ids.derived("reserve", call.sid, str(draft.turn))


def _parties(draft: Draft, call: Call) -> list[Party]:
    return [Party(leg.number) for leg in tables.collection(_kept_under(draft, call))[1]]


# ——— the end ———


def _read_back(draft: Draft, call: Call, *before: Line) -> Step:
    account = voice_menu.account_of(call)
    if account is None:
        return voice_menu.not_eligible(draft.language)
    parties = _parties(draft, call)
    lines = (
        *before,
        *_hint(account, draft),
        line(Prompt.READ_BACK, when=draft.when, count=len(parties)),
        *(line(Prompt.READ_BACK_PARTY, who=party.number) for party in parties),
        line(Prompt.CONFIRM_RESERVATION),
    )
    return Ask(lines, draft.path("confirm", draft.added), language=draft.language)


def _hint(account: Account, draft: Draft) -> list[Line]:
    """Say what the host's phone is reserved for at that time already."""
    there = reservations.conflicts(
        account,
        host_number=account.billing_number,
        starts_at=draft.starts_at,
        minutes=_plan(draft, []).minutes,
    )
    return [line(Prompt.HOST_RESERVED, when=clock.text(row.starts_at)) for row in there[:1]]


def _plan(draft: Draft, parties: list[Party]) -> Plan:
    return Plan(draft.starts_at, hosts.REGISTERED, parties)


def _reserve(draft: Draft, call: Call) -> Step:
    account = voice_menu.account_of(call)
    if account is None:
        return voice_menu.not_eligible(draft.language)
    plan, key = _plan(draft, _parties(draft, call)), f"{call.sid}-{draft.turn}"
    try:
        reservations.reserve(account, plan, made_by="phone", key=key)
    except Refused as e:
        if e.reason == "slot_full":
            return _full(draft, e)
        if e.reason in TIMES:
            return _ask_when(draft, _time_refused(e))
        legs.discard_waiting(_kept_under(draft, call))
        return voice_menu.back(draft.language, voice_menu.refusal(e))
    return voice_menu.back(draft.language, line(Prompt.RESERVED, when=draft.when))
