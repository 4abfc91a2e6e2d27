"""Reservations for the page to be looked at in every state, and the form filled in (预约)."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Page, Route

from chalicelib import clock
from tests.site import boards
from tests.site.visitor import Visitor

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
TIME = "时间(北京时间)"
CANCEL_ALL = """async () => {
  const send = (method, path, body) => fetch(`/api${path}`, {
    method, headers: {"Content-Type": "application/json"}, body: JSON.stringify(body)});
  const {items} = await (await send("GET", "/reservations")).json();
  for (const {id, state} of items)
    if (state === "scheduled") await send("POST", `/reservations/${id}/cancel`, {series: false});
}"""
ITEMS = "fetch('/api/reservations').then((a) => a.json()).then((all) => all.items)"
PARTIES = [
    {"number": "+8618600000101", "name": "王建国"},
    {"number": "+8613911112222", "name": "李晓梅 <b>x</b>"},
    {"number": "+861082345678", "name": ""},
]


def reservation(reservation_id: str, after: timedelta, **values: Any) -> dict[str, Any]:
    """Return one whose time is *after* this minute; it is scheduled unless *values* say more."""
    moment = clock.text(_now() + after)
    return {
        "id": reservation_id,
        "version": 1,
        "state": "scheduled",
        "starts_at": moment,
        "rings_at": moment,
        "minutes": 60,
        "host_id": "registered",
        "host_number": "+8618612345678",
        "parties": PARTIES,
        "title": "",
        "notify": False,
        "repeat": "once",
        "until": None,
        "series_id": None,
        "made_by": "web",
        "made_at": clock.text(_now() - DAY),
        "reason": None,
        "conference_id": None,
        "attempt": 1,
        "postponed": 0,
    } | values


def everything() -> list[dict[str, Any]]:
    """Return one of each kind, by their time."""
    weekly = {"repeat": "weekly", "until": "2099-12-31", "series_id": "w", "title": "研发组周会"}
    later = clock.text(_now() + 2 * MINUTE)
    return [
        reservation("missed-long-ago", -40 * DAY, state="missed", reason="late", made_by="phone"),
        reservation("cancelled", -3 * DAY, state="cancelled", **weekly),
        reservation("was", -2 * DAY, state="started", conference_id="gone", parties=PARTIES * 9),
        reservation("missed", -3 * DAY / 24, state="missed", reason="host_no_answer", attempt=2),
        reservation("goes-on", -11 * MINUTE, state="started", conference_id=boards.ID),
        reservation("starts", -MINUTE, state="starting", made_by="operator"),
        reservation("next-phone", 0 * DAY, rings_at=later, reason="host_busy", attempt=2),
        reservation("put-off", 0 * DAY, rings_at=later, reason="postponed", postponed=1),
        reservation("ahead", DAY, **weekly),
        reservation("ahead-too", 8 * DAY, **weekly),
        reservation("far", 60 * DAY, parties=PARTIES * 9, notify=True),
    ]


def serve(visitor: Visitor, items: Iterable[dict[str, Any]], **more: Any) -> None:
    """Let the *visitor*'s page find these *items*; *more* goes beside them."""
    found = {
        "items": list(items),
        "earliest": clock.text(_now() + 16 * MINUTE),
        "latest": clock.text(_now() + 92 * DAY),
        "lead_minutes": 15,
        "notices": True,
    }
    answer(visitor, "/reservations", found | more)


def serve_times(visitor: Visitor, *, free: bool = True, **more: Any) -> None:
    """Let any time that is thought of be *free*, or not."""
    found = {
        "earliest": clock.text(_now() + 16 * MINUTE),
        "latest": clock.text(_now() + 92 * DAY),
        "free": free,
        "nearest": [],
        "conflicts": [],
    }
    answer(visitor, "/reservation-times?*", found | more)


def answer(visitor: Visitor, path: str, body: Any, *, status: int = 200) -> None:
    """Let the *visitor*'s page be answered *body*, and no longer what was said before."""

    def fulfil(route: Route) -> None:
        kind = {"Content-Type": "application/json"}
        route.fulfill(status=status, body=json.dumps(body), headers=kind)

    address = f"{visitor.url}/api{path}"
    visitor.page.unroute(address)
    visitor.page.route(address, fulfil)


@contextmanager
def nothing_reserved(member: Visitor) -> Iterator[Page]:
    """Be somebody with nothing reserved ahead, before and after."""
    member.goes_to("/help")
    yield member.page
    member.page.unroute_all()
    member.page.evaluate(CANCEL_ALL)


def in_days(days: int) -> str:
    """Return the date in Beijing so many days from now."""
    return f"{datetime.now(clock.BEIJING) + timedelta(days=days):%Y-%m-%d}"


def fill(page: Page, *, days: int = 2, time: str = "15:00", number: str = "13700001111") -> None:
    """Fill in the form: a day, a time, and one to call."""
    page.get_by_label("日期").fill(in_days(days))
    page.get_by_label(TIME, exact=True).fill(time)
    page.get_by_label("其他与会者", exact=True).fill(number)


def send(page: Page) -> None:
    """Press 预约."""
    page.get_by_role("button", name="预约", exact=True).click()


def ahead(page: Page) -> list[dict[str, Any]]:
    """Return what the server has ahead."""
    return [one for one in page.evaluate(ITEMS) if one["state"] == "scheduled"]


def reserve(member: Visitor, **values: Any) -> dict[str, Any]:
    """Reserve by the form, and return what the server has then."""
    member.goes_to("/reservations/new")
    fill(member.page, **values)
    send(member.page)
    member.page.get_by_role("status").get_by_text("已预约").first.wait_for()
    return ahead(member.page)[-1]


def _now() -> datetime:
    return datetime.now(UTC).replace(second=0, microsecond=0)
