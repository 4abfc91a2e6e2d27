"""Logging in and out over JSON: the cookie, the list, and who is refused."""

import logging
from threading import BoundedSemaphore

import pytest

from chalicelib import logs, passwords, sessions
from tests import factories
from tests.code_phone import HOME
from tests.factories import PASSWORD
from tests.people import CHEN, LI, WANG

LOGIN = {"number": "186 0000 0101", "password": PASSWORD}


def log_in(browser, **values):
    return browser.post("/api/sessions", {**LOGIN, **values})


@pytest.mark.usefixtures("owner")
def test_number_and_password_give_the_account_and_a_cookie(portal):
    answer = log_in(portal)

    assert answer.status == 201
    assert answer.json["number"] == WANG
    assert answer.cookie == (
        f"__Host-session={portal.token}; Path=/; Max-Age=43200; Secure; HttpOnly; SameSite=Strict"
    )
    assert len(portal.token) == 43
    assert portal.token not in answer.text
    assert portal.get("/api/session").json == {"account": answer.json}


def test_nobody_is_no_error(portal):
    answer = portal.get("/api/session")

    assert (answer.status, answer.json) == (200, {"account": None})


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize(
    "values", [{"password": "wrong"}, {"password": ""}, {"number": LI}, {"number": CHEN}]
)
def test_wrong_and_unknown_are_answered_alike(values, portal):
    answer = log_in(portal, **values)

    assert answer.status == 422
    assert answer.json == {
        "type": "urn:duoyoutong:problem:bad_login",
        "status": 422,
        "code": "bad_login",
    }
    assert answer.cookie is None


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize(
    ("number", "code"), [("222", "bad_number"), ("", "bad_number"), ("110", "number_not_allowed")]
)
def test_what_is_no_number_is_told_so(number, code, portal):
    assert log_in(portal, number=number).code == code


@pytest.mark.usefixtures("owner")
def test_too_many_tries_are_to_wait_as_told(portal, clock):
    for _ in range(3):
        log_in(portal, password="wrong")

    answer = log_in(portal)
    assert (answer.status, answer.code) == (429, "too_many_logins")
    assert (answer.json["retry_after"], answer.headers["retry-after"]) == (5, "5")

    clock.advance(seconds=5)
    assert log_in(portal).status == 201


@pytest.mark.usefixtures("owner")
def test_the_browsers_are_listed_and_ended(portal, clock):
    other = portal.another()
    other.address = "203.0.113.9"
    other.headers["User-Agent"] = "Safari"
    log_in(portal)
    clock.advance(minutes=1)
    log_in(other)

    clock.advance(seconds=61)

    here, there = portal.get("/api/sessions").json["items"]

    assert there == {
        "id": there["id"],
        "current": False,
        "created_at": "2011-02-16T02:01:00Z",
        "last_seen_at": "2011-02-16T02:01:00Z",
        "browser": "Safari",
        "address": "203.0.113.9",
    }
    assert (here["address"], here["current"]) == (HOME, True)
    assert here["last_seen_at"] == "2011-02-16T02:02:01Z"
    assert portal.delete(f"/api/sessions/{there['id']}").status == 204
    assert other.get("/api/account").status == 401
    assert portal.get("/api/account").status == 200


@pytest.mark.usefixtures("owner")
def test_all_others_are_ended_at_once(portal):
    others = [portal.another() for _ in range(2)]
    for browser in (portal, *others):
        log_in(browser)

    assert portal.delete("/api/sessions").status == 204

    assert [b.get("/api/account").status for b in (portal, *others)] == [200, 401, 401]


def test_logging_out_takes_the_cookie_away_and_what_was_kept(mine, tables):
    answer = mine.delete("/api/session")

    assert (answer.status, answer.body) == (204, b"")
    assert answer.cookie == (
        "__Host-session=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Strict"
    )
    assert answer.headers["clear-site-data"] == '"cache"'
    assert "content-type" not in answer.headers
    assert mine.get("/api/session").json == {"account": None}
    assert not [key for key in tables.snapshot() if key[0] == "test-sessions"]


