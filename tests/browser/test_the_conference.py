"""A conference from the web as its host lives it: started, watched, steered and ended on a page."""

import re

from playwright.sync_api import BrowserContext, Page, expect

from local.demo import NUMBER, PASSWORD
from local.handset import Handset
from tests.browser.portal import (
    ADDRESS,
    chip,
    command,
    does,
    in_the_room,
    line,
    shows,
    titled,
    told,
    was_never_here,
)
from tests.browser.wall import Machine, handset, hears, is_in

HOST, LI, SUN, LIU = "陈思远", "李晓梅", "孙丽", "刘洋"
FOURTH, FOURTH_SHOWN = "13521112222", "135 2111 2222"


def log_in_by_mouse(page: Page) -> None:
    """Log in on the home page for the first time, and want no help."""
    was_never_here(page)
    page.locator("main").get_by_label("电话号码").fill(NUMBER.removeprefix("+86"))
    page.locator("main").get_by_label("密码", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="登录").click()
    page.get_by_role("dialog").get_by_role("button", name="取消").click()
    titled(page, "我的电话会议")


def prepare(page: Page) -> None:
    """Choose two contacts and a number; a group comes in by mistake and is taken back."""
    page.get_by_role("button", name="同学聚会").click()
    chips = page.get_by_role("list", name="已添加的与会者").get_by_role("listitem")
    expect(chips).to_have_count(4)
    page.get_by_role("button", name="撤销").click()
    expect(chips).to_have_count(0)

    page.get_by_role("checkbox", name=re.compile(f"{LI}.*139")).check()
    page.get_by_role("checkbox", name=re.compile(f"{SUN} *138 0000")).check()
    page.get_by_label("其他与会者", exact=True).fill(FOURTH)
    page.get_by_role("button", name="添加", exact=True).click()
    expect(chips).to_have_count(3)


def the_host_agrees(wall: Page) -> None:
    """Answer the host's handset, hear the question, and press 1."""
    wall.bring_to_front()
    wall.get_by_role("button", name=f"接听 {HOST}").click()
    hears(wall, HOST, "您现在是否发起多方通话,确认请按1,否则请挂机")


def raise_a_hand(phone: Handset) -> None:
    """Press *9 as a party does."""
    in_the_room(phone)
    phone.press("*")
    phone.expect_caption("举手或放下请按9", within=10)
    phone.press("9")
    phone.expect_caption("您已举手", within=10)


def mute(page: Page) -> None:
    """Mute one, everybody, and nobody."""
    does(page, LI, "禁言")
    shows(page, LI, "已禁言")
    shows(page, FOURTH_SHOWN, "已接通")
    does(page, LI, "解除禁言")
    shows(page, LI, "已接通")
    command(page, "全部禁言").click()
    shows(page, FOURTH_SHOWN, "已禁言")
    shows(page, LI, "已禁言")
    expect(chip(page, "全部禁言")).to_be_visible()
    command(page, "解除全部禁言").click()
    shows(page, FOURTH_SHOWN, "已接通")
    expect(chip(page, "全部禁言")).to_have_count(0)


def call_and_hang_up(page: Page) -> None:
    """Call one more, hang up, call again; try the second number of one who was busy."""
    page.get_by_label("输入电话号码或联系人姓名").fill(LIU)
    page.get_by_role("button", name="呼叫", exact=True).click()
    shows(page, LIU, "已接通")
    does(page, LIU, "挂断")
    shows(page, LIU, "已挂断")
    does(page, LIU, "重呼")
    shows(page, LIU, "已接通 · 呼叫 2 次")

    does(page, SUN, "呼叫第二号码")
    expect(line(page, SUN)).to_have_count(2)
    expect(line(page, SUN).last).to_contain_text("138 0001 0002")


def lock(page: Page) -> None:
    """Lock the room: nobody can be called any more; and unlock it."""
    command(page, "锁定").click()
    expect(chip(page, "已锁定")).to_be_visible()
    told(page, "会场已锁定。要添加与会者,请先解锁。")
    call = page.get_by_role("button", name="呼叫", exact=True)
    expect(call).to_have_attribute("aria-disabled", "true")
    command(page, "解锁").click()
    expect(chip(page, "已锁定")).to_have_count(0)
    expect(call).not_to_have_attribute("aria-disabled", "true")


def hands(page: Page, fourth: Handset) -> None:
    """Lower a raised hand; let the one who raised it again speak."""
    command(page, "全部禁言").click()
    shows(page, FOURTH_SHOWN, "已禁言")
    raise_a_hand(fourth)
    told(page, "举手(1)")
    does(page, FOURTH_SHOWN, "放下手")
    expect(page.get_by_text("举手(1)")).to_have_count(0)
    shows(page, FOURTH_SHOWN, "已禁言")
    raise_a_hand(fourth)
    page.get_by_role("button", name=f"请下一位发言 {FOURTH_SHOWN}").click()
    shows(page, FOURTH_SHOWN, "已接通")
    expect(page.get_by_text("举手(1)")).to_have_count(0)
    shows(page, LI, "已禁言")


def test_a_conference_is_started_steered_and_ended_with_the_mouse(
    browser: BrowserContext, machine: Machine
) -> None:
    with Handset(machine.wall.removesuffix("/phones"), FOURTH) as fourth:
        wall, page = browser.new_page(), browser.new_page()
        wall.goto(machine.wall)
        is_in(wall, HOST, "待机")
        page.goto(machine.portal)
        log_in_by_mouse(page)

        prepare(page)
        told(page, "预计 4 方")
        told(page, "0.80 元/分钟")
        page.get_by_role("button", name="发起会议").click()
        expect(page).to_have_url(ADDRESS)
        titled(page, "正在发起会议")
        told(page, "186 1234 5678 振铃中,请接听")

        the_host_agrees(wall)
        told(page, "已接听,请在电话上按 1 确认")
        assert handset(wall, LI).get_by_text("待机").is_visible()
        handset(wall, HOST).get_by_role("button", name="1", exact=True).click()

        titled(page, "即时会议")
        shows(page, HOST, "已接通")
        shows(page, SUN, "忙线/拒接")
        shows(page, LI, "振铃中")
        shows(page, FOURTH_SHOWN, "振铃中")
        wall.get_by_role("button", name=f"接听 {LI}").click()
        fourth.answer()
        shows(page, LI, "已接通")
        shows(page, FOURTH_SHOWN, "已接通")
        told(page, "3/4 人在线")

        page.bring_to_front()
        mute(page)
        call_and_hang_up(page)
        lock(page)
        hands(page, fourth)

        command(page, "结束会议").click()
        told(page, "在线的 4 人都会被挂断,正在呼叫的也会取消。")
        page.get_by_role("dialog").get_by_role("button", name="结束会议").click()
        titled(page, "通话结束,谢谢使用")
        wall.bring_to_front()
        hears(wall, HOST, "谢谢您的使用再见")
        fourth.wait_for("idle", within=10)
        expect(page.get_by_role("row", name=re.compile(LIU))).to_contain_text("元")

        page.bring_to_front()
        page.get_by_role("button", name="再次发起").click()
        titled(page, "我的电话会议")
        chosen = page.get_by_role("list", name="已添加的与会者").get_by_role("listitem")
        expect(chosen).to_have_count(5)
        expect(chosen.get_by_text(LIU)).to_be_visible()
