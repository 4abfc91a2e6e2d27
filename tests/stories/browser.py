"""A browser without a page: JSON over HTTP with a cookie jar, as the portal sends it."""

import re
import uuid
from typing import Any

import requests

WITHIN = 15.0  # seconds
CODE = re.compile(r"校验码([\d，]+)[,,]")
AGREEMENT = "2026-11"
PASSWORD = "zheshi-mima"
PROXY_SECRET = "the-proxy-of-these-stories"


class Browser:
    """One browser at one network *address*, if the product is told to believe its proxy."""

    def __init__(self, url: str, address: str = "") -> None:
        self._url = url + "/api"
        self._session = requests.Session()
        self._session.headers["Sec-Fetch-Site"] = "same-origin"
        if address:
            self._session.headers["X-Forwarded-For"] = address
            self._session.headers["X-Portal-Proxy"] = PROXY_SECRET

    def send(self, method: str, path: str, body: Any = None, key: str = "") -> requests.Response:
        """Send a request; one that changes something gets a key of its own unless it has one."""
        headers = {"Content-Type": "application/json"}
        if method == "POST":
            headers["Idempotency-Key"] = key or uuid.uuid4().hex
        if held := self._session.cookies.items():  # “Secure” keeps the jar from sending them itself
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in held)
        url = self._url + path
        return self._session.request(method, url, json=body, headers=headers, timeout=WITHIN)

    def ask(self, method: str, path: str, body: Any = None, key: str = "") -> Any:
        """Send a request that must succeed, and return its JSON."""
        answer = self.send(method, path, body, key)
        assert answer.ok, (method, path, answer.status_code, answer.text)
        return answer.json() if answer.content else None

    def log_in(self, number: str) -> None:
        """Log in with the password of these stories."""
        self.ask("POST", "/sessions", {"number": number, "password": PASSWORD})

    def tab(self) -> "Browser":
        """Open another tab: whoever is logged in here is so there, too."""
        other = Browser(self._url.removesuffix("/api"))
        other._session.cookies.update(self._session.cookies)
        return other

    def register(self, number: str, key: str = "", **changes: Any) -> Any:
        """Send the form of a registration."""
        form = {
            "number": number,
            "name": "王建国",
            "password": PASSWORD,
            "email": None,
            "agreement": AGREEMENT,
        }
        return self.ask("POST", "/registrations", form | changes, key)

    def state(self, verification: Any) -> str:
        """Return how a registration stands."""
        return str(self.ask("GET", f"/registrations/{verification['id']}")["state"])

    def confirm(self, verification: Any, code: str) -> requests.Response:
        """Type the digits of a registration in."""
        there = f"/registrations/{verification['id']}/confirmation"
        return self.send("POST", there, {"code": code})

    def close(self) -> None:
        self._session.close()


def digits(caption: str) -> str:
    """Return the digits of a code as a person hears them."""
    spoken = CODE.search(caption)
    assert spoken, caption
    return re.sub(r"\D", "", spoken[1])
