"""The operator desk in a browser: log in, be told yes by the customer, act for them, finish."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from local import demo, store
from tests.site.conftest import window
from tests.site.test_pages import ANY_PAGE, weight
from tests.site.visitor import Visitor, flaws_in, looked_at
from tests.stories.stand import Stand, standing

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def stand() -> Iterator[Stand]:
    """Serve the product with its demo account, whose phone is in our hand."""
    with (
        store.running(in_memory=True) as endpoints,
        # The phone rings for as long as its page is looked at.
        standing(
            endpoints, "desk-", speed=4.0, SEED="1", TICK_SECONDS="0", RING_SECONDS="240"
        ) as standing_there,
    ):
        yield standing_there


@pytest.fixture(scope="module")
def desk(stand: Stand, chromium: Browser) -> Iterator[Visitor]:
    """Be at the desk's page, where nobody is logged in yet; the tests go on from one another."""
    with window(chromium) as own, Visitor(stand.url, own) as opened:
        yield opened
    assert opened.troubles == []


def beijing(moment: datetime) -> str:
    return f"{moment + timedelta(hours=8):%Y-%m-%d}"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_a_stranger_is_asked_to_log_in(visitor: Visitor) -> None:
    assert looked_at(visitor, "/operator") == []


def test_a_wrong_password_is_said_in_words_of_the_desk(desk: Visitor) -> None:
    desk.goes_to("/operator")
    desk.page.get_by_label("工号").fill(demo.OPERATOR)
    desk.page.get_by_label("密码", exact=True).fill("of somebody else")
    desk.page.keyboard.press("Enter")

    expect(desk.page.get_by_role("alert")).to_have_text("工号或密码不对")


def test_an_operator_logs_in_and_a_reload_goes_on(desk: Visitor) -> None:
    desk.page.get_by_label("密码", exact=True).fill(demo.OPERATOR_PASSWORD)
    desk.page.keyboard.press("Enter")
    expect(desk.page.get_by_text(demo.OPERATOR_NAME)).to_be_visible()

    desk.page.reload()

    expect(desk.page.get_by_label("客户的注册号码")).to_be_visible()
    assert flaws_in(desk, "zh") == []


def test_a_number_without_an_account_is_said_to_have_none(desk: Visitor) -> None:
    desk.page.get_by_label("客户的注册号码").fill("18600000909")
    press(desk.page, "呼叫客户确认")

    expect(desk.page.get_by_text("这个号码还没有激活")).to_be_visible()
    expect(desk.page.get_by_label("客户的注册号码")).to_be_focused()


def test_the_page_follows_the_call_until_the_customer_agrees(desk: Visitor, stand: Stand) -> None:
    phone = stand.phone(demo.NUMBER)
    desk.page.get_by_label("客户的注册号码").fill("18612345678")
    press(desk.page, "呼叫客户确认")
    state = desk.page.get_by_role("status").filter(has_text="振铃中")
    expect(state).to_be_visible()
    assert flaws_in(desk, "zh") == []

    phone.wait_for(state="ringing")
    phone.answer()
    phone.expect_caption("116323人工坐席应您的要求为您办理业务,同意请按1")
    expect(desk.page.get_by_text("客户已接听")).to_be_visible()
    stand.press(demo.NUMBER, "1")

    expect(desk.page.get_by_role("heading", name=demo.NAME)).to_be_focused()
    expect(desk.page.get_by_text("还可办理 30 分钟")).to_be_visible()
    expect(desk.page.get_by_text("没有将要开始的预约")).to_be_visible()
    assert flaws_in(desk, "zh") == []


def open_form(page: Page, day: datetime, time: str) -> None:
    with page.expect_response("**/contacts?limit=500"):
        press(page, "代客预约")
    page.get_by_label("日期").fill(beijing(day))
    page.get_by_label("时间(北京时间)").fill(time)


def test_a_series_is_reserved_for_people_of_the_address_book(desk: Visitor) -> None:
    page, now = desk.page, datetime.now(UTC)
    open_form(page, now + 2 * DAY, "15:00")
    who = page.get_by_role("combobox", name="其他与会者")
    who.fill("王建国")
    who.press("Enter")
    expect(page.get_by_text("186 0000 0101")).to_be_visible()
    page.get_by_label("主题").fill("周会")
    page.get_by_label("重复", exact=True).select_option("daily")
    page.get_by_label("重复到").fill(beijing(now + 4 * DAY))
    who.fill("13800000001")  # is added while the form is sent
    assert flaws_in(desk, "zh") == []
    page.locator("form").get_by_role("button", name="代客预约").click()

    expect(page.get_by_text("已预约 3 次")).to_be_visible()
    expect(page.get_by_role("heading", name="客户的预约")).to_be_focused()
    expect(page.get_by_role("list", name="客户的预约").get_by_role("listitem")).to_have_count(3)
    expect(page.get_by_text("王建国、刘洋")).to_have_count(3)
    assert flaws_in(desk, "zh") == []


