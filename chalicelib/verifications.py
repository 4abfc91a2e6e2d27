"""Proving a phone: the system calls it and speaks six digits (激活码、校验码, S34–S40).

The digits are not kept, not even as a hash: they are made of the verification's id, the number of
the call and a secret, so that a repeated webhook speaks the same ones (docs/adr/0009).
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from chalicelib import clock, config, ids, jobs, limits, passwords, tables
from chalicelib.errors import Refused
from chalicelib.job import Job
from chalicelib.limits import Window
from chalicelib.tables import Verification

REGISTER, RECOVER, HOST_NUMBER = "register", "recover", "host_number"  # purposes
DESK = "desk"  # another purpose, at the end of which nothing is typed in: `desk`
ASKED, WAITING, DIALLED = "asked", "waiting", "dialled"
DIALLING, RANG, SPEAKING, SPOKEN = "dialling", "ringing", "speaking", "spoken"
NO_ANSWER, BUSY, FAILED, LIMITED = "no_answer", "busy", "failed", "limited"
NOT_ELIGIBLE, STOPPED, USED, EXPIRED = "not_eligible", "refused", "used", "expired"
AGREED = "agreed"
ON_THE_PHONE = {DIALLING, RANG, SPEAKING}
FAILURES = {NO_ANSWER, BUSY, FAILED, LIMITED}
OPEN = {ASKED, WAITING, DIALLED, *ON_THE_PHONE, SPOKEN, *FAILURES}
"""States in which the right code is taken, or another call may be asked for."""

LIFE = timedelta(minutes=30)
KEPT = timedelta(days=1)
LOST = timedelta(seconds=20)  # a call that was asked for and has not begun
AGAIN_AFTER = timedelta(seconds=60)
LONGEST_CALL = timedelta(seconds=180)
GUESSES, DIGITS = 5, 6
CALLS_OF_AN_ADDRESS = (Window(10, 3_600),)
CALLS_OF_AN_ACCOUNT = (Window(10, 86_400),)  # to link phones
DRAFT = (
    Verification.name,
    Verification.email,
    Verification.password,
    Verification.agreement,
    Verification.note,
)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a form said; *billing_number* is the account that wants a host number."""

    billing_number: str | None = None
    name: str | None = None
    email: str | None = None
    agreement: str | None = None
    note: str | None = None
    password_hash: str | None = None
    """Only as it is read again: a wish has the password itself."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody at *address* wants *number* (E.164) to be called; *key* makes a repeat the same.

    An *operator* does by their login: they are counted at the desk, whatever their address.

    *draft* is what the form said, kept on the verification until the code is right, and *password*
    too, as a hash.
    """

    purpose: str
    number: str
    key: str
    address: str
    language: str = "zh"
    draft: Draft = Draft()
    password: str | None = None
    operator: str | None = None


def ask(wish: Wish) -> Verification:
    """Have a number called; the same wish twice is one verification.

    Nothing of what we know about the number is looked at here: the answer takes as long and says
    the same whoever it belongs to (F41). Raise Refused: too_many_codes, key_used_otherwise.
    """
    verification_id = ids.derived("verification", wish.purpose, wish.key)
    asked = _digest(wish)
    stored = tables.find(Verification, verification_id)
    if stored is None:
        # First: what comes then costs a tenth of a second.
        if wish.operator is None:
            _count(wish.address, wish.draft.billing_number)
        made = _made(wish, verification_id, asked)
        if tables.put_new(made, Verification.verification_id):
            jobs.ask(Job.CODE, verification_id)
            return made
        stored = Verification.get(verification_id, consistent_read=True)
    if stored.asked != asked:
        raise Refused("key_used_otherwise")
    _ask_again_if_lost(stored)
    return stored


def again(found: Verification, *, key: str, address: str) -> Verification:
    """Have the number called once more, or the two minutes begin once more.

    Raise Refused: too_soon within a minute, too_many_codes, no_tries_left, code_expired, code_used,
    refused_by_phone, not_eligible.
    """
    if found.call_key == key:
        _ask_again_if_lost(found)
        return found
    if found.state not in _states(found) or found.guesses >= GUESSES:
        raise Refused(_why_not(found))
    now = clock.now()
    if now + timedelta(seconds=config.settings.code_seconds) > found.made_at + LIFE:
        raise Refused("code_expired")  # a new code would not live as long as it is said to
    soonest = _soonest(found)
    if now < soonest:
        raise Refused("too_soon", retry_after=ceil((soonest - now).total_seconds()))
    _count(address, found.billing_number)
    renewed = (
        Verification.call_key.set(key),
        Verification.wait_until.set(now + timedelta(seconds=config.settings.wait_seconds)),
        Verification.retry_at.set(now + AGAIN_AFTER),
        Verification.asked_at.set(now),
    )
    if found.move(ASKED, *renewed, after={found.state}, condition=call_is(int(found.calls))):
        jobs.ask(Job.CODE, found.verification_id)
        return found
    return find(found.verification_id, found.purpose, found.billing_number)


def find(verification_id: str, purpose: str, billing_number: str | None = None) -> Verification:
    """Return a verification of this *purpose*; Refused("not_found") if there is none any more.

    One for a host number is found by the account it was begun for only (F35).
    """
    found = tables.find(Verification, verification_id)
    if found is None or found.purpose != purpose or found.billing_number != billing_number:
        raise Refused("not_found")
    if clock.now() >= found.made_at + LIFE:
        raise Refused("not_found")
    return found


