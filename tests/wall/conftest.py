"""A phone network with real sound, a product that answers from a script, and the wall: one port.

And a real browser that opens it.
"""

import asyncio
import contextlib
import socket
import threading

import pytest
from aiohttp import web
from playwright.sync_api import expect

from local.chromium import MICROPHONE, launched
from local.handset import Handset
from local.listening import listening
from local.network.engine import Network
from local.network.lines import Plan, Request
from local.network.settings import Settings
from local.sound.engine import Sound
from local.wall.server import add_wall

HOST, GUEST, THIRD = "18600000101", "13911112222", "01082345678"
SERVICE = "+861065116323"

MENU = '<Gather numDigits="1" action="/voice/menu"><Say language="zh-CN">请按1</Say></Gather>'
JOIN = "<Dial><Conference>c1</Conference></Dial>"
JOIN_MUTED = '<Dial><Conference muted="true">c1</Conference></Dial>'
WATCH_POLICY = """
    window.violations = [];
    const note = ({ violatedDirective }) => violations.push(violatedDirective);
    addEventListener("securitypolicyviolation", note);
"""


class Bench:
    """Everything a test touches; it lives in a thread, and `call` runs something there."""

    def __init__(self):
        self.script = {"/voice/incoming": MENU, "/voice/menu": JOIN, "/voice/guest": JOIN}
        self.cdrs = []
        self.ahead = None  # seconds, if the product's clock can be moved
        self.deployed = False  # whether the product shows no CDRs but to who logs in
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}"
        self.product_url = f"{self.url}/product"
        self.open()

    def open(self):
        """Start the server, with a network and a wall that know nothing of former ones."""
        self._open = contextlib.AsyncExitStack()
        self.call(self._start())

    def shut(self):
        """Stop it all, as a restart does."""
        self.call(self._open.aclose())

    def close(self):
        self.shut()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def call(self, work):
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    def ring(self, number, path="/voice/guest"):
        """Let the product ring *number*."""

        async def place():
            plan = Plan(start=Request(self.url + path))
            return self.network.place(SERVICE, number, plan)

        return self.call(place())

    def text(self, number, words):
        """Let the product send *words* to *number*."""

        async def send():
            self.network.messages.send(SERVICE, number, words)

        self.call(send())

    async def _start(self):
        sound = await self._open.enter_async_context(Sound())
        settings = Settings(voice_url=f"{self.url}/voice/incoming", setup_seconds=0.0, seed=1)
        self.network = Network(settings, media=sound)
        app = web.Application()
        app.router.add_get("/product/_local/cdrs", self._cdrs)
        app.router.add_get("/product/_local/clock", self._clock)
        app.router.add_put("/product/_local/clock", self._clock)
        app.router.add_post("/voice/{path}", self._voice)
        add_wall(app, self.network, sound, product_url=self.product_url)
        await self._open.enter_async_context(listening(app, self._port, stop_within=1))
        await self.network.start()
        self._open.push_async_callback(self.network.stop)

    async def _voice(self, request):
        body = f"<Response>{self.script[request.path]}</Response>"
        return web.Response(text=body, content_type="text/xml")

    async def _cdrs(self, _request):
        if self.deployed:
            raise web.HTTPNotFound
        if self.cdrs is None:
            raise web.HTTPInternalServerError
        return web.json_response(self.cdrs)

    async def _clock(self, request):
        if self.ahead is None:
            raise web.HTTPNotFound
        if request.method == "PUT":
            self.ahead = (await request.json())["ahead_seconds"]
        return web.json_response({"ahead_seconds": self.ahead})


@pytest.fixture
def bench():
    bench = Bench()
    yield bench
    bench.close()


@pytest.fixture
def pick_up(bench):
    """Open handsets by number; they are put away at the end."""
    with contextlib.ExitStack() as stack:
        yield lambda number: stack.enter_context(Handset(bench.url, number))


@pytest.fixture
def conference(bench, pick_up):
    """Three handsets in one conference: the host dialled in and pressed 1, two were rung."""
    host, guest, third = (pick_up(number) for number in (HOST, GUEST, THIRD))
    host.dial("116323")
    host.expect_caption("请按1")
    host.press("1")
    for handset, number in ((guest, "+8613911112222"), (third, "+861082345678")):
        bench.ring(number)
        handset.wait_for("ringing")
        handset.answer()
        handset.wait_for("in_conference")
    host.wait_for("in_conference")
    return host, guest, third


@pytest.fixture(scope="module")
def browser():
    with launched(*MICROPHONE) as browser:
        yield browser


@pytest.fixture
def context(browser, bench):
    context = browser.new_context(base_url=bench.url, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(8000)
    context.add_init_script(WATCH_POLICY)
    yield context
    context.close()


@pytest.fixture
def page(context):
    """Open the wall; at the end nothing may have broken the policy or thrown."""
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(error))  # noqa: PLW0108  # a method won't do
    page.goto("/phones")
    last = page.get_by_role("article", name="话机 刘洋")
    expect(last.get_by_text("待机")).to_be_visible()
    yield page
    assert page.evaluate("violations") == []
    assert errors == []
