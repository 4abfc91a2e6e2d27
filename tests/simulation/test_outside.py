"""What the store shows us late: an index is a moment behind its table."""

from datetime import timedelta
from types import SimpleNamespace

from tests.engine import Engine
from tests.fakes import START
from tests.simulation.outside import Store

TABLE, INDEX = "things", "by-state"
KEY = [{"AttributeName": "name", "KeyType": "HASH"}]
PLACE = [{"AttributeName": "state", "KeyType": "HASH"}]


def late_by(seconds):
    """Return a store whose index is so many seconds behind, and its time."""
    engine = Engine()
    index = {"IndexName": INDEX, "KeySchema": PLACE, "Projection": {"ProjectionType": "ALL"}}
    made = {"TableName": TABLE, "KeySchema": KEY, "GlobalSecondaryIndexes": [index]}
    engine.answer("CreateTable", made)
    time = SimpleNamespace(now=START, random=SimpleNamespace())
    time.random = SimpleNamespace(choice=min, expovariate=lambda _: seconds)
    store = Store(engine, time, faults=None)
    engine.written = store.remember
    return store, time


def put(store, name, state):
    item = {"name": {"S": name}, "state": {"S": state}}
    store.engine.answer("PutItem", {"TableName": TABLE, "Item": item})


def shown(store, state):
    """Return the names that the index shows under a state."""
    asked = {
        "TableName": TABLE,
        "IndexName": INDEX,
        "KeyConditionExpression": "#0 = :0",
        "ExpressionAttributeNames": {"#0": "state"},
        "ExpressionAttributeValues": {":0": {"S": state}},
    }
    late = store._as_it_was("Query", asked)  # noqa: SLF001 - that it is late is drawn elsewhere
    return sorted(row["name"]["S"] for row in late["Items"])


def test_an_index_shows_what_its_table_was_some_moments_ago():
    store, time = late_by(2)
    put(store, "old", "live")
    put(store, "gone", "live")
    time.now += timedelta(seconds=10)
    put(store, "new", "live")
    put(store, "gone", "ended")
    put(store, "gone", "buried")

    assert shown(store, "live") == ["gone", "old"]
    assert shown(store, "buried") == []
    time.now += timedelta(seconds=3)
    assert shown(store, "live") == ["new", "old"]
    assert shown(store, "buried") == ["gone"]


def test_reading_an_index_changes_nothing():
    store, time = late_by(60)
    time.now += timedelta(seconds=1)
    put(store, "one", "live")
    before = store.engine.snapshot()

    assert shown(store, "live") == []
    assert store.engine.snapshot() == before
