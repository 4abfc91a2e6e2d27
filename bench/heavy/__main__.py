"""`make load`: what the product bears, phase by phase; it fails where a bound is missed."""

import argparse
import asyncio
import gc
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp

from bench.heavy import bill, crowd, stage, watching
from bench.heavy.figures import Bounds, by_name, of_webhooks, p99, slow_seconds, times
from bench.heavy.flow import LENGTH, LIVE, Flow, Sent
from bench.heavy.stage import Part, Stage
from bench.load import percentiles

P50, P99 = 15.0, 50.0  # milliseconds
GROWTH = 5.0  # percent
PREPARING = 100  # webhooks a second, or the rate if that is more
WARM_UP, BURST, BACK, STEP = 10, 30, 30, 10  # seconds
DRAINED_WITHIN = 120.0
STEEPER, STEEPEST = 25, 600  # webhooks a second
EACH = 10.0  # seconds between two looks at how many conferences go on
OF_THOSE = 0.9  # so many conferences as the webhooks are enough for have to come to their end


def main() -> str | None:
    """Print the figures of each phase; return what was missed."""
    parser = argparse.ArgumentParser(prog="make load", description=__doc__)
    parser.add_argument("--minutes", type=float, default=5, help="at the steady rate")
    parser.add_argument("--rate", type=int, default=100, help="webhooks a second")
    parser.add_argument(
        "--together",
        action="store_true",
        help="webhooks and jobs in one process, as on one machine",
    )
    asked, bounds = parser.parse_args(), Bounds()
    with stage.settings():
        _say(f"preparing: {stage.STORED:,} records")
        stage.store_records()
        with stage.running(together=asked.together) as there:
            asyncio.run(_load(there, asked.rate, asked.minutes * 60, bounds))
            _logs(there.parts, bounds)
    if wrong := crowd.in_a_process_of_its_own():
        bounds.missed.append(wrong)
    for line in bounds.told:
        _say(line)
    if bounds.missed:
        return f"missed: {'; '.join(bounds.missed)}"
    _say("all bounds were kept")
    return None


def _logs(parts: tuple[Part, ...], bounds: Bounds) -> None:
    faults = [f"{part.name}: {line[:300]}" for part in parts for line in part.faults]
    for line in faults[:5]:
        _say(f"log of {line}")
    bounds.hold("errors in the log", len(faults), 0)


async def _load(there: Stage, rate: int, seconds: float, bounds: Bounds) -> None:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        flow = Flow(session, there.url, there.provider)
        async with _world(flow, session, there.url) as pages:
            load = _Load(there, flow, pages, rate, bounds)
            await load.prepare()
            await load.steadily(seconds)
            await load.burst()
            await load.find_the_knee()
            await load.let_jobs_be_done("in the end")
            bounds.hold("webhooks with nothing to tell", flow.unsent, 0)
            bounds.hold("phones never rung", await flow.never_rung(), 0)
            finished = flow.finished()
            amiss = await asyncio.to_thread(bill.missing, finished)
    _say(f"turns passed over for a phone not rung yet: {flow.passed_over} in all")
    _say(f"{len(finished)} conferences over, {len(amiss)} of them without the right records")
    bounds.reach("conferences over", len(finished), OF_THOSE * load.webhooks / LENGTH)
    bounds.hold("conferences without the right records", len(amiss), 0)
    bounds.hold("calls that are nobody's", await asyncio.to_thread(bill.orphans), 0)


@asynccontextmanager
async def _world(
    flow: Flow, session: aiohttp.ClientSession, url: str
) -> AsyncIterator[list[watching.Page]]:
    """Let pages watch, and the provider be told, for as long as the block lasts.

    Raise ExceptionGroup of what broke of that.
    """
    slots = watching.chosen(flow.slots)
    pages = [watching.Page(slot, watching.logged_in(slot)) for slot in slots]
    going = [asyncio.create_task(page.watch(session, url)) for page in pages]
    going.append(asyncio.create_task(flow.tell_provider()))
    try:
        yield pages
    finally:
        for one in going:
            one.cancel()
        ended = await asyncio.gather(*going, return_exceptions=True)
        if broken := [error for error in ended if isinstance(error, Exception)]:
            raise ExceptionGroup("what goes on beside the webhooks broke", broken)


