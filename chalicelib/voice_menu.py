"""What every key of the menu of 116323 leads back to, and how the phone says no (语音菜单, S10)."""

from chalicelib import accounts, conference, legs, paths
from chalicelib.calls import Call
from chalicelib.errors import Refused
from chalicelib.steps import Ask, HangUp, Language, Line, Prompt, Say, Step, line
from chalicelib.tables import Account

REFUSALS = {
    "bad_number": Prompt.BAD_NUMBER,
    "number_not_allowed": Prompt.NUMBER_NOT_ALLOWED,
    "same_number": Prompt.SAME_NUMBER,
    "too_many_parties": Prompt.TOO_MANY_PARTIES,
    "too_many_legs": Prompt.TOO_MANY_LEGS,
    "too_many_calls": Prompt.TOO_MANY_CALLS,
    "too_many_reservations": Prompt.TOO_MANY_RESERVATIONS,
    "already_started": Prompt.ALREADY_STARTED,
    "reservation_over": Prompt.RESERVATION_OVER,
    "locked": Prompt.CONFERENCE_LOCKED,
    "cap_reached": Prompt.CAP_REACHED,
    "over": Prompt.CONFERENCE_OVER,
    "too_many_tries": Prompt.TOO_MANY_CALLS,
}
SILENCES = 1  # every step repeats once on silence, then says goodbye


def refusal(refused: Refused) -> Line:
    """Return the sentence for a rule that said no to someone on the phone."""
    return line(REFUSALS.get(refused.reason, Prompt.BUSY_NOW))


def menu(language: Language, *before: Line) -> Ask:
    """Read the menu, after the sentences *before*."""
    lines = (*before, line(Prompt.MENU))
    return Ask(lines, paths.dial_in(language, "choose"), language=language)


def back(language: Language, *lines: Line) -> Say:
    """Say *lines* and read the menu again."""
    return Say(lines, paths.dial_in(language, "menu"), language)


def account_of(call: Call) -> Account | None:
    """Return the account that whoever calls may start conferences with, None if they may not."""
    return accounts.host(call.caller) if call.caller else None


def not_eligible(language: Language) -> HangUp:
    """Send away a caller whose number may not host (any more)."""
    return HangUp((line(Prompt.NOT_ELIGIBLE),), language)


def start(language: Language, added: int, call: Call) -> Step:
    """Start the conference whose *added* parties wait for it; past a limit, forget them."""
    account = account_of(call)
    if account is None:
        return not_eligible(language)
    try:
        return conference.start_by_phone(account, call, parties=added)
    except Refused as e:
        legs.discard_waiting(conference.id_of(call.sid))
        return back(language, refusal(e))
