"""The call that speaks a code: placed, waited for, answered, replayed, stopped (S34–S40)."""

from datetime import timedelta

import pytest

from chalicelib import code_calls, verifications
from chalicelib import tables as t
from chalicelib.calls import Call, Progress
from chalicelib.steps import Ask, HangUp, Prompt, line
from chalicelib.tables import Counter, Orphan
from tests import factories
from tests.code_phone import CodePhone, asked, wish
from tests.people import CHEN, LI, WANG

pytestmark = pytest.mark.usefixtures("product")

REGISTER, RECOVER, HOST_NUMBER = "register", "recover", "host_number"
GOODBYE = HangUp((line(Prompt.GOODBYE),))


STOPPED = HangUp((line(Prompt.CODE_STOPPED),))


def then(phone, plays):
    return f"/voice/code/{phone.verification_id}/{phone.call_number}/key/{plays}"


def spoken(phone, *, plays=0, prompt=Prompt.VERIFICATION_CODE):
    lines = (line(prompt, code=phone.code), line(Prompt.CODE_NOT_ME))
    return Ask(lines, then(phone, plays))


def calls_counted(number=WANG):
    """Return how many calls of its limits a number has had."""
    counter = t.find(Counter, f"code#{number}")
    return len(counter.times) if counter else 0


# ——— placed ———


def test_a_number_that_dialled_116323_once_is_called_at_once(code_rung, network, clock):
    found = code_rung.stored

    assert network.rung == [WANG]
    assert (found.state, found.calls, found.call_sid) == ("dialling", 1, code_rung.sid)
    assert found.valid_until == clock.now() + timedelta(seconds=300)
    assert found.retry_at == clock.now() + timedelta(seconds=60)


def test_a_code_call_lasts_three_minutes_at_most(queue, network):
    factories.account(WANG)
    asked(queue)

    assert network.longest == {CodePhone(network, WANG).sid: 180}


def test_the_same_job_twice_rings_once_and_takes_one_call_of_the_limit(code_rung, network):
    for _ in range(2):
        code_calls.place(code_rung.verification_id)

    assert network.rung == [WANG]
    assert calls_counted() == 1


@pytest.mark.parametrize("purpose", [REGISTER, RECOVER, HOST_NUMBER])
def test_the_same_job_done_twice_at_one_moment_rings_once_and_takes_one_call_of_the_limit(
    purpose, a_minute_later, network, tables
):
    del a_minute_later
    begun = verifications.ask(wish(purpose=purpose))
    rung, counted = len(network.rung), calls_counted()
    others = iter([begun.verification_id])

    def overtake():
        if tables.requests[-1] == "UpdateItem" and (other := next(others, None)):
            code_calls.place(other)

    tables.before = overtake
    code_calls.place(begun.verification_id)
    tables.before = lambda: None

    assert len(network.rung) == rung + 1
    assert calls_counted() == counted + 1


def test_past_the_limit_there_is_no_code_to_be_guessed(code_rung, queue, clock):
    clock.advance(seconds=10)
    other = asked(queue, key="another")

    assert (other.state, other.valid_until) == ("limited", None)
    right = verifications.code(other, 1)
    assert factories.refusal(verifications.confirm, other, right)[0] == "no_code_yet"
    assert code_rung.stored.state == "dialling"


@pytest.mark.parametrize("purpose", [REGISTER, RECOVER, HOST_NUMBER])
@pytest.mark.usefixtures("a_minute_later")
def test_of_a_placed_call_it_is_kept_what_it_was_for_and_not_whose(purpose, network, queue, clock):
    found = asked(queue, WANG, purpose)

    kept = Orphan.get(network.sid_of(WANG))

    assert (kept.status, kept.leg_id) == (f"code for {purpose}", found.verification_id)
    assert (kept.conference_id, kept.found_at) == ("", clock.now())
    assert WANG not in str(kept.attribute_values)


def test_a_barred_number_is_not_rung_for_another_account(queue, network):
    factories.exception(LI, "barred")

    assert asked(queue, LI, HOST_NUMBER).state == "not_eligible"
    assert (network.rung, calls_counted(LI)) == ([], 0)


def test_a_job_about_nothing_does_nothing(network, tables):
    code_calls.place("nothing")

    assert (network.did, tables.snapshot()) == ([], {})


@pytest.mark.parametrize("number", [WANG, LI])
def test_a_host_number_need_not_have_dialled_116323_nor_be_one_that_may_host(
    number, queue, network
):
    found = asked(queue, number, HOST_NUMBER)

    assert (found.state, network.rung) == ("dialling", [number])


