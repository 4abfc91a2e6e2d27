"""Text messages on the wall's handsets, and the button that lets it be later."""

import re

import pytest
from playwright.sync_api import expect

from tests.wall.test_page import fits_and_can_be_used

GUEST = "+8613911112222"
ZH = "【116323】王小明邀请您参加11月27日15:00的多方通话,届时系统将呼叫您"
EN = "116323: 王小明 has cancelled the multi-party call of 27 Nov 15:00 Beijing time."
PLAIN = "116323: Your multi-party call starts 27 Nov 15:00 Beijing time."


@pytest.fixture
def texts(page):
    """Return the messages on the screen of 李晓梅."""
    return page.get_by_role("log", name="李晓梅 收到的短信")


def test_a_text_stands_on_the_phones_screen_with_its_sender_and_its_time(bench, page, texts):
    bench.text(GUEST, ZH)

    expect(texts.get_by_text(ZH)).to_be_visible()
    expect(
        texts.get_by_text(re.compile(r"^短信 SMS · 010 6511 6323 · \d\d:\d\d:\d\d$"))
    ).to_be_visible()
    expect(texts).to_have_attribute("aria-live", "polite")
    assert page.get_by_role("listitem").filter(has_text=ZH).count() == 1


def test_each_text_is_read_out_in_its_language(bench, texts):
    for words in (ZH, PLAIN):
        bench.text(GUEST, words)

    expect(texts.get_by_text(ZH)).to_have_attribute("lang", "zh-CN")
    expect(texts.get_by_text(PLAIN)).to_have_attribute("lang", "en")


def test_a_text_is_there_after_a_reload_until_it_is_put_away(bench, page, texts):
    bench.text(GUEST, ZH)
    bench.text(GUEST, EN)
    expect(texts.get_by_role("listitem")).to_have_count(2)
    page.reload()
    expect(texts.get_by_role("listitem")).to_have_count(2)

    texts.get_by_role("button").first.press("Enter")

    expect(texts.get_by_role("listitem")).to_have_count(1)
    expect(texts.get_by_role("button")).to_be_focused()
    page.reload()
    expect(texts.get_by_role("listitem")).to_have_text(re.compile(re.escape(EN)))


def test_a_text_that_came_before_the_phone_hung_on_the_wall_is_there(bench, context, page):
    bench.text("+8613622223333", ZH)
    expect(page.locator("#log").get_by_text(": delivered")).to_be_visible()
    alone = context.new_page()

    alone.goto("/phones#13622223333")

    expect(alone.get_by_role("log", name="收到的短信").get_by_text(ZH)).to_be_visible()


def test_the_log_tells_of_a_text(bench, page):
    bench.text(GUEST, ZH)

    log = page.locator("#log")

    expect(log.get_by_text(f"+861065116323 → {GUEST}: delivered")).to_be_visible()
    expect(log.locator('[data-kind="text"] .kind').first).to_have_text("短信")


def test_the_wall_with_texts_and_a_moved_clock_has_no_accessibility_violation(bench, page, texts):
    bench.ahead = 900.0
    page.reload()
    bench.text(GUEST, ZH)
    expect(texts.get_by_text(ZH)).to_be_visible()
    expect(page.get_by_text("时钟 +15:00")).to_be_visible()

    for width in (1280, 320):
        fits_and_can_be_used(page, width)


def test_a_clock_that_cannot_be_moved_has_no_button(page):
    expect(page.get_by_role("button", name="时钟快进")).to_be_hidden()
    expect(page.locator("#ahead")).to_have_text("")


def test_each_press_lets_it_be_a_quarter_of_an_hour_later_for_both(bench, page):
    bench.ahead = 0.0
    page.reload()
    forward = page.get_by_role("button", name="时钟快进 15 分钟 clock +15 min")
    expect(page.locator("#ahead")).to_have_text("")

    forward.click()
    expect(page.get_by_text("时钟 +15:00。网站的登录也随时钟计时")).to_be_visible()
    forward.click()
    expect(page.get_by_text("时钟 +30:00")).to_be_visible()

    assert bench.ahead == 1800
    assert 1799 < bench.network.plant.timeline.ahead < 1810


def test_a_product_that_is_away_is_not_moved_and_neither_is_the_network(bench, page):
    bench.ahead = 0.0
    page.reload()
    forward = page.get_by_role("button", name="时钟快进")
    expect(forward).to_be_visible()
    bench.ahead = None

    forward.click()

    expect(page.get_by_text("时钟没有快进,请再试一次。")).to_be_visible()
    assert bench.network.plant.timeline.ahead < 5
