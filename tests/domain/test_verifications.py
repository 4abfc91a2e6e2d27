"""Proving a phone: asked once, guessed five times at most, used once, and soon over (F31, F39)."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib import config, passwords, verifications
from chalicelib.tables import Verification
from chalicelib.verifications import Draft, Wish
from tests import factories
from tests.code_phone import HOME, CodePhone, asked, wish
from tests.factories import PASSWORD, refusal
from tests.fakes import Crash
from tests.people import CHEN, LI, OFFICE, WANG

pytestmark = pytest.mark.usefixtures("product")


def again(found, key="again"):
    return verifications.again(found, key=key, address=HOME)


# ——— asked ———


def test_what_the_form_said_is_kept_until_the_code_is_right(clock):
    made = verifications.ask(wish(name="王小明", email="wang@example.com", password=PASSWORD))

    assert (made.state, made.name, made.email) == ("asked", "王小明", "wang@example.com")
    assert passwords.right(PASSWORD, made.password)
    assert made.wait_until == clock.now() + timedelta(seconds=120)
    assert made.expires_at == clock.now() + timedelta(days=1)


def test_what_the_form_said_is_given_out_by_the_right_code_and_then_forgotten(network, queue):
    factories.account(WANG)
    said = {"name": "王小明", "email": "wang@example.com", "agreement": "2026-11", "note": "x"}
    found = asked(queue, password=PASSWORD, **said)
    phone, hashed = CodePhone(network, WANG), found.password
    phone.answers()

    assert refusal(verifications.confirm, phone.stored, "x")[0] == "wrong_code"
    draft = verifications.confirm(phone.stored, phone.code)

    assert draft == Draft(**said, password_hash=hashed)
    kept = phone.stored
    assert (kept.name, kept.email, kept.password, kept.agreement, kept.note) == (None,) * 5


def test_the_password_is_kept_nowhere_and_neither_is_what_it_can_be_tried_on(tables):
    verifications.ask(wish(password=PASSWORD))

    ((made),) = Verification.scan()
    plain = [hashlib.sha256(text.encode()).hexdigest() for text in (PASSWORD, repr(PASSWORD))]
    assert not [secret for secret in (PASSWORD, *plain) if secret in str(tables.snapshot())]
    secrets = replace(config.secrets(), auth_tokens=("other token",))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(config, "secrets", lambda: secrets)
        assert verifications._digest(wish(password=PASSWORD)) != made.asked  # noqa: SLF001 - keyed


def test_nothing_is_hashed_for_an_address_that_asks_too_often_nor_for_a_repeated_wish(monkeypatch):
    hashed, made = passwords.hashed, []
    monkeypatch.setattr(passwords, "hashed", lambda password: made.append(1) or hashed(password))
    for n in range(10):
        for _ in range(2):
            verifications.ask(wish(key=f"key {n}", password=PASSWORD))

    late = wish(key="late", password=PASSWORD)

    assert refusal(verifications.ask, late)[0] == "too_many_codes"
    assert len(made) == 10


def test_the_same_wish_twice_is_one_and_rings_once(queue, network, tables):
    factories.account(WANG)
    first, second = (verifications.ask(wish(password=PASSWORD)) for _ in range(2))
    queue.run()
    third = verifications.ask(wish(password=PASSWORD))

    assert first.verification_id == second.verification_id == third.verification_id
    assert network.rung == [WANG]
    assert queue.asked == []
    assert len([key for key in tables.snapshot() if key[0] == "test-verifications"]) == 1


def test_the_same_wish_counts_once(tables):
    verifications.ask(wish())
    once = tables.snapshot()

    for _ in range(20):
        verifications.ask(wish())

    assert tables.snapshot() == once


@pytest.mark.parametrize(
    "other",
    [
        wish(LI),
        wish(email="a@b.cn"),
        wish(note="x"),
        wish(language="en"),
        wish(password="another password"),
    ],
)
def test_a_key_that_was_used_for_something_else_is_refused(other):
    verifications.ask(wish())

    assert refusal(verifications.ask, other)[0] == "key_used_otherwise"


def test_one_key_is_another_wish_for_another_purpose():
    first = verifications.ask(wish())
    second = verifications.ask(Wish("recover", WANG, "a key", HOME))

    assert first.verification_id != second.verification_id


def test_two_wishes_with_one_key_at_one_moment_are_one(tables, queue):
    others = iter([wish()])

    def overtake():
        if tables.requests[-1] == "PutItem" and (other := next(others, None)):
            verifications.ask(other)

    tables.before = overtake
    found = verifications.ask(wish())
    tables.before = lambda: None

    (stored,) = Verification.scan()
    assert found.attribute_values == stored.attribute_values
    assert queue.asked == [("code", "")]


def test_one_address_may_ask_for_ten_calls_an_hour(clock):
    for n in range(10):
        verifications.ask(wish(f"+86186000002{n:02}", key=f"key {n}"))

    late = wish(OFFICE, key="late")
    assert refusal(verifications.ask, late) == ("too_many_codes", {"retry_after": 3_600})
    assert verifications.ask(wish(OFFICE, key="late", address="203.0.113.1"))
    clock.advance(hours=1)
    assert verifications.ask(late)


def test_a_wish_that_is_repeated_at_once_is_not_asked_for_again(queue, clock):
    for _ in range(3):
        verifications.ask(wish())
        clock.advance(seconds=6)

    assert queue.asked == [("code", "")]


def test_a_wish_that_waits_for_twenty_seconds_is_asked_for_again_once(queue, clock):
    verifications.ask(wish())
    clock.advance(seconds=20)

    for _ in range(3):
        verifications.ask(wish())

    assert queue.asked == [("code", "")] * 2


def test_of_two_that_repeat_a_lost_wish_at_one_moment_one_asks_for_it(queue, clock, tables):
    verifications.ask(wish())
    clock.advance(seconds=20)
    others = iter([wish()])

    def overtake():
        if tables.requests[-1] == "UpdateItem" and (other := next(others, None)):
            verifications.ask(other)

    tables.before = overtake
    verifications.ask(wish())
    tables.before = lambda: None

    assert queue.asked == [("code", "")] * 2


def test_a_hundred_requests_for_one_number_ring_it_three_times_in_the_hour(queue, network, clock):
    factories.account(WANG)

    for n in range(100):
        verifications.ask(wish(key=f"key {n}", address=f"198.51.100.{n}"))
        queue.run()
        clock.advance(seconds=35)

    within = [c.created_at for c in network.calls.values()]
    assert [sum(t <= u < t + timedelta(hours=1) for u in within) for t in within] == [3, 2, 1]
    clock.advance(hours=1)
    assert len(within) == 3


def test_and_five_times_in_the_day(queue, network, clock):
    factories.account(WANG)

    for n in range(24 * 4):
        verifications.ask(wish(key=f"key {n}", address=f"198.51.100.{n}"))
        queue.run()
        clock.advance(minutes=15)

    assert len(network.rung) == 5


def test_past_the_limit_it_is_told_when_it_may_be_called_again(code_rung, queue, network, clock):
    clock.advance(seconds=10)
    other = verifications.ask(wish(key="another"))
    queue.run()
    other.refresh()

    assert (other.state, network.rung) == ("limited", [code_rung.stored.number])
    assert other.retry_at == clock.now() + timedelta(seconds=50)
    assert refusal(again, other) == ("too_soon", {"retry_after": 50})
    clock.advance(seconds=50)
    again(other)
    queue.run()
    assert network.rung == [WANG, WANG]


# ——— once more ———


@pytest.mark.parametrize(("seconds", "left"), [(0, 60), (0.5, 60), (1, 59), (59, 1), (59.5, 1)])
def test_within_a_minute_it_is_not_called_again(seconds, left, code_rung, clock):
    code_rung.hangs_up("busy")
    clock.advance(seconds=seconds)

    assert refusal(again, code_rung.stored) == ("too_soon", {"retry_after": left})


def test_after_a_minute_it_is_called_again_with_another_code(code_rung, network, queue, clock):
    code_rung.hangs_up("no-answer")
    clock.advance(seconds=60)

    begun = again(code_rung.stored)
    queue.run()
    later = CodePhone(network, WANG)
    later.answers()

    assert begun.state == "asked"
    assert (later.verification_id, later.stored.calls) == (code_rung.verification_id, 2)
    old = refusal(verifications.confirm, later.stored, code_rung.code)
    assert old == ("wrong_code", {"tries_left": 4})
    assert verifications.confirm(later.stored, later.code) == Draft()


def test_the_same_wish_for_another_call_twice_is_one(code_rung, network, queue, clock):
    code_rung.hangs_up("no-answer")
    clock.advance(seconds=60)

    for _ in range(3):
        again(code_rung.stored)
    queue.run()
    again(code_rung.stored)
    queue.run()

    assert network.rung == [WANG, WANG]


def test_a_wish_that_died_before_its_job_was_asked_for_is_done_when_repeated(
    code_rung, network, queue, clock
):
    code_rung.hangs_up("no-answer")
    clock.advance(seconds=60)

    def die():
        raise Crash

    queue.before = die
    with pytest.raises(Crash):
        again(code_rung.stored)
    queue.before = lambda: None
    clock.advance(seconds=19)
    again(code_rung.stored)
    assert queue.asked == []
    clock.advance(seconds=1)
    again(code_rung.stored)
    queue.run()

    assert network.rung == [WANG, WANG]


def test_of_two_wishes_for_another_call_at_one_moment_one_counts(code_rung, network, queue, clock):
    code_rung.hangs_up("no-answer")
    clock.advance(seconds=60)
    first, second = code_rung.stored, code_rung.stored

    again(first, key="first")
    assert again(second, key="second").call_key == "first"
    queue.run()

    assert network.rung == [WANG, WANG]


@pytest.mark.parametrize(
    ("lived", "seconds"),
    [(["rings"], 60 + 180), (["rings", "answers"], 60 + 180), ([], 60)],
    ids=["ringing", "speaking", "dialling"],
)
def test_a_call_that_goes_on_is_waited_for_unless_its_end_was_lost(
    lived, seconds, code_rung, clock, monkeypatch
):
    factories.settings_with(monkeypatch, ring_seconds=60)
    for deed in lived:
        getattr(code_rung, deed)()
    clock.advance(seconds=seconds - 1)

    assert refusal(again, code_rung.stored) == ("too_soon", {"retry_after": 1})
    clock.advance(seconds=1)
    assert again(code_rung.stored).state == "asked"


def test_the_two_minutes_can_begin_again_at_any_time(queue, clock):
    found = verifications.ask(wish())
    queue.run()
    clock.advance(seconds=150)
    found.refresh()
    assert verifications.state_of(found) == "expired"

    again(found)
    queue.run()
    found.refresh()

    assert verifications.state_of(found) == "waiting"
    assert found.wait_until == clock.now() + timedelta(seconds=120)


@pytest.mark.parametrize("purpose", ["register", "recover", "host_number"])
def test_no_call_is_placed_whose_code_could_not_live_as_long_as_it_is_said_to(purpose, clock):
    found = verifications.ask(wish(purpose=purpose))
    clock.advance(minutes=25)

    assert again(found).state == "asked"
    clock.advance(seconds=1)
    assert refusal(again, found, key="too late") == ("code_expired", {})


def test_each_other_call_counts_against_the_address(queue, clock):
    found = verifications.ask(wish())
    for n in range(9):
        queue.run()
        clock.advance(seconds=1)
        found.refresh()
        again(found, key=f"again {n}")
    queue.run()
    found.refresh()

    assert refusal(again, found, key="one more")[0] == "too_many_codes"


# ——— found ———


def test_for_half_an_hour_it_is_there(clock):
    found = verifications.ask(wish())

    clock.advance(minutes=30, seconds=-1)
    assert verifications.find(found.verification_id, "register").state == "asked"
    clock.advance(seconds=1)
    assert refusal(verifications.find, found.verification_id, "register")[0] == "not_found"


@pytest.mark.parametrize(
    ("purpose", "account"), [("recover", None), ("host_number", None), ("register", CHEN)]
)
def test_for_another_purpose_or_account_it_is_not_there(purpose, account):
    found = verifications.ask(wish())

    asked = found.verification_id, purpose, account
    assert refusal(verifications.find, *asked) == ("not_found", {})
