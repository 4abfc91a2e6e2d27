"""The operator's word on who may host, from a terminal (S4 to S6)."""

import pytest

from chalicelib import accounts
from chalicelib.tables import NumberException
from infra import exceptions
from tests.people import LI, OFFICE, WANG

HONG_KONG = "+85221234567"

pytestmark = pytest.mark.usefixtures("product")


def may_host(number):
    return accounts.arrive(number, "CA1").account is not None


def test_an_allowed_number_may_host_from_its_next_call_on():
    assert not may_host(LI)

    exceptions.main(["allow", LI])

    assert may_host(LI)


def test_a_barred_number_may_not_host_any_more():
    assert may_host(WANG)

    exceptions.main(["bar", WANG])

    assert not may_host(WANG)


@pytest.mark.parametrize(("act", "number", "plan"), [("allow", LI, False), ("bar", WANG, True)])
def test_a_cleared_number_follows_the_number_plan_again(act, number, plan):
    exceptions.main([act, number])

    exceptions.main(["clear", number])

    assert may_host(number) is plan


def test_the_latest_word_holds_and_its_note_is_kept():
    exceptions.main(["allow", LI, "--note", "ported in from China Mobile"])
    exceptions.main(["bar", LI, "--note", "asked for it in writing"])

    kept = NumberException.get(LI, NumberException.ITEM)

    assert (kept.verdict, kept.note) == ("barred", "asked for it in writing")


def test_clearing_forgets_no_account(capsys):
    opened = accounts.arrive(WANG, "CA1").account
    exceptions.main(["bar", WANG])

    exceptions.main(["clear", WANG])

    assert accounts.find(WANG).attribute_values == opened.attribute_values
    assert "follows the number plan again" in capsys.readouterr().out


def test_clearing_a_number_without_an_exception_says_so(tables, capsys):
    exceptions.main(["clear", WANG])

    assert capsys.readouterr().out == f"{WANG} had no exception\n"
    assert tables.snapshot() == {}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("65550101", OFFICE),
        ("010-6555 0101", OFFICE),
        ("138 0000 0201", LI),
        (LI, LI),
        (HONG_KONG, HONG_KONG),
    ],
)
def test_a_number_may_be_written_as_it_is_dialled_or_in_full(text, number, capsys):
    exceptions.main(["allow", text])

    assert capsys.readouterr().out == f"{number} is allowed\n"
    assert may_host(number)


@pytest.mark.parametrize("text", ["", "12", "1380000020", "110", "4008123123", "Wang"])
def test_what_is_no_phone_number_is_refused_and_nothing_is_written(text, tables, capsys):
    with pytest.raises(SystemExit, match="2"):
        exceptions.main(["allow", text])

    assert "argument NUMBER" in capsys.readouterr().err
    assert tables.snapshot() == {}
