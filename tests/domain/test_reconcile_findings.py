"""What is done about a finding: healed where it is proved, parked where not, settled by hand."""

import logging
from datetime import timedelta
from itertools import count

import pytest

from chalicelib import provider
from chalicelib import tables as t
from chalicelib.billing import closing, findings, reconcile
from chalicelib.logs import Lines
from tests.billing import adjustments, billed, price
from tests.fakes import Crash, nothing
from tests.people import CHEN, LI, WANG
from tests.provider_list import (
    DAY,
    HOUR,
    TEN,
    both,
    doubts,
    finding,
    found,
    planted,
    standing,
    theirs,
)

pytestmark = pytest.mark.usefixtures("product")
NEXT = timedelta(microseconds=1)  # a correction comes after what it corrects


@pytest.fixture(autouse=True)
def night(clock):
    """Let it be the night after, half past three in Beijing."""
    clock.advance(hours=17, minutes=30)
    return clock


def events(caplog):
    return [(r.message, r.levelname) for r in caplog.records if r.name.endswith("findings")]


# ——— missing ———


def test_a_missing_call_is_kept_and_charged_to_nobody(network, clock, caplog):
    theirs(network, "CAmissing", seconds=90)

    reconcile.hour(DAY, HOUR)

    orphan = t.find(t.Orphan, "CAmissing")
    assert (orphan.status, orphan.seconds) == ("completed", 90)
    assert (orphan.conference_id, orphan.leg_id) == ("", "")
    one = finding("CAmissing")
    assert (one.state, one.found_at, one.settled_at) == ("healed", clock.now(), clock.now())
    assert (one.billing_number, one.month, one.ours) == (None, None, None)
    assert (one.theirs["to"], one.theirs["seconds"]) == (LI, 90)
    assert events(caplog) == [("finding", "WARNING")]


# ——— different ———


@pytest.mark.parametrize(("said", "fen"), [(60, 20), (62, 40), (121, 60), (0, 0)])
def test_a_record_is_brought_to_the_providers_seconds_exactly_once(network, said, fen):
    sid = both(network, "c1", said=said)

    for _ in range(2):
        reconcile.hour(DAY, HOUR)

        assert standing("c1") == (said, fen)
        [made] = adjustments()
        assert (made.reason, made.reference, made.call_sid) == ("provider", sid, sid)
        assert (made.billing_month, made.answered_at) == (f"{WANG}#2011-02", TEN + NEXT)
    assert found() == [("different", sid, "healed")]


def test_it_is_rated_by_the_price_of_its_answer_as_the_list_says_now(network):
    both(network, "c1", said=121)
    price(price=500)

    reconcile.hour(DAY, HOUR)

    assert standing("c1") == (121, 1500)
    assert adjustments()[0].tariff_version == 2


def test_a_provider_that_changes_its_mind_is_followed_within_the_same_finding(network):
    sid = both(network, "c1", said=121)
    reconcile.hour(DAY, HOUR)
    theirs(network, sid, seconds=30)

    reconcile.hour(DAY, HOUR)

    assert standing("c1") == (30, 20)
    assert found() == [("different", sid, "healed")]


def test_who_compares_a_call_that_another_has_just_healed_adds_nothing(network):
    both(network, "c1", said=121)
    [one] = [one for part in reconcile.day(DAY, dry_run=True) for one in part]

    assert [findings.attend(one) for _ in range(2)] == [20, 0]
    assert standing("c1") == (121, 60)


def unbilled():
    """Put a leg that was in the room, and of whose seconds nothing was ever said."""
    leg = billed("c1", answered_at=TEN, seconds=0, state="failed")
    names = ("billing_month", "answered_at", "seconds", "charge", "tariff", "tariff_version")
    leg.update(actions=[getattr(t.Leg, name).remove() for name in names])
    return leg.call_sid


def test_a_leg_without_seconds_of_its_own_is_billed_by_an_adjustment(network):
    sid = unbilled()
    theirs(network, sid, seconds=61)

    reconcile.hour(DAY, HOUR)
    theirs(network, sid, seconds=30)
    reconcile.hour(DAY, HOUR)

    assert standing("c1") == (30, 20)
    first, second = adjustments()
    assert (first.seconds, first.charge, first.answered_at) == (61, 40, TEN + NEXT)
    assert (second.seconds, second.charge, second.answered_at) == (-31, -20, TEN + 2 * NEXT)
    assert {one.billing_month for one in (first, second)} == {f"{WANG}#2011-02"}
    assert (finding(sid).billing_number, finding(sid).month) == (None, None), "it was on no bill"


