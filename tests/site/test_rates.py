"""What a call costs, by example: the sum is the server's."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.site.reserved import answer
from tests.site.visitor import Visitor, looked_at

SUM = {"parties": 3, "minutes": 5, "per_minute": 60, "total": 300}
PLAIN = {
    "tariff_id": "a",
    "version": 1,
    "price": 20,
    "increment": 60,
    "connect_fee": 0,
    "minimum_seconds": 0,
    "max_charge": None,
    "host_pays": True,
    "valid_from": "2011-02-15T16:00:00Z",
    "next": None,
}


def example(parties: int) -> str:
    return f"/estimate?parties={parties}&minutes=5&way=dial_in"


def priced(visitor: Visitor, **dialled: Any) -> None:
    """Let calls that are dialled have another tariff than those from the web."""
    answer(visitor, "/service", SERVICE | {"tariffs": [_of("dial_in", dialled), _of("web", {})]})


SERVICE = {
    "access_code": "116323",
    "service_number": "+861065116323",
    "agreement": "2026-11",
    "wait_seconds": 120,
    "code_seconds": 300,
    "password_min": 8,
    "password_max": 128,
    "max_parties": 32,
}


def _of(way: str, values: dict[str, Any]) -> dict[str, Any]:
    return PLAIN | {"way": way} | values


def test_the_sum_is_what_the_server_says(visitor: Visitor) -> None:
    answer(visitor, example(3), SUM | {"total": 4711})

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
    expect(total).to_contain_text("3.00 元")

    waiting[0].fulfill(json={**SUM, "parties": 4, "total": 400})

    expect(total).to_have_class("sum")
    expect(total).to_contain_text("4 方 × 5 分钟")
    expect(total).to_contain_text("4.00 元")


def test_a_sum_that_cannot_be_had_is_not_made_up(visitor: Visitor) -> None:
    answer(visitor, example(3), {"code": "busy"}, status=503)

    visitor.goes_to("/rates")

    expect(visitor.page.locator("output")).to_have_text("现在算不出来,请稍后再试")


# ——— a tariff with more than a price ———

RICH = {"connect_fee": 10, "minimum_seconds": 180, "max_charge": 550, "host_pays": False}
NEXT = PLAIN | {"way": "dial_in", "price": 25, "valid_from": "2026-12-31T16:00:00Z"}
TOLD = ("接通费 0.1 元/次", "最低按 180 秒计费", "每路每次封顶 5.5 元", "主持人免费")


def table(visitor: Visitor, name: str) -> Locator:
    return visitor.page.get_by_role("table", name=name)


def test_all_that_belongs_to_a_price_is_told_where_it_is_there(visitor: Visitor) -> None:
    priced(visitor, **RICH)

    visitor.goes_to("/rates")

    for part in TOLD:
        expect(table(visitor, "电话拨打")).to_contain_text(part)
        expect(table(visitor, "网页发起")).not_to_contain_text(part)


def test_the_home_page_promises_a_price_by_the_minute_only_where_it_is_so(visitor: Visitor) -> None:
    priced(visitor, price=30)
    visitor.goes_to("/")
    expect(visitor.page.get_by_role("main")).to_contain_text("0.3元/分钟/方")

    priced(visitor, price=3, increment=6)
    visitor.page.reload()

    expect(visitor.page.get_by_role("main")).to_contain_text("116323")
    expect(visitor.page.get_by_role("main")).not_to_contain_text("元/分钟")


@pytest.mark.parametrize("values", [RICH, {"increment": 6, "price": 2, "next": NEXT | RICH}])
def test_a_richer_price_can_be_read(visitor: Visitor, values: dict[str, Any]) -> None:
    priced(visitor, **values)

    assert looked_at(visitor, "/rates") == []


def test_a_price_that_is_not_by_the_minute_says_by_what(visitor: Visitor) -> None:
    priced(visitor, price=3, increment=6)

    visitor.goes_to("/rates")

    expect(table(visitor, "电话拨打")).to_contain_text("0.03元/6 秒/方")
    expect(table(visitor, "网页发起")).to_contain_text("0.2元/分钟/方")
    expect(visitor.page.get_by_role("main")).not_to_contain_text("不足一分钟按一分钟计")
    expect(visitor.page.get_by_role("main")).to_contain_text("按上面电话拨打的资费计")


@pytest.mark.parametrize(
    ("tariff", "total"),
    [({"connect_fee": 10}, 330), ({"host_pays": False}, 200), ({"increment": 6}, 300)],
    ids=["with a fee", "without the host", "not by the minute"],
)
def test_a_sum_that_is_no_product_is_not_explained_as_one(visitor, tariff, total) -> None:
    priced(visitor, **tariff)
    answer(visitor, example(3), SUM | {"total": total})

    visitor.goes_to("/rates")

    expect(visitor.page.locator(".sum")).to_have_text(f"{total // 100}.{total % 100:02} 元")


def test_a_price_that_is_to_come_is_told_with_its_day(visitor: Visitor) -> None:
    priced(visitor, next=NEXT)

    visitor.goes_to("/rates")

    row = table(visitor, "电话拨打").get_by_role("row").filter(has_text="自 2027年1月1日起")
    expect(row).to_contain_text("0.25元/分钟/方")
    expect(table(visitor, "网页发起")).not_to_contain_text("2027")
