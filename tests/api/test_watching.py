"""Looking at one conference each second: 304, the server's clock, what it costs, who may (会场)."""

import re

import pytest

from chalicelib import watch
from chalicelib.tables import Leg
from tests import factories
from tests.api.rooms import (
    ALL,
    COMMANDS,
    command,
    goes_on,
    host_presses,
    party,
    room,
    show,
    start,
    start_quick,
)
from tests.people import CHEN, LI, OFFICE, SUN, WANG, ZHAO
from tests.portal import CALL_COOKIE, COOKIE, WATCH_COOKIE

NO_SESSION = {"type": "urn:duoyoutong:problem:no_session", "status": 401, "code": "no_session"}
NOT_FOUND = {"type": "urn:duoyoutong:problem:not_found", "status": 404, "code": "not_found"}
KEY = "key-of-a-guest-00001"


@pytest.fixture
def there(mine, clock):
    """Have 王小明 talk to 李雷 for a second, started on the page: the id of it."""
    conference_id = room(mine)
    clock.advance(seconds=1)
    return conference_id


def etag(browser, conference_id):
    return show(browser, conference_id).headers["etag"]


@pytest.fixture
def other(portal, network, queue):
    """Be the browser of 陈静, who is registered too."""
    return portal.another().of(factories.registered(CHEN, network=network, queue=queue))


# ——— what has not changed is not sent ———


def test_what_has_not_changed_is_not_sent_again(mine, there):
    first = show(mine, there)

    second = show(mine, there, **{"If-None-Match": first.headers["etag"]})

    assert (first.status, second.status, second.body) == (200, 304, b"")
    assert second.headers["etag"] == first.headers["etag"]


@pytest.mark.parametrize("seen", ["W/{}", '"x", {}', '"x", W/{}'])
def test_a_proxy_on_the_way_may_write_the_mark_in_its_own_manner(seen, mine, there):
    mark = seen.format(etag(mine, there))

    assert show(mine, there, **{"If-None-Match": mark}).status == 304


@pytest.mark.parametrize("seen", ["", '""', "x", '"x"', "W/", "é"])
def test_with_another_mark_all_is_sent(seen, mine, there):
    assert show(mine, there, **{"If-None-Match": seen}).status == 200


@pytest.mark.parametrize("name", COMMANDS)
def test_whatever_is_done_the_next_look_brings_it(name, mine, there):
    if name == "mute":
        command(mine, there, "let speak")
    before = etag(mine, there)

    command(mine, there, name)

    after = show(mine, there, **{"If-None-Match": before})
    assert (after.status, after.headers["etag"] == before) == (200, False)


def test_a_comparison_that_found_nothing_changes_nothing_but_when_it_was(mine, there, queue, clock):
    before = show(mine, there)
    clock.advance(seconds=4)
    show(mine, there)
    queue.run()

    after = show(mine, there, **{"If-None-Match": before.headers["etag"]})

    assert after.status == 304
    assert before.headers["verified-at"] == "2011-02-16T02:00:00Z"
    assert after.headers["verified-at"] == "2011-02-16T02:00:05Z"


def test_the_next_minute_costs_and_is_sent(mine, there, clock):
    before = show(mine, there)
    clock.advance(seconds=61)

    after = show(mine, there, **{"If-None-Match": before.headers["etag"]})

    assert (after.status, before.json["cost"], after.json["cost"]) == (200, 40, 80)


def test_the_time_of_the_server_is_told_to_the_millisecond(mine, there, clock):
    clock.advance(microseconds=123_456)
    first = show(mine, there)

    second = show(mine, there, **{"If-None-Match": first.headers["etag"]})

    assert first.headers["server-time"] == "2011-02-16T02:00:01.123Z"
    assert second.headers["server-time"] == first.headers["server-time"]


# ——— what a look costs ———


def test_a_look_with_a_ticket_is_one_query_and_asks_for_no_work(mine, there, tables, queue):
    show(mine, there)
    tables.requests.clear()

    for _ in range(3):
        assert show(mine, there).status == 200

    assert tables.requests == ["Query"] * 3
    assert queue.asked == []


def test_a_look_without_a_ticket_is_three_requests(mine, there, tables):
    tables.requests.clear()

    show(mine, there)

    assert tables.requests == ["GetItem", "GetItem", "Query"]


