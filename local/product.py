"""The product as one machine sees it; it reads its settings when this module is imported."""

from typing import Any

from pynamodb.models import Model

import app
from chalicelib import clock, jobs, tables
from local import seed
from local.movable import MovableClock

application = app.app
day = app.day
minute = app.minute
work = app.work


def create_missing_tables() -> None:
    """Make the tables that are not there yet, and the indexes that an older version did without."""
    for model in tables.ALL:
        if model.exists():
            _create_missing_indexes(model)
        else:
            model.create_table(wait=True)


def _create_missing_indexes(model: type[Model]) -> None:
    table = model.describe_table()
    there = {index["IndexName"] for index in table.get("GlobalSecondaryIndexes", [])}
    client = model._get_connection().connection.client  # noqa: SLF001 - pynamodb makes none later
    for index in model._get_schema()["global_secondary_indexes"]:  # noqa: SLF001 - likewise
        if index["index_name"] in there:
            continue
        new = {
            "IndexName": index["index_name"],
            "KeySchema": sorted(index["key_schema"], key=lambda key: key["KeyType"]),
            "Projection": index["projection"],
        }
        client.update_table(
            TableName=table["TableName"],
            AttributeDefinitions=index["attribute_definitions"],
            GlobalSecondaryIndexUpdates=[{"Create": new}],
        )
        waiter = client.get_waiter("table_exists")
        waiter.wait(TableName=table["TableName"], WaiterConfig={"Delay": 1})


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
