"""The call that speaks a code: placed by the queue, answered, replayed, stopped (语音校验码)."""

import logging
from datetime import datetime, timedelta

from chalicelib import accounts, clock, config, jobs, limits, paths, provider, tables
from chalicelib.calls import FINAL, RINGING, Call, Progress
from chalicelib.errors import Refused
from chalicelib.job import Job
from chalicelib.limits import Window
from chalicelib.steps import Ask, HangUp, Line, Prompt, Step, line
from chalicelib.tables import Awaited, Block, Verification
from chalicelib.verifications import (
    AGAIN_AFTER,
    ASKED,
    BUSY,
    DIALLED,
    DIALLING,
    FAILED,
    HOST_NUMBER,
    LIFE,
    LIMITED,
    LONGEST_CALL,
    NO_ANSWER,
    NOT_ELIGIBLE,
    ON_THE_PHONE,
    OPEN,
    RANG,
    RECOVER,
    REGISTER,
    SPEAKING,
    SPOKEN,
    STOPPED,
    WAITING,
    call_is,
    code,
)

log = logging.getLogger(__name__)

CALLS_TO_A_NUMBER = (Window(1, 60), Window(3, 3_600), Window(5, 86_400))
BLOCKED_FOR = timedelta(hours=24)
REPLAYS = 3
PROMPTS = {
    REGISTER: Prompt.VERIFICATION_CODE,
    RECOVER: Prompt.CODE_RECOVER,
    HOST_NUMBER: Prompt.CODE_HOST,
}
LAST_WORDS = {"busy": BUSY, "no-answer": NO_ANSWER, "failed": FAILED, "canceled": FAILED}


def place(verification_id: str) -> None:
    """Ring the number of a verification, or let it wait, or say why not; once for each wish."""
    found = tables.find(Verification, verification_id)
    if found is None or found.state not in {ASKED, DIALLED}:
        return
    known = accounts.look_up(found.number)
    if found.purpose == RECOVER:
        if known.blocked or known.account is None or known.account.state != accounts.REGISTERED:
            return  # and the browser is told nothing
    elif known.blocked:
        found.move(STOPPED, after={ASKED, DIALLED})
        return
    elif found.purpose == REGISTER and not accounts.eligible(found.number, known.verdict):
        found.move(NOT_ELIGIBLE, after={ASKED, DIALLED})
        return
    elif found.purpose == REGISTER and known.account is None and not _called_meanwhile(found):
        found.move(WAITING, after={str(found.state)})  # unless the call comes at this moment
        return
    _ring(found)


def _called_meanwhile(found: Verification) -> bool:
    """Leave word that a call from the number is awaited; say if it came just before that."""
    until = found.wait_until or clock.now()
    Awaited(
        found.number, Awaited.ITEM, verification_id=found.verification_id, expires_at=until
    ).save()
    return accounts.find(found.number) is not None


def _ring(found: Verification) -> None:
    calls = f"code#{found.number}"
    try:
        limits.take(calls, *CALLS_TO_A_NUMBER, reason="too_many_codes")
    except Refused as e:
        until = clock.now() + timedelta(seconds=int(e.details["retry_after"]))
        found.move(LIMITED, *_retry(found, until), after={ASKED, DIALLED})
        return
    number_of_call = int(found.calls) + 1
    if _claim(found, number_of_call):
        _place(found, number_of_call)


def _claim(found: Verification, number_of_call: int) -> bool:
    now = clock.now()
    return found.move(
        DIALLING,
        Verification.calls.set(number_of_call),
        Verification.called_at.set(now),
        Verification.valid_until.set(now + timedelta(seconds=config.settings.code_seconds)),
        Verification.call_sid.remove(),
        *_retry(found, now + AGAIN_AFTER),
        after={ASKED, DIALLED},
        condition=call_is(number_of_call - 1),
    )


def _retry(found: Verification, at: datetime) -> list[tables.Action]:
    """Say when another call may be asked for; a forgotten password is to tell nothing by it."""
    return [] if found.purpose == RECOVER else [Verification.retry_at.set(at)]


def _place(found: Verification, number_of_call: int) -> None:
    named = {"verification_id": found.verification_id, "purpose": found.purpose}
    there = found.verification_id, number_of_call
    try:
        sid = provider.ring(
            found.number,
            then=paths.code(*there, "answered"),
            status=paths.code(*there, "status"),
            longest=int(LONGEST_CALL.total_seconds()),
        )
    except provider.Declined as e:
        log.info("code call failed", extra={**named, "reason": e.reason})
        found.move(FAILED, after={DIALLING}, condition=call_is(number_of_call))
    except provider.Unknown:
        log.warning("unknown whether a code call was placed", extra=named)
    else:
        log.info("code call placed", extra={**named, "call_sid": sid})
        tables.change(found, Verification.call_sid.set(sid), condition=call_is(number_of_call))


