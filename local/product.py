"""The product as one machine sees it; it reads its settings when this module is imported."""

from typing import Any

import app
from chalicelib import clock, jobs, tables
from local import seed
from local.movable import MovableClock

application = app.app
minute = app.minute
work = app.work


def create_missing_tables() -> None:
    """Make the tables that are not there yet, with their indexes."""
    for model in tables.ALL:
        if not model.exists():
            model.create_table(wait=True)


def movable_clock(ahead: float) -> MovableClock:
    """Put a clock that can be moved, *ahead* already, in the place of the product's only one."""
    movable = MovableClock(ahead)
    clock.now = movable.now
    return movable


def connect() -> None:
    """Make the product's clients now, once: sixteen threads at their first webhook would make more.

    On AWS a function has one thread, and makes each when it first needs it.
    """
    jobs.queue()
    for model in tables.ALL:
        model.count("warm-up")


def seed_demo() -> None:
    """Make the account to look around with."""
    seed.seed()


def local_cdrs() -> list[dict[str, Any]]:
    """Return every billed leg of every account, by time of answer, for the phone wall."""
    legs = [
        item
        for item in tables.ConferenceItem.scan(tables.ConferenceItem.billing_month.exists())
        if isinstance(item, tables.Leg)
    ]
    legs.sort(key=lambda leg: (leg.answered_at, leg.item))
    return [
        {
            "conference_id": leg.conference_id,
            "number": leg.number,
            "host": leg.host,
            "state": leg.state,
            "reason": leg.reason,
            "answered_at": leg.answered_at.isoformat(),
            "seconds": leg.seconds,
            "tariff": leg.tariff,
            "charge": leg.charge,
            "call_sid": leg.call_sid,
            "billing_number": leg.billing_number,
        }
        for leg in legs
    ]
