"""Whether every conference that is over stands on the bill, as the provider told of it."""

import time
from typing import Any

from bench.heavy.flow import Course
from bench.heavy.lives import SECONDS

SETTLED_WITHIN = 400.0  # seconds; what was not heard of is asked for within five minutes
LOOK_AGAIN = 5.0  # seconds


def missing(courses: list[Course]) -> list[str]:
    """Return the conferences whose records are not right, once they had the time to be."""
    deadline = time.monotonic() + SETTLED_WITHIN
    amiss = [course for course in courses if not _right(course)]
    while amiss and time.monotonic() < deadline:
        time.sleep(LOOK_AGAIN)
        amiss = [course for course in amiss if not _right(course)]
    return [course.life.conference_id for course in amiss]


def orphans() -> int:
    """Return how many calls were taken for nobody's."""
    from chalicelib import tables  # noqa: PLC0415 - the environment is set

    return sum(1 for _ in tables.Orphan.scan())


def _right(course: Course) -> bool:
    """Say whether all who were let in are on record, once each, and nobody else.

    Where a webhook failed somebody may have been let in of whom we were not told.
    """
    from chalicelib import tables  # noqa: PLC0415 - as above

    life = course.life
    _, legs = tables.collection(life.conference_id)
    found = {leg.leg_id: leg for leg in legs if leg.billing_month}
    who = {leg_id: who for who, leg_id in life.legs.items()}
    wanted = {life.legs[one] for one in course.entered}
    there = found.keys() == wanted if course.unbroken else wanted <= found.keys() <= who.keys()
    sids = {leg.call_sid for leg in found.values()}
    return (
        there
        and len(sids) == len(found)
        and all(
            leg.call_sid == life.sid_of(who[leg_id])
            and leg.billing_number == life.host
            and _priced(leg, SECONDS[who[leg_id]])
            for leg_id, leg in found.items()
        )
    )


def _priced(leg: Any, seconds: int) -> bool:  # noqa: ANN401 - an adapter's class
    """Say whether a record has the provider's *seconds*, and the charge that belongs to them."""
    from chalicelib.billing import rating, tariffs  # noqa: PLC0415 - as above

    tariff = tariffs.in_force("dial_in", leg.answered_at)
    charge = rating.rate(seconds, tariff, host=leg.host)
    return (leg.seconds, leg.charge) == (seconds, charge)
