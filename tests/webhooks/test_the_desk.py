"""The call that asks for a customer's word, as the provider lives it: 1, 9, silence, late."""

import pytest

from chalicelib import accounts, desk
from chalicelib import tables as t
from chalicelib.tables import Account
from tests import factories
from tests.at_desk import LIN, asked
from tests.code_phone import CodePhone
from tests.people import WANG

ASKS = ["116323人工坐席应您的要求为您办理业务,同意请按1", "非本人操作请按9"]
MAY = ["好的,坐席将在30分钟内为您办理,再见"]


class Ear:
    """The customer's phone: what is posted about its call, and what it hears."""

    def __init__(self, phone, called):
        self.phone, self.called = phone, called

    def post(self, *rest, **form):
        path = "/".join(("/voice/code", *map(str, self.called.there), *rest))
        there = {"CallSid": self.called.sid, "To": WANG, "CallStatus": "in-progress"}
        return self.phone.post(path, **{**there, **form})

    @property
    def state(self):
        return desk.state_of(desk.find(LIN, self.called.verification_id))


@pytest.fixture
def ear(phone, network, queue):
    factories.account(WANG)
    asked(queue)
    return Ear(phone, CodePhone(network, WANG))


def test_the_customer_is_asked_word_for_word_and_agrees(ear):
    asks = ear.post("answered")
    agrees = ear.post("key", "0", Digits="1")
    ear.post("status", CallStatus="completed", CallDuration="12")

    assert asks.says[:2] == ASKS
    assert asks.gather["numDigits"] == "1"
    assert asks.then == "/".join(("/voice/code", *map(str, ear.called.there), "key/0"))
    assert (agrees.says, agrees.verbs[-1]) == (MAY, "Hangup")
    assert ear.state == "agreed"


def test_in_english_it_says_the_same(phone, network, queue):
    factories.account(WANG).update(actions=[Account.language.set("en")])
    asked(queue)
    ear = Ear(phone, CodePhone(network, WANG))

    assert ear.post("answered").says[:2] == [
        "An operator of 116323 is to act for you, as you asked. To agree, press 1.",
        "If this was not you, press 9.",
    ]
    assert ear.post("key", "0", Digits="1").says == [
        "All right. The operator may act for you for 30 minutes. Goodbye."
    ]


def test_no_code_is_ever_spoken(ear):
    said = "".join(ear.post("answered").says + ear.post("key", "0", Digits="1").says)

    assert "，".join(ear.called.code) not in said
    assert "校验码" not in said


def test_every_webhook_twice_is_answered_alike(ear):
    for rest, digits in ((["answered"], ""), (["key", "0"], "1")):
        first, second = (ear.post(*rest, Digits=digits) for _ in range(2))
        assert first.body == second.body

    assert [row.what for row in t.audited(WANG)] == ["verified"]


@pytest.mark.parametrize("digits", ["", "2", "*", "#", "11"])
def test_any_other_key_and_silence_are_no_word(digits, ear):
    ear.post("answered")

    answer = ear.post("key", "0", Digits=digits)
    ear.post("status", CallStatus="completed", CallDuration="12")

    assert answer.verbs[-1] == "Hangup"
    assert ear.state == "no_answer"
    assert t.audited(WANG) == []


def test_9_ends_it_and_keeps_the_phone_from_being_rung(ear):
    ear.post("answered")

    answer = ear.post("key", "0", Digits="9")

    assert "24小时内不再为此呼叫您" in "".join(answer.says)
    assert ear.state == "refused"
    assert accounts.look_up(WANG).blocked


def test_1_after_9_is_no_word(ear):
    ear.post("answered")
    ear.post("key", "0", Digits="9")

    assert ear.post("key", "0", Digits="1").verbs == ["Hangup"]
    assert ear.state == "refused"


def test_1_before_the_call_was_answered_is_no_word(ear):
    assert ear.post("key", "0", Digits="1").verbs == ["Hangup"]
    assert ear.state == "dialling"


def test_1_in_another_call_is_no_word(ear):
    ear.post("answered")

    assert ear.post("key", "0", Digits="1", CallSid="CAother").verbs == ["Hangup"]
    assert ear.state == "speaking"
