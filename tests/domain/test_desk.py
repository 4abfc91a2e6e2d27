"""What an operator may do for whom: the customer's word by phone, 30 minutes, every act written."""

from datetime import timedelta

import pytest

from chalicelib import accounts, code_calls, desk, profile, verifications
from chalicelib.calls import Call
from chalicelib.steps import Ask, HangUp, Prompt, line
from chalicelib.tables import Account, Counter, Verification
from tests import factories
from tests.at_desk import HE, LIN, agreed, asked, rows
from tests.code_phone import CodePhone
from tests.factories import PASSWORD, refusal
from tests.fakes import Crash
from tests.people import CHEN, LI, OFFICE, WANG

pytestmark = pytest.mark.usefixtures("product")

MAY = HangUp((line(Prompt.DESK_MAY),))
STOPPED = HangUp((line(Prompt.CODE_STOPPED),))
GOODBYE = HangUp((line(Prompt.GOODBYE),))


@pytest.fixture
def rung(paying, queue, network):
    """Have 林坐席 ask for 王小明's word: the phone that is rung."""
    del paying
    asked(queue)
    return CodePhone(network, WANG)


def shown(found):
    return desk.state_of(desk.find(found.operator, found.verification_id))


def state(phone):
    return desk.state_of(phone.stored)


# ——— the customer is called ———


def test_the_customers_own_phone_is_rung_however_the_number_was_typed(paying, queue, network):
    del paying
    begun = asked(queue, number="186 0000 0101")

    assert network.rung == [WANG]
    assert (begun.number, begun.purpose, begun.operator) == (WANG, "desk", LIN)
    assert shown(begun) == "dialling"


def test_who_answers_is_asked_and_hears_no_code(rung):
    question = rung.answers()

    then = f"/voice/code/{rung.verification_id}/1/key/0"
    assert question == Ask((line(Prompt.DESK_ASKS), line(Prompt.CODE_NOT_ME)), then)


def test_it_is_asked_in_the_language_of_the_account(paying, queue, network):
    paying.update(actions=[Account.language.set("en")])
    asked(queue)
    phone = CodePhone(network, WANG)

    assert phone.answers().language == "en"
    assert phone.presses("1") == HangUp((line(Prompt.DESK_MAY),), "en")


def test_the_page_sees_how_the_call_goes(rung):
    seen = [state(rung)]
    for act in (rung.rings, rung.answers, lambda: rung.presses("1"), rung.hangs_up):
        act()
        seen.append(state(rung))

    assert seen == ["dialling", "ringing", "speaking", "agreed", "agreed"]


@pytest.mark.parametrize(
    ("status", "expected"),
    [("busy", "busy"), ("no-answer", "no_answer"), ("failed", "failed"), ("canceled", "failed")],
)
def test_a_call_that_was_not_answered_says_why(status, expected, rung):
    rung.hangs_up(status)

    assert state(rung) == expected


@pytest.mark.parametrize("keys", [[], ["2"], [""], ["5"]])
def test_who_does_not_press_1_did_not_agree(keys, rung):
    rung.answers()
    said = [rung.presses(key) for key in keys]
    rung.hangs_up()

    assert said == [GOODBYE] * len(keys)
    assert state(rung) == "no_answer"
    assert refusal(desk.customer, LIN, rung.verification_id)[0] == "not_agreed"
    assert rows() == []


def test_1_agrees_for_half_an_hour(given, clock):
    assert shown(given) == "agreed"
    assert desk.until(given) == clock.now() + timedelta(minutes=30)
    assert desk.customer(LIN, given.verification_id).account.billing_number == WANG

    clock.advance(minutes=30, seconds=-1)
    assert desk.customer(LIN, given.verification_id)

    clock.advance(seconds=1)
    assert shown(given) == "expired"
    assert refusal(desk.customer, LIN, given.verification_id)[0] == "not_agreed"


def test_1_pressed_twice_agrees_once_and_says_the_same(rung, clock, tables):
    rung.answers()
    first = rung.presses("1")
    once = tables.snapshot()
    clock.advance(seconds=5)

    assert rung.presses("1") == first == MAY
    assert tables.snapshot() == once
    assert rows() == [(LIN, "verified", "")]


def test_1_that_comes_twice_at_one_moment_agrees_once(rung, tables):
    rung.answers()
    others = iter(["1"])

    def overtake():
        if tables.requests[-1] == "PutItem" and (key := next(others, None)):
            rung.presses(key)

    tables.before = overtake
    said = rung.presses("1")
    tables.before = lambda: None

    assert said == MAY
    assert rows() == [(LIN, "verified", "")]


def test_that_the_customer_agreed_is_written_before_it_counts(rung, tables):
    rung.answers()

    def die():
        if tables.requests[-1] == "UpdateItem":
            raise Crash

    tables.before = die
    with pytest.raises(Crash):
        rung.presses("1")
    tables.before = lambda: None

    assert rows() == [(LIN, "verified", "")]
    assert state(rung) == "speaking"
    assert rung.presses("1") == MAY
    assert rows() == [(LIN, "verified", "")]


def test_another_call_does_not_agree(rung):
    rung.answers()

    assert code_calls.key(*rung.there, Call("CAother", digits="1"), plays=0) == HangUp()
    assert state(rung) == "speaking"


def test_9_stops_it_and_the_desk_rings_there_no_more_for_a_day(rung, queue, network, clock):
    rung.answers()

    assert rung.presses("9") == STOPPED
    assert state(rung) == "refused"
    assert rows() == []

    clock.advance(hours=1)
    assert shown(asked(queue, key="another")) == "refused"
    assert network.rung == [WANG]


# ——— who may be called, how often ———


