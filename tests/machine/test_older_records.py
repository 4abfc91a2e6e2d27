"""Records that an older version left on this machine are found by a newer one's indexes."""

import pytest

from chalicelib import tables
from chalicelib.billing import rerating
from local import product, store
from tests.billing import billed


@pytest.fixture
def real_store(monkeypatch):
    """Let the product in this process keep its tables in a store of the machine."""
    with store.running(in_memory=True) as endpoints:
        for name, value in endpoints.environment.items():
            monkeypatch.setenv(name, value)
        tables.table.connection.cache_clear()  # what was made before knows another store
        for model in tables.ALL:
            monkeypatch.setattr(model, "_connection", None)
        yield
    tables.table.connection.cache_clear()


@pytest.mark.usefixtures("real_store", "clock")
def test_an_index_that_is_new_is_made_on_a_table_that_is_old(monkeypatch):
    older = {n: i for n, i in tables.ConferenceItem._indexes.items() if n != "ended_index"}  # noqa: SLF001
    with monkeypatch.context() as before:
        before.setattr(tables.ConferenceItem, "_indexes", older)
        product.create_missing_tables()
    leg = billed()

    product.create_missing_tables()
    product.create_missing_tables()

    made = tables.ConferenceItem.describe_table()["GlobalSecondaryIndexes"]
    assert sorted(index["IndexName"] for index in made) == ["bill", "ended", "live"]
    since, until = leg.answered_at, leg.ended_at
    found = [one.standing.leg for part in rerating.period(since, until) for one in part]
    assert [one.call_sid for one in found] == [leg.call_sid]
