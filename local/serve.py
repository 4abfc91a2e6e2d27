"""`python -m local serve`: the product alone, against whatever the environment names.

HTTP, the queue worker and the ticker of minutes and days, as API Gateway, Lambda's poller and
EventBridge are on AWS.
"""

import asyncio
import gc
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from infra.portal import SITE
from local import movable, permissions, sqs
from local.events import scheduled_event
from local.function import Function
from local.gateway import Gateway
from local.listening import listening
from local.ticker import Days, Ticker
from local.web import create_front


async def serve(*, port: int, network: str | None, movable_clock: bool) -> None:
    """Serve the product on *port* until SIGTERM or Ctrl-C.

    *network* is the address of a simulated phone network, for links to its pages. With a
    *movable_clock* the product's time can be moved forward; it begins where the network's is.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, stop.set)

    async with running(port=port, network=network, movable_clock=movable_clock) as url:
        print(f"READY {url}", flush=True)
        await stop.wait()


@asynccontextmanager
async def running(
    *, port: int, network: str | None, movable_clock: bool = False
) -> AsyncIterator[str]:
    """Run the product for as long as the block lasts; yield its address."""
    queue = sqs.client()
    prefix = os.environ.get("TABLE_PREFIX", "")
    queue_url = await asyncio.to_thread(sqs.ensure_queue, queue, prefix + "jobs")
    os.environ["QUEUE_URL"] = queue_url
    from local import product  # noqa: PLC0415 - reads the environment as it is imported

    time = product.movable_clock(await _ahead(network)) if movable_clock else None
    await asyncio.to_thread(product.create_missing_tables)
    await asyncio.to_thread(product.connect)
    permissions.enforce(prefix)
    if os.environ.get("SEED") == "1":
        await asyncio.to_thread(product.seed_demo)
    _keep_what_is_loaded()
    async with AsyncExitStack() as stack:
        stack.callback(queue.close)
        work = Function("work", product.work, at_once=sqs.AT_ONCE)
        stack.callback(work.close)
        minute, day = Function("minute", product.minute), Function("day", product.day)
        stack.callback(minute.close)
        stack.callback(day.close)
        schedules = Days(minute, day, time.now if time else _now)
        routes = [_cdrs(product.local_cdrs), *_links(network)]
        if time:
            routes += movable.routes(time, lambda: _tick(schedules, time.now()))
        front = create_front(Gateway(product.application), SITE, routes)
        url = await stack.enter_async_context(listening(front, port))
        worker = sqs.Worker(queue, queue_url, work)
        stack.push_async_callback(asyncio.to_thread, worker.stop)
        if seconds := float(os.environ.get("TICK_SECONDS", "60")):
            ticker = Ticker(schedules, seconds)
            stack.push_async_callback(asyncio.to_thread, ticker.stop)
        yield url


async def _ahead(network: str | None) -> float:
    """Return how far the clock is ahead at the start: time never goes back over a restart."""
    if given := os.environ.get("CLOCK_AHEAD_SECONDS"):
        return float(given)
    return await asyncio.to_thread(movable.ahead_of, network) if network else 0.0


def _tick(schedules: Days, now: datetime) -> bool:
    return schedules.succeeds(scheduled_event("minute", now))


def _now() -> datetime:
    return datetime.now(UTC)


def _keep_what_is_loaded() -> None:
    """Spare the collector what stays for good: walking it would stall a webhook now and then."""
    gc.collect()
    gc.freeze()


def _cdrs(local_cdrs: Callable[[], list[dict[str, Any]]]) -> web.RouteDef:
    async def answer(_: web.Request) -> web.Response:
        return web.json_response(await asyncio.to_thread(local_cdrs))

    return web.get("/_local/cdrs", answer)


def _links(network: str | None) -> list[web.RouteDef]:
    async def redirect(request: web.Request) -> web.Response:
        location = f"{network}{request.rel_url}"
        raise web.HTTPTemporaryRedirect(location)

    return [web.get("/phones", redirect), web.get("/_sim/{path:.*}", redirect)] if network else []
