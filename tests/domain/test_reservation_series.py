"""Reserving a series: each at the same time of the Beijing day, all of it or none."""

from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib import plans, rearrange, reservations, slots
from chalicelib import tables as t
from chalicelib.tables import Reservation
from tests.domain.reserving import (
    IN_AN_HOUR,
    cancel,
    change,
    fill,
    kept,
    local,
    plan,
    reserve,
    stored,
    used,
)
from tests.factories import refusal
from tests.fakes import Crash
from tests.people import LI, ZHAO

pytestmark = pytest.mark.usefixtures("product")


@pytest.fixture
def made(paying):
    """Have 王小明 reserve for an hour from now, with 李雷 and 赵敏."""
    return reserve(paying, plan(LI, ZHAO))[0]


def test_every_day_goes_on_over_the_end_of_the_month(paying):
    starts_at = datetime(2011, 2, 26, 16, 30, tzinfo=UTC)  # half past midnight of the 27th there

    made = reserve(paying, plan(starts_at=starts_at, repeat="daily", until=date(2011, 3, 2)))

    assert local(made) == ["02-27 00:30", "02-28 00:30", "03-01 00:30", "03-02 00:30"]
    assert {row.series_id for row in made} == {made[0].reservation_id}
    assert len({row.reservation_id for row in made}) == 4
    assert [row.rings_at for row in made] == [row.starts_at for row in made]
    assert [row.due_at for row in made] == [row.starts_at for row in made]
    assert [used(row.starts_at) for row in made] == [2] * 4
    assert {row.until for row in made} == {"2011-03-02"}
    assert all(row.expires_at - row.starts_at == reservations.KEPT for row in made)


def test_workdays_from_a_saturday_begin_on_monday(paying):
    saturday = datetime(2011, 2, 19, 1, 0, tzinfo=UTC)

    made = reserve(paying, plan(starts_at=saturday, repeat="workdays", until=date(2011, 2, 28)))

    assert local(made) == [
        *("02-21 09:00", "02-22 09:00", "02-23 09:00", "02-24 09:00", "02-25 09:00"),
        "02-28 09:00",
    ]


def test_workdays_that_are_none_are_refused(paying):
    saturday = datetime(2011, 2, 19, 1, 0, tzinfo=UTC)

    asked = plan(starts_at=saturday, repeat="workdays", until=date(2011, 2, 20))

    assert refusal(reserve, paying, asked)[0] == "bad_until"


def test_every_week_goes_on_until_and_with_the_last_day(paying):
    asked = plan(repeat="weekly", until=date(2011, 3, 9))

    made = reserve(paying, asked)

    assert local(made) == ["02-16 11:00", "02-23 11:00", "03-02 11:00", "03-09 11:00"]


def test_a_series_of_which_one_minute_is_full_reserves_nothing(paying, tables):
    third = IN_AN_HOUR + timedelta(days=2)
    fill(third)

    reason, told = refusal(reserve, paying, plan(repeat="daily", until=date(2011, 2, 20)))

    assert (reason, told["at"]) == ("slot_full", "2011-02-18T03:00:00Z")
    assert kept(tables) == set()
    assert [used(IN_AN_HOUR + timedelta(days=n)) for n in range(5)] == [0, 0, 480, 0, 0]
    slots.give_back(third, 480)
    assert len(reserve(paying, plan(repeat="daily", until=date(2011, 2, 20)))) == 5


DEATHS = range(1, 10)


@pytest.mark.parametrize("full", [False, True], ids=["room", "no room any more"])
@pytest.mark.parametrize("fatal", DEATHS)
def test_a_series_cut_short_is_completed_or_undone_by_asking_again(
    paying, tables, clock, fatal, full
):
    asked = plan(repeat="daily", until=date(2011, 2, 18))
    steps = iter(range(1, 1000))

    def die():
        if next(steps) == fatal:
            raise Crash

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "before", die)
        try:
            reserve(paying, asked)
        except Crash:
            pass
        else:
            assert fatal > 7
            return
    last = IN_AN_HOUR + timedelta(days=2)
    if full and used(last) == 0:
        fill(last)
        clock.advance(minutes=2)
        assert refusal(reserve, paying, asked)[0] == "slot_full"
        assert kept(tables) == set()
        slots.give_back(last, 480)
        assert sum(used(IN_AN_HOUR + timedelta(days=n)) for n in range(3)) in {0, 2}  # see below

    made = reserve(paying, asked)

    assert local(made) == ["02-16 11:00", "02-17 11:00", "02-18 11:00"]
    taken = [used(row.starts_at) for row in made]
    assert min(taken) == 2
    assert sum(taken) in {6, 8}  # killed between the two writes: room for one stays unused
    assert len(kept(tables)) == 3


