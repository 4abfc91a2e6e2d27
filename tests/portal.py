"""A browser at the portal: it sends JSON as our pages do, keeps the cookie, reads the answer."""

import json
from itertools import count
from urllib.parse import urlencode

from chalicelib import sessions
from chalicelib.sessions import Browser
from local import permissions
from tests.phone import served

KEYS = count(1)
COOKIE = "__Host-session"
CALL_COOKIE = "__Host-call"
WATCH_COOKIE = "__Host-watch"
OURS = {"Sec-Fetch-Site": "same-origin"}
JSON = {"Content-Type": "application/json"}
MISSING = object()


class Answer:
    """What the API answered: status, headers by their names in small letters, body."""

    def __init__(self, response):
        self.status = response.status_code
        self.headers = {name.lower(): value for name, value in response.headers.items()}
        self.body = response.body

    @property
    def text(self):
        return self.body.decode()

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        """The code of a refusal, None of anything else."""
        return self.json["code"] if self.status >= 400 else None

    @property
    def cookie(self):
        """The first cookie that the answer sets, None if it sets none."""
        return next(iter(self.cookies), None)

    @property
    def cookies(self):
        found = self.headers.get("set-cookie", [])
        return found if isinstance(found, list) else [found]


class Portal:
    """One browser; `address` is the network address our proxy sees."""

    def __init__(self, store, network, queue):
        self.store, self.network, self.queue = store, network, queue
        self.app, self.client = served()
        self.address = "198.51.100.7"
        self.held = {}
        """Its cookies."""
        self.headers = dict(OURS)
        """What the browser sends by itself with every request."""

    @property
    def token(self):
        return self.held.get(COOKIE, "")

    @token.setter
    def token(self, value):
        self.held[COOKIE] = value

    def another(self):
        """Return another browser at the same portal, where nobody is logged in."""
        return Portal(self.store, self.network, self.queue)

    def of(self, account):
        """Return this browser, logged in to *account*."""
        self.token = sessions.begin(account, Browser(self.address, "Firefox"))
        return self

    def get(self, path, **query):
        return self.send("GET", f"{path}?{urlencode(query)}" if query else path)

    def post(self, path, body=None, *, key=None):
        """Post *body*; *key* is the Idempotency-Key, a new one if it is not given."""
        key = key or f"key-of-a-test-{next(KEYS):06}"
        return self.send("POST", path, body or {}, headers={"Idempotency-Key": key})

    def patch(self, path, body):
        return self.send("PATCH", path, body)

    def put(self, path, body):
        return self.send("PUT", path, body)

    def delete(self, path):
        return self.send("DELETE", path)

    def send(self, method, path, body=MISSING, *, headers=()):
        """Send anything: *body* is bytes, or what becomes JSON; a header None is left out."""
        raw = body if isinstance(body, bytes) else b"" if body is MISSING else dumped(body)
        named = {**JSON, **self.headers, "X-Forwarded-For": self.address, **dict(headers)}
        if sending := "; ".join(f"{name}={value}" for name, value in self.held.items() if value):
            named.setdefault("Cookie", sending)
        sent = {name: value for name, value in named.items() if value is not None}
        with permissions.acting("api"):
            answer = Answer(self.client.http.request(method, path, headers=sent, body=raw))
        for cookie in answer.cookies:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.held[name] = value
        return answer


def dumped(body):
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "surrogatepass")
