"""(l) Legs rated in memory; (m) 100,000 stored ones rated anew; (n) a page of a month of 2,000."""

import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from bench.portal import WEB_HOST, Portal
from bench.rig import Rig
from bench.rows import Row, put
from bench.waiting import Requests, counted_requests

IN_MEMORY = 1_000_000
STORED = 100_000
A_MONTH = 2_000
LEGS_OF_ONE = 4
LOOKS, FILES = 200, 15  # an account may take so few files along in ten minutes
LINES = 100  # of a page
ROUNDS = 5


# ——— in memory ———


def rating() -> str:
    """Return the line of figure (l)."""
    from chalicelib.billing import rating as product  # noqa: PLC0415 - the environment is set
    from chalicelib.billing import tariffs  # noqa: PLC0415 - likewise

    dice = random.Random(116323)  # noqa: S311 - no secret
    talks = [dice.randrange(14_400) for _ in range(IN_MEMORY)]
    tariff = tariffs.opening()[0]
    rated = _median(lambda: [product.rate(seconds, tariff, host=False) for seconds in talks])
    bare = _median(lambda: [-(-seconds // 60) * 20 for seconds in talks])
    return (
        f"(l) legs rated in memory on one core: {IN_MEMORY / rated:,.0f} a second, each "
        f"{rated / bare:.1f} times the bare multiplication; median of {ROUNDS} times {IN_MEMORY:,}"
    )


def _median(deed: Callable[[], object]) -> float:
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        deed()
        took.append(time.perf_counter() - began)
    return statistics.median(took)


# ——— rated anew ———


def rerating() -> str:
    """Return the lines of figure (m): a month of many payers, at its price and at another."""
    from chalicelib import clock, tables  # noqa: PLC0415 - as above
    from chalicelib.billing import rerating as product  # noqa: PLC0415 - as above
    from chalicelib.billing import tariffs  # noqa: PLC0415 - likewise

    month = clock.months(clock.now(), 3)[-1]
    since = clock.beginning(month)
    put(tables.ConferenceItem.Meta.table_name, stored_legs(STORED, since, timedelta(days=28)))

    def look() -> tuple[list[product.Rerating], float, Requests]:
        began = time.perf_counter()
        with counted_requests() as requests:
            found = [r for part in product.period(since, since + timedelta(days=28)) for r in part]
        return found, time.perf_counter() - began, requests

    found, looked, requests = look()
    if len(found) != STORED or any(one.difference for one in found):
        raise RuntimeError(f"{len(found)} records, not {STORED}, or not all right")
    opening = next(t for t in tariffs.opening() if t.way == "web")
    tariffs.load([replace(opening, price=opening.price + 1, version=2)])
    amiss, _, _ = look()
    began = time.perf_counter()
    with counted_requests() as writes:
        made = sum(one is not None for one in product.apply_all(amiss))
    adjusted = time.perf_counter() - began
    right, _, _ = look()
    if made != STORED or any(one.difference for one in right):
        raise RuntimeError(f"{made} adjustments, not {STORED}, or it was not enough")
    return (
        f"(m) {STORED:,} stored legs rated anew, nothing to adjust: {looked:.1f} s, "
        f"{STORED / looked:,.0f} a second; {requests}, {requests.read_units:,.0f} read units\n"
        f"(m) all {STORED:,} adjusted to another price: {adjusted:.0f} s more, "
        f"{STORED / adjusted:,.0f} a second; {writes}, {writes.write_units:,.0f} write units"
    )


# ——— a page of a month ———


def page(rig: Rig) -> str:
    """Return the lines of figure (n): a payer with 2,000 legs in this month."""
    from chalicelib import clock, tables  # noqa: PLC0415 - as above

    month = clock.month(clock.now())
    began = max(clock.beginning(month), clock.now() - timedelta(hours=1))
    legs = stored_legs(A_MONTH, began, (clock.now() - began) / 2, payer=WEB_HOST)
    put(tables.ConferenceItem.Meta.table_name, legs)
    portal = Portal(rig.url)
    lines = []
    for name, path, looks in (
        (f"a page of {LINES} lines", f"/records?month={month}&limit={LINES}", LOOKS),
        ("the month's sums", f"/statements/{month}", LOOKS),
        ("the month as CSV", f"/statements/{month}/csv", FILES),
    ):
        with counted_requests() as requests:
            portal.ask("GET", path)
        warm_up = looks // 10
        took = sorted([_timed(portal, path) for _ in range(warm_up + looks)][warm_up:])
        lines.append(
            f"(n) {name} of {A_MONTH:,} legs: p50 {_at(took, 0.5):.0f} ms, "
            f"p99 {_at(took, 0.99):.0f} ms; {requests}, {requests.read_units:.0f} read units"
        )
    return "\n".join(lines)


def _timed(portal: Portal, path: str) -> float:
    began = time.perf_counter()
    portal.ask("GET", path)
    return (time.perf_counter() - began) * 1000


def _at(took: list[float], share: float) -> float:
    return took[min(len(took) - 1, int(len(took) * share))]


def stored_legs(count: int, since: datetime, over: timedelta, *, payer: str = "") -> Iterator[Row]:
    """Yield billed legs, spread *over* the time after *since*, four to a conference."""
    from chalicelib import ids, tables  # noqa: PLC0415 - as above
    from chalicelib.billing import cdrs  # noqa: PLC0415 - as above
    from chalicelib.calls import Progress  # noqa: PLC0415 - as above

    dice = random.Random(count)  # noqa: S311 - no secret
    for n in range(count):
        conference, host = ids.derived(f"{payer}{n // LEGS_OF_ONE}"), n % LEGS_OF_ONE == 0
        paying = payer or f"+86186{ids.shard(conference, 1000):03d}55555"
        seconds, sid = dice.randrange(1, 3600), f"CA{ids.derived(f'{payer}call{n}')}"
        word = Progress(
            sid, "completed", seconds, since + over * n / count + timedelta(seconds=seconds)
        )
        closing = cdrs.close(word, joined=True, host=host, way="web", billing_number=paying)
        leg_id = "host-1" if host else f"p{n:08d}-1"
        stored: Row = tables.Leg(
            conference,
            tables.Leg.PREFIX + leg_id,
            rank=tables.FINAL_RANK,
            state=closing.state.value,
            party_id=leg_id.removesuffix("-1"),
            number=paying if host else f"+86139{n % 10_000:04d}8888",
            host=host,
            asked_by="bench",
            billing_number=paying,
            way="web",
            call_sid=sid,
            added_at=closing.answered_at,
            joined_at=closing.answered_at,
            answered_at=closing.answered_at,
            ended_at=closing.ended_at,
            ended_day=tables.ended_day(closing.ended_at, sid),
            seconds=closing.seconds,
            tariff=closing.tariff,
            tariff_version=closing.tariff_version,
            charge=closing.charge,
            billing_month=closing.billing_month,
        ).serialize()
        yield stored
