"""Conferences from the web: the host's phone first, then the others, steered from the page."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import TypeVar

import pytest
from requests import Response

from tests.stories.browser import Browser
from tests.stories.page import (
    Page,
    ask_for,
    carried,
    check_bill,
    come_in,
    confirm,
    over,
    owner,
    party,
    start,
    states,
    times_called,
    untrue,
)
from tests.stories.stand import Stand, eventually

BUSY, TALKS, VOICEMAIL = "+8613770010002", "+8613770010001", "+8613770010007"
T = TypeVar("T")
FRESH = count(1)
OF_EVERY_KIND = {
    TALKS: "joined",
    "+8613770020001": "joined",
    BUSY: "busy",
    "+8613770010003": "no_answer",
    "+8613770010004": "busy",  # rejects
    "+8613770010005": "failed",  # not a number
    "+8613770010006": "left",
    VOICEMAIL: "joined",
    "+8613770010010": "joined",
    "+8613770010011": "joined",
}


@pytest.fixture
def people(stand: Stand) -> list[str]:
    """Take the phones of four people in hand whom nobody has called yet."""
    first = next(FRESH)
    numbers = [f"+86138007{first:03d}{n:02d}" for n in range(4)]
    for number in numbers:
        stand.phone(number)
    return numbers


def test_ten_people_of_every_kind_are_called_steered_and_billed(
    stand: Stand, people: list[str]
) -> None:
    li, *_ = people
    host = "+8618600000701"
    browser = owner(stand, host)

    page = Page(browser, ask_for(browser, *OF_EVERY_KIND).json()["id"])
    page.wait_until(host, "ringing")
    waiting = page.board
    confirm(stand, host)
    page.wait_for(lambda board: states(board) == {host: "joined", **OF_EVERY_KIND})

    assert waiting["state"] == "calling_host"
    assert {state for number, state in states(waiting).items() if number != host} == {"waiting"}
    assert untrue(stand, page.board) == []
    assert page.board["joined"] == 6

    page.press("hang-up", VOICEMAIL)
    page.press("redial", BUSY)
    page.change(TALKS, muted=True)
    page.set(locked=True)
    refused = page.invite(li)
    page.wait_until(VOICEMAIL, "hung_up")
    page.wait_for(lambda board: party(board, BUSY)["attempts"] == 2 and party(board, BUSY)["over"])

    assert (refused.status_code, refused.json()["code"]) == (409, "locked")
    eventually(lambda: stand.simulated.phone(TALKS).snapshot()["muted"])
    assert untrue(stand, page.board) == []

    page.end()
    stand.phone(host).expect_caption("谢谢您的使用再见")
    board = page.wait_for(over)

    assert board["reason"] == "host"
    assert untrue(stand, board) == []
    assert len(carried(stand, page.id)) == 7
    called = {number: times_called(stand, number) for number in (host, li, *OF_EVERY_KIND)}
    assert called == {host: 1, li: 0} | dict.fromkeys(OF_EVERY_KIND, 1) | {BUSY: 2}
    check_bill(stand, host, board)


def test_a_command_that_is_sent_six_times_is_obeyed_once(stand: Stand, people: list[str]) -> None:
    li, zhang, chen, *_ = people
    host, once = "+8618600000702", "the-same-key-each-time"
    browser = owner(stand, host)
    tabs = [browser.tab() for _ in range(6)]

    first = _at_once(tabs, lambda tab: ask_for(tab, li, key=once))
    (conference_id,) = {answer.json()["id"] for answer in first}
    page = Page(browser, conference_id)
    confirm(stand, host)
    come_in(stand, li)
    added = _at_once(tabs, lambda tab: page.seen_in(tab).invite(chen, key=once))
    come_in(stand, chen)
    gone = _at_once(tabs, lambda tab: page.seen_in(tab).press("hang-up", chen))
    page.wait_until(chen, "hung_up")
    again = _at_once(tabs, lambda tab: page.seen_in(tab).press("redial", chen, once + "-2"))
    come_in(stand, chen)
    ended = _at_once(tabs, lambda tab: page.seen_in(tab).end())
    board = page.wait_for(over)

    assert {a.status_code for a in (*first, *added, *gone, *again, *ended)} == {200, 201}
    assert [times_called(stand, number) for number in (host, chen)] == [1, 2]
    assert ask_for(browser, zhang, key=once).json()["code"] == "key_used_otherwise"
    check_bill(stand, host, board)
    for tab in tabs:
        tab.close()


def test_two_tabs_that_steer_at_once_agree_with_each_other_and_with_the_room(
    stand: Stand, people: list[str]
) -> None:
    li, zhang, chen, zhao = people
    host = "+8618600000703"
    browser = owner(stand, host)
    page = start(stand, browser, host, li, zhang, chen)
    come_in(stand, li, zhang, chen)
    stand.phone(chen).hang_up()
    page.wait_until(chen, "left")
    tabs = [browser.tab() for _ in range(2)]
    one, other = (page.seen_in(tab) for tab in tabs)

    for muted in (True, False, True):
        _at_once([one, other], lambda tab, muted=muted: tab.set(all_muted=muted is (tab is one)))
        _at_once([one, other], lambda tab: tab.change(li, muted=tab is one))
    called = _at_once([one, other], lambda tab: tab.press("redial", chen))
    asked = _at_once([one, other], lambda tab: tab.invite(zhao))
    twice = _at_once([one, other], lambda tab: tab.press("hang-up", zhang))
    come_in(stand, chen, zhao)
    page.wait_until(zhang, "hung_up")

    eventually(lambda: untrue(stand, one.board) == [] and one.board == other.board)
    assert sorted(answer.status_code for answer in called) == [200, 409]
    assert sorted(answer.status_code for answer in asked) == [200, 422]
    assert [answer.status_code for answer in twice] == [200, 200]
    assert [times_called(stand, number) for number in (chen, zhao)] == [2, 1]
    _at_once([one, other], Page.end)
    check_bill(stand, host, page.wait_for(over))
    for tab in tabs:
        tab.close()


def test_a_host_who_drops_is_called_back_and_finds_the_others_still_there(
    stand: Stand, people: list[str]
) -> None:
    li, zhang, *_ = people
    host = "+8618600000704"
    page = start(stand, owner(stand, host, call_back_host=True), host, li, zhang)
    come_in(stand, li, zhang)

    stand.phone(host).hang_up()
    away = page.wait_for(lambda board: board["host_away_until"])
    stand.phone(host).answer()
    stand.phone(host).expect_caption("您的多方通话仍在进行,返回请按1")
    stand.press(host, "1")
    stand.phone(host).wait_for(state="in_conference")
    back = page.wait_for(lambda board: states(board)[host] == "joined")

    assert (away["state"], away["joined"]) == ("live", 2)
    assert (back["host_away_until"], back["joined"]) == (None, 3)
    assert untrue(stand, back) == []
    stand.star(host, "8")
    stand.press(host, "1")
    board = page.wait_for(over)
    assert times_called(stand, host) == 2
    assert party(board, host)["attempts"] == 2
    assert len(carried(stand, page.id)) == 4
    check_bill(stand, host, board)


def test_a_host_who_drops_and_is_not_called_back_takes_the_conference_along(
    stand: Stand, people: list[str]
) -> None:
    li, *_ = people
    host = "+8618600000705"
    page = start(stand, owner(stand, host), host, li)
    come_in(stand, li)

    stand.phone(host).hang_up()

    board = page.wait_for(over)
    assert (board["reason"], states(board)) == ("host_left", {host: "left", li: "left"})
    assert untrue(stand, board) == []
    assert times_called(stand, host) == 1
    check_bill(stand, host, board)


def test_a_cap_reached_in_mid_call_keeps_newcomers_out_and_cuts_nobody_off(
    stand: Stand, people: list[str]
) -> None:
    li, zhang, chen, zhao = people
    host = "+8618600000706"
    page = start(stand, owner(stand, host, call_cap=100), host, li, zhang, chen)
    come_in(stand, li, zhang, chen)
    near = page.wait_for(lambda board: board["cap"] == "near")
    stand.phone(host).expect_caption("本次通话费用已接近您设定的上限")

    let_in = page.invite(zhao)
    come_in(stand, zhao)
    stand.phone(host).expect_caption("费用已达您设定的上限,不再加入新成员")
    reached = page.wait_for(lambda board: board["cap"] == "reached" and board["cost"] == 100)
    refused = page.invite(TALKS)

    assert (near["cost"], near["call_cap"]) == (80, 100)
    assert let_in.status_code == 200
    assert (refused.status_code, refused.json()["code"]) == (409, "cap_reached")
    assert reached["joined"] == 5
    assert untrue(stand, page.board) == []
    page.end()
    check_bill(stand, host, page.wait_for(over))


def test_whoever_dropped_out_of_a_locked_conference_comes_back_once_it_is_open(
    stand: Stand, people: list[str]
) -> None:
    li, zhang, *_ = people
    host, caller = "+8618600000707", stand.phone(li)
    page = start(stand, owner(stand, host), host, li, zhang)
    come_in(stand, li, zhang)
    page.set(locked=True)
    caller.hang_up()
    stand.phone(host).expect_caption("当前有用户离开会场")
    page.wait_until(li, "left")

    caller.dial("116323")
    caller.expect_caption("您有正在进行的多方通话,加入请按1")
    stand.press(li, "1")
    caller.expect_caption("该通话已锁定,暂不能加入新成员")
    caller.wait_for(state="idle")
    kept_out = page.board
    page.set(locked=False)
    caller.dial("116323")
    caller.expect_caption("您有正在进行的多方通话,加入请按1")
    stand.press(li, "1")
    caller.wait_for(state="in_conference")

    assert (kept_out["joined"], states(kept_out)[li]) == (2, "left")
    back = page.wait_for(lambda board: states(board)[li] == "joined")
    assert "came_back" in [entry["what"] for entry in back["log"] if entry["number"] == li]
    assert untrue(stand, back) == []
    page.end()
    check_bill(stand, host, page.wait_for(over))


def test_without_an_account_the_one_who_answers_decides_and_the_browser_steers(
    stand: Stand, people: list[str]
) -> None:
    li, _, chen, *_ = people
    host, browser, stranger = "+8618600000708", Browser(stand.url), Browser(stand.url)
    stand.phone(host).dial("116323")
    stand.phone(host).expect_caption("您的号码已开通116323多方通话")
    stand.phone(host).hang_up()

    wish = {"host_number": host, "parties": [{"number": li}]}
    call = browser.ask("POST", "/quick-calls", wish)
    there, page = f"/quick-calls/{call['id']}", Page(browser, call["id"])
    stand.phone(host).answer()
    stand.phone(host).expect_caption("确认请按1,否则请挂机")
    stand.phone(host).expect_caption("非本人操作请按9")
    before = (browser.ask("GET", there)["host_state"], page.end().status_code)
    stand.press(host, "1")
    come_in(stand, li)
    browser.ask("GET", there)
    page.invite(chen)
    come_in(stand, chen)
    page.change(li, muted=True)
    stand.phone(li).wait_for(muted=True)

    assert before == ("confirming", 404)
    assert stranger.send("GET", f"/conferences/{call['id']}").status_code == 401
    assert (page.board["guest"], page.board["joined"]) == (True, 3)
    assert untrue(stand, page.board) == []
    assert page.end().status_code == 200
    check_bill(stand, host, page.wait_for(over))
    browser.close()
    stranger.close()


def test_9_ends_a_call_nobody_there_asked_for_and_the_day_stays_quiet(stand: Stand) -> None:
    host, browser = "+8618600000709", Browser(stand.url)
    stand.phone(host).dial("116323")
    stand.phone(host).expect_caption("您的号码已开通116323多方通话")
    stand.phone(host).hang_up()
    wish = {"host_number": host, "parties": [{"number": TALKS}]}
    called = times_called(stand, TALKS)

    call = browser.ask("POST", "/quick-calls", wish)
    stand.phone(host).answer()
    stand.phone(host).expect_caption("非本人操作请按9")
    stand.press(host, "9")
    stand.phone(host).expect_caption("已停止本次操作")
    eventually(lambda: browser.ask("GET", f"/quick-calls/{call['id']}")["state"] == "ended")
    again = browser.send("POST", "/quick-calls", wish)

    assert (again.status_code, again.json()["code"]) == (409, "not_activated")
    assert (times_called(stand, host), times_called(stand, TALKS)) == (1, called)
    assert carried(stand, call["id"]) == {}
    browser.close()


def _at_once(many: list[T], deed: Callable[[T], Response]) -> list[Response]:
    """Do *deed* with each of *many* at the same time."""
    with ThreadPoolExecutor(len(many)) as pool:
        return list(pool.map(deed, many))
