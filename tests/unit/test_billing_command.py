"""The money of the operating company, from a terminal: shown first, done with --yes."""

import json

import pytest

from chalicelib import clock as the_clock
from chalicelib import tables as t
from chalicelib.billing import statements, tariffs
from chalicelib.tables import Bill, Finding, Hour
from infra import billing as command
from tests.billing import adjustments, billed, price
from tests.people import CHEN, WANG

pytestmark = pytest.mark.usefixtures("product")

DEARER = {
    "tariff_id": "dial-in-2012",
    "way": "dial_in",
    "valid_from": "2012-01-01T00:00:00+08:00",
    "price": 25,
    "increment": 60,
}


@pytest.fixture(autouse=True)
def opening_prices():
    """Let prices be loaded: these tests have tables."""


@pytest.fixture
def say(capsys):
    """Give a command; return its exit code, and what it printed on both."""

    def said(*words):
        code = command.main([str(word) for word in words])
        told = capsys.readouterr()
        return code, told.out, told.err

    return said


def file_of(folder, *rows):
    path = folder / "prices.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path


# ——— prices ———


def test_the_price_list_says_what_is_in_force(say):
    code, told, _ = say("tariffs")

    assert code == 0
    assert "dial_in  dial-in-2011 v1 from 2011-02-16 00:00: 0.20 元 each 60 s <- now" in told
    assert told.count("<- now") == 2


def test_a_price_is_shown_first_and_loaded_with_yes(say, tmp_path):
    rows = file_of(tmp_path, DEARER)

    code, told, _ = say("load", rows)
    assert (code, "1 new of 1 rows." in told, command.DRY in told) == (0, True, True)
    assert len(tariffs.known()) == 2

    code, told, _ = say("load", rows, "--yes")
    assert (code, command.DRY in told) == (0, False)
    assert tariffs.named("dial-in-2012", 1).price == 25
    assert "0 new of 1 rows." in say("load", rows, "--yes")[1]


def test_everything_a_tariff_says_is_told(say, tmp_path):
    full = {"connect_fee": 5, "minimum_seconds": 30, "max_charge": 900, "host_pays": False}

    _, told, _ = say("load", file_of(tmp_path, DEARER | full))

    assert "at least 30 s, 0.05 元 a connection, at most 9.00 元, the host free" in told


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([DEARER, DEARER | {"tariff_id": "other"}], "overlaps"),
        ([DEARER | {"valid_from": "2011-02-16T00:00:00+08:00"}], "overlaps"),
        ([DEARER | {"valid_from": "2011-02-16T10:04:00+08:00"}], "too late"),
        ([DEARER | {"price": 0.25}], "whole number"),
    ],
)
def test_of_a_file_with_a_bad_row_nothing_is_loaded(say, tmp_path, rows, why):
    code, _, error = say("load", file_of(tmp_path, *rows), "--yes")

    assert (code, why in error) == (1, True)
    assert t.tariff_rows() == []


def test_a_file_that_is_not_there_is_said_so(say, tmp_path):
    code, _, error = say("load", tmp_path / "nothing.json")

    assert (code, "nothing.json" in error) == (1, True)


def test_a_row_is_loaded_with_everything_it_says():
    moment = the_clock.beginning("2012-01-01")
    row = tariffs.Tariff("web-2012", "web", moment, 25, 30, 5, 45, 900, host_pays=False, version=3)

    tariffs.load([row])

    assert tariffs.stored() == (row,)
    assert tariffs.named("web-2012", 3) == row


def test_of_two_who_load_a_row_at_once_the_second_is_told():
    row = tariffs.Tariff("dial-in-2012", "dial_in", the_clock.beginning("2012-01-01"), 25, 60)
    tariffs.load([row])

    with pytest.raises(tariffs.TariffError, match="dial-in-2012 version 1 is there"):
        tariffs.load([row])
    assert len(t.tariff_rows()) == 1


# ——— rated anew ———


def test_a_corrected_price_rates_the_period_anew(say, tmp_path, clock):
    for n in range(command.SHOWN + 2):
        billed(f"c{n}")
    corrected = DEARER | {
        "tariff_id": "dial-in-2011",
        "valid_from": "2011-02-16T00:00:00+08:00",
        "version": 2,
    }
    assert "rate the period anew" in say("load", file_of(tmp_path, corrected), "--past", "--yes")[1]
    code, _, error = say("rerate", "2011-02", "2011-03", "--yes")
    assert (code, "wait for two" in error) == (1, True)
    clock.advance(minutes=2)

    _, told, _ = say("rerate", "2011-02", "2011-03")
    assert "22 records, 22 rated otherwise, 2.20 元 in all." in told
    assert ("… and 2 more" in told, command.DRY in told, adjustments()) == (True, True, [])

    assert "22 adjustments were written." in say("rerate", "2011-02", "2011-03", "--yes")[1]
    _, told, _ = say("rerate", "2011-02-16", "2011-02-17", "--yes")
    assert "22 records, 0 rated otherwise, 0.00 元 in all." in told
    assert statements.month_so_far(WANG, "2011-02").charge == 22 * 50


def test_a_period_that_is_none_is_refused(say):
    assert say("rerate", "yesterday", "2011-03")[0] == 1


