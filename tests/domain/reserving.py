"""Reservations as tests make them: what is asked for, and how full a minute is."""

from dataclasses import replace
from datetime import timedelta

from chalicelib import due, hosts, rearrange, reservations, slots, sweeps
from chalicelib.clock import BEIJING
from chalicelib.plans import Changes, Plan
from chalicelib.tables import Reservation
from chalicelib.web_start import Party
from tests import factories
from tests.fakes import START
from tests.people import LI

IN_AN_HOUR = START + timedelta(hours=1)


def plan(*parties, **values):
    """Return a plan for an hour from the start with 李雷, but for *values*."""
    whom = [Party(number) for number in parties] or [Party(LI)]
    return replace(Plan(IN_AN_HOUR, hosts.REGISTERED, whom), **values)


def reserve(account, wanted=None, *, key="a key", made_by="web"):
    return reservations.reserve(account, wanted or plan(), made_by=made_by, key=key)


def used(minute):
    """Return how many legs are reserved for a minute."""
    return 480 - next(n for n in range(480, -1, -1) if slots.free(minute, n))


def fill(minute, *, but=0):
    """Take all room of a minute *but* so many legs."""
    slots.take(minute, slots.capacity() - but)


def local(rows):
    """Return the moments of reservations as Beijing says them."""
    return [f"{row.starts_at.astimezone(BEIJING):%m-%d %H:%M}" for row in rows]


def kept(tables):
    """Return the keys of all reservations that are stored."""
    return {key for key in tables.snapshot() if key[0] == "test-reservations"}


def change(account, row, *, version=None, **changes):
    version = row.version if version is None else version
    return rearrange.change(account, row.reservation_id, version, Changes(**changes))


def cancel(account, row, **values):
    return rearrange.cancel(account, row.reservation_id, **values)


def stored(row):
    return Reservation.get(row.billing_number, row.reservation_id)


def tick(queue):
    """Let the minute come now, and do what is asked for by now."""
    due.ask_for_due()
    sweeps.ask_for_due()
    queue.run()


def pass_time(clock, queue, *, until, ticks_at=0):
    """Let time pass by the second, with a minute's tick *ticks_at* seconds after each whole one."""
    while clock.at < until:
        clock.advance(seconds=1)
        queue.run()
        if clock.at.second == ticks_at:
            tick(queue)


def due_now(row, clock, queue):
    """Let the time of a reservation come; return it as it is then."""
    clock.at = row.rings_at
    due.attend(row.billing_number, row.reservation_id)
    queue.run()
    return stored(row)


def rings(network):
    """Return which phones were rung, and when."""
    placed = [call for call in network.calls.values() if not call.inbound]
    return [(call.number, call.created_at) for call in placed]


def postpone(row, clock, queue, network):
    """Let the host answer, press 2 and hang up; return what was said, and how it is then."""
    asked = factories.answer(row.conference_id, network)
    said = factories.press(row.conference_id, "2")
    clock.advance(seconds=5)
    factories.host_hangs_up(row.conference_id, network)
    queue.run()
    return asked, said, stored(row)


def overtake(monkeypatch, deed, *, times=1):
    """Have *deed* done by somebody else just before each of so many moves to another state."""
    move, left = Reservation.move, iter(range(times))

    def overtaken(self, *asked, **values):
        if next(left, None) is not None:
            with monkeypatch.context() as patch:
                patch.setattr(Reservation, "move", move)
                deed()
        return move(self, *asked, **values)

    monkeypatch.setattr(Reservation, "move", overtaken)
