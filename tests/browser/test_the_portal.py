"""From a stranger to a member: registered with the phone wall, then by the keyboard alone."""

import re
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from local.demo import NUMBER, PASSWORD
from tests.browser.portal import log_in, told
from tests.browser.wall import Machine, handset, hears, is_in

CODE = re.compile(r"校验码([\d，]+)[,,]重听")
CSV = "姓名,电话,备注\n钱多多,13711112222,客户\n李晓梅,13911112222,\n没有号码,12,\n"
NEW = "wo-xin-de-mima"
CHANGE_PASSWORD = """([old, now]) => fetch("/api/account/password", {method: "PUT",
  headers: {"Content-Type": "application/json"},
  body: JSON.stringify({old_password: old, new_password: now})}).then((answer) => answer.status)"""


def fill_the_form(page: Page, number: str) -> None:
    """Agree, and give the particulars."""
    page.get_by_role("link", name="立即注册").first.click()
    page.get_by_label("我已阅读并同意").check()
    page.get_by_role("button", name="同意条款立即注册").click()
    page.locator("main").get_by_label("电话号码").fill(number)
    page.locator("main").get_by_label("姓名").fill("王建国")
    for field in page.locator("main input[type=password]").all():
        field.fill(NEW)
    page.get_by_role("button", name="下一步").click()


def test_who_never_dialled_registers_with_the_phone_wall(
    browser: BrowserContext, machine: Machine
) -> None:
    wall, portal = browser.new_page(), browser.new_page()
    wall.goto(machine.wall)
    is_in(wall, "王建国", "待机")
    portal.goto(machine.portal)

    fill_the_form(portal, "18600000101")
    told(portal, "请在两分钟内通过北京联通后付费固话或手机拨打116323注册此业务")
    portal.reload()
    told(portal, "请在两分钟内通过北京联通后付费固话或手机拨打116323注册此业务")

    wall.bring_to_front()
    handset(wall, "王建国").get_by_role("button", name="拨号").click()
    hears(wall, "王建国", "您的号码已开通116323多方通话")
    hears(wall, "王建国", "请挂机,系统将呼叫您并播报激活码")
    wall.get_by_role("button", name="挂断 王建国").click()
    wall.get_by_role("button", name="接听 王建国").click()
    hears(wall, "王建国", "您通过网站发起注册操作,请留意收听以下校验码")
    caption = handset(wall, "王建国").get_by_text(CODE).last.inner_text()
    spoken = CODE.search(caption)
    assert spoken

    portal.bring_to_front()
    portal.locator("main input[autocomplete=one-time-code]").fill(re.sub(r"\D", "", spoken[1]))
    portal.get_by_role("button", name="立即确认激活").click()
    told(portal, "您是第一次使用,是否需要帮助?")
    with portal.expect_response(lambda answer: answer.request.method == "PATCH") as noted:
        portal.get_by_role("button", name="取消").click()
    assert noted.value.ok
    expect(portal).to_have_url(re.compile("#/conference$"))
    portal.reload()
    expect(portal.get_by_role("heading", level=1)).to_be_visible()
    expect(portal.get_by_text("您是第一次使用")).to_have_count(0)


def test_a_member_brings_contacts_in_and_takes_a_removal_back(
    browser: BrowserContext, machine: Machine, tmp_path: Path
) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(CSV.encode("gb18030"))
    page = browser.new_page()
    page.goto(machine.portal)
    log_in(page)

    page.goto(machine.portal + "#/contacts/import")
    page.locator("input[type=file]").set_input_files(file)
    told(page, "钱多多")
    page.get_by_role("button", name=re.compile("导入 1 位")).click()
    told(page, "已导入")
    page.goto(machine.portal + "#/contacts")
    told(page, "钱多多")

    page.get_by_role("searchbox").fill("钱")
    page.get_by_role("checkbox", name=re.compile("钱多多")).check()
    page.get_by_role("button", name=re.compile("^删除")).first.click()
    expect(page.locator("main").get_by_text("钱多多")).to_have_count(0)
    page.get_by_role("button", name="撤销").click()
    told(page, "钱多多")


def test_a_password_is_changed_and_the_session_ended_by_the_keyboard_alone(
    browser: BrowserContext, machine: Machine
) -> None:
    page = browser.new_page()
    page.goto(machine.portal)
    log_in(page)

    page.goto(machine.portal + "#/settings/password")
    expect(page.locator("main input[type=password]").first).to_be_visible()
    page.locator("main input[type=password]").first.focus()
    for n, word in enumerate((PASSWORD, NEW, NEW)):
        fields = page.locator("main input[type=password]")
        while not fields.nth(n).evaluate("(field) => field === document.activeElement"):
            page.keyboard.press("Tab")
        page.keyboard.type(word)
    page.keyboard.press("Enter")
    told(page, "密码已")

    status = page.evaluate(
        "([number, password]) => fetch('/api/sessions', {method: 'POST',"
        "headers: {'Content-Type': 'application/json'},"
        "body: JSON.stringify({number, password})}).then((answer) => answer.status)",
        [NUMBER, NEW],
    )
    assert status == 201
    assert page.evaluate(CHANGE_PASSWORD, [NEW, PASSWORD]) == 204  # as other journeys know it