# ——— the provider's side ———


def provided(leg, **values):
    """Return a call record of the provider's, as its REST API writes it."""
    record = {
        "sid": leg.call_sid,
        "status": "completed",
        "direction": "outbound-api",
        "from": "+861065116323",
        "to": leg.number,
        "duration": str(int(leg.seconds)),
        "end_time": the_clock.for_provider(leg.ended_at),
        "price": "-0.0170",
        "price_unit": "USD",
    }
    return record | values


def test_a_day_is_compared_with_a_file_and_what_is_found_can_be_read_and_settled(
    say, clock, tmp_path
):
    clock.advance(days=4)  # the 20th
    legs = [billed(f"c{n}") for n in range(3)]
    known = [provided(legs[0]), provided(legs[1], duration="121"), provided(legs[0], sid="CAnew")]
    file = tmp_path / "calls.json"
    file.write_text(json.dumps(known), encoding="utf-8")
    clock.advance(days=1)

    _, told, _ = say("reconcile", "2011-02-20", "--file", file)
    assert ("2011-02-20: 3 findings." in told, command.DRY in told) == (True, True)
    assert adjustments() == []

    say("reconcile", "2011-02-20", "--file", file, "--yes")
    _, told, _ = say("findings", "2011-02-20")
    assert "24 of 24 hours compared" in told
    for finding in ("missing CAnew", "extra CAc2", "different CAc1"):
        assert told.count(finding) == 1
    assert "USD" in told
    assert WANG not in told

    assert t.find(Bill, WANG, "2011-02").doubts == {legs[2].call_sid}
    settled = ("settle", "2011-02-20", legs[2].call_sid, "--note", "asked them")
    assert command.DRY in say(*settled)[1]
    assert say(*settled, "--yes")[0] == 0
    assert say(*settled, "--yes")[0] == 1
    assert not t.find(Bill, WANG, "2011-02").doubts
    found = [one for one in t.reconciled("2011-02-20")[1] if one.what == "extra"]
    assert [(one.state, one.note) for one in found] == [("settled", "asked them")]
    assert isinstance(found[0], Finding)


@pytest.mark.parametrize(
    "words",
    [
        ("reconcile", "2011-02", "--yes"),
        ("reconcile", "2011-2-16", "--yes"),
        ("close", "2011-02-16", "--force", "--yes"),
        ("close", "2011-2", "--force", "--yes"),
        ("rerate", "2011-2-16", "2011-03"),
    ],
)
def test_a_day_or_a_month_that_is_not_written_so_is_refused(say, clock, words):
    clock.advance(days=90)

    code, _, error = say(*words)

    assert (code, "write" in error) == (1, True)
    assert t.reconciled("2011-02") == ([], [])


# ——— months and files ———


def test_a_month_is_closed_but_for_who_is_in_doubt(say, clock):
    billed("a")
    billed("b", billing_number=CHEN)
    Bill(CHEN, "2011-02", doubts={"CA1"}).save()

    assert say("close", "2011-02", "--yes")[::2] == (
        1,
        "2011-02 can be closed from 2011-03-01T16:00:00Z\n",
    )
    assert say("close", "2011-02", "--force", "--yes")[0] == 1
    assert t.find(Bill, WANG, "2011-02") is None
    clock.at = the_clock.beginning("2011-03-02")
    code, _, error = say("close", "2011-02", "--yes")
    assert (code, error.count("0 of 24 hours")) == (1, 29)

    _, told, _ = say("close", "2011-02", "--force")
    assert "2 payers, 1 open (0.40 元), 1 parked." in told
    assert command.DRY in told
    assert "1 closed now (0.40 元), 1 parked." in say("close", "2011-02", "--force", "--yes")[1]
    assert t.find(Bill, WANG, "2011-02").charge == 40
    assert t.find(Bill, CHEN, "2011-02").closed_at is None
    told = say("close", "2011-02", "--force", "--yes")[1]
    assert "2 payers, 0 closed now (0.00 元), 1 parked." in told


@pytest.mark.parametrize("name", ["statement.csv", "statement.xlsx"])
def test_a_statement_is_handed_out_as_a_file(say, tmp_path, name):
    billed()

    assert say("export", WANG, "2011-02", tmp_path / name)[0] == 0

    written = (tmp_path / name).read_bytes()
    assert written.startswith(b"PK" if name.endswith("xlsx") else "\ufeff".encode())


def test_without_a_word_it_says_what_it_can(capsys):
    with pytest.raises(SystemExit):
        command.main([])

    assert "tariffs" in capsys.readouterr().err


def test_money_is_written_in_yuan():
    assert [command.yuan(fen) for fen in (0, 5, 120, -5, -120)] == [
        "0.00 元",
        "0.05 元",
        "1.20 元",
        "-0.05 元",
        "-1.20 元",
    ]


def test_a_dearer_price_is_not_in_force_before_its_moment(say):
    price("dial-in-2012", valid_from=the_clock.beginning("2012-01-01"), price=25, version=1)

    assert "dial-in-2012 v1 from 2012-01-01 00:00: 0.25 元 each 60 s \n" in say("tariffs")[1]
    assert Hour.PREFIX == "hour#"