def test_a_number_that_may_not_host_is_told_so_without_a_call(queue, network):
    assert asked(queue, LI).state == "not_eligible"
    assert network.rung == []


@pytest.mark.parametrize(
    ("number", "verdict", "expected"),
    [(LI, "allowed", "dialling"), (WANG, "barred", "not_eligible")],
)
def test_the_word_of_the_operator_counts_more_than_the_number_plan(
    number, verdict, expected, queue
):
    factories.account(WANG)
    factories.exception(LI, "allowed")
    factories.account(LI)
    factories.exception(number, verdict)

    assert asked(queue, number).state == expected


def test_a_call_the_network_declines_has_failed(queue, network):
    factories.account(WANG)
    network.refuse("ring", factories.provider.Declined("13224"))

    assert asked(queue).state == "failed"


def test_a_call_of_which_nothing_is_known_may_still_speak(queue, network):
    factories.account(WANG)
    network.refuse("ring", factories.provider.Unknown("timeout"), done=True)

    found = asked(queue)
    phone = CodePhone(network, WANG)

    assert (found.state, found.call_sid) == ("dialling", None)
    assert phone.answers() == spoken(phone)
    assert phone.stored.call_sid == phone.sid


# ——— answered ———


def test_the_code_is_spoken_as_s37_has_it(code_rung):
    step = code_rung.answers()

    assert step == spoken(code_rung)
    assert code_rung.stored.state == "speaking"
    assert len(code_rung.code) == 6
    assert code_rung.code.isdecimal()


@pytest.mark.parametrize(
    ("purpose", "prompt", "who"),
    [
        (RECOVER, Prompt.CODE_RECOVER, {}),
        (HOST_NUMBER, Prompt.CODE_HOST, {"who": CHEN}),
    ],
)
@pytest.mark.usefixtures("a_minute_later")
def test_each_purpose_has_its_own_words(purpose, prompt, who, network, queue):
    asked(queue, WANG, purpose)
    phone = CodePhone(network, WANG)

    question = Ask((line(prompt, **who), line(Prompt.CODE_NOT_ME)), then(phone, 0))
    assert phone.answers() == question
    assert phone.answers() == question
    assert phone.presses("1") == spoken(phone, plays=1, prompt=Prompt.CODE)


@pytest.mark.parametrize("purpose", [RECOVER, HOST_NUMBER])
@pytest.mark.usefixtures("a_minute_later")
def test_where_an_account_could_be_lost_a_voicemail_learns_no_code(purpose, network, queue):
    asked(queue, WANG, purpose)
    phone = CodePhone(network, WANG)

    assert phone.code not in str(phone.answers())
    assert phone.presses("") == GOODBYE


@pytest.mark.parametrize("purpose", [RECOVER, HOST_NUMBER])
@pytest.mark.usefixtures("a_minute_later")
def test_after_the_question_the_code_is_repeated_three_times_too(purpose, network, queue):
    asked(queue, WANG, purpose)
    phone = CodePhone(network, WANG)
    phone.answers()

    assert [phone.presses("1", plays=n) for n in range(4)] == [
        spoken(phone, plays=n, prompt=Prompt.CODE) for n in (1, 2, 3, 4)
    ]
    assert phone.presses("1", plays=4) == GOODBYE


def test_it_is_spoken_in_the_language_of_the_page(queue, network):
    factories.account(WANG)
    asked(queue, language="en")

    assert CodePhone(network, WANG).answers().language == "en"


def test_the_same_webhook_again_speaks_the_same_code(code_rung, tables, clock):
    first, once = code_rung.answers(), tables.snapshot()
    clock.advance(seconds=6)

    assert code_rung.answers() == first
    assert tables.snapshot() == once


def test_the_life_of_the_code_begins_when_it_is_spoken(code_rung, clock):
    clock.advance(seconds=40)
    code_rung.answers()

    assert code_rung.stored.valid_until == clock.now() + timedelta(seconds=300)


def test_one_repeats_the_code_three_times_and_then_it_is_goodbye(code_rung):
    code_rung.answers()

    assert [code_rung.presses("1", plays=n) for n in range(3)] == [
        spoken(code_rung, plays=n) for n in (1, 2, 3)
    ]
    assert code_rung.presses("1", plays=3) == GOODBYE


@pytest.mark.parametrize("key", ["", "2", "0", "*", "#", "11", "19"])
def test_silence_and_any_other_key_are_goodbye(key, code_rung):
    code_rung.answers()

    assert code_rung.presses(key) == GOODBYE
    assert code_rung.stored.state == "speaking"


