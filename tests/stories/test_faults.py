"""Everything goes wrong at once: lost, doubled, late webhooks, a provider that forgets calls."""

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from local.store import Endpoints
from tests.stories.bills import billed, in_the_file, on_the_page, owner_of
from tests.stories.stand import Stand, eventually, standing
from tests.stories.test_trouble import start

SEEDS = range(int(os.environ.get("CONFERENCES", "20")))
"""One conference each. `CONFERENCES=300 .venv/bin/pytest tests/stories/test_faults.py` has more."""
AT_ONCE = 4
ALL_FAULTS = {
    "lose": 0.2,
    "double": 0.2,
    "delay": 0.2,
    "reorder": 0.2,
    "rest_429": 7,
    "create_accepted_but_timeout": 0.15,
    "late_answer_seconds": 6.0,
    "create_500_not_placed": 0.1,
    "end_400": 0.5,
}
ENDINGS = ("10001", "20001", "30002", "40006", "50003")  # answer, answer, busy, leaves, no answer


def test_in_twenty_seeds_of_all_faults_every_conference_ends_and_the_bill_is_the_ledger(
    endpoints: Endpoints,
) -> None:
    with standing(endpoints, "faults-", RING_SECONDS="20") as stand:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(partial(_hold_a_conference, stand), SEEDS))
        stand.faults(**dict.fromkeys(ALL_FAULTS, 0))
        for seed in SEEDS:
            eventually(lambda seed=seed: stand.all_ended(_host(seed)), within=60)

        ledger = stand.ledger()
        cdrs = [c for seed in SEEDS for c in stand.cdrs(_host(seed))]
        parties = [c["to"] for c in ledger if c["direction"] == "outbound-api"]
        assert len(cdrs) >= 2 * len(SEEDS)
        assert stand.disputed(cdrs) == []
        for seed in SEEDS:
            owner, bill = owner_of(stand, _host(seed)), billed(stand.cdrs(_host(seed)))
            assert on_the_page(owner) == bill
            assert in_the_file(owner) == bill
        assert all(c["charge"] == -(-c["seconds"] // 60) * 20 for c in cdrs)
        assert [number for number, times in Counter(parties).items() if times > 1] == []
        assert all(c["status"] not in {"queued", "ringing", "in-progress"} for c in ledger)
        assert stand.items("orphans") == []


def _host(seed: int) -> str:
    return f"+8618600{seed:04d}77"


def _hold_a_conference(stand: Stand, seed: int) -> None:
    host = _host(seed)
    stand.network.call(stand.simulated.plant.injector.rng.seed, seed)
    start(stand, host, *(f"+86137{seed:03d}{ending}" for ending in ENDINGS))
    stand.faults(**ALL_FAULTS)
    early = {"waiting", "dialling", "ringing", "answered"}
    eventually(lambda: _first(stand, host)["state"] not in early, within=30)
    stand.phone(host).hang_up()


def _first(stand: Stand, host: str) -> dict[str, str]:
    """Return the leg of the first party the host keyed in."""
    legs = stand.legs(host)
    return next(leg for number, leg in legs.items() if number.endswith(ENDINGS[0]))
