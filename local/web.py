"""The product's front on one machine: the API, the portal's files, and the headers of both.

On AWS this is CloudFront before API Gateway and a bucket.
"""

from collections.abc import Iterable
from http import HTTPStatus
from pathlib import Path

from aiohttp import web

from infra.headers import HEADERS
from local.gateway import Gateway, refusal
from local.site import Site


def create_front(
    gateway: Gateway, folder: Path, routes: Iterable[web.RouteDef] = ()
) -> web.Application:
    """Return the web application that serves *gateway*, the portal in *folder*, and *routes*."""
    site = Site(folder)

    async def answer(request: web.Request) -> web.StreamResponse:
        if gateway.owns(request.path):
            response = await gateway.handle(request)
            response.headers.setdefault("Cache-Control", "no-store")
            return response
        if request.method not in {"GET", "HEAD"}:
            return refusal(HTTPStatus.METHOD_NOT_ALLOWED, Allow="GET, HEAD")
        return site.answer(request)

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