def test_nine_stops_it_and_says_so_however_often_it_is_told(code_rung, tables):
    code_rung.answers()

    first, once = code_rung.presses("9"), tables.snapshot()

    assert first == HangUp((line(Prompt.CODE_STOPPED),))
    assert code_rung.presses("9") == first
    assert tables.snapshot() == once
    assert code_rung.stored.state == "refused"
    assert code_rung.presses("1") == HangUp()


@pytest.mark.parametrize("purpose", [REGISTER, RECOVER, HOST_NUMBER])
@pytest.mark.usefixtures("a_minute_later")
def test_after_nine_the_phone_is_not_rung_for_the_web_for_a_day(purpose, network, queue, clock):
    asked(queue, WANG, HOST_NUMBER, key="another key")
    phone = CodePhone(network, WANG)
    phone.answers()
    phone.presses("9")
    before = len(network.rung)

    clock.advance(hours=24, seconds=-1)
    shown = asked(queue, WANG, purpose, key="within a day").state
    rung_within = len(network.rung) - before
    clock.advance(seconds=60 if purpose == RECOVER else 1)  # it took a call of the limit
    asked(queue, WANG, purpose, key="after a day")

    assert shown == ("dialling" if purpose == RECOVER else "refused")
    assert (rung_within, len(network.rung) - before) == (0, 1)


# ——— what the network reports ———


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (["ringing"], "ringing"),
        (["ringing", "busy"], "busy"),
        (["busy"], "busy"),
        (["ringing", "no-answer"], "no_answer"),
        (["failed"], "failed"),
        (["ringing", "canceled"], "failed"),
        (["completed"], "no_answer"),
        (["ringing", "completed"], "no_answer"),
        (["ringing", "answers", "completed"], "spoken"),
        (["answers", "ringing"], "speaking"),
        (["answers", "ringing", "completed"], "spoken"),
        (["answers", "completed", "ringing", "completed", "busy"], "spoken"),
        (["no-answer", "ringing", "completed"], "no_answer"),
        (["in-progress"], "dialling"),
        (["answers", "failed"], "failed"),
        (["nonsense", ""], "dialling"),
    ],
)
def test_the_page_is_shown_how_the_call_goes_in_whatever_order_it_is_told(
    told, expected, code_rung
):
    for status in told:
        if status == "answers":
            code_rung.answers()
        else:
            code_rung.hears_of(status)

    assert code_rung.stored.state == expected


def test_of_another_call_nothing_is_believed(code_rung, tables):
    once = tables.snapshot()
    other = Call("CAother")
    there = code_rung.verification_id, code_rung.call_number

    for status in ("ringing", "completed", "busy"):
        code_calls.progress(*there, Progress("CAother", status))
    assert code_calls.answered(*there, other) == HangUp()
    for digits in ("", "1", "2"):
        assert code_calls.key(*there, Call("CAother", digits=digits), plays=0) == HangUp()

    assert tables.snapshot() == once


def test_of_an_earlier_call_nothing_is_believed(code_rung, network, queue, clock, tables):
    code_rung.hangs_up("busy")
    clock.advance(minutes=1)
    verifications.again(code_rung.stored, key="again", address="198.51.100.7")
    queue.run()
    later, once = CodePhone(network, WANG), tables.snapshot()

    assert code_rung.answers() == HangUp()
    for digits in ("", "1", "2"):
        assert code_rung.presses(digits) == HangUp()
    for status in ("ringing", "completed", "no-answer"):
        code_rung.hears_of(status)
    assert tables.snapshot() == once
    assert later.answers() == spoken(later)
    assert later.call_number == 2
    assert later.code != code_rung.code


@pytest.mark.parametrize("deed", ["answered", "key", "progress"])
def test_of_a_verification_that_is_not_there_nothing_is_said_or_kept(deed, tables):
    asked = {"answered": [Call("CA1")], "key": [Call("CA1")], "progress": [Progress("CA1", "busy")]}
    more = {"plays": 0} if deed == "key" else {}

    step = getattr(code_calls, deed)("nothing", 1, *asked[deed], **more)

    assert step in {None, HangUp()}
    assert tables.snapshot() == {}


def test_keys_before_the_answer_are_nobodys(code_rung):
    for digits in ("", "1", "2"):
        assert code_rung.presses(digits) == HangUp()
    assert code_rung.stored.state == "dialling"
