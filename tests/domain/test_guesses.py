"""The code typed in: five guesses at most, five minutes, one use, and kept nowhere (F31)."""

import hashlib
from dataclasses import replace
from threading import Thread

import pytest

from chalicelib import ids, verifications
from chalicelib.tables import Counter, Verification
from chalicelib.verifications import Draft
from tests.code_phone import HOME, asked, wish
from tests.factories import refusal
from tests.people import LI

pytestmark = pytest.mark.usefixtures("product")


def again(found):
    return verifications.again(found, key="again", address=HOME)


def other_than(code):
    return f"{(int(code) + 1) % 1_000_000:06}"


def guess(phone, digits=None):
    return refusal(verifications.confirm, phone.stored, digits or other_than(phone.code))


def test_the_right_code_is_taken_once(code_heard):
    verifications.confirm(code_heard.stored, code_heard.code)

    assert code_heard.stored.state == "used"
    assert guess(code_heard, code_heard.code) == ("code_used", {})
    assert refusal(again, code_heard.stored)[0] == "code_used"


@pytest.mark.parametrize("said", ["busy", "no-answer", "failed", "completed", "ringing"])
def test_the_right_code_is_taken_whatever_the_network_says_of_the_call(said, code_heard):
    code_heard.hears_of(said)

    assert verifications.confirm(code_heard.stored, code_heard.code) == Draft()


def test_five_guesses_and_it_is_over_for_the_right_code_too(code_heard, clock):
    told = [guess(code_heard) for _ in range(6)]

    assert told == [
        *(("wrong_code", {"tries_left": left}) for left in (4, 3, 2, 1)),
        ("no_tries_left", {"tries_left": 0}),
        ("no_tries_left", {}),
    ]
    assert guess(code_heard, code_heard.code) == ("no_tries_left", {})
    clock.advance(minutes=5)
    assert refusal(again, code_heard.stored)[0] == "no_tries_left"


def test_the_fifth_guess_may_be_right(code_heard):
    for _ in range(4):
        guess(code_heard)

    assert verifications.confirm(code_heard.stored, code_heard.code) == Draft()


def test_fifty_guesses_at_one_moment_count_five(code_heard):
    found, told = code_heard.stored, []
    wrong = other_than(code_heard.code)

    def try_it():
        told.append(refusal(verifications.confirm, Verification.get(found.verification_id), wrong))

    threads = [Thread(target=try_it) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert code_heard.stored.guesses == 5
    assert sum(reason == "wrong_code" for reason, _ in told) <= 4
    assert sum(reason == "no_tries_left" for reason, _ in told) >= 46


def test_of_two_right_guesses_at_one_moment_one_is_taken(code_heard, tables):
    others = iter([code_heard.stored])
    code = code_heard.code

    def overtake():
        if tables.requests[-2:] == ["UpdateItem", "UpdateItem"] and (other := next(others, None)):
            verifications.confirm(other, code)

    found = code_heard.stored
    tables.requests.clear()
    tables.before = overtake
    told = refusal(verifications.confirm, found, code)
    tables.before = lambda: None

    assert told == ("code_used", {"tries_left": 4})


@pytest.mark.parametrize(("seconds", "good"), [(299, True), (299.9, True), (300, False)])
def test_a_code_lives_five_minutes(seconds, good, code_heard, clock):
    clock.advance(seconds=seconds)

    if good:
        assert verifications.confirm(code_heard.stored, code_heard.code) == Draft()
    else:
        assert guess(code_heard, code_heard.code) == ("code_expired", {"tries_left": 4})


def test_a_code_that_was_spoken_and_has_run_out_is_shown_to_be_so(code_heard, clock):
    code_heard.hangs_up()
    clock.advance(seconds=299)
    assert verifications.state_of(code_heard.stored) == "spoken"
    clock.advance(seconds=1)

    assert verifications.state_of(code_heard.stored) == "expired"


@pytest.mark.parametrize("digits", ["000000", "999999"])
def test_before_the_first_call_there_is_no_code(digits, queue):
    found = asked(queue)

    assert refusal(verifications.confirm, found, digits)[0] == "no_code_yet"
    assert refusal(verifications.confirm, found, verifications.code(found, 0))[0] == "no_code_yet"


def test_what_was_stopped_or_may_not_host_takes_no_code_and_no_call(code_heard, queue):
    code_heard.presses("9")
    other = asked(queue, LI, key="another")

    assert guess(code_heard, code_heard.code)[0] == "refused_by_phone"
    assert refusal(again, code_heard.stored)[0] == "refused_by_phone"
    assert refusal(verifications.confirm, other, "000000")[0] == "not_eligible"
    assert refusal(again, other)[0] == "not_eligible"


# ——— secret ———


def test_the_code_is_kept_nowhere(code_heard, tables, caplog):
    code_heard.presses("1")
    guess(code_heard)
    code_heard.hangs_up()

    kept = str(tables.snapshot()) + caplog.text
    assert code_heard.code not in kept
    assert other_than(code_heard.code) not in kept


def test_the_codes_of_many_calls_are_all_different_and_fill_the_range():
    codes = [
        verifications.code(Verification(f"verification {n}"), call)
        for n in range(500)
        for call in (1, 2)
    ]

    assert len(set(codes)) > 990
    assert all(len(code) == 6 for code in codes)
    assert {code[0] for code in codes} == set("0123456789")


def test_the_code_is_made_with_our_secret(code_heard, monkeypatch):
    code = code_heard.code
    secrets = verifications.config.secrets()
    other = replace(secrets, auth_tokens=("other token", *secrets.auth_tokens))
    monkeypatch.setattr(verifications.config, "secrets", lambda: other)

    assert verifications.code(code_heard.stored, 1) != code


def test_an_address_is_not_kept_with_what_it_asked_for(tables):
    verifications.ask(wish())

    assert HOME not in str(tables.snapshot())
    assert [counter.name for counter in Counter.scan()] == [f"codes#{ids.secretly(HOME)}"]
    assert hashlib.sha256(HOME.encode()).hexdigest()[:16] not in str(tables.snapshot())
    assert ids.derived("address", HOME) not in str(tables.snapshot())
