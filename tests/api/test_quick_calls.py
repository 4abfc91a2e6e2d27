"""立即使用 over JSON: a number typed in starts nothing until 1 is pressed there (S27–S29)."""

import pytest

from chalicelib import accounts, web_start
from chalicelib.errors import Refused
from tests import factories
from tests.api.rooms import QUICK, command, goes_on, host_presses, show, start_quick
from tests.people import CHEN, LI, SUN, WANG, ZHAO
from tests.portal import CALL_COOKIE

KEY = "key-of-a-guest-00001"


@pytest.fixture
def portal(portal):
    """Be a browser where nobody is logged in; 王小明 has dialled 116323 once."""
    factories.account(WANG)
    return portal


def look(browser, conference_id):
    return browser.get(f"{QUICK}/{conference_id}")


def cancel(browser, conference_id):
    return browser.post(f"{QUICK}/{conference_id}/cancel")


def test_a_start_is_taken_and_tells_no_more_than_how_it_stands(portal, network, queue):
    answer = start_quick(portal, LI, ZHAO, host="186 0000 0101")
    queue.run()

    assert answer.status == 202
    assert answer.json == {
        "id": answer.json["id"],
        "state": "calling_host",
        "host_state": "waiting",
        "reason": None,
        "parties": 2,
    }
    assert network.rung == [WANG]


def test_the_ticket_and_the_key_are_cookies_out_of_reach_of_scripts(portal, network, queue):
    begun = start_quick(portal, LI)
    queue.run()
    host_presses("1", begun.json["id"], network)
    given = look(portal, begun.json["id"])

    for answer in (begun, given):
        name, _, attributes = answer.cookie.partition("; ")
        assert name.startswith(f"{CALL_COOKIE}=")
        assert len(name) == len(CALL_COOKIE) + 1 + 64
        assert attributes == "Path=/; Max-Age=14400; Secure; HttpOnly; SameSite=Strict"
        assert name.partition("=")[2] not in answer.text
    assert begun.cookie != given.cookie


def test_how_the_host_is_called_is_told_and_the_key_is_given_once_1_was_pressed(
    portal, network, queue
):
    there = start_quick(portal, LI).json["id"]
    queue.run()
    ringing = look(portal, there)
    host_presses("", there, network)
    asked = look(portal, there)
    host_presses("1", there, network)
    live = look(portal, there)

    told = [(a.json["state"], a.json["host_state"]) for a in (ringing, asked, live)]
    assert told == [("calling_host", "dialling"), ("confirming", "confirming"), ("live", "joined")]
    assert [a.cookie is None for a in (ringing, asked, live)] == [True, True, False]
    assert look(portal, there).cookie is None
    assert show(portal, there).json["guest"]


def test_the_same_key_starts_one_conference_and_rings_one_phone(portal, network, queue):
    first, second = (start_quick(portal, LI, key=KEY) for _ in range(2))
    there = goes_on(first, portal)
    look(portal, there)
    third = start_quick(portal, LI, key=KEY)
    queue.run()

    assert (first.json, first.cookie) == (second.json, second.cookie)
    assert (third.json["id"], third.json["state"], third.cookie) == (there, "live", first.cookie)
    assert network.rung == [WANG, LI]
    assert look(portal, there).cookie is not None
    assert command(portal, there, "lock").status == 200


@pytest.mark.parametrize("numbers", [[ZHAO], [LI, ZHAO]])
def test_a_key_that_was_used_for_another_start_is_refused(numbers, portal):
    start_quick(portal, LI, key=KEY)

    answer = start_quick(portal, *numbers, key=KEY)

    assert (answer.status, answer.code) == (422, "key_used_otherwise")


def test_a_start_is_called_off_and_rings_nobody_else(portal, network, queue, clock):
    there = start_quick(portal, LI).json["id"]
    queue.run()

    first, second = (cancel(portal, there) for _ in range(2))
    for _ in range(2):
        queue.run()
        clock.advance(seconds=10)

    assert (first.status, first.json["state"], first.json["reason"]) == (200, "ending", "cancelled")
    assert second.json == first.json
    assert look(portal, there).json["state"] == "ended"
    assert (network.rung, network.alive) == ([WANG], set())


def test_calling_off_comes_too_late_after_1(portal, queue, network):
    there = start_quick(portal, LI).json["id"]
    queue.run()
    host_presses("1", there, network)

    answer = cancel(portal, there)
    queue.run()

    assert (answer.status, answer.json["state"]) == (200, "live")
    assert network.rung == [WANG, LI]


@pytest.mark.parametrize("way", ["nothing", "made up", "session", "another's"])
def test_without_its_ticket_a_start_is_not_found(way, portal, owner, tables):
    there = start_quick(portal, LI).json["id"]
    other = portal.another()
    match way:
        case "made up":
            other.held[CALL_COOKIE] = "0" * 64
        case "session":
            other.of(owner)
        case "another's":
            factories.account(CHEN)
            start_quick(other, SUN, host=CHEN)
    once = tables.snapshot()

    for deed in (look, cancel):
        for conference_id in (there, "not-there"):
            answer = deed(other, conference_id)
            assert (answer.status, answer.code) == (404, "not_found")
    assert tables.snapshot() == once


