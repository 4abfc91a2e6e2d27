"""Every door is locked: a route is covered here from the day it is born."""

import json
import re

import pytest

from chalicelib import contacts, groups, legs, sessions
from chalicelib.contacts import Entry
from chalicelib.twiml.webhook import FORM
from tests import factories
from tests.at_desk import COOKIE as DESK_COOKIE
from tests.at_desk import HE, agreed, at_desk
from tests.factories import FIREFOX
from tests.people import CHEN, LI, WANG, ZHAO
from tests.phone import served
from tests.portal import OURS

OPEN = {
    "GET /api/service",
    "GET /api/openapi.json",
    "GET /api/session",
    "POST /api/sessions",
    "POST /api/registrations",
    "GET /api/registrations/{verification_id}",
    "POST /api/registrations/{verification_id}/calls",
    "POST /api/registrations/{verification_id}/confirmation",
    "POST /api/recoveries",
    "POST /api/recoveries/{verification_id}/calls",
    "POST /api/recoveries/{verification_id}/confirmation",
    "POST /api/desk/sessions",
    "GET /api/desk/sessions/current",
    "GET /api/estimate",
    "POST /api/quick-calls",
    "GET /api/quick-calls/{conference_id}",
    "POST /api/quick-calls/{conference_id}/cancel",
}
"""Routes of the portal that are for those who are not logged in."""
SAFE = {"GET"}
ROUTES = [f"{method} {path}" for path, methods in served()[0].routes.items() for method in methods]
API = [route for route in ROUTES if " /api/" in route]
VOICE = [route for route in ROUTES if " /voice/" in route]
CLOSED = [route for route in API if route not in OPEN]
CHANGING = [route for route in API if route.partition(" ")[0] not in SAFE]
WITH_AN_ID = [route for route in CLOSED if "{" in route]
BODIES = {
    "PATCH /api/host-numbers/{host_id}": {"note": "changed"},
    "POST /api/host-numbers/verifications/{verification_id}/calls": {},
    "POST /api/host-numbers/verifications/{verification_id}/confirmation": {"code": "000000"},
    "PATCH /api/contacts/{contact_id}": {"name": "changed"},
    "PATCH /api/groups/{group_id}": {"name": "changed"},
    "POST /api/contacts/removal": {"ids": ["{contact_id}"]},
    "POST /api/contacts/restoration": {"ids": ["{gone_contact_id}"]},
    "POST /api/groups/removal": {"ids": ["{group_id}"]},
    "POST /api/groups/restoration": {"ids": ["{gone_group_id}"]},
    "POST /api/groups": {"name": "ours now", "members": ["{contact_id}"]},
    "PATCH /api/conferences/{conference_id}": {"locked": True},
    "POST /api/conferences/{conference_id}/parties": {"parties": [{"number": CHEN}]},
    "PATCH /api/conferences/{conference_id}/parties/{party_id}": {"muted": True},
    "POST /api/conferences/{conference_id}/parties/{party_id}/speak": {},
    "POST /api/conferences/{conference_id}/parties/{party_id}/hang-up": {},
    "POST /api/conferences/{conference_id}/parties/{party_id}/redial": {},
    "POST /api/conferences/{conference_id}/end": {},
    "PATCH /api/reservations/{reservation_id}": {"version": 1},
    "POST /api/reservations/{reservation_id}/cancel": {},
    "POST /api/desk/customers/{customer_id}/reservations": {},
    "PATCH /api/desk/customers/{customer_id}/reservations/{reservation_id}": {"version": 1},
    "POST /api/desk/customers/{customer_id}/reservations/{reservation_id}/cancel": {},
    "POST /api/desk/customers/{customer_id}/contacts": {"name": "changed", "number": CHEN},
}
"""Good bodies of routes that are given an id, in the path or in the body."""


def filled(text, ids):
    return re.sub(r"\{(\w+)\}", lambda found: ids.get(found[1], "x"), text)


def send(browser, route, ids=None, **headers):
    """Send a request to *route*, as good as it can be without knowing more."""
    method, path = filled(route, ids or {}).split(" ")
    named = {"Idempotency-Key": "key-of-a-test-000000", **headers}
    if method in SAFE | {"DELETE"}:
        return browser.send(method, path, headers=named)
    body = BODIES.get(route, {})
    listed = json.loads(filled(json.dumps(body), ids or {}))
    return browser.send(method, path, listed, headers=named)


def test_every_route_that_is_given_an_id_has_a_good_body_here():
    bodiless = {route for route in WITH_AN_ID if route.startswith(("GET", "DELETE"))}

    assert set(WITH_AN_ID) - bodiless <= set(BODIES)


def test_every_route_has_one_of_two_doors():
    assert sorted(VOICE + API) == sorted(ROUTES)
    assert set(API) > OPEN


# ——— the provider's door ———


def test_no_route_of_the_provider_opens_without_a_signature(phone, tables):
    for route in VOICE:
        method, path = filled(route, {}).split(" ")
        answer = phone.client.http.request(method, path, headers={"Content-Type": FORM})
        assert answer.status_code == 403, route
    assert tables.requests == []


@pytest.mark.parametrize("name", ["minute", "work"])
def test_what_is_not_a_route_has_no_path(phone, name):
    assert all(name not in route for route in phone.app.routes)
    assert callable(getattr(__import__("app"), name))


# ——— the portal's door ———


@pytest.fixture
def mine(mine):
    """Be the browser in which 王小明 is logged in, and 林坐席 at the desk."""
    return at_desk(mine)


