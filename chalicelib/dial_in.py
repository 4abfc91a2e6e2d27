"""What a caller of 116323 hears and keys before the conference: the voice menu (S10, S86)."""

from functools import partial

from chalicelib import (
    accounts,
    call_a_group,
    clock,
    code_calls,
    conference,
    config,
    key_in,
    legs,
    my_reservations,
    paths,
    reports,
    reserve_by_phone,
    tables,
)
from chalicelib.billing import statements
from chalicelib.calls import FINAL, Call, Progress
from chalicelib.errors import Refused
from chalicelib.key_in import Entry
from chalicelib.steps import (
    Ask,
    Forward,
    HangUp,
    Language,
    Line,
    Prompt,
    Step,
    line,
)
from chalicelib.tables import Account, Leg
from chalicelib.voice_menu import account_of, back, menu, refusal, start


def welcome(call: Call) -> Step:
    """Answer a call to 116323: put the invited through, open the service, or read the menu."""
    if call.caller is None:
        return HangUp((line(Prompt.NOT_ELIGIBLE),))
    known = accounts.arrive(call.caller, call.sid)
    language = tables.language_of(known.account) if known.account else "zh"
    for invitation in known.invitations:
        if not conference.live(invitation.conference_id):
            continue
        there = invitation.conference_id, invitation.leg_id
        return Ask((line(Prompt.CALL_BACK),), paths.leg(*there, "rejoin"), language=language)
    if known.account is None:
        return HangUp((line(Prompt.NOT_ELIGIBLE),))
    first = known.account.activated_by == call.sid
    lines = [line(Prompt.WELCOME_FIRST if first else Prompt.WELCOME)]
    if code_calls.dialled(known.awaited):
        lines.append(line(Prompt.HANG_UP_FOR_CODE))
    return menu(language, *lines)


def progress(word: Progress) -> None:
    """Hear the provider's *word* on a call to 116323: over, it may have a browser waiting (S36)."""
    in_a_conference = reports.inbound_progress(word)
    if word.status in FINAL and word.caller and not in_a_conference:
        code_calls.caller_left(word.caller)


def rejoin(conference_id: str, leg_id: str, call: Call) -> Step:
    """1 puts an invited caller through to the conference; any other key leads to the menu."""
    account = accounts.host(call.caller) if call.caller else None
    language = tables.language_of(account) if account else "zh"
    if call.digits != "1":
        return _menu_or_goodbye(account, language)
    leg = tables.find(Leg, conference_id, Leg.PREFIX + leg_id)
    if leg is None or leg.number != call.caller:
        return _menu_or_goodbye(account, language, line(Prompt.CONFERENCE_OVER))
    try:
        return conference.rejoin(conference_id, leg_id, call)
    except Refused as e:
        return _menu_or_goodbye(account, language, refusal(e))


def choose(language: Language, call: Call) -> Step:
    """Do what the key pressed in the menu means."""
    match call.digits:
        case "1":
            return key_in.ask(_entry(language, call), 0, 0)
        case "2":
            return reserve_by_phone.begin(language, call)
        case "3":
            return my_reservations.begin(language, call)
        case "4":
            return back(language, _month(call))
        case "5":
            return call_a_group.begin(language, call)
        case "6":
            return _offer_again(language, call)
        case "0":
            return _operator(language)
        case "*" | "#":
            return menu(language)
        case _:
            return menu(language, line(Prompt.WRONG_KEY))


def collect(language: Language, added: int, silences: int, call: Call) -> Step:
    """Take one keyed number after *added* others; “#” alone starts, “*” goes back (S10)."""
    return key_in.collect(_entry(language, call), added, silences)


def start_or_more(language: Language, added: int, call: Call) -> Step:
    """“#” starts with the numbers keyed in, 1 asks for another, “*” goes back."""
    return key_in.done_or_more(_entry(language, call), added)


def again(language: Language, call: Call) -> Step:
    """1 rings the people of the last conference again; anything else goes back."""
    account = account_of(call)
    if call.digits != "1" or account is None:
        return menu(language)
    conference_id = conference.id_of(call.sid)
    numbers = _last_numbers(account, conference_id)
    for number in numbers:
        legs.add(conference_id, number, attempt=1, asked_by="again")
    if not numbers and account.last_conference_id != conference_id:
        return back(language, line(Prompt.NO_LAST))
    return start(language, len(numbers), call)  # asked twice, the last conference is this one


def _entry(language: Language, call: Call) -> Entry:
    """Return the keying in of numbers that are called at once."""
    return Entry(
        call,
        language,
        kept_under=conference.id_of(call.sid),
        path=partial(paths.dial_in, language),
        ask_next=Prompt.ASK_NEXT,
        done_or_more=Prompt.START_OR_MORE,
        done=lambda added: start(language, added, call),
        back=lambda: menu(language),
    )


def _offer_again(language: Language, call: Call) -> Step:
    account = account_of(call)
    numbers = _last_numbers(account, conference.id_of(call.sid)) if account else []
    if not numbers:
        return back(language, line(Prompt.NO_LAST))
    lines = (line(Prompt.AGAIN, count=len(numbers)),)
    return Ask(lines, paths.dial_in(language, "again"), language=language)


def _last_numbers(account: Account, this_conference_id: str) -> list[str]:
    """Return the parties of the account's last conference, the host not among them."""
    last = account.last_conference_id
    if last is None or last == this_conference_id:
        return []
    _, all_legs = tables.collection(last)
    numbers = dict.fromkeys(leg.number for leg in all_legs if not leg.host)
    return [n for n in numbers if n != account.billing_number][: config.settings.max_parties - 1]


def _month(call: Call) -> Line:
    number, month = call.caller or "", clock.month(clock.now())
    account = accounts.find(number) if number else None
    since = account.closed_at if account else None
    statement = statements.month_so_far(number, month, since=since)
    return line(Prompt.MONTH, count=statement.minutes, fen=statement.charge)


def _operator(language: Language) -> Step:
    number = config.settings.operator_number
    if not number:
        return back(language, line(Prompt.NO_OPERATOR))
    return Forward(number, (line(Prompt.OPERATOR),), language)


def _menu_or_goodbye(account: Account | None, language: Language, *before: Line) -> Step:
    if account is None:
        return HangUp((*before, line(Prompt.NOT_ELIGIBLE)), language)
    return menu(language, *before)
