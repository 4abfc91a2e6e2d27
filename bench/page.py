"""(f) How soon the page of a conference shows, in Chromium, what happened to a phone."""

import math
import random
import statistics
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

from bench import conference
from bench.portal import PASSWORD, WEB_HOST, Going, Portal, parties, until
from bench.rig import Rig
from local import chromium

STAYS = "+8613800008887"  # in the room from the beginning to the end
MOVES = [f"+86139{n:04d}8888" for n in range(9)]
ROUNDS = 3
SPEED = 5.0  # of the network's time: a phone rings for nine seconds
LASTS = 1.6  # seconds that each state lasts at least: the page may not skip it
WITHIN = 10.0
WORDS = {"ringing": "振铃中", "joined": "已接通", "muted by key": "已禁言", "hung up": "已离线"}
LOG_IN = """([number, password]) => fetch("/api/sessions", {method: "POST",
  headers: {"Content-Type": "application/json"},
  body: JSON.stringify({number, password})}).then((answer) => answer.status)"""
RECORD = """() => {
  window.shown = [];
  const last = new Map();
  const look = () => {
    const at = Date.now() / 1000;
    for (const row of document.querySelectorAll("[data-row]")) {
      const text = row.querySelector(".person-state").textContent;
      if (last.get(row.dataset.row) === text) continue;
      last.set(row.dataset.row, text);
      window.shown.push({at, party: row.dataset.row, text});
    }
  };
  look();
  new MutationObserver(() => requestAnimationFrame(look))
    .observe(document.body, {subtree: true, childList: true, characterData: true});
}"""


@dataclass(slots=True)
class Mover:
    """A phone that lives through every change, at moments of its own."""

    number: str
    then: list[str] = field(default_factory=lambda: ["hang_up", "mute", "answer", "invite"])
    happened: dict[str, float] = field(default_factory=dict)
    """When each change happened to the phone."""
    free_at: float = 0.0

    def note(self, event: dict[str, Any]) -> None:
        """Hear what happened to the phone."""
        match event:
            case {"state": "ringing"}:
                self._happens("ringing")
            case {"state": "in_conference", "muted": True}:
                self._happens("muted by key")
            case {"state": "in_conference"}:
                self._happens("joined")
            case {"state": "ended"}:
                self._happens("hung up")

    @property
    def gone(self) -> bool:
        """Whether everything has happened."""
        return len(self.happened) == len(WORDS)

    def _happens(self, change: str) -> None:
        if change not in self.happened:
            self.happened[change] = time.time()
            self.free_at = math.inf if self.gone else time.time() + LASTS


def run(rig: Rig) -> str:
    """Return the lines of figure (f)."""
    if not chromium.found():
        return "(f) not measured: it needs Debian's chromium"
    took: dict[str, list[float]] = defaultdict(list)
    with chromium.launched() as browser:
        page = browser.new_context(locale="zh-CN").new_page()
        page.goto(rig.url)
        if page.evaluate(LOG_IN, [WEB_HOST, PASSWORD]) != 201:  # noqa: PLR2004 - created
            raise RuntimeError("the page is not logged in")
        for _ in range(ROUNDS):
            for change, seconds in _one_round(rig, page).items():
                took[change] += seconds
    rig.pace(conference.SPEED)
    every = [one for seconds in took.values() for one in seconds]
    return "\n".join(
        f"(f) the page shows {change} after: {_spread(seconds)}"
        for change, seconds in [*took.items(), ("a change", every)]
    )


def _one_round(rig: Rig, page: Page) -> dict[str, list[float]]:
    going = Portal(rig.url).start(parties([STAYS]))
    page.goto(f"{rig.url}/?lang=zh#/conference/{going.id}")
    going.confirm(rig)
    rig.network.phone(STAYS).answer()
    until(lambda: going.joined() == 2)  # noqa: PLR2004 - the host and one more
    page.wait_for_selector("[data-row]")
    page.evaluate(RECORD)
    rig.pace(SPEED)
    movers = [Mover(number) for number in MOVES]
    _move_all(rig, going, movers)
    page.wait_for_function(
        "(word) => [...document.querySelectorAll('.person-state')]"
        f".filter((one) => one.textContent.includes(word)).length === {len(MOVES)}",
        arg=WORDS["hung up"],
    )
    shown = page.evaluate("() => window.shown")
    going.end()
    return _lags(going, movers, shown)


def _move_all(rig: Rig, going: Going, movers: list[Mover]) -> None:
    """Take every mover through its changes, one after another in no order."""
    phones = [rig.network.network.phone(mover.number) for mover in movers]
    stops = [
        rig.network.call(phone.subscribe, mover.note)
        for phone, mover in zip(phones, movers, strict=True)
    ]
    deadline = time.monotonic() + 120
    while not all(mover.gone for mover in movers):
        if time.monotonic() > deadline:
            raise TimeoutError(f"it came to a stop: {movers}")
        time.sleep(random.uniform(0.05, 0.35))  # noqa: S311 - at no moment of the page's second
        free = min(movers, key=lambda mover: mover.free_at)
        if free.free_at < time.time():
            _move(rig, going, free)
    for stop in stops:
        rig.network.call(stop)


def _move(rig: Rig, going: Going, mover: Mover) -> None:
    """Have the next thing happen to *mover*; it is free again a while after it did."""
    phone, mover.free_at = rig.network.phone(mover.number), math.inf
    match mover.then.pop():
        case "invite":
            going.command("POST", "/parties", {"parties": [{"number": mover.number}]})
        case "answer":
            phone.answer()
        case "mute":
            phone.press("*")
            rig.press("6", mover.number)
        case _:
            phone.hang_up()


def _lags(going: Going, movers: list[Mover], shown: list[dict[str, Any]]) -> dict[str, list[float]]:
    """Return for each change the seconds from the phone to the page.

    What the page shows before the phone is told (on its way back from the menu) counts as 0.
    """
    found: dict[str, list[float]] = {}
    for change, word in WORDS.items():
        found[change] = [
            max(0.0, _first(shown, going.party(mover.number), word) - mover.happened[change])
            for mover in movers
        ]
    return found


def _first(shown: list[dict[str, Any]], party: str, word: str) -> float:
    """Return when the page said *word* of a *party* for the first time."""
    times = [one["at"] for one in shown if one["party"] == party and word in one["text"]]
    if not times:
        raise LookupError(f"the page never said {word} of {party}: {shown}")
    return float(times[0])


def _spread(seconds: list[float]) -> str:
    ordered = sorted(seconds)
    late = ordered[min(len(ordered) - 1, round(len(ordered) * 0.95))]
    return (
        f"median {statistics.median(ordered):.2f} s, p95 {late:.2f} s of {len(ordered)} "
        f"({ordered[0]:.2f} to {ordered[-1]:.2f})"
    )