def test_ending_the_session_one_is_in_logs_out(mine):
    (here,) = mine.get("/api/sessions").json["items"]

    assert mine.delete(f"/api/sessions/{here['id']}").status == 204
    assert mine.get("/api/account").status == 401


@pytest.mark.parametrize(
    "cookie",
    [
        "{0}",
        "a=b; {0}; c=d",
        "a=b;{0}",
        "__Host-session=; {0}",
        "__Host-session=x; {0}",
    ],
)
def test_the_cookie_is_found_among_others(cookie, mine):
    sent = cookie.format(f"__Host-session={mine.token}")

    assert mine.send("GET", "/api/account", headers={"Cookie": sent}).status == 200


@pytest.mark.parametrize(
    "name", ["session", "__host-session", "__Host-session2", "x__Host-session"]
)
def test_under_another_name_it_is_no_cookie_of_ours(name, mine):
    sent = f"{name}={mine.token}"

    assert mine.send("GET", "/api/account", headers={"Cookie": sent}).status == 401


@pytest.mark.usefixtures("owner")
def test_logging_in_again_gives_another_cookie_and_ends_the_session_that_there_was(portal):
    elsewhere = portal.another()
    log_in(elsewhere)
    log_in(portal)
    first = portal.token
    log_in(portal)

    assert portal.token != first
    assert sessions.find(first) is None
    assert sessions.find(portal.token) is not None
    assert sessions.find(elsewhere.token) is not None


@pytest.mark.usefixtures("owner")
def test_a_login_that_fails_ends_no_session(portal):
    log_in(portal)

    assert log_in(portal, password="wrong").status == 422
    assert portal.get("/api/account").status == 200


@pytest.mark.usefixtures("owner")
def test_logging_in_to_another_account_ends_the_session_of_the_one_before(portal, network, queue):
    factories.registered(CHEN, network=network, queue=queue)
    log_in(portal)
    first = portal.token

    assert log_in(portal, number=CHEN).status == 201
    assert sessions.find(first) is None
    assert portal.get("/api/account").json["number"] == CHEN


@pytest.mark.usefixtures("owner")
def test_where_too_many_passwords_are_looked_at_it_is_to_be_tried_again_in_a_second(
    portal, monkeypatch
):
    monkeypatch.setattr(passwords, "WAIT_SECONDS", 0.0)
    monkeypatch.setattr(passwords, "_room", BoundedSemaphore(1))

    with passwords.hashing():
        answer = log_in(portal)

    assert (answer.status, answer.code, answer.headers["retry-after"]) == (503, "busy", "1")
    assert log_in(portal).status == 201


@pytest.mark.usefixtures("owner")
def test_the_log_tells_neither_password_nor_token_nor_number(portal, caplog):
    log_in(portal)
    log_in(portal, password="wrong")
    portal.get("/api/account")

    for secret in (PASSWORD, portal.token, WANG[3:]):
        assert secret not in caplog.text


@pytest.mark.usefixtures("owner")
def test_a_login_that_went_well_is_logged_without_the_number(portal, caplog):
    caplog.set_level(logging.INFO)

    log_in(portal)

    (line,) = [record for record in caplog.records if record.message == "logged in"]
    assert WANG[-8:] not in logs.Lines().format(line)
    assert '"who": ' in logs.Lines().format(line)


def test_a_number_that_is_known_and_one_that_is_not_are_looked_up_alike(owner, portal, tables):
    asked = []
    for number in (WANG, LI):
        tables.requests.clear()
        log_in(portal, number=number, password="wrong")
        asked.append(list(tables.requests))

    assert asked[0] == asked[1]
    assert factories.accounts.find(WANG).attribute_values == owner.attribute_values
