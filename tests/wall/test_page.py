"""The page in a real browser, against the real network and the real mixer."""

import re

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from local.sound.pcm import FRAME
from local.sound.tones import sine, strength

NO_MICROPHONE = """
    navigator.mediaDevices.getUserMedia = () =>
        Promise.reject(new DOMException("denied", "NotAllowedError"));
"""
CDR = {
    "conference_id": "c1",
    "number": "+8618600000101",
    "host": True,
    "state": "completed",
    "reason": "",
    "answered_at": "2011-11-23T02:15:05+00:00",
    "seconds": 61,
    "tariff": "dial_in-2011",
    "charge": 40,
    "call_sid": "CA1",
    "billing_number": "+8618600000101",
}


def handset(page, name):
    return page.get_by_role("article", name=f"话机 {name}")


def button(page, act, name):
    return page.get_by_role("button", name=f"{act} {name}")


def fits_and_can_be_used(page, width):
    """See to it that the page is as wide as its window, and as axe wants it in both themes."""
    page.set_viewport_size({"width": width, "height": 844})
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")

        found = Axe().run(page)

        assert found.violations_count == 0, (width, scheme, found.generate_report())
        assert page.evaluate("document.documentElement.scrollWidth") == width


def dial_in(page):
    """Let the host be in the conference, by keyboard alone; the prompt is caught on its way."""
    page.keyboard.press("Enter")
    expect(handset(page, "王建国").get_by_text("请按1")).to_be_visible()
    page.keyboard.press("1")
    expect(handset(page, "王建国").get_by_text("会议中")).to_be_visible()


def test_the_wall_has_no_accessibility_violation_and_fits(bench, page):
    bench.cdrs = [CDR]
    dial_in(page)
    bench.ring("+8613911112222")
    expect(handset(page, "李晓梅").get_by_text("来电")).to_be_visible()
    page.locator("#log summary").first.click()
    expect(page.locator("#cdrs").get_by_role("table")).to_be_visible()

    for width in (1280, 390, 320):
        fits_and_can_be_used(page, width)


@pytest.mark.parametrize("opener", ["添加话机", "快捷键 ?"])
def test_the_dialogs_have_no_accessibility_violation(page, opener):
    page.get_by_role("button", name=opener).click()
    expect(page.get_by_role("dialog")).to_be_visible()

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()


def test_a_call_by_keyboard_alone(page):
    host = handset(page, "王建国")

    dial_in(page)

    expect(host.get_by_role("timer")).to_have_text(re.compile(r"^00:\d\d$"))
    expect(host.locator("output")).to_have_text("1")

    page.keyboard.press("Escape")

    expect(host.get_by_text("待机")).to_be_visible()
    expect(host.get_by_text("上次:本机已挂断")).to_be_visible()


def test_digits_on_an_idle_phone_are_typed_into_its_dial_box(page):
    for key in "10086":
        page.keyboard.press(key)

    expect(page.get_by_label("王建国(主持人) 要拨的号码")).to_have_value("10086")


def test_shortcuts_can_be_listed_and_switched_off(page):
    page.keyboard.press("?")
    page.get_by_label("启用快捷键").uncheck()
    page.get_by_role("button", name="知道了").click()

    page.keyboard.press("5")

    expect(page.get_by_label("王建国(主持人) 要拨的号码")).to_have_value("116323")


def test_people_are_heard_on_the_page_through_the_real_mixer(bench, page, pick_up):
    dial_in(page)
    other = pick_up("13700000000")
    bench.ring("+8613700000000")
    other.wait_for("ringing")
    other.answer()
    other.wait_for("in_conference")

    other.speak(660)

    page.wait_for_function("""() => {
        const meter = document.querySelector(".handset.picked .meter span");
        return Number(meter.style.getPropertyValue("--level")) > 0.5;
    }""")


def test_the_microphone_of_the_page_is_heard_by_the_others(bench, page, pick_up):
    dial_in(page)
    other = pick_up("13700000000")
    bench.ring("+8613700000000")
    other.wait_for("ringing")
    other.answer()
    other.wait_for("in_conference")
    assert other.hears_nothing()

    page.get_by_label("声源 王建国").select_option("microphone")

    assert other.hears_anything(within=5)


