"""The page of call records: looked at, asked for a month, opened, and loaded page by page."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.site import records
from tests.site.records import LAST, LAST_MONTH, NAME, THIS, correction, formula, line
from tests.site.reserved import answer
from tests.site.test_pages import ANY_PAGE, weight
from tests.site.visitor import Visitor, flaws, looked_at


@pytest.fixture
def page(member: Visitor) -> Page:
    return member.page


def open_all(page: Page) -> None:
    for summary in page.locator(".records-list summary").all():
        summary.click()


def row(page: Page, text: str) -> str:
    """Return what stands in the line of a party that holds *text*."""
    return page.get_by_role("row").filter(has_text=text).first.inner_text()


def cells(page: Page, text: str) -> list[str]:
    """Return what stands in each cell of the first line that holds *text*."""
    return page.get_by_role("row").filter(has_text=text).first.get_by_role("cell").all_inner_texts()


# ——— how it looks ———


@pytest.mark.parametrize(
    "state",
    [
        {"state": "parked", "doubts": 3},
        {
            "state": "closed",
            "after_closing": -620,
            "closed": {"at": "2026-01-03T02:00:00Z", "calls": 9, "minutes": 99, "charge": 4000},
        },
    ],
    ids=["parked", "closed"],
)
def test_a_month_of_everything_can_be_read(member: Visitor, state: records.Json) -> None:
    records.serve(member, records.everything(), **state)

    assert looked_at(member, LAST_MONTH) == []


def test_an_opened_conference_can_be_read(member: Visitor, page: Page) -> None:
    records.serve(member, records.everything())
    member.goes_to(LAST_MONTH)
    open_all(page)
    for table in page.locator(".chart-table summary").all():
        table.click()

    assert flaws(member) == []


def test_a_month_without_calls_says_so(member: Visitor, page: Page) -> None:
    records.serve(member, [])

    assert looked_at(member, LAST_MONTH) == []
    member.goes_to(LAST_MONTH)
    expect(page.get_by_role("main")).to_contain_text(f"{NAME}没有通话记录")
    expect(page.get_by_role("button", name="导出 CSV")).to_have_count(0)


def test_it_is_not_heavy(member: Visitor) -> None:
    records.serve(member, records.everything())
    member.opens(LAST_MONTH)

    assert sum(weight(member).values()) <= ANY_PAGE


# ——— which month ———


def test_a_month_is_asked_for_and_has_an_address_to_come_back_to(member: Visitor, page: Page):
    records.serve(member, records.everything())
    member.goes_to("/records")
    expect(page.get_by_role("main")).to_contain_text("没有通话记录")

    page.get_by_label("账期").select_option(LAST)
    page.get_by_role("button", name="查询").click()

    expect(page.get_by_role("heading", name=NAME)).to_be_visible()
    assert page.url.endswith(f"#/records?month={LAST}")
    page.go_back()
    expect(page.get_by_role("main")).to_contain_text("没有通话记录")
    expect(page.get_by_label("账期")).to_have_value(THIS)


def test_the_last_thirteen_months_can_be_chosen_and_say_how_final_they_are(member, page) -> None:
    records.serve(member, records.everything(), state="closed")
    member.goes_to("/records")
    page.get_by_label("账期").locator("option").filter(has_text="已出账").wait_for(state="attached")

    options = page.get_by_label("账期").locator("option").all_inner_texts()

    assert len(options) == 13
    assert options[1] == f"{NAME} · 已出账"
    assert options[0].endswith("出账中")


def test_a_month_that_went_by_without_a_call_is_not_said_to_be_billed_some_day(member, page):
    records.serve(member, records.everything())
    member.goes_to("/records")
    page.get_by_label("账期").locator("option").filter(has_text="无话单").first.wait_for(
        state="attached"
    )

    options = page.get_by_label("账期").locator("option").all_inner_texts()

    assert [text.rpartition(" · ")[2] for text in options] == ["出账中"] * 2 + ["无话单"] * 11
    member.goes_to(f"/records?month={records.months()[2]}")
    page.emulate_media(media="print")
    paper = page.locator(".sheet").inner_text()
    page.emulate_media(media="screen")
    assert "无话单" in paper
    assert "出账" not in paper


def test_the_month_can_be_asked_for_again(member: Visitor, page: Page) -> None:
    records.serve(member, [])
    member.goes_to(LAST_MONTH)
    records.serve(member, records.everything())

    page.get_by_role("button", name="查询").click()

    expect(page.get_by_role("heading", name="通话明细")).to_be_visible()


def test_a_month_that_cannot_be_had_says_so_and_is_asked_for_again(member: Visitor, page: Page):
    records.serve(member, records.everything())
    answer(member, f"/statements/{LAST}", {"code": "busy"}, status=503)
    member.goes_to(LAST_MONTH)
    page.get_by_text("系统繁忙").wait_for()

    page.unroute(f"{member.url}/api/statements/{LAST}")
    page.get_by_role("button", name="重试").click()

    expect(page.get_by_role("heading", name="通话明细")).to_be_visible()
    expect(page.get_by_role("heading", name="我的话单查询")).to_be_focused()


def test_a_month_of_long_ago_is_refused_with_those_that_there_are(member: Visitor, page: Page):
    records.serve(member, records.everything())
    refusal = {"code": "bad_month", "oldest": records.months()[-1], "newest": THIS}
    answer(member, "/statements/2011-02", refusal, status=404)
    answer(member, "/records?month=2011-02&limit=100", refusal, status=404)

    member.goes_to("/records?month=2011-02")

    expect(page.get_by_role("alert")).to_contain_text(THIS)
    expect(page.get_by_role("button", name="重试")).to_have_count(0)
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_role("main")).to_contain_text("没有通话记录")


def test_the_page_is_of_use_where_the_months_in_short_cannot_be_had(member, page) -> None:
    records.serve(member, records.everything())
    answer(member, "/statements", {"code": "busy"}, status=503)

    member.goes_to(LAST_MONTH)

    expect(page.get_by_role("heading", name="通话明细")).to_be_visible()
    expect(page.get_by_label("账期").locator("option")).to_have_count(13)
    expect(page.get_by_label("账期")).to_have_value(LAST)


def test_a_month_is_asked_for_again_when_the_network_is_back(member: Visitor, page: Page) -> None:
    records.serve(member, records.everything())
    page.route(f"{member.url}/api/statements/{LAST}", lambda route: route.abort())
    member.goes_to(LAST_MONTH)
    page.get_by_role("alert").get_by_text("连不上网络").wait_for()

    page.unroute(f"{member.url}/api/statements/{LAST}")

    expect(page.get_by_role("heading", name="通话明细")).to_be_visible(timeout=15_000)


# ——— what it says ———


def test_the_sums_are_those_of_the_server(member: Visitor, page: Page) -> None:
    sums = {"conferences": 7, "calls": 21, "minutes": 345, "charge": 6905}
    records.serve(member, records.everything(), **sums)
    member.goes_to(LAST_MONTH)

    found = " ".join(page.locator(".records-sums").inner_text().split())

    assert found == "次数 7 共 21 方次 方·分钟 345 费用 69.05 元"


def test_a_parked_month_says_that_it_may_change(member: Visitor, page: Page) -> None:
    records.serve(member, records.everything(), state="parked", doubts=2)
    member.goes_to(LAST_MONTH)

    expect(page.get_by_text("有 2 通电话正在与电话网核对").first).to_be_visible()


def test_what_came_after_closing_is_told(member: Visitor, page: Page) -> None:
    closed = {"at": "2026-01-03T02:00:00Z", "calls": 9, "minutes": 99, "charge": 4000}
    records.serve(member, records.everything(), state="closed", closed=closed, after_closing=-620)
    member.goes_to(LAST_MONTH)

    expect(page.locator(".records .muted").first).to_be_visible()
    expect(page.locator(".records")).to_contain_text(
        "2026年1月3日出账 40.00 元,出账后更正 −6.20 元"
    )


CHARGED = [
    ({}, "3 × 0.20 元 = 0.60 元"),
    ({"formula": formula(connect_fee=10), "charge": 70}, "3 × 0.20 元 + 接通费 0.10 元 = 0.70 元"),
    ({"formula": formula(capped=True), "charge": 50}, "3 × 0.20 元,按封顶 → 0.50 元"),
    (
        {"formula": formula(increment=6, units=21), "charge": 420},
        "21 × 0.20 元(每 6 秒) = 4.20 元",
    ),
    ({"formula": formula(free=True), "charge": 0, "host": True}, "主持人免费 → 0.00 元"),
]


@pytest.mark.parametrize(("values", "told"), CHARGED, ids=[told for _, told in CHARGED])
def test_a_charge_is_told_as_it_comes_about(member, page, values, told) -> None:
    records.serve(member, [line("a", "l1", **values)])
    member.goes_to(LAST_MONTH)
    open_all(page)

    assert told in " ".join(row(page, "139 1111 2222").split())


def test_a_party_is_told_in_full(member: Visitor, page: Page) -> None:
    records.serve(member, [line("a", "l1", host=True, checked="doubt", tariff_version=4)])
    member.goes_to(LAST_MONTH)
    open_all(page)

    found = row(page, "李晓梅")

    for part in ("主持人", "10:00:05 – 10:02:10", "02:05", "资费 web-2011,第 4 版", "有疑问"):
        assert part in found
    assert line("a", "l1")["call_sid"] in found


def test_a_correction_is_a_line_of_its_own_with_its_sign(member: Visitor, page: Page) -> None:
    wrong = line("a", "l1", seconds=125)
    less = correction(wrong, -20, seconds=-10)
    more = correction(wrong, 40, reason="provider")
    records.serve(member, [wrong, less, more])
    member.goes_to(LAST_MONTH)
    open_all(page)

    off, on = row(page, "更正:重新批价"), row(page, "更正:按电话网的记录")

    assert "−0.20 元" in off
    assert "−00:10" in off
    assert cells(page, "更正:重新批价")[3].endswith("−1")
    assert cells(page, "更正:按电话网的记录")[3] == ""
    assert "依据 web-2011 v2" in off
    assert "李晓梅" in off
    assert "+0.40 元" in on
    summary = page.locator(".records-list summary").inner_text()
    assert "0.80 元" in summary
    assert "2 方·分钟" in summary
    assert "有更正" in summary


def test_a_correction_that_comes_before_its_call_stands_after_it(member, page) -> None:
    wrong = line("a", "l1")
    later = correction(wrong, 5, reason="provider")
    later["correction"]["made_at"] = f"{THIS}-02T01:00:00Z"
    other = line("a", "l2", name="陈思远")
    records.serve(member, [later, correction(wrong, -20), other, wrong])
    member.goes_to(LAST_MONTH)
    open_all(page)

    rows = page.locator(".lines tbody").get_by_role("row")
    expect(rows).to_have_count(4)
    found = rows.all_inner_texts()
    marks = ["02:05", "更正:重新批价", "更正:按电话网的记录", "陈思远"]
    assert [mark in text for mark, text in zip(marks, found, strict=True)] == [True] * 4
    assert all("李晓梅" in text for text in found[:3])


def test_the_id_of_a_call_can_be_copied(member: Visitor, page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    records.serve(member, [line("a", "l1")])
    member.goes_to(LAST_MONTH)
    open_all(page)

    page.get_by_role("button", name="复制通话编号").click()

    page.get_by_role("status").get_by_text("已复制").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == line("a", "l1")["call_sid"]


def test_the_chart_says_its_numbers_as_a_table(member: Visitor, page: Page) -> None:
    records.serve(member, [line("a", "l1"), line("b", "l1", day=28, charge=12340)])
    member.goes_to(LAST_MONTH)
    chart = page.get_by_role("img", name=re.compile("每日费用.*28日.*123.40 元"))
    expect(chart).to_be_visible()

    page.locator(".chart-table summary").first.press("Enter")

    rows = page.get_by_role("table", name="每日费用").get_by_role("row").all_inner_texts()
    assert [re.split(r"\s+", text)[-2:] for text in rows[1:]] == [["0.60", "元"], ["123.40", "元"]]


def test_a_month_in_the_chart_of_months_leads_to_it(member: Visitor, page: Page) -> None:
    records.serve(member, records.everything())
    member.goes_to("/records")

    page.locator(".chart-table summary").last.click()
    page.get_by_role("link", name=NAME).click()

    expect(page.get_by_role("heading", name=NAME)).to_be_visible()


# ——— more than one page ———


def test_a_conference_on_two_pages_becomes_one(member: Visitor, page: Page) -> None:
    items = records.many(102)
    records.serve(member, items)
    member.goes_to(LAST_MONTH)
    rows = page.locator(".records-list summary")
    expect(rows).to_have_count(25)
    items[99]["conference_id"] = items[100]["conference_id"] = items[101]["conference_id"] = "last"
    records.serve(member, items)
    page.get_by_role("button", name="查询").click()
    expect(rows).to_have_count(26)
    expect(rows.last).to_contain_text("可能还有未载入的话单")
    expect(rows.last).to_contain_text("1 方")

    page.get_by_role("button", name="加载更多").click()

    expect(rows.last).to_contain_text("3 方")
    expect(rows).to_have_count(26)
    expect(rows.last).to_be_focused()
    expect(page.get_by_role("button", name="加载更多")).to_have_count(0)
    expect(page.get_by_text("共 102 条话单")).to_be_visible()


def test_a_correction_on_the_page_before_its_call_takes_nothing_off(member, page) -> None:
    items = records.many(99)
    wrong = line("last", "l1", day=28)
    records.serve(member, [*items, correction(wrong, -20, seconds=-100), wrong])
    member.goes_to(LAST_MONTH)
    last = page.locator(".records-list summary").last
    expect(last).to_contain_text("0 方·分钟")
    expect(last).to_contain_text("可能还有未载入的话单")

    page.get_by_role("button", name="加载更多").click()

    expect(last).to_contain_text("1 方·分钟")
    expect(last).not_to_contain_text("可能还有未载入的话单")


def test_a_page_that_cannot_be_had_is_asked_for_again(member: Visitor, page: Page) -> None:
    records.serve(member, records.many(150))
    member.goes_to(LAST_MONTH)
    page.route("**/api/records?*cursor*", lambda route: route.abort(), times=1)
    page.get_by_role("button", name="加载更多").click()
    page.get_by_text("连不上网络").first.wait_for()

    page.get_by_role("button", name="加载更多").click()

    expect(page.get_by_text("共 150 条话单")).to_be_visible()
