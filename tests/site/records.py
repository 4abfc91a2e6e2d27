"""A month of call records for the page to be looked at in every state (话单)."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Route

from chalicelib import clock
from tests.site.visitor import Visitor

Json = dict[str, Any]

PAYER = "+8618612345678"
FEN = 20


def months() -> list[str]:
    """Return this month and the twelve before it, the newest first."""
    now = datetime.now(clock.BEIJING)
    numbers = [now.year * 12 + now.month - 1 - back for back in range(13)]
    return [f"{number // 12}-{number % 12 + 1:02}" for number in numbers]


THIS, LAST = months()[:2]
LAST_MONTH = f"/records?month={LAST}"
NAME = f"{LAST[:4]}年{int(LAST[5:])}月"


def line(conference_id: str, leg_id: str, *, day: int = 3, seconds: int = 125, **more: Any) -> Json:
    """Return a leg of the last month, talked for *seconds* from 10 o'clock of a *day*."""
    answered = datetime.fromisoformat(f"{LAST}-{day:02}T10:00:05+08:00").astimezone(UTC)
    units = -(-seconds // 60)
    made = {
        "conference_id": conference_id,
        "leg_id": leg_id,
        "number": "+8613911112222",
        "name": "李晓梅",
        "host": False,
        "way": "web",
        "state": "completed",
        "answered_at": clock.text(answered),
        "ended_at": clock.text(answered + timedelta(seconds=seconds)),
        "seconds": seconds,
        "minutes": units,
        "tariff": "web-2011",
        "tariff_version": 1,
        "formula": formula(units=units),
        "charge": units * FEN,
        "call_sid": f"CA{conference_id}{leg_id}".ljust(34, "0"),
        "checked": "yes",
        "correction": None,
    }
    return made | more


def formula(**more: Any) -> Json:
    """Return how a charge comes about, by the tariff of 2011 unless *more* says otherwise."""
    plain = {"units": 3, "price": FEN, "increment": 60, "connect_fee": 0}
    return plain | {"capped": False, "free": False} | more


def correction(of: Json, charge: int, *, seconds: int = 0, reason: str = "rerated") -> Json:
    """Return the line that adds *charge* fen and *seconds* to another one that has no other yet."""
    minutes = -(-(of["seconds"] + seconds) // 60) - of["minutes"]
    made = {"reason": reason, "reference": "web-2011 v2", "made_at": f"{THIS}-01T01:00:00Z"}
    more = {"name": None, "formula": None, "minutes": minutes, "state": "", "tariff_version": 2}
    return of | more | {"charge": charge, "seconds": seconds, "correction": made}


def everything() -> list[Json]:
    """Return a month with one of each kind of line, by time of answer."""
    host = {"number": PAYER, "name": "陈思远", "host": True}
    long_name = "迪丽热巴·迪力木拉提 <b>x</b>"
    corrected = line("c", "l2", day=12, seconds=3601, checked="doubt")
    return [
        line("a", "l1", **host),
        line("a", "l2", name=None, number="+861082345678"),
        line("a", "l3", name=long_name, charge=50, formula=formula(capped=True)),
        line("b", "l1", day=4, way="dial_in", charge=0, formula=formula(free=True), **host),
        line("b", "l2", day=4, way="dial_in", formula=formula(connect_fee=10), charge=70),
        line("b", "l3", day=4, way="dial_in", formula=formula(increment=6, units=21), charge=420),
        line("c", "l1", day=12, seconds=7260, checked="no", **host),
        corrected,
        correction(corrected, -640),
        correction(corrected, 20, seconds=60, reason="provider"),
        line("d", "l1", day=28, checked="no", **host),
        line("d", "l2", day=28, checked="no", charge=12340),
    ]


def many(count: int) -> list[Json]:
    """Return so many lines, four to a conference, of which some come to stand on two pages."""
    return [
        line(f"m{at // 4:04}", f"l{at % 4}", day=1 + at * 28 // count, host=at % 4 == 0)
        for at in range(count)
    ]


def statement(items: Sequence[Json], *, month: str = LAST, **more: Any) -> Json:
    """Return the sums of *items*; *more* says how final they are."""
    days: dict[str, Json] = {}
    for item in items:
        day = str(clock.day(datetime.fromisoformat(item["answered_at"])))
        sums = days.setdefault(day, {"day": day, "calls": 0, "minutes": 0, "charge": 0})
        sums["calls"] += item["correction"] is None
        sums["minutes"] += item["minutes"]
        sums["charge"] += item["charge"]
    found = {
        "month": month,
        "state": "open",
        "payer": PAYER,
        "name": "陈思远",
        "conferences": len({item["conference_id"] for item in items}),
        "days": list(days.values()),
        "doubts": 0,
        "closed": None,
        "after_closing": 0,
    }
    totals = {key: _sum(days.values(), key) for key in ("calls", "minutes", "charge")}
    return found | totals | more


def serve(visitor: Visitor, items: Sequence[Json], *, newest: str = THIS, **more: Any) -> None:
    """Let the *visitor*'s page find these *items* in the last month, and nothing in any other.

    There is no month after the *newest*.
    """
    full = statement(items, **more)
    kept = ("month", "state", "calls", "minutes", "charge")
    every = [statement([], month=month) | (full if month == LAST else {}) for month in months()]
    short = [{key: one[key] for key in kept} for one in every if one["month"] <= newest]

    def fulfil(route: Route) -> None:
        address = urlsplit(route.request.url)
        query = {key: values[0] for key, values in parse_qs(address.query).items()}
        last = address.path.rpartition("/")[2]
        if last == "statements":
            body: Json = {"months": short}
        elif last == "records":
            own = items if query["month"] == LAST else []
            body = _page(own, int(query.get("cursor", 0)), int(query["limit"]))
        else:
            body = full if last == LAST else statement([], month=last)
        kind = {"Content-Type": "application/json"}
        route.fulfill(body=json.dumps(body), headers=kind)

    forget(visitor)
    for pattern in PATTERNS:
        visitor.page.route(f"{visitor.url}/api{pattern}", fulfil)


PATTERNS = ("/statements", "/statements/2*", "/records?*")


def forget(visitor: Visitor) -> None:
    """Let the *visitor*'s page be answered by the server again."""
    for pattern in PATTERNS:
        visitor.page.unroute(f"{visitor.url}/api{pattern}")


def _page(items: Sequence[Json], start: int, limit: int) -> Json:
    end = start + limit
    return {"items": items[start:end], "cursor": str(end) if end < len(items) else None}


def _sum(days: Any, key: str) -> int:
    return sum(day[key] for day in days)