def test_without_a_microphone_the_page_says_so_and_talks_by_itself(bench, context, pick_up):
    context.add_init_script(NO_MICROPHONE)
    page = context.new_page()
    page.goto("/phones")
    expect(handset(page, "王建国").get_by_text("待机")).to_be_visible()
    dial_in(page)
    other = pick_up("13700000000")
    bench.ring("+8613700000000")
    other.wait_for("ringing")
    other.answer()
    other.wait_for("in_conference")

    page.get_by_label("声源 王建国").select_option("microphone")

    expect(handset(page, "王建国").get_by_text("麦克风不可用")).to_be_visible()
    expect(page.get_by_label("声源 王建国")).to_have_value("auto")
    assert other.hears_anything()


def test_answering_rejecting_and_hanging_up_are_buttons_that_stay_in_their_places(bench, page):
    acts = ("接听", "拒接", "挂断", "拨号")
    before = [button(page, act, "李晓梅").bounding_box() for act in acts]
    bench.ring("+8613911112222")
    expect(handset(page, "李晓梅").get_by_text("来电")).to_be_visible()

    button(page, "接听", "李晓梅").dblclick()

    expect(handset(page, "李晓梅").get_by_text("会议中")).to_be_visible()
    expect(button(page, "接听", "李晓梅")).to_be_focused()
    expect(button(page, "接听", "李晓梅")).to_have_attribute("aria-disabled", "true")
    assert [button(page, act, "李晓梅").bounding_box() for act in acts] == before


def test_only_the_handset_that_is_picked_up_is_read_out(page):
    live = ".captions[aria-live=polite]"
    expect(page.locator(live)).to_have_count(1)

    page.get_by_label("拿起这部(听和说) 张伟").check()

    expect(page.locator(live)).to_have_count(1)
    expect(handset(page, "张伟").locator(live)).to_have_count(1)


def test_a_reload_shows_the_call_as_it_is(page):
    dial_in(page)

    page.reload()

    host = handset(page, "王建国")
    expect(host.get_by_text("会议中")).to_be_visible()
    expect(host.get_by_text("请按1")).to_be_visible()
    expect(host.locator("output")).to_have_text("1")


def test_the_second_tab_takes_a_handset_over_and_the_first_can_take_it_back(context, page):
    second = context.new_page()
    second.goto("/phones#13911112222")
    expect(second.get_by_role("article")).to_have_count(1)
    expect(handset(second, "李晓梅").get_by_text("待机")).to_be_visible()
    expect(handset(page, "李晓梅").get_by_text("已被另一页拿起")).to_be_visible()

    button(page, "在本页使用", "李晓梅").click()

    expect(handset(page, "李晓梅").get_by_text("待机")).to_be_visible()
    expect(handset(second, "李晓梅").get_by_text("已被另一页拿起")).to_be_visible()


def test_the_page_survives_a_restart_of_the_server_and_says_so_meanwhile(bench, page):
    bench.shut()
    expect(page.get_by_text("与电话网的连接断开,正在重连")).to_be_visible()
    expect(handset(page, "张伟").get_by_text("已断线")).to_be_visible()

    bench.open()

    expect(handset(page, "张伟").get_by_text("待机")).to_be_visible()
    expect(page.get_by_text("与电话网的连接断开,正在重连")).to_be_hidden()


def test_a_handset_can_be_added_and_is_still_there_after_a_reload_until_removed(page):
    add(page, "13700000000", "赵敏")
    expect(handset(page, "赵敏").get_by_text("待机")).to_be_visible()

    page.reload()
    expect(handset(page, "赵敏").get_by_text("待机")).to_be_visible()
    button(page, "移除", "赵敏").click()
    page.reload()

    expect(handset(page, "刘洋").get_by_text("待机")).to_be_visible()
    expect(handset(page, "赵敏")).to_have_count(0)


@pytest.mark.parametrize(
    ("number", "reason"),
    [("12345", "请输入 11 位手机号码"), ("+86 139-1111-2222", "墙上已有这个号码:李晓梅")],
)
def test_a_number_that_can_not_be_added_is_explained_in_place(page, number, reason):
    add(page, number, "")

    expect(page.get_by_role("alert")).to_contain_text(reason)
    expect(page.get_by_label("号码", exact=True)).to_be_focused()


