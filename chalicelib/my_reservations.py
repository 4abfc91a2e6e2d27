"""Key 3 of the menu: what is reserved, read one by one, each of which can be called off (查询预约).

A path names the reservation that was read, not its place in the list, which may have changed by
the next key.
"""

from datetime import timedelta

from chalicelib import clock, paths, rearrange, reservations, voice_menu
from chalicelib.calls import Call
from chalicelib.errors import Refused
from chalicelib.steps import Ask, Language, Line, Prompt, Step, line
from chalicelib.tables import MISSED, Account, Reservation

MISSED_WITHIN = timedelta(days=1)


def begin(language: Language, call: Call) -> Step:
    """Tell which were missed since yesterday, and read the first that is ahead."""
    account = voice_menu.account_of(call)
    if account is None:
        return voice_menu.not_eligible(language)
    rows, since = reservations.of(account), clock.now() - MISSED_WITHIN
    missed = [row for row in rows if row.state == MISSED and row.starts_at >= since]
    told = [line(Prompt.RESERVATION_MISSED, when=clock.text(row.starts_at)) for row in missed]
    return _read(language, rows, 0, *told)


def chosen(language: Language, reservation_id: str, call: Call) -> Step:
    """1 reads the next one, 2 asks whether to cancel this one, “*” goes back to the menu."""
    account = voice_menu.account_of(call)
    if account is None:
        return voice_menu.not_eligible(language)
    match call.digits:
        case "1":
            return _read_on(language, account, reservation_id, after=True)
        case "2":
            return _ask_cancel(language, account, reservation_id)
        case "*":
            return voice_menu.menu(language)
        case _:
            return _read_on(language, account, reservation_id, line(Prompt.WRONG_KEY))


def cancel(language: Language, reservation_id: str, call: Call) -> Step:
    """1 cancels the one that was read, 2 all of its series; “*” reads it again."""
    account = voice_menu.account_of(call)
    if account is None:
        return voice_menu.not_eligible(language)
    match call.digits:
        case "1":
            return _cancel(language, account, reservation_id)
        case "2" if _is_one_of_many(account, reservation_id):
            return _cancel(language, account, reservation_id, whole_series=True)
        case "*":
            return _read_on(language, account, reservation_id)
        case _:
            return _ask_cancel(language, account, reservation_id, line(Prompt.WRONG_KEY))


def _read_on(
    language: Language, account: Account, reservation_id: str, *before: Line, after: bool = False
) -> Step:
    """Read one reservation, or the one *after* it; what is not ahead any more is passed over."""
    rows = reservations.of(account)
    known = [row.reservation_id for row in rows]
    at = known.index(reservation_id) if reservation_id in known else 0
    return _read(language, rows, at + after, *before)


def _read(language: Language, rows: list[Reservation], start: int, *before: Line) -> Step:
    """Read the first of *rows* from *start* on that is ahead; without one, go to the menu."""
    ahead = [row for row in rows if row.open]
    found = next((row for row in rows[start:] if row.open), None)
    if found is None:
        none = Prompt.NO_MORE_RESERVATIONS if ahead else Prompt.NO_RESERVATION
        return voice_menu.back(language, *before, line(none))
    place, when = ahead.index(found) + 1, clock.text(found.starts_at)
    told = line(Prompt.RESERVATION, n=place, when=when, count=len(found.parties))
    return Ask(
        (*before, told, line(Prompt.RESERVATION_KEYS)),
        paths.dial_in(language, "reserved", found.reservation_id),
        language=language,
    )


def _ask_cancel(language: Language, account: Account, reservation_id: str, *before: Line) -> Step:
    many = _is_one_of_many(account, reservation_id)
    asked = line(Prompt.CONFIRM_CANCEL_SERIES if many else Prompt.CONFIRM_CANCEL)
    then = paths.dial_in(language, "reserved", reservation_id, "cancel")
    return Ask((*before, asked), then, language=language)


def _is_one_of_many(account: Account, reservation_id: str) -> bool:
    found = [row for row in reservations.of(account) if row.reservation_id == reservation_id]
    return any(row.series_id is not None for row in found)


def _cancel(
    language: Language, account: Account, reservation_id: str, *, whole_series: bool = False
) -> Step:
    """Cancel it, and read the next one; asked twice, the answer is the same."""
    try:
        gone = rearrange.cancel(account, reservation_id, whole_series=whole_series)
    except Refused as e:
        told = voice_menu.refusal(e)
    else:
        when = clock.text(gone[0].starts_at)
        one = line(Prompt.RESERVATION_CANCELLED, when=when)
        told = line(Prompt.SERIES_CANCELLED) if whole_series else one
    return _read_on(language, account, reservation_id, told, after=True)
