"""A conference of 250, the most there may be: rung, joined, looked at, ended, and paid for."""

import logging
import os
import statistics
import subprocess
import sys
import time

import requests

from bench.deeds import Deeds, asked_for, sorted_by_deed
from bench.portal import WEB_HOST, Going, Portal, parties, register, until
from bench.rig import Rig, rigged, store_and_settings
from bench.waiting import Requests, counted_requests

SIZE = 250
NUMBERS = [f"+86136{n:04d}9999" for n in range(SIZE - 1)]  # bots, which answer by themselves
LOOKS = 50
ALL_AT_ONCE = 1000.0  # calls a second, so that it is not the provider that is measured
LARGEST_ITEM = 400 * 1024  # bytes; DynamoDB's own limit


def main() -> str | None:
    """Print the figures; return what was not right."""
    logging.disable(logging.INFO)
    with store_and_settings():
        os.environ.update(MAX_PARTIES=str(SIZE), MAX_ACCOUNT_LEGS=str(SIZE))
        from local import product  # noqa: PLC0415 - the environment is set

        product.create_missing_tables()
        register()
        with rigged(speed=1.0) as rig:
            return run(rig)


def in_a_process_of_its_own() -> str | None:
    """Do the same with another store and other settings than this process has."""
    done = subprocess.run((sys.executable, "-m", "bench.heavy.crowd"), check=False)
    return f"{SIZE} in one conference: see above" if done.returncode else None


def run(rig: Rig) -> str | None:
    """Hold the conference and print a line for each step; return what was not right."""
    settings = {"calls_per_second": ALL_AT_ONCE}
    requests.put(f"{rig.network.url}/_sim/settings", json=settings, timeout=5).raise_for_status()
    with sorted_by_deed() as deeds:
        portal, began = Portal(rig.url), time.perf_counter()
        going = portal.start(parties(NUMBERS))
        _say(f"{SIZE} parties asked for in {_since(began)}: {_cost(asked_for(deeds.take()))}")
        going.confirm(rig)
        began = time.perf_counter()
        until(lambda: going.joined() == SIZE)
        _say(f"all {SIZE} in the room {_since(began)} after the host's 1, 2 s of it ringing")
        taken = deeds.take()
        _say(f"for that: {_cost(asked_for(taken))}")
        _say(f"of that, to tell the host who came: {_cost(asked_for(taken, 'job welcome'))}")
        _say(_look(going))
        _say(f"one look: {_one_look(going, deeds)}")
    with counted_requests() as asked:
        began = time.perf_counter()
        going.end()
        _say(f"ended for all and settled in {_since(began)}: {_cost(asked)}")
    _say(_sizes(going))
    return _bill(rig, going)


def _cost(asked: Requests) -> str:
    return f"{asked}; {asked.write_units:,.0f} write units, {asked.read_units:,.0f} read units"


def _look(going: Going) -> str:
    took, size = [], 0
    for _ in range(LOOKS):
        began = time.perf_counter()
        answer = going.portal.look(going.id)
        took.append(time.perf_counter() - began)
        size = len(answer.content)
    took.sort()
    median, latest = statistics.median(took) * 1000, took[-1] * 1000
    spread = f"median {median:.0f} ms, longest of {LOOKS} {latest:.0f}"
    return f"a look at it: {spread}; {size / 1000:.0f} kB"


def _one_look(going: Going, deeds: Deeds) -> str:
    deeds.take()
    going.portal.look(going.id)
    return _cost(asked_for(deeds.take(), "GET /api/"))


def _sizes(going: Going) -> str:
    from chalicelib import tables  # noqa: PLC0415 - the environment is set

    conference, legs = tables.collection(going.id)
    items = [len(str(one.serialize())) for one in [*legs, *([conference] if conference else [])]]
    return (
        f"its largest item has about {max(items)} bytes of {LARGEST_ITEM}, and it has {len(items)}"
    )


def _bill(rig: Rig, going: Going) -> str | None:
    """Compare the records with the network's own ledger, call for call."""
    from chalicelib import tables  # noqa: PLC0415 - as above
    from chalicelib.billing import rating, tariffs  # noqa: PLC0415 - as above

    calls = rig.network.call(lambda: dict(rig.network.network.ledger.calls))
    _, legs = tables.collection(going.id)
    right = 0
    for leg in legs:
        call = calls.get(leg.call_sid or "")
        if call is None or leg.answered_at is None or call.duration is None:
            continue
        tariff = tariffs.in_force("web", leg.answered_at)
        wanted = rating.rate(call.duration, tariff, host=leg.host)
        right += leg.billing_number == WEB_HOST and (leg.seconds, leg.charge) == (
            call.duration,
            wanted,
        )
    charge = sum(int(leg.charge or 0) for leg in legs)
    _say(f"records: {right} of {len(calls)} calls of the network stand on the bill, {charge} fen")
    return None if right == SIZE == len(calls) else "the bill is not the network's ledger"


def _since(began: float) -> str:
    return f"{time.perf_counter() - began:.1f} s"


def _say(line: str) -> None:
    print(f"{SIZE} in one conference: {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
