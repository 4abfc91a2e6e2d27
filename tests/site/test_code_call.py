"""The step of the code call: where the phone is not rung, no call is promised (语音校验码)."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from chalicelib import clock
from tests.site.reserved import answer

KEEP = "(kept) => sessionStorage.setItem('/registrations', kept)"


@pytest.fixture
def registering(visitor):
    """Return a function that opens the page in the middle of a registration in a *state*."""

    def opened(state):
        now = datetime.now(UTC)
        verification = {
            "id": "v1",
            "purpose": "register",
            "state": state,
            "number": "+861082345678",
            "calls": 1,
            "tries_left": 5,
            "wait_until": clock.text(now),
            "valid_until": None,
            "retry_at": clock.text(now + timedelta(minutes=50)),
            "now": clock.text(now),
        }
        answer(visitor, "/registrations/v1", verification)
        visitor.goes_to("/help")
        visitor.page.evaluate(KEEP, json.dumps(verification))
        visitor.goes_to("/register")
        return visitor.page.get_by_role("main")

    return opened


def test_a_phone_that_was_rung_just_now_is_not_said_to_be_rung(registering, visitor):
    page = registering("limited")

    expect(page).to_contain_text("现在没有呼叫")
    expect(page).not_to_contain_text("系统将呼叫")
    expect(page.get_by_label("校验码")).to_have_count(0)
    expect(page.get_by_role("button", name="重新呼叫(50 分钟后)")).to_be_visible()
    expect(page.get_by_role("button", name="换个号码")).to_be_visible()
    assert visitor.violations() == []


@pytest.mark.parametrize("state", ["ringing", "spoken"])
def test_of_a_call_that_was_placed_the_code_is_asked_for(registering, state):
    page = registering(state)

    expect(page).to_contain_text("系统将呼叫")
    expect(page.get_by_label("校验码")).to_be_visible()
