"""The operator desk over JSON: whose cookie opens it, for whom, and that nothing else is there."""

import pytest
from argon2 import PasswordHasher

from chalicelib.api.endpoint import OPERATIONS
from chalicelib.tables import Operator
from tests.at_desk import COOKIE, HE, LIN, PASSWORD, at_desk, operator, plan
from tests.code_phone import CodePhone
from tests.people import CHEN, LI, WANG
from tests.phone import served

served()  # whatever is served has said so by now
ONE = "/api/desk/customers/{customer_id}"
DESK = {
    "POST /api/desk/sessions",
    "GET /api/desk/sessions/current",
    "DELETE /api/desk/sessions/current",
    "POST /api/desk/customers",
    f"GET {ONE}",
    f"DELETE {ONE}",
    f"GET {ONE}/reservations",
    f"GET {ONE}/reservation-times",
    f"POST {ONE}/reservations",
    f"PATCH {ONE}/reservations/{{reservation_id}}",
    f"POST {ONE}/reservations/{{reservation_id}}/cancel",
    f"GET {ONE}/contacts",
    f"POST {ONE}/contacts",
    f"GET {ONE}/host-numbers",
}
"""Everything an operator can do: no call is heard, no record, conference or password is seen."""
FOR_A_CUSTOMER = sorted(route for route in DESK if ONE + "/" in route)


@pytest.fixture
def he(portal):
    """Be the browser of 何坐席."""
    return at_desk(portal.another(), HE)


def of_wang(tables):
    kept = tables.snapshot().items()
    return {key: item for key, item in kept if WANG in str(key) or WANG in str(item)}


def ask(browser, route, path):
    method, _, template = route.partition(" ")
    body = {"number": LI, "name": "x"} if template.endswith("contacts") else plan()
    body = {"version": 1} if method == "PATCH" else {} if "cancel" in template else body
    there = template.replace(ONE, path).replace("{reservation_id}", "made-up")
    if method == "GET":
        query = {"starts_at": plan()["starts_at"], "host_id": "registered"}
        return browser.get(there, **query) if "times" in there else browser.get(there)
    return browser.patch(there, body) if method == "PATCH" else browser.post(there, body)


# ——— what there is ———


def test_the_desk_has_these_routes_and_no_others():
    found = {f"{o.method} {o.path}" for o in OPERATIONS if o.desk}

    assert found == DESK
    assert found == {f"{o.method} {o.path}" for o in OPERATIONS if "/desk" in o.path}


def test_nothing_that_an_operator_is_shown_has_a_password_or_a_cost():
    names = {
        name
        for o in OPERATIONS
        if o.desk and o.answer is not None
        for name in o.answer.__struct_fields__
    }

    assert names == {
        *("login", "name", "operator", "id", "number", "state", "until", "now", "items", "cursor"),
        *("earliest", "latest", "lead_minutes", "notices", "free", "nearest", "conflicts"),
        *("version", "starts_at", "rings_at", "minutes", "host_id", "host_number", "parties"),
        *("title", "notify", "repeat", "series_id", "made_by", "made_at", "reason"),
        *("conference_id", "attempt", "postponed", "second_number", "note"),
    }


# ——— who is let in ———


def test_logging_in_gives_a_cookie_of_the_desk_alone(portal):
    operator()

    answer = portal.post("/api/desk/sessions", {"login": LIN, "password": PASSWORD})

    assert (answer.status, answer.json) == (201, {"login": LIN, "name": "林坐席"})
    (cookie,) = answer.cookies
    assert cookie.startswith(f"{COOKIE}=")
    attributes = cookie.partition("; ")[2]
    assert attributes == "Path=/; Max-Age=43200; Secure; HttpOnly; SameSite=Strict"
    assert portal.get("/api/desk/sessions/current").json == {"operator": answer.json}


def test_a_hash_of_other_parameters_is_made_anew_by_who_logs_in(portal):
    old = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
    operator().update(actions=[Operator.password.set(old)])

    answer = portal.post("/api/desk/sessions", {"login": LIN, "password": PASSWORD})

    assert answer.status == 201
    assert Operator.get(LIN).password != old


def test_nobody_at_the_desk_is_no_error(portal):
    answer = portal.get("/api/desk/sessions/current")

    assert (answer.status, answer.json) == (200, {"operator": None})


@pytest.mark.parametrize(("login", "password"), [(LIN, "wrong"), ("nobody", PASSWORD), ("", "")])
def test_a_wrong_login_is_refused(login, password, portal):
    operator()

    answer = portal.post("/api/desk/sessions", {"login": login, "password": password})

    assert (answer.status, answer.code, answer.cookie) == (422, "bad_login", None)


