"""Requests to the application (回调): signed, and as patient as the URL's fragment says."""

import asyncio
import random
import time
import uuid
from dataclasses import dataclass
from urllib.parse import parse_qsl, urldefrag, urlencode

import aiohttp
from twilio.request_validator import RequestValidator
from yarl import URL

from local.network.events import Events
from local.network.faults import Injector

HARD_LIMIT = 15_000  # ms, for all attempts together
BAD_STATUS = 11200
NO_ANSWER = 11205
REDIRECTED = 11215

Form = dict[str, str]


class DeliveryError(Exception):
    """A request without a usable answer; *code* is the provider's, *kind* as `rp` names it."""

    def __init__(self, code: int, message: str, kind: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Hook:
    """One request to be made; *call_sid* says whose, for the event log."""

    url: str
    method: str
    form: Form
    call_sid: str | None = None

    @property
    def target(self) -> str:
        """The URL that is requested and signed: without fragment, with the form if it is a GET."""
        url = urldefrag(self.url).url
        if self.method == "POST" or not self.form:
            return url
        return f"{url}{'&' if '?' in url else '?'}{urlencode(self.form)}"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    content_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Overrides:
    """What `#ct=2000&rt=4000&tt=15000&rc=2&rp=5xx,ct` says; times in milliseconds."""

    connect: int
    read: int
    total: int
    retries: int
    retry_on: frozenset[str]

    @classmethod
    def of(cls, url: str) -> "Overrides":
        """Read the fragment of *url*; values beyond the provider's limits are cut to them."""
        given = dict(parse_qsl(urldefrag(url).fragment))

        def number(name: str, default: int, least: int, most: int) -> int:
            text = given.get(name, "")
            return min(max(int(text), least), most) if text.isdecimal() else default

        return cls(
            connect=number("ct", 5_000, 100, 10_000),
            read=number("rt", HARD_LIMIT, 100, HARD_LIMIT),
            total=number("tt", HARD_LIMIT, 100, HARD_LIMIT),
            retries=number("rc", 1, 0, 5),
            retry_on=frozenset(given.get("rp", "ct").split(",")),
        )

    @property
    def timeout(self) -> aiohttp.ClientTimeout:
        return aiohttp.ClientTimeout(
            total=None, sock_connect=self.connect / 1000, sock_read=self.read / 1000
        )

    def retry(self, kind: str) -> bool:
        return "all" in self.retry_on or kind in self.retry_on


class Sender:
    """Signs and sends; every attempt is an event. Its time-outs are real: the application is."""

    def __init__(
        self, auth_token: str, events: Events, injector: Injector, rng: random.Random
    ) -> None:
        self._validators = [RequestValidator(auth_token), RequestValidator(auth_token[::-1])]
        self._events = events
        self._injector = injector
        self._rng = rng
        self._session: aiohttp.ClientSession

    async def open(self) -> None:
        # Without a pool: a kept connection that the application closes meanwhile is a false fault.
        connector = aiohttp.TCPConnector(limit=0, force_close=True)
        self._session = aiohttp.ClientSession(
            connector=connector, cookie_jar=aiohttp.DummyCookieJar()
        )

    async def close(self) -> None:
        await self._session.close()

    def token(self) -> str:
        """Return a fresh idempotency token: the same on every attempt of one request."""
        return str(uuid.UUID(int=self._rng.getrandbits(128), version=4))

    async def send(self, hook: Hook, token: str) -> Answer:
        """Make the request, with its retries, and return a 2xx answer or raise `DeliveryError`."""
        overrides = Overrides.of(hook.url)
        try:
            async with asyncio.timeout(overrides.total / 1000):
                return await self._attempts(hook, overrides, token)
        except TimeoutError as error:
            message = f"{hook.url}: no answer within {overrides.total} ms"
            self._log(hook, error=message)
            raise DeliveryError(NO_ANSWER, message) from error

    async def fetch_audio(self, url: str) -> bytes:
        """Return the file behind a Play; these requests are neither signed nor repeated."""
        try:
            async with self._session.get(
                URL(url, encoded=True), timeout=Overrides.of(url).timeout
            ) as response:
                body = await response.read()
        except (aiohttp.ClientError, ValueError) as error:
            raise DeliveryError(NO_ANSWER, f"{url}: {error}") from error
        if response.status != 200:  # noqa: PLR2004 - the one status that carries a file
            raise DeliveryError(BAD_STATUS, f"{url}: status {response.status}")
        return body

    async def _attempts(self, hook: Hook, overrides: Overrides, token: str) -> Answer:
        for left in range(overrides.retries, -1, -1):
            try:
                return await self._attempt(hook, overrides, token)
            except DeliveryError as failure:
                if not left or not overrides.retry(failure.kind):
                    raise
        raise AssertionError

    async def _attempt(self, hook: Hook, overrides: Overrides, token: str) -> Answer:
        started = time.monotonic()
        try:
            answer = await self._exchange(hook, overrides, token)
        except (aiohttp.ClientError, ValueError) as error:
            kind = "rt" if isinstance(error, aiohttp.SocketTimeoutError) else "ct"
            message = f"{hook.url}: {error or type(error).__name__}"
            self._log(hook, started, error=message)
            raise DeliveryError(NO_ANSWER, message, kind) from error
        self._log(
            hook, started, status=answer.status, response=answer.body.decode(errors="replace")
        )
        match answer.status // 100:
            case 2:
                return answer
            case 3:
                raise DeliveryError(REDIRECTED, f"{hook.url}: redirected", "3xx")
            case hundreds:
                message = f"{hook.url}: status {answer.status}"
                raise DeliveryError(BAD_STATUS, message, f"{hundreds}xx")

    async def _exchange(self, hook: Hook, overrides: Overrides, token: str) -> Answer:
        headers = {
            "X-Twilio-Signature": self._signature(hook),
            "I-Twilio-Idempotency-Token": token,
            "User-Agent": "TwilioProxy/1.1",
            "Accept": "*/*",
            "Cache-Control": "max-age=259200",
            "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
        }
        async with self._session.request(
            hook.method,
            URL(hook.target, encoded=True),
            data=urlencode(hook.form).encode() if hook.method == "POST" else None,
            headers=headers,
            timeout=overrides.timeout,
            allow_redirects=False,
        ) as response:
            return Answer(response.status, response.content_type, await response.read())

    def _signature(self, hook: Hook) -> str:
        validator = self._validators[self._injector.happens("bad_signature")]
        signature: str = validator.compute_signature(
            hook.target, hook.form if hook.method == "POST" else {}
        )
        return signature

    def _log(self, hook: Hook, started: float | None = None, **outcome: object) -> None:
        ms = round((time.monotonic() - started) * 1000) if started else None
        self._events.add(
            "webhook",
            hook.call_sid,
            url=hook.url,
            method=hook.method,
            form=hook.form,
            ms=ms,
            **outcome,
        )
