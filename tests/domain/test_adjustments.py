"""What is added to a call detail record: by whom it is done, how often, and that it sums up."""

import pytest

from chalicelib import tables as t
from chalicelib.billing import statements
from chalicelib.billing.adjustments import Standing, adjust
from tests.billing import adjustments as stored
from tests.billing import billed, price
from tests.factories import at_once
from tests.people import LI, WANG

pytestmark = pytest.mark.usefixtures("product")


def standing(leg):
    return Standing.of(*t.record(leg.conference_id, leg.leg_id))


def longer(leg, seconds=121, *, now=None):
    return adjust(now or standing(leg), reason="provider", reference="CA1", seconds=seconds)


def test_a_record_is_brought_to_what_the_provider_says_and_stays_as_it_was(clock):
    leg = billed(seconds=61)
    clock.advance(days=3)

    made = longer(leg)

    assert (made.seconds, made.charge, made.made_at) == (60, 20, clock.now())
    assert (made.number, made.host, made.billing_number) == (LI, False, WANG)
    again, _ = t.record("first", "p1-1")
    assert (again.seconds, again.charge, again.tariff_version) == (61, 40, 1)
    assert (standing(leg).seconds, standing(leg).charge) == (121, 60)


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


def test_a_host_who_is_free_stays_free_however_long_he_talked():
    price(host_pays=False)
    leg = billed(leg_id="host-1", number=WANG, host=True, seconds=61)

    made = longer(leg)

    assert (made.seconds, made.charge, made.host) == (60, 0, True)
    assert (standing(leg).seconds, standing(leg).charge) == (121, 0)


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


def test_whoever_adjusts_does_so_at_the_price_of_the_answer_as_it_is_now():
    leg = billed(seconds=61)
    before = standing(leg)
    price(price=25, max_charge=60)
    adjust(before, reason="rerated")

    made = longer(leg, 3000, now=before)

    assert (made.tariff, made.tariff_version, made.charge) == ("dial-in-2011", 2, 10)
    assert (standing(leg).seconds, standing(leg).charge) == (3000, 60)


def test_a_price_that_makes_no_difference_now_is_still_the_one_of_a_later_correction():
    leg = billed(seconds=50)
    price(price=20, max_charge=60)

    assert adjust(standing(leg), reason="rerated") is None
    assert longer(leg, 3000).charge == 40


def test_a_correction_comes_after_its_leg_and_minutes_add_up(clock):
    leg = billed(seconds=61)
    clock.advance(days=1)
    for seconds in (121, 59):
        longer(leg, seconds)

    lines = list(statements.records(WANG, "2011-02"))
    assert [(r.seconds, r.minutes) for r in lines] == [(61, 2), (60, 1), (-62, -2)]
    assert sum(r.minutes for r in lines) == statements.of(WANG, "2011-02").total.minutes == 1
    assert {r.answered_at.replace(microsecond=0) for r in lines} == {leg.answered_at}


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
    told = [(r.charge, r.correction and r.correction.reason) for r in lines]
    assert sorted(told, key=str) == [(100, None), (20, "provider"), (40, None)]
    assert told[-1] == (20, "provider")
