"""The page of one conference: its board, its buttons, and what is true by the phone network."""

import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import requests

from chalicelib import passwords
from local.network.calls import Call
from tests.stories.browser import PASSWORD, Browser
from tests.stories.stand import PATIENCE, Stand

Board = dict[str, Any]
TRUE = {
    ("", False): {"waiting", "cancelled", "failed"},
    ("queued", False): {"dialling"},
    ("initiated", False): {"dialling"},
    ("ringing", False): {"ringing"},
    ("in-progress", False): {"answered", "confirming"},
    ("in-progress", True): {"in_menu"},
    ("completed", False): {"declined", "cancelled"},
    ("completed", True): {"left", "hung_up"},
    ("busy", False): {"busy"},
    ("no-answer", False): {"no_answer"},
    ("failed", False): {"failed"},
    ("canceled", False): {"cancelled"},
}
"""What may be said of a phone by its last call, and whether that was in a room."""
EACH = 0.25  # seconds between two looks: a page looks once a second, several have it open


class Page:
    """One conference in one browser."""

    def __init__(self, browser: Browser, conference_id: str) -> None:
        self.browser = browser
        self.id = conference_id
        self._there = f"/conferences/{conference_id}"

    def seen_in(self, tab: Browser) -> "Page":
        """Return the same conference in another tab."""
        return Page(tab, self.id)

    @property
    def board(self) -> Board:
        found: Board = self.browser.ask("GET", self._there)
        return found

    def wait_for(self, true: Callable[[Board], object], within: float = PATIENCE) -> Board:
        """Look until the board is as wished, and return it."""
        deadline = time.monotonic() + within
        while not true(board := self.board):
            assert time.monotonic() < deadline, board
            time.sleep(EACH)
        return board

    def wait_until(self, number: str, state: str, within: float = PATIENCE) -> None:
        """Look until the board says that *number* is in *state*."""
        self.wait_for(lambda board: states(board).get(number) == state, within)

    def set(self, **changes: bool) -> requests.Response:
        """Mute or un-mute all, lock or unlock."""
        return self.browser.send("PATCH", self._there, changes)

    def change(self, number: str, **changes: bool) -> requests.Response:
        """Mute or un-mute *number*, or lower its hand."""
        return self.browser.send("PATCH", self._of(number), changes)

    def press(self, button: str, number: str, key: str = "") -> requests.Response:
        """Press “speak”, “hang-up” or “redial” beside *number*."""
        return self.browser.send("POST", f"{self._of(number)}/{button}", {}, key)

    def invite(self, *numbers: str, key: str = "") -> requests.Response:
        """Call more people."""
        return self.browser.send("POST", self._there + "/parties", _parties(numbers), key)

    def end(self) -> requests.Response:
        """End it for all, or call the start off."""
        return self.browser.send("POST", self._there + "/end", {})

    def _of(self, number: str) -> str:
        return f"{self._there}/parties/{party(self.board, number)['id']}"


def states(board: Board) -> dict[str, str]:
    """Return what the board says of each number."""
    return {line["number"]: line["state"] for line in board["parties"]}


def party(board: Board, number: str) -> dict[str, Any]:
    """Return the line of *number*."""
    return next(line for line in board["parties"] if line["number"] == number)


def over(board: Board) -> bool:
    """Say whether a conference is over and its cost is the bill."""
    return bool(board["state"] == "ended" and board["final"])


def owner(stand: Stand, number: str, **wishes: Any) -> Browser:
    """Return a browser in which the account of *number* is logged in, whose phone is in hand."""
    now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%f+0000}"
    account = {
        "item": "account",
        "kind": "account",
        "state": "registered",
        "activated_at": now,
        "activated_by": "CA" + uuid.uuid4().hex,
        "registered_at": now,
        "name": "王建国",
        "password": _stored(),
        "hour": 0,
        "hour_calls": 0,
    }
    stand.put("accounts", billing_number=number, **{**account, **wishes})
    stand.phone(number)
    browser = Browser(stand.url)
    browser.log_in(number)
    return browser


def ask_for(browser: Browser, *numbers: str, key: str = "") -> requests.Response:
    """Press “发起会议”: have the account's own phone called, then *numbers*."""
    wish = {"host_id": "registered", **_parties(numbers)}
    return browser.send("POST", "/conferences", wish, key)