# ——— extra ———


def test_what_the_provider_does_not_know_parks_the_month_of_its_payer(network, caplog):
    sid = planted(network)["extra"]

    reconcile.hour(DAY, HOUR)

    one = finding(sid)
    assert (one.state, one.settled_at, one.theirs) == ("open", None, None)
    assert (one.billing_number, one.month) == (WANG, "2011-02")
    assert doubts(WANG) == {sid}
    assert doubts(CHEN) is None
    assert [row.state for row in closing.look("2011-02")] == ["parked"]
    assert ("finding", "ERROR") in events(caplog)
    assert ("statement parked", "ERROR") in events(caplog)


def test_one_that_is_still_open_is_told_again(network, caplog):
    planted(network)
    reconcile.hour(DAY, HOUR)
    caplog.clear()

    reconcile.hour(DAY, HOUR)

    assert events(caplog) == [("finding", "ERROR"), ("statement parked", "ERROR")]


def test_a_call_that_is_found_after_all_takes_its_own_doubt_away_only(network):
    first, second = (billed(name, answered_at=TEN).call_sid for name in ("c1", "c2"))
    reconcile.hour(DAY, HOUR)
    assert doubts(WANG) == {first, second}
    theirs(network, first)

    reconcile.hour(DAY, HOUR)

    assert found() == [("extra", first, "healed"), ("extra", second, "open")]
    assert doubts(WANG) == {second}
    theirs(network, second)
    reconcile.hour(DAY, HOUR)
    assert doubts(WANG) is None
    assert [row.state for row in closing.look("2011-02")] == ["open"]


def test_a_call_that_is_found_with_other_seconds_is_two_findings(network):
    sid = billed("c1", answered_at=TEN).call_sid
    reconcile.hour(DAY, HOUR)
    theirs(network, sid, seconds=121)

    for _ in range(2):
        reconcile.hour(DAY, HOUR)

    assert found() == [("different", sid, "healed"), ("extra", sid, "healed")]
    assert doubts(WANG) is None
    assert standing("c1") == (121, 60)


def test_a_call_that_was_found_and_is_gone_again_is_open_again(network, clock):
    sid = both(network, "c1")
    kept = network.calls.pop(sid)
    reconcile.hour(DAY, HOUR)
    network.calls[sid] = kept
    reconcile.hour(DAY, HOUR)
    assert finding(sid).state == "healed"
    del network.calls[sid]
    clock.advance(hours=1)

    reconcile.hour(DAY, HOUR)

    assert (finding(sid).state, finding(sid).settled_at) == ("open", None)
    assert doubts(WANG) == {sid}


def test_a_finding_of_another_hour_is_left_alone(network):
    sid = billed("c1", answered_at=TEN).call_sid
    reconcile.hour(DAY, HOUR)
    theirs(network, sid, began=TEN)

    reconcile.hour(DAY, "09")
    reconcile.hour(DAY, "11")

    assert doubts(WANG) == {sid}


# ——— a person ———


def test_a_person_settles_what_is_open_and_the_record_stays(network, clock):
    sid = planted(network)["extra"]
    reconcile.hour(DAY, HOUR)
    clock.advance(hours=5)

    assert findings.settle(DAY, sid, "support case 4711")

    one = finding(sid)
    assert (one.state, one.note) == ("settled", "support case 4711")
    assert one.settled_at == clock.now()
    assert doubts(WANG) is None
    assert standing("extra") == (61, 40)


def test_what_is_settled_stays_so(network, caplog):
    sid = planted(network)["extra"]
    reconcile.hour(DAY, HOUR)
    findings.settle(DAY, sid, "first")
    [before] = t.reconciled(DAY)[0]
    caplog.clear()

    reconcile.hour(DAY, HOUR)

    assert not findings.settle(DAY, sid, "second")
    assert (finding(sid).state, finding(sid).note) == ("settled", "first")
    assert doubts(WANG) is None
    assert events(caplog) == []
    [after] = t.reconciled(DAY)[0]
    assert (after.calls, after.revenue) == (before.calls, before.revenue)


