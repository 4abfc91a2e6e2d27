"""Conferences arranged for later: by all three ways, on time, once, or not at all."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib import passwords
from chalicelib.clock import BEIJING
from local.store import Endpoints
from tests.stories.browser import PASSWORD, Browser
from tests.stories.page import owner, times_called
from tests.stories.reserving import (
    comes_to,
    let_it_be,
    now,
    reserve,
    ring,
    soon,
    stored,
    talk,
    wish,
)
from tests.stories.stand import Stand, eventually, standing

LI, ZHANG = "+8613800003301", "+8613800003302"
FIRST, SECOND = "+8618600003390", "+8618600003391"  # two phones of one host
A_SECOND = timedelta(seconds=1)


@pytest.fixture(scope="module")
def stand(endpoints: Endpoints) -> Iterator[Stand]:
    """Run a product whose minute comes when a story says so."""
    with standing(endpoints, "reservations-", TICK_SECONDS="0") as found:
        yield found


# ——— three ways to reserve ———


def test_reserved_on_the_page_it_rings_at_its_time_and_is_billed_as_any_other(
    stand: Stand,
) -> None:
    host = "+8618600003301"
    browser, starts_at = owner(stand, host), soon(stand)
    stand.phone(LI), stand.phone(ZHANG)
    [made] = reserve(browser, starts_at, LI, ZHANG, title="周会")

    let_it_be(stand, starts_at - timedelta(minutes=3))
    before = browser.ask("GET", f"/reservations/{made['id']}")
    let_it_be(stand, starts_at)
    talk(stand, host, LI, ZHANG)

    after = browser.ask("GET", f"/reservations/{made['id']}")
    assert (before["state"], after["state"]) == ("scheduled", "started")
    assert after["title"] == "周会"
    assert browser.ask("GET", f"/conferences/{after['conference_id']}")["final"]
    assert times_called(stand, host) == 1


def test_reserved_by_phone_it_rings_at_its_time(stand: Stand) -> None:
    host, li = "+8618600003302", "+8613800003303"
    phone, starts_at = stand.phone(host), soon(stand)
    stand.phone(li)

    phone.dial("116323")
    stand.press(host, "2")
    phone.expect_caption("请输入预约时间,月日时分共八位")
    stand.press(host, f"{starts_at.astimezone(BEIJING):%m%d%H%M}#")
    phone.expect_caption("请输入对方号码")
    stand.press(host, li.removeprefix("+86") + "#")
    phone.expect_caption("输入完毕请直接按井号键")
    stand.press(host, "#")
    phone.expect_caption("呼叫1方")
    phone.expect_caption("确认请按1")
    stand.press(host, "1")
    phone.expect_caption("预约成功,系统将于")
    phone.hang_up()
    let_it_be(stand, starts_at)

    row = talk(stand, host, li)
    assert (row["made_by"], times_called(stand, host)) == ("phone", 1)


@pytest.mark.dear_passwords
def test_reserved_at_the_operator_desk_it_rings_and_the_customer_sees_who_did_it(
    stand: Stand,
) -> None:
    host, li, desk = "+8618600003303", "+8613800003304", _at_desk(stand)
    browser, phone, starts_at = owner(stand, host), stand.phone(host), soon(stand)
    stand.phone(li)

    customer = desk.ask("POST", "/desk/customers", {"number": host})
    there = f"/desk/customers/{customer['id']}"
    early = desk.send("POST", there + "/reservations", wish(starts_at, li))
    phone.answer()
    phone.expect_caption("116323人工坐席应您的要求为您办理业务,同意请按1")
    stand.press(host, "1")
    eventually(lambda: desk.ask("GET", there)["state"] == "agreed")
    phone.wait_for(state="idle")
    desk.ask("POST", there + "/reservations", wish(starts_at, li))
    let_it_be(stand, starts_at)

    row = talk(stand, host, li)
    audit = browser.ask("GET", "/account/audit")["items"]
    assert (early.status_code, row["made_by"]) == (409, "operator")
    assert {line["who"] for line in audit} == {"zuoxi-07"}
    assert [line for line in audit if starts_at.strftime("%Y-%m-%dT%H:%M:00Z") in line["about"]]
    assert times_called(stand, host) == 2  # with the one in which the operator was let in


def _at_desk(stand: Stand) -> Browser:
    stand.put(
        "operators",
        login="zuoxi-07",
        name="林坐席",
        password=passwords.hashed(PASSWORD),
        active=True,
        made_at=_text(datetime.now(UTC)),
    )
    desk = Browser(stand.url)
    desk.ask("POST", "/desk/sessions", {"login": "zuoxi-07", "password": PASSWORD})
    return desk


# ——— the host says no, or later, or nothing ———


def test_cancelled_when_its_message_is_on_the_queue_already_it_never_rings(stand: Stand) -> None:
    host, other = "+8618600003304", "+8618600003305"
    browsers, starts_at = [owner(stand, number) for number in (host, other)], soon(stand)
    ours, _ = (reserve(browser, starts_at, "+8613800003305")[0] for browser in browsers)

    let_it_be(stand, starts_at - 2 * A_SECOND)  # both are asked for
    [gone] = browsers[0].ask("POST", f"/reservations/{ours['id']}/cancel", {})["items"]
    stand.phone(other).answer()
    let_it_be(stand, starts_at + timedelta(minutes=2))

    assert gone["state"] == "cancelled"
    assert (times_called(stand, host), times_called(stand, other)) == (0, 1)
    assert stored(stand, host)[0]["state"] == "cancelled"
    stand.phone(other).hang_up()


def test_2_puts_it_off_by_ten_minutes(stand: Stand) -> None:
    host, li = "+8618600003306", "+8613800003306"
    starts_at = soon(stand)
    reserve(owner(stand, host), starts_at, li)
    stand.phone(li)

    let_it_be(stand, starts_at)
    ring(stand, host)
    stand.press(host, "2")
    stand.phone(host).expect_caption("好的,十分钟后再呼您")
    row = comes_to(stand, host, "scheduled")
    rings_at = datetime.fromisoformat(row["rings_at"])
    let_it_be(stand, rings_at - timedelta(minutes=2))
    called = times_called(stand, host)
    let_it_be(stand, rings_at)
    talk(stand, host, li)

    assert abs(rings_at - starts_at - timedelta(minutes=10)) < timedelta(seconds=30)
    assert (called, times_called(stand, host)) == (1, 2)


def test_the_hosts_second_phone_rings_two_minutes_later_and_after_it_none(stand: Stand) -> None:
    li, starts_at = "+8613800003307", soon(stand)
    reached, given_up = "+8618600003308", "+8618600003309"
    second = {reached: FIRST, given_up: SECOND}
    stand.phone(li)
    for host, phone in second.items():
        reserve(owner(stand, host), starts_at, li if host == reached else ZHANG)
        _link(stand, host, phone)
        stand.phone(phone)

    let_it_be(stand, starts_at)
    rows = [comes_to_ring_again(stand, host) for host in second]
    called = [times_called(stand, phone) for phone in second.values()]
    let_it_be(stand, max(datetime.fromisoformat(row["rings_at"]) for row in rows))
    talk(stand, second[reached], li, payer=reached)
    missed = comes_to(stand, given_up, "missed")

    assert called == [0, 0]
    for row in rows:
        waited = datetime.fromisoformat(row["rings_at"]) - starts_at
        assert timedelta(minutes=2) <= waited < timedelta(minutes=3)
    assert (missed["reason"], missed["host_number"]) == ("host_no_answer", SECOND)
    every = [times_called(stand, phone) for phone in (*second, *second.values())]
    assert every == [1, 1, 1, 1]


def comes_to_ring_again(stand: Stand, host: str) -> dict[str, object]:
    """Wait until the host's first phone was rung in vain."""
    eventually(lambda: stored(stand, host)[0]["attempt"] == 2)
    return comes_to(stand, host, "scheduled")


