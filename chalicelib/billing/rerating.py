"""Rating a period anew by the price list as it is now: differences as adjustments (重新批价)."""

from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib import config, tables
from chalicelib.billing import adjustments, tariffs
from chalicelib.billing.adjustments import RERATED, Standing
from chalicelib.billing.tariffs import Tariff
from chalicelib.tables import Adjustment, Leg

AT_ONCE = 8  # writes


@dataclass(frozen=True, slots=True)
class Rerating:
    """One billed leg as it stands, the tariff it should have, and the fen that this makes."""

    standing: Standing
    tariff: Tariff
    difference: int


def period(since: datetime, until: datetime) -> Iterator[list[Rerating]]:
    """Yield every billed leg answered from *since* to before *until*, in parts.

    The *difference* is 0 where nothing is to be done. The price list is read anew first.
    """
    tariffs.forget()
    longest = timedelta(seconds=config.settings.max_call_seconds, hours=1)
    for part in tables.ended(since, until + longest):
        yield [
            _rerating(standing)
            for standing in standings(part)
            if standing.billing_month and since <= standing.answered_at < until
        ]


def apply_all(amiss: list[Rerating]) -> Iterator[Adjustment | None]:
    """Write the adjustments that *amiss* need, some at once; yield each as `apply` returns it."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield from pool.map(apply, amiss)


def apply(one: Rerating) -> Adjustment | None:
    """Write the adjustment that *one* needs; None if somebody else has."""
    return adjustments.adjust(one.standing, reason=RERATED)


def standings(part: list[Leg | Adjustment]) -> list[Standing]:
    """Return the legs of one part of the index with their adjustments."""
    made: defaultdict[tuple[str, str], list[Adjustment]] = defaultdict(list)
    for row in part:
        if isinstance(row, Adjustment):
            made[row.conference_id, row.leg_id].append(row)
    return [
        Standing.of(row, made[row.conference_id, row.leg_id])
        for row in part
        if isinstance(row, Leg)
    ]


def _rerating(now: Standing) -> Rerating:
    tariff, charge = adjustments.right(now, now.seconds)
    return Rerating(now, tariff, charge - now.charge)
