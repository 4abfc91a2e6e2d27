"""A month is closed payer by payer, once, and not while there is doubt or it is not over."""

from datetime import timedelta

import pytest

from chalicelib import clock as the_clock
from chalicelib import config
from chalicelib.billing import adjustments, closing, rerating
from chalicelib.billing.adjustments import Standing
from chalicelib.billing.statements import Sums
from chalicelib.tables import Bill, Hour
from tests.billing import adjustments as stored
from tests.billing import billed, price, unbilled
from tests.people import CHEN, WANG

pytestmark = pytest.mark.usefixtures("product")

MARCH = the_clock.beginning("2011-03")


def compared(*days):
    """Let every hour of *days* have been compared."""
    for day in days:
        for hour in range(24):
            facts = {"calls": 0, "seconds": 0, "revenue": 0, "compared_at": the_clock.now()}
            Hour(day, f"{Hour.PREFIX}{hour:02}", **facts).save()


def february():
    return the_clock.days(the_clock.beginning("2011-02"), MARCH)


def bill(number=WANG):
    return Bill.get(number, "2011-02")


def test_a_month_is_not_closed_before_the_day_after_its_end(clock):
    clock.at = MARCH + timedelta(days=1) - timedelta(microseconds=1)

    assert closing.obstacles("2011-02") == ["2011-02 can be closed from 2011-03-01T16:00:00Z"]


def test_every_hour_is_compared_with_the_provider_before_a_month_is_closed(clock):
    clock.at = MARCH + timedelta(days=1)
    compared(*february()[:-1])
    Hour(
        "2011-02-28", f"{Hour.PREFIX}00", calls=0, seconds=0, revenue=0, compared_at=clock.now()
    ).save()

    assert closing.obstacles("2011-02") == [
        "2011-02-28: 1 of 24 hours were compared with the provider",
        "2011-03-01: 0 of 24 hours were compared with the provider",
    ]
    compared("2011-02-28")
    assert closing.obstacles("2011-02") == [
        "2011-03-01: 0 of 24 hours were compared with the provider"
    ]
    compared("2011-03-01")
    assert closing.obstacles("2011-02") == []


def test_each_payer_has_the_sums_of_the_month_of_the_answer():
    billed("a", seconds=61)
    billed("b", seconds=30, billing_number=CHEN)
    billed("late", answered_at=MARCH - timedelta(seconds=1), seconds=14_400)
    billed("next", answered_at=MARCH, seconds=60)
    unbilled("free")
    price(price=25)
    for part in rerating.period(the_clock.beginning("2011-02-16"), MARCH - timedelta(days=1)):
        for one in part:
            rerating.apply(one)

    found = {one.billing_number: one.sums for one in closing.look("2011-02")}

    assert found == {WANG: Sums(2, 242, 2 * 25 + 240 * 20), CHEN: Sums(1, 1, 25)}


def test_a_call_that_lasted_longer_than_it_may_is_closed_with_the_month_of_its_answer():
    too_long = config.settings.max_call_seconds + 3_000
    billed(answered_at=MARCH - timedelta(seconds=1), seconds=too_long)

    assert [one.sums.legs for one in closing.look("2011-02")] == [1]


def test_a_leg_that_is_billed_by_an_adjustment_alone_is_closed_and_rated_with_its_month():
    leg = unbilled()
    leg.billing_month = f"{WANG}#2011-02"
    adjustments.adjust(Standing.of(leg, []), reason="provider", reference="CA1", seconds=61)

    (one,) = closing.look("2011-02")
    assert (one.billing_number, one.sums) == (WANG, Sums(1, 2, 40))
    price(price=25)
    february = the_clock.beginning("2011-02"), MARCH
    amiss = [r for part in rerating.period(*february) for r in part if r.difference]
    assert [r.difference for r in amiss] == [10]
    list(rerating.apply_all(amiss))
    assert [row.billing_month for row in stored()] == [f"{WANG}#2011-02"] * 2
    assert closing.look("2011-02")[0].sums.charge == 50


def test_a_month_is_closed_once_and_keeps_its_first_sums(clock):
    billed("a", seconds=61)
    (one,) = closing.look("2011-02")

    assert (one.state, closing.close(one)) == ("open", True)
    billed("b", seconds=61)
    (again,) = closing.look("2011-02")

    assert (again.state, again.sums.charge, closing.close(again)) == ("closed", 80, False)
    assert (bill().calls, bill().minutes, bill().charge) == (1, 2, 40)
    assert bill().closed_at == clock.now()


def test_a_month_in_doubt_is_parked_until_the_doubt_is_gone():
    billed()
    Bill(WANG, "2011-02", doubts={"CA1"}).save()
    (one,) = closing.look("2011-02")

    assert (one.state, closing.close(one)) == ("parked", False)
    bill().update(actions=[Bill.doubts.delete({"CA1"})])
    (one,) = closing.look("2011-02")
    assert (one.state, closing.close(one)) == ("open", True)


def test_a_month_without_calls_has_nobody_to_close():
    assert closing.look("2011-02") == []
