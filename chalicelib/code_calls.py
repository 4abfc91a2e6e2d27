"""The call that speaks a code: placed by the queue, answered, replayed, stopped (语音校验码)."""

import logging
from datetime import datetime, timedelta

from chalicelib import accounts, audit, clock, config, jobs, limits, paths, provider, tables
from chalicelib.accounts import Known
from chalicelib.calls import FINAL, RINGING, Call, Progress
from chalicelib.errors import Refused
from chalicelib.job import Job
from chalicelib.limits import Window
from chalicelib.steps import Ask, HangUp, Prompt, Step, line
from chalicelib.tables import Awaited, Orphan, Verification
from chalicelib.verifications import (
    AGAIN_AFTER,
    AGREED,
    ASKED,
    BUSY,
    DESK,
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
REPLAYS = 3
QUESTIONS = {
    RECOVER: Prompt.CODE_RECOVER,
    HOST_NUMBER: Prompt.CODE_HOST,
    DESK: Prompt.DESK_ASKS,
}
LAST_WORDS = {"busy": BUSY, "no-answer": NO_ANSWER, "failed": FAILED, "canceled": FAILED}


def place(verification_id: str) -> None:
    """Ring the number of a verification, or let it wait, or say why not; once for each wish.

    The claim comes before the limit, so that a job delivered twice takes one call of it; and for a
    forgotten password both come before the question whether the number is registered at all, so
    that nothing about later calls tells it.
    """
    found = tables.find(Verification, verification_id)
    if found is None or found.state not in {ASKED, DIALLED}:
        return
    known = accounts.look_up(found.number)
    if found.purpose != RECOVER and (instead := _instead(found, known)):
        found.move(instead, after={str(found.state)})  # unless a call comes at this moment
        return
    number_of_call, rings = int(found.calls) + 1, found.purpose != RECOVER or _registered(known)
    if not _claim(found, number_of_call, rings=rings) or _limited(found, number_of_call):
        return
    if rings:
        _place(found, number_of_call)


def _instead(found: Verification, known: Known) -> str | None:
    """Return the state of a verification whose number is not to be rung (now), None if it is."""
    if known.blocked:
        return STOPPED
    if found.purpose == HOST_NUMBER:
        return NOT_ELIGIBLE if known.verdict == accounts.BARRED else None
    if not accounts.eligible(found.number, known.verdict):
        return NOT_ELIGIBLE
    if found.purpose == DESK:
        closed = known.account is None or known.account.state == accounts.CLOSED
        return NOT_ELIGIBLE if closed else None
    return WAITING if known.account is None and not _called_meanwhile(found) else None


def _registered(known: Known) -> bool:
    account = None if known.blocked else known.account
    return account is not None and account.state == accounts.REGISTERED


def _called_meanwhile(found: Verification) -> bool:
    """Leave word that a call from the number is awaited; say if it came just before that."""
    _awaited(found, found.wait_until or clock.now()).save()
    return accounts.find(found.number) is not None


def _awaited(found: Verification, until: datetime) -> Awaited:
    item = Awaited.PREFIX + found.verification_id
    return Awaited(found.number, item, verification_id=found.verification_id, expires_at=until)


def _limited(found: Verification, number_of_call: int) -> bool:
    """Count the call against what a number may be called; say whether it is too much."""
    try:
        limits.take(f"code#{found.number}", *CALLS_TO_A_NUMBER, reason="too_many_codes")
    except Refused as e:
        until = clock.now() + timedelta(seconds=int(str(e.details["retry_after"])))
        no_code = Verification.valid_until.remove()
        ours = call_is(number_of_call)
        found.move(LIMITED, no_code, *_retry(found, until), after={DIALLING}, condition=ours)
        return True
    return False


def _claim(found: Verification, number_of_call: int, *, rings: bool) -> bool:
    """Begin a call; where the phone is not rung there is no code: nobody would hear it guessed."""
    now, until = clock.now(), Verification.valid_until
    life = timedelta(seconds=config.settings.code_seconds)
    return found.move(
        DIALLING,
        Verification.calls.set(number_of_call),
        Verification.called_at.set(now),
        until.set(now + life) if rings else until.remove(),
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
        _explain(sid, found)


def _explain(sid: str, found: Verification) -> None:
    """Keep what a call was for that stands on no bill; not whose it was."""
    Orphan(
        sid,
        found_at=clock.now(),
        conference_id="",
        leg_id=found.verification_id,
        status=f"code for {found.purpose}",
    ).save()


def dialled(verification_ids: tuple[str, ...]) -> bool:
    """Note that a number dialled 116323 that browsers wait for; say if it will be called back.

    However long that call lasts: it is waited for until then.
    """
    noted = [_dialled(verification_id) for verification_id in verification_ids]  # all of them
    return any(noted)


def _dialled(verification_id: str) -> bool:
    found = tables.find(Verification, verification_id)
    if found is None or found.state not in {WAITING, ASKED, DIALLED}:
        return False
    _awaited(found, found.made_at + LIFE).save()  # first: what is noted must be found again
    return found.state == DIALLED or found.move(DIALLED, after={WAITING, ASKED, DIALLED})


def caller_left(number: str) -> None:
    """Call a number back whose call to 116323 is over, if browsers wait for that (S36).

    The call may have come just before a browser began to wait for it: it counts all the same.
    """
    for verification_id in accounts.look_up(number).awaited:
        if _dialled(verification_id):
            jobs.ask(Job.CODE, verification_id)


def answered(verification_id: str, call_number: int, call: Call) -> Step:
    """Speak the code (S37), or ask whether somebody is there to hear it."""
    found = Verification(verification_id)
    until = clock.now() + timedelta(seconds=config.settings.code_seconds)
    changes = (Verification.call_sid.set(call.sid), Verification.valid_until.set(until))
    ours = call_is(call_number) & _no_other(call.sid)
    if not found.move(SPEAKING, *changes, after={DIALLING, RANG}, condition=ours):
        stored = tables.find(Verification, verification_id)
        again = stored is not None and _speaks(stored, call_number, call)
        return _spoken(stored, call_number, 0) if stored and again else HangUp()
    return _spoken(found, call_number, 0)


def key(verification_id: str, call_number: int, call: Call, *, plays: int) -> Step:
    """1 speaks or repeats the code, three times at most (S38); 9 is “非本人操作”; else goodbye.

    Where an operator asks, 1 agrees. 9 counts whatever has become of the code: who presses it is
    called no more.
    """
    found = tables.find(Verification, verification_id)
    if found is None or not 1 <= call_number <= found.calls:
        return HangUp()
    language = tables.language_of(found)
    if call.digits == "9":
        _stop(found)
        return HangUp((line(Prompt.CODE_STOPPED),), language)
    if call.digits == "1" and found.purpose == DESK:
        return _agree(found, call_number, call)
    if not _speaks(found, call_number, call):
        return HangUp()
    if call.digits == "1" and plays < REPLAYS + _questions(found):
        return _spoken(found, call_number, plays + 1)
    return HangUp((line(Prompt.GOODBYE),), language)


def _agree(found: Verification, call_number: int, call: Call) -> Step:
    """Let the operator act for who answered; pressed again, the same is said."""
    if _speaks(found, call_number, call) and found.operator and found.called_at:
        about = f"{found.verification_id} {call_number}"
        audit.note_once(
            found.number, found.operator, audit.VERIFIED, since=found.called_at, key=about
        )
        ours = call_is(call_number) & (Verification.call_sid == call.sid)
        agreed_at = Verification.agreed_at.set(clock.now())
        if not found.move(AGREED, agreed_at, after={SPEAKING}, condition=ours):
            found.refresh(consistent_read=True)
    if found.state != AGREED or found.call_sid != call.sid:
        return HangUp()
    return HangUp((line(Prompt.DESK_MAY),), tables.language_of(found))


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


def _questions(found: Verification) -> int:
    """Return how many times 1 is asked for before the code: voicemail is to learn none.

    Who registers hears it at once, in the words of S37: nothing is lost to others by that yet.
    """
    return 0 if found.purpose == REGISTER else 1


def _spoken(found: Verification, call_number: int, plays: int) -> Step:
    who = {"who": found.billing_number} if found.billing_number else {}
    if plays < _questions(found):
        said = line(QUESTIONS[found.purpose], **who)
    elif found.purpose == REGISTER:
        said = line(Prompt.VERIFICATION_CODE, code=code(found, call_number))
    else:
        said = line(Prompt.CODE, code=code(found, call_number))
    then = paths.code(found.verification_id, call_number, "key", plays)
    return Ask((said, line(Prompt.CODE_NOT_ME)), then, language=tables.language_of(found))


def _speaks(found: Verification, call_number: int, call: Call) -> bool:
    """Say whether this call is the latest of a verification, and speaking."""
    latest = found.calls == call_number and found.call_sid == call.sid
    return latest and found.state == SPEAKING


def _stop(found: Verification) -> None:
    accounts.block(found.number)
    if found.move(STOPPED, after=OPEN):
        log.warning("code call stopped by who answered", extra={"purpose": found.purpose})


def _no_other(sid: str) -> tables.Condition:
    either: tables.Condition = Verification.call_sid.does_not_exist() | (
        Verification.call_sid == sid
    )
    return either
