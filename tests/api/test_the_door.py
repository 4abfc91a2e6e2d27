"""What every route of the API has in common: JSON, problems, bodies, keys, addresses."""

import json
from dataclasses import replace
from urllib.parse import quote

import pytest

from chalicelib import accounts, config
from chalicelib.api.endpoint import LARGEST_BODY, OPERATIONS, Visit
from chalicelib.sessions import Browser
from tests import factories
from tests.at_desk import COOKIE, logged_in
from tests.names import ALL
from tests.people import LI, WANG
from tests.phone import served

served()  # whatever is served has said so by now
BODIED = [o for o in OPERATIONS if o.body is not None]
RINGING = [o for o in OPERATIONS if o.rings]


def wang_and_lin(network, queue):
    factories.wang_registered(network, queue)
    return logged_in()


@pytest.fixture
def mine(memory, tables, network, queue, portal):
    """Be the browser in which 王小明 is logged in, and 林坐席 at the desk."""
    portal.held[COOKIE] = memory.of(wang_and_lin, tables, network, queue)
    return portal.of(accounts.find(WANG))


def named(operation):
    return f"{operation.method} {operation.path}"


def path_of(operation):
    return operation.path.replace("{", "").replace("}", "")


def ask(browser, operation, body, **headers):
    keyed = {"Idempotency-Key": "key-of-a-test-000000", **headers}
    return browser.send(operation.method, path_of(operation), body, headers=keyed)


@pytest.mark.parametrize("operation", OPERATIONS, ids=named)
def test_no_answer_is_kept_by_anybody(operation, mine):
    answer = ask(mine, operation, {})

    cached = "no-cache" if operation.path == "/api/openapi.json" else "no-store"
    assert answer.headers["cache-control"] == cached


@pytest.mark.parametrize("operation", [o for o in OPERATIONS if not o.public], ids=named)
def test_a_refusal_is_a_problem_with_a_code_and_no_sentence(operation, portal):
    answer = ask(portal, operation, {})

    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json == {
        "type": "urn:duoyoutong:problem:no_session",
        "status": 401,
        "code": "no_session",
    }


@pytest.mark.parametrize("operation", BODIED, ids=named)
@pytest.mark.parametrize(
    "body",
    [
        *(b"", b" ", b"{", b"null", b"[]", b'"x"', b"1", b"{}{}", b"\xff", b'{"a":NaN}'),
        *(b"[" * 60_000, b'{"a":' * 10_000, b"\xef\xbb\xbf{}", rb'{"x": "\ud800"}'),
    ],
    ids=range(14),
)
def test_what_is_no_object_is_refused(operation, body, mine):
    answer = ask(mine, operation, body)

    assert (answer.status, answer.code) == (422, "bad_input")


@pytest.mark.parametrize("operation", BODIED, ids=named)
def test_a_key_that_is_not_known_is_refused_and_named(operation, mine):
    answer = ask(mine, operation, {"state": "registered"})

    assert (answer.status, answer.json["field"]) == (422, "state")


@pytest.mark.parametrize("operation", BODIED, ids=named)
def test_every_key_of_a_wrong_type_is_refused_and_named(operation, mine):
    for key in operation.body.__struct_fields__:
        for wrong in ({"a": 1}, 1.5, [[1]]):
            answer = ask(mine, operation, {key: wrong})
            assert (answer.status, answer.code) == (422, "bad_input")
            required = operation.body.__struct_fields__
            assert answer.json["field"] in required


@pytest.mark.parametrize(("size", "status"), [(LARGEST_BODY, 200), (LARGEST_BODY + 1, 413)])
def test_a_body_has_64_kilobytes_at_most(size, status, mine):
    body = json.dumps({"name": "王"}).encode()

    answer = mine.send("PATCH", "/api/account", body + b" " * (size - len(body)))

    assert answer.status == status
    assert answer.code == ("too_large" if status == 413 else None)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "text/json"])
@pytest.mark.parametrize("operation", BODIED, ids=named)
def test_only_json_is_read(operation, kind, mine, tables):
    once = tables.snapshot()

    answer = ask(mine, operation, {}, **{"Content-Type": kind})

    assert answer.status == 415
    assert tables.snapshot() == once


@pytest.mark.parametrize("operation", RINGING, ids=named)
@pytest.mark.parametrize(
    "key", [None, "", "short", "x" * 65, "x" * 15, "a key with spaces", "é" * 20]
)
def test_what_rings_a_phone_needs_an_idempotency_key(operation, key, mine, tables):
    once = tables.snapshot()

    answer = ask(mine, operation, {}, **{"Idempotency-Key": key})

    assert (answer.status, answer.code) == (400, "no_idempotency_key")
    assert tables.snapshot() == once


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "HEAD", "TRACE"])
def test_a_method_that_is_not_served_is_refused(method, mine):
    assert mine.send(method, "/api/contacts/removal", b"").status == 405


