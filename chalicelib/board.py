"""What the page shows of one conference: made of what is stored, with one query (会场).

A party is a number in a conference; what is shown of it is its latest leg. The page guesses
nothing: every word on it stands here.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from chalicelib import caps, conference, config, control, legs, tables, watch, web_start
from chalicelib.caps import Cap
from chalicelib.errors import Refused
from chalicelib.tables import CALLING_HOST, ENDED, Account, Conference, Leg, LegState

LONGEST_LOG = 60

State = Literal["calling_host", "confirming", "live", "ending", "ended"]
PartyState = Literal[
    "waiting",
    "dialling",
    "ringing",
    "answered",
    "confirming",
    "joined",
    "in_menu",
    "hanging_up",
    "left",
    "no_answer",
    "busy",
    "declined",
    "failed",
    "cancelled",
    "hung_up",
]
Event = Literal[
    "called",
    "joined",
    "came_back",
    "left",
    "no_answer",
    "busy",
    "declined",
    "failed",
    "cancelled",
    "hung_up",
    "hand",
]


@dataclass(frozen=True, slots=True)
class Party:
    """One line of the list; numbers E.164, *charge* in fen, so far or as billed."""

    id: str
    leg_id: str
    name: str
    number: str
    host: bool
    state: PartyState
    reason: str | None
    """Why its call failed."""
    muted: bool
    hand_at: datetime | None
    joined_at: datetime | None
    ended_at: datetime | None
    seconds: int | None
    """Of all its calls, as the *charge* is; None while it is on one, or if none was answered."""
    charge: int
    attempts: int
    """How often it was called by us; its own calls to 116323 are none of these."""
    over: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of 会场动态."""

    at: datetime
    what: Event
    party_id: str
    name: str
    number: str


@dataclass(frozen=True, slots=True)
class Board:
    """A conference as its host sees it; money in fen, moments in UTC."""

    id: str
    state: State
    reason: str | None
    way: str
    guest: bool
    host_number: str
    started_at: datetime
    confirmed_at: datetime | None
    """When the host pressed 1, or keyed in “#”: its clock runs from here."""
    ended_at: datetime | None
    all_muted: bool
    locked: bool
    host_away_until: datetime | None
    """The host was lost and is called back; the conference ends then."""
    joined: int
    size: int
    max_parties: int
    cost: int
    per_minute: int
    final: bool
    """Every leg is over: the cost is the bill."""
    call_cap: int | None
    month_cap: int | None
    month_cost: int | None
    cap: Cap | None
    verified_at: datetime
    hands: list[str]
    """Ids of parties, the first raised first."""
    parties: list[Party]
    log: list[Entry]


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: an account by its *number*, or a guest by the *key* of one conference."""

    number: str = ""
    key: str = ""
    trusted: bool = False
    """Was let in a moment ago, and need not be looked at again only to see."""

    def may(self, found: Conference) -> bool:
        """Say whether this conference is theirs."""
        return found.billing_number == self.number or web_start.holds_key(found, self.key)


def shown_to(viewer: Viewer, conference_id: str) -> Board:
    """Return the board of a conference that is the *viewer*'s, Refused("not_found") otherwise.

    Looking at it has it compared with the provider, if that was not done just now.
    """
    found, all_legs = tables.collection(conference_id)
    if found is None or not (viewer.trusted or viewer.may(found)):
        raise Refused("not_found")
    watch.ask(found)
    guest = not viewer.trusted and found.billing_number != viewer.number
    return of(found, all_legs, guest=guest)


def unchecked(conference_id: str) -> Board:
    """Return a board to whoever has found out before that it may be seen."""
    return shown_to(Viewer(trusted=True), conference_id)


def require(viewer: Viewer, conference_id: str) -> Conference:
    """Return the conference if it is the *viewer*'s, Refused("not_found") otherwise."""
    found = tables.find(Conference, conference_id, Conference.ITEM)
    if found is None or not viewer.may(found):
        raise Refused("not_found")
    return found


def going_on(account: Account) -> list[Board]:
    """Return the conferences of *account* that are not over, the newest first."""
    found = [tables.collection(conference_id) for conference_id in account.live or ()]
    boards = [of(one, all_legs) for one, all_legs in found if one and not one.over]
    return sorted(boards, key=lambda board: board.started_at, reverse=True)


