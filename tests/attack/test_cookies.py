"""What lets somebody in: how it is sent, what else it opens, and when it is dead (F34, F52)."""

import re

import pytest

from chalicelib.api.endpoint import OPERATIONS
from tests.at_desk import COOKIE as DESK_COOKIE
from tests.phone import served
from tests.portal import CALL_COOKIE, COOKIE, WATCH_COOKIE

served()  # whatever is served has said so by now
NAMES = sorted({COOKIE, CALL_COOKIE, WATCH_COOKIE, DESK_COOKIE})
SENT = re.compile(
    r"(__Host-[a-z]+)=([\w.-]*); Path=/; Max-Age=\d+; Secure; HttpOnly; SameSite=Strict"
)
CLOSED = [o for o in OPERATIONS if not o.public]
KEPT = "/api/openapi.json"
"""The one answer that is the same for everybody."""


def sent(life):
    """Return every cookie of the day: its name and what it held."""
    cookies = [cookie for _, answer in life.browser.answers for cookie in answer.cookies]
    return [SENT.fullmatch(cookie) for cookie in cookies]


def opened(browser, name, value):
    """Return the closed routes that *value* opens as the cookie *name*."""
    cookie, keyed = {"Cookie": f"{name}={value}"}, {"Idempotency-Key": "key-of-an-attacker-1"}
    found = []
    for o in CLOSED:
        path = re.sub(r"[{}]", "", o.path)
        body = [] if o.body is None else [{}]
        answer = browser.send(o.method, path, *body, headers={**cookie, **keyed})
        unread = {401, 404, 422} if o.guests else {401, 404}  # whose a key is, is seen at the deed
        if answer.status not in unread:
            found.append((o.method, path, answer.status))
    return found


def test_every_cookie_of_a_day_is_for_this_host_alone_and_out_of_reach_of_scripts(lived):
    found = sent(lived)

    assert None not in found
    assert sorted({one[1] for one in found}) == NAMES


def test_what_a_cookie_holds_stands_nowhere_else(lived, tables):
    secrets = {one[2] for one in sent(lived) if one[2]}
    kept = str(tables.snapshot())

    assert len(secrets) > 6
    assert [secret for secret in secrets if secret in kept] == []
    for path, answer in lived.browser.answers:
        assert not [secret for secret in secrets if secret.encode() in answer.body], path
        assert not [secret for secret in secrets if secret in path], path


def test_no_cookie_opens_what_another_is_for(lived):
    browser, held = lived.browser.another(), {}
    browser.held = {}
    for one in sent(lived):
        if one[2]:
            held[one[1]] = one[2]

    for name in NAMES:
        for other in NAMES:
            if name != other:
                assert opened(browser, other, held[name]) == [], (name, other)


def test_when_the_account_is_closed_no_cookie_of_its_days_opens_anything(lived):
    lived.closes()
    browser = lived.browser.another()

    for name, value in {(one[1], one[2]) for one in sent(lived) if one[2]}:
        assert opened(browser, name, value) == [], name


@pytest.mark.parametrize("name", NAMES)
def test_a_cookie_that_was_planted_is_not_taken_on(name, lived):
    victim, planted = lived.browser.another(), "x" * 43
    victim.held[name] = planted

    victim.asks("POST", "/api/sessions", {"number": "18600000101", "password": lived.password})

    assert planted not in victim.held[COOKIE]
    assert opened(lived.browser.another(), COOKIE, planted) == []


def test_no_answer_of_a_day_is_kept_or_shared_with_another_site(lived):
    for path, answer in lived.browser.answers:
        keeping = "no-cache" if path.endswith(KEPT) else "no-store"
        assert answer.headers["cache-control"] == keeping, path
        assert not [name for name in answer.headers if name.startswith("access-control-")], path
        assert answer.headers.get("content-type", "application/json").startswith(
            ("application/json", "text/csv; charset=utf-8", "application/problem+json")
        ), path
