"""Starting, watching and steering conferences over JSON (我的电话会议, S46–S70)."""

import dataclasses
import hashlib
from collections.abc import Callable
from functools import partial
from typing import Annotated, Literal

from chalice import Blueprint
from msgspec import Meta, json

from chalicelib import board, caps, clock, conference, control, sessions, web_start
from chalicelib.api.endpoint import Reply, Visit, endpoint
from chalicelib.api.shapes import Input, Nothing, Output, Typed
from chalicelib.billing.tariffs import WEB, Way
from chalicelib.board import Board, Viewer
from chalicelib.errors import Refused
from chalicelib.web_start import Party

calls = Blueprint(__name__)

ONE = "/api/conferences/{conference_id}"
PARTY = ONE + "/parties/{party_id}"


class PartyInput(Input):
    """Somebody to be called; *name* is what the host calls them."""

    number: Typed
    name: Annotated[str, Meta(max_length=64)] = ""


Parties = Annotated[list[PartyInput], Meta(max_length=250)]


class NewConference(Input):
    """Which of the account's phones is called first, and who then."""

    host_id: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
    parties: Parties


class MoreParties(Input):
    """Who is to be called besides."""

    parties: Parties


class ConferenceChanges(Input):
    """What is to be changed; null leaves it as it is."""

    all_muted: bool | None = None
    locked: bool | None = None


class PartyChanges(Input):
    """What is to be changed; a hand can only be lowered."""

    muted: bool | None = None
    hand: Literal[False] | None = None


class Skipped(Output):
    """One that was not called, and why."""

    number: str
    code: str


class Invited(Output):
    """The conference with those who could be called, and those who could not."""

    board: Board
    skipped: list[Skipped]


class GoingOn(Output):
    """A conference that is not over, in short."""

    id: str
    state: str
    started_at: str
    confirmed_at: str | None
    joined: int


class GoingOnList(Output):
    """The newest first."""

    items: list[GoingOn]


class EstimateQuery(Input):
    """How many there will be, the host among them."""

    parties: Annotated[int, Meta(ge=1, le=250)]
    minutes: Annotated[int, Meta(ge=1, le=1440)] = 1
    way: Way = WEB


class Estimate(Output):
    """What that costs in the first minute, and in all if everybody talks *minutes*; fen."""

    parties: int
    minutes: int
    per_minute: int
    total: int


# ——— start ———


@endpoint(calls, "GET /api/estimate", public=True)
def estimate(visit: Visit, query: EstimateQuery) -> Estimate:
    """Tell what a conference of so many costs a minute."""
    del visit
    guests = query.parties - 1
    per_minute = caps.estimate(query.way, parties=guests, host=True)
    total = caps.estimate(query.way, parties=guests, host=True, seconds=query.minutes * 60)
    return Estimate(query.parties, query.minutes, per_minute, total)


@endpoint(calls, "POST /api/conferences", status=201, rings=True)
def start_conference(visit: Visit, body: NewConference) -> Board:
    """Call the host and, once the host pressed 1, the others."""
    account, wanted = visit.owner.account, parties(body.parties)
    conference_id = web_start.start(account, body.host_id, wanted, key=visit.key)
    return board.shown_to(viewer(visit), conference_id)


@endpoint(calls, "GET /api/conferences")
def list_conferences(visit: Visit) -> GoingOnList:
    """List the account's conferences that are not over."""
    found = board.going_on(visit.owner.account)
    return GoingOnList(
        items=[
            GoingOn(
                id=one.id,
                state=one.state,
                started_at=clock.text(one.started_at),
                confirmed_at=clock.text(one.confirmed_at) if one.confirmed_at else None,
                joined=one.joined,
            )
            for one in found
        ]
    )


# ——— watch ———


@endpoint(calls, f"GET {ONE}", guests=True, watched=True)
def show_conference(visit: Visit, conference_id: str) -> Reply[Board]:
    """Show a conference; with If-None-Match 304 while nothing has changed.

    How long ago it was compared with the provider is said beside it, and changes nothing.
    """
    shown = board.shown_to(viewer(visit), conference_id)
    mark = _mark(shown)
    told: dict[str, str | list[str]] = {
        "ETag": mark,
        "Server-Time": _moment(),
        "Verified-At": clock.text(shown.verified_at),
    }
    watch = sessions.watch_ticket(visit.token, conference_id) if _owns(visit, shown) else None
    return Reply(shown, headers=told, watch=watch, unchanged=mark in visit.seen)


# ——— steer ———