def dialled(verification_id: str) -> bool:
    """Note that the number a browser waits for dialled 116323; say if it will be called back.

    However long that call lasts: it is waited for until then.
    """
    found = Verification(verification_id)
    if found.move(DIALLED, after={WAITING, ASKED}):
        ours = Awaited.verification_id == verification_id
        until = Awaited.expires_at.set(found.made_at + LIFE)
        tables.change(Awaited(found.number, Awaited.ITEM), until, condition=ours)
        return True
    stored = tables.find(Verification, verification_id)
    return stored is not None and stored.state == DIALLED


def caller_left(number: str) -> None:
    """Call a number back whose call to 116323 is over, if a browser waits for that (S36).

    The call may have come just before the browser began to wait for it: it counts all the same.
    """
    awaited = accounts.look_up(number).awaited
    if awaited and dialled(awaited):
        jobs.ask(Job.CODE, awaited)


def answered(verification_id: str, call_number: int, call: Call) -> Step:
    """Speak the code (S37)."""
    found = Verification(verification_id)
    until = clock.now() + timedelta(seconds=config.settings.code_seconds)
    changes = (Verification.call_sid.set(call.sid), Verification.valid_until.set(until))
    ours = call_is(call_number) & _no_other(call.sid)
    if not found.move(SPEAKING, *changes, after={DIALLING, RANG}, condition=ours):
        stored = _speaking(verification_id, call_number, call)
        return HangUp() if stored is None else _spoken(stored, call_number, 0)
    return _spoken(found, call_number, 0)


def key(verification_id: str, call_number: int, call: Call, *, plays: int) -> Step:
    """1 repeats the code, three times at most (S38); 9 is “非本人操作”; else goodbye."""
    stopping = frozenset(
        {STOPPED} if call.digits == "9" else ()
    )  # said twice, it is answered twice
    found = _speaking(verification_id, call_number, call, or_in=stopping)
    if found is None:
        return HangUp()
    match call.digits:
        case "1" if plays < REPLAYS:
            return _spoken(found, call_number, plays + 1)
        case "9":
            if found.state != STOPPED:
                _stop(found)
            return HangUp((line(Prompt.CODE_STOPPED),), tables.language_of(found))
        case _:
            return HangUp((line(Prompt.GOODBYE),), tables.language_of(found))


def progress(verification_id: str, call_number: int, word: Progress) -> None:
    """Hear the provider's *word* on a code call, for the page that waits; a late one is ignored."""
    found = Verification(verification_id)
    ours = call_is(call_number) & _no_other(word.sid)
    sid = Verification.call_sid.set(word.sid)
    if word.status in RINGING:
        found.move(RANG, sid, after={DIALLING}, condition=ours)
    elif word.status == "completed":
        if not found.move(SPOKEN, sid, after={SPEAKING}, condition=ours):
            found.move(NO_ANSWER, sid, after={DIALLING, RANG}, condition=ours)
    elif word.status in FINAL:
        found.move(LAST_WORDS[word.status], sid, after=ON_THE_PHONE, condition=ours)


def _spoken(found: Verification, call_number: int, plays: int) -> Step:
    who = {"who": found.billing_number} if found.billing_number else {}
    lines: tuple[Line, ...] = (
        line(PROMPTS[found.purpose], code=code(found, call_number), **who),
        line(Prompt.CODE_NOT_ME),
    )
    then = paths.code(found.verification_id, call_number, "key", plays)
    return Ask(lines, then, language=tables.language_of(found))


def _speaking(
    verification_id: str, call_number: int, call: Call, *, or_in: frozenset[str] = frozenset()
) -> Verification | None:
    """Return the verification whose latest call is this one, None if it has moved on."""
    found = tables.find(Verification, verification_id)
    if found is None or found.calls != call_number or found.call_sid != call.sid:
        return None
    return found if found.state in {SPEAKING, *or_in} else None


def _stop(found: Verification) -> None:
    until = clock.now() + BLOCKED_FOR
    Block(found.number, Block.ITEM, expires_at=until).save()
    found.move(STOPPED, after=OPEN)
    log.warning("code call stopped by who answered", extra={"purpose": found.purpose})


def _no_other(sid: str) -> tables.Condition:
    either: tables.Condition = Verification.call_sid.does_not_exist() | (
        Verification.call_sid == sid
    )
    return either
