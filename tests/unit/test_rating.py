"""From seconds and a tariff to fen, against exact fractions."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.billing.rating import FREE, Rating, explain, increments, rate
from chalicelib.billing.tariffs import Tariff, opening
from tests.oracle import oracle

TWENTY_FEN_A_MINUTE = Tariff("t", "dial_in", datetime(2011, 2, 16, tzinfo=UTC), 20, 60)


def tariffs():
    return st.builds(
        Tariff,
        tariff_id=st.just("t"),
        way=st.just("web"),
        valid_from=st.just(datetime(2011, 2, 16, tzinfo=UTC)),
        price=st.integers(0, 10**6),
        increment=st.integers(1, 3600),
        connect_fee=st.integers(0, 10**4),
        minimum_seconds=st.integers(0, 600),
        max_charge=st.none() | st.integers(0, 10**7),
        host_pays=st.booleans(),
    )


@pytest.mark.parametrize(
    ("seconds", "fen"),
    [(0, 0), (1, 20), (59, 20), (60, 20), (61, 40), (119, 40), (120, 40), (3600, 1200)],
)
def test_a_started_minute_costs_a_whole_one(seconds, fen):
    assert rate(seconds, TWENTY_FEN_A_MINUTE, host=True) == fen
    assert rate(seconds, TWENTY_FEN_A_MINUTE, host=False) == fen


@given(seconds=st.integers(0, 10**9), tariff=tariffs(), host=st.booleans())
def test_the_charge_is_whole_fen_and_what_the_fraction_says(seconds, tariff, host):
    charge = rate(seconds, tariff, host=host)

    assert charge == oracle(seconds, tariff, host=host)
    assert type(charge) is int


@given(seconds=st.integers(0, 10**6), more=st.integers(0, 10**6), tariff=tariffs())
def test_talking_longer_never_costs_less(seconds, more, tariff):
    assert rate(seconds + more, tariff, host=False) >= rate(seconds, tariff, host=False)


@given(seconds=st.integers(0, 10**6), tariff=tariffs(), host=st.booleans())
def test_the_formula_that_is_shown_is_the_one_that_was_used(seconds, tariff, host):
    told = explain(seconds, tariff, host=host)

    full = told.units * told.price + told.connect_fee
    assert told.charge == (tariff.max_charge if told.capped else full)
    assert told.capped == (told.charge < full)


@given(seconds=st.integers(0, 10**6))
def test_the_web_start_costs_what_the_dialled_start_costs(seconds):
    dialled, web = opening()

    assert rate(seconds, dialled, host=False) == rate(seconds, web, host=False)


def test_three_started_minutes_are_explained_as_three_times_twenty_fen():
    assert explain(121, TWENTY_FEN_A_MINUTE, host=False) == Rating(3, 20, 0, 60)


@pytest.mark.parametrize(("seconds", "units"), [(0, 0), (1, 3), (179, 3), (180, 3), (181, 4)])
def test_a_short_talk_is_charged_as_the_least_there_is(seconds, units):
    tariff = replace(TWENTY_FEN_A_MINUTE, minimum_seconds=180)

    assert rate(seconds, tariff, host=False) == units * 20


@pytest.mark.parametrize(("seconds", "fen"), [(0, 0), (1, 25), (61, 45), (600, 205)])
def test_a_connection_costs_once_and_only_if_there_was_talk(seconds, fen):
    tariff = replace(TWENTY_FEN_A_MINUTE, connect_fee=5)

    assert rate(seconds, tariff, host=False) == fen


@pytest.mark.parametrize(
    ("seconds", "fen", "capped"), [(240, 80, False), (300, 100, False), (301, 100, True)]
)
def test_no_call_costs_more_than_the_most(seconds, fen, capped):
    told = explain(seconds, replace(TWENTY_FEN_A_MINUTE, max_charge=100), host=False)

    assert (told.charge, told.capped) == (fen, capped)


def test_the_host_is_free_where_the_tariff_says_so():
    tariff = replace(TWENTY_FEN_A_MINUTE, host_pays=False, connect_fee=5)

    assert explain(600, tariff, host=True) == FREE
    assert rate(600, tariff, host=False) == 205


def test_time_does_not_run_backwards():
    with pytest.raises(ValueError, match="negative talk time: -1"):
        increments(-1, 60)