def test_a_look_of_a_guest_is_one_query(guest, tables):
    browser, there = guest
    tables.requests.clear()

    assert show(browser, there).status == 200

    assert tables.requests == ["Query"]


def test_of_many_who_look_one_has_it_compared(mine, there, queue, network, clock):
    command(mine, there, "let speak")
    queue.run()
    clock.advance(seconds=4)
    network.did.clear()
    for _ in range(3):
        show(mine, there)

    assert {job for job, _ in queue.asked} == {"watch"}
    queue.run()
    assert network.done("in_room") == [(there,)]
    show(mine, there)
    assert queue.asked == []


def test_what_the_provider_forgot_to_say_is_seen_after_the_next_look(mine, there, queue, clock):
    sid = factories.leg(there, LI).call_sid
    before = party(show(mine, there).json, LI)["state"]
    clock.advance(seconds=4)
    mine.network.ends(sid)
    mine.network.away.add(sid)

    show(mine, there)
    queue.run()

    assert (before, party(show(mine, there).json, LI)["state"]) == ("joined", "left")


def test_what_is_over_is_compared_no_more(mine, there, queue, clock):
    command(mine, there, "end")
    queue.run()
    clock.advance(seconds=10)
    queue.run()

    shown = show(mine, there).json

    assert (shown["state"], shown["final"]) == ("ended", True)
    assert queue.asked == [("reconcile", "")]
    assert not watch.is_due(factories.stored(there))


# ——— the ticket ———


def test_the_ticket_is_a_cookie_of_a_minute_out_of_reach_of_scripts(mine, there):
    cookie = show(mine, there).cookie

    name, _, attributes = cookie.partition("; ")
    assert re.fullmatch(rf"{WATCH_COOKIE}=[0-9]+\.[0-9a-f]{{64}}", name)
    assert attributes == "Path=/; Max-Age=60; Secure; HttpOnly; SameSite=Strict"
    assert show(mine, there).cookie is None


def without_session(browser):
    """Delete the session behind the browser's token, as logging out elsewhere does."""
    for other in browser.get("/api/sessions").json["items"]:
        if other["current"]:
            factories.sessions.end(factories.accounts.find(WANG), other["id"])


def test_the_ticket_lets_nobody_look_for_longer_than_a_minute(mine, there, clock):
    show(mine, there)
    without_session(mine)

    clock.advance(seconds=59)
    last = show(mine, there)
    clock.advance(seconds=1)
    after = show(mine, there)

    assert last.status == 200
    assert (after.status, after.json) == (401, NO_SESSION)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_ticket_commands_nothing(name, mine, there, tables):
    show(mine, there)
    without_session(mine)
    once = tables.snapshot()

    answer = command(mine, there, name)

    assert (answer.status, answer.json) == (401, NO_SESSION)
    assert tables.snapshot() == once


def test_the_ticket_is_for_one_conference(mine, owner, there, network, queue):
    linked = factories.host_phone(owner, OFFICE, network=network, queue=queue)
    second = start(mine, SUN, host_id=linked.host_id).json["id"]
    show(mine, there)
    without_session(mine)

    assert show(mine, there).status == 200
    assert show(mine, second).status == 401
    assert mine.get(ALL).status == 401


def test_the_ticket_is_for_one_session(mine, other, there):
    show(mine, there)
    stranger = mine.another()
    for browser in (other, stranger):
        browser.held[WATCH_COOKIE] = mine.held[WATCH_COOKIE]

    assert (show(other, there).status, show(other, there).json) == (404, NOT_FOUND)
    assert (show(stranger, there).status, show(stranger, there).json) == (401, NO_SESSION)


@pytest.mark.parametrize(
    "altered",
    [
        *("{later}.{mark}", "999999999999.{mark}", "9999999999999.{mark}", ".{mark}", "{mark}"),
        *("{until}{mark}", "{until}.{other}", "{until}.", "{until}.{mark}0", "-1.{mark}", "é"),
    ],
)
def test_a_ticket_that_was_altered_opens_nothing(altered, mine, there):
    show(mine, there)
    without_session(mine)
    assert show(mine, there).status == 200
    until, _, mark = mine.held[WATCH_COOKIE].partition(".")
    later, other = int(until) + 1, mark[::-1]

    mine.held[WATCH_COOKIE] = altered.format(until=until, mark=mark, later=later, other=other)

    assert show(mine, there).status == 401


# ——— a guest ———


