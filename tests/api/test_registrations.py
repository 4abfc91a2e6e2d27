"""Registering and a forgotten password, as the portal lives them."""

import pytest

from chalicelib import dial_in
from chalicelib.calls import Call
from tests import factories
from tests.code_phone import CodePhone
from tests.factories import PASSWORD
from tests.people import CHEN, LI, WANG

FORM = {
    "number": "186 0000 0101",
    "name": "王小明",
    "password": PASSWORD,
    "email": None,
    "agreement": "2026-11",
}


def register(browser, *, key=None, **values):
    return browser.post("/api/registrations", {**FORM, **values}, key=key)


def look(browser, begun):
    return browser.get(f"/api/registrations/{begun.json['id']}").json


@pytest.fixture
def begun(portal, queue):
    """Have 王小明, who dialled 116323 once, registering: his phone rings."""
    factories.account(WANG)
    answer = register(portal)
    queue.run()
    return answer


def confirm(browser, begun, code):
    return browser.post(f"/api/registrations/{begun.json['id']}/confirmation", {"code": code})


def test_a_registration_from_the_form_to_the_login(portal, network, queue, clock):
    begun = register(portal, email="wang@example.com", language="en")
    assert begun.status == 202
    assert begun.json == {
        "id": begun.json["id"],
        "purpose": "register",
        "state": "asked",
        "number": WANG,
        "calls": 0,
        "tries_left": 5,
        "wait_until": "2011-02-16T02:02:00Z",
        "valid_until": None,
        "retry_at": "2011-02-16T02:01:00Z",
        "now": "2011-02-16T02:00:00Z",
    }
    queue.run()
    assert look(portal, begun)["state"] == "waiting"

    network.dials_in("CAin", WANG)
    dial_in.welcome(Call("CAin", WANG))
    assert look(portal, begun)["state"] == "dialled"
    clock.advance(seconds=10)
    network.ends("CAin")
    dial_in.progress(factories.replace(network.word("CAin"), caller=WANG))
    queue.run()
    assert look(portal, begun)["state"] == "dialling"

    phone, seen = CodePhone(network, WANG), []
    for deed in (phone.rings, phone.answers, phone.hangs_up):
        deed()
        seen.append(look(portal, begun)["state"])
    assert seen == ["ringing", "speaking", "spoken"]
    assert look(portal, begun)["valid_until"] == "2011-02-16T02:05:10Z"

    wrong = confirm(portal, begun, f"{(int(phone.code) + 1) % 1_000_000:06}")
    assert (wrong.status, wrong.code, wrong.json["tries_left"]) == (422, "wrong_code", 4)
    done = confirm(portal, begun, phone.code)
    assert done.status == 201
    assert done.json == {
        "number": WANG,
        "name": "王小明",
        "email": "wang@example.com",
        "language": "en",
        "large_type": False,
        "accept_by_1": False,
        "call_back_host": False,
        "call_cap": None,
        "month_cap": None,
        "welcomed": False,
        "activated_at": "2011-02-16T02:00:00Z",
        "registered_at": "2011-02-16T02:00:10Z",
    }
    assert done.cookie.startswith("__Host-session=")
    assert portal.get("/api/account").json == done.json
    assert look(portal, begun)["state"] == "used"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"number": "222"}, "bad_number"),
        ({"number": "110"}, "number_not_allowed"),
        ({"name": "\u200b"}, "bad_name"),
        ({"name": ""}, "bad_input"),
        ({"password": "password"}, "common_password"),
        ({"password": "short"}, "short_password"),
        ({"password": "x" * 129}, "long_password"),
        ({"password": "x" * 257}, "bad_input"),
        ({"email": "wang"}, "bad_email"),
        ({"agreement": "2011-02"}, "old_agreement"),
        ({"language": "fr"}, "bad_input"),
    ],
)
def test_what_is_wrong_with_the_form_is_told_by_a_code(values, code, portal, queue):
    answer = register(portal, **values)

    assert (answer.status, answer.code) == (422, code)
    assert queue.messages == []


def test_the_lengths_of_a_password_are_told(portal):
    assert register(portal, password="short").json["least"] == 8
    assert register(portal, password="x" * 129).json["most"] == 128


@pytest.mark.parametrize("missing", ["number", "name", "password", "agreement"])
def test_what_is_missing_is_named(missing, portal):
    body = {name: value for name, value in FORM.items() if name != missing}

    answer = portal.post("/api/registrations", body)

    assert (answer.status, answer.json["field"]) == (422, missing)


def test_the_same_request_again_is_the_same_registration(portal, network, queue):
    factories.account(WANG)
    first, second = (register(portal, key="a-key-of-the-browser") for _ in range(2))
    queue.run()

    assert first.json == second.json
    assert network.rung == [WANG]
    other = register(portal, key="a-key-of-the-browser", name="李雷")
    assert (other.status, other.code) == (422, "key_used_otherwise")


def test_ten_an_hour_are_asked_for_from_one_address(portal):
    for n in range(10):
        assert register(portal, number=f"186000002{n:02}").status == 202

    answer = register(portal)

    assert (answer.status, answer.code, answer.json["retry_after"]) == (
        429,
        "too_many_codes",
        3_600,
    )