def test_what_the_same_request_is_putting_at_this_moment_is_not_taken_back(paying, tables):
    asked = plan(repeat="daily", until=date(2011, 2, 18))
    made = reserve(paying, asked)
    made[2].delete()
    fill(made[2].starts_at, but=2)

    assert refusal(reserve, paying, asked)[0] == "slot_full"

    assert len(kept(tables)) == 2


def test_what_was_changed_of_a_series_meanwhile_is_not_taken_back(paying, clock):
    made = reserve(paying, plan(repeat="daily", until=date(2011, 2, 18)))
    moved = plans.Changes(starts_at=IN_AN_HOUR + timedelta(hours=1))
    rearrange.change(paying, made[0].reservation_id, 1, moved)
    made[2].delete()  # as if it had been cut short
    fill(made[2].starts_at, but=2)
    clock.advance(minutes=2)

    refusal(reserve, paying, plan(repeat="daily", until=date(2011, 2, 18)))

    assert local(reservations.of(paying)) == ["02-16 12:00"]


# ——— changing it, and calling it off ———


@pytest.fixture
def week(paying):
    """Have him reserve five days in a row."""
    return reserve(paying, plan(repeat="daily", until=date(2011, 2, 20)), key="week")


def test_one_of_a_series_is_cancelled_alone(paying, week):
    cancel(paying, week[1])

    assert local(reservations.ahead(paying)) == [
        *("02-16 11:00", "02-18 11:00", "02-19 11:00", "02-20 11:00"),
    ]


def test_one_of_a_series_is_changed_alone(paying, week):
    change(paying, week[1], starts_at=week[1].starts_at + timedelta(hours=1))

    assert local(reservations.ahead(paying))[:3] == ["02-16 11:00", "02-17 12:00", "02-18 11:00"]


def test_a_series_is_cancelled_whole_and_nothing_else_of_the_account(paying, made, week):
    gone = cancel(paying, week[2], whole_series=True)

    assert [row.state for row in gone] == ["cancelled"] * 5
    assert [row.reservation_id for row in reservations.ahead(paying)] == [made.reservation_id]
    assert [used(row.starts_at) for row in week] == [3, 0, 0, 0, 0]


def test_a_series_is_cancelled_from_now_on_and_again_the_same(paying, week, clock):
    clock.at = week[1].starts_at - timedelta(minutes=1)
    week[0].update(actions=[Reservation.state.set(t.MISSED)])

    first, again = (cancel(paying, week[0], whole_series=True) for _ in range(2))

    assert local(first) == ["02-17 11:00", "02-18 11:00", "02-19 11:00", "02-20 11:00"]
    assert [row.attribute_values for row in again] == [row.attribute_values for row in first]
    assert stored(week[0]).state == "missed"


def test_a_series_of_which_nothing_is_left_is_over(paying, week, clock):
    clock.at = week[-1].starts_at + timedelta(hours=1)
    for row in week:
        row.update(actions=[Reservation.state.set(t.MISSED)])

    assert refusal(cancel, paying, week[0], whole_series=True) == ("reservation_over", {})


def test_a_series_whose_first_is_forgotten_is_called_off_without_it(paying, week, tables):
    week[0].delete()
    before = kept(tables)

    assert len(cancel(paying, week[1], whole_series=True)) == 4
    assert kept(tables) == before


def test_what_is_no_series_is_cancelled_alone_whatever_is_asked(paying, made, week):
    (gone,) = cancel(paying, made, whole_series=True)

    assert gone.reservation_id == made.reservation_id
    assert len(reservations.ahead(paying)) == len(week)


def test_a_series_is_shown_by_any_of_its_own(paying, made, week):
    cancel(paying, week[1])

    def ids(row):
        return [one.reservation_id for one in reservations.series(paying, row.reservation_id)]

    left = [row.reservation_id for n, row in enumerate(week) if n != 1]
    assert ids(week[0]) == ids(week[1]) == left
    assert ids(made) == [made.reservation_id]
    cancel(paying, week[0], whole_series=True)
    assert ids(week[3]) == [week[3].reservation_id]
    assert refusal(reservations.series, paying, "nothing") == ("not_found", {})
