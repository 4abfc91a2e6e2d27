"""DynamoDB: the tables, their keys, and writes that say whether we won; no rules (表)."""

from pynamodb.models import Model

from chalicelib.steps import Language
from chalicelib.tables.accounts import (
    Account,
    AccountItem,
    Awaited,
    Block,
    Contact,
    Group,
    Hosting,
    HostNumber,
    Invitation,
    NumberException,
)
from chalicelib.tables.conferences import (
    CALLING_HOST,
    ENDED,
    ENDING,
    FINAL_RANK,
    LIVE,
    LIVE_SHARDS,
    Conference,
    ConferenceItem,
    Detour,
    Leg,
    LegState,
    Orphan,
    Wish,
    admit,
    billed,
    collection,
    due,
    leg_and_conference,
    rank,
)
from chalicelib.tables.counters import Counter, count
from chalicelib.tables.desk import Audit, DeskSession, Operator, audited
from chalicelib.tables.reservations import (
    CANCELLED,
    DUE_SHARDS,
    MISSED,
    SCHEDULED,
    STARTED,
    STARTING,
    Reservation,
    due_reservations,
    put_of_series,
    reserved,
)
from chalicelib.tables.web import Session, Verification
from chalicelib.tables.writes import Action, Condition, change, find, put_new, won

__all__ = [
    "ALL",
    "CALLING_HOST",
    "CANCELLED",
    "DUE_SHARDS",
    "ENDED",
    "ENDING",
    "FINAL_RANK",
    "LIVE",
    "LIVE_SHARDS",
    "MISSED",
    "SCHEDULED",
    "STARTED",
    "STARTING",
    "Account",
    "AccountItem",
    "Action",
    "Audit",
    "Awaited",
    "Block",
    "Condition",
    "Conference",
    "ConferenceItem",
    "Contact",
    "Counter",
    "DeskSession",
    "Detour",
    "Group",
    "HostNumber",
    "Hosting",
    "Invitation",
    "Leg",
    "LegState",
    "NumberException",
    "Operator",
    "Orphan",
    "Reservation",
    "Session",
    "Verification",
    "Wish",
    "admit",
    "audited",
    "billed",
    "change",
    "collection",
    "count",
    "due",
    "due_reservations",
    "find",
    "language_of",
    "leg_and_conference",
    "put_new",
    "put_of_series",
    "rank",
    "reserved",
    "won",
]

ALL: tuple[type[Model], ...] = (
    AccountItem,
    Audit,
    ConferenceItem,
    Counter,
    DeskSession,
    Operator,
    Orphan,
    Reservation,
    Session,
    Verification,
)


def language_of(item: Account | Conference | Leg | Verification) -> Language:
    """Return the language that *item* is spoken to in."""
    return "en" if item.language == "en" else "zh"