class _Load:
    """One product under load, phase by phase."""

    def __init__(
        self, there: Stage, flow: Flow, pages: list[watching.Page], rate: int, bounds: Bounds
    ) -> None:
        self._there = there
        self._flow = flow
        self._pages = pages
        self._rate = rate
        self._bounds = bounds
        self.webhooks = 0.0
        """How many had to be sent, by the rates and the seconds, at what was promised or more."""

    async def prepare(self) -> None:
        """Have the conferences begun, and what their beginning left to do done."""
        _say(f"preparing: {LIVE} conferences, by their webhooks, two minutes or so")
        begun = await self._flow.begin(max(self._rate, PREPARING))
        begun += await self._flow.run(self._rate, WARM_UP)
        _say(f"preparing: {of_webhooks(begun)}")
        self._no_errors("while preparing", begun)
        await self.let_jobs_be_done("before")
        gc.collect()
        gc.freeze()  # our own pauses would be taken for the product's
        for page in self._pages:
            page.looks.clear()

    async def let_jobs_be_done(self, when: str) -> None:
        """Go on until no job waits that could be begun."""
        began, left, sent = time.monotonic(), await asyncio.to_thread(_jobs), list[Sent]()
        while left and time.monotonic() - began < DRAINED_WITHIN:
            sent += await self._flow.run(self._rate, 1)
            left = await asyncio.to_thread(_jobs)
        _say(f"jobs waiting {when}: {left}, after {time.monotonic() - began:.0f} s")
        self._bounds.hold(f"jobs waiting {when}", left, 0)
        self._no_errors(f"while jobs were done {when}", sent)

    def _no_errors(self, when: str, sent: list[Sent]) -> None:
        self._bounds.hold(f"errors {when}", sum(one.failed for one in sent), 0)

    async def _counting(self, live: list[int]) -> None:
        """Note every few seconds how many conferences go on, until cancelled."""
        while True:
            live.append(await asyncio.to_thread(_live))
            await asyncio.sleep(EACH)

    async def steadily(self, seconds: float) -> None:
        """Send what was promised to be borne."""
        parts, live = self._there.parts, [await asyncio.to_thread(_live)]
        memory = [part.megabytes for part in parts]
        used = [part.processor for part in parts]
        late = self._flow.passed_over
        counting = asyncio.create_task(self._counting(live))
        sent = await self._flow.run(self._rate, seconds)
        counting.cancel()
        late = self._flow.passed_over - late
        self.webhooks += self._rate * seconds
        looks = [look for page in self._pages for look in page.looks]
        bad = sum(look.status not in watching.SHOWN for look in looks)
        going_on = f"{min(live)} to {max(live)} conferences"
        _say(f"{self._rate}/s for {seconds:.0f} s, {going_on}: {of_webhooks(sent)}")
        _say(f"p99 of each kind: {by_name(sent)}")
        slow = slow_seconds(sent, P99, int(seconds))
        _say(f"seconds with a p99 above {P99:.0f} ms: {len(slow)} of {seconds:.0f}: {slow}")
        _say(f"{len(self._pages)} pages, {len(looks)} looks, {bad} errors: {times(looks)}")
        for part, before, seconds_before in zip(parts, memory, used, strict=True):
            grown = (part.megabytes / before - 1) * 100
            share = (part.processor - seconds_before) / seconds
            _say(f"process of {part.name}: {before:.0f} MB, {grown:+.1f} %; {share:.0%} of a core")
            self._bounds.hold(f"growth of {part.name} in %", grown, GROWTH)
        await self.let_jobs_be_done("after it")
        self._bounds.reach("conferences at once", min(live), LIVE)
        took = percentiles([one.answer.took for one in sent])
        self._bounds.hold("p50 in ms", took[0], P50)
        self._bounds.hold("p99 in ms", took[1], P99)
        self._no_errors("at the steady rate", sent)
        self._bounds.hold("turns passed over at the steady rate, for a phone not rung yet", late, 0)
        self._bounds.hold("errors of pages", bad, 0)
        self._bounds.reach("looks of pages", len(looks), 1)

    async def burst(self) -> None:
        """Send twice as much for a while, and see how long that is felt."""
        sent = await self._flow.run(self._rate * 2, BURST)
        _say(f"a burst of {self._rate * 2}/s for {BURST} s: {of_webhooks(sent)}")
        after = await self._flow.run(self._rate, BACK)
        slow = slow_seconds(after, P99, BACK)
        back = next(n for n in range(BACK + 1) if n not in slow)
        _say(f"after it, {self._rate}/s: {of_webhooks(after)}")
        _say(f"the first second within {P99:.0f} ms again: {back} s after it")
        self.webhooks += self._rate * (2 * BURST + BACK)
        self._no_errors("in and after the burst", [*sent, *after])

    async def find_the_knee(self) -> None:
        """Go up until it is too much, twice: once it may have been the minute's own work."""
        rates = range(self._rate + STEEPER, STEEPEST + 1, STEEPER)
        for rate in rates:
            if await self._too_much(rate) and await self._too_much(rate):
                _say(f"the knee is between {rate - STEEPER} and {rate} webhooks a second")
                return
        _say(f"no knee was found up to {rates[-1]} webhooks a second")

    async def _too_much(self, rate: int) -> bool:
        sent = await self._flow.run(rate, STEP)
        _say(f"{rate}/s for {STEP} s: {of_webhooks(sent)}")
        self._no_errors(f"at {rate}/s", sent)
        return p99(sent) > P99 or any(one.failed for one in sent)


def _jobs() -> int:
    """Return how many jobs could be begun and are not."""
    from chalicelib import config, jobs  # noqa: PLC0415 - the environment is set

    name = "ApproximateNumberOfMessages"
    url = config.settings.queue_url
    told = jobs.queue().get_queue_attributes(QueueUrl=url, AttributeNames=[name])
    return int(told["Attributes"][name])


def _live() -> int:
    from chalicelib import tables  # noqa: PLC0415 - the environment is set

    index = tables.ConferenceItem.live_index
    return sum(index.count(f"live#{shard}") for shard in range(tables.LIVE_SHARDS))


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
