"""The time of a reservation on the page: typed, chosen, refused, taken."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from chalicelib import clock
from tests.site.reserved import (
    DAY,
    MINUTE,
    TIME,
    ahead,
    answer,
    fill,
    nothing_reserved,
    reserve,
    send,
    serve,
    serve_times,
)
from tests.site.visitor import Visitor


@pytest.fixture
def page(member: Visitor) -> Iterator[Page]:
    with nothing_reserved(member) as cleared:
        yield cleared


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9", "09:00"),
        ("1507", "15:07"),
        ("15:7", "15:07"),
        ("\uff11\uff15\uff1a\uff13\uff10", "15:30"),
        ("15点", "15:00"),
        ("下午3点半", "15:30"),
        ("3:20 pm", "15:20"),
        ("12am", "00:00"),
    ],
)
def test_a_time_is_read_as_people_write_it(typed: str, meant: str, page: Page, member: Visitor):
    member.goes_to("/reservations/new")

    box = page.get_by_label(TIME, exact=True)
    box.fill(typed)
    box.blur()

    expect(box).to_have_value(meant)


@pytest.mark.parametrize("typed", ["25:00", "15:60", "今天", "15:00:00", "13 pm am"])
def test_what_is_no_time_is_said_at_its_field_and_not_sent(typed: str, page: Page, member: Visitor):
    member.goes_to("/reservations/new")
    fill(page, time=typed)

    send(page)

    page.get_by_text("请填写时间").wait_for()
    expect(page.get_by_label(TIME, exact=True)).to_be_focused()
    assert ahead(page) == []


def test_a_time_is_chosen_by_keyboard_without_sending_the_form(page: Page, member: Visitor):
    member.goes_to("/reservations/new")
    fill(page, time="14:50")
    box = page.get_by_label(TIME, exact=True)

    for key in ("ArrowDown", "ArrowDown", "Enter"):
        box.press(key)

    expect(box).to_have_value("15:15")  # the first from 14:50 on, and one further
    expect(box).to_have_attribute("aria-expanded", "false")
    assert page.url.endswith("#/reservations/new")


def test_a_time_before_the_earliest_is_told_and_the_earliest_can_be_taken(
    page: Page, member: Visitor
) -> None:
    noon = datetime.now(UTC).replace(hour=4, minute=3, second=0) + DAY
    serve(member, [], earliest=clock.text(noon), latest=clock.text(noon + 90 * DAY))
    serve_times(member, earliest=clock.text(noon))
    member.goes_to("/reservations/new")
    fill(page, days=1, time="12:02")
    page.get_by_label("日期").fill(f"{noon:%Y-%m-%d}")

    send(page)

    page.get_by_text("12:03(提前 15 分钟)").last.wait_for()
    page.get_by_role("button", name="12:03").click()
    box = page.get_by_label(TIME, exact=True)
    expect(box).to_have_value("12:03")
    expect(box).to_be_focused()


def test_what_became_too_soon_meanwhile_is_offered_anew(page: Page, member: Visitor) -> None:
    sooner = datetime.now(UTC).replace(hour=8, minute=52, second=0) + 2 * DAY
    member.goes_to("/reservations/new")
    fill(page)
    refusal = {"code": "too_short_notice", "field": "starts_at", "earliest": clock.text(sooner)}
    answer(member, "/reservations", refusal, status=422)

    send(page)
    page.get_by_text("这个时间太近了,请选晚一些的时间").wait_for()
    page.get_by_role("button", name="16:52").click()

    expect(page.get_by_label(TIME, exact=True)).to_have_value("16:52")
    expect(page.get_by_label("日期")).to_have_value(f"{sooner:%Y-%m-%d}")


def test_a_minute_that_is_full_offers_those_that_are_not(page: Page, member: Visitor) -> None:
    free = datetime.now(UTC).replace(hour=7, minute=4, second=0) + 2 * DAY
    serve_times(member, free=False, nearest=[clock.text(free), clock.text(free + MINUTE)])
    member.goes_to("/reservations/new")
    fill(page)

    page.get_by_role("button", name="15:05").click()
    serve_times(member)

    expect(page.get_by_label(TIME, exact=True)).to_have_value("15:05")
    expect(page.get_by_role("main").get_by_text("这个时间已约满")).to_have_count(0)


def test_a_minute_that_fills_up_at_the_last_moment_does_so_too(page: Page, member: Visitor):
    free = clock.text(datetime.now(UTC).replace(hour=6, minute=58, second=0) + 2 * DAY)
    member.goes_to("/reservations/new")
    fill(page)
    refusal = {"code": "slot_full", "field": "starts_at", "at": free, "nearest": [free]}
    answer(member, "/reservations", refusal, status=409)

    send(page)
    page.get_by_text("这个时间已约满,请换一个时间").wait_for()

    expect(page.get_by_role("button", name="14:58")).to_be_visible()


def test_another_reservation_of_the_phone_is_a_hint_and_forbids_nothing(
    page: Page, member: Visitor
) -> None:
    reserve(member, time="15:00")
    member.goes_to("/reservations/new")
    fill(page, time="15:30", number="13700002222")
    page.get_by_text("这部主持人电话 15:00–16:00 已有预约").first.wait_for()

    send(page)

    page.get_by_text("同一时间这部主持人电话还有 1 个预约").wait_for()
    assert len(ahead(page)) == 2
