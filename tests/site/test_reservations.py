"""Reservations on the page: looked at, made, changed, called off, and seen to begin."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Request, expect

from tests.site import boards, reserved
from tests.site.reserved import (
    DAY,
    MINUTE,
    TIME,
    ahead,
    answer,
    fill,
    in_days,
    nothing_reserved,
    reservation,
    reserve,
    send,
    serve,
    serve_times,
)
from tests.site.test_pages import ANY_PAGE, weight
from tests.site.visitor import Visitor, looked_at

CHANGE = """async ([id, body]) => (await fetch(`/api/reservations/${id}`, {
  method: "PATCH", headers: {"Content-Type": "application/json"},
  body: JSON.stringify(body)})).status"""


@pytest.fixture(scope="module")
def logged_in(apart: Page) -> Page:
    """Have a window apart: its clock is a test's."""
    return apart


@pytest.fixture
def page(member: Visitor) -> Iterator[Page]:
    with nothing_reserved(member) as cleared:
        yield cleared


# ——— how it looks ———


def test_every_state_of_a_reservation_can_be_read(member: Visitor) -> None:
    serve(member, reserved.everything())
    boards.serve(member, boards.board())

    for path in ("/reservations", "/reservations/past", "/reservations/cancelled"):
        assert looked_at(member, path) == []
    member.page.unroute_all()


@pytest.mark.parametrize(
    "path", ["/reservations/ahead", "/reservations/starts", "/reservations/no"]
)
def test_what_can_be_changed_and_what_cannot_be_is_readable(member: Visitor, path: str) -> None:
    serve(member, reserved.everything())
    serve_times(member, free=False, conflicts=[reservation("other", DAY)])

    assert looked_at(member, path) == []
    member.page.unroute_all()


def test_no_part_of_it_is_heavy(member: Visitor) -> None:
    for path in ("/reservations", "/reservations/new"):
        member.opens(path)
        assert sum(weight(member).values()) <= ANY_PAGE


def test_the_home_page_leads_here(member: Visitor) -> None:
    member.goes_to("/")

    member.page.get_by_role("link", name="预约会议").click()

    expect(member.page.get_by_role("heading", name="预约会议")).to_be_focused()


def test_a_list_that_cannot_be_had_says_so_and_is_asked_for_again(page: Page, member: Visitor):
    answer(member, "/reservations", {"code": "busy"}, status=503)
    member.goes_to("/reservations")
    page.get_by_text("系统繁忙").wait_for()

    serve(member, [reservation("one", DAY, title="周会")])
    page.get_by_role("button", name="重试").click()

    expect(page.get_by_role("heading", name="周会")).to_be_visible()


# ——— reserving ———


def test_what_was_reserved_has_the_focus_in_the_list(page: Page, member: Visitor) -> None:
    member.goes_to("/reservations/new")
    fill(page, number="小李 13700001111")
    page.get_by_label("主题").fill("周会")
    page.get_by_label("预计时长").select_option("30")

    send(page)

    expect(page.get_by_role("heading", name="15:00–15:30 周会")).to_be_focused()
    [made] = ahead(page)
    assert made["parties"] == [{"number": "+8613700001111", "name": "小李"}]
    assert made["starts_at"] == f"{in_days(2)}T07:00:00Z"


def test_a_second_try_after_a_lost_answer_reserves_once(page: Page, member: Visitor) -> None:
    member.goes_to("/reservations/new")
    fill(page)
    keys = []

    def lose(request: Request) -> None:
        if request.method == "POST" and request.url.endswith("/api/reservations"):
            keys.append(request.headers["idempotency-key"])

    page.on("request", lose)
    page.route("**/api/reservations", lambda route: (route.fetch(), route.abort()), times=1)
    send(page)
    page.get_by_text("连不上网络").first.wait_for()

    send(page)

    expect(page.get_by_role("heading", name="15:00–16:00")).to_be_focused()
    assert len(keys) == 2
    assert len(set(keys)) == 1
    assert len(ahead(page)) == 1


def test_nobody_is_reserved_for_nobody(page: Page, member: Visitor) -> None:
    member.goes_to("/reservations/new")

    send(page)

    page.get_by_text("请至少添加一位与会者").wait_for()
    expect(page.get_by_label("其他与会者", exact=True)).to_be_focused()