def test_a_person_settles_what_is_open_of_a_call_beside_what_is_healed(network):
    theirs(network, "CAlate")
    reconcile.hour(DAY, HOUR)
    billed("c1", answered_at=TEN, call_sid="CAlate")
    del network.calls["CAlate"]
    reconcile.hour(DAY, HOUR)
    assert found() == [("extra", "CAlate", "open"), ("missing", "CAlate", "healed")]

    assert findings.settle(DAY, "CAlate", "they lost it")

    assert found() == [("extra", "CAlate", "settled"), ("missing", "CAlate", "healed")]


@pytest.mark.parametrize(("day", "sid"), [(DAY, "CAother"), ("2011-02-17", "CAextrap1-1")])
def test_there_is_nothing_to_settle(network, day, sid):
    planted(network)
    reconcile.hour(DAY, HOUR)

    assert not findings.settle(day, sid, "a note")
    assert doubts(WANG) == {"CAextrap1-1"}


def test_a_doubt_does_not_outlive_a_finding_that_is_settled_this_moment(network, monkeypatch):
    sid = planted(network)["extra"]
    write = findings._written  # noqa: SLF001 - the moment between the two writes

    def settled_meanwhile(one):
        finding = write(one)
        findings.settle(DAY, one.call_sid, "at the same moment")
        return finding

    monkeypatch.setattr(findings, "_written", settled_meanwhile)

    reconcile.hour(DAY, HOUR)

    assert finding(sid).state == "settled"
    assert doubts(WANG) is None


# ——— crashes ———


def test_whatever_step_the_process_dies_before_the_next_run_brings_to_the_same_end(
    network, queue, tables
):
    sids = planted(network)
    came_back = billed("back", answered_at=TEN).call_sid
    reconcile.hour(DAY, HOUR)
    theirs(network, came_back)
    undo_all_but(came_back)
    before = tables.saved()
    reconcile.hour(DAY, HOUR)
    wanted = tables.snapshot()
    crashes = 0

    for fatal in count(1):
        tables.restore(before)
        if not crashes_at(tables, fatal):
            break
        crashes += 1
        reconcile.hour(DAY, HOUR)
        assert tables.snapshot() == wanted, f"killed before step {fatal}"

    assert crashes > 20
    assert doubts(WANG) == {sids["extra"]}
    assert queue.messages == []


def undo_all_but(call_sid):
    """Take back what a run wrote, but not that one call is in doubt."""
    written = [row for row in t.ReconciliationItem.query(DAY) if row.item.find(call_sid) < 0]
    for row in (*written, *adjustments(), *t.Orphan.scan()):
        row.delete()


def crashes_at(tables, fatal):
    """Compare the hour, killed before its *fatal*-th request; say whether there is one."""
    left = count(fatal, -1)

    def step():
        if next(left) == 1:
            raise Crash

    tables.before = step
    try:
        reconcile.hour(DAY, HOUR)
    except Crash:
        return True
    finally:
        tables.before = nothing
    return False


def test_a_number_is_masked_in_what_is_told(network, caplog):
    planted(network)
    caplog.set_level(logging.INFO)

    reconcile.hour(DAY, HOUR)

    lines = [Lines().format(record) for record in caplog.records]
    assert [line for line in lines if "statement parked" in line]
    assert [line for line in lines if WANG.removeprefix("+86") in line] == []


def test_an_extra_call_is_looked_at_before_it_is_believed(network):
    planted(network)
    network.refuse("look", provider.Declined("provider_down"))

    with pytest.raises(provider.Declined):
        reconcile.hour(DAY, HOUR)

    assert found() == []
    assert t.reconciled(DAY)[0] == []


def test_two_findings_of_two_days_are_kept_apart(network):
    evening = TEN + timedelta(hours=13, minutes=59)
    sid = both(network, "c1", began=evening, seconds=120, said=60)

    list(reconcile.day("2011-02-16", dry_run=False))
    list(reconcile.day("2011-02-17", dry_run=False))

    assert found("2011-02-16") == []
    assert found("2011-02-17") == [("different", sid, "healed")]