def state_of(found: Verification) -> str:
    """Return the state to be shown: a wait or a code that has run out says so."""
    now = clock.now()
    if found.state == WAITING and found.wait_until and now >= found.wait_until:
        return EXPIRED
    if found.state == SPOKEN and found.valid_until and now >= found.valid_until:
        return EXPIRED
    return str(found.state)


def confirm(found: Verification, digits: str) -> Draft:
    """Take the code typed in, once, and return what the form had said, which is then forgotten.

    Each guess is counted before it is looked at (F31).

    Raise Refused: wrong_code with the tries that are left, no_tries_left, code_expired, code_used,
    refused_by_phone, no_code_yet. About a forgotten password nothing is told of the call.
    """
    hushed = found.purpose == RECOVER
    room = (Verification.guesses < GUESSES) & Verification.state.is_in(*_states(found))
    if not tables.change(found, Verification.guesses.add(1), condition=room):
        found.refresh(consistent_read=True)
        raise Refused(_why_not(found))
    spoken = found.calls >= 1 and found.valid_until is not None
    alive = spoken and found.valid_until is not None and clock.now() < found.valid_until
    right = hmac.compare_digest(code(found, int(found.calls)).encode(), digits.encode())
    if not (alive and right):
        raise Refused(_wrong(found, spoken=spoken, alive=alive), **_left(found))
    draft = _draft(found)
    if not found.move(USED, *(attribute.remove() for attribute in DRAFT), after=OPEN):
        raise Refused("wrong_code" if hushed else "code_used", **_left(found))
    return draft


def call_is(call_number: int) -> tables.Condition:
    """Return the condition that no later call than *call_number* was begun."""
    condition: tables.Condition = Verification.calls == call_number
    return condition


def tries_left(found: Verification) -> int:
    """Return how often a code may still be typed in."""
    return max(0, GUESSES - int(found.guesses))


def code(found: Verification, call_number: int) -> str:
    """Return the six digits that call *call_number* of a verification speaks."""
    about = f"verification code\x1f{found.verification_id}\x1f{call_number}"
    number = int(ids.secretly(about)[:16], 16)
    return f"{number % 10**DIGITS:0{DIGITS}}"


def _made(wish: Wish, verification_id: str, asked: str) -> Verification:
    now, draft = clock.now(), wish.draft
    return Verification(
        verification_id,
        purpose=wish.purpose,
        state=ASKED,
        number=wish.number,
        language=wish.language,
        made_at=now,
        asked=asked,
        asked_at=now,
        wait_until=now + timedelta(seconds=config.settings.wait_seconds),
        retry_at=now + AGAIN_AFTER,
        expires_at=now + KEPT,
        billing_number=draft.billing_number,
        operator=wish.operator,
        name=draft.name,
        email=draft.email,
        password=passwords.hashed(wish.password) if wish.password else None,
        agreement=draft.agreement,
        note=draft.note,
    )


def _draft(found: Verification) -> Draft:
    return Draft(
        billing_number=found.billing_number,
        name=found.name,
        email=found.email,
        agreement=found.agreement,
        note=found.note,
        password_hash=found.password,
    )


def _count(address: str, billing_number: str | None) -> None:
    """Count a call against what may be wanted at one *address*, and for one account."""
    wanted = "too_many_codes"
    limits.take(f"codes#{ids.secretly(address)}", *CALLS_OF_AN_ADDRESS, reason=wanted)
    if billing_number:
        limits.take(f"codes#{billing_number}", *CALLS_OF_AN_ACCOUNT, reason=wanted)


def _ask_again_if_lost(found: Verification) -> None:
    """Have the call placed that was asked for a while ago: we may have died before the queue."""
    now, as_read = clock.now(), Verification.asked_at == found.asked_at
    if found.state != ASKED or now - found.asked_at < LOST:
        return
    if tables.change(found, Verification.asked_at.set(now), condition=as_read):
        jobs.ask(Job.CODE, found.verification_id)


def _digest(wish: Wish) -> str:
    """Return what tells one wish from another, and nobody else what was wished."""
    return ids.secretly(repr((wish.number, wish.language, wish.draft, wish.password)))


def _states(found: Verification) -> set[str]:
    """Return the states in which something may be tried.

    About a forgotten password it is not told that the phone said no: nobody learns from it whose
    number is registered.
    """
    return OPEN | {STOPPED} if found.purpose == RECOVER else OPEN


def _soonest(found: Verification) -> datetime:
    """Return when the number may be called again; two minutes may begin again at any time.

    A call that goes on is waited for, unless its end can only have been lost. About a forgotten
    password nothing is to be learnt from this either.
    """
    if found.state == WAITING:
        return clock.now()
    if found.purpose != RECOVER and found.state in {RANG, SPEAKING} and found.called_at:
        ringing = timedelta(seconds=config.settings.ring_seconds)
        return found.called_at + ringing + LONGEST_CALL
    return found.retry_at or found.made_at


def _why_not(found: Verification) -> str:
    """Return the code for a verification that takes no code or call any more."""
    if found.guesses >= GUESSES:
        return "no_tries_left"
    if found.state == USED:
        return "code_used"
    return {STOPPED: "refused_by_phone", NOT_ELIGIBLE: "not_eligible"}.get(
        found.state, "code_expired"
    )


def _wrong(found: Verification, *, spoken: bool, alive: bool) -> str:
    if found.purpose == RECOVER or (spoken and alive):
        return "no_tries_left" if tries_left(found) == 0 else "wrong_code"
    return "code_expired" if spoken else "no_code_yet"


def _left(found: Verification) -> dict[str, int]:
    return {"tries_left": tries_left(found)}
