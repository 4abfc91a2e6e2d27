"""How many phones ring in one minute, and where there is room."""

from datetime import timedelta

import pytest

from chalicelib import slots
from chalicelib import tables as t
from chalicelib.clock import text
from chalicelib.tables import Counter
from tests.domain.reserving import IN_AN_HOUR, fill, plan, reserve, stored, used
from tests.factories import refusal, settings_with
from tests.fakes import START, Crash

pytestmark = pytest.mark.usefixtures("product")

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(("calls", "legs"), [(1, 48), (10, 480), (20, 960)])
def test_four_fifths_of_the_calls_a_second_may_be_reserved(monkeypatch, calls, legs):
    settings_with(monkeypatch, reserved_calls_per_second=calls)

    assert slots.capacity() == legs


def test_a_minute_is_full_to_the_last_leg_and_no_further():
    slots.take(IN_AN_HOUR, 478)
    assert (slots.free(IN_AN_HOUR, 2), slots.free(IN_AN_HOUR, 3)) == (True, False)
    assert refusal(slots.take, IN_AN_HOUR, 3)[0] == "slot_full"
    slots.take(IN_AN_HOUR, 2)

    reason, told = refusal(slots.take, IN_AN_HOUR, 1)

    assert (reason, told["at"], told["field"]) == ("slot_full", text(IN_AN_HOUR), "starts_at")
    assert slots.free(IN_AN_HOUR + MINUTE, 480)


def test_more_than_a_minute_holds_fits_into_none(paying):
    assert refusal(slots.take, IN_AN_HOUR, 481) == (
        "slot_full",
        {"field": "starts_at", "at": text(IN_AN_HOUR), "nearest": []},
    )
    assert reserve(paying)[0].state == "scheduled"


def test_what_is_given_back_is_free_and_no_more_is_given_back_than_was_taken():
    slots.take(IN_AN_HOUR, 10)
    slots.give_back(IN_AN_HOUR, 4)
    assert used(IN_AN_HOUR) == 6
    slots.give_back(IN_AN_HOUR, 7)
    slots.give_back(IN_AN_HOUR + MINUTE, 1)

    assert (used(IN_AN_HOUR), used(IN_AN_HOUR + MINUTE)) == (6, 0)


def test_what_is_counted_of_a_minute_is_forgotten_a_day_later(paying):
    slots.take(IN_AN_HOUR, 1)
    reserve(paying, plan(starts_at=IN_AN_HOUR + MINUTE))

    kept = {row.name: row.expires_at for row in Counter.scan() if row.name.startswith("slot#")}
    assert kept == {
        f"slot#{text(at)}": at + timedelta(days=1) for at in (IN_AN_HOUR, IN_AN_HOUR + MINUTE)
    }


# ——— the nearest ———


def nearest(legs=2, *, earliest=START):
    found = slots.nearest(IN_AN_HOUR, legs, earliest=earliest)
    return [(one - IN_AN_HOUR) // MINUTE for one in found]


def test_the_three_nearest_that_have_room_are_offered_in_order():
    assert nearest() == [-2, -1, 1]
    for n in (-1, 1, 2):
        fill(IN_AN_HOUR + n * MINUTE)
    fill(IN_AN_HOUR + 3 * MINUTE, but=1)

    assert nearest() == [-4, -3, -2]
    assert nearest(1) == [-3, -2, 3]


def test_none_is_offered_that_is_too_soon():
    assert nearest(earliest=IN_AN_HOUR - MINUTE) == [-1, 1, 2]
    assert nearest(earliest=IN_AN_HOUR + 29 * MINUTE) == [29, 30]
    assert nearest(earliest=IN_AN_HOUR + 31 * MINUTE) == []


def test_a_full_minute_is_refused_with_minutes_that_may_still_be_reserved():
    soonest = START + 15 * MINUTE
    fill(soonest + MINUTE)

    _, told = refusal(slots.take, soonest + MINUTE, 1)

    assert told["nearest"] == [text(soonest + n * MINUTE) for n in (0, 2, 3)]


def test_what_is_offered_is_looked_up_with_one_request(tables):
    tables.requests.clear()

    nearest()

    assert tables.requests == ["BatchGetItem"]


# ——— a reservation and its room: both or neither ———


def test_what_is_there_already_takes_no_room_again(paying):
    (row,) = reserve(paying)

    assert not slots.put(row)
    assert used(IN_AN_HOUR) == 2


def test_in_a_full_minute_nothing_is_put(paying):
    (row,) = reserve(paying)
    row.delete()
    fill(IN_AN_HOUR, but=3)

    assert refusal(slots.put, row)[0] == "slot_full"
    assert t.find(t.Reservation, row.billing_number, row.reservation_id) is None


def test_what_is_there_already_is_found_in_a_full_minute_too(paying):
    (row,) = reserve(paying)
    fill(IN_AN_HOUR, but=2)

    assert not slots.put(row)
    assert used(IN_AN_HOUR) == 480


def test_a_death_between_the_two_leaves_a_little_room_unused(paying, tables):
    def die():
        if tables.requests[-1] == "PutItem":
            raise Crash

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "before", die)
        with pytest.raises(Crash):
            reserve(paying)
    assert used(IN_AN_HOUR) == 2

    assert stored(reserve(paying)[0]).state == "scheduled"
    assert used(IN_AN_HOUR) == 4
