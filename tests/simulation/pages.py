"""Browsers at the JSON API: each holds a cookie, and asks again if nobody answers.

What is answered is shown to whoever checks it.
"""

import json

from chalice.local import RouteMatcher

from chalicelib import sessions
from chalicelib.api.endpoint import COOKIE
from chalicelib.sessions import Browser
from tests.fakes import unheard
from tests.phone import served
from tests.simulation.channel import CONTEXT

TRIES = 3
FIREFOX = "Firefox"


class Page:
    """The browser of *owner*, who is logged in there or nobody."""

    def __init__(self, world, owner, address):
        self.world, self.owner, self.address = world, owner, address
        self.timeline, self.random = world.timeline, world.random
        self.app = served()[0]
        self.routes = RouteMatcher([one for one in self.app.routes if one.startswith("/api/")])
        self.token = ""

    def logs_in(self, account):
        """Be logged in to *account* from before the beginning."""
        self.token = sessions.begin(account, Browser(self.address, FIREFOX))
        return self

    def ask(self, request, body=None, *, key="", heard=unheard, tries=TRIES):
        """Send a *request* (“POST /api/…”); *heard* gets the status and the JSON of the answer."""
        if self.timeline.now < self.world.down_until:
            return
        event = self._event(request, body, key)

        def answered(status, text):
            told = json.loads(text) if text else {}
            self.world.watch.told(self.owner, request, status, text)
            if status < 500:
                heard(status, told)
            elif tries > 1:
                again = {"key": key, "heard": heard, "tries": tries - 1}
                pause = self.random.uniform(1, 8)
                self.timeline.after(pause, lambda: self.ask(request, body, **again))

        path = request.partition(" ")[2]
        self.timeline.note("page", self.owner, request)
        self.world.request("api", subject_of(path), lambda: self.app(event, CONTEXT), answered)

    def _event(self, request, body, key):
        method, _, path = request.partition(" ")
        route = self.routes.match_route(path)
        headers = {
            "content-type": "application/json",
            "sec-fetch-site": "same-origin",
            "x-forwarded-for": self.address,
            "user-agent": FIREFOX,
        }
        if self.token:
            headers["cookie"] = f"{COOKIE}={self.token}"
        if key:
            headers["idempotency-key"] = key
        return {
            "requestContext": {
                "httpMethod": method,
                "resourcePath": route.route,
                "identity": {"sourceIp": self.address},
            },
            "headers": headers,
            "multiValueQueryStringParameters": None,
            "pathParameters": route.captured,
            "body": None if body is None else json.dumps(body, ensure_ascii=False),
            "isBase64Encoded": False,
            "stageVariables": {},
        }


def subject_of(path):
    """Return which conference a request is about, "" if it is none's."""
    parts = path.split("/")
    return parts[3] if len(parts) > 3 and parts[2] == "conferences" else ""
