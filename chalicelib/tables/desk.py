"""Who works at the operator desk, who of them is logged in, and what they did (人工坐席)."""

from collections.abc import Iterable

from pynamodb.attributes import (
    BooleanAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)

from chalicelib import config
from chalicelib.tables.table import Settings, Table


class Operator(Table):
    """Somebody who works at the desk (坐席), by the name they log in with."""

    class Meta(Settings):
        table_name = config.settings.table_prefix + "operators"

    login = UnicodeAttribute(hash_key=True)
    name = UnicodeAttribute()
    password = UnicodeAttribute()
    """argon2id, with its parameters in it."""
    active = BooleanAttribute(default=True)
    made_at = UTCDateTimeAttribute()
    kept_out = NumberAttribute(default=0)
    """How often they were let in no more: it ends every session of before."""


class DeskSession(Table):
    """One browser in which an operator is logged in, under the hash of its token.

    A table of its own: what opens the desk is nowhere looked for to open an account.
    """

    class Meta(Settings):
        table_name = config.settings.table_prefix + "desk-sessions"

    token_hash = UnicodeAttribute(hash_key=True)
    login = UnicodeAttribute()
    proved_by = UnicodeAttribute()
    """Made of the password that it was opened with: another password ends it."""
    made_at = UTCDateTimeAttribute()
    seen_at = UTCDateTimeAttribute()
    expires_at = TTLAttribute()


class Audit(Table):
    """One thing that an operator did for an account (人工办理记录): written once, kept for good."""

    class Meta(Settings):
        table_name = config.settings.table_prefix + "audit"

    billing_number = UnicodeAttribute(hash_key=True)
    item = UnicodeAttribute(range_key=True)
    """Its moment and an id of its own, so that rows are in order."""
    at = UTCDateTimeAttribute()
    who = UnicodeAttribute()
    """The operator's login."""
    what = UnicodeAttribute()
    about = UnicodeAttribute(default="")


def audited(billing_number: str, most: int | None = None) -> list[Audit]:
    """Return what operators did for a number, newest first, at most so many rows if *most* says."""
    rows: Iterable[Audit] = Audit.query(
        billing_number, consistent_read=True, scan_index_forward=False, limit=most
    )
    return list(rows)
