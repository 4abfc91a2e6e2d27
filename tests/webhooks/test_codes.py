"""A code call as the provider lives it: the words of S37, once, twice, late, and for another."""

import pytest

from chalicelib import accounts, verifications
from tests.code_phone import CodePhone, asked
from tests.people import CHEN, WANG
from tests.webhooks.scenes import MENU, Scene

S37 = "您通过网站发起注册操作,请留意收听以下校验码{code},重听请按1,否则请挂机"


@pytest.fixture
def scene(phone, memory):
    return memory.of(Scene, phone.store, phone.network, phone.queue)


def test_the_code_is_spoken_word_for_word_digit_by_digit_and_again_on_1(phone, scene):
    path, form = scene.code("answered", CallStatus="in-progress")
    words = S37.format(code="，".join(scene.code_phone.code))

    first = phone.post(path, **form)
    again = phone.post(first.then, CallSid=form["CallSid"], Digits="1")

    assert words in said(first)
    assert "非本人操作请按9" in said(first)
    assert said(again) == said(first)
    assert again.then != first.then
    assert first.gather["numDigits"] == "1"


def said(answer):
    return "".join(answer.says)


def test_a_silent_phone_hears_goodbye(phone, scene):
    path, form = scene.code("answered", CallStatus="in-progress")
    phone.post(path, **form)

    key_path, _ = scene.code("key", "0")
    answer = phone.post(key_path, CallSid=form["CallSid"], Digits="")

    assert answer.verbs[-1] == "Hangup"


def test_the_caller_of_116323_is_told_to_hang_up_and_is_called(phone, network, queue, clock):
    begun = asked(queue)
    network.dials_in(MENU["CallSid"], WANG)

    welcome = phone.post("/voice/incoming", **MENU)
    clock.advance(seconds=10)
    network.ends(MENU["CallSid"])
    phone.post("/voice/status", **{**MENU, "CallStatus": "completed", "CallDuration": "10"})
    queue.run()

    assert "请挂机,系统将呼叫您并播报激活码" in said(welcome)
    assert network.rung == [WANG]
    assert CodePhone(network, WANG).verification_id == begun.verification_id


@pytest.mark.parametrize(
    ("rest", "digits"),
    [(["answered"], "9"), (["key", "0"], "1"), (["key", "0"], ""), (["status"], "9")],
)
def test_after_the_code_was_used_nothing_of_the_call_counts_but_nine(
    rest, digits, phone, scene, tables
):
    scene.code_phone.answers()
    verifications.confirm(scene.code_phone.stored, scene.code_phone.code)
    once = tables.snapshot()
    path, form = scene.code(*rest, CallStatus="completed" if rest == ["status"] else "in-progress")

    answer = phone.post(path, **form, Digits=digits)

    assert answer.status in {200, 204}
    assert answer.xml is None or answer.verbs == ["Hangup"]
    assert tables.snapshot() == once


def test_after_the_code_was_used_nine_still_keeps_the_phone_from_being_rung(phone, scene):
    scene.code_phone.answers()
    verifications.confirm(scene.code_phone.stored, scene.code_phone.code)
    path, form = scene.code("key", "0", CallStatus="in-progress")

    first, second = (phone.post(path, **form, Digits="9") for _ in range(2))

    assert "24小时内不再为此呼叫您" in said(first)
    assert second.body == first.body
    assert accounts.look_up(CHEN).blocked
    assert scene.code_phone.stored.state == "used"


@pytest.mark.parametrize("count", ["x", "-1", "1.5", "9999999", "²"])
@pytest.mark.parametrize("path", ["/voice/code/v/{}/answered", "/voice/code/v/1/key/{}"])
def test_a_path_that_counts_nothing_is_a_polite_end(path, count, phone, tables):
    answer = phone.post(path.format(count), CallSid="CA1")

    assert answer.verbs == ["Hangup"]
    assert tables.requests == []
