"""The page of a conference by the keyboard alone; closed, cut off, and there again."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import BrowserContext, Page, expect

from local.demo import NUMBER
from local.handset import Handset
from tests.browser.portal import (
    ADDRESS,
    WATCH_FOCUS,
    chip,
    command,
    conference_of,
    heard,
    in_the_room,
    line,
    log_in,
    shows,
    tab_to,
    titled,
    told,
)
from tests.browser.wall import ANNOUNCED_WITHIN, Machine

LIU, LEAVES = "13800000001", "13800000006"  # the address book has both: 刘洋 and 郑海燕
BUSY = "13700000002"
BUSY_SHOWN = "137 0000 0002"
FOCUS_IN = "(element) => element.contains(document.activeElement)"


@contextmanager
def the_hosts_phone(wall: str) -> Iterator[Handset]:
    """Take the demo account's phone in hand."""
    with Handset(wall.removesuffix("/phones"), NUMBER.removeprefix("+86")) as phone:
        yield phone


def agree(phone: Handset) -> None:
    """Answer, hear the question, and press 1."""
    phone.wait_for("ringing", within=15)
    phone.answer()
    phone.expect_caption("您现在是否发起多方通话", within=15)
    phone.press("1")
    phone.wait_for("in_conference", within=15)


def end(page: Page, phone: Handset) -> None:
    """End the conference, and wait until nobody is on the phone."""
    command(page, "结束会议").click()
    page.get_by_role("dialog").get_by_role("button", name="结束会议").click()
    titled(page, "通话结束,谢谢使用")
    phone.wait_for("idle", within=15)


def says(page: Page, text: str) -> None:
    """Wait until a screen reader is given *text*."""
    expect(heard(page)).to_contain_text(text, timeout=ANNOUNCED_WITHIN)


def use_the_keys(page: Page) -> None:
    """Go through the shortcuts, as the list that `?` opens has them."""
    page.keyboard.press("/")
    page.keyboard.type(BUSY)
    page.keyboard.press("Enter")
    shows(page, BUSY_SHOWN, "忙线/拒接")
    page.keyboard.press("Alt+m")
    expect(chip(page, "全部禁言")).to_be_visible()
    shows(page, "刘洋", "已禁言")
    page.keyboard.press("Alt+s")
    says(page, "人在线")
    page.keyboard.press("Alt+m")
    expect(chip(page, "全部禁言")).to_have_count(0)

    tab_to(page, page.get_by_role("button", name="呼叫", exact=True))
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="键盘快捷键")
    expect(keys).to_be_visible()
    assert keys.evaluate(FOCUS_IN)
    page.keyboard.press("Escape")
    expect(keys).to_have_count(0)
    assert page.get_by_role("button", name="呼叫", exact=True).evaluate(
        "(element) => element === document.activeElement"
    )


def test_a_conference_by_the_keyboard_alone_whose_focus_is_never_lost(
    browser: BrowserContext, machine: Machine
) -> None:
    with the_hosts_phone(machine.wall) as phone:
        page = browser.new_page()
        page.goto(machine.portal)
        log_in(page)
        titled(page, "我的电话会议")
        page.evaluate(WATCH_FOCUS)
        book = page.get_by_role("group", name="从通讯录添加")
        expect(book.get_by_role("checkbox", name="刘洋")).to_be_visible()

        tab_to(page, page.get_by_label("其他与会者", exact=True))
        page.keyboard.type(f"刘洋,{LEAVES},")
        told(page, "预计 3 方")
        tab_to(page, page.get_by_role("button", name="发起会议"))
        page.keyboard.press("Enter")
        expect(page).to_have_url(ADDRESS)
        agree(phone)
        titled(page, "即时会议")
        shows(page, "刘洋", "已接通")
        shows(page, "郑海燕", "已接通")

        use_the_keys(page)
        row = line(page, "刘洋")
        tab_to(page, row.get_by_role("button", name="挂断 刘洋"), backwards=True)
        page.keyboard.press("Enter")
        shows(page, "刘洋", "已挂断")
        assert row.evaluate(FOCUS_IN)
        tab_to(page, row.get_by_role("button", name="重呼 刘洋"))
        page.keyboard.press("Enter")
        shows(page, "刘洋", "已接通")
        assert row.evaluate(FOCUS_IN)

        tab_to(page, command(page, "结束会议"), backwards=True)
        page.keyboard.press("Enter")
        asked = page.get_by_role("dialog", name="要结束会议吗?")
        expect(asked.get_by_role("button", name="取消")).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        titled(page, "通话结束,谢谢使用")
        expect(page.get_by_role("heading", level=1)).to_be_focused()
        phone.expect_caption("谢谢您的使用再见", within=15)
        phone.wait_for("idle", within=10)

        assert page.evaluate("() => window.lost") == []


def test_a_tab_is_closed_and_another_shows_the_conference_as_it_is(
    browser: BrowserContext, machine: Machine
) -> None:
    with the_hosts_phone(machine.wall) as phone:
        portal = machine.portal
        page = conference_of(browser, portal, LIU, BUSY)
        agree(phone)
        shows(page, "138 0000 0001", "已接通")
        command(page, "锁定").click()
        expect(chip(page, "已锁定")).to_be_visible()
        started = page.url.partition("#")[2]
        page.close()

        page = browser.new_page()
        page.goto(f"{portal}#/contacts")
        told(page, "会议进行中")
        page.get_by_role("link", name="返回").click()

        titled(page, "即时会议")
        assert page.url.endswith(started)
        shows(page, "陈思远", "已接通")
        shows(page, "138 0000 0001", "已接通")
        shows(page, BUSY_SHOWN, "忙线/拒接")
        expect(chip(page, "已锁定")).to_be_visible()
        assert phone.state == "in_conference"
        end(page, phone)


def test_who_is_cut_off_is_told_so_and_what_happened_meanwhile(
    browser: BrowserContext, machine: Machine
) -> None:
    with the_hosts_phone(machine.wall) as phone:
        page = conference_of(browser, machine.portal, LIU, LEAVES)
        agree(phone)
        shows(page, "138 0000 0001", "已接通")

        browser.set_offline(True)
        told(page, "网络已断开,电话不受影响;状态停在")
        reason = page.locator("#room-offline")
        for button in (
            command(page, "全部禁言"),
            command(page, "结束会议"),
            line(page, "138 0000 0001").get_by_role("button", name="挂断"),
            page.get_by_role("button", name="呼叫", exact=True),
        ):
            expect(button).to_have_attribute("aria-disabled", "true")
            expect(button).to_have_attribute("aria-describedby", "room-offline")
        expect(reason).to_be_visible()
        command(page, "全部禁言").click(force=True)

        in_the_room(phone)
        phone.press("*")
        phone.expect_caption("添加号码请按", within=15)
        phone.press("5")
        in_the_room(phone)
        browser.set_offline(False)
        says(page, "已恢复")
        expect(reason).to_be_hidden()
        expect(chip(page, "已锁定")).to_be_visible()
        expect(chip(page, "全部禁言")).to_have_count(0)
        shows(page, "138 0000 0001", "已接通")
        expect(command(page, "全部禁言")).not_to_have_attribute("aria-disabled", "true")
        end(page, phone)
