"""A million random legs by a thousand random tariffs, against exact fractions.

Not with the other tests of rating: measuring coverage would take longer than the legs.
"""

import random
from datetime import UTC, datetime

from chalicelib.billing.rating import rate
from chalicelib.billing.tariffs import Tariff
from tests.oracle import oracle

LEGS = 1_000_000
FAMILIES = 1_000  # tariffs that the legs are spread over


def test_a_million_legs_cost_what_exact_fractions_say():
    dice = random.Random(116323)  # noqa: S311 - no secret, and the same each time
    for family in range(FAMILIES):
        tariff = Tariff(
            "t",
            "web",
            datetime(2011, 2, 16, tzinfo=UTC),
            price=dice.randrange(1000),
            increment=dice.choice((1, 6, 30, 60, 60, 60, 180, dice.randrange(1, 3600))),
            connect_fee=dice.choice((0, 0, dice.randrange(100))),
            minimum_seconds=dice.choice((0, 0, dice.randrange(180))),
            max_charge=dice.choice((None, None, dice.randrange(10_000))),
            host_pays=family % 4 != 0,
        )
        for _ in range(LEGS // FAMILIES):
            seconds, host = dice.randrange(14_401), dice.random() < 0.25
            assert rate(seconds, tariff, host=host) == oracle(seconds, tariff, host=host)