@pytest.fixture
def guest(owner, portal, clock):
    """Be a browser without an account: a conference was started there, and 1 was pressed."""
    del owner
    conference_id = goes_on(start_quick(portal, LI, ZHAO, key=KEY), portal, LI)
    factories.hang_up(conference_id, ZHAO, portal.network, status="busy")
    up = Leg.muted.set(True), Leg.hand_raised_at.set(clock.now())
    factories.leg(conference_id, LI).change(*up)
    clock.advance(seconds=1)
    portal.get(f"/api/quick-calls/{conference_id}")
    return portal, conference_id


@pytest.mark.parametrize("name", COMMANDS)
def test_the_guests_key_commands_its_conference(name, guest):
    browser, there = guest

    assert command(browser, there, name).status == 200


def test_the_guests_board_tells_nothing_of_what_the_account_may_spend(guest, owner):
    browser, there = guest
    factories.stored(there).update(
        actions=[
            factories.Conference.call_cap.set(20000),
            factories.Conference.month_cap.set(50000),
        ]
    )
    of_the_owner = show(browser.another().of(owner), there).json

    shown = show(browser, there).json

    money = ("call_cap", "month_cap", "month_cost")
    assert [of_the_owner[name] for name in money] == [20000, 50000, 40]
    assert [shown[name] for name in money] == [None, None, None]
    assert shown["guest"]


def test_who_is_logged_in_to_another_account_is_told_no_more_as_a_guest(guest, other):
    browser, there = guest
    factories.stored(there).update(actions=[factories.Conference.month_cap.set(50000)])
    browser.token = other.token

    looks = [show(browser, there) for _ in range(3)]

    assert [look.json["month_cap"] for look in looks] == [None] * 3
    assert WATCH_COOKIE not in browser.held


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize("name", COMMANDS)
def test_before_1_the_guest_commands_nothing_and_sees_nothing(name, portal, queue, tables):
    there = start_quick(portal, LI, ZHAO).json["id"]
    queue.run()
    host_presses("", there, portal.network)
    portal.get(f"/api/quick-calls/{there}")
    once = tables.snapshot()

    answer = command(portal, there, name)
    look = show(portal, there)

    assert (answer.status, answer.json) == (404, NOT_FOUND)
    assert (look.status, look.json) == (404, NOT_FOUND)
    assert tables.snapshot() == once


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "end"])
def test_after_the_end_everything_is_over_and_may_still_be_looked_at(name, guest, queue, clock):
    browser, there = guest
    assert command(browser, there, "end").json["state"] == "ending"
    during = command(browser, there, name)
    for _ in range(2):
        queue.run()
        clock.advance(seconds=10)

    after = command(browser, there, name)

    assert [(a.status, a.code) for a in (during, after)] == [(409, "over")] * 2
    assert (show(browser, there).status, command(browser, there, "end").status) == (200, 200)


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("shown", ["ticket", "nothing", "made up", "another's"])
def test_only_the_key_of_this_conference_commands_it(name, shown, guest, tables):
    browser, there = guest
    other = browser.another()
    match shown:
        case "ticket":
            assert start_quick(other, LI, ZHAO, key=KEY).json["id"] == there
        case "made up":
            other.held[CALL_COOKIE] = "0" * 64
        case "another's":
            factories.account(CHEN)
            theirs = goes_on(start_quick(other, SUN, host=CHEN), other)
            other.get(f"/api/quick-calls/{theirs}")
    once = tables.snapshot()

    answer = command(other, there, name)

    expected = NO_SESSION if shown == "nothing" else NOT_FOUND
    assert (answer.status, answer.json) == (expected["status"], expected)
    assert (show(other, there).status, show(other, there).json) == (answer.status, expected)
    assert tables.snapshot() == once


# ——— strangers ———


@pytest.mark.parametrize("name", COMMANDS)
def test_a_stranger_and_another_account_learn_the_same_of_what_is_there_and_what_is_not(
    name, mine, other, there, tables
):
    stranger = mine.another()
    once = tables.snapshot()

    for browser, expected in ((stranger, NO_SESSION), (other, NOT_FOUND)):
        for conference_id in (there, "not-there"):
            answers = [command(browser, conference_id, name), show(browser, conference_id)]
            assert [answer.json for answer in answers] == [expected] * 2
            assert [answer.status for answer in answers] == [expected["status"]] * 2
    assert tables.snapshot() == once
    assert stranger.held.get(COOKIE) is None
