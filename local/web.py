"""The product's front on one machine: the API, the portal's files, and the headers of both.

On AWS this is CloudFront before API Gateway and a bucket.
"""

import hashlib
from collections.abc import Iterable
from http import HTTPStatus
from pathlib import Path

from aiohttp import web

from infra.content_types import TYPES, content_type
from infra.headers import HEADERS
from local.gateway import Gateway, refusal


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
    response.headers.update(HEADERS)


def _file(site: Path, request: web.Request) -> web.StreamResponse:
    path = request.path
    name = "index.html" if path == "/" else path.lstrip("/")
    if "\0" in name:  # no file's name, and an error to ask for
        return refusal(HTTPStatus.NOT_FOUND)
    file = (site / name).resolve()
    if not file.is_relative_to(site.resolve()) or not file.is_file():
        return refusal(HTTPStatus.NOT_FOUND)
    headers = {
        "Content-Type": content_type(name),
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