def test_a_conference_that_was_dialled_in_has_no_ticket(portal, network, queue):
    there = factories.live(LI, network=network, queue=queue)

    for shown in ("", "0" * 64, "None"):
        assert factories.refusal(web_start.quick, there, shown) == ("not_found", {})
    assert look(portal, there).status == 404


# ——— who is called ———


def never_dialled(number):
    assert accounts.find(number) is None


def closed(number):
    factories.account(number, state=accounts.CLOSED)


@pytest.mark.parametrize(
    ("number", "before"),
    [
        (CHEN, never_dialled),
        (LI, never_dialled),
        (WANG, lambda number: factories.exception(number, "barred")),
        (WANG, accounts.block),
        (WANG, closed),
    ],
    ids=["never dialled", "may not host", "barred", "pressed 9", "closed"],
)
def test_a_number_that_is_not_activated_is_not_rung(number, before, portal, network, queue):
    before(number)

    answer = start_quick(portal, SUN, host=number)
    queue.run()

    assert (answer.status, answer.code, answer.cookie) == (409, "not_activated", None)
    assert network.rung == []


def test_nine_stops_it_for_a_day_and_gives_no_power(portal, network, queue, clock):
    there = start_quick(portal, LI).json["id"]
    queue.run()
    host_presses("9", there, network)
    factories.hang_up(there, WANG, network)
    queue.run()

    again = start_quick(portal, LI)
    clock.advance(days=1)

    assert (again.status, again.code) == (409, "not_activated")
    assert look(portal, there).json["reason"] == "not_confirmed"
    assert (show(portal, there).status, network.rung) == (404, [WANG])
    assert start_quick(portal, LI).status == 202


@pytest.mark.parametrize(
    ("host", "numbers", "code"),
    [
        ("222", [LI], "bad_number"),
        ("110", [LI], "number_not_allowed"),
        (WANG, [], "no_parties"),
        (WANG, ["222"], "bad_number"),
        (WANG, [WANG], "same_number"),
        (WANG, [LI, LI], "same_number"),
        (WANG, [f"+8613800001{n:03}" for n in range(32)], "too_many_parties"),
    ],
)
def test_what_cannot_be_called_is_refused_before_it_is_counted(host, numbers, code, portal, tables):
    once = tables.snapshot()

    answer = start_quick(portal, *numbers, host=host)

    assert (answer.status, answer.code) == (422, code)
    assert tables.snapshot() == once


def test_the_phone_is_not_rung_while_it_hosts(portal, network, queue):
    goes_on(start_quick(portal, LI), portal)

    answer = start_quick(portal.another(), SUN)
    queue.run()

    assert (answer.status, answer.code) == (409, "host_in_conference")
    assert network.rung == [WANG, LI]


def called_off(browser, queue, clock, **values):
    answer = start_quick(browser, LI, **values)
    if answer.status == 202:
        cancel(browser, answer.json["id"])
        queue.run()
        clock.advance(seconds=10)
        queue.run()
    return answer


def test_one_phone_is_rung_three_times_an_hour_whoever_asks(portal, queue, clock):
    answers = []
    for n in range(4):
        browser = portal.another()
        browser.address = f"203.0.113.{n}"
        answers.append(called_off(browser, queue, clock))

    assert [answer.status for answer in answers] == [202, 202, 202, 429]
    wait = answers[-1].json["retry_after"]
    assert (answers[-1].code, answers[-1].headers["retry-after"]) == (
        *("too_many_quick_calls", str(wait)),
    )
    clock.advance(seconds=wait - 1)
    assert start_quick(portal, LI).status == 429
    clock.advance(seconds=1)
    assert start_quick(portal, LI).status == 202


def test_one_address_starts_ten_an_hour_whomever_it_calls(portal, queue, clock):
    hosts = [f"+86186000006{n:02}" for n in range(12)]
    for host in hosts:
        factories.account(host)

    answers = [called_off(portal, queue, clock, host=host) for host in hosts]
    elsewhere = portal.another()
    elsewhere.address = "203.0.113.9"

    assert [answer.status for answer in answers] == [202] * 10 + [429] * 2
    assert start_quick(elsewhere, LI, host=hosts[-1]).status == 202


def test_a_repeated_request_is_not_counted(portal, queue):
    for _ in range(12):
        assert start_quick(portal, LI, key=KEY).status == 202
    queue.run()


def test_the_log_tells_neither_ticket_nor_key_nor_number(portal, network, queue, caplog):
    there = start_quick(portal, LI, key=KEY).json["id"]
    ticket = portal.held[CALL_COOKIE]
    queue.run()
    host_presses("1", there, network)
    look(portal, there)
    command(portal, there, "lock")

    for secret in (ticket, portal.held[CALL_COOKIE], KEY, WANG[3:], LI[3:]):
        assert secret not in caplog.text


def test_what_is_stored_of_a_ticket_opens_nothing(portal):
    there = start_quick(portal, LI).json["id"]
    stored = factories.stored(there)

    for kept in (stored.guest_ticket, stored.guest_key):
        with pytest.raises(Refused):
            web_start.quick(there, kept)
