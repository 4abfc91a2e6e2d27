"""The product's front on one machine: the API, the portal's files, and the headers of both.

On AWS this is CloudFront before API Gateway and a bucket.
"""

import hashlib
import mimetypes
from collections.abc import Iterable
from http import HTTPStatus
from pathlib import Path

from aiohttp import web

from local.gateway import Gateway, refusal

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; font-src 'self'; manifest-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
        "trusted-types 'none'"
    ),
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "microphone=(), camera=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".ftl": "text/plain",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}  # the machine's own table may lack these, or call them something else


def create_front(
    gateway: Gateway, site: Path, routes: Iterable[web.RouteDef] = ()
) -> web.Application:
    """Return the web application that serves *gateway*, the files of *site*, and *routes*."""

    async def answer(request: web.Request) -> web.StreamResponse:
        if gateway.owns(request.path):
            response = await gateway.handle(request)
            response.headers.setdefault("Cache-Control", "no-store")
            return response
        if request.method not in {"GET", "HEAD"}:
            return refusal(HTTPStatus.METHOD_NOT_ALLOWED, Allow="GET, HEAD")
        return _file(site, request)

    async def close(_: web.Application) -> None:
        gateway.close()

    front = web.Application()
    front.router.add_routes(routes)
    front.router.add_route("*", "/{path:.*}", answer)
    front.on_response_prepare.append(_secure)
    front.on_cleanup.append(close)
    return front


async def _secure(_: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(SECURITY_HEADERS)


def _file(site: Path, request: web.Request) -> web.StreamResponse:
    path = request.path
    name = "index.html" if path == "/" else path.lstrip("/")
    if "\0" in name:  # no file's name, and an error to ask for
        return refusal(HTTPStatus.NOT_FOUND)
    file = (site / name).resolve()
    if not file.is_relative_to(site.resolve()) or not file.is_file():
        return refusal(HTTPStatus.NOT_FOUND)
    content_type = TYPES.get(file.suffix) or mimetypes.guess_type(name)[0]
    headers = {
        "Content-Type": _with_charset(content_type or "application/octet-stream"),
        # Names carry no version: a browser may keep a file, and asks each time if it changed.
        "Cache-Control": "no-cache",
    }
    if file.suffix in TYPES:
        return _compressed(request, file.read_bytes(), headers)
    return web.FileResponse(file, headers=headers)


def _compressed(request: web.Request, text: bytes, headers: dict[str, str]) -> web.Response:
    """Return *text* in the shortest form that the browser takes, as CloudFront does."""
    headers["Vary"] = "Accept-Encoding"
    headers["ETag"] = etag = f'"{hashlib.sha256(text).hexdigest()[:16]}"'
    if etag in request.headers.get("If-None-Match", ""):
        return web.Response(status=HTTPStatus.NOT_MODIFIED, headers=headers)
    response = web.Response(body=text, headers=headers)
    response.enable_compression()
    return response


def _with_charset(content_type: str) -> str:
    text = content_type.startswith("text/") or content_type == "application/json"
    return f"{content_type}; charset=utf-8" if text else content_type
