"""Conferences and their legs: the leg that is over is the call detail record (话路、话单)."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum

from pynamodb.attributes import (
    BooleanAttribute,
    DiscriminatorAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, IncludeProjection

from chalicelib import config
from chalicelib.tables.table import Settings, Table
from chalicelib.tables.writes import Action, Change, Condition, change, put_while, together

LIVE_SHARDS = 4
CALLING_HOST, LIVE, ENDING, ENDED = "calling_host", "live", "ending", "ended"
"""States of a conference."""


class LegState(StrEnum):
    """States of a leg in the order of their ranks (2.5 of docs/architecture.md)."""

    WAITING = "waiting"
    DIALLING = "dialling"
    RINGING = "ringing"
    ANSWERED = "answered"
    JOINED = "joined"
    GIVEN_UP = "given_up"
    COMPLETED = "completed"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    FAILED = "failed"
    CANCELLED = "cancelled"


RANK = {
    LegState.WAITING: 0,
    LegState.DIALLING: 10,
    LegState.RINGING: 20,
    LegState.ANSWERED: 30,
    LegState.JOINED: 40,
    LegState.GIVEN_UP: 80,
}
FINAL_RANK = 90


def rank(state: LegState) -> int:
    """Return how far along *state* is; the provider's final words share the last rank."""
    return RANK.get(state, FINAL_RANK)


class LiveIndex(GlobalSecondaryIndex["ConferenceItem"]):  # type: ignore[no-untyped-call]
    """Conferences that are not over, by the moment the minute should look at them."""

    class Meta:
        index_name = "live"
        projection = IncludeProjection(["kind"])

    live_shard = UnicodeAttribute(hash_key=True)
    check_at = UTCDateTimeAttribute(range_key=True)


class BillIndex(GlobalSecondaryIndex["ConferenceItem"]):  # type: ignore[no-untyped-call]
    """Billed legs by payer and month: the bill."""

    class Meta:
        index_name = "bill"
        projection = AllProjection()

    billing_month = UnicodeAttribute(hash_key=True)
    answered_at = UTCDateTimeAttribute(range_key=True)


class EndedIndex(GlobalSecondaryIndex["ConferenceItem"]):  # type: ignore[no-untyped-call]
    """Calls that are over and what was adjusted of them, by Beijing day and moment of their end."""

    class Meta:
        index_name = "ended"
        projection = IncludeProjection(
            [
                *("kind", "state", "number", "host", "way", "call_sid", "joined_at"),
                *("billing_number", "billing_month", "answered_at"),
                *("seconds", "tariff", "tariff_version", "charge", "leg_id", "reference"),
            ]
        )

    ended_day = UnicodeAttribute(hash_key=True)
    ended_at = UTCDateTimeAttribute(range_key=True)


class ConferenceItem(Table):
    """A conference and its legs: one item collection, read with one query."""

    class Meta(Settings):
        table_name = config.settings.table_prefix + "conferences"

    conference_id = UnicodeAttribute(hash_key=True)
    item = UnicodeAttribute(range_key=True)
    kind = DiscriminatorAttribute()
    live_shard = UnicodeAttribute(null=True)
    check_at = UTCDateTimeAttribute(null=True)
    billing_month = UnicodeAttribute(null=True)
    answered_at = UTCDateTimeAttribute(null=True)
    ended_day = UnicodeAttribute(null=True)
    ended_at = UTCDateTimeAttribute(null=True)
    expires_at = TTLAttribute(null=True)

    live_index = LiveIndex()
    bill_index = BillIndex()
    ended_index = EndedIndex()


