"""The page of call records over midnight at the end of a month: whose month it shows."""

import pytest
from playwright.sync_api import Page, expect

from tests.site import records
from tests.site.records import LAST, NAME, THIS
from tests.site.reserved import answer
from tests.site.visitor import Visitor

MIDNIGHT = f"{THIS}-01T00:01:00+08:00"


@pytest.fixture(scope="module")
def logged_in(apart: Page) -> Page:
    """Have a window apart: its clock stays still."""
    return apart


@pytest.fixture
def page(member: Visitor) -> Page:
    return member.page


@pytest.fixture
def month_end(member: Visitor, page: Page) -> None:
    """Open the page without a month in the last minutes of the last month; then it is midnight."""
    records.serve(member, records.everything(), newest=LAST)
    page.clock.set_fixed_time(f"{LAST}-28T15:00:00Z")
    member.opens("/records")
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()
    page.clock.set_fixed_time(MIDNIGHT)
    records.serve(member, records.everything())


@pytest.mark.usefixtures("month_end")
def test_the_chosen_month_is_shown_again_after_its_end(page: Page) -> None:
    expect(page.get_by_label("账期")).to_have_value(LAST)

    with page.expect_response(f"**/api/statements/{LAST}"):
        page.get_by_role("button", name="查询").click()

    page.get_by_label("账期").locator(f"option[value='{THIS}']").wait_for(state="attached")
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()
    expect(page.get_by_label("账期")).to_have_value(LAST)


@pytest.mark.usefixtures("month_end")
def test_the_month_that_failed_is_tried_again_after_its_end(member: Visitor, page: Page) -> None:
    answer(member, f"/statements/{LAST}", {"code": "busy"}, status=503)
    page.get_by_role("button", name="查询").click()
    page.get_by_text("系统繁忙").wait_for()
    page.unroute(f"{member.url}/api/statements/{LAST}")

    page.get_by_role("button", name="重试").click()

    expect(page.get_by_role("heading", name=NAME)).to_be_visible()


@pytest.mark.usefixtures("month_end")
def test_the_month_that_has_begun_is_what_the_choice_says(member: Visitor, page: Page) -> None:
    page.evaluate(f"location.hash = '#/records?month={LAST}'")
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()
    answer(member, "/statements", {"code": "busy"}, status=503)

    page.evaluate("location.hash = '#/records'")

    expect(page.get_by_role("main")).to_contain_text("没有通话记录")
    expect(page.get_by_label("账期")).to_have_value(THIS)


def test_a_month_of_a_clock_that_goes_wrong_is_found_at_the_second_try(member, page) -> None:
    records.serve(member, records.everything(), newest=LAST)
    refusal = {"code": "bad_month", "oldest": records.months()[-1], "newest": LAST}
    page.clock.set_fixed_time(MIDNIGHT)
    answer(member, f"/statements/{THIS}", {"code": "busy"}, status=503)
    member.opens("/records")
    page.get_by_text("系统繁忙").wait_for()

    answer(member, f"/statements/{THIS}", refusal, status=404)
    page.get_by_role("button", name="重试").click()

    expect(page.get_by_role("heading", name=NAME)).to_be_visible()


@pytest.mark.usefixtures("month_end")
def test_a_month_that_has_begun_makes_the_page_ask_for_all_months(page: Page) -> None:
    page.evaluate(f"location.hash = '#/records?month={LAST}'")
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()

    page.evaluate("location.hash = '#/records'")

    newest = page.get_by_label("账期").locator(f"option[value='{THIS}']")
    expect(newest).to_contain_text("出账中")
