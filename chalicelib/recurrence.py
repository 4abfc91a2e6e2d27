"""The moments of a reservation that is repeated (周期预约)."""

from datetime import date, datetime
from typing import Literal

from dateutil.rrule import DAILY, FR, MO, TH, TU, WE, WEEKLY, rrule

from chalicelib import clock
from chalicelib.errors import Refused

Repeat = Literal["once", "daily", "workdays", "weekly"]
WORKDAYS = (MO, TU, WE, TH, FR)  # public holidays, and the days worked instead, are not known here


def moments(
    first: datetime, repeat: Repeat, until: date | None, *, latest: datetime
) -> list[datetime]:
    """Return the moments (aware UTC) from *first* on, the last on the Beijing date *until*.

    Each is at the same time of the Beijing day. Raise Refused("bad_until", latest=) if *until* is
    missing, later than *latest*, or before any moment.
    """
    if repeat == "once":
        return [first]
    local, last_day = first.astimezone(clock.BEIJING), latest.astimezone(clock.BEIJING).date()
    if until is None or not local.date() <= until <= last_day:
        raise Refused("bad_until", field="until", latest=last_day.isoformat())
    start = local.replace(tzinfo=None)
    end = datetime.combine(until, start.time())
    days = {
        "daily": rrule(DAILY, dtstart=start, until=end),
        "workdays": rrule(DAILY, dtstart=start, until=end, byweekday=WORKDAYS),
        "weekly": rrule(WEEKLY, dtstart=start, until=end),
    }[repeat]
    found = [day.replace(tzinfo=clock.BEIJING).astimezone(first.tzinfo) for day in days]
    if not found:
        raise Refused("bad_until", field="until", latest=last_day.isoformat())
    return found
