"""The deployment zip at work: unpacked, in a Python that has nothing else, behind HTTP and a queue.

Events come in as API Gateway, SQS and EventBridge send them; the network and the store are the
stand-ins of one machine.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from multidict import CIMultiDict, MultiDict

import app
from local.events import HttpRequest, rest_api_event
from local.gateway import Resources

INSIDE = Path(__file__).with_name("inside_the_zip.py")
RESOURCES = Resources(app.app.routes)


class Zip:
    """The functions of one package, in a process of their own; one call at a time."""

    def __init__(self, folder: Path, settings: Mapping[str, str]) -> None:
        # -I: nothing of the environment or the user; -S: no site-packages either.
        self._process = subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-I", "-S", str(INSIDE), str(folder)],
            env={"PATH": os.environ["PATH"], **settings},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._one_at_a_time = threading.Lock()

    def call(self, handler: str, event: dict[str, Any]) -> Any:
        """Have *handler* of `app` deal with *event*; raise what it raised as a RuntimeError."""
        return self._ask({"handler": handler, "event": event})

    def strangers(self) -> list[str]:
        """Return the files of modules that came neither from the zip nor with Python."""
        return list(self._ask({"asked": "strangers"}))

    def uncompiled(self) -> list[str]:
        """Return the files of the zip whose modules had to be compiled as they were loaded."""
        return list(self._ask({"asked": "uncompiled"}))

    def close(self) -> None:
        """End the process."""
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()

    def _ask(self, question: dict[str, Any]) -> Any:
        with self._one_at_a_time:
            print(json.dumps(question), file=self._process.stdin, flush=True)
            answer = json.loads(self._process.stdout.readline())
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer["answer"]


@contextmanager
def behind_http(server: "Server", zipped: Zip) -> Iterator[None]:
    """Answer HTTP with what *zipped* answers, for as long as the block lasts."""
    server.zipped = zipped
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()


class Server(ThreadingHTTPServer):
    """The HTTP side of API Gateway; its port is known before there is anything behind it."""

    daemon_threads = True
    zipped: Zip

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_POST(self) -> None:
        split = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        found = RESOURCES.match(split.path)
        if found is None:
            self._answer(404, {}, b"")
            return
        event = rest_api_event(
            HttpRequest(
                method=self.command,
                path=split.path,
                resource=found[0],
                parameters=found[1],
                query=MultiDict(),
                headers=CIMultiDict(self.headers.items()),
                body=body,
                source_ip="127.0.0.1",
            ),
            binary=False,
            now=datetime.now(UTC),
        )
        answer = self.server.zipped.call("app", event)
        self._answer(answer["statusCode"], answer["headers"], answer["body"].encode())

    do_GET = do_POST  # noqa: N815 - the base class names it

    def _answer(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass
