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
    rank,
)
from chalicelib.tables.counters import Counter, count
from chalicelib.tables.web import Session, Verification
from chalicelib.tables.writes import Action, Condition, change, find, put_new, won

__all__ = [
    "ALL",
    "CALLING_HOST",
    "ENDED",
    "ENDING",
    "FINAL_RANK",
    "LIVE",
    "LIVE_SHARDS",
    "Account",
    "AccountItem",
    "Action",
    "Awaited",
    "Block",
    "Condition",
    "Conference",
    "ConferenceItem",
    "Contact",
    "Counter",
    "Detour",
    "Group",
    "HostNumber",
    "Hosting",
    "Invitation",
    "Leg",
    "LegState",
    "NumberException",
    "Orphan",
    "Session",
    "Verification",
    "Wish",
    "admit",
    "billed",
    "change",
    "collection",
    "count",
    "due",
    "find",
    "language_of",
    "put_new",
    "rank",
    "won",
]

ALL: tuple[type[Model], ...] = (
    AccountItem,
    ConferenceItem,
    Counter,
    Orphan,
    Session,
    Verification,
)


def language_of(item: Account | Conference | Leg | Verification) -> Language:
    """Return the language that *item* is spoken to in."""
    return "en" if item.language == "en" else "zh"