@pytest.mark.parametrize("route", CLOSED)
def test_a_stranger_is_refused_before_anything_is_read(route, portal, tables):
    answer = send(portal, route)

    assert (answer.status, answer.code) == (401, "no_session")
    assert tables.requests == []


@pytest.mark.parametrize("route", sorted(OPEN))
def test_what_is_open_asks_nobody_who_they_are(route, portal):
    assert send(portal, route).status != 401


@pytest.mark.parametrize("route", CLOSED)
def test_a_session_that_is_over_opens_nothing(route, mine, tables, clock):
    clock.advance(minutes=30)
    once = tables.snapshot()

    assert send(mine, route).code == "no_session"
    assert tables.snapshot() == once


@pytest.mark.parametrize("route", CLOSED)
def test_who_logged_out_is_a_stranger(route, mine, tables):
    held = dict(mine.held)
    mine.delete("/api/session")
    mine.delete("/api/desk/sessions/current")
    mine.held = held
    once = tables.snapshot()

    assert send(mine, route).code == "no_session"
    assert tables.snapshot() == once


@pytest.mark.parametrize("route", CLOSED)
@pytest.mark.parametrize("token", ["", "x", "x" * 43, "x" * 5_000, "é" * 43])
def test_a_token_that_was_made_up_opens_nothing(route, token, portal):
    portal.token = portal.held[DESK_COOKIE] = token

    assert send(portal, route).status == 401


@pytest.mark.parametrize("route", CHANGING)
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": None},
        {"Sec-Fetch-Site": None, "Origin": "https://evil.example"},
        {"Sec-Fetch-Site": None, "Origin": "null"},
        {"Sec-Fetch-Site": None, "Origin": "https://116323.example.evil.example"},
        {"Sec-Fetch-Site": None, "Origin": "http://116323.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": ""},
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://116323.example"},
    ],
    ids=lambda headers: " ".join(f"{k}={v}" for k, v in headers.items()),
)
def test_from_another_site_nothing_is_changed_nor_even_read(route, headers, mine, tables):
    once = tables.snapshot()
    tables.requests.clear()

    answer = send(mine, route, **headers)

    assert (answer.status, answer.code) == (403, "cross_site")
    assert (tables.requests, tables.snapshot()) == ([], once)


@pytest.mark.parametrize(
    "headers", [OURS, {"Sec-Fetch-Site": None, "Origin": "https://116323.example"}]
)
def test_from_our_own_pages_it_is_changed(headers, mine):
    assert mine.send("PATCH", "/api/account", {"name": "王"}, headers=headers).status == 200


# ——— other people's things ———


@pytest.fixture
def theirs(owner, network, queue, clock):
    """Give 王小明 one of everything that has an id, and return the ids."""
    linked = factories.host_phone(owner, ZHAO, network=network, queue=queue, note="secret note")
    begun = factories.hosts.begin(owner, LI, "secret note", key="a key", address="somewhere")
    queue.run()
    kept, gone = (contacts.add(owner, Entry(f"secret {n}", LI)).row_id for n in range(2))
    group, gone_group = (groups.add(owner, f"secret {n}", [kept]).row_id for n in range(2))
    contacts.remove(owner, [gone])
    groups.remove(owner, [gone_group])
    token = sessions.begin(owner, FIREFOX)
    conference_id = factories.live(LI, network=network, queue=queue)
    return {
        "conference_id": conference_id,
        "party_id": legs.party_of(conference_id, LI),
        "host_id": linked.host_id,
        "verification_id": begun.verification_id,
        "contact_id": kept,
        "gone_contact_id": gone,
        "group_id": group,
        "gone_group_id": gone_group,
        "session_id": sessions.find(token).session_id,
        "reservation_id": factories.reserved(owner, LI, title="secret").reservation_id,
        "customer_id": agreed(network, queue, clock).verification_id,
    }


@pytest.fixture
def other(portal, network, queue):
    """Be the browser of 陈静, who is registered too, and in which 何坐席 is at the desk."""
    at_desk(portal, HE)
    return portal.of(factories.registered(CHEN, network=network, queue=queue))


def of_wang(tables):
    """Return all that is kept of 王小明."""
    kept = tables.snapshot().items()
    return {key: item for key, item in kept if WANG in str(key) or WANG in str(item)}


@pytest.mark.parametrize("route", sorted({*WITH_AN_ID, *(BODIES.keys() & set(CLOSED))}))
def test_with_anothers_ids_nothing_is_changed_and_nothing_is_seen(route, theirs, other, tables):
    once = of_wang(tables)

    answer = send(other, route, theirs)

    assert of_wang(tables) == once
    assert answer.status in {404, 204, 200, 422}
    assert answer.status not in {200, 204} or answer.text in {"", '{"count":0}'}
    for secret in ("secret", WANG, LI, ZHAO):
        assert secret not in answer.text


@pytest.mark.parametrize("route", WITH_AN_ID)
def test_with_ones_own_ids_the_same_request_is_heard(route, theirs, mine):
    answer = send(mine, route, theirs)

    assert answer.status in {200, 201, 202, 204, 409, 422, 429}, answer.text


@pytest.mark.parametrize("route", [route for route in API if "{" in route])
@pytest.mark.parametrize("made_up", ["x" * 65, "a.b", "..", "%00", "é", "a b", "*"])
def test_what_cannot_be_an_id_is_not_found(route, made_up, mine):
    ids = dict.fromkeys(re.findall(r"\{(\w+)\}", route), made_up.replace(" ", "%20"))

    answer = send(mine, route, ids)

    assert (answer.status, answer.code) == (404, "not_found")
