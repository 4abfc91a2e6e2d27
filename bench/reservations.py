"""(j) The minute with a thousand reservations due, among few and many; (k) the life of one."""

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bench.deeds import asked_for, sorted_by_deed
from bench.portal import WEB_HOST, Going, Portal, parties, until
from bench.rig import Rig
from bench.rows import Row, put
from bench.steps import CONFIRM
from bench.waiting import Requests, counted_requests
from local import sqs

DUE, STORED = 1_000, 100_000
WARM_UP, ROUNDS = 3, 7
BUDGET = 10.0  # seconds until a thousand hosts are asked for
OPEN = 7  # of ten that are stored and not due; the others are over
THREE = [f"+86139{n:04d}7777" for n in range(3)]
SOON = timedelta(seconds=2)


# ——— the minute ———


def run() -> str:
    """Return the lines of figure (j). Nothing may work the queue off meanwhile."""
    _emptied()  # conferences that ended before wait to be compared with the provider
    few = _sweeps()
    _put(_later(STORED - DUE))
    many = _sweeps()
    ratio = many.median / few.median
    _settle()
    with counted_requests() as none:
        _sweep()
    return (
        f"(j) a minute with {DUE:,} reservations due, of {DUE:,} stored: {few}\n"
        f"(j) the same, of {STORED:,} stored: {many}; {ratio:.2f} times as long, budget "
        f"{BUDGET:.0f} s\n"
        f"(j) a minute with none due, of {STORED:,} stored: {none}"
    )


@dataclass(frozen=True, slots=True)
class _Sweeps:
    """What each of some sweeps asked for, and how many seconds it took."""

    requests: list[Requests]
    seconds: list[float]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def __str__(self) -> str:
        reads = statistics.median(one.read_units for one in self.requests)
        writes = statistics.median(one.write_units for one in self.requests)
        low, high = min(self.seconds), max(self.seconds)
        return (
            f"{self.requests[0]}, {reads:.0f} read units, {writes:.0f} write units; all on the "
            f"queue in a median of {self.median:.2f} s of {len(self.seconds)} ({low:.2f} to "
            f"{high:.2f})"
        )


def _sweeps() -> _Sweeps:
    """Sweep several times with the same reservations due."""
    requests, seconds = [], []
    for _ in range(WARM_UP + ROUNDS):
        _put(_due())
        with counted_requests() as counted:
            seconds.append(_sweep(DUE))
        requests.append(counted)
    return _Sweeps(requests[WARM_UP:], seconds[WARM_UP:])


def _sweep(wanted: int = 0) -> float:
    """Do the minute's part for reservations; return how long it took."""
    from chalicelib import due  # noqa: PLC0415 - the environment is set

    began = time.perf_counter()
    asked = due.ask_for_due()
    took = time.perf_counter() - began
    if asked != wanted or _emptied() != wanted:
        raise RuntimeError(f"{asked} were asked for, not {wanted}")
    return took


def _emptied() -> int:
    """Empty the queue; return how many messages it had."""
    from chalicelib import config  # noqa: PLC0415 - as above

    queue, url = sqs.client(), config.settings.queue_url
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesDelayed"]
    held = queue.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
    queue.purge_queue(QueueUrl=url)
    queue.close()
    return sum(int(held[name]) for name in names)


def _due() -> Iterator[Row]:
    """Yield reservations, all for the same second within the next minute."""
    from chalicelib import clock  # noqa: PLC0415 - as above

    moment = clock.now() + timedelta(minutes=1)
    return (_row(f"due-{n}", moment, "scheduled") for n in range(DUE))


def _later(count: int) -> Iterator[Row]:
    """Yield reservations of the next 92 days, some of which are called off."""
    from chalicelib import clock, config  # noqa: PLC0415 - as above

    first = clock.now() + timedelta(days=1)
    each = timedelta(days=config.settings.reservation_days - 1) / count
    for n in range(count):
        state = "scheduled" if n % 10 < OPEN else ("started", "missed", "cancelled")[n % 3]
        yield _row(f"later-{n}", first + n * each, state)