@endpoint(calls, f"PATCH {ONE}", guests=True)
def change_conference(visit: Visit, conference_id: str, body: ConferenceChanges) -> Board:
    """Mute or un-mute all, lock or unlock."""
    if board.require(viewer(visit), conference_id).over:
        raise Refused("over")
    if body.all_muted is not None:
        control.mute_all(conference_id, muted=body.all_muted)
    if body.locked is not None:
        control.lock(conference_id, locked=body.locked)
    return board.shown_to(viewer(visit), conference_id)


@endpoint(calls, f"POST {ONE}/parties", guests=True, rings=True)
def invite_parties(visit: Visit, conference_id: str, body: MoreParties) -> Invited:
    """Call more people; one who cannot be called keeps no other from it."""
    board.require(viewer(visit), conference_id)
    if not body.parties:
        raise Refused("no_parties", field="parties")
    skipped: list[Skipped] = []
    first: Refused | None = None
    for n, wanted in enumerate(parties(body.parties)):
        try:
            party, entry = web_start.parse(wanted), f"web-{visit.key}-{n}"
            control.invite(conference_id, party.number, asked_by=entry, name=party.name or None)
        except Refused as e:
            told = {"field": "parties", **e.details, "number": wanted.number}
            first = first or Refused(e.reason, **told)
            skipped.append(Skipped(number=wanted.number, code=e.reason))
    if first is not None and len(skipped) == len(body.parties):
        raise first
    return Invited(board=board.shown_to(viewer(visit), conference_id), skipped=skipped)


@endpoint(calls, f"PATCH {PARTY}", guests=True)
def change_party(visit: Visit, conference_id: str, party_id: str, body: PartyChanges) -> Board:
    """Mute or un-mute one, or lower a hand."""
    board.require(viewer(visit), conference_id)
    if body.muted is not None:
        control.mute_party(conference_id, party_id, muted=body.muted)
    if body.hand is not None:
        control.lower_hand(conference_id, party_id)
    return board.shown_to(viewer(visit), conference_id)


@endpoint(calls, f"POST {PARTY}/speak", guests=True)
def let_speak(visit: Visit, conference_id: str, party_id: str, body: Nothing) -> Board:
    """Let somebody speak whose hand is up."""
    del body
    return _steer(visit, conference_id, lambda: control.let_speak(conference_id, party_id))


@endpoint(calls, f"POST {PARTY}/hang-up", guests=True)
def hang_up_party(visit: Visit, conference_id: str, party_id: str, body: Nothing) -> Board:
    """Hang up one, or take back one who is being called."""
    del body
    return _steer(visit, conference_id, lambda: control.hang_up(conference_id, party_id))


@endpoint(calls, f"POST {PARTY}/redial", guests=True, rings=True)
def redial_party(visit: Visit, conference_id: str, party_id: str, body: Nothing) -> Board:
    """Call somebody again who is not on the line."""
    del body
    entry = f"web-{visit.key}"
    redial = partial(control.redial, conference_id, party_id, asked_by=entry)
    return _steer(visit, conference_id, redial)


@endpoint(calls, f"POST {ONE}/end", guests=True)
def end_conference(visit: Visit, conference_id: str, body: Nothing) -> Board:
    """End a conference for all, or call its start off; one that is over stays over."""
    del body
    return _steer(visit, conference_id, lambda: conference.end_by_host(conference_id))


def _steer(visit: Visit, conference_id: str, deed: Callable[[], object]) -> Board:
    """Do a *deed* for who may, and show what has become of it."""
    board.require(viewer(visit), conference_id)
    deed()
    return board.shown_to(viewer(visit), conference_id)


def viewer(visit: Visit) -> Viewer:
    """Return who looks."""
    number = visit.logged_in.account.billing_number if visit.logged_in else ""
    return Viewer(number, visit.call_key, trusted=visit.watching)


def parties(given: list[PartyInput]) -> list[Party]:
    """Return the parties as the domain takes them."""
    return [Party(one.number, one.name) for one in given]


def _owns(visit: Visit, shown: Board) -> bool:
    """Say whether it is the conference of the account that is logged in.

    A guest's key may be shown by who is logged in to another: no ticket to see what the owner may.
    """
    return visit.logged_in is not None and shown.id in (visit.logged_in.account.live or ())


def _mark(shown: Board) -> str:
    """Return the ETag: of everything that is shown but when it was last compared."""
    seen = json.encode(dataclasses.replace(shown, verified_at=shown.started_at))
    return f'"{hashlib.sha256(seen).hexdigest()[:20]}"'


def _moment() -> str:
    """Return the time to the millisecond, by which the page sets its clock."""
    return f"{clock.now():%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z"
