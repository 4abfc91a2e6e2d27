"""立即使用: a conference by who has no account, in the browser that started it."""

import re

from playwright.sync_api import BrowserContext, Page, expect

from local.handset import Handset
from tests.browser.portal import chip, command, does, shows, titled, told
from tests.browser.wall import Machine

HOST, HOST_SHOWN = "18600000301", "186 0000 0301"
OTHER = "18600000202"
LIU, LIU_SHOWN = "13800000001", "138 0000 0001"


def ask(page: Page, host: str) -> None:
    """Fill the form in and start."""
    page.get_by_label("主持人号码").fill(host)
    page.get_by_label("其他与会者", exact=True).fill(LIU)
    page.get_by_role("button", name="发起会议").click()


def test_who_has_no_account_starts_and_steers_one_conference(
    browser: BrowserContext, machine: Machine
) -> None:
    with Handset(machine.wall.removesuffix("/phones"), HOST) as phone:
        page = browser.new_page()
        page.goto(f"{machine.portal}#/quick")
        ask(page, HOST)
        told(page, "这个号码还没有激活")
        told(page, f"请先用 {HOST_SHOWN} 拨打")

        phone.dial("116323")
        phone.expect_caption("您的号码已开通116323多方通话", within=15)
        phone.hang_up()
        phone.wait_for("idle", within=10)
        page.get_by_role("button", name="发起会议").click()
        expect(page).to_have_url(re.compile(r"#/quick/[\w-]+$"))
        told(page, f"{HOST_SHOWN} 振铃中,请接听")
        phone.wait_for("ringing", within=10)
        phone.answer()
        phone.expect_caption("您现在是否发起多方通话", within=15)
        told(page, "已接听,请在电话上按 1 确认")
        phone.press("1")

        titled(page, "即时会议")
        shows(page, LIU_SHOWN, "已接通")
        does(page, LIU_SHOWN, "禁言")
        shows(page, LIU_SHOWN, "已禁言")
        page.reload()
        shows(page, LIU_SHOWN, "已禁言")
        command(page, "全部禁言").click()
        expect(chip(page, "全部禁言")).to_be_visible()
        command(page, "结束会议").click()
        page.get_by_role("dialog").get_by_role("button", name="结束会议").click()

        titled(page, "通话结束,谢谢使用")
        phone.expect_caption("谢谢您的使用再见", within=15)
        expect(page.locator("main").get_by_role("link", name="查看话单")).to_have_count(0)
        page.get_by_role("button", name="再次发起").click()
        titled(page, "立即使用")
        assert page.get_by_label("主持人号码").input_value() == HOST_SHOWN
        expect(page.get_by_role("button", name=f"移除 {LIU_SHOWN}")).to_be_visible()


def test_another_browser_does_not_see_it(browser: BrowserContext, machine: Machine) -> None:
    with Handset(machine.wall.removesuffix("/phones"), OTHER) as phone:
        phone.dial("116323")
        phone.expect_caption("您的号码已开通116323多方通话", within=15)
        phone.hang_up()
        phone.wait_for("idle", within=10)
        page = browser.new_page()
        page.goto(f"{machine.portal}#/quick")
        ask(page, OTHER)
        expect(page).to_have_url(re.compile(r"#/quick/[\w-]+$"))
        phone.wait_for("ringing", within=10)

        browser.clear_cookies()
        page.reload()
        titled(page, "找不到这次发起")
        phone.reject()
        phone.wait_for("idle", within=10)