def _row(name: str, moment: datetime, state: str) -> Row:
    """Return one reservation of three parties, as it is stored."""
    from chalicelib import hosts, ids, reservations, tables  # noqa: PLC0415 - as above

    reservation_id = ids.derived(name)
    shard = f"due#{ids.shard(reservation_id, tables.DUE_SHARDS)}"
    looked_at: dict[str, Any] = (
        {"due_shard": shard, "due_at": moment} if state == "scheduled" else {}
    )
    number = f"+86137{ids.shard(reservation_id, 10_000):04d}6666"
    stored: Row = tables.Reservation(
        number,
        reservation_id,
        state=state,
        made_by="web",
        made_at=moment,
        asked=reservation_id,
        starts_at=moment,
        rings_at=moment,
        host_id=hosts.REGISTERED,
        host_number=number,
        parties=parties(THREE),
        expires_at=moment + reservations.KEPT,
        **looked_at,
    ).serialize()
    return stored


def _put(rows: Iterator[Row]) -> None:
    """Write *rows* as they are, whatever was there."""
    from chalicelib import tables  # noqa: PLC0415 - as above

    put(tables.Reservation.Meta.table_name, rows)


def _settle() -> None:
    """Let nothing be due any more."""
    from chalicelib import clock  # noqa: PLC0415 - as above

    moment = clock.now() + timedelta(days=1)
    _put(_row(f"due-{n}", moment, "scheduled") for n in range(DUE))


# ——— the life of one ———


def life(rig: Rig) -> str:
    """Return the lines of figure (k): one reservation of three parties, from the web."""
    portal = Portal(rig.url)
    for number in (WEB_HOST, *THREE):
        rig.network.phone(number)
    with sorted_by_deed() as deeds:
        reserved = _reserve(portal)
        steps = {"reserve": asked_for(deeds.take())}
        _bring_forward(reserved)
        with deeds.going_on("minute"):
            _minute()
        rig.network.phone(WEB_HOST).wait_for(state="ringing")
        taken = deeds.take()
        steps["the minute it is due in"] = asked_for(taken, "minute")
        steps["attend to it"] = asked_for(taken, "job reservation")
        going = Going(portal, str(_stored(reserved).conference_id))
        going.confirm(rig)
        until(lambda: _stored(reserved).state == "started")
        steps["confirm, the host's 1"] = asked_for(deeds.take(), *CONFIRM, "job reservation")
        going.end()
    lines = [f"(k) {name}: {_cost(requests)}" for name, requests in steps.items()]
    return "\n".join([*lines, f"(k) all of these: {_cost(sum(steps.values(), Requests()))}"])


def _cost(requests: Requests) -> str:
    return f"{requests}; {requests.write_units:.0f} write units, {requests.read_units:.0f} read"


def _reserve(portal: Portal) -> str:
    from chalicelib import clock, plans  # noqa: PLC0415 - as above

    wish = {
        "starts_at": clock.text(plans.earliest() + timedelta(minutes=1)),
        "host_id": "registered",
        "parties": parties(THREE),
    }
    (made,) = portal.ask("POST", "/reservations", wish).json()["items"]
    return str(made["id"])


def _minute() -> None:
    from chalicelib import due  # noqa: PLC0415 - as above

    if due.ask_for_due() != 1:
        raise RuntimeError("something else was due")


def _bring_forward(reservation_id: str) -> None:
    """Let it be due in a moment."""
    from chalicelib import clock, tables  # noqa: PLC0415 - as above

    soon = clock.now() + SOON
    fields = tables.Reservation.rings_at.set(soon), tables.Reservation.due_at.set(soon)
    _stored(reservation_id).update(list(fields))


def _stored(reservation_id: str) -> Any:  # noqa: ANN401 - the product is not imported yet
    from chalicelib import tables  # noqa: PLC0415 - as above

    return tables.Reservation.get(WEB_HOST, reservation_id, consistent_read=True)