class Conference(ConferenceItem, discriminator="conference"):
    """One multi-party call; states as in 2.5 of docs/architecture.md."""

    ITEM = "conference"

    state = UnicodeAttribute()
    billing_number = UnicodeAttribute()
    way = UnicodeAttribute()
    """How it was started, which picks the tariff: dial_in or web."""
    inviter = UnicodeAttribute()
    """Who invites, as spoken: a name or an E.164 number."""
    language = UnicodeAttribute(default="zh")
    accept_by_1 = BooleanAttribute(default=False)
    """接听后按1加入, as the account had it when the conference began."""
    started_at = UTCDateTimeAttribute()
    reason = UnicodeAttribute(null=True)
    all_muted = BooleanAttribute(default=False)
    locked = BooleanAttribute(default=False)
    admissions = NumberAttribute(default=0)
    """Grows with each leg that is added while it goes on: of two at once, one looks again."""
    verified_at = UTCDateTimeAttribute()
    """When every leg was last compared with the provider."""
    watched_at = UTCDateTimeAttribute(null=True)
    """When that was last begun because a page is open."""
    warned_at = UTCDateTimeAttribute(null=True)
    """When the party that is alone was told so."""
    confirmed_at = UTCDateTimeAttribute(null=True)
    """When the host pressed 1 (S54), or “#” on the phone: its clock runs from here."""
    call_back_host = BooleanAttribute(default=False)
    """主持人掉线回呼, as the account had it; and when the host was lost last."""
    host_lost_at = UTCDateTimeAttribute(null=True)
    call_cap = NumberAttribute(null=True)
    month_cap = NumberAttribute(null=True)
    """费用上限 in fen, as the account had them when the conference began."""
    month_before = NumberAttribute(default=0)
    """Fen that the account's other legs of this month cost, as of the last look at them."""
    cap_said = UnicodeAttribute(null=True)
    """What of its caps the host has been told: near or reached."""
    reservation_id = UnicodeAttribute(null=True)
    """What the account had reserved it by."""
    guest_ticket = UnicodeAttribute(null=True)
    guest_key = UnicodeAttribute(null=True)
    """Hashes of what the browser of a 立即使用 holds: until the host pressed 1, and after."""
    reconciled_at = UTCDateTimeAttribute(null=True)
    """When every call of it was compared with the provider's record, after its end."""

    @property
    def goes_on(self) -> bool:
        """Whether people may come in and be rung."""
        return self.state == LIVE

    @property
    def over(self) -> bool:
        """Whether it is ending or has ended."""
        return self.state in {ENDING, ENDED}

    @property
    def running_since(self) -> datetime:
        """When it began for those in it."""
        return self.confirmed_at or self.started_at

    def move(self, state: str, *actions: Action, after: set[str]) -> bool:
        """Move to *state* if we are in one of *after*; a late or repeated move changes nothing."""
        held = Conference.state.is_in(*after)
        return change(self, Conference.state.set(state), *actions, condition=held)

    def change(self, *actions: Action, condition: Condition | None = None) -> bool:
        """Write *actions* if the conference exists and *condition* holds."""
        held = Conference.state.exists()
        return change(self, *actions, condition=held if condition is None else held & condition)


class Leg(ConferenceItem, discriminator="leg"):
    """One call to or from a party; once the provider has spoken its last word, the CDR (话单)."""

    PREFIX = "leg#"

    rank = NumberAttribute()
    state = UnicodeAttribute()
    party_id = UnicodeAttribute()
    number = UnicodeAttribute()
    name = UnicodeAttribute(null=True)
    host = BooleanAttribute(default=False)
    inbound = BooleanAttribute(default=False)
    asked_by = UnicodeAttribute()
    """Which entry of which person asked for it: the same entry twice makes one leg."""
    inviter = UnicodeAttribute(null=True)
    billing_number = UnicodeAttribute(null=True)
    way = UnicodeAttribute(null=True)
    language = UnicodeAttribute(default="zh")
    accept_by_1 = BooleanAttribute(default=False)
    """These five are the conference's, written when the leg is claimed to be rung."""
    may_postpone = BooleanAttribute(default=False)
    """A host who is asked for 1 may press 2 instead: in ten minutes."""
    muted = BooleanAttribute(default=False)
    hand_raised_at = UTCDateTimeAttribute(null=True)
    in_menu = BooleanAttribute(default=False)
    trips = NumberAttribute(default=0)
    """How often it went into the * menu, and the last trip whose key was obeyed."""
    obeyed = NumberAttribute(default=0)
    call_sid = UnicodeAttribute(null=True)
    added_at = UTCDateTimeAttribute()
    setup_at = UTCDateTimeAttribute(null=True)
    joined_at = UTCDateTimeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    seconds = NumberAttribute(null=True)
    tariff = UnicodeAttribute(null=True)
    tariff_version = NumberAttribute(null=True)
    charge = NumberAttribute(null=True)
    """Fen."""

    @classmethod
    def at(cls, conference_id: str, leg_id: str) -> "Leg":
        """Return an unread leg to write to."""
        return cls(conference_id, cls.PREFIX + leg_id)

    @property
    def leg_id(self) -> str:
        """The id within the conference, as it stands in paths."""
        return self.item.removeprefix(Leg.PREFIX)

    @property
    def over(self) -> bool:
        """Whether the provider (or a call never placed) has said the last word."""
        return self.rank >= FINAL_RANK

    def move(self, state: LegState, *actions: Action, condition: Condition | None = None) -> bool:
        """Move to *state* if its rank is higher; on winning, this object holds what is stored."""
        held = Leg.rank < rank(state)
        if condition is not None:
            held &= condition
        place = [Leg.rank.set(rank(state)), Leg.state.set(state.value)]
        return change(self, *place, *actions, condition=held)

    def change(self, *actions: Action, condition: Condition | None = None) -> bool:
        """Write flags if the leg exists and *condition* holds; the state stays as it is."""
        held = Leg.rank.exists()
        return change(self, *actions, condition=held if condition is None else held & condition)