@pytest.mark.parametrize("number", [LI, CHEN, OFFICE])
def test_a_number_without_an_account_is_not_rung(number, queue, network):
    assert refusal(desk.ask, LIN, number, key="a key")[0] == "not_activated"
    queue.run()

    assert network.rung == []
    assert Verification.count() == 0


def test_a_closed_account_is_not_rung(owner):
    profile.close(owner, PASSWORD, address="somewhere")

    assert refusal(desk.ask, LIN, WANG, key="a key")[0] == "not_activated"


@pytest.mark.usefixtures("paying")
def test_a_number_that_may_not_host_is_not_rung():
    factories.exception(WANG, "barred")

    assert refusal(desk.ask, LIN, WANG, key="a key")[0] == "not_eligible"


@pytest.mark.parametrize(
    "becomes",
    [
        lambda: factories.exception(WANG, "barred"),
        lambda: accounts.find(WANG).update(actions=[Account.state.set("closed")]),
        lambda: accounts.find(WANG).delete(),
    ],
)
@pytest.mark.usefixtures("paying")
def test_nor_one_that_became_such_before_the_call(becomes, queue, network):
    begun = desk.ask(LIN, WANG, key="a key")
    becomes()
    queue.run()

    assert (shown(begun), network.rung) == ("not_eligible", [])


@pytest.mark.parametrize(
    ("number", "reason"), [("110", "number_not_allowed"), ("王", "bad_number"), ("", "bad_number")]
)
def test_what_is_no_number_is_refused(number, reason):
    assert refusal(desk.ask, LIN, number, key="a key")[0] == reason


@pytest.mark.usefixtures("paying")
def test_the_same_key_of_the_same_operator_is_one_call(queue, network):
    first, second = (desk.ask(LIN, WANG, key="a key") for _ in range(2))
    queue.run()

    assert first.verification_id == second.verification_id
    assert network.rung == [WANG]
    factories.account(CHEN)
    assert refusal(desk.ask, LIN, CHEN, key="a key")[0] == "key_used_otherwise"


@pytest.mark.usefixtures("paying")
def test_two_operators_with_the_same_key_have_a_call_each(queue):
    first, second = (asked(queue, who) for who in (LIN, HE))

    assert first.verification_id != second.verification_id
    assert (first.state, second.state) == ("dialling", "limited")


@pytest.mark.usefixtures("paying")
def test_a_phone_is_rung_no_oftener_than_for_codes(queue, network, clock):
    for n, expected in enumerate(["dialling", "dialling", "dialling", "limited"]):
        assert shown(asked(queue, key=f"key {n}")) == expected
        clock.advance(minutes=2)

    assert network.rung == [WANG] * 3


@pytest.mark.usefixtures("paying")
def test_an_operator_has_30_calls_an_hour_whatever_their_address(clock):
    for n in range(30):
        desk.ask(LIN, WANG, key=f"key {n}")

    assert refusal(desk.ask, LIN, WANG, key="one more") == (
        "too_many_codes",
        {"retry_after": 3600},
    )
    assert desk.ask(HE, WANG, key="a key")
    clock.advance(hours=1)
    assert desk.ask(LIN, WANG, key="one more")


@pytest.mark.usefixtures("paying")
def test_calls_of_the_desk_take_none_of_the_network_addresses_own():
    before = {counter.name for counter in Counter.scan()}
    desk.ask(LIN, WANG, key="a key")

    assert {counter.name for counter in Counter.scan()} - before == {f"codes#desk#{LIN}"}


def test_a_call_that_never_came_about_is_over_after_half_an_hour(rung, clock):
    clock.advance(minutes=30)

    assert state(rung) == "expired"


# ——— whose word it is ———


def test_the_word_was_given_to_that_operator_and_to_nobody_else(given):
    for deed in (desk.find, desk.customer, desk.finish):
        assert refusal(deed, HE, given.verification_id)[0] == "not_found"
        assert refusal(deed, LIN, "made-up")[0] == "not_found"


@pytest.mark.parametrize("purpose", ["register", "recover", "host_number"])
def test_a_code_call_is_nobodys_word(purpose, queue):
    factories.account(WANG)
    draft = verifications.Draft(billing_number=CHEN if purpose == "host_number" else None)
    wish = verifications.Wish(purpose, WANG, "a key", "somewhere", draft=draft)
    begun = verifications.ask(wish)
    queue.run()

    assert refusal(desk.find, LIN, begun.verification_id)[0] == "not_found"
    assert refusal(desk.find, None, begun.verification_id)[0] == "not_found"


def test_a_word_given_to_the_desk_is_no_code(given):
    for purpose in ("register", "recover", "host_number"):
        reason, _ = refusal(verifications.find, given.verification_id, purpose)
        assert reason == "not_found"


def test_an_account_that_may_not_host_any_more_is_served_no_more(given):
    factories.exception(WANG, "barred")

    assert refusal(desk.customer, LIN, given.verification_id)[0] == "not_eligible"


def test_the_operator_gives_the_word_back(given, clock):
    for _ in range(2):
        desk.finish(LIN, given.verification_id)

    assert shown(given) == "expired"
    assert refusal(desk.customer, LIN, given.verification_id)[0] == "not_agreed"
    assert clock.now() < desk.until(given)


@pytest.mark.usefixtures("owner")
def test_the_name_is_told_of_who_has_one(network, queue, clock):
    assert desk.name_of(agreed(network, queue, clock)) == "王小明"


def test_who_only_ever_dialled_has_none(given):
    assert desk.name_of(given) == ""
    accounts.find(WANG).delete()
    assert desk.name_of(given) == ""


def test_9_on_a_later_call_ends_every_operators_word(given):
    assert desk.customer(LIN, given.verification_id).who == LIN

    accounts.block(WANG)

    assert refusal(desk.customer, LIN, given.verification_id)[0] == "not_agreed"
