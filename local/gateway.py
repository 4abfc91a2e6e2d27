"""API Gateway on one machine: HTTP becomes the event the product knows, its answer HTTP again."""

import asyncio
import base64
import json
import logging
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from aiohttp import web
from chalice import Chalice
from chalice.local import LocalChalice
from multidict import CIMultiDict

from local import permissions
from local.events import Context, Event, HttpRequest, rest_api_event

LARGEST_BODY = 64 * 1024  # bytes; the largest true request is far below
BODY_WITHIN = 10.0  # seconds
ANSWER_WITHIN = 29.0  # seconds; API Gateway's own limit
THREADS = 16

log = logging.getLogger(__name__)


class Resources:
    """The routes of an API, as API Gateway finds them: a written name goes before a parameter."""

    def __init__(self, patterns: Iterable[str]) -> None:
        split = [(pattern, pattern.strip("/").split("/")) for pattern in patterns]
        self._patterns = sorted(split, key=lambda entry: [part[0:1] == "{" for part in entry[1]])

    def match(self, path: str) -> tuple[str, dict[str, str]] | None:
        """Return the route that *path* fits and its decoded parameters."""
        given = path.strip("/").split("/")
        for pattern, parts in self._patterns:
            if len(parts) == len(given) and all(map(_fits, parts, given)):
                pairs = zip(parts, given, strict=True)
                return pattern, {p[1:-1]: unquote(g) for p, g in pairs if p[0:1] == "{"}
        return None


def _fits(part: str, given: str) -> bool:
    return bool(given) if part[0:1] == "{" else part == given


class Gateway:
    """One Chalice application behind HTTP."""

    def __init__(self, app: Chalice) -> None:
        # Lambda runs one request at a time in each process; we run several in threads, and Chalice
        # keeps the request on the application. Its own local server has the same cure.
        app.__class__ = LocalChalice
        self._app = app
        self._resources = Resources(app.routes)
        self._prefixes = {pattern.split("/")[1] for pattern in app.routes}
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="gateway")

    def owns(self, path: str) -> bool:
        """Tell whether *path* is the API's to answer, known or not."""
        return path.split("/")[1] in self._prefixes

    def close(self) -> None:
        """Let the requests in progress end."""
        self._threads.shutdown(cancel_futures=True)

    async def handle(self, request: web.Request) -> web.Response:
        """Answer *request* as API Gateway and the product together would."""
        started = time.perf_counter()
        found = self._resources.match(request.rel_url.raw_path)
        response = await self._answer(request, *found) if found else refusal(HTTPStatus.NOT_FOUND)
        log.info(
            "request",
            extra={
                "method": request.method,
                "route": found[0] if found else "-",
                "status": response.status,
                "milliseconds": round((time.perf_counter() - started) * 1000, 1),
            },
        )
        return response

    async def _answer(
        self, request: web.Request, resource: str, parameters: Mapping[str, str]
    ) -> web.Response:
        methods = self._app.routes[resource]
        if request.method not in methods:
            return refusal(HTTPStatus.METHOD_NOT_ALLOWED, Allow=", ".join(sorted(methods)))
        body = await _body(request)
        if isinstance(body, HTTPStatus):
            return refusal(body)

        event = rest_api_event(
            HttpRequest(
                method=request.method,
                path=request.rel_url.raw_path,
                resource=resource,
                parameters=parameters,
                query=request.query,
                headers=_forwarded(request),
                body=body,
                source_ip=request.remote or "",
            ),
            binary=request.content_type in self._app.api.binary_types,
            now=datetime.now(UTC),
        )
        return await self._call(event, decode=self._accepts_binary(request))

    def _accepts_binary(self, request: web.Request) -> bool:
        """Say whether API Gateway decodes base64 for it: the first accepted type is what counts."""
        first = request.headers.get("Accept", "").partition(",")[0].partition(";")[0]
        return first.strip().lower() in self._app.api.binary_types

    async def _call(self, event: Event, *, decode: bool) -> web.Response:
        loop = asyncio.get_running_loop()
        work = loop.run_in_executor(self._threads, self._invoke, event)
        try:
            answer = await asyncio.wait_for(work, ANSWER_WITHIN)
        except TimeoutError:
            return refusal(HTTPStatus.GATEWAY_TIMEOUT)
        return _response(answer, decode=decode)

    def _invoke(self, event: Event) -> Mapping[str, Any]:
        call: Callable[[Event, Context], Mapping[str, Any]] = self._app
        with permissions.acting("api"):
            return call(event, Context("api"))


async def _body(request: web.Request) -> bytes | HTTPStatus:
    if (request.content_length or 0) > LARGEST_BODY:
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_WITHIN):
            async for chunk in request.content.iter_any():
                body += chunk
                if len(body) > LARGEST_BODY:
                    return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    except TimeoutError:
        return HTTPStatus.REQUEST_TIMEOUT
    except ConnectionError:  # who asked has gone: the product is not asked, and nobody hears this
        return HTTPStatus.BAD_REQUEST
    return bytes(body)


def _forwarded(request: web.Request) -> CIMultiDict[str]:
    headers = CIMultiDict(request.headers)
    before = headers.get("X-Forwarded-For")
    headers["X-Forwarded-For"] = f"{before}, {request.remote}" if before else f"{request.remote}"
    headers["X-Forwarded-Proto"] = request.scheme
    headers["X-Forwarded-Port"] = str(request.url.port)
    return headers


def _response(answer: Mapping[str, Any], *, decode: bool) -> web.Response:
    headers = CIMultiDict[str](answer.get("headers") or {})
    for name, values in (answer.get("multiValueHeaders") or {}).items():
        headers.popall(name, None)
        for value in values:
            headers.add(name, value)
    body = answer.get("body") or ""
    encoded = decode and answer.get("isBase64Encoded")
    payload = base64.b64decode(body) if encoded else body.encode()
    return web.Response(status=answer["statusCode"], headers=headers, body=payload)


def refusal(status: HTTPStatus, **headers: str) -> web.Response:
    """Return API Gateway's own answer, for a request the product never sees."""
    response = web.Response(
        status=status,
        headers=headers,
        content_type="application/json",
        text=json.dumps({"message": status.phrase}),
    )
    if status in {HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.REQUEST_TIMEOUT}:
        response.force_close()  # the rest of the body is not worth reading
    return response