def test_a_phone_is_called_again_after_a_minute(portal, begun, network, queue, clock):
    CodePhone(network, WANG).hangs_up("busy")
    path = f"/api/registrations/{begun.json['id']}/calls"
    assert look(portal, begun)["state"] == "busy"

    soon = portal.post(path)
    assert (soon.status, soon.code, soon.json["retry_after"]) == (429, "too_soon", 60)
    clock.advance(seconds=60)
    again = portal.post(path)
    queue.run()

    assert (again.status, again.json["state"], again.json["calls"]) == (202, "asked", 1)
    assert network.rung == [WANG, WANG]


@pytest.mark.parametrize("code", ["", "12345", "1234567", "12345a", "１２３４５６", " 123456"])
def test_what_cannot_be_a_code_is_refused_without_counting(code, portal, begun):
    answer = confirm(portal, begun, code)

    assert (answer.status, answer.code, answer.json["field"]) == (422, "bad_input", "code")
    assert look(portal, begun)["tries_left"] == 5


def test_each_state_that_takes_no_code_has_its_own_refusal(portal, begun, network, queue, clock):
    phone = CodePhone(network, WANG)
    code = phone.code
    early = register(portal, number="18600000501")
    other = register(portal, number=LI)
    queue.run()

    assert (confirm(portal, early, "000000").status, confirm(portal, early, "000000").code) == (
        *(409, "no_code_yet"),
    )
    assert confirm(portal, other, "000000").code == "not_eligible"
    clock.advance(minutes=5)
    assert confirm(portal, begun, code).code == "code_expired"
    phone.answers()
    phone.presses("9")
    assert look(portal, begun)["state"] == "refused"
    stopped = confirm(portal, begun, code)
    assert (stopped.status, stopped.code) == (409, "refused_by_phone")


def test_after_five_guesses_nothing_is_taken(portal, begun, network):
    code = CodePhone(network, WANG).code
    wrong = f"{(int(code) + 1) % 1_000_000:06}"

    told = [confirm(portal, begun, wrong).code for _ in range(5)]
    last = confirm(portal, begun, code)

    assert told == [*["wrong_code"] * 4, "no_tries_left"]
    assert (last.status, last.code) == (409, "no_tries_left")


def test_who_is_registered_already_learns_it_after_the_code(a_minute_later, portal, network, queue):
    del a_minute_later
    begun = register(portal)
    queue.run()
    phone = CodePhone(network, WANG)
    phone.answers()

    answer = confirm(portal, begun, phone.code)

    assert (answer.status, answer.code) == (409, "already_registered")
    assert answer.cookie is None


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("registrations/nothing", None),
        ("registrations/nothing/calls", {}),
        ("registrations/nothing/confirmation", {"code": "000000"}),
        ("recoveries/nothing/calls", {}),
        ("recoveries/nothing/confirmation", {"code": "000000", "password": PASSWORD}),
        ("host-numbers/verifications/nothing", None),
        ("host-numbers/verifications/nothing/calls", {}),
        ("host-numbers/verifications/nothing/confirmation", {"code": "000000"}),
    ],
)
def test_what_is_not_there_is_not_found(path, body, mine):
    there = f"/api/{path}"

    answer = mine.get(there) if body is None else mine.post(there, body)

    assert (answer.status, answer.code) == (404, "not_found")


# ——— a forgotten password ———


def recover(browser, number, *, key=None):
    return browser.post("/api/recoveries", {"number": number}, key=key)


@pytest.fixture
def a_minute_later(owner, clock):
    """Have 王小明 registered, whose phone may be rung again."""
    clock.advance(minutes=1)
    return owner


def test_a_forgotten_password_is_set_anew(a_minute_later, portal, network, queue):
    old = portal.another().of(a_minute_later)
    begun = recover(portal, "18600000101")
    queue.run()
    phone = CodePhone(network, WANG)
    phone.answers()

    path = f"/api/recoveries/{begun.json['id']}/confirmation"
    answer = portal.post(path, {"code": phone.code, "password": "rain on the eastern lake"})

    assert (answer.status, answer.json["number"]) == (200, WANG)
    assert answer.cookie.startswith("__Host-session=")
    assert old.get("/api/account").status == 401
    assert portal.get("/api/account").status == 200


def test_the_answers_are_equal_whether_a_number_is_registered_or_not(
    a_minute_later, portal, queue, tables
):
    del a_minute_later
    answers, requests = {}, {}
    for number in (WANG, CHEN):
        tables.requests.clear()
        begun = recover(portal, number)
        there = f"/api/recoveries/{begun.json['id']}"
        guess = {"code": "000000", "password": "rain on the eastern lake"}
        seen = [begun, portal.post(f"{there}/calls"), portal.post(f"{there}/confirmation", guess)]
        requests[number] = list(tables.requests)
        hide = {begun.json["id"]: "ID", number: "NUMBER"}
        answers[number] = [(a.status, masked(a.text, hide), a.headers) for a in seen]
        queue.run()

    assert answers[WANG] == answers[CHEN]
    assert requests[WANG] == requests[CHEN]
    assert [status for status, _, _ in answers[WANG]] == [202, 429, 422]


def masked(text, hide):
    for word, sign in hide.items():
        text = text.replace(word, sign)
    return text
