"""The first call as a person makes it: the phone wall in a browser, with real sound."""

from pathlib import Path

from playwright.sync_api import Page, expect

from local.handset import Handset
from local.processes import free_port
from tests.browser.wall import (
    ANNOUNCED_WITHIN,
    handset,
    hears,
    is_in,
    keys,
    star,
    the_whole_machine,
)


def test_the_first_call_on_the_wall_and_its_bill_after_a_restart(
    page: Page, tmp_path: Path
) -> None:
    port = free_port()
    with the_whole_machine(tmp_path / "data", port) as (wall, _):
        with Handset(wall.removesuffix("/phones"), "13521112222") as fourth:
            page.goto(wall)
            is_in(page, "王建国", "待机")
            handset(page, "李晓梅").get_by_label("声源").select_option(label="自动语音")

            page.keyboard.press("Enter")
            hears(page, "王建国", "您的号码已开通116323多方通话")
            keys(page, "1")
            hears(page, "王建国", "请输入对方号码")
            keys(page, "13911112222#")
            hears(page, "王建国", "已添加1方")
            keys(page, "82345678#")
            hears(page, "王建国", "已添加2方")
            keys(page, "#")
            for name in ("李晓梅", "张伟"):
                page.get_by_role("button", name=f"接听 {name}").click()
                hears(page, name, "1，8，6，0，0，0，0，0，1，0，1邀请您参加多方通话")
                is_in(page, name, "会议中")
            hears(page, "王建国", "欢迎新成员加入会议")

            star(page, "6")
            hears(page, "王建国", "您已禁言")
            star(page, "4")
            hears(page, "王建国", "已全部禁言")
            star(page, "#")
            hears(page, "王建国", "现在有3方在线")
            star(page, "4")
            hears(page, "王建国", "已解除全部禁言")
            star(page, "1")
            hears(page, "王建国", "请输入对方号码")
            keys(page, "13521112222#")
            fourth.wait_for("ringing", within=10)
            fourth.answer()
            fourth.expect_caption("邀请您参加多方通话", within=10)
            fourth.wait_for("in_conference", within=15)
            assert fourth.hears_anything(within=10)  # 李晓梅 speaks

            page.get_by_role("button", name="挂断 张伟").click()
            hears(page, "王建国", "当前有用户离开会场")
            star(page, "8")
            hears(page, "王建国", "结束会议请按1")
            keys(page, "1")
            hears(page, "王建国", "谢谢您的使用再见")
            for name in ("王建国", "李晓梅", "张伟"):
                is_in(page, name, "待机")
            bill = page.locator("#cdrs")
            for number in ("186 0000 0101", "139 1111 2222", "010 8234 5678", "135 2111 2222"):
                expect(bill.get_by_text(number).first).to_be_visible(timeout=ANNOUNCED_WITHIN)
            page.screenshot(path=tmp_path / "wall.png", full_page=True)
            total = bill.inner_text()

    with the_whole_machine(tmp_path / "data", port) as (wall, _):
        page.goto(wall)
        expect(page.locator("#cdrs").get_by_text("135 2111 2222").first).to_be_visible()
        assert page.locator("#cdrs").inner_text() == total
