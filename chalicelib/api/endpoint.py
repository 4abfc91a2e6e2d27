"""The portal's door: who asks, from where, with what; what is declared here is also described.

Each route is one decorated function. Its annotations say what comes in and what goes out: they
validate the body and the query, and `openapi` makes the description of them.
"""

import hmac
import ipaddress
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any, Generic, TypeVar, get_args, get_origin, get_type_hints
from urllib.parse import urlsplit

import msgspec
from chalice import Blueprint, Response
from chalice.app import Request

from chalicelib import config, operators, sessions
from chalicelib.api import problems
from chalicelib.errors import Refused
from chalicelib.operators import AtDesk
from chalicelib.sessions import Browser, LoggedIn

log = logging.getLogger(__name__)

Answer = TypeVar("Answer")

COOKIE = "__Host-session"
CALL_COOKIE = "__Host-call"
"""What the browser of a 立即使用 holds: a ticket, then the key of its one conference."""
WATCH_COOKIE = "__Host-watch"
DESK_COOKIE = "__Host-desk"
"""What the browser of an operator holds; it opens no account, nor does `COOKIE` the desk."""
LARGEST_BODY = 64 * 1024
KEY = re.compile(r"[A-Za-z0-9_-]{16,64}", re.ASCII)
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
WATCH = re.compile(r"[0-9]{1,12}\.[0-9a-f]{64}", re.ASCII)
CALL_KEY = re.compile(r"[0-9a-f]{64}", re.ASCII)
ID = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
SAFE = frozenset({"GET", "HEAD"})
HEADERS: dict[str, str | list[str]] = {
    "Content-Type": "application/json; charset=utf-8",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of a browser: where it comes from, and who is logged in there, if anybody."""

    browser: Browser
    logged_in: LoggedIn | None
    key: str = ""
    """The Idempotency-Key; "" where none was sent."""
    token: str = ""
    """What the session's cookie holds."""
    call_key: str = ""
    """What a guest's cookie holds."""
    watching: bool = False
    """Was let in to look at this conference a moment ago; nobody was looked up for it."""
    seen: str = ""
    """The ETag of what the browser has already."""
    at_desk: AtDesk | None = None
    """The operator who is logged in there; looked for on routes of the desk alone."""

    @property
    def operator(self) -> AtDesk:
        """Who is at the desk; the door has seen to it that somebody is."""
        if self.at_desk is None:
            raise Refused("no_session")
        return self.at_desk

    @property
    def owner(self) -> LoggedIn:
        """Who is logged in; the door has seen to it that somebody is."""
        if self.logged_in is None:
            raise Refused("no_session")
        return self.logged_in


@dataclass(frozen=True, slots=True)
class Reply(Generic[Answer]):
    """An answer with more to it: a session begun (its *token*) or ended, a file, headers."""

    body: Answer
    token: str | None = None
    """A new session's token for the cookie; "" takes the cookie away."""
    headers: dict[str, str | list[str]] = field(default_factory=dict)
    call_key: str | None = None
    """What a guest's cookie is to hold."""
    watch: str | None = None
    """What lets this browser look at one conference for a while."""
    desk_token: str | None = None
    """An operator's new session's; "" takes the cookie away."""
    unchanged: bool = False
    """The browser has it already (304)."""


@dataclass(frozen=True, slots=True)
class Operation:
    """What is known of one route, for the door and for its description."""

    method: str
    path: str
    name: str
    summary: str
    body: type | None
    query: type | None
    answer: Any
    """A Struct, `str` or `bytes` for a file, None for an empty answer."""
    status: int = HTTPStatus.OK
    public: bool = False
    rings: bool = False
    """It rings a phone or books: an Idempotency-Key is a must."""
    guests: bool = False
    """A guest may, whose cookie holds the key of the conference."""
    watched: bool = False
    """It only shows one conference, and is asked every second."""
    desk: bool = False
    """It is for operators, and for nobody else."""


OPERATIONS: list[Operation] = []


def endpoint(  # noqa: PLR0913 - each is a fact of the route
    door: Blueprint,
    route: str,
    *,
    status: int = HTTPStatus.OK,
    public: bool = False,
    rings: bool = False,
    guests: bool = False,
    watched: bool = False,
    desk: bool = False,
) -> Callable[[Callable[..., Any]], Callable[..., Response]]:
    """Serve *route* (“POST /api/contacts”): the function gets a Visit, `body`, `query`, the ids.

    Not *public*: whoever is not logged in is refused before anything else is looked at; where
    *guests* may, the deed itself sees whose key it is. At the *desk* an operator must be logged in,
    and an account does not count.
    """
    method, _, path = route.partition(" ")

    def register(deed: Callable[..., Any]) -> Callable[..., Response]:
        described = _described(deed, method, path)
        operation = replace(
            described,
            status=int(status),
            public=public,
            rings=rings,
            guests=guests,
            watched=watched,
            desk=desk,
        )
        OPERATIONS.append(operation)

        def handle(**ids: str) -> Response:
            try:
                return _answer(operation, deed, door.current_request, ids)
            except Refused as e:
                log.info("refused", extra={"operation": operation.name, "reason": e.reason})
                return problems.answer(e, HEADERS)

        handle.__name__ = operation.name
        door.route(path, methods=[method], name=operation.name)(handle)
        return handle

    return register


def _described(deed: Callable[..., Any], method: str, path: str) -> Operation:
    hints = get_type_hints(deed)
    answer = hints["return"]
    if get_origin(answer) is Reply:
        (answer,) = get_args(answer)
    return Operation(
        method=method,
        path=path,
        name=deed.__name__,
        summary=(deed.__doc__ or "").partition("\n")[0],
        body=hints.get("body"),
        query=hints.get("query"),
        answer=None if answer is type(None) else answer,
    )


def _answer(
    operation: Operation, deed: Callable[..., Any], request: Request, ids: dict[str, str]
) -> Response:
    headers = request.headers
    if operation.method not in SAFE and not _same_site(headers):
        raise Refused("cross_site")
    visit = (_visit_of_desk if operation.desk else _visit)(operation, request, ids)
    somebody = visit.logged_in or visit.at_desk or visit.watching
    known = somebody or (operation.guests and visit.call_key)
    if not operation.public and not known:
        raise Refused("no_session")
    if not all(ID.fullmatch(value) for value in ids.values()):
        raise Refused("not_found")
    given: dict[str, Any] = dict(ids)
    if operation.body is not None:
        given["body"] = _body(request, operation.body)
    if operation.query is not None:
        given["query"] = _query(request, operation.query)
    return _response(operation, deed(visit, **given))


def _visit(operation: Operation, request: Request, ids: dict[str, str]) -> Visit:
    headers = request.headers
    token, ticket = _held(headers, COOKIE, TOKEN), _held(headers, WATCH_COOKIE, WATCH)
    asked = ids.get("conference_id", "")
    watching = operation.watched and sessions.may_watch(ticket, token, asked)
    return Visit(
        _browser(request),
        sessions.find(token) if token and not watching else None,
        _key(operation, headers),
        token,
        _held(headers, CALL_COOKIE, CALL_KEY),
        watching,
        headers.get("if-none-match", ""),
    )


def _visit_of_desk(operation: Operation, request: Request, _: dict[str, str]) -> Visit:
    token = _held(request.headers, DESK_COOKIE, TOKEN)
    key, here = _key(operation, request.headers), operators.find(token) if token else None
    return Visit(_browser(request), None, key, at_desk=here)


def _response(operation: Operation, answered: Any) -> Response:  # noqa: ANN401 - of any route
    reply = answered if isinstance(answered, Reply) else Reply(answered)
    headers: dict[str, str | list[str]] = {**HEADERS, **reply.headers}
    if cookies := _cookies(reply):
        headers["Set-Cookie"] = cookies if len(cookies) > 1 else cookies[0]
    if reply.unchanged:
        return Response("", headers, HTTPStatus.NOT_MODIFIED)
    if reply.body is None:
        del headers["Content-Type"]
        return Response("", headers, HTTPStatus.NO_CONTENT)
    if isinstance(reply.body, str | bytes):
        return Response(reply.body, headers, operation.status)
    return Response(msgspec.json.encode(reply.body).decode(), headers, operation.status)


def _cookies(reply: Reply[Any]) -> list[str]:
    """Return the cookies to be set, each sent to this host alone, out of reach of scripts (F34)."""
    held = (
        (COOKIE, reply.token, config.settings.session_seconds),
        (CALL_COOKIE, reply.call_key, config.settings.max_call_seconds),
        (WATCH_COOKIE, reply.watch, sessions.WATCHED_FOR),
        (DESK_COOKIE, reply.desk_token, config.settings.session_seconds),
    )
    return [
        f"{name}={value}; Path=/; Max-Age={age if value else 0}; Secure; HttpOnly; SameSite=Strict"
        for name, value, age in held
        if value is not None
    ]


def _same_site(headers: Any) -> bool:  # noqa: ANN401 - Chalice's mapping
    """Say whether a request that changes something comes from our own pages.

    A browser says so by itself, and no page can make it say otherwise; one that does not know
    Sec-Fetch-Site sends Origin. What is sent as JSON alone cannot come from a form either.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return bool(site == "same-origin")
    ours = urlsplit(config.settings.public_base_url)
    return bool(headers.get("origin") == f"{ours.scheme}://{ours.netloc}")


def _held(headers: Any, cookie: str, form: re.Pattern[str]) -> str:  # noqa: ANN401 - likewise
    """Return what the browser holds in *cookie*, "" for nothing of that *form*."""
    for part in headers.get("cookie", "").split(";"):
        name, _, value = part.strip().partition("=")
        if name == cookie and form.fullmatch(value):
            return str(value)
    return ""


def _key(operation: Operation, headers: Any) -> str:  # noqa: ANN401 - Chalice's mapping
    key = headers.get("idempotency-key", "")
    if (operation.rings or key) and not KEY.fullmatch(key):
        raise Refused("no_idempotency_key")
    return str(key)


def _browser(request: Request) -> Browser:
    return Browser(_address(request), request.headers.get("user-agent", ""))


def _address(request: Request) -> str:
    """Return the network address that asks: what our own outermost proxy saw, never what is said.

    API Gateway adds the address that it sees. Behind our proxy that is the proxy's own, and the
    one before it is the browser's; the proxy proves itself, for anybody may ask API Gateway
    directly. Of IPv6 the network is counted: one household has more addresses than we could.
    """
    seen = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",")]
    place = -2 if _through_our_proxy(request) else -1
    text = seen[place] if len(seen) >= -place else ""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return str(request.context.get("identity", {}).get("sourceIp") or "unknown")
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address.packed, 56), strict=False).network_address)


def _through_our_proxy(request: Request) -> bool:
    secret = config.secrets().proxy_secret.encode()
    shown = request.headers.get("x-portal-proxy", "").encode()
    return bool(secret) and hmac.compare_digest(secret, shown)


def _body(request: Request, kind: type) -> Any:  # noqa: ANN401 - an object of *kind*
    raw = request.raw_body or b""
    raw = raw.encode() if isinstance(raw, str) else raw
    if len(raw) > LARGEST_BODY:
        raise Refused("too_large")
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.ValidationError, msgspec.DecodeError, UnicodeDecodeError) as e:
        raise Refused("bad_input", field=_at_fault(e)) from e


def _query(request: Request, kind: type) -> Any:  # noqa: ANN401 - an object of *kind*
    try:
        return msgspec.convert(dict(request.query_params or {}), kind, strict=False)
    except msgspec.ValidationError as e:
        raise Refused("bad_input", field=_at_fault(e)) from e


def _at_fault(error: Exception) -> str:
    """Return the key that *error* is about: msgspec names it “… - at `$.name`”."""
    place = re.search(r"`\$\.?(\w*)", str(error))
    unknown = re.search(r"(?:unknown field|required field) `(\w+)`", str(error))
    found = unknown or place
    return found[1] if found else ""
