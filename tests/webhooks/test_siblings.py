"""Every webhook: once, twice, late and forged."""

import random
import re

import pytest

from chalicelib import conference
from tests.factories import HOST_SID
from tests.phone import path_of
from tests.webhooks.scenes import MENU, REQUESTS, Scene

CALLBACKS = {
    "/voice/status",
    "/voice/code/{verification_id}/{call_number}/status",
    "/voice/{conference_id}/{leg_id}/status",
    "/voice/{conference_id}/room",
}
ROUTES = list(REQUESTS)


@pytest.fixture
def scene(phone, memory):
    return memory.of(Scene, phone.store, phone.network, phone.queue)


def some_path(route):
    return re.sub(r"\{[^}]*\}", "1", route)


def test_every_route_has_its_four_siblings(phone):
    ours = {r: methods for r, methods in phone.app.routes.items() if r.startswith("/voice/")}

    assert set(ours) == set(REQUESTS)
    assert all(list(methods) == ["POST"] for methods in ours.values())


@pytest.mark.parametrize("route", ROUTES)
def test_once_a_webhook_is_answered(route, phone, scene):
    path, form = scene[route]

    answer = phone.post(path, **form)

    if route in CALLBACKS:
        assert (answer.status, answer.body) == (204, "")
    else:
        assert (answer.status, answer.type) == (200, "text/xml; charset=utf-8")
        assert len(answer.verbs) > 0
        urls = re.findall(r'(?:action|waitUrl|statusCallback)="([^"]*)"', answer.body)
        assert all(path_of(url).startswith("/voice/") for url in urls)


@pytest.mark.parametrize("route", ROUTES)
def test_twice_it_says_the_same_and_changes_nothing_more(route, phone, scene, tables, clock):
    path, form = scene[route]
    first = phone.post(path, **form)
    once = tables.snapshot()
    clock.advance(seconds=3)

    second = phone.post(path, **form)

    assert (second.status, second.body) == (first.status, first.body)
    assert tables.snapshot() == once


@pytest.mark.parametrize("route", ROUTES)
def test_late_it_wakes_nothing_and_rings_nobody(route, phone, scene, clock):
    path, form = scene[route]
    if form["CallSid"] == MENU["CallSid"]:
        form = {**form, "CallSid": HOST_SID}  # the host's own call, still in the menu
    conference.end(scene.conference_id, "host")
    for seconds in (0, 10):
        clock.advance(seconds=seconds)
        phone.queue.run()
    rung, legs = list(phone.network.rung), conference.tables.collection(scene.conference_id)[1]

    answer = phone.post(path, **form)
    phone.queue.run()

    assert answer.status in {200, 204}
    assert phone.network.rung == rung
    found, legs_now = conference.tables.collection(scene.conference_id)
    assert found.state == "ended"
    assert [(leg.state, leg.charge) for leg in legs_now] == [
        (leg.state, leg.charge) for leg in legs
    ]
    ours = "{conference_id}" in route and route not in CALLBACKS
    if ours and not route.endswith(("/wait", "/{prompt}")):
        assert "Dial" not in answer.verbs


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize(
    "forgery",
    ["no signature", "empty", "nonsense", "not ascii", "other token", "other path", "other field"],
)
def test_forged_it_is_refused_and_nothing_is_read_or_written(route, forgery, phone):
    path = some_path(route)
    form = {"AccountSid": "ACtest", "CallSid": "CA1", "From": "+8618600000101", "Digits": "1"}
    signature = {
        "no signature": None,
        "empty": "",
        "nonsense": "AAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "not ascii": "é" * 28,
        "other token": phone.sign(path, form, token="guessed"),
        "other path": phone.sign(path + "0", form),
        "other field": phone.sign(path, {**form, "Digits": "2"}),
    }[forgery]

    answer = phone.send(path, form, signature=signature)

    assert (answer.status, answer.body) == (403, "")
    assert (phone.store.requests, phone.network.did, phone.queue.messages) == ([], [], [])


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("account", ["ACother", "", None])
def test_signed_for_another_account_it_is_refused(route, account, phone, tables):
    answer = phone.post(some_path(route), AccountSid=account, CallSid="CA1")

    assert (answer.status, tables.requests) == (403, [])


@pytest.mark.parametrize("route", ROUTES)
def test_as_anything_but_a_form_it_is_not_read(route, phone, tables):
    path = some_path(route)
    form = {"AccountSid": "ACtest"}

    for kind in ("application/json", "text/plain", "multipart/form-data"):
        signature = phone.sign(path, form)
        assert phone.send(path, form, signature=signature, content_type=kind).status == 415
    assert tables.requests == []


@pytest.mark.parametrize("route", ROUTES)
def test_of_unknown_ids_it_is_a_polite_end(route, phone, queue, network, tables):
    answer = phone.post(some_path(route), CallSid="CA1", From="anonymous", Digits="1")
    queue.run()

    assert answer.status in {200, 204}
    assert network.rung == []
    assert {key[0] for key in tables.snapshot()} <= {"test-orphans", "test-counters"}
    if "{conference_id}" in route and route not in CALLBACKS:
        waiting = {"wait": ["Say", "Pause", "Redirect"], "{prompt}": []}  # may not hang up
        assert answer.verbs == waiting.get(route.rpartition("/")[2], [*answer.verbs[:-1], "Hangup"])


def test_two_thousand_alterations_of_a_signed_request_are_refused(phone, tables):
    path = "/voice/conf/leg/accept"
    form = {"AccountSid": "ACtest", "CallSid": "CA1", "Digits": "1", "CalledZip": ""}
    good = phone.sign(path, form)
    chance = random.Random(2011)  # noqa: S311 - the same alterations every time

    for _ in range(2000):
        altered_path, altered, signature = alter(chance, path, dict(form), good)
        answer = phone.send(altered_path, altered, signature=signature)
        assert answer.status in {403, 404}, (altered_path, altered, signature)
    assert tables.requests == []


def alter(chance, path, form, signature):
    """Change one thing of a signed request."""
    name = chance.choice(list(form))
    match chance.randrange(6):
        case 0:
            form[name] += chance.choice("0123456789abc +%&=é")
        case 1:
            del form[name]
        case 2:
            form[name + chance.choice("xyz")] = form.pop(name)
        case 3:
            form[chance.choice(["To", "Digits2", "Url", "Zip"])] = chance.choice(["", "1"])
        case 4:
            at = chance.randrange(len(signature) - 1)
            other = chance.choice([c for c in "ABCxyz012+/" if c != signature[at]])
            signature = signature[:at] + other + signature[at + 1 :]
        case _:
            at = chance.randrange(len("/voice/"), len(path) - len("/accept"))
            if path[at] != "/":
                path = path[:at] + chance.choice("ABC012-_") + path[at + 1 :]
            else:
                form["CallSid"] = "CA2"
    return path, form, signature
