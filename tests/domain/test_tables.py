"""Writes that say whether we won, on real table semantics."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from pynamodb.exceptions import PynamoDBException

from chalicelib import clock, legs
from chalicelib import tables as t
from chalicelib.tables import Account, Conference, Counter, Leg, LegState
from tests.factories import started
from tests.people import LI, WANG

pytestmark = pytest.mark.usefixtures("product")


def test_the_ranks_of_the_states_rise_along_the_life_of_a_leg():
    ranks = [t.rank(state) for state in LegState]

    assert ranks == sorted(ranks)
    final = {s for s in LegState if t.rank(s) == t.FINAL_RANK}
    assert final == {"completed", "no_answer", "busy", "failed", "cancelled"}


@pytest.mark.parametrize("now", LegState)
@pytest.mark.parametrize("then", LegState)
def test_a_leg_moves_only_to_a_higher_rank(now, then):
    leg = Leg("conf", "leg#1", rank=t.rank(now), state=now.value)
    leg.party_id, leg.number, leg.asked_by, leg.added_at = "p", LI, "e", clock.now()
    leg.save()

    won = Leg.at("conf", "1").move(then)

    assert won is (t.rank(then) > t.rank(now))
    assert Leg.get("conf", "leg#1").state == (then if won else now)


def test_what_is_not_there_is_not_moved(tables):
    assert not Leg.at("conf", "1").move(LegState.RINGING)
    assert not Leg.at("conf", "1").change(Leg.muted.set(True))
    assert not Conference("conf", Conference.ITEM).move("ending", after={"live"})
    assert not Conference("conf", Conference.ITEM).change(Conference.locked.set(True))
    assert tables.snapshot() == {}


def test_who_wins_a_move_holds_what_is_stored():
    conference_id = started(LI)
    legs_then = t.collection(conference_id)[1]
    mine = Leg.at(conference_id, legs_then[1].leg_id)

    assert mine.move(LegState.DIALLING)

    assert (mine.number, mine.state) == (LI, "dialling")


def test_of_many_at_once_one_wins():
    conference_id = started(LI)
    leg_id = t.collection(conference_id)[1][1].leg_id
    start = threading.Barrier(8)

    def move():
        start.wait()
        return Leg.at(conference_id, leg_id).move(LegState.DIALLING)

    with ThreadPoolExecutor(8) as pool:
        won = [f.result() for f in [pool.submit(move) for _ in range(8)]]

    assert sum(won) == 1


def test_what_is_put_once_is_not_put_again():
    for name in ("first", "second"):
        account = Account(WANG, Account.ITEM, activated_at=clock.now(), activated_by=name)
        assert t.put_new(account, Account.billing_number) is (name == "first")

    assert t.find(Account, WANG, Account.ITEM).activated_by == "first"


def test_another_error_than_a_lost_condition_rises():
    with pytest.raises(PynamoDBException):
        t.won(lambda: Counter("").save())


def test_a_collection_is_the_conference_and_its_legs_the_host_first():
    conference_id = started(LI, "+8613800000202")
    legs.add(conference_id, "+8613800000203", attempt=1, asked_by="x")

    conference, found = t.collection(conference_id)

    assert conference.billing_number == WANG
    assert [leg.host for leg in found] == [True, False, False, False]
    assert t.collection("nothing") == (None, [])


def test_a_detour_is_neither_a_conference_nor_a_leg():
    t.Detour("conf", t.Detour.ITEM, to_conference_id="other", to_leg_id="leg").save()

    assert t.collection("conf") == (None, [])


def test_nothing_but_legs_is_on_a_bill():
    month = {"billing_month": f"{WANG}#2011-02", "answered_at": clock.now()}
    t.Detour("conf", t.Detour.ITEM, to_conference_id="x", to_leg_id="y", **month).save()

    assert list(t.billed(WANG, "2011-02")) == []


def test_a_counter_counts():
    for _ in range(3):
        t.count("calls", expires_at=clock.now())

    assert t.find(Counter, "calls").total == 3


def test_any_other_language_than_english_is_chinese():
    for language, spoken in (("en", "en"), ("zh", "zh"), ("fr", "zh")):
        assert t.language_of(Account(WANG, Account.ITEM, language=language)) == spoken
