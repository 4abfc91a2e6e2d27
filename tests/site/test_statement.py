"""A month of call records as files, and as a statement on paper."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.site import records
from tests.site.records import LAST, LAST_MONTH, NAME, correction, line
from tests.site.reserved import answer
from tests.site.visitor import Visitor

COUNT_PRINTS = "window.printed = []; window.print = () => window.printed.push(document.title)"


@pytest.fixture(scope="module")
def logged_in(apart: Page) -> Page:
    """Have a window apart: nothing is printed from it."""
    return apart


@pytest.fixture
def page(member: Visitor) -> Page:
    return member.page


# ——— taking it along ———


def hand_out(route: Route) -> None:
    """Answer as the server does; the type asked for is the file's content."""
    ending = route.request.url.rpartition("/")[2]
    route.fulfill(
        body=route.request.headers["accept"],
        headers={"Content-Disposition": f'attachment; filename="116323-{LAST}.{ending}"'},
    )


@pytest.mark.parametrize(
    ("button", "ending", "kind"),
    [("导出 CSV", "csv", "text/csv"), ("导出 Excel", "xlsx", "officedocument.spreadsheetml")],
)
def test_the_month_is_saved_as_a_file(member, page, button, ending, kind) -> None:
    records.serve(member, records.everything())
    member.goes_to(LAST_MONTH)
    page.route(f"**/api/statements/{LAST}/*", hand_out)

    with page.expect_download() as file:
        page.get_by_role("button", name=button).click()

    assert file.value.suggested_filename == f"116323-{LAST}.{ending}"
    assert kind in file.value.path().read_text()
    page.get_by_role("status").get_by_text(f"已保存 116323-{LAST}.{ending}").wait_for()


def test_a_file_that_cannot_be_had_says_why(member: Visitor, page: Page) -> None:
    records.serve(member, records.everything())
    member.goes_to(LAST_MONTH)
    answer(member, f"/statements/{LAST}/csv", {"code": "busy"}, status=503)

    page.get_by_role("button", name="导出 CSV").click()

    expect(page.get_by_role("alert")).to_contain_text("系统繁忙")
    expect(page.get_by_role("button", name="导出 CSV")).not_to_have_attribute(
        "aria-disabled", "true"
    )


# ——— on paper ———


def paper(page: Page) -> str:
    """Return what a printer would be given."""
    page.emulate_media(media="print")
    text = page.locator("main").inner_text()
    page.emulate_media(media="screen")
    return text


def test_the_statement_is_printed_with_every_line_of_the_month(member: Visitor, page: Page):
    page.add_init_script(COUNT_PRINTS)
    records.serve(member, records.many(1234), state="closed")
    member.opens(LAST_MONTH)

    page.get_by_role("button", name="打印对账单").click()
    page.wait_for_function("() => window.printed.length")

    text = paper(page)
    assert page.evaluate("window.printed") == [f"116323 对账单 {NAME}"]
    assert page.locator(".sheet-lines small").filter(has_text="CAm").count() == 1234
    assert "只列出" not in text
    for part in (
        "116323 多方通话 对账单",
        "186 1234 5678",
        NAME,
        "已出账",
        "740.40 元",
        "怎样算出",
    ):
        assert part in text
    assert "导出" not in text


def test_printing_at_once_gives_what_is_there_and_says_so(member: Visitor, page: Page) -> None:
    records.serve(member, records.many(150))
    member.goes_to(LAST_MONTH)

    text = paper(page)

    assert "只列出已载入的前 100 条话单" in text
    assert "查询" not in text
    assert "3 × 0.20 元 = 0.60 元" in text


def test_each_formula_on_paper_comes_to_its_charge(member: Visitor, page: Page) -> None:
    records.serve(member, records.everything())
    member.goes_to(LAST_MONTH)

    text = paper(page)

    for told in (
        "3 × 0.20 元,按封顶 → 0.50 元",
        "主持人免费 → 0.00 元",
        "3 × 0.20 元 + 接通费 0.10 元 = 0.70 元",
        "21 × 0.20 元(每 6 秒) = 4.20 元",
    ):
        assert told in text


