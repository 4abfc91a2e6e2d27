"""How many phones may be reserved to ring in one minute, and where there is room (预约容量).

The provider places so many calls a second and no more: what is reserved beyond that would ring
late. Counted are legs, hosts and parties alike, in one counter a minute.
"""

from datetime import datetime, timedelta

from chalicelib import clock, config, tables
from chalicelib.errors import Refused
from chalicelib.tables import Condition, Counter, Reservation

USED = 80  # percent of the calls a second: the rest is for whoever starts at once
NEAREST, AROUND = 3, 30  # how many minutes are offered, and how far away at most
KEPT = timedelta(days=1)
TRIES, PAUSE_SECONDS = 5, 0.05


def capacity() -> int:
    """Return how many legs may be reserved for one minute."""
    return 60 * config.settings.reserved_calls_per_second * USED // 100


def put(reservation: Reservation, *, first: Reservation | None = None) -> bool:
    """Take room in its minute and put a new *reservation*; say whether it was not there already.

    Where it is one of the series that begins with *first*, it is not put either once that is called
    off. Killed in between, a little room stays unused: never is too much of it used. Raise Refused:
    slot_full(at=, nearest=) where the minute is full, busy(retry_after=).
    """
    try:
        take(reservation.starts_at, reservation.legs)
    except Refused:
        if _there(reservation):
            return False
        raise
    if _put(reservation, first):
        return True
    give_back(reservation.starts_at, reservation.legs)
    return False


def _put(reservation: Reservation, first: Reservation | None) -> bool:
    if first is None:
        return tables.put_new(reservation, Reservation.billing_number)
    for _ in range(TRIES):
        if tables.put_of_series(reservation, first):
            return True
        begun = tables.find(Reservation, first.billing_number, first.reservation_id)
        if begun is None or begun.called_off_at or _there(reservation):
            return False
        clock.sleep(PAUSE_SECONDS)  # somebody wrote the first one
    give_back(reservation.starts_at, reservation.legs)
    raise Refused("busy", retry_after=1)


def _there(reservation: Reservation) -> bool:
    key = reservation.billing_number, reservation.reservation_id
    return tables.find(Reservation, *key) is not None


def take(minute: datetime, legs: int) -> None:
    """Take room for *legs* in a *minute*; Refused("slot_full", at=, nearest=) if there is none."""
    marks = Counter.total.add(legs), Counter.expires_at.set(minute + KEPT)
    fits = legs <= capacity()
    if not fits or not tables.change(Counter(_name(minute)), *marks, condition=_room(legs)):
        raise full(minute, legs)


def give_back(minute: datetime, legs: int) -> None:
    """Leave room again that was taken and is not needed."""
    held = Counter.total >= legs
    tables.change(Counter(_name(minute)), Counter.total.add(-legs), condition=held)


def free(minute: datetime, legs: int) -> bool:
    """Say whether *legs* have room in a *minute*."""
    return _used([minute])[0] + legs <= capacity()


def nearest(minute: datetime, legs: int, *, earliest: datetime) -> list[datetime]:
    """Return the minutes nearest to *minute* that have room for *legs*, none before *earliest*."""
    around = [minute + timedelta(minutes=n) for n in range(-AROUND, AROUND + 1) if n]
    around = [one for one in around if one >= earliest]
    found = [
        one for one, used in zip(around, _used(around), strict=True) if used + legs <= capacity()
    ]
    found.sort(key=lambda one: (abs(one - minute), one))
    return sorted(found[:NEAREST])


def full(minute: datetime, legs: int) -> Refused:
    """Return the refusal of a *minute* that is full, with the nearest ones that are not."""
    soonest = clock.now() + timedelta(minutes=config.settings.reservation_lead_minutes)
    offered = [clock.text(one) for one in nearest(minute, legs, earliest=soonest)]
    return Refused("slot_full", field="starts_at", at=clock.text(minute), nearest=offered)


def _room(legs: int) -> Condition:
    room: Condition = Counter.total.does_not_exist() | (Counter.total <= capacity() - legs)
    return room


def _used(minutes: list[datetime]) -> list[int]:
    """Return how many legs are reserved in each of *minutes*, read together."""
    names = [_name(minute) for minute in minutes]
    used = {row.name: int(row.total) for row in Counter.batch_get(names, consistent_read=True)}
    return [used.get(name, 0) for name in names]


def _name(minute: datetime) -> str:
    return f"slot#{clock.text(minute)}"
