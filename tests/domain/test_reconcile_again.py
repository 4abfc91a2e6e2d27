"""What an attacker of the books found: the second look, the edges, and what waits."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib import tables as t
from chalicelib.billing import adjustments, findings, reconcile, statements
from chalicelib.billing.adjustments import Standing
from chalicelib.provider import Call
from chalicelib.tables import Conference, Leg
from tests.billing import billed, unbilled
from tests.factories import leg as stored_leg
from tests.factories import started
from tests.people import CHEN, LI, WANG, ZHAO
from tests.provider_list import DAY, HOUR, TEN, both, doubts, found, standing, theirs

pytestmark = pytest.mark.usefixtures("product")

SERVICE = "+861065116323"
ELEVEN, NOON = TEN + timedelta(hours=1), TEN + timedelta(hours=2)


@pytest.fixture(autouse=True)
def night(clock):
    """Let it be the night after, half past three in Beijing."""
    clock.advance(hours=17, minutes=30)


def by_adjustment_alone(name="c1"):
    """Let a leg be billed by an adjustment and nothing else."""
    leg = unbilled(name, answered_at=TEN)
    leg.billing_month = f"{WANG}#2011-02"
    adjustments.adjust(Standing.of(leg, []), reason="provider", reference="CA1", seconds=61)
    return leg.call_sid


def ended_conference(name):
    Conference(
        name,
        Conference.ITEM,
        state="ended",
        billing_number=WANG,
        way="dial_in",
        inviter=WANG,
        started_at=TEN,
        verified_at=TEN,
    ).save()


def test_a_leg_billed_by_an_adjustment_alone_parks_the_month_of_its_payer(network):
    del network
    sid = by_adjustment_alone()

    reconcile.hour(DAY, HOUR)

    assert found() == [("extra", sid, "open")]
    assert doubts(WANG) == {sid}
    assert len(t.reconciled(DAY)[0]) == 1


def test_a_call_that_is_found_again_with_other_seconds_frees_the_month_at_once(network):
    sid = billed("c1", answered_at=TEN).call_sid
    reconcile.hour(DAY, HOUR)
    assert doubts(WANG) == {sid}

    theirs(network, sid, seconds=121)
    reconcile.hour(DAY, HOUR)

    assert found() == [("different", sid, "healed"), ("extra", sid, "healed")]
    assert not doubts(WANG)
    assert standing("c1") == (121, 60)


def test_a_day_that_is_compared_by_hand_has_its_conferences_marked(network, queue):
    both(network, "c1")
    ended_conference("c1")

    list(reconcile.day(DAY, dry_run=True))
    assert queue.messages == []
    list(reconcile.day(DAY, dry_run=False))
    queue.run()

    assert t.compared(["c1"]) == {"c1"}


def test_what_a_person_settled_does_not_keep_a_conference_unmarked(network):
    del network
    sid = billed("c1", answered_at=TEN).call_sid
    ended_conference("c1")
    reconcile.conference("c1")
    assert t.compared(["c1"]) == set()

    assert findings.settle(DAY, sid, "they said so")
    reconcile.conference("c1")

    assert t.compared(["c1"]) == {"c1"}


def test_a_leg_that_is_not_rung_yet_explains_no_call_of_yesterday(network):
    theirs(network, "CAstrange")
    started(LI)

    reconcile.hour(DAY, HOUR)

    assert found() == [("missing", "CAstrange", "healed")]


def test_a_leg_that_was_rung_and_never_learnt_its_sid_may_explain_a_call(network):
    theirs(network, "CAperhaps")
    conference_id = started(LI)
    waiting = [leg for leg in t.collection(conference_id)[1] if leg.number == LI]
    waiting[0].update(actions=[Leg.setup_at.set(TEN - timedelta(seconds=5))])

    reconcile.hour(DAY, HOUR)

    assert found() == []


def test_calls_of_two_conferences_that_go_on_are_both_left_to_them(network):
    for number, host, sid in ((LI, WANG, "CA1"), (ZHAO, CHEN, "CA2")):
        waiting = stored_leg(started(number, host=host, sid=f"{sid}host"), number)
        waiting.update(actions=[Leg.call_sid.set(sid)])
        theirs(network, sid)

    reconcile.hour(DAY, HOUR)

    assert found() == []


def test_what_is_known_of_one_call_does_not_depend_on_another(network):
    theirs(network, "CAorphan")
    t.Orphan("CAorphan", found_at=TEN, conference_id="c", leg_id="l", status="completed").save()
    theirs(network, "CAstrange")
    extra = billed("c1", answered_at=TEN).call_sid

    reconcile.hour(DAY, HOUR)

    assert found() == [("extra", extra, "open"), ("missing", "CAstrange", "healed")]


def test_a_doubt_about_a_free_call_stays_until_the_provider_has_said_its_last_word(network):
    sid = billed("c1", answered_at=TEN, charge=0).call_sid
    reconcile.hour(DAY, HOUR)
    theirs(network, sid)
    over = network.calls[sid]
    network.calls[sid] = replace(over, status="in-progress", ended_at=None)

    reconcile.hour(DAY, HOUR)

    assert (found(), doubts(WANG)) == ([("extra", sid, "open")], {sid})
    network.calls[sid] = over
    reconcile.hour(DAY, HOUR)
    assert (found(), doubts(WANG)) == ([("extra", sid, "healed")], None)


def test_there_is_no_doubt_about_a_record_that_was_brought_to_nothing(network):
    del network
    leg = billed("c1", answered_at=TEN)
    reconcile.hour(DAY, HOUR)
    assert doubts(WANG) == {leg.call_sid}
    adjustments.adjust(Standing.of(leg, []), reason="provider", reference="4711", seconds=0)

    reconcile.hour(DAY, HOUR)

    assert (found(), doubts(WANG)) == ([("extra", leg.call_sid, "healed")], None)


def test_a_finding_between_two_hours_is_looked_at_with_the_later_one(network):
    leg = billed("c1", answered_at=ELEVEN - timedelta(seconds=61))  # ends with the hour
    reconcile.hour(DAY, "11")
    theirs(network, leg.call_sid, began=leg.answered_at)

    reconcile.hour(DAY, "10")
    assert found() == [("extra", leg.call_sid, "open")]
    reconcile.hour(DAY, "11")
    assert found() == [("extra", leg.call_sid, "healed")]


def test_a_call_of_the_file_counts_wherever_its_end_is_in_it():
    leg = billed("c1", answered_at=TEN)
    late = Call(leg.call_sid, "completed", "outbound-api", SERVICE, LI, 61, NOON)

    assert [part for part in reconcile.day(DAY, [late], dry_run=True) if part] == []


def test_the_edge_of_an_hour_loses_no_revenue(network):
    leg = billed("c1", answered_at=ELEVEN - timedelta(seconds=61))  # ends with the hour, by us
    theirs(network, leg.call_sid, began=ELEVEN - timedelta(seconds=62))

    for hour in ("10", "11"):
        reconcile.hour(DAY, hour)

    hours = t.reconciled(DAY)[0]
    assert (sum(h.calls for h in hours), sum(h.revenue for h in hours)) == (1, 40)


def test_the_calls_of_other_numbers_are_not_in_our_sums(monkeypatch):
    other = Call("CA1", "completed", "outbound-api", "+861099999999", LI, 61, TEN, "-1", "USD")
    monkeypatch.setattr(reconcile.provider, "ended", lambda *_: iter([other]))

    reconcile.hour(DAY, HOUR)

    [hour] = t.reconciled(DAY)[0]
    assert (found(), hour.calls, hour.cost, hour.unpriced) == ([], 0, None, 0)


def test_the_comparison_does_not_undo_what_was_rated_anew_meanwhile(network):
    from tests.billing import price  # noqa: PLC0415 - this one alone loads a price

    leg = billed("c1", answered_at=TEN)
    theirs(network, leg.call_sid, seconds=121)
    before = Standing.of(leg, [])
    price(price=30)
    adjustments.adjust(before, reason="rerated")

    adjustments.adjust(before, reason="provider", reference="CA1", seconds=121)

    assert standing("c1") == (121, 90)
    assert statements.month_so_far(WANG, "2011-02").charge == 90