@pytest.mark.parametrize(
    ("query", "field"),
    [
        *(({"limit": n}, "limit") for n in ("0", "501", "-1", "x", "", "1.5", "²")),
        *(({"cursor": c}, "cursor") for c in ("", "a b", "x" * 65, "é", "../..")),
        ({"offset": "1"}, "offset"),
    ],
)
@pytest.mark.parametrize("path", ["/api/contacts", "/api/groups"])
def test_a_query_that_cannot_be_is_refused_and_named(path, query, field, mine):
    answer = mine.get(path, **query)

    assert (answer.status, answer.code, answer.json["field"]) == (422, "bad_input", field)


# ——— hostile text ———


@pytest.mark.parametrize("name", ALL)
def test_text_comes_back_as_text(name, mine):
    added = mine.post("/api/contacts", {"name": name, "number": LI, "note": name})

    assert added.status == 201
    assert added.headers["content-type"] == "application/json; charset=utf-8"
    assert mine.get("/api/contacts").json["items"] == [added.json]
    assert added.json["name"] == added.json["note"]
    assert mine.patch(f"/api/contacts/{added.json['id']}", {"name": added.json["name"]}).json == (
        added.json
    )


@pytest.mark.parametrize("name", ALL)
def test_text_in_a_path_or_a_query_finds_nothing(name, mine):
    assert mine.patch(f"/api/contacts/{quote(name, safe='')}", {"note": ""}).status in {404, 403}
    assert mine.get("/api/contacts", cursor=name).status in {200, 422}


# ——— who asks ———


def test_nobody_owns_a_visit_of_a_stranger():
    visit = Visit(Browser("198.51.100.7"), None)

    assert factories.refusal(lambda: visit.owner) == ("no_session", {})


def shown(browser, seen, proxy=None):
    """Log in by way of the proxies in *seen*; return the address that is counted and listed."""
    browser.address = seen
    if proxy is not None:
        browser.headers["X-Portal-Proxy"] = proxy
    browser.post("/api/sessions", {"number": "18600000101", "password": factories.PASSWORD})

    (here,) = [s for s in browser.get("/api/sessions").json["items"] if s["current"]]
    return here["address"]


@pytest.mark.parametrize(
    ("seen", "address"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("1.1.1.1, 198.51.100.7", "198.51.100.7"),
        ("nonsense", "127.0.0.1"),
        ("", "127.0.0.1"),
        (None, "127.0.0.1"),
        ("198.51.100.7:443", "127.0.0.1"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
    ],
)
def test_the_address_is_the_one_that_api_gateway_saw(seen, address, mine):
    assert shown(mine, seen) == address


@pytest.mark.parametrize(
    ("seen", "address"),
    [
        ("1.1.1.1, 198.51.100.7, 130.176.0.1", "198.51.100.7"),
        ("198.51.100.7, 130.176.0.1", "198.51.100.7"),
        ("198.51.100.7", "127.0.0.1"),
        ("nonsense, 130.176.0.1", "127.0.0.1"),
        ("", "127.0.0.1"),
        (None, "127.0.0.1"),
    ],
)
def test_through_our_own_proxy_it_is_the_one_that_the_proxy_saw(seen, address, mine):
    assert shown(mine, seen, proxy="test-proxy") == address


@pytest.mark.parametrize("proxy", ["", "1", "test-prox", "test-proxy2", "TEST-PROXY", "é"])
def test_a_proxy_that_does_not_know_our_secret_is_believed_nothing(proxy, mine):
    assert shown(mine, "1.1.1.1, 198.51.100.7", proxy=proxy) == "198.51.100.7"


@pytest.mark.parametrize("proxy", ["", "test-proxy"])
def test_where_there_is_no_secret_there_is_no_proxy(proxy, mine, monkeypatch):
    none = replace(config.secrets(), proxy_secret="")
    monkeypatch.setattr(config, "secrets", lambda: none)

    assert shown(mine, "1.1.1.1, 198.51.100.7", proxy=proxy) == "198.51.100.7"


@pytest.mark.parametrize(
    ("seen", "address"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::"),
        ("2001:db8:1:ff:3:4:5:6", "2001:db8:1::"),
        ("2001:db8:1:100::", "2001:db8:1:100::"),
        ("fe80::1%eth0", "fe80::"),
    ],
)
def test_of_ipv6_a_whole_household_is_one_address(seen, address, mine):
    assert shown(mine, seen) == address


def test_what_a_browser_calls_itself_is_shown_as_text(mine):
    body = {"number": "18600000101", "password": factories.PASSWORD}
    mine.headers["User-Agent"] = "<script>alert(1)</script>" * 20

    mine.post("/api/sessions", body)

    (here,) = [s for s in mine.get("/api/sessions").json["items"] if s["current"]]
    assert here["browser"] == ("<script>alert(1)</script>" * 20)[:200]
