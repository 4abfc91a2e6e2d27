"""The door of the REST API (接口): who may enter, what is logged, and which faults befall it."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from aiohttp import BasicAuth, hdrs, web

from local.network.engine import Network
from local.network.rest_forms import Fields, RestError, not_found
from local.network.rest_schema import Parameters
from local.network.rest_views import View

Act = Callable[[web.Request, Fields], Awaitable[View | None]]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Door:
    """Turns acts on resources into handlers: authenticated, strict, logged, and faulty if asked."""

    def __init__(self, network: Network) -> None:
        self.network = network

    def handler(self, act: Act, parameters: Parameters, status: int = 200) -> Handler:
        """Return the aiohttp handler of *act*; its result is the JSON body of a *status* answer."""

        async def handle(request: web.Request) -> web.StreamResponse:
            started = time.monotonic()
            await asyncio.sleep(self.network.plant.injector.now.slow_answers)
            values = await request.post() if request.method == "POST" else request.query
            body: View | None = None
            refusal: RestError | None = None
            try:
                self._admit(request)
                body = await act(request, Fields(values, parameters, self.network.events))
            except RestError as error:
                refusal = error
            answer = _answer(body, status) if refusal is None else refusal.response()
            self.network.events.add(
                "rest",
                _call_sid(request, body or {}),
                method=request.method,
                path=request.path_qs,
                form={name: str(value) for name, value in values.items()},
                status=answer.status,
                code=refusal and refusal.code,
                message=refusal.message if refusal else "",
                ms=round((time.monotonic() - started) * 1000),
            )
            return answer

        return handle

    def _admit(self, request: web.Request) -> None:
        faults = self.network.plant.injector
        if faults.now.down == "dropped" and request.transport:
            request.transport.abort()
        if faults.now.down:
            raise RestError(503, 20503, "Service unavailable")
        if not self._knows(request.headers.get(hdrs.AUTHORIZATION, "")):
            raise RestError(401, 20003, "Authenticate")
        if request.match_info["account"] != self.network.settings.account_sid:
            raise not_found(request.path)
        if faults.refuses_request():
            raise RestError(429, 20429, "Too many requests")

    def _knows(self, authorization: str) -> bool:
        try:
            given = BasicAuth.decode(authorization, encoding="utf-8")
        except ValueError:
            return False
        settings = self.network.settings
        if given.login == settings.account_sid:
            return given.password in settings.auth_tokens
        return bool(given.password) and settings.api_keys.get(given.login) == given.password


def _answer(body: View | None, status: int) -> web.Response:
    return web.json_response(body, status=status) if body else web.Response(status=status)


def _call_sid(request: web.Request, body: View) -> str | None:
    """Return which call a request was about, if it was about one."""
    sid = body.get("call_sid") or body.get("sid") or request.match_info.get("sid", "")
    return str(sid) if str(sid).startswith("CA") else None
