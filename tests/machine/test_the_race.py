"""The minute and a “cancel” of its host at the same moment, on the real store: one of them wins."""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial

import pytest

from chalicelib import due, rearrange, tables
from chalicelib.errors import Refused
from chalicelib.tables import Conference, writes
from local import store
from tests import factories
from tests.domain.reserving import reserve
from tests.fakes import START

ROUNDS, EACH = 200, 20


@pytest.fixture
def real_store(monkeypatch):
    """Let the product in this process keep its tables in a store of the machine."""
    with store.running(in_memory=True) as endpoints:
        for name, value in endpoints.environment.items():
            monkeypatch.setenv(name, value)
        _connect(monkeypatch)
        yield


def _connect(monkeypatch):
    monkeypatch.setattr(writes.Settings, "max_pool_connections", 2 * EACH)
    fresh = lru_cache(maxsize=1)(writes._connection.__wrapped__)  # noqa: SLF001 - made once
    monkeypatch.setattr(writes, "_connection", fresh)
    for model in tables.ALL:
        monkeypatch.setattr(model, "_connection", None)
        model.create_table(wait=True)


@pytest.mark.usefixtures("real_store")
def test_of_twenty_minutes_and_twenty_cancels_at_once_one_has_its_way(clock, network, queue):
    won = Counter()
    with ThreadPoolExecutor(2 * EACH) as pool:
        for n in range(ROUNDS):
            clock.at = START
            account = factories.account(f"+861860001{n:04d}")
            [row] = reserve(account)
            clock.at = row.rings_at

            told = _at_once(pool, account, row, seed=n)
            queue.run()
            row.refresh(consistent_read=True)

            won[row.state] += 1
            rung = network.rung.count(account.billing_number)
            assert (row.state, rung, told) in (
                ("starting", 1, {"already_started": EACH}),
                ("cancelled", 0, {"cancelled": EACH}),
            )

    made = Counter(found.reservation_id for found in Conference.scan() if found.reservation_id)
    assert set(won) == {"starting", "cancelled"}, won
    assert sorted(made.values()) == [1] * won["starting"]


def _at_once(pool, account, row, *, seed):
    """Have the minute come and the host cancel, each twenty times; return what the hosts hear."""
    asked = account.billing_number, row.reservation_id
    fires = [partial(due.attend, *asked)] * EACH
    cancels = [partial(_cancel, account, row.reservation_id)] * EACH
    deeds = [*fires, *cancels]
    random.Random(seed).shuffle(deeds)  # noqa: S311 - so that either may be the first
    return Counter(filter(None, pool.map(lambda deed: deed(), deeds)))


def _cancel(account, reservation_id):
    try:
        [found] = rearrange.cancel(account, reservation_id)
    except Refused as e:
        return e.reason
    return found.state
