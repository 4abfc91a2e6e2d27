"""The host's browser without a page, and a conference that it started and its phones are in."""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import requests

from bench.rig import Rig

WEB_HOST = "+8618600000102"
PASSWORD = "kuai-yidian"  # noqa: S105 - of one run
WITHIN = 60.0  # seconds
Board = dict[str, Any]


class Portal:
    """A browser that is logged in to the account of `WEB_HOST`, with nothing but its cookies."""

    def __init__(self, url: str) -> None:
        self._url = url + "/api"
        self._session = requests.Session()
        self._session.headers["Sec-Fetch-Site"] = "same-origin"
        self._cookies = {"__Host-session": _token()}

    def ask(self, method: str, path: str, body: Any = None) -> requests.Response:  # noqa: ANN401 - JSON
        """Send a command that must succeed."""
        answer = self._send(method, path, body, {"Idempotency-Key": uuid.uuid4().hex})
        answer.raise_for_status()
        return answer

    def look(self, conference_id: str, seen: str = "", *, ticket: bool = True) -> requests.Response:
        """Look at a conference as its page does each second, having *seen* an ETag of it.

        Without its *ticket* the browser shows only who is logged in.
        """
        if not ticket:
            self._cookies.pop("__Host-watch", None)
        headers = {"If-None-Match": seen} if seen else {}
        answer = self._send("GET", f"/conferences/{conference_id}", None, headers)
        answer.raise_for_status()
        return answer

    def start(self, parties: list[dict[str, str]]) -> "Going":
        """Press “发起会议”; the host's phone will ring."""
        wish = {"host_id": "registered", "parties": parties}
        return Going(self, str(self.ask("POST", "/conferences", wish).json()["id"]))

    def _send(
        self,
        method: str,
        path: str,
        body: Any,  # noqa: ANN401 - JSON
        headers: dict[str, str],
    ) -> requests.Response:
        held = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        answer = self._session.request(
            method, self._url + path, json=body, headers={**headers, "Cookie": held}, timeout=WITHIN
        )
        self._cookies.update(answer.cookies.items())
        return answer


@dataclass(frozen=True, slots=True)
class Going:
    """One conference on its way."""

    portal: Portal
    id: str

    def command(self, method: str, below: str, body: Any = None) -> requests.Response:  # noqa: ANN401 - JSON
        """Ask something of the conference."""
        return self.portal.ask(method, f"/conferences/{self.id}{below}", body or {})

    def confirm(self, rig: Rig) -> float:
        """Answer the host's phone and press 1; return when that was."""
        rig.network.phone(WEB_HOST).answer()
        rig.network.phone(WEB_HOST).expect_caption("确认请按1")
        return rig.press("1", WEB_HOST)

    def joined(self) -> int:
        """Return how many are in the room, without asking the product."""
        from chalicelib import tables  # noqa: PLC0415 - the environment is set

        _, all_legs = tables.collection(self.id)
        return sum(leg.state == tables.LegState.JOINED for leg in all_legs)

    def party(self, number: str) -> str:
        """Return the id of the party of *number*."""
        from chalicelib import legs  # noqa: PLC0415 - as above

        return legs.party_of(self.id, number)

    def end(self) -> None:
        """End it for all, and wait until it is settled."""
        self.command("POST", "/end")
        until(_settled)


def parties(numbers: list[str]) -> list[dict[str, str]]:
    """Return *numbers* as the page sends them, each with a name."""
    return [{"number": number, "name": f"与会者{n}"} for n, number in enumerate(numbers, 1)]


def until(true: Callable[[], bool]) -> None:
    """Wait until *true* says so."""
    deadline = time.monotonic() + WITHIN
    while not true():
        if time.monotonic() > deadline:
            raise TimeoutError(f"it did not come true: {true.__qualname__}")
        time.sleep(0.1)


def register(number: str = WEB_HOST) -> None:
    """Make the account of *number*, unless it is there."""
    from chalicelib import accounts, clock, passwords, tables  # noqa: PLC0415 - as above

    account = accounts.arrive(number, "CA-bench").account
    if account is None:
        raise RuntimeError("the host may not host")
    tables.change(
        account,
        tables.Account.state.set(accounts.REGISTERED),
        tables.Account.registered_at.set(clock.now()),
        tables.Account.name.set("王建国"),
        tables.Account.welcomed.set(True),
        tables.Account.password.set(passwords.hashed(PASSWORD)),
        condition=tables.Account.state == accounts.ACTIVATED,
    )


def _token() -> str:
    from chalicelib import accounts, sessions  # noqa: PLC0415 - as above

    account = accounts.find(WEB_HOST)
    if account is None:
        raise RuntimeError("nobody has registered")
    return sessions.begin(account, sessions.Browser("127.0.0.1", "bench"))


def _settled() -> bool:
    from chalicelib import accounts  # noqa: PLC0415 - as above

    account = accounts.find(WEB_HOST)
    return account is not None and not account.live