def test_a_correction_stands_on_the_paper_with_its_sign(member: Visitor, page: Page) -> None:
    wrong = line("a", "l1")
    records.serve(member, [wrong, correction(wrong, -20, seconds=-10)])
    member.goes_to(LAST_MONTH)

    text = paper(page)

    for part in ("更正:重新批价", "−00:10", "依据 web-2011 v2", "−0.20 元"):
        assert part in text
    assert "−1" in page.locator(".sheet-lines tr").last.locator("td").nth(3).text_content()
    assert INCOMPLETE not in text


def test_a_call_that_ends_while_all_is_loaded_is_on_the_paper(member: Visitor, page: Page) -> None:
    page.add_init_script(COUNT_PRINTS)
    items = records.many(101)
    records.serve(member, items)
    member.opens(LAST_MONTH)
    records.serve(member, [line("new", "l1", charge=7777), *items])

    page.get_by_role("button", name="打印对账单").click()
    page.wait_for_function("() => window.printed.length")

    text = paper(page)
    assert text.count("77.77 元") == 3  # its own line's formula and charge, and its conference's
    assert "138.37 元" in text


INCOMPLETE = "这张对账单可能不完整"


def numbered(count: int, added: dict[str, int]) -> records.Json:
    """Return the sums of *count* lines, but for what is *added* to them."""
    sums = records.statement(records.many(count))
    return sums | {key: sums[key] + more for key, more in added.items()}


@pytest.mark.parametrize("added", [{"calls": 1}, {"minutes": 1}, {"charge": 1}], ids=str)
def test_a_statement_that_does_not_come_right_says_so(member, page, added) -> None:
    page.add_init_script(COUNT_PRINTS)
    records.serve(member, records.many(101))
    answer(member, f"/statements/{LAST}", numbered(101, added))
    member.opens(LAST_MONTH)
    read: list[str] = []
    page.on("request", lambda request: read.append(request.url))

    page.get_by_role("button", name="打印对账单").click()
    page.wait_for_function("() => window.printed.length")

    assert INCOMPLETE in paper(page)
    assert sum(url.endswith(f"/statements/{LAST}") for url in read) == 2


@pytest.mark.parametrize("missing", ["calls", "minutes", "charge"])
def test_a_month_that_is_whole_and_does_not_add_up_is_read_once_more(member, page, missing):
    items = records.many(8)
    records.serve(member, items)
    stale: list[Route] = []

    def too_early(route: Route) -> None:
        stale.append(route)
        route.fulfill(json=numbered(8, {missing: -1}))

    page.route(f"{member.url}/api/statements/{LAST}", too_early, times=1)
    member.goes_to(LAST_MONTH)

    expect(page.locator(".records-sums")).to_contain_text("共 8 方次")
    assert len(stale) == 1
    assert INCOMPLETE not in paper(page)


def never(_: Route) -> None:
    """Leave a request without an answer."""


def test_loading_all_can_be_stopped(member: Visitor, page: Page) -> None:
    page.add_init_script(COUNT_PRINTS)
    records.serve(member, records.many(150))
    member.opens(LAST_MONTH)
    page.route("**/api/records?*cursor*", never)
    page.get_by_role("button", name="打印对账单").click()
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "100")

    page.get_by_role("button", name="取消").click()

    expect(page.get_by_role("progressbar")).to_have_count(0)
    assert page.evaluate("window.printed") == []


def test_a_statement_becomes_pages_of_a4(member: Visitor, page: Page) -> None:
    records.serve(member, records.many(100))
    member.goes_to(LAST_MONTH)

    made = page.pdf(format="A4")

    assert made.startswith(b"%PDF")
    assert len(re.findall(rb"/Type /Page\b", made)) in range(3, 8)
