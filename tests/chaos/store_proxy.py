"""Stands between the product and its store: refuses, stalls, loses answers, closes connections."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager

from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, TCPConnector, hdrs, web

from tests.served import served

FAULTS = {
    "refused, throttled": 0.03,
    "done, answered 500": 0.02,
    "stalled, then done": 0.004,
    "stalled, then closed": 0.004,
    "closed before it was done": 0.01,
    "done, closed without an answer": 0.01,
}
"""How often each befalls a request that is about items; those about tables pass."""
STALL = (1.0, 4.0)  # seconds; the product has given up after two
WITHIN = 10.0  # seconds
OF_THE_CONNECTION = {hdrs.HOST, hdrs.CONNECTION, hdrs.TRANSFER_ENCODING, hdrs.CONTENT_LENGTH}
ERROR = "com.amazonaws.dynamodb.v20120810#"


class StoreProxy:
    """The store at *behind*, with faults of one seeded source while they are *on*."""

    def __init__(self, behind: str, seed: int) -> None:
        self.url = ""
        self.on = False
        self.met: Counter[str] = Counter()
        self.passed = 0
        self._behind = behind
        self._rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
        self._client: ClientSession

    def application(self) -> web.Application:
        """Return the application that is asked in place of the store."""
        front = web.Application(client_max_size=1 << 25)
        front.router.add_route("*", "/{path:.*}", self._answer)
        front.cleanup_ctx.append(self._asking)
        return front

    async def _asking(self, _: web.Application) -> AsyncIterator[None]:
        async with ClientSession(
            connector=TCPConnector(limit=0),
            cookie_jar=DummyCookieJar(),
            timeout=ClientTimeout(total=WITHIN),
            auto_decompress=False,  # the product checks the sum of what came
        ) as self._client:
            yield

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        try:
            body = await request.read()
        except ConnectionError:
            return web.Response()  # who asked was killed
        match self._fault(request.headers.get("X-Amz-Target", "")):
            case "refused, throttled":
                return _error(400, "ThrottlingException")
            case "done, answered 500":
                await self._pass_on(request, body)
                return _error(500, "InternalServerError")
            case "stalled, then done":
                await asyncio.sleep(self._rng.uniform(*STALL))
            case "stalled, then closed":
                await asyncio.sleep(self._rng.uniform(*STALL))
                return _closed(request)
            case "closed before it was done":
                return _closed(request)
            case "done, closed without an answer":
                await self._pass_on(request, body)
                return _closed(request)
        return await self._pass_on(request, body)

    def _fault(self, target: str) -> str:
        """Draw the fault that befalls a request to *target*; "" for none."""
        if not self.on or "Table" in target or "TimeToLive" in target:
            return ""
        drawn = self._rng.random()
        for fault, often in FAULTS.items():
            if drawn < often:
                self.met[fault] += 1
                return fault
            drawn -= often
        return ""

    async def _pass_on(self, request: web.Request, body: bytes) -> web.Response:
        url, headers = self._behind + request.path_qs, _end_to_end(request.headers.items())
        async with self._client.request(request.method, url, data=body, headers=headers) as answer:
            self.passed += 1
            return web.Response(
                status=answer.status,
                headers=_end_to_end(answer.headers.items()),
                body=await answer.read(),
            )


def _end_to_end(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {name: value for name, value in headers if name.title() not in OF_THE_CONNECTION}


def _error(status: int, name: str) -> web.Response:
    body = {"__type": ERROR + name, "message": "the proxy's doing"}
    return web.json_response(body, status=status, content_type="application/x-amz-json-1.0")


def _closed(request: web.Request) -> web.Response:
    if request.transport:
        request.transport.abort()
    return web.Response()


@contextmanager
def before(store: str, seed: int) -> Iterator[StoreProxy]:
    """Run a proxy before the *store* in a thread of its own for as long as the block lasts."""
    proxy = StoreProxy(store, seed)
    with served(proxy.application()) as proxy.url:
        yield proxy