def test_a_form_half_filled_in_is_still_there_after_a_look_elsewhere(page: Page, member: Visitor):
    member.goes_to("/reservations/new")
    fill(page, time="16:20")
    page.get_by_label("其他与会者", exact=True).press("Enter")

    page.get_by_role("link", name="返回预约列表").click()
    page.get_by_role("link", name="新建预约").first.click()

    expect(page.get_by_label(TIME, exact=True)).to_have_value("16:20")
    expect(page.get_by_role("button", name="移除 137 0000 1111")).to_be_visible()


def test_text_messages_are_offered_only_where_they_can_be_sent(page: Page, member: Visitor) -> None:
    boxes = page.get_by_label("短信通知")
    serve(member, [], notices=False)
    member.goes_to("/reservations/new")
    without = boxes.count()

    serve(member, [])
    member.goes_to("/reservations/new")

    assert (without, boxes.count()) == (0, 1)


# ——— series, and calling off ———


def reserve_series(member: Visitor, *, days: int) -> None:
    member.goes_to("/reservations/new")
    fill(member.page)
    member.page.get_by_label("重复", exact=True).select_option("每天")
    member.page.get_by_label("重复到").fill(in_days(2 + days - 1))
    member.page.get_by_text(f"共 {days} 次").wait_for()
    send(member.page)
    member.page.get_by_text(f"已预约 {days} 次").wait_for()


def test_a_series_wants_its_last_day(page: Page, member: Visitor) -> None:
    member.goes_to("/reservations/new")
    fill(page)
    page.get_by_label("重复", exact=True).select_option("每周")

    send(page)

    expect(page.get_by_label("重复到")).to_be_focused()
    assert ahead(page) == []


def test_one_of_a_series_is_called_off_and_then_all_of_it(page: Page, member: Visitor) -> None:
    reserve_series(member, days=3)
    rows = page.get_by_role("button", name="取消 ")
    rows.nth(1).click()
    page.get_by_role("button", name="取消本次").click()
    page.get_by_text("的预约").last.wait_for()
    expect(rows).to_have_count(2)
    left = len(ahead(page))

    rows.first.click()
    page.get_by_role("button", name="取消整个系列(2 次)").click()
    page.get_by_text("没有将要开始的预约").wait_for()

    expect(page.get_by_role("heading", name="预约会议")).to_be_focused()
    assert (left, len(ahead(page))) == (2, 0)


def test_the_question_is_answered_no_by_default_and_by_escape(page: Page, member: Visitor) -> None:
    reserve(member)
    button = page.get_by_role("button", name="取消 ")

    button.press("Enter")
    expect(page.get_by_role("button", name="不取消")).to_be_focused()
    page.keyboard.press("Enter")
    expect(button).to_be_focused()
    button.press("Enter")
    page.keyboard.press("Escape")

    expect(button).to_be_focused()
    assert len(ahead(page)) == 1


def test_what_began_meanwhile_cannot_be_called_off_and_leads_there(page: Page, member: Visitor):
    serve(member, [reservation("one", DAY)])
    refusal = {"code": "already_started", "conference_id": boards.ID}
    answer(member, "/reservations/one/cancel", refusal, status=409)
    member.goes_to("/reservations")

    page.get_by_role("button", name="取消 ").click()
    page.get_by_role("button", name="取消预约").click()
    page.get_by_text("会议已经开始").wait_for()

    link = page.get_by_role("dialog").get_by_role("link", name="进入会议")
    expect(link).to_have_attribute("href", f"#/conference/{boards.ID}")


def test_the_calendar_file_is_one_click_away(page: Page, member: Visitor) -> None:
    reserve(member)

    with page.expect_download() as file:
        page.get_by_role("link", name="下载日历").click()

    assert file.value.suggested_filename == "116323-reservation.ics"


# ——— changing ———


def open_change(page: Page) -> None:
    page.get_by_role("link", name="修改 ").click()
    page.get_by_role("heading", name="修改预约").wait_for()