def test_what_is_too_soon_is_offered_at_the_earliest_time(desk: Visitor) -> None:
    page, now = desk.page, datetime.now(UTC)
    soon = now + timedelta(minutes=3)
    open_form(page, soon, f"{soon + timedelta(hours=8):%H:%M}")
    page.get_by_role("combobox", name="其他与会者").fill("13800000001")
    page.locator("form").get_by_role("button", name="代客预约").click()

    offer = page.locator(".offers").get_by_role("button")
    expect(offer).to_have_count(1)
    assert flaws_in(desk, "zh") == []
    offer.click()
    expect(page.get_by_label("时间(北京时间)")).to_be_focused()
    press(page, "取消")
    expect(page.locator("#desk-reserve")).to_be_focused()


def test_one_is_changed(desk: Visitor) -> None:
    page = desk.page
    page.get_by_role("button", name="修改").first.click()
    expect(page.get_by_label("时间(北京时间)")).to_have_value("15:00")
    page.get_by_label("时间(北京时间)").fill("16:30")
    press(page, "保存修改")

    expect(page.get_by_text("已修改,")).to_be_visible()
    expect(page.get_by_text("16:30").first).to_be_visible()


def test_cancelling_asks_first_and_the_safe_answer_has_the_focus(desk: Visitor) -> None:
    page, rows = desk.page, desk.page.get_by_role("list", name="客户的预约").get_by_role("listitem")
    page.get_by_role("button", name="取消").first.click()
    expect(page.get_by_role("button", name="不取消")).to_be_focused()
    assert flaws_in(desk, "zh") == []
    page.keyboard.press("Escape")
    expect(rows).to_have_count(3)

    page.get_by_role("button", name="取消").first.click()
    press(page, "取消本次")
    expect(rows).to_have_count(2)
    page.get_by_role("button", name="取消").first.click()
    press(page, "取消整个系列")
    expect(page.get_by_text("没有将要开始的预约")).to_be_visible()


def test_a_contact_is_added(desk: Visitor) -> None:
    page = desk.page
    press(page, "新增联系人")
    page.get_by_label("姓名").fill("高山")
    page.get_by_label("电话号码").fill("13800009999")
    assert flaws_in(desk, "zh") == []
    press(page, "保存")

    expect(page.get_by_text("已新增 高山")).to_be_visible()


def test_the_page_is_not_heavy(desk: Visitor) -> None:
    found = weight(desk)

    assert "/pages/operator/reserve.js" in found
    assert sum(found.values()) <= ANY_PAGE


def test_a_reload_goes_on_with_the_customer_until_it_is_finished(desk: Visitor) -> None:
    page = desk.page
    page.reload()
    expect(page.get_by_role("heading", name=demo.NAME)).to_be_visible()

    press(page, "结束办理")
    expect(page.get_by_label("客户的注册号码")).to_be_visible()
    page.reload()
    expect(page.get_by_label("客户的注册号码")).to_be_visible()


def test_leaving_the_desk_leads_back_to_its_login(desk: Visitor) -> None:
    press(desk.page, "退出坐席")

    expect(desk.page.get_by_label("工号")).to_be_visible()


def test_the_customer_reads_what_was_done(desk: Visitor) -> None:
    desk.log_in()
    desk.goes_to("/settings")
    rows = desk.page.get_by_role("list", name="人工办理记录").get_by_role("listitem")

    expect(rows.filter(has_text="您在电话里按 1 同意人工办理")).to_have_count(1)
    expect(rows.filter(has_text="预约(未办成)")).to_have_count(1)
    expect(rows.filter(has_text="每天")).to_contain_text(f"坐席工号 {demo.OPERATOR}")
    expect(rows.filter(has_text="取消预约")).to_have_count(2)
    expect(rows.filter(has_text="新增联系人")).to_have_count(1)
    assert flaws_in(desk, "zh") == []


def test_where_nothing_was_done_it_says_so(member: Visitor) -> None:
    member.goes_to("/settings")

    expect(member.page.get_by_text("还没有人工办理记录")).to_be_visible()
