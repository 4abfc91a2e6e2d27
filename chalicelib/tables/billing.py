"""What the operating company keeps of money: prices, closed months, findings (计费)."""

from collections.abc import Iterator

from pynamodb.attributes import (
    BooleanAttribute,
    DiscriminatorAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
)

from chalicelib import config
from chalicelib.tables.table import Settings, Table


class TariffRow(Table):
    """One row of the price list that was loaded; it is never edited. Fields as in `tariffs`."""

    class Meta(Settings):
        table_name = config.settings.table_prefix + "tariffs"

    tariff_id = UnicodeAttribute(hash_key=True)
    version = NumberAttribute(range_key=True)
    way = UnicodeAttribute()
    valid_from = UTCDateTimeAttribute()
    price = NumberAttribute()
    increment = NumberAttribute()
    connect_fee = NumberAttribute(default=0)
    minimum_seconds = NumberAttribute(default=0)
    max_charge = NumberAttribute(null=True)
    host_pays = BooleanAttribute(default=True)
    loaded_at = UTCDateTimeAttribute()


class Bill(Table):
    """What is settled of one payer's month: its sums once it is closed, and doubts about it."""

    class Meta(Settings):
        table_name = config.settings.table_prefix + "bills"

    billing_number = UnicodeAttribute(hash_key=True)
    month = UnicodeAttribute(range_key=True)
    doubts = UnicodeSetAttribute(null=True)
    """Call sids of open findings: while there is one, the month is parked."""
    closed_at = UTCDateTimeAttribute(null=True)
    calls = NumberAttribute(default=0)
    minutes = NumberAttribute(default=0)
    charge = NumberAttribute(default=0)
    """As of closing: billed legs, their started minutes, fen."""


class ReconciliationItem(Table):
    """The comparison of one Beijing day: its hours, and what was found."""

    class Meta(Settings):
        table_name = config.settings.table_prefix + "reconciliations"

    day = UnicodeAttribute(hash_key=True)
    item = UnicodeAttribute(range_key=True)
    kind = DiscriminatorAttribute()


class Hour(ReconciliationItem, discriminator="hour"):
    """One hour that was compared: what ended in it, by our records and by the provider's."""

    PREFIX = "hour#"

    compared_at = UTCDateTimeAttribute()
    calls = NumberAttribute()
    seconds = NumberAttribute()
    """Answered calls and their seconds, by the provider's list."""
    revenue = NumberAttribute()
    """Fen of the billed legs among them."""
    cost = UnicodeAttribute(null=True)
    currency = UnicodeAttribute(null=True)
    """What the provider charges for them as far as it has said, a decimal number, and in what."""
    unpriced = NumberAttribute(default=0)
    """Calls whose price it has not said yet."""


class Finding(ReconciliationItem, discriminator="finding"):
    """One call on which our records and the provider's do not agree (差异)."""

    PREFIX = "finding#"

    what = UnicodeAttribute()
    """missing with us, extra with us, or different."""
    state = UnicodeAttribute()
    """open, healed (by an adjustment or as an orphan), or settled by a person."""
    call_sid = UnicodeAttribute()
    billing_number = UnicodeAttribute(null=True)
    month = UnicodeAttribute(null=True)
    ours = JSONAttribute(null=True)
    theirs = JSONAttribute(null=True)
    """Each side as it was read, None where there is nothing."""
    found_at = UTCDateTimeAttribute()
    settled_at = UTCDateTimeAttribute(null=True)
    note = UnicodeAttribute(null=True)


class Orphan(Table):
    """A call of the provider's that belongs to no leg, kept and charged to nobody (F30)."""

    class Meta(Settings):
        table_name = config.settings.table_prefix + "orphans"

    call_sid = UnicodeAttribute(hash_key=True)
    found_at = UTCDateTimeAttribute()
    conference_id = UnicodeAttribute()
    leg_id = UnicodeAttribute()
    status = UnicodeAttribute()
    seconds = NumberAttribute(null=True)


def bills(billing_number: str, oldest: str, newest: str) -> dict[str, Bill]:
    """Return what is settled of one payer, by the months from *oldest* to *newest*."""
    span = Bill.month.between(oldest, newest)
    return {bill.month: bill for bill in Bill.query(billing_number, span, consistent_read=True)}


def tariff_rows() -> list[TariffRow]:
    """Return every loaded row of the price list: there are few."""
    return list(TariffRow.scan())


def reconciled(day: str) -> tuple[list[Hour], list[Finding]]:
    """Return the hours of a Beijing day that were compared, and what was found, with one query."""
    hours: list[Hour] = []
    findings: list[Finding] = []
    rows: Iterator[ReconciliationItem] = iter(ReconciliationItem.query(day, consistent_read=True))
    for row in rows:
        match row:
            case Hour():
                hours.append(row)
            case Finding():
                findings.append(row)
    return hours, findings
