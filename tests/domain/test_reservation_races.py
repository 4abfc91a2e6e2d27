"""Its minute and whoever calls it off, or changes it, at the same moment: one wins, never both."""

from datetime import timedelta
from functools import partial

import pytest

from chalicelib import due, rearrange, reservations, slots
from tests import factories
from tests.domain.reserving import IN_AN_HOUR, cancel, change, plan, reserve, stored, used
from tests.factories import at_once, settings_with
from tests.people import LI, WANG, ZHAO

pytestmark = pytest.mark.usefixtures("product")

ROUNDS = 10


def rounds(account, clock):
    """Reserve again and again for a moment that is there then."""
    for n in range(ROUNDS):
        (row,) = reserve(account, plan(starts_at=clock.now() + timedelta(hours=1)), key=f"key {n}")
        clock.at = row.starts_at
        yield row


def test_of_eight_who_ring_and_eight_who_cancel_one_kind_wins(paying, clock, queue, network):
    won = []
    for row in rounds(paying, clock):
        network.did.clear()
        rings = [partial(due.attend, WANG, row.reservation_id)] * 8
        cancels = [partial(cancel, paying, row)] * 8

        told = at_once(*(one for both in zip(rings, cancels, strict=True) for one in both))[1::2]
        queue.run()

        state = stored(row).state
        won.append(state)
        if state == "cancelled":
            assert network.rung == []
            assert all(gone.state == "cancelled" for (gone,) in told)
            assert used(row.starts_at) == 0
        else:
            assert (state, network.rung) == ("starting", [WANG])
            assert set(told) == {"already_started"}
            factories.conference.cancel(stored(row).conference_id)
            queue.run()
    assert set(won) <= {"cancelled", "starting"}


def test_of_eight_who_ring_and_eight_who_change_none_is_rung_twice_and_none_forgotten(
    paying, clock, queue, network
):
    for row in rounds(paying, clock):
        network.did.clear()
        later = row.starts_at + timedelta(hours=2)
        rings = [partial(due.attend, WANG, row.reservation_id)] * 8
        moves = [partial(change, paying, row, starts_at=later)] * 8

        told = at_once(*(one for both in zip(rings, moves, strict=True) for one in both))[1::2]
        queue.run()

        moved = stored(row).state == "scheduled"
        assert len(network.rung) == (not moved)
        assert len(set(told) - {"changed_meanwhile", "already_started"}) == moved
        assert (used(row.starts_at), used(later)) == ((0, 2) if moved else (2, 0))
        if moved:
            rearrange.cancel(paying, row.reservation_id)
        else:
            factories.conference.cancel(stored(row).conference_id)
        queue.run()


def test_of_eight_accounts_who_want_the_last_room_one_gets_it(clock):
    hosts = [factories.account(f"+861860000{n:04}") for n in range(600, 608)]
    slots.take(IN_AN_HOUR, slots.capacity() - 3)

    made = at_once(*(partial(reserve, host, plan(LI, ZHAO)) for host in hosts))

    assert sum(one == "slot_full" for one in made) == 7
    assert used(IN_AN_HOUR) == 480
    assert clock.now() < IN_AN_HOUR


def test_many_who_move_into_a_minute_and_out_of_it_leave_no_room_taken(paying, clock):
    rows = [
        reserve(paying, plan(starts_at=IN_AN_HOUR + timedelta(minutes=n)), key=f"key {n}")[0]
        for n in range(8)
    ]
    there = IN_AN_HOUR + timedelta(hours=2)

    at_once(*(partial(change, paying, row, starts_at=there) for row in rows))
    assert used(there) == 16
    assert [used(row.starts_at) for row in rows] == [0] * 8
    at_once(*(partial(cancel, paying, row) for row in rows))

    assert used(there) == 0
    assert clock.now() < there


def test_of_many_at_once_no_account_gets_more_of_a_minute_than_it_may_have(paying, monkeypatch):
    settings_with(monkeypatch, max_account_legs=6)
    ask = [partial(reserve, paying, plan(LI), key=f"at once {n}") for n in range(8)]

    at_once(*ask)

    assert sum(row.legs for row in reservations.ahead(paying)) <= 6