def _link(stand: Stand, host: str, phone: str) -> None:
    stand.put(
        "accounts",
        billing_number=host,
        item="host#" + phone,
        kind="host_number",
        number=phone,
        note="",
        added_at=_text(datetime.now(UTC)),
    )


# ——— trouble ———


def test_after_five_minutes_without_a_minute_it_rings_after_fifteen_it_is_missed(
    stand: Stand,
) -> None:
    in_time, too_late = "+8618600003310", "+8618600003311"
    li, starts_at = "+8613800003308", soon(stand)
    browser = owner(stand, too_late)
    stand.phone(li)
    [made] = reserve(browser, starts_at, li)
    reserve(owner(stand, in_time), starts_at + timedelta(minutes=10), li)

    let_it_be(stand, starts_at + timedelta(minutes=15))
    talk(stand, in_time, li)

    browser.log_in(too_late)  # after half an hour
    shown = browser.ask("GET", f"/reservations/{made['id']}")
    assert (shown["state"], shown["reason"]) == ("missed", "late")
    assert times_called(stand, too_late) == 0


def test_killed_between_the_minute_and_the_ring_it_still_rings_once(stand: Stand) -> None:
    host, li = "+8618600003312", "+8613800003309"
    starts_at = soon(stand)
    reserve(owner(stand, host), starts_at, li)
    stand.phone(li)

    let_it_be(stand, starts_at - 5 * A_SECOND)  # its message must not be in work yet
    stand.kill()
    stand.start()
    stand.tick()
    talk(stand, host, li)
    let_it_be(stand, starts_at + timedelta(minutes=2))

    assert times_called(stand, host) == 1


# ——— again and again; the clock goes far ahead, so this comes last ———


@pytest.mark.parametrize(
    ("repeat", "host", "days"),
    [("daily", "+8618600003313", 1), ("weekly", "+8618600003314", 7)],
)
def test_each_of_a_series_over_the_end_of_a_month_rings_at_its_time(
    stand: Stand, repeat: str, host: str, days: int
) -> None:
    browser = owner(stand, host)
    first = _last_days(now(stand) + timedelta(hours=1))
    until = (first + timedelta(days=2 * days)).date().isoformat()

    made = reserve(browser, first, LI, repeat=repeat, until=until)
    for n, one in enumerate(made):
        starts_at = datetime.fromisoformat(one["starts_at"])
        let_it_be(stand, starts_at - timedelta(minutes=2))
        before = times_called(stand, host)
        let_it_be(stand, starts_at)
        stand.phone(host).reject()
        comes_to(stand, host, "missed", nth=n)
        assert (before, times_called(stand, host)) == (n, n + 1)

    local = [datetime.fromisoformat(one["starts_at"]).astimezone(BEIJING) for one in made]
    assert local == [first + n * timedelta(days=days) for n in range(3)]
    assert local[0].month != local[2].month
    assert [row["reason"] for row in stored(stand, host)] == ["host_busy"] * 3


def _last_days(after: datetime) -> datetime:
    """Return the first 09:05 in Beijing of the last day of a month that is later than *after*."""
    day = after.astimezone(BEIJING).replace(hour=9, minute=5, second=0, microsecond=0)
    while day <= after or (day + timedelta(days=1)).month == day.month:
        day += timedelta(days=1)
    return day


def _text(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S.%f+0000}"
