"""The portal's files on one machine, at the addresses that they have in the bucket (门户文件)."""

import hashlib
import re
from http import HTTPStatus
from pathlib import Path

from aiohttp import web

from infra.content_types import TYPES, content_type
from infra.portal import ASKED_AGAIN, AT_THE_ROOT, FOR_GOOD, HOME, content_hash, files, home
from local.gateway import refusal

OF_A_RELEASE = re.compile("/r/([^/]+)/(.*)", re.DOTALL)
Stamp = tuple[int, int]
"""When a file was changed, in nanoseconds, and its length in bytes."""


class Site:
    """The portal's files in *folder*. They may be edited meanwhile: then it is another release."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._stamps: dict[str, Stamp] = {}
        self._release = ""

    def answer(self, request: web.Request) -> web.StreamResponse:
        """Return what lies at the address: the home page, a file of a release or of the root.

        Of a release that is not the present one, the file as it is now: there is no other.
        """
        if request.path in {"/", f"/{HOME}"}:
            return self._home(request)
        if found := OF_A_RELEASE.fullmatch(request.path):
            release, name = found.groups()
        else:
            release, name = "", request.path.removeprefix("/")
        file = self._file(name)
        if file is None or not (release or name.startswith(AT_THE_ROOT)):
            return refusal(HTTPStatus.NOT_FOUND)
        for_good = release and release == self._as_it_was(name, file)
        return _sent(request, file, FOR_GOOD if for_good else ASKED_AGAIN)

    def _file(self, name: str) -> Path | None:
        if "\0" in name:  # no file's name, and an error to ask for
            return None
        file = (self._folder / name).resolve()
        return file if file.is_relative_to(self._folder) and file.is_file() else None

    def _home(self, request: web.Request) -> web.StreamResponse:
        file = self._folder / HOME
        if not file.is_file():
            return refusal(HTTPStatus.NOT_FOUND)
        page = home(file.read_text(encoding="utf-8"), self._now())
        return _text(request, page.encode(), _headers(HOME, ASKED_AGAIN))

    def _now(self) -> str:
        """Return which release the files are: they are read only if one was touched."""
        stamps = {name: _stamp(path) for name, path in files(self._folder).items()}
        if stamps != self._stamps:
            self._stamps, self._release = stamps, content_hash(self._folder)
        return self._release

    def _as_it_was(self, name: str, file: Path) -> str:
        """Return the release last seen if the *file* was the same in it, else none."""
        if not self._stamps:
            self._now()
        return self._release if self._stamps.get(name) == _stamp(file) else ""


def _stamp(file: Path) -> Stamp:
    status = file.stat()
    return status.st_mtime_ns, status.st_size


def _headers(name: str, kept: str) -> dict[str, str]:
    return {"Content-Type": content_type(name), "Cache-Control": kept}


def _sent(request: web.Request, file: Path, kept: str) -> web.StreamResponse:
    headers = _headers(file.name, kept)
    if file.suffix in TYPES:
        return _text(request, file.read_bytes(), headers)
    return web.FileResponse(file, headers=headers)


def _text(request: web.Request, text: bytes, headers: dict[str, str]) -> web.Response:
    """Return *text* in the shortest form that the browser takes, as CloudFront does."""
    headers["Vary"] = "Accept-Encoding"
    headers["ETag"] = etag = f'"{hashlib.sha256(text).hexdigest()[:16]}"'
    if etag in request.headers.get("If-None-Match", ""):
        return web.Response(status=HTTPStatus.NOT_MODIFIED, headers=headers)
    response = web.Response(body=text, headers=headers)
    response.enable_compression()
    return response
