"""A period rated anew: what was rated by another price is adjusted, once."""

from datetime import timedelta

import pytest

from chalicelib import clock as the_clock
from chalicelib import config
from chalicelib.billing import rerating, statements
from tests.billing import adjustments, billed, price, unbilled
from tests.factories import at_once
from tests.people import CHEN, WANG

pytestmark = pytest.mark.usefixtures("product")


def february():
    return the_clock.beginning("2011-02"), the_clock.beginning("2011-03")


def rerate(since=None, until=None):
    """Rate anew; return how many records were looked at, and what was adjusted."""
    first, last = february()
    looked, made = 0, []
    for part in rerating.period(since or first, until or last):
        looked += len(part)
        made += rerating.apply_all([one for one in part if one.difference])
    return looked, [one for one in made if one is not None]


def test_nothing_is_adjusted_where_the_price_is_the_same():
    for n in range(5):
        billed(f"c{n}", seconds=60 * n)

    assert rerate() == (5, [])


def test_a_corrected_price_is_made_up_for_with_a_reference_to_it(clock):
    billed(seconds=61)
    price(price=25)

    _, made = rerate()

    assert [(one.seconds, one.charge) for one in made] == [(0, 10)]
    assert (made[0].reason, made[0].reference) == ("rerated", "dial-in-2011 v2")
    assert made[0].made_at == clock.now()
    assert statements.month_so_far(WANG, "2011-02").charge == 50


def test_rated_anew_twice_is_rated_anew_once():
    for n in range(3):
        billed(f"c{n}")
    price(price=25)

    assert [len(rerate()[1]) for _ in range(3)] == [3, 0, 0]
    assert len(adjustments()) == 3


def test_two_who_rate_anew_at_once_do_it_once():
    for n in range(3):
        billed(f"c{n}")
    price(price=25)

    at_once(*[rerate] * 4)

    assert statements.month_so_far(WANG, "2011-02").charge == 3 * 50
    assert len(adjustments()) == 3


def test_back_and_forth_the_sum_is_always_that_of_the_price_in_force():
    billed(seconds=61)
    for version, fen in ((2, 25), (3, 20), (4, 0)):
        price(price=fen, version=version)
        rerate()
        assert statements.month_so_far(WANG, "2011-02").charge == 2 * fen

    assert [one.charge for one in adjustments()] == [10, -10, -40]


def test_what_the_provider_corrected_is_rated_with_its_corrected_seconds():
    leg = billed(seconds=61)
    now = rerating.standings([leg])[0]
    rerating.adjustments.adjust(now, reason="provider", reference="CA1", seconds=181)
    price(price=25)

    _, made = rerate()

    assert [one.charge for one in made] == [20]
    assert statements.month_so_far(WANG, "2011-02").charge == 4 * 25


@pytest.mark.parametrize(
    ("before", "adjusted"), [(timedelta(0), True), (timedelta(microseconds=1), False)]
)
def test_the_period_begins_with_its_first_moment_and_ends_before_its_last(before, adjusted):
    since, until = the_clock.beginning("2011-02-20"), the_clock.beginning("2011-02-21")
    billed("at-since", answered_at=since - before, seconds=3600)
    billed("at-until", answered_at=until - before, seconds=14_400)
    price(price=25)

    _, made = rerate(since, until)

    assert [one.conference_id for one in made] == (["at-since"] if adjusted else ["at-until"])


def test_a_call_that_lasted_longer_than_it_may_is_rated_anew_too():
    _, until = february()
    too_long = config.settings.max_call_seconds + 3_000
    billed(answered_at=until - timedelta(seconds=1), seconds=too_long)

    assert rerate() == (1, [])


def test_a_record_that_is_amiss_names_the_tariff_it_should_have():
    billed(seconds=61)
    price(price=25)

    [one] = [one for part in rerating.period(*february()) for one in part]

    assert (one.tariff.name, one.difference) == (("dial-in-2011", 2), 10)


def test_a_price_that_changes_within_the_period_counts_from_its_moment():
    noon = the_clock.beginning("2011-02-20") + timedelta(hours=12)
    for name, moment in (("before", noon - timedelta(seconds=1)), ("after", noon)):
        billed(name, answered_at=moment, seconds=120)
    price("dial-in-2011-b", valid_from=noon, price=50, version=1)

    _, made = rerate()

    assert [(one.conference_id, one.charge) for one in made] == [("after", 60)]


def test_each_way_has_its_own_price_and_each_payer_his_own_bill():
    billed("dialled")
    billed("web", way="web", billing_number=CHEN)
    price("web-2011", way="web", price=5)

    _, made = rerate()

    assert [(one.conference_id, one.billing_number, one.charge) for one in made] == [
        ("web", CHEN, -30)
    ]


def test_a_leg_that_never_joined_is_not_rated():
    leg = unbilled()
    price(price=25)

    assert (leg.answered_at is not None, rerate()) == (True, (0, []))