def start(stand: Stand, browser: Browser, host: str, *numbers: str) -> Page:
    """Start a conference; the host answers and presses 1."""
    answer = ask_for(browser, *numbers)
    assert answer.status_code == 201, answer.text
    confirm(stand, host)
    return Page(browser, answer.json()["id"])


def confirm(stand: Stand, host: str) -> None:
    """Answer the host's phone and press 1."""
    phone = stand.phone(host)
    phone.answer()
    phone.expect_caption("您现在是否发起多方通话,确认请按1")
    stand.press(host, "1")
    phone.wait_for(state="in_conference")


def come_in(stand: Stand, *numbers: str) -> None:
    """Answer each phone, one after the other, and wait until it is in the room."""
    for number in numbers:
        stand.phone(number).answer()
        stand.phone(number).wait_for(state="in_conference")


# ——— the truth ———


def untrue(stand: Stand, board: Board) -> list[str]:
    """Return every line of the *board* that is not what the phone network says."""
    facts = stand.network.call(_facts, stand, [p["number"] for p in board["parties"]])
    told = [f"{p['number']} {p['state']} muted={p['muted']}" for p in board["parties"]]
    return [
        f"{line}, but {fact}"
        for line, known, fact in zip(told, board["parties"], facts, strict=True)
        if not _true(known, fact)
    ]


def carried(stand: Stand, conference_id: str) -> dict[str, int]:
    """Return how many seconds each call lasted that was in the room of a conference, by its sid."""
    ledger = stand.ledger()
    return {
        call["sid"]: call["duration"]
        for call in ledger
        if any(stay["room"] == conference_id for stay in call["rooms"])
    }


def times_called(stand: Stand, number: str) -> int:
    """Return how often *number* was called by the product."""
    return sum(c["to"] == number for c in stand.ledger() if c["direction"] == "outbound-api")


def check_bill(stand: Stand, payer: str, board: Board) -> None:
    """See to it that the board's cost, the CDRs and the network's ledger are the same sum.

    Who was cut off on the way into the room may be billed, and to the second as well (ADR 0003).
    """
    cdrs = {c["call_sid"]: c for c in stand.cdrs(payer) if c["conference_id"] == board["id"]}
    cut_off = {sid: seconds for sid, seconds in stand.cut_off().items() if sid in cdrs}
    seconds = carried(stand, board["id"]) | cut_off
    by_ledger = sum(-(-lasted // 60) * 20 for lasted in seconds.values())
    assert {sid: cdr["seconds"] for sid, cdr in cdrs.items()} == seconds
    assert (sum(c["charge"] for c in cdrs.values()), board["cost"]) == (by_ledger, by_ledger)


def _facts(stand: Stand, numbers: list[str]) -> list[dict[str, Any]]:
    """Return how each phone stands and how its last call did, all at one moment."""
    last = {}
    for call in stand.simulated.ledger.calls.values():
        for number in (call.from_, call.to):
            last[number] = call
    return [_fact(stand, number, last.get(number)) for number in numbers]


def _fact(stand: Stand, number: str, call: Call | None) -> dict[str, Any]:
    phone = stand.simulated.phone(number).snapshot()
    return {
        "state": phone["state"],
        "muted": phone["muted"],
        "call": str(call.status) if call else "",
        "rooms": _in_a_room(stand, call),
    }


def _in_a_room(stand: Stand, call: Call | None) -> set[bool]:
    """Return what may be said of it: of who ended on the way in either is right (ADR 0003)."""
    if call is None or call.stays:
        return {call is not None}
    on_its_way = call.ended_at is not None and stand.on_its_way(call.sid, call.ended_at)
    return {True, False} if on_its_way else {False}


def _true(line: dict[str, Any], fact: dict[str, Any]) -> bool:
    """Say whether a board's *line* is one of those that fit the *fact*."""
    if fact["state"] == "in_conference":
        return line["state"] == "joined" and line["muted"] == fact["muted"]
    return any(line["state"] in TRUE[fact["call"], rooms] for rooms in fact["rooms"])


def _parties(numbers: tuple[str, ...]) -> dict[str, list[dict[str, str]]]:
    return {"parties": [{"number": number} for number in numbers]}


@lru_cache(maxsize=1)
def _stored() -> str:
    return passwords.hashed(PASSWORD)
