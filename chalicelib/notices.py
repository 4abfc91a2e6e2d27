"""Text messages about a reservation, to its host and its parties (短信通知).

Each is claimed before it is sent: none is sent twice, and one that a crash or the provider lost is
not sent again. Nothing that must be done hangs on one.
"""

import logging
from typing import Literal, get_args

from chalicelib import (
    accounts,
    clock,
    config,
    jobs,
    limits,
    notice_words,
    phone_numbers,
    provider,
    tables,
)
from chalicelib.errors import Refused
from chalicelib.job import Job
from chalicelib.jobs import Ask
from chalicelib.limits import Window
from chalicelib.provider import Declined, Unknown
from chalicelib.tables import CANCELLED, MISSED, SCHEDULED, Account, Reservation

log = logging.getLogger(__name__)

Kind = Literal["reminder", "cancelled", "missed"]

STATES: dict[notice_words.Kind, str] = {
    "reminder": SCHEDULED,
    "cancelled": CANCELLED,
    "series": CANCELLED,
    "missed": MISSED,
}
"""The state in which each is true; in any other it is not sent any more."""
OF_AN_ACCOUNT = (Window(500, 3_600), Window(1_000, 86_400))
TO_A_NUMBER = (Window(6, 3_600), Window(20, 86_400))
"""Texts cost the operator, and nobody is to be flooded with them."""


def ask(found: Reservation, kind: Kind, *, whole_series: bool = False) -> None:
    """Have everyone concerned told of *found*: one job each, if texts are wanted and can be sent.

    *whole_series* says that all that was left of its series is cancelled, *found* being the first.
    Who has no mobile gets none; a party who was not told that there would be a call need not hear
    that there is none.
    """
    if not found.notify or not config.settings.sms_number:
        return
    told: notice_words.Kind = "series" if whole_series and kind == "cancelled" else kind
    jobs.ask_all(
        [
            Ask(Job.TEXT, found.billing_number, f"{found.reservation_id}#{told}#{n}")
            for n, number in enumerate(_numbers(found))
            if phone_numbers.is_mobile(number) and _concerned(found, kind, number)
        ]
    )


def send(billing_number: str, about: str) -> None:
    """Send one text, if it is still true and was not sent; *about* is as `ask` writes it."""
    reservation_id, _, rest = about.partition("#")
    found = tables.find(Reservation, billing_number, reservation_id)
    account = accounts.find(billing_number)
    if found is None or account is None:
        return
    told, _, place = rest.partition("#")
    kind = next(kind for kind in get_args(notice_words.Kind) if kind == told)
    if int(place) >= len(_numbers(found)):
        return
    number = _numbers(found)[int(place)]
    if accounts.look_up(number).blocked:
        return  # 9 was pressed there
    words = _words(found, account, kind, host=place == "0")
    if _claim(found, f"{kind}#{clock.text(found.starts_at)}#{number}", STATES[kind]):
        _send(found, kind, number, words)


def _concerned(found: Reservation, kind: Kind, number: str) -> bool:
    reminded = (mark for mark in found.texted or () if mark.startswith("reminder#"))
    expecting = {mark.rpartition("#")[2] for mark in reminded}
    return kind == "reminder" or number == found.host_number or number in expecting


def _numbers(found: Reservation) -> list[str]:
    return [found.host_number, *(party["number"] for party in found.parties)]


def _words(found: Reservation, account: Account, kind: notice_words.Kind, *, host: bool) -> str:
    language = tables.language_of(account)
    if host:
        return notice_words.for_host(
            kind, found.starts_at, language, title=found.title, reason=found.reason or ""
        )
    inviter = account.name or account.billing_number
    return notice_words.for_party(kind, found.starts_at, language, inviter=inviter)


def _claim(found: Reservation, mark: str, state: str) -> bool:
    """Say whether this text is ours to send: one of its kind for a number and a time."""
    new = ~Reservation.texted.contains(mark) | Reservation.texted.does_not_exist()
    held = (Reservation.state == state) & new
    return tables.change(found, Reservation.texted.add({mark}), condition=held)


def _send(found: Reservation, kind: str, number: str, words: str) -> None:
    told = {"reservation_id": found.reservation_id, "kind": kind}
    try:
        limits.take(f"texts-of#{found.billing_number}", *OF_AN_ACCOUNT, reason="too_many_texts")
        limits.take(f"texts-to#{number}", *TO_A_NUMBER, reason="too_many_texts")
        sid = provider.text(number, words)
    except (Declined, Refused) as e:
        log.warning("text not sent", extra={**told, "reason": e.reason})
    except Unknown as e:
        log.warning("unknown whether a text was sent", extra={**told, "error": str(e)})
    else:
        log.info("text sent", extra={**told, "message_sid": sid})
