"""What the bill reads: calls that are over and what was adjusted of them (话单).

The records themselves are the legs, in `conferences`.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from pynamodb.attributes import (
    BooleanAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)

from chalicelib import clock
from chalicelib.tables.conferences import BillIndex, Conference, ConferenceItem, EndedIndex, Leg
from chalicelib.tables.writes import find

ENDED_SHARDS = 4
SUMMED = ["kind", "item", "conference_id", "leg_id", "answered_at", "seconds", "minutes", "charge"]
"""What the sums of a month are made of: a third of the work of reading all."""
Key = dict[str, dict[str, str]]


class Adjustment(ConferenceItem, discriminator="adjustment"):
    """What is added to a call detail record, or taken off: itself it is never edited (更正)."""

    PREFIX = "adjustment#"

    leg_id = UnicodeAttribute()
    number = UnicodeAttribute()
    host = BooleanAttribute(default=False)
    way = UnicodeAttribute()
    billing_number = UnicodeAttribute()
    call_sid = UnicodeAttribute()
    reason = UnicodeAttribute()
    """rerated or provider."""
    reference = UnicodeAttribute()
    """What it follows from: a tariff and its version, or what the provider said."""
    made_at = UTCDateTimeAttribute()
    seconds = NumberAttribute(default=0)
    minutes = NumberAttribute(default=0)
    charge = NumberAttribute(default=0)
    """Seconds, started minutes and fen, either way."""
    tariff = UnicodeAttribute()
    tariff_version = NumberAttribute()
    """By which the record is rated from now on."""

    @classmethod
    def key_of(cls, leg_id: str, number: int) -> str:
        """Return the sort key of the *number*th adjustment of a leg: of two at once one is put."""
        return f"{cls.PREFIX}{leg_id}#{number:03d}"


def billed(  # noqa: PLR0913 - each narrows down one query
    billing_number: str,
    month: str,
    *,
    after: tuple[datetime, str, str] | None = None,
    most: int | None = None,
    since: datetime | None = None,
    brief: bool = False,
) -> Iterator[Leg | Adjustment]:
    """Yield the billed legs of one payer's Beijing month and their adjustments, by time of answer.

    *most* of them at most, those that come *after* a row's answered_at, conference_id and item.
    Only what was answered later than *since*, if it is given. *brief* rows have `SUMMED` alone.
    """
    key = f"{billing_number}#{month}"
    start = _place(key, *after) if after else None
    if after and since and after[0] <= since:
        start = None  # a place outside of what is asked for is an error to DynamoDB
    later = BillIndex.answered_at > since if since else None
    rows = ConferenceItem.bill_index.query(
        key,
        later,
        limit=most,
        last_evaluated_key=start,
        attributes_to_get=SUMMED if brief else None,
    )
    for row in rows:
        if isinstance(row, Leg | Adjustment):
            yield row


def compared(conference_ids: Iterable[str]) -> set[str]:
    """Return those of the conferences whose every call was compared with the provider's record.

    One request for a hundred of them.
    """
    keys = {(conference_id, Conference.ITEM) for conference_id in conference_ids}
    shown = ["conference_id", "item", "kind", "reconciled_at"]
    found = ConferenceItem.batch_get(keys, attributes_to_get=shown)
    return {row.conference_id for row in found if getattr(row, "reconciled_at", None)}


def _place(billing_month: str, answered_at: datetime, conference_id: str, item: str) -> Key:
    return {
        "billing_month": {"S": billing_month},
        "answered_at": {"S": f"{answered_at:%Y-%m-%dT%H:%M:%S.%f%z}"},
        "conference_id": {"S": conference_id},
        "item": {"S": item},
    }


def record(conference_id: str, leg_id: str) -> tuple[Leg | None, list[Adjustment]]:
    """Return a leg and its adjustments in the order they were made, as they are stored now."""
    key = Adjustment.key_of(leg_id, 0).removesuffix("000")
    mine: Iterable[ConferenceItem] = ConferenceItem.query(
        conference_id, ConferenceItem.item.startswith(key), consistent_read=True
    )
    leg = find(Leg, conference_id, Leg.PREFIX + leg_id)
    return leg, [row for row in mine if isinstance(row, Adjustment)]


def ended_day(moment: datetime, call_sid: str) -> str:
    """Return under which key of the index a call stands that ended at *moment*."""
    shard = sum(call_sid.encode()) % ENDED_SHARDS
    return f"{clock.day(moment)}#{shard}"


def ended(since: datetime, until: datetime) -> Iterator[list[Leg | Adjustment]]:
    """Yield the legs whose calls ended from *since* to before *until*, and their adjustments.

    In parts, a leg and what was adjusted of it in the same one; only the attributes of the index
    are there.
    """
    span = EndedIndex.ended_at.between(since, until - timedelta(microseconds=1))
    for day in clock.days(since, until):
        for shard in range(ENDED_SHARDS):
            rows = ConferenceItem.ended_index.query(f"{day}#{shard}", span)
            yield [row for row in rows if isinstance(row, Leg | Adjustment)]
