"""How the provider's last word turns a leg into its call detail record (话单, 2.6)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib import clock
from chalicelib.billing import rating, tariffs
from chalicelib.calls import FINAL, Progress
from chalicelib.tables import LegState


@dataclass(frozen=True, slots=True)
class Closing:
    """What is written on a leg when it is over; *seconds*, *tariff*, *charge* only if billed."""

    state: LegState
    ended_at: datetime
    answered_at: datetime | None = None
    seconds: int | None = None
    tariff: str | None = None
    tariff_version: int | None = None
    charge: int | None = None
    billing_month: str | None = None
    """Payer and Beijing month of the answer: the key under which the leg is on the bill."""


def close(
    progress: Progress, *, joined: bool, host: bool, way: str, billing_number: str
) -> Closing:
    """Return the record of a leg the provider says is over.

    Billable seconds are the provider's answered duration if the leg ever *joined* the room; a leg
    that did not costs nothing and is on no bill (S13, S19). The tariff and the month are those of
    the answer, by the provider's clock.
    """
    state = LegState(FINAL[progress.status])
    ended_at = progress.at or clock.now()
    if progress.seconds is None:
        return Closing(state, ended_at)
    answered_at = ended_at - timedelta(seconds=progress.seconds)
    if not joined:
        return Closing(state, ended_at, answered_at)
    tariff = tariffs.in_force(way, answered_at)
    return Closing(
        state,
        ended_at,
        answered_at,
        seconds=progress.seconds,
        tariff=tariff.tariff_id,
        tariff_version=tariff.version,
        charge=rating.rate(progress.seconds, tariff, host=host),
        billing_month=f"{billing_number}#{clock.month(answered_at)}",
    )
