"""What is added to a call detail record: by whom it is done, how often, and that it sums up."""

import pytest

from chalicelib import tables as t
from chalicelib.billing import adjustments, statements, tariffs
from chalicelib.billing.adjustments import Standing, adjust
from tests.billing import adjustments as stored
from tests.billing import billed, price
from tests.factories import at_once
from tests.people import LI, WANG

pytestmark = pytest.mark.usefixtures("product")

DIALLED, WEB = tariffs.opening()


def standing(leg):
    return Standing.of(*t.record(leg.conference_id, leg.leg_id))


def longer(leg, seconds=121, *, now=None):
    return adjust(
        now or standing(leg), tariff=DIALLED, reason="provider", reference="CA1", seconds=seconds
    )


def test_a_record_is_brought_to_what_the_provider_says_and_stays_as_it_was(clock):
    leg = billed(seconds=61)
    clock.advance(days=3)

    made = longer(leg)

    assert (made.seconds, made.charge, made.made_at) == (60, 20, clock.now())
    assert (made.number, made.host, made.billing_number) == (LI, False, WANG)
    again, _ = t.record("first", "p1-1")
    assert (again.seconds, again.charge, again.tariff_version) == (61, 40, 1)
    now = standing(leg)
    assert (now.seconds, now.charge, now.tariff) == (121, 60, ("dial-in-2011", 1))


def test_what_is_right_is_not_adjusted():
    leg = billed(seconds=61)

    assert longer(leg, 61) is None
    assert stored() == []


def test_asked_for_twice_it_is_done_once():
    leg = billed(seconds=61)

    assert [longer(leg) is None, longer(leg) is None] == [False, True]
    assert len(stored()) == 1


def test_of_two_who_have_read_the_same_the_second_reads_again():
    leg = billed(seconds=61)
    before = standing(leg)
    longer(leg, 121)

    made = longer(leg, 181, now=before)

    assert (made.seconds, made.charge) == (60, 20)
    assert (standing(leg).seconds, standing(leg).charge) == (181, 80)


def test_ten_at_once_bring_it_there_once():
    leg = billed(seconds=61)
    before = standing(leg)

    made = at_once(*[lambda: longer(leg, now=before)] * 10)

    assert sum(one is not None for one in made) == 1
    assert (standing(leg).seconds, standing(leg).charge) == (121, 60)


def test_fewer_seconds_are_taken_off():
    leg = billed(seconds=121)

    made = longer(leg, 59)

    assert (made.seconds, made.charge) == (-62, -40)
    assert statements.month_so_far(WANG, "2011-02") == statements.Sums(1, 1, 20)


def test_each_adjustment_has_a_key_of_its_own_in_the_order_they_were_made():
    leg = billed(seconds=61)
    for seconds in (121, 181, 61):
        longer(leg, seconds)

    assert [one.item for one in stored()] == [f"adjustment#p1-1#00{n}" for n in (1, 2, 3)]
    assert (standing(leg).seconds, standing(leg).charge) == (61, 40)


def test_who_is_always_overtaken_gives_up_loudly(monkeypatch):
    leg = billed()
    monkeypatch.setattr(t, "put_new", lambda *_: False)

    with pytest.raises(RuntimeError, match="first p1-1: adjusted by others all the time"):
        longer(leg)


def test_of_a_leg_that_is_not_to_be_found_what_was_read_counts(monkeypatch):
    leg = billed()
    tries = iter([False, True])
    monkeypatch.setattr(t, "put_new", lambda *_: next(tries))
    monkeypatch.setattr(t, "record", lambda *_: (None, []))

    assert longer(leg, now=Standing.of(leg, [])).seconds == 60


def test_the_last_adjustment_says_by_which_tariff_it_is_rated():
    leg = billed()
    price(price=25)
    adjust(standing(leg), tariff=tariffs.named("dial-in-2011", 2), reason="rerated", reference="x")

    assert standing(leg).tariff == ("dial-in-2011", 2)
    assert adjustments.difference(standing(leg), seconds=61, tariff=WEB) == (0, -10)


def test_a_statement_counts_a_leg_once_with_all_that_was_adjusted_of_it(clock):
    leg = billed(seconds=61)
    billed(leg_id="host-1", seconds=300, host=True, number=WANG)
    clock.advance(days=40)
    longer(leg)

    told = statements.of(WANG, "2011-02")

    assert told.total == statements.Sums(legs=2, minutes=3 + 5, charge=60 + 100)
    assert (told.days, told.conferences) == ({"2011-02-16": told.total}, 1)
    assert statements.of(WANG, "2011-03").total == statements.Sums()
    lines = list(statements.records(WANG, "2011-02"))
    assert [(r.charge, r.correction and r.correction.reason) for r in lines] == [
        (20, "provider"),
        (100, None),
        (40, None),
    ]
