"""What a call costs, by example: the sum is the server's."""

from playwright.sync_api import Route, expect

from tests.site.reserved import answer
from tests.site.visitor import Visitor

SUM = {"parties": 3, "minutes": 5, "per_minute": 60, "total": 4711}


def example(parties: int) -> str:
    return f"/estimate?parties={parties}&minutes=5&way=dial_in"


def test_the_sum_is_what_the_server_says(visitor: Visitor) -> None:
    answer(visitor, example(3), SUM)

    visitor.goes_to("/rates")

    expect(visitor.page.locator("output")).to_have_text("47.11 元")


def test_the_sum_before_stays_until_there_is_another(visitor: Visitor) -> None:
    waiting: list[Route] = []

    def keep(route: Route) -> None:
        waiting.append(route)

    answer(visitor, example(3), SUM)
    visitor.page.route(f"{visitor.url}/api{example(4)}", keep)
    visitor.goes_to("/rates")
    total = visitor.page.locator(".sum")
    expect(total).to_contain_text("3 方 × 5 分钟")
    with visitor.page.expect_request("**/api/estimate?parties=4*"):
        visitor.page.get_by_label("方数").fill("4")
    expect(total).to_have_class("sum old")
    expect(total).to_contain_text("3 方 × 5 分钟")
    expect(total).to_contain_text("47.11 元")

    waiting[0].fulfill(json={**SUM, "parties": 4, "total": 5000})

    expect(total).to_have_class("sum")
    expect(total).to_contain_text("4 方 × 5 分钟")
    expect(total).to_contain_text("50.00 元")


def test_a_sum_that_cannot_be_had_is_not_made_up(visitor: Visitor) -> None:
    answer(visitor, example(3), {"code": "busy"}, status=503)

    visitor.goes_to("/rates")

    expect(visitor.page.locator("output")).to_have_text("现在算不出来,请稍后再试")
