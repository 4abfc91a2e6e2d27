"""Whoever copies another's requests, keys and ids gets nothing of theirs (F35, I17)."""

import re

import pytest

from chalicelib import accounts
from tests import factories
from tests.at_desk import COOKIE as DESK_COOKIE
from tests.at_desk import HE, logged_in
from tests.people import CHEN, WANG, ZHAO

OF_A_ROW = re.compile(r'"(?:id|series_id|conference_id|call_sid)":"([\w-]{11,})"')
WORDS = ("老同学", "李雷", "周会", "家里", WANG[3:], ZHAO[3:])
"""What 王小明 calls his people and things."""


def ids(life):
    """Return every id that 王小明 was ever told."""
    return {found for _, answer in life.browser.answers for found in _ids(answer)}


def _ids(answer):
    return OF_A_ROW.findall(answer.text) if answer.body.startswith(b"{") else []


def asked(life):
    """Return each of his requests once; none in which his number or a password stands."""
    seen = {}
    for method, path, body, headers in life.browser.asked:
        if WANG[3:] not in str(body) and "password" not in str(body):
            seen.setdefault((method, path), (body, headers))
    return [(*what, *how) for what, how in seen.items()]


def of_wang(tables):
    """Return all that is kept of 王小明."""
    kept = tables.snapshot().items()
    return {key: item for key, item in kept if WANG in str(key) or WANG in str(item)}


@pytest.fixture
def other(lived):
    """Be the browser of 陈静, who is registered too, and in which 何坐席 is at the desk."""
    browser = lived.browser.another()
    made = factories.registered(CHEN, network=lived.network, queue=lived.queue)
    browser.held[DESK_COOKIE] = logged_in(HE)
    browser.asked, browser.answers = [], []
    return browser.of(accounts.find(made.billing_number))


def test_with_the_cookies_of_another_his_requests_show_and_change_nothing_of_his(
    lived, other, tables
):
    his, once = ids(lived), of_wang(tables)
    requests = asked(lived)
    assert len(requests) > 40
    reading = [request for request in requests if request[0] == "GET"]
    about_his = [request for request in requests if any(one in request[1] for one in his)]

    for method, path, body, headers in [*reading, *about_his, *requests]:
        told = other.send(method, path, *body, headers=headers)
        if any(one in path for one in his):
            assert told.status in {401, 404} or told.body == b"", path
            assert not [word for word in WORDS if word in told.text], path
        assert not [one for one in _ids(told) if one in his], path
        assert WANG[3:] not in told.text, path
        held_on(other)
    lived.queue.run()

    assert of_wang(tables) == once


def held_on(browser):
    """Log in again where the request just sent logged out, or closed what was open."""
    if browser.send("GET", "/api/account").status == 401:
        browser.of(accounts.find(CHEN))


def test_without_a_cookie_his_requests_show_and_change_nothing(lived, tables):
    stranger, once = lived.browser.another(), tables.snapshot()
    his = ids(lived)

    for method, path, body, headers in asked(lived):
        stranger.held = {}
        told = stranger.send(method, path, *body, headers=headers)
        assert told.status in {200, 401, 404, 422}, path
        assert not [word for word in (*WORDS, *his) if word in told.text], path

    assert tables.snapshot() == once


def test_his_own_key_sent_twice_makes_nothing_new(lived, tables, network):
    browser = lived.browser
    lived.clock.advance(hours=2)
    browser.asks("POST", "/api/sessions", {"number": WANG, "password": lived.password})
    keyed = [request for request in asked(lived) if request[0] == "POST" and request[2]]
    rung, once = list(network.rung), set(tables.snapshot())

    for method, path, body, headers in keyed:
        browser.send(method, path, *body, headers=headers)
    lived.queue.run()

    made = {key[0] for key in set(tables.snapshot()) - once}
    assert network.rung == rung
    assert made <= {"test-counters"}