def of(found: Conference, all_legs: list[Leg], *, guest: bool = False) -> Board:
    """Return the board; a *guest* is told nothing of what the account may spend."""
    shown = [leg for leg in all_legs if leg.asked_by != legs.NOTED]
    parties = _parties(shown, found)
    joined = [leg for leg in shown if leg.state == LegState.JOINED]
    guests = sum(not leg.host for leg in joined)
    cost = caps.cost(found, shown)
    month_cap = None if guest else _whole(found.month_cap)
    host = next((leg for leg in shown if leg.host), None)
    return Board(
        id=found.conference_id,
        state=_state(found, host),
        reason=found.reason,
        way=found.way,
        guest=found.guest_key is not None,
        host_number=host.number if host else found.billing_number,
        started_at=found.started_at,
        confirmed_at=found.confirmed_at,
        ended_at=found.ended_at,
        all_muted=found.all_muted,
        locked=found.locked,
        host_away_until=conference.away_until(found, shown),
        joined=len(joined),
        size=len(parties),
        max_parties=config.settings.max_parties,
        cost=cost,
        per_minute=caps.estimate(found.way, parties=guests, host=guests < len(joined)),
        final=found.state == ENDED and all(leg.over for leg in shown),
        call_cap=None if guest else _whole(found.call_cap),
        month_cap=month_cap,
        month_cost=None if month_cap is None else int(found.month_before) + cost,
        cap=None if guest or found.over else caps.state_of(found, shown),
        verified_at=found.verified_at,
        hands=[leg.party_id for leg in control.hands(shown)],
        parties=parties,
        log=_log(shown),
    )


def _state(found: Conference, host: Leg | None) -> State:
    if found.state == CALLING_HOST and host is not None and host.state == LegState.ANSWERED:
        return "confirming"
    return cast("State", found.state)


def _parties(all_legs: list[Leg], found: Conference) -> list[Party]:
    """Return one line for each party, in the order in which they were first added."""
    theirs: dict[str, list[Leg]] = {}
    for leg in all_legs:
        theirs.setdefault(leg.party_id, []).append(leg)
    return [_party(tried, found) for tried in theirs.values()]


def _party(tried: list[Leg], found: Conference) -> Party:
    leg = max(tried, key=lambda leg: (not leg.over, leg.added_at))
    state = state_of(leg)
    return Party(
        id=leg.party_id,
        leg_id=leg.leg_id,
        name=leg.name or "",
        number=leg.number,
        host=leg.host,
        state=state,
        reason=leg.reason if state == "failed" else None,
        muted=leg.muted,
        hand_at=None if leg.over else leg.hand_raised_at,
        joined_at=leg.joined_at,
        ended_at=leg.ended_at,
        seconds=_talked(tried) if leg.over else None,
        charge=sum(caps.cost_of(each, found.way) for each in tried),
        attempts=sum(not leg.inbound for leg in tried),
        over=leg.over,
    )


def state_of(leg: Leg) -> PartyState:
    """Return what the page calls the state of *leg*."""
    ours = leg.reason in {legs.HUNG_UP, legs.ENDED}
    match leg.state:
        case _ if leg.over and ours and leg.joined_at is None and leg.state != LegState.FAILED:
            return "cancelled"
        case LegState.JOINED:
            return "in_menu" if leg.in_menu else "joined"
        case LegState.ANSWERED:
            return "confirming" if leg.host or leg.accept_by_1 else "answered"
        case LegState.GIVEN_UP:
            return "hanging_up"
        case LegState.COMPLETED if leg.joined_at is None:
            return "declined"
        case LegState.COMPLETED:
            return "hung_up" if leg.reason == legs.HUNG_UP else "left"
        case _:
            return cast("PartyState", leg.state)


def _log(all_legs: list[Leg]) -> list[Entry]:
    """Return what happened, oldest first: read off the moments that the legs keep.

    Of one leg nothing comes before what led to it: the network's moments are whole seconds.
    """
    entries = []
    for leg in all_legs:
        came: Event = "came_back" if leg.inbound and leg.leg_id != legs.HOST else "joined"
        moments: list[tuple[datetime | None, Event]] = [
            (None if leg.inbound else leg.setup_at, "called"),
            (leg.joined_at, came),
            (None if leg.over else leg.hand_raised_at, "hand"),
            (leg.ended_at, cast("Event", state_of(leg))),  # only who is over has ended
        ]
        last = leg.added_at
        for at, what in moments:
            if at is not None:
                last = max(at, last)
                entries.append(Entry(last, what, leg.party_id, leg.name or "", leg.number))
    return sorted(entries, key=lambda entry: entry.at)[-LONGEST_LOG:]


def _talked(tried: list[Leg]) -> int | None:
    lasted = [int(leg.seconds) for leg in tried if leg.seconds is not None]
    return sum(lasted) if lasted else None


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)
