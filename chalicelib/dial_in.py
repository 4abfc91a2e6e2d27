"""What a caller of 116323 hears and keys before the conference: the voice menu (S10, S86)."""

from chalicelib import (
    accounts,
    clock,
    code_calls,
    conference,
    config,
    legs,
    paths,
    phone_numbers,
    reports,
    tables,
)
from chalicelib.billing import statements
from chalicelib.calls import FINAL, Call, Progress
from chalicelib.errors import Refused
from chalicelib.steps import (
    Ask,
    Forward,
    HangUp,
    Language,
    Line,
    Prompt,
    Say,
    Step,
    line,
)
from chalicelib.tables import Account, Leg

REFUSALS = {
    "bad_number": Prompt.BAD_NUMBER,
    "number_not_allowed": Prompt.NUMBER_NOT_ALLOWED,
    "same_number": Prompt.SAME_NUMBER,
    "too_many_parties": Prompt.TOO_MANY_PARTIES,
    "too_many_legs": Prompt.TOO_MANY_LEGS,
    "too_many_calls": Prompt.TOO_MANY_CALLS,
    "locked": Prompt.CONFERENCE_LOCKED,
    "cap_reached": Prompt.CAP_REACHED,
    "over": Prompt.CONFERENCE_OVER,
    "too_many_tries": Prompt.TOO_MANY_CALLS,
}
SILENCES = 1  # every step repeats once on silence, then says goodbye


def refusal(refused: Refused) -> Line:
    """Return the sentence for a rule that said no to someone on the phone."""
    return line(REFUSALS.get(refused.reason, Prompt.BUSY_NOW))


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


def menu(language: Language, *before: Line) -> Ask:
    """Read the menu, after the sentences *before*."""
    lines = (*before, line(Prompt.MENU))
    return Ask(lines, paths.dial_in(language, "choose"), language=language)


def choose(language: Language, call: Call) -> Step:
    """Do what the key pressed in the menu means."""
    match call.digits:
        case "1":
            return _ask_number(language, 0, 0)
        case "2" | "3":
            return _back(language, line(Prompt.NOT_OPEN_YET))
        case "4":
            return _back(language, _month(call))
        case "5":
            return _back(language, line(Prompt.NO_GROUP))
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
    if call.digits.startswith("*"):
        legs.discard_waiting(conference.id_of(call.sid))
        return menu(language)
    if call.digits:
        return _add(language, added, call)
    if added and call.finished:
        return _start(language, added, call)
    if added:
        # Silence; or a “#” that this provider does not report, or heeds only after a digit.
        return Ask(
            (line(Prompt.START_OR_MORE, count=added),),
            paths.dial_in(language, "start-or-more", added),
            language=language,
        )
    if silences >= SILENCES:
        return HangUp((line(Prompt.GOODBYE),), language)
    return _ask_number(language, added, silences + 1)


def start_or_more(language: Language, added: int, call: Call) -> Step:
    """“#” starts with the numbers keyed in, 1 asks for another, “*” goes back."""
    match call.digits:
        case "#":
            return _start(language, added, call)
        case "*":
            legs.discard_waiting(conference.id_of(call.sid))
            return menu(language)
        case _:
            return _ask_number(language, added, 0)


def again(language: Language, call: Call) -> Step:
    """1 rings the people of the last conference again; anything else goes back."""
    account = _account(call)
    if call.digits != "1" or account is None:
        return menu(language)
    conference_id = conference.id_of(call.sid)
    numbers = _last_numbers(account, conference_id)
    for number in numbers:
        legs.add(conference_id, number, attempt=1, asked_by="again")
    if not numbers and account.last_conference_id != conference_id:
        return _back(language, line(Prompt.NO_LAST))
    return _start(language, len(numbers), call)  # asked twice, the last conference is this one


def _add(language: Language, added: int, call: Call) -> Step:
    try:
        number = phone_numbers.parse(call.digits)
        if number == call.caller:
            raise Refused("same_number")
        if added + 2 > config.settings.max_parties:  # the host and this one
            raise Refused("too_many_parties", most=config.settings.max_parties)
        conference_id = conference.id_of(call.sid)
        if legs.add(conference_id, number, attempt=1, asked_by=f"entry-{added}") is None:
            raise Refused("same_number")
    except Refused as e:
        return _ask_number(language, added, 0, refusal(e))
    return _ask_number(language, added + 1, 0)


def _ask_number(language: Language, added: int, silences: int, *before: Line) -> Ask:
    if added:
        before = (*before, line(Prompt.ADDED, count=added))
    ask = line(Prompt.ASK_NEXT if added else Prompt.ASK_NUMBER)
    then = paths.dial_in(language, "collect", added, silences)
    return Ask((*before, ask), then, keys=None, language=language)


def _start(language: Language, added: int, call: Call) -> Step:
    account = _account(call)
    if account is None:
        return HangUp((line(Prompt.NOT_ELIGIBLE),), language)
    try:
        return conference.start_by_phone(account, call, parties=added)
    except Refused as e:
        legs.discard_waiting(conference.id_of(call.sid))
        return _back(language, refusal(e))


def _offer_again(language: Language, call: Call) -> Step:
    account = _account(call)
    numbers = _last_numbers(account, conference.id_of(call.sid)) if account else []
    if not numbers:
        return _back(language, line(Prompt.NO_LAST))
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
    statement = statements.month_so_far(call.caller or "", clock.month(clock.now()))
    return line(Prompt.MONTH, count=statement.minutes, fen=statement.charge)


def _operator(language: Language) -> Step:
    number = config.settings.operator_number
    if not number:
        return _back(language, line(Prompt.NO_OPERATOR))
    return Forward(number, (line(Prompt.OPERATOR),), language)


def _menu_or_goodbye(account: Account | None, language: Language, *before: Line) -> Step:
    if account is None:
        return HangUp((*before, line(Prompt.NOT_ELIGIBLE)), language)
    return menu(language, *before)


def _account(call: Call) -> Account | None:
    return accounts.host(call.caller) if call.caller else None


def _back(language: Language, *lines: Line) -> Say:
    """Say *lines* and read the menu again."""
    return Say(lines, paths.dial_in(language, "menu"), language)
