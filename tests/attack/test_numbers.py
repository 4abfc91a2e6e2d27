"""By no door is a number rung that is no subscriber's, however it is written (F43, F44)."""

import pytest

from tests import factories
from tests.api.arranging import wish
from tests.api.rooms import ALL, goes_on, listed, start
from tests.api.test_registrations import FORM
from tests.at_desk import agreed, at_desk, plan
from tests.handset import Handset
from tests.menu_caller import Caller
from tests.people import LI, SUN, WANG, ZHAO
from tests.unit.test_phone_numbers import NO_NUMBER, NOT_ALLOWED

FULL_WIDTH = str.maketrans("0123456789+", "０１２３４５６７８９＋")
BAD = [*NOT_ALLOWED, *NO_NUMBER, *(text.translate(FULL_WIDTH) for text in NOT_ALLOWED)]
KEYABLE = [text for text in BAD if text and set(text) <= set("0123456789")]
NO = {"bad_number", "number_not_allowed", "bad_input"}
FIELDS = {
    "register": ("POST", "/api/registrations", lambda n: {**FORM, "number": n}),
    "recover": ("POST", "/api/recoveries", lambda n: {"number": n}),
    "log in": ("POST", "/api/sessions", lambda n: {"number": n, "password": "x"}),
    "link": ("POST", "/api/host-numbers/verifications", lambda n: {"number": n}),
    "contact": ("POST", "/api/contacts", lambda n: {"name": "x", "number": n}),
    "second number": (
        "POST",
        "/api/contacts",
        lambda n: {"name": "x", "number": LI, "second_number": n},
    ),
    "start": (
        "POST",
        ALL,
        lambda n: {"host_id": "registered", "parties": listed(LI, n)},
    ),
    "quick host": (
        "POST",
        "/api/quick-calls",
        lambda n: {"host_number": n, "parties": listed(LI)},
    ),
    "quick party": (
        "POST",
        "/api/quick-calls",
        lambda n: {"host_number": WANG, "parties": listed(LI, n)},
    ),
    "reserve": ("POST", "/api/reservations", lambda n: wish(LI, n)),
    "customer": ("POST", "/api/desk/customers", lambda n: {"number": n}),
}
"""Every field of the portal in which a number is typed: the request in which it is sent."""


@pytest.fixture
def browser(mine):
    return at_desk(mine)


@pytest.mark.parametrize("door", sorted(FIELDS))
def test_what_is_typed_anywhere_is_refused_before_anything_is_written(
    door, browser, tables, queue, network
):
    method, path, body = FIELDS[door]
    once, rung = tables.snapshot(), list(network.rung)

    for number in BAD:
        if door == "second number" and not number.strip():
            continue  # none
        answer = browser.send(
            method, path, body(number), headers={"Idempotency-Key": "key-of-a-test-000000"}
        )
        assert answer.status == 422, (number, answer.text)
        assert answer.code in NO, (number, answer.text)
    queue.run()

    assert (tables.snapshot(), network.rung) == (once, rung)


def test_who_is_invited_besides_is_refused_alone(browser, network, queue):
    there = goes_on(start(browser, LI), browser, LI)
    rung = list(network.rung)

    for number in BAD:
        answer = browser.post(f"{ALL}/{there}/parties", {"parties": listed(number)})
        assert answer.code in NO, (number, answer.text)
    some = browser.post(f"{ALL}/{there}/parties", {"parties": listed("110", SUN, "00852110")})
    queue.run()

    assert some.status == 200
    assert network.rung == [*rung, SUN]


def test_nobody_is_put_into_a_reservation_by_a_change_or_at_the_desk(
    owner, browser, network, queue, clock
):
    reserved = factories.reserved(owner, LI)
    customer = f"/api/desk/customers/{agreed(network, queue, clock).verification_id}"

    for number in BAD:
        clock.advance(seconds=1)
        changed = {"version": reserved.version, "parties": listed(LI, number)}
        told = browser.patch(f"/api/reservations/{reserved.reservation_id}", changed)
        at_the_desk = [
            browser.post(f"{customer}/reservations", plan(LI, number)),
            browser.post(f"{customer}/contacts", {"name": "x", "number": number}),
        ]
        assert {told.code, *(answer.code for answer in at_the_desk)} <= NO, number

    assert factories.reservations.find(owner, reserved.reservation_id).parties == reserved.parties


def test_a_file_with_such_numbers_brings_none_of_them_in(browser):
    rows = [{"name": f"n{n}", "number": number} for n, number in enumerate(BAD)]

    for at in range(0, len(rows), 100):
        part = {"rows": rows[at : at + 100], "dry_run": False}
        answer = browser.post("/api/contacts/import", part)
        assert {one["outcome"] for one in answer.json["results"]} <= {"error"}

    assert browser.get("/api/contacts").json["items"] == []


def test_what_is_keyed_in_before_a_start_is_never_rung(phone, network, queue):
    factories.account(WANG)
    caller = Caller(phone)
    caller.keys("1")

    for digits in KEYABLE:
        caller.enters(digits)
        assert caller.heard[0] in {"号码有误", "对不起,该号码不能呼叫"}, (digits, caller.heard)
    caller.enters("13800000201")
    caller.enters("")
    queue.run()

    assert network.rung == [LI]


@pytest.mark.usefixtures("product")
def test_what_the_host_keys_in_while_they_talk_is_never_rung(network, queue):
    room = factories.live(LI, ZHAO, network=network, queue=queue)
    host, rung = Handset(room, factories.host(room)), list(network.rung)
    before = factories.states(room)

    for digits in KEYABLE:
        host.press("1")
        host.add(digits)
        queue.run()

    assert network.rung == rung
    assert factories.states(room) == before
