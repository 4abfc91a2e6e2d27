"""Which price is in force when, and which rows may join the price list."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.billing import tariffs
from chalicelib.billing.tariffs import DIAL_IN, WEB, Tariff, TariffError, check, in_force, read

OPENING = datetime(2011, 2, 15, 16, tzinfo=UTC)  # midnight in Beijing, 16 February
CHANGE = datetime(2012, 1, 1, tzinfo=UTC)
OLD = Tariff("old", DIAL_IN, OPENING, 20, 60)
NEW = Tariff("new", DIAL_IN, CHANGE, 30, 60)
PRICES = (NEW, OLD, Tariff("web", WEB, OPENING, 15, 60))
ROW = {
    "tariff_id": "web-2012",
    "way": "web",
    "valid_from": "2012-01-01T00:00:00+08:00",
    "price": 15,
    "increment": 60,
}


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


def test_of_two_versions_the_higher_one_is_in_force():
    corrected = replace(OLD, price=25, version=2)

    assert in_force(DIAL_IN, OPENING, (corrected, OLD)) == corrected
    assert in_force(DIAL_IN, CHANGE, (corrected, OLD, NEW)) == NEW


@pytest.mark.parametrize(
    ("way", "at"),
    [(DIAL_IN, OPENING - timedelta(microseconds=1)), ("operator", CHANGE)],
)
def test_nobody_is_charged_by_guess(way, at):
    with pytest.raises(LookupError, match=f"no tariff for {way} at"):
        in_force(way, at, PRICES)


def test_the_service_opened_at_twenty_fen_for_every_started_minute_of_a_leg():
    found = {way: in_force(way, OPENING) for way in (DIAL_IN, WEB)}

    assert {way: (t.price, t.increment, t.version) for way, t in found.items()} == {
        DIAL_IN: (20, 60, 1),
        WEB: (20, 60, 1),
    }


@pytest.mark.usefixtures("clock")
def test_the_rows_that_the_service_came_with_go_together():
    assert check(tariffs.opening(), (), past=True) == list(tariffs.opening())


def test_a_record_finds_the_row_it_was_rated_by():
    assert tariffs.named("web-2011", 1) in tariffs.opening()
    with pytest.raises(LookupError, match="no tariff web-2011 version 2"):
        tariffs.named("web-2011", 2)


# ——— files ———


def test_a_file_says_everything_in_fen_and_seconds():
    full = ROW | {
        "version": 2,
        "connect_fee": 5,
        "minimum_seconds": 30,
        "max_charge": 900,
        "host_pays": False,
    }

    plain, other = read(json.dumps([ROW, full]))

    begins = datetime(2011, 12, 31, 16, tzinfo=UTC)
    assert plain == Tariff("web-2012", "web", begins, 15, 60)
    assert (other.connect_fee, other.minimum_seconds, other.max_charge) == (5, 30, 900)
    assert (other.host_pays, other.version, other.valid_from) == (False, 2, begins)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[", "no JSON"),
        ("{}", "^not a list of objects$"),
        ("[1]", "not a list of objects"),
        (json.dumps([ROW | {"prise": 1}]), "unknown field: prise"),
        (json.dumps([ROW | {"prise": 1, "fee": 1}]), "unknown field: fee, prise"),
        (json.dumps([{"tariff_id": "a"}]), "incomplete, or no date"),
        (json.dumps([ROW | {"valid_from": "soon"}]), "incomplete, or no date"),
        (json.dumps([ROW | {"valid_from": 1}]), "incomplete, or no date"),
        (json.dumps([ROW | {"valid_from": "2012-01-01T00:00:00"}]), "needs an offset"),
        (json.dumps([ROW | {"price": 0.2}]), "price is a whole number from 0, not 0.2"),
        (json.dumps([ROW | {"price": True}]), "price is a whole number from 0, not True"),
        (json.dumps([ROW | {"price": -1}]), "price is a whole number from 0, not -1"),
        (json.dumps([ROW | {"increment": 0}]), "increment is a whole number from 1, not 0"),
        (json.dumps([ROW | {"version": 0}]), "version is a whole number from 1, not 0"),
        (json.dumps([ROW | {"max_charge": -1}]), "max_charge is a whole number from 0, or null"),
        (json.dumps([ROW | {"max_charge": "9"}]), "max_charge is a whole number from 0, or null"),
        (json.dumps([ROW | {"way": "operator"}]), "way is one of dial_in, web"),
        (json.dumps([ROW | {"tariff_id": ""}]), "tariff_id a word"),
        (json.dumps([ROW | {"host_pays": 1}]), "host_pays is true or false"),
    ],
)
def test_a_file_that_is_not_right_is_refused_with_the_reason(text, why):
    with pytest.raises(TariffError, match=why):
        read(text)


def test_a_tariff_may_be_free_in_every_way():
    free = {"price": 0, "connect_fee": 0, "minimum_seconds": 0, "max_charge": 0}

    [row] = read(json.dumps([ROW | free]))

    assert {name: getattr(row, name) for name in free} == free


# ——— rows that join ———


def test_a_row_is_loaded_ahead_of_its_date(clock):
    clock.at = CHANGE - tariffs.LEAD

    assert check([NEW], [OLD], past=False) == [NEW]


def test_a_row_that_comes_too_late_is_refused_unless_the_past_is_meant(clock):
    clock.at = CHANGE - tariffs.LEAD + timedelta(seconds=1)

    with pytest.raises(TariffError, match="new version 1 begins before 2012-01-01T00:00:01Z"):
        check([NEW], [OLD], past=False)
    assert check([NEW], [OLD], past=True) == [NEW]


@pytest.mark.usefixtures("clock")
def test_a_row_that_is_there_already_is_no_news():
    assert check([OLD, NEW], PRICES, past=False) == []


@pytest.mark.usefixtures("clock")
def test_what_is_new_in_a_file_joins_beside_what_is_there_already():
    assert check([OLD, NEW], [OLD], past=True) == [NEW]


@pytest.mark.usefixtures("clock")
def test_a_correction_joins_what_it_corrects_and_a_first_version_what_was_corrected():
    corrected = replace(OLD, price=25, version=2)

    assert check([corrected], [OLD], past=True) == [corrected]
    assert check([NEW], [OLD, corrected], past=True) == [NEW]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (replace(NEW, price=31), "is there with other words"),
        (replace(NEW, tariff_id="other"), "overlaps with new version 1"),
        (
            replace(NEW, valid_from=CHANGE + timedelta(days=1), version=2),
            "differ in way or in valid",
        ),
        (replace(NEW, way=WEB, version=2), "differ in way or in valid_from"),
    ],
)
@pytest.mark.usefixtures("clock")
def test_a_row_that_does_not_fit_is_refused(row, why):
    with pytest.raises(TariffError, match=why):
        check([row], PRICES, past=True)


@pytest.mark.usefixtures("clock")
def test_an_older_version_does_not_come_after_a_newer_one():
    newer = replace(NEW, version=3)

    with pytest.raises(TariffError, match="new version 2 is older than new version 3"):
        check([replace(NEW, version=2)], [newer], past=True)


@pytest.mark.usefixtures("clock")
def test_rows_of_one_file_must_fit_each_other_too():
    other = replace(NEW, tariff_id="other")

    with pytest.raises(TariffError, match="overlaps"):
        check([NEW, other], [OLD], past=True)