class Wish(ConferenceItem, discriminator="wish"):
    """What the web asked for under one key, as a hash: written first, so that it is one wish."""

    ITEM = "wish"

    asked_for = UnicodeAttribute()


class Detour(ConferenceItem, discriminator="detour"):
    """Where a call to 116323 went that joined another's conference; keyed as if it hosted one."""

    ITEM = "detour"

    to_conference_id = UnicodeAttribute()
    to_leg_id = UnicodeAttribute()


def collection(conference_id: str) -> tuple[Conference | None, list[Leg]]:
    """Return a conference and its legs in the order they were added, with one query."""
    items: Iterable[ConferenceItem] = ConferenceItem.query(conference_id, consistent_read=True)
    conference, legs = None, []
    for item in items:
        match item:
            case Conference():
                conference = item
            case Leg():
                legs.append(item)
    legs.sort(key=lambda leg: (not leg.host, leg.added_at, leg.item))
    return conference, legs


def leg_and_conference(conference_id: str, leg_id: str) -> tuple[Leg | None, Conference | None]:
    """Return a leg and its conference, with one request."""
    keys = [(conference_id, Leg.PREFIX + leg_id), (conference_id, Conference.ITEM)]
    found: Iterable[ConferenceItem] = ConferenceItem.batch_get(keys, consistent_read=True)
    leg, conference = None, None
    for item in found:
        match item:
            case Conference():
                conference = item
            case Leg():
                leg = item
    return leg, conference


def admit(conference: Conference, leg: Leg, counted: Change) -> bool:
    """Put a new *leg* if its conference is as it was read, goes on, and is not locked; say so.

    It is *counted* with the same write. Of several at once one wins: the others read again, and
    find one place less.
    """
    held = Conference.admissions == conference.admissions
    held &= (Conference.state == LIVE) & (Conference.locked == False)  # noqa: E712 - a condition
    held &= Conference.all_muted == conference.all_muted
    with_leg = Leg.conference_id.does_not_exist()
    one_more = Change(conference, [Conference.admissions.add(1)], held)
    return together(leg, with_leg, one_more, counted)


def let_in(leg: Leg) -> bool:
    """Put a *leg* that is new if its conference goes on; say so.

    It is not put either if somebody writes the conference at the same moment.
    """
    key = leg.conference_id, Conference.ITEM
    goes_on = Conference.state == LIVE
    return put_while(leg, Leg.conference_id.does_not_exist(), Conference, key, goes_on)


def due(shard: int, moment: datetime) -> Iterator[str]:
    """Yield the ids of the living conferences of one shard to be looked at by *moment*."""
    rows = ConferenceItem.live_index.query(f"live#{shard}", LiveIndex.check_at <= moment)
    for row in rows:
        yield row.conference_id
