"""Conferences as the server shows them, made for the page to be looked at in every state."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from itertools import cycle, islice
from typing import Any, get_args

from msgspec import json
from playwright.sync_api import Route

from chalicelib import clock
from chalicelib.board import Board, Entry, Event, Party, PartyState
from tests.site.visitor import Visitor

ID = "k3mzq7xw2hd5tq6cvb4a"
THERE = ("joined", "in_menu")
CALLED = ("waiting", "dialling", "ringing", "answered", "confirming")
NAMES = ("王建国", "", "欧阳娜娜", "Ada Lovelace", "迪丽热巴·迪力木拉提", "张伟")


def board(*, parties: int = 10, names: Iterable[str] = NAMES) -> Board:
    """Return a conference of so many *parties*, at least one of each state from sixteen on."""
    now = clock.now()
    shown = [_host(), *islice(_everybody(names), parties - 1)]
    return Board(
        id=ID,
        state="live",
        reason=None,
        way="web",
        guest=False,
        host_number="+8618612345678",
        started_at=now - timedelta(minutes=11),
        confirmed_at=now - timedelta(minutes=10),
        ended_at=None,
        all_muted=False,
        locked=False,
        host_away_until=None,
        joined=sum(party.state in THERE for party in shown),
        size=len(shown),
        max_parties=60,
        cost=12340,
        per_minute=800,
        final=False,
        call_cap=None,
        month_cap=None,
        month_cost=None,
        cap=None,
        verified_at=now - timedelta(seconds=2),
        hands=[party.id for party in shown if party.hand_at],
        parties=shown,
        log=_log(shown),
    )


def troubled(shown: Board) -> Board:
    """Return the same conference with everything that can be said of it as a whole."""
    return replace(
        shown,
        all_muted=True,
        locked=True,
        host_away_until=clock.now() + timedelta(seconds=45),
        month_cap=1_000_000,
        month_cost=987_654,
        cap="near",
    )


def beginning(shown: Board) -> Board:
    """Return it while the host's phone is answered and the 1 is awaited."""
    host, *others = shown.parties
    asked = replace(host, state="confirming", joined_at=None)
    waiting = [replace(each, state="waiting", joined_at=None, over=False) for each in others]
    return replace(shown, state="confirming", confirmed_at=None, parties=[asked, *waiting])


def refused(shown: Board) -> Board:
    """Return it when nobody has pressed 1."""
    return replace(
        beginning(shown), state="ended", reason="not_confirmed", ended_at=clock.now(), final=True
    )


def ended(shown: Board) -> Board:
    """Return it when it is over; the bill is still counted."""
    over = [
        replace(each, state="left", over=True, hand_at=None) if not each.over else each
        for each in shown.parties
    ]
    return replace(
        shown, state="ended", reason="alone", ended_at=clock.now(), parties=over, hands=[]
    )


def serve(visitor: Visitor, shown: Board) -> None:
    """Let the *visitor*'s page find *shown* at its address, and in the list of those that go on."""
    headers = {
        "ETag": '"1"',
        "Server-Time": clock.text(clock.now()),
        "Verified-At": clock.text(shown.verified_at),
    }
    going = {
        "id": ID,
        "state": shown.state,
        "started_at": clock.text(shown.started_at),
        "confirmed_at": shown.confirmed_at and clock.text(shown.confirmed_at),
        "joined": shown.joined,
    }
    _answer(visitor, f"/conferences/{ID}", json.encode(shown), headers)
    _answer(visitor, "/conferences", json.encode({"items": [going]}))


def serve_quick_call(visitor: Visitor, shown: Board) -> None:
    """Let the *visitor*'s page find what a guest may know of *shown* before the 1."""
    host, *others = shown.parties
    call = {"id": ID, "state": shown.state, "host_state": host.state, "reason": shown.reason}
    _answer(visitor, f"/quick-calls/{ID}", json.encode(call | {"parties": len(others)}))


def _answer(
    visitor: Visitor, path: str, body: bytes, headers: dict[str, str] | None = None
) -> None:
    def answer(route: Route) -> None:
        route.fulfill(body=body, headers={"Content-Type": "application/json", **(headers or {})})

    visitor.page.route(f"{visitor.url}/api{path}", answer)


def _host() -> Party:
    return _party(0, "陈思远", "joined", host=True)


def _everybody(names: Iterable[str]) -> Iterable[Party]:
    """Yield parties of every state in turn, the first of them those that are there."""
    raised = clock.now() - timedelta(seconds=70)
    looks: list[dict[str, Any]] = [
        {"state": "joined"},
        {"state": "joined", "muted": True, "hand_at": raised},
        {"state": "failed", "reason": "provider_busy", "attempts": 3},
        *({"state": state} for state in get_args(PartyState) if state != "failed"),
    ]
    for at, (name, look) in enumerate(zip(cycle(names), cycle(looks), strict=False), start=1):
        yield _party(at, name, **look)


def _party(at: int, name: str, state: PartyState, *, host: bool = False, **values: Any) -> Party:
    over = state not in (*THERE, *CALLED, "hanging_up")
    was_there = state in (*THERE, "hanging_up", "left", "hung_up")
    party = Party(
        id=f"p{at}",
        leg_id=f"p{at}-1",
        name=name,
        number=f"+86138{at:08}",
        host=host,
        state=state,
        reason=None,
        muted=False,
        hand_at=None,
        joined_at=clock.now() - timedelta(minutes=9) if was_there else None,
        ended_at=clock.now() - timedelta(minutes=1) if over else None,
        seconds=480 if over and was_there else None,
        charge=160 if was_there else 0,
        attempts=1,
        over=over,
    )
    return replace(party, **values)


def _log(parties: list[Party]) -> list[Entry]:
    """Return one entry of each kind, and one more for each further party."""
    began = clock.now() - timedelta(minutes=10)
    return [
        Entry(began + timedelta(seconds=at), what, party.id, party.name, party.number)
        for at, (party, what) in enumerate(zip(parties, cycle(get_args(Event)), strict=False))
    ]
