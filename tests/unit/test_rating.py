"""From seconds to fen, against exact fractions."""

import math
from datetime import UTC, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.billing.rating import increments, rate
from chalicelib.billing.tariffs import TARIFFS, Tariff

TWENTY_FEN_A_MINUTE = Tariff("t", "dial_in", datetime(2011, 2, 16, tzinfo=UTC), 20, 60)


@pytest.mark.parametrize(
    ("seconds", "fen"),
    [(0, 0), (1, 20), (59, 20), (60, 20), (61, 40), (119, 40), (120, 40), (3600, 1200)],
)
def test_a_started_minute_costs_a_whole_one(seconds, fen):
    assert rate(seconds, TWENTY_FEN_A_MINUTE) == fen


@given(seconds=st.integers(0, 10**9), price=st.integers(0, 10**6), increment=st.integers(1, 3600))
def test_the_charge_is_the_price_of_the_fraction_rounded_up(seconds, price, increment):
    tariff = Tariff("t", "web", datetime(2011, 2, 16, tzinfo=UTC), price, increment)

    charge = rate(seconds, tariff)

    assert charge == math.ceil(Fraction(seconds, increment)) * price
    assert type(charge) is int


@given(seconds=st.integers(0, 10**6), more=st.integers(0, 10**6))
def test_talking_longer_never_costs_less(seconds, more):
    assert rate(seconds + more, TWENTY_FEN_A_MINUTE) >= rate(seconds, TWENTY_FEN_A_MINUTE)


@given(seconds=st.integers(0, 10**6))
def test_the_web_start_costs_what_the_dialled_start_costs(seconds):
    dialled, web = TARIFFS

    assert rate(seconds, dialled) == rate(seconds, web)


def test_time_does_not_run_backwards():
    with pytest.raises(ValueError, match="negative talk time: -1"):
        increments(-1, 60)
