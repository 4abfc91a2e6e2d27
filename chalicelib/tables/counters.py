"""Things counted, and when limited things were last done (计数)."""

from datetime import datetime
from typing import Any

from pynamodb.attributes import ListAttribute, NumberAttribute, TTLAttribute, UnicodeAttribute

from chalicelib import config
from chalicelib.tables.table import Settings, Table


class Counter(Table):
    """What was counted, or when; `expires_at` is compared in code, TTL only cleans up."""

    class Meta(Settings):
        table_name = config.settings.table_prefix + "counters"

    name = UnicodeAttribute(hash_key=True)
    total = NumberAttribute(default=0)
    times: ListAttribute[Any] = ListAttribute(of=NumberAttribute, null=True)
    """Moments (seconds since 1970) at which a limited thing was done, oldest first."""
    things: ListAttribute[Any] = ListAttribute(of=UnicodeAttribute, null=True)
    """The latest of them by name, where each is counted once."""
    expires_at = TTLAttribute(null=True)


def count(name: str, *, expires_at: datetime) -> None:
    """Add one to the counter *name*."""
    Counter(name).update(
        actions=[Counter.total.add(1), Counter.expires_at.set(expires_at)],
    )