def add(page, number, name):
    page.get_by_role("button", name="添加话机").click()
    page.get_by_label("号码", exact=True).fill(number)
    page.get_by_label("姓名").fill(name)
    page.get_by_role("button", name="添加", exact=True).click()


def test_cdrs_are_summed_by_conference_and_drawn_when_empty_or_failed(bench, page):
    panel = page.get_by_role("region", name="话单内容")
    expect(panel).to_contain_text("还没有话单")

    bench.cdrs = [CDR, CDR | {"number": "+8613911112222", "host": False, "charge": 20}]

    expect(panel.get_by_role("table")).to_have_count(1)
    expect(panel).to_contain_text("2 路 · 122 秒 · 0.60 元(60 分)")
    expect(panel.get_by_role("row").filter(has_text="主持人")).to_contain_text("61 秒0.40 元")
    expect(panel).to_contain_text("10:15:05")

    bench.cdrs = None

    expect(panel).to_contain_text("话单读取失败")


def test_where_the_product_shows_no_cdrs_it_is_said_where_they_are(bench, page):
    panel = page.get_by_role("region", name="话单内容")
    bench.deployed = True

    expect(panel).to_contain_text("登录会议网站")
    expect(panel).not_to_contain_text("失败")


def test_the_log_shows_the_twiml_of_one_call_pretty_printed(bench, page):
    dial_in(page)
    bench.ring("+8613911112222")
    button(page, "接听", "李晓梅").click()
    log = page.get_by_role("region", name="呼叫日志内容")
    expect(log.locator("details")).to_have_count(3)

    choice = page.get_by_label("通话")
    choice.select_option(choice.get_by_text(re.compile("139 1111 2222$")).text_content())

    expect(log.locator("details:visible")).to_have_count(1)

    log.locator("details:visible summary").click()

    expect(log.locator("pre:visible")).to_have_text(
        "<Response>\n  <Dial>\n    <Conference>c1</Conference>\n  </Dial>\n</Response>"
    )


def test_arrows_move_over_the_keypad_which_is_one_tab_stop(page):
    keypad = page.get_by_role("group", name="李晓梅 的键盘")
    keypad.get_by_role("button", name="1", exact=True).focus()

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")

    expect(keypad.get_by_role("button", name="5", exact=True)).to_be_focused()
    expect(keypad.locator("[tabindex='0']")).to_have_count(1)


LOOP = """async ([rate, frames]) => {
    const context = new AudioContext({ sampleRate: rate });
    await context.audioWorklet.addModule("/phones/worklet.js");
    const ear = new AudioWorkletNode(context, "ear", { numberOfInputs: 0 });
    const mouth = new AudioWorkletNode(context, "mouth");
    ear.connect(mouth).connect(context.destination);
    const spoken = [];
    await context.resume();
    for (const frame of frames) ear.port.postMessage(new Int16Array(frame).buffer);
    await new Promise((done) => {
        mouth.port.onmessage = ({ data }) => {
            const frame = new Int16Array(data);
            if (spoken.length || frame.some(Boolean)) spoken.push(...frame);
            if (spoken.length >= 10 * 320) done();
        };
    });
    await context.close();
    return spoken;
}"""


@pytest.mark.parametrize("rate", [44_100, 48_000])
def test_ear_and_mouth_of_the_page_keep_the_pitch_at_the_rate_of_any_sound_card(page, rate):
    page.get_by_role("heading", name="电话墙").click()  # sound needs a gesture
    sent = sine(660, seconds=0.16, loudness=0.5)

    spoken = np.array(page.evaluate(LOOP, [rate, sent.reshape(-1, FRAME).tolist()]), np.int16)

    middle = spoken[2 * FRAME : 7 * FRAME]
    assert strength(middle, 660) == pytest.approx(0.5, rel=0.05)
    assert strength(middle, 760) < 0.01
    assert np.flatnonzero(spoken)[-1] - np.flatnonzero(spoken)[0] == pytest.approx(len(sent), abs=9)
