"""CloudFront on one machine: each path goes where the stack's own distribution sends it.

What the distribution says in the template is read, not repeated: behaviours, origins, the path and
the header that are added on the way, and the headers that every answer carries.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from aiohttp import ClientSession, web
from multidict import CIMultiDict

from infra.headers import HEADERS

HOP_BY_HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length", "host"})
DECODED = frozenset({"content-encoding"})


@dataclass(frozen=True, slots=True)
class Origin:
    """Where requests go: *url* before their path, with the *headers* that CloudFront adds."""

    url: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Distribution:
    """What one distribution does, as its configuration in the template says."""

    config: Mapping[str, Any]
    origins: Mapping[str, Origin]

    def origin(self, path: str) -> Origin:
        """Return the origin of *path*: the first behaviour that it fits, else the default one."""
        return self.origins[self._behaviour(path)["TargetOriginId"]]

    def allows(self, method: str, path: str) -> bool:
        """Say whether requests of that *method* are passed on."""
        return method in self._behaviour(path)["AllowedMethods"]

    def object(self, path: str) -> str:
        """Return what is asked of the origin: the root has an object of its own."""
        root: str = self.config["DefaultRootObject"]
        return f"/{root}" if path == "/" else path

    def _behaviour(self, path: str) -> Mapping[str, Any]:
        found = (b for b in self.config["CacheBehaviors"] if fnmatchcase(path, b["PathPattern"]))
        behaviour: Mapping[str, Any] = next(found, self.config["DefaultCacheBehavior"])
        return behaviour


def create_front(distribution: Distribution) -> web.Application:
    """Return the web application that passes everything on as *distribution* says."""

    async def answer(request: web.Request) -> web.Response:
        path = request.rel_url.raw_path
        if not distribution.allows(request.method, path):
            return web.Response(status=403)
        origin = distribution.origin(path)
        query = f"?{request.rel_url.raw_query_string}" if request.rel_url.raw_query_string else ""
        async with request.app[SESSION].request(
            request.method,
            origin.url + distribution.object(path) + query,
            headers=_forwarded(request, origin),
            data=await request.read() or None,
            skip_auto_headers=("Content-Type", "User-Agent"),
            allow_redirects=False,
        ) as answered:
            return web.Response(
                status=answered.status,
                body=await answered.read(),
                headers=_without(answered.headers, HOP_BY_HOP | DECODED),
            )

    front = web.Application()
    front.router.add_route("*", "/{path:.*}", answer)
    front.cleanup_ctx.append(_session)
    front.on_response_prepare.append(_secure)
    return front


SESSION = web.AppKey("session", ClientSession)


async def _session(front: web.Application) -> Any:  # noqa: ANN401 - an async generator
    async with ClientSession() as session:
        front[SESSION] = session
        yield


async def _secure(_: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)


def _forwarded(request: web.Request, origin: Origin) -> CIMultiDict[str]:
    headers = _without(request.headers, HOP_BY_HOP)
    before = request.headers.get("X-Forwarded-For")
    headers["X-Forwarded-For"] = f"{before}, {request.remote}" if before else f"{request.remote}"
    headers.update(origin.headers)
    return headers


def _without(headers: Mapping[str, str], names: frozenset[str]) -> CIMultiDict[str]:
    pairs = [(name, value) for name, value in headers.items() if name.lower() not in names]
    return CIMultiDict(pairs)
