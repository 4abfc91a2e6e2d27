"""What is added to a call detail record, or taken off: nothing billed is edited (更正, I6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib import clock, tables
from chalicelib.billing import rating, tariffs
from chalicelib.billing.tariffs import Tariff
from chalicelib.tables import Adjustment, Leg

RERATED, BY_PROVIDER = "rerated", "provider"
TRIES = 5


@dataclass(frozen=True, slots=True)
class Standing:
    """A call detail record with all that was adjusted of it: seconds and fen."""

    leg: Leg
    adjustments: Sequence[Adjustment]
    seconds: int
    charge: int

    @property
    def billing_month(self) -> str | None:
        """Payer and month, also of a leg that is billed by its adjustments alone."""
        return self._first.billing_month

    @property
    def answered_at(self) -> datetime:
        """When it was answered, to the second, likewise; of what is on no bill it says nothing."""
        return (self._first.answered_at or clock.OLDEST).replace(microsecond=0)

    @property
    def _first(self) -> Leg | Adjustment:
        alone = self.leg.billing_month is None and self.adjustments
        return self.adjustments[0] if alone else self.leg

    @classmethod
    def of(cls, leg: Leg, adjustments: Sequence[Adjustment]) -> "Standing":
        """Add *adjustments*, in the order they were made, to what *leg* says."""
        ordered = sorted(adjustments, key=lambda one: one.item)
        return cls(
            leg,
            ordered,
            seconds=int(leg.seconds or 0) + sum(int(one.seconds) for one in ordered),
            charge=int(leg.charge or 0) + sum(int(one.charge) for one in ordered),
        )


def right(now: Standing, seconds: int) -> tuple[Tariff, int]:
    """Return the tariff of a record's answer as the price list is now, and what *seconds* cost."""
    tariff = tariffs.in_force(now.leg.way or "", now.answered_at)
    return tariff, rating.rate(seconds, tariff, host=now.leg.host)


def adjust(
    now: Standing, *, reason: str, reference: str = "", seconds: int | None = None
) -> Adjustment | None:
    """Bring a billed leg to *seconds* (by default as it stands) at its price; None if it is there.

    However often it is asked for, also by two at once: the record comes to that sum once. *now* may
    be older than what is stored; then it is read again. *reference* is by default the tariff.
    """
    for _ in range(TRIES):
        wanted = now.seconds if seconds is None else seconds
        tariff, charge = right(now, wanted)
        if (wanted, charge) == (now.seconds, now.charge):
            return None
        made = _made(now, tariff, reason, reference or f"{tariff.tariff_id} v{tariff.version}")
        made.seconds, made.charge = wanted - now.seconds, charge - now.charge
        made.minutes = _minutes(wanted) - _minutes(now.seconds)
        if tables.put_new(made, Adjustment.conference_id):
            return made
        leg, adjustments = tables.record(now.leg.conference_id, now.leg.leg_id)
        now = Standing.of(leg or now.leg, adjustments)
    msg = f"{now.leg.conference_id} {now.leg.leg_id}: adjusted by others all the time"
    raise RuntimeError(msg)


def _minutes(seconds: int) -> int:
    return rating.increments(seconds, rating.MINUTE)


def _made(now: Standing, tariff: Tariff, reason: str, reference: str) -> Adjustment:
    leg, number = now.leg, len(now.adjustments) + 1
    return Adjustment(
        leg.conference_id,
        Adjustment.key_of(leg.leg_id, number),
        leg_id=leg.leg_id,
        number=leg.number,
        host=leg.host,
        way=leg.way,
        billing_number=leg.billing_number,
        billing_month=now.billing_month,
        call_sid=leg.call_sid,
        # A microsecond each: on the bill they come after their leg, in the order they were made.
        answered_at=now.answered_at + timedelta(microseconds=number),
        ended_at=leg.ended_at,
        ended_day=tables.ended_day(leg.ended_at, leg.call_sid),
        reason=reason,
        reference=reference,
        made_at=clock.now(),
        tariff=tariff.tariff_id,
        tariff_version=tariff.version,
    )
