"""Conferences arranged for later, and those of them that the minute has to look at (预约会议)."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from chalicelib import config
from chalicelib.tables.table import Settings, Table
from chalicelib.tables.writes import Action, change, put_while

DUE_SHARDS = 16
SCHEDULED, STARTING, STARTED = "scheduled", "starting", "started"
MISSED, CANCELLED = "missed", "cancelled"
"""States of a reservation."""


class DueIndex(GlobalSecondaryIndex["Reservation"]):  # type: ignore[no-untyped-call]
    """Reservations that something is still to be done for, by the moment of that."""

    class Meta:
        index_name = "due"
        projection = KeysOnlyProjection()

    due_shard = UnicodeAttribute(hash_key=True)
    due_at = UTCDateTimeAttribute(range_key=True)


class Reservation(Table):
    """A conference arranged for later; each of a series is one of its own."""

    class Meta(Settings):
        table_name = config.settings.table_prefix + "reservations"

    billing_number = UnicodeAttribute(hash_key=True)
    reservation_id = UnicodeAttribute(range_key=True)
    state = UnicodeAttribute(default=SCHEDULED)
    version = NumberAttribute(default=1)
    """Grows whenever its time or anything else of it is changed."""
    made_at = UTCDateTimeAttribute()
    made_by = UnicodeAttribute()
    """web, phone or operator."""
    asked = UnicodeAttribute()
    """Hash of what was asked for: the same key with other words is refused."""
    starts_at = UTCDateTimeAttribute()
    """The whole minute that was reserved."""
    minutes = NumberAttribute(default=60)
    """How long it is planned to last: for calendars and hints, nothing ends by it."""
    rings_at = UTCDateTimeAttribute()
    """When the host's phone rings (next)."""
    host_id = UnicodeAttribute()
    host_number = UnicodeAttribute()
    parties = JSONAttribute()
    """Who is called then: a list of {"number": E.164, "name": text}."""
    title = UnicodeAttribute(default="")
    notify = BooleanAttribute(default=False)
    """Whether host and parties are sent a text message about it."""
    repeat = UnicodeAttribute(default="once")
    until = UnicodeAttribute(null=True)
    series_id = UnicodeAttribute(null=True)
    """How it was repeated, until which Beijing date (“2026-12-31”), and what it is one of."""
    called_off_at = UTCDateTimeAttribute(null=True)
    """On the first of a series: when all of it was called off, and no more of it may be put."""
    attempt = NumberAttribute(default=1)
    """1, or 2 once the host's next phone is to be rung."""
    postponed = NumberAttribute(default=0)
    """How often the host put it off by ten minutes."""
    conference_id = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    """Why it was missed, or is tried again."""
    reminded_at = UTCDateTimeAttribute(null=True)
    texted = UnicodeSetAttribute(null=True)
    """Which text messages were sent, or tried: each once."""
    due_shard = UnicodeAttribute(null=True)
    due_at = UTCDateTimeAttribute(null=True)
    """When the minute should look at it; neither once nothing is to be done any more."""
    expires_at = TTLAttribute()

    due_index = DueIndex()

    @property
    def open(self) -> bool:
        """Whether something is still to come of it."""
        return self.state in {SCHEDULED, STARTING}

    @property
    def legs(self) -> int:
        """How many phones it rings, the host's among them."""
        return len(self.parties) + 1

    def move(self, state: str, *actions: Action, after: str) -> bool:
        """Move from the state *after* to *state* if it is as it was read; say whether we did."""
        held = (Reservation.state == after) & (Reservation.version == self.version)
        return change(self, Reservation.state.set(state), *actions, condition=held)

    def close(self, state: str, *actions: Action, after: str) -> bool:
        """Do the same for a last state: the minute looks at it no more."""
        gone = (Reservation.due_shard.remove(), Reservation.due_at.remove())
        return self.move(state, *gone, *actions, after=after)


def put_of_series(one: Reservation, first: Reservation) -> bool:
    """Put *one* of the series that begins with *first* unless it is there, or the series is off.

    Say whether we did; of several who write the first one at the same moment some do not.
    """
    key = (first.billing_number, first.reservation_id)
    held = Reservation.state.exists() & Reservation.called_off_at.does_not_exist()
    return put_while(one, Reservation.billing_number.does_not_exist(), Reservation, key, held)


def reserved(billing_number: str) -> list[Reservation]:
    """Return everything that a number has reserved and that is kept, with one query."""
    rows: Iterable[Reservation] = Reservation.query(billing_number, consistent_read=True)
    return sorted(rows, key=lambda row: (row.starts_at, row.reservation_id))


def due_reservations(shard: int, moment: datetime) -> Iterator[Reservation]:
    """Yield the keys of the reservations of one shard to be looked at by *moment*."""
    yield from Reservation.due_index.query(f"due#{shard}", DueIndex.due_at <= moment)
