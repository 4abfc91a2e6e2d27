"""The product in this process, with a store and a phone network: to be looked into."""

import asyncio
import os
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import requests

from local import sqs, store
from local.network.settings import Settings
from local.network.thread import BlockingPhone, NetworkThread
from local.processes import free_port
from local.serve import running
from local.store import Endpoints

HOST = "+8618600000101"
START_WITHIN = 30.0


@dataclass(frozen=True, slots=True)
class Rig:
    """A product that answers, and the network that calls it."""

    network: NetworkThread
    url: str

    def start(self, numbers: list[str]) -> BlockingPhone:
        """Have the host dial 116323 and key in *numbers*, all but the last “#”."""
        phone = self.network.phone(HOST)
        phone.dial("116323")
        phone.expect_caption("请按1")
        self.press("1")
        for number in numbers:
            phone.expect_caption("号码,按井号键结束")
            self.press(number + "#")
        phone.expect_caption("开始通话请直接按井号键")
        return phone

    def pace(self, speed: float) -> None:
        """Let the network's time run *speed* times as fast as ours."""
        settings = self.network.url + "/_sim/settings"
        requests.put(settings, json={"speed": speed}, timeout=5).raise_for_status()

    def press(self, keys: str, number: str = HOST) -> float:
        """Press *keys* once the phone of *number* is asked for some; return when that was."""
        phone = self.network.network.phone(number)
        while phone.line is None or phone.line.keys is None:
            self.network.call(lambda: None)
        pressed = time.time()
        self.network.phone(number).press(keys)
        return pressed


@contextmanager
def store_and_settings() -> Iterator[Endpoints]:
    """Run DynamoDB Local in memory and set the environment the product will read."""
    with store.running(in_memory=True) as endpoints:
        os.environ.update(endpoints.environment)
        os.environ.update(
            TWILIO_ACCOUNT_SID=Settings().account_sid,
            TWILIO_AUTH_TOKEN=Settings().auth_tokens[0],
            TABLE_PREFIX="bench-",
            PUBLIC_BASE_URL=f"http://127.0.0.1:{free_port()}",
            TWILIO_API_BASE_URL=f"http://127.0.0.1:{free_port()}",
            GOODBYE_SECONDS="1",
            MAX_PARTIES="64",
            MAX_ACCOUNT_CALLS_PER_HOUR="10000",
            TICK_SECONDS="3600",  # what the minute asks for is not what is counted here
        )
        queue = sqs.client()
        os.environ["QUEUE_URL"] = sqs.ensure_queue(queue, "bench-jobs")
        queue.close()
        yield endpoints


@contextmanager
def rigged(*, speed: float) -> Iterator[Rig]:
    """Run network and product for as long as the block lasts; the store must be there."""
    url = os.environ["PUBLIC_BASE_URL"]
    settings = Settings(
        voice_url=url + "/voice/incoming",
        status_callback=url + "/voice/status",
        speed=speed,
        seed=1,
    )
    with ExitStack() as stack:
        port = _port(os.environ["TWILIO_API_BASE_URL"])
        network = stack.enter_context(NetworkThread(settings, port=port))
        stack.enter_context(_product(_port(url)))
        yield Rig(network, url)


def _port(url: str) -> int:
    return int(url.rsplit(":", 1)[1])


@contextmanager
def _product(port: int) -> Iterator[None]:
    ready, stop = threading.Event(), threading.Event()

    async def serve() -> None:
        async with running(port=port, network=None):
            ready.set()
            await asyncio.to_thread(stop.wait)

    thread = threading.Thread(target=asyncio.run, args=(serve(),), name="product")
    thread.start()
    try:
        if not ready.wait(START_WITHIN):
            raise TimeoutError("the product did not start")
        yield
    finally:
        stop.set()
        thread.join()
