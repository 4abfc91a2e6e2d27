"""What a conference may cost, and what it has cost so far (费用上限).

The meter is `rate()` of the seconds so far; what is over counts as it is billed. At 80 % of a cap
the host is told, and where one more leg would pass it, none is added. Nobody is cut off.
"""

from typing import Literal

from chalicelib import clock, tables
from chalicelib.billing import rating, statements, tariffs
from chalicelib.errors import Refused
from chalicelib.tables import Account, Conference, Leg

NEAR = 80  # percent
Cap = Literal["near", "reached"]


def cost_of(leg: Leg, way: str) -> int:
    """Return what *leg* costs so far, in fen: 0 unless it is, or was, in the room."""
    if leg.over or leg.joined_at is None:
        return int(leg.charge or 0)
    began = leg.answered_at or leg.joined_at
    seconds = max(0, int((clock.now() - began).total_seconds()))
    return rating.rate(seconds, tariffs.in_force(way, began), host=leg.host)


def cost(found: Conference, all_legs: list[Leg]) -> int:
    """Return what a conference costs so far, in fen."""
    return sum(cost_of(leg, found.way) for leg in all_legs)


def estimate(way: str, *, parties: int, host: bool, seconds: int = 60) -> int:
    """Return what *parties*, and the *host* if it is in, cost if each talks *seconds* now."""
    tariff = tariffs.in_force(way, clock.now())
    each = rating.rate(seconds, tariff, host=False)
    return parties * each + (rating.rate(seconds, tariff, host=True) if host else 0)


def allow(found: Conference, all_legs: list[Leg], *, more: int) -> None:
    """Raise Refused("cap_reached") if *more* legs would bring the cost past a cap.

    Each costs at least its first increment, and so does everyone who is being called.
    """
    if found.call_cap is None and found.month_cap is None:
        return
    if _past(found, all_legs, more):
        raise Refused("cap_reached")


def state_of(found: Conference, all_legs: list[Leg]) -> Cap | None:
    """Return how close a conference is to its nearest cap, None if it is far from all."""
    if found.call_cap is None and found.month_cap is None:
        return None
    if _past(found, all_legs, 1):
        return "reached"
    so_far = cost(found, all_legs)
    near = any(spent * 100 >= cap * NEAR for cap, spent in _spent(found, so_far))
    return "near" if near else None


def month_elsewhere(account: Account, conference_id: str) -> int:
    """Return what the other conferences of *account* cost in this Beijing month so far, in fen."""
    month = clock.month(clock.now())
    total = sum(
        record.charge
        for record in statements.records(
            account.billing_number, month, since=account.closed_at, brief=True
        )
        if record.conference_id != conference_id
    )
    for other_id in (account.live or set()) - {conference_id}:
        other, all_legs = tables.collection(other_id)
        if other is not None:
            total += sum(cost_of(leg, other.way) for leg in all_legs if not leg.over)
    return total


def _past(found: Conference, all_legs: list[Leg], more: int) -> bool:
    tariff = tariffs.in_force(found.way, clock.now())
    least = [0 if leg.over else rating.rate(1, tariff, host=leg.host) for leg in all_legs]
    costs = [cost_of(leg, found.way) for leg in all_legs]
    coming = sum(map(max, costs, least)) + more * rating.rate(1, tariff, host=False)
    return any(spent > cap for cap, spent in _spent(found, coming))


def _spent(found: Conference, so_far: int) -> list[tuple[int, int]]:
    """Return each cap there is with what counts against it."""
    caps = [(found.call_cap, so_far), (found.month_cap, int(found.month_before) + so_far)]
    return [(int(cap), spent) for cap, spent in caps if cap is not None]
