"""The provider's REST address, where a script answers; for what its answers mean to us."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from chalicelib import provider
from tests import factories

ACCOUNT = "/2010-04-01/Accounts/ACtest"


class Server(ThreadingHTTPServer):
    """Answers each request from a script, the last answer again and again."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.script = []
        self.asked = []
        self.heard = threading.Event()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        split = urlsplit(self.path)
        fields = parse_qs(body or split.query, keep_blank_values=True)
        self.server.asked.append((self.command, split.path.removeprefix(ACCOUNT), fields))
        self.server.heard.set()
        script = self.server.script
        status, answer = script.pop(0) if len(script) > 1 else script[0]
        if status == "silence":
            answer.wait(5)
        if not isinstance(status, int):
            self.close_connection = True
            return
        content = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST  # noqa: N815 - likewise

    def log_message(self, *_):
        pass


def error(code, status=400):
    return status, {"code": code, "message": "no", "more_info": "", "status": status}


@contextmanager
def serving():
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def addressed(monkeypatch, url):
    factories.settings_with(monkeypatch, twilio_api_base_url=url)
    provider._made_client.cache_clear()  # noqa: SLF001 - it holds the address and its connections
    try:
        yield
    finally:
        provider._client().http_client.session.close()  # noqa: SLF001 - likewise
        provider._made_client.cache_clear()  # noqa: SLF001 - likewise