def test_only_what_was_changed_is_sent(page: Page, member: Visitor) -> None:
    made = reserve(member)
    open_change(page)
    page.get_by_label(TIME, exact=True).fill("17:40")

    with page.expect_request(lambda request: request.method == "PATCH") as sent:
        page.get_by_role("button", name="保存修改").click()

    expect(page.get_by_role("heading", name="17:40–18:40")).to_be_focused()
    body = json.loads(sent.value.post_data or "")
    assert body == {"version": made["version"], "starts_at": f"{in_days(2)}T09:40:00Z"}
    assert ahead(page)[0]["starts_at"] == body["starts_at"]


def test_what_was_changed_elsewhere_is_said_and_shown_as_it_is_now(page: Page, member: Visitor):
    made = reserve(member)
    open_change(page)
    other = {"version": made["version"], "title": "改过了"}
    assert page.evaluate(CHANGE, [made["id"], other]) == 200
    page.get_by_label(TIME, exact=True).fill("17:40")

    page.get_by_role("button", name="保存修改").click()

    page.get_by_text("刚刚在别处改过").wait_for()
    expect(page.get_by_label("主题")).to_have_value("改过了")
    expect(page.get_by_label(TIME, exact=True)).to_have_value("15:00")
    page.get_by_label(TIME, exact=True).fill("17:40")
    page.get_by_role("button", name="保存修改").click()
    expect(page.get_by_role("heading", name="17:40–18:40 改过了")).to_be_focused()


def test_what_has_begun_cannot_be_changed_and_leads_there(page: Page, member: Visitor) -> None:
    serve(member, [reservation("one", DAY)])
    serve_times(member)
    boards.serve(member, boards.board())
    refusal = {"code": "already_started", "conference_id": boards.ID}
    answer(member, "/reservations/one", refusal, status=409)
    member.goes_to("/reservations/one")
    page.get_by_label("主题").fill("新的")

    page.get_by_role("button", name="保存修改").click()

    page.get_by_text("会议已经开始,不能再修改").wait_for()
    link = page.get_by_role("main").get_by_role("link", name="进入会议")
    expect(link).to_have_attribute("href", f"#/conference/{boards.ID}")


# ——— when its time comes ———


def test_one_that_starts_is_seen_to_start(page: Page, member: Visitor) -> None:
    serve(member, [reservation("one", 10 * MINUTE, title="周会")])
    page.clock.install()
    member.opens("/reservations")
    row = page.get_by_role("listitem").filter(has_text="周会")
    expect(row).to_contain_text("已预约")

    serve(member, [reservation("one", 0 * MINUTE, title="周会", state="starting")])
    page.clock.fast_forward(30_000)
    expect(row).to_contain_text("正在发起")
    boards.serve(member, boards.board())
    begun = {"state": "started", "conference_id": boards.ID}
    serve(member, [reservation("one", 0 * MINUTE, title="周会", **begun)])
    page.clock.fast_forward(5_000)

    expect(row).to_contain_text("会议进行中")
    expect(row.get_by_role("link", name="进入会议")).to_be_visible()


def test_one_that_was_missed_stands_on_top_and_is_reserved_again(page: Page, member: Visitor):
    missed = {"state": "missed", "reason": "host_no_answer", "title": "周会"}
    serve(member, [reservation("one", -60 * MINUTE, **missed)])
    serve_times(member)
    member.goes_to("/reservations")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("主持人电话无人接听")

    alert.get_by_role("button", name="再预约一次").click()

    expect(page.get_by_role("heading", name="新建预约")).to_be_focused()
    expect(page.get_by_label("主题")).to_have_value("周会")
    expect(page.get_by_role("button", name="移除 王建国")).to_be_visible()


def test_one_that_was_missed_long_ago_does_not_alarm_any_more(page: Page, member: Visitor) -> None:
    missed = {"state": "missed", "reason": "late", "title": "周会"}
    serve(member, [reservation("one", -25 * 60 * MINUTE, **missed)])
    member.goes_to("/reservations")
    alerts = page.get_by_role("alert").count()

    page.get_by_role("link", name="已结束").click()

    expect(page.get_by_role("heading", name="周会")).to_be_visible()
    expect(page.get_by_text("系统没能按时呼叫")).to_be_visible()
    assert alerts == 0
