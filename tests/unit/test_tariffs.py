"""Which price is in force when."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.billing.tariffs import DIAL_IN, OPENING, TARIFFS, WEB, Tariff, in_force

CHANGE = datetime(2012, 1, 1, tzinfo=UTC)
PRICES = (
    Tariff("new", DIAL_IN, CHANGE, 30, 60),
    Tariff("old", DIAL_IN, OPENING, 20, 60),
    Tariff("web", WEB, OPENING, 15, 60),
)


@pytest.mark.parametrize(
    ("way", "at", "tariff_id"),
    [
        (DIAL_IN, OPENING, "old"),
        (DIAL_IN, CHANGE - timedelta(microseconds=1), "old"),
        (DIAL_IN, CHANGE, "new"),
        (DIAL_IN, CHANGE + timedelta(days=9999), "new"),
        (WEB, CHANGE, "web"),
    ],
)
def test_a_tariff_is_in_force_from_its_first_moment_until_the_next(way, at, tariff_id):
    assert in_force(way, at, PRICES).tariff_id == tariff_id


@pytest.mark.parametrize(
    ("way", "at"),
    [(DIAL_IN, OPENING - timedelta(microseconds=1)), ("operator", CHANGE)],
)
def test_nobody_is_charged_by_guess(way, at):
    with pytest.raises(LookupError, match=f"no tariff for {way} at"):
        in_force(way, at, PRICES)


def test_the_service_opened_at_twenty_fen_for_every_started_minute_of_a_leg():
    opened = datetime(2011, 2, 15, 16, tzinfo=UTC)  # midnight in Beijing, 16 February

    found = {way: in_force(way, opened) for way in (DIAL_IN, WEB)}

    assert {way: (t.price, t.increment) for way, t in found.items()} == {
        DIAL_IN: (20, 60),
        WEB: (20, 60),
    }


def test_no_two_rows_of_one_way_begin_at_the_same_moment():
    beginnings = [(tariff.way, tariff.valid_from) for tariff in TARIFFS]

    assert len(set(beginnings)) == len(beginnings)
    assert len({tariff.tariff_id for tariff in TARIFFS}) == len(TARIFFS)
