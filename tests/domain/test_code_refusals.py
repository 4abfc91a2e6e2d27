"""Who answers a code call and presses 9 is called no more, whatever has become of the code."""

from datetime import timedelta

import pytest

from chalicelib import accounts, code_calls, verifications
from chalicelib.calls import Call
from chalicelib.steps import HangUp, Prompt, line
from chalicelib.tables import Block
from tests import factories
from tests.code_phone import HOME, CodePhone
from tests.people import WANG

pytestmark = pytest.mark.usefixtures("product")

STOPPED = HangUp((line(Prompt.CODE_STOPPED),))


def blocked():
    return accounts.look_up(WANG).blocked


def test_nine_counts_before_our_side_heard_of_the_answer(code_rung):
    assert code_rung.presses("9") == STOPPED
    assert (code_rung.stored.state, blocked()) == ("refused", True)


def test_nine_counts_after_the_code_was_used(code_heard, clock):
    verifications.confirm(code_heard.stored, code_heard.code)

    assert code_heard.presses("9") == STOPPED
    assert (code_heard.stored.state, blocked()) == ("used", True)
    clock.advance(hours=24)
    assert not blocked()


def test_nine_counts_in_a_call_that_another_one_came_after(code_rung, network, queue, clock):
    code_rung.answers()
    code_rung.hangs_up()
    clock.advance(minutes=1)
    verifications.again(code_rung.stored, key="again", address=HOME)
    queue.run()
    later = CodePhone(network, WANG)

    assert code_rung.presses("9") == STOPPED
    assert blocked()
    assert later.answers() == HangUp()
    assert factories.refusal(verifications.confirm, later.stored, later.code)[0] == (
        "refused_by_phone"
    )


@pytest.mark.parametrize("call_number", [0, 2, 9_999])
def test_nine_in_a_call_that_there_never_was_is_nobodys(call_number, code_heard, tables):
    once = tables.snapshot()
    pressed = Call(code_heard.sid, digits="9")

    step = code_calls.key(code_heard.verification_id, call_number, pressed, plays=0)

    assert step == HangUp()
    assert tables.snapshot() == once


def test_told_again_that_nine_was_pressed_the_day_does_not_begin_anew(code_heard, clock):
    code_heard.presses("9")
    clock.advance(seconds=100)

    assert code_heard.presses("9") == STOPPED
    clock.advance(hours=24, seconds=-100)
    assert not blocked()


def test_nine_in_a_later_call_begins_the_day_anew(code_heard, network, clock):
    first = Block(WANG, Block.ITEM, expires_at=clock.now() + timedelta(hours=1))
    first.save()

    code_heard.presses("9")

    clock.advance(hours=24, seconds=-1)
    assert blocked()
    del network