def test_logging_in_again_ends_the_session_before(lin):
    before = dict(lin.held)
    lin.post("/api/desk/sessions", {"login": LIN, "password": PASSWORD})
    assert lin.held != before

    lin.held = before

    assert lin.get("/api/desk/sessions/current").json == {"operator": None}


def test_logging_out_takes_the_cookie_away(lin):
    before = dict(lin.held)

    answer = lin.delete("/api/desk/sessions/current")

    assert (answer.status, lin.held[COOKIE]) == (204, "")
    lin.held = before
    assert lin.post("/api/desk/customers", {"number": WANG}).code == "no_session"


@pytest.mark.parametrize("route", FOR_A_CUSTOMER)
def test_a_customers_cookie_does_not_open_the_desk(route, mine):
    mine.held[COOKIE] = mine.token

    assert ask(mine, route, "/api/desk/customers/x").code == "no_session"


@pytest.mark.parametrize("operation", [o for o in OPERATIONS if not o.public and not o.desk])
@pytest.mark.usefixtures("owner")
def test_the_desks_cookie_opens_nothing_else(operation, lin):
    lin.held["__Host-session"] = lin.held["__Host-call"] = lin.held[COOKIE]
    path = operation.path.replace("{", "").replace("}", "")

    keyed = {"Idempotency-Key": "key-of-a-test-000000"}

    assert lin.send(operation.method, path, {}, headers=keyed).code in {"no_session", "not_found"}


def test_both_may_be_open_in_one_browser(wang, lin, owner):
    lin.of(owner)

    assert lin.get("/api/session").json["account"]["name"] == "王小明"
    assert lin.get(f"{wang}/reservations").status == 200
    lin.delete("/api/desk/sessions/current")
    assert lin.get("/api/session").json["account"]["name"] == "王小明"


# ——— a customer's word ———


@pytest.mark.usefixtures("owner")
def test_the_customer_is_called_and_agrees(lin, queue, network, clock):
    clock.advance(minutes=1)
    begun = lin.post("/api/desk/customers", {"number": "18600000101"})
    queue.run()
    path, phone = f"/api/desk/customers/{begun.json['id']}", CodePhone(network, WANG)
    seen = [lin.get(path).json]
    phone.answers()
    phone.presses("1")

    assert begun.status == 202
    assert seen == [begun.json | {"state": "dialling"}]
    assert begun.json["name"] is None
    assert lin.get(path).json == begun.json | {
        "state": "agreed",
        "name": "王小明",
        "until": "2011-02-16T02:31:00Z",
    }


def test_the_name_is_told_no_longer_than_the_word_holds(wang, lin, clock):
    clock.advance(minutes=28)
    assert lin.get(wang).json["name"] == "王小明"
    clock.advance(minutes=2)

    shown = lin.get(wang).json
    assert (shown["state"], shown["name"]) == ("expired", None)


def test_a_number_without_an_account_is_said_to_have_none(lin, network):
    answer = lin.post("/api/desk/customers", {"number": CHEN})

    assert (answer.status, answer.code) == (409, "not_activated")
    assert network.rung == []


@pytest.mark.parametrize("route", [f"GET {ONE}", f"DELETE {ONE}", *FOR_A_CUSTOMER])
def test_another_operators_customer_is_not_found(route, wang, he, tables):
    once = of_wang(tables)

    answer = he.delete(wang) if route.startswith("DELETE") else ask(he, route, wang)

    assert (answer.status, answer.code) == (404, "not_found")
    assert of_wang(tables) == once


@pytest.mark.parametrize("route", FOR_A_CUSTOMER)
def test_when_the_word_is_over_nothing_is_seen_or_done(route, wang, lin, clock, tables):
    clock.advance(minutes=28)
    assert lin.get(wang).json["state"] == "agreed"
    clock.advance(minutes=2)
    once = of_wang(tables)

    answer = ask(lin, route, wang)

    assert (answer.status, answer.code) == (409, "not_agreed")
    assert of_wang(tables) == once


@pytest.mark.parametrize("route", FOR_A_CUSTOMER)
@pytest.mark.usefixtures("owner")
def test_nor_before_it_was_given(route, lin, queue, clock, tables):
    clock.advance(minutes=1)
    begun = lin.post("/api/desk/customers", {"number": WANG}).json["id"]
    queue.run()
    once = of_wang(tables)

    assert ask(lin, route, f"/api/desk/customers/{begun}").code == "not_agreed"
    assert of_wang(tables) == once


def test_the_word_is_given_back(wang, lin):
    assert lin.delete(wang).status == 204

    assert lin.get(wang).json["state"] == "expired"
    assert lin.get(f"{wang}/reservations").code == "not_agreed"
