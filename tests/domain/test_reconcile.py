"""The hours of a day beside the provider's list: what is found, what is not, what it costs."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from chalicelib import provider, schedules
from chalicelib import tables as t
from chalicelib.billing import reconcile
from chalicelib.job import Job
from local.events import scheduled_event
from tests import factories
from tests.billing import billed
from tests.factories import leg as stored_leg
from tests.people import LI, WANG
from tests.provider_list import (
    DAY,
    HOUR,
    TEN,
    a_file,
    both,
    doubts,
    finding,
    found,
    planted,
    theirs,
)

pytestmark = pytest.mark.usefixtures("product")


@pytest.fixture(autouse=True)
def night(clock):
    """Let it be the night after, half past three in Beijing."""
    clock.advance(hours=17, minutes=30)
    return clock


def hours(day=DAY):
    return t.reconciled(day)[0]


def test_what_agrees_is_no_finding(network):
    both(network)

    reconcile.hour(DAY, HOUR)

    assert found() == []
    [hour] = hours()
    assert (hour.item, hour.calls, hour.seconds, hour.revenue) == ("hour#10", 1, 61, 40)
    assert (hour.cost, hour.currency, hour.unpriced) == (None, None, 1)


def test_an_hour_without_a_call_is_an_hour_that_was_compared():
    reconcile.hour(DAY, "03")

    [hour] = hours()
    assert (hour.calls, hour.seconds, hour.revenue, hour.unpriced) == (0, 0, 0, 0)


@pytest.mark.parametrize("number", ["24", "noone", "", "1"])
def test_an_hour_that_there_is_not_is_not_compared(number, tables):
    reconcile.hour(DAY, number)

    assert tables.snapshot() == {}


def test_a_missing_an_extra_and_a_longer_call_are_three_findings_however_often(network):
    sids = planted(network)
    wanted = [
        ("different", sids["different"], "healed"),
        ("extra", sids["extra"], "open"),
        ("missing", sids["missing"], "healed"),
    ]

    for _ in range(2):
        reconcile.hour(DAY, HOUR)

        assert found() == wanted
        [hour] = hours()
        assert (hour.calls, hour.seconds, hour.revenue) == (3, 61 + 121 + 61, 40 + 60)


def test_a_file_is_the_providers_whole_word(network):
    sids = planted(network)
    network.calls["CAnot-in-it"] = network.calls.pop("CAmissing")
    listed = [*a_file(network), replace(a_file(network)[-1], sid="CAmissing")]
    listed = [call for call in listed if call.sid != "CAnot-in-it"]

    parts = list(reconcile.day(DAY, listed, dry_run=False))

    assert [call_sid for _, call_sid, _ in found()] == [
        *(sids["different"], sids["extra"], "CAmissing")
    ]
    assert [len(part) for part in parts] == [3 if n == 10 else 0 for n in range(24)]
    assert network.done("look") == network.done("ended") == []


def test_a_dry_run_writes_nothing(network, tables):
    planted(network)
    before = tables.snapshot()

    parts = list(reconcile.day(DAY, dry_run=True))

    assert {one.what for part in parts for one in part} == {"missing", "extra", "different"}
    assert tables.snapshot() == before


def test_a_day_is_compared_as_far_as_it_is_over(clock, network):
    planted(network)
    clock.at = TEN + timedelta(minutes=30)
    assert len(list(reconcile.day(DAY, dry_run=False))) == 10
    clock.at = TEN + timedelta(hours=1)
    assert len(list(reconcile.day(DAY, dry_run=False))) == 11
    clock.advance(days=1)

    assert len(list(reconcile.day(DAY, dry_run=False))) == 24
    assert len(hours()) == 24


@pytest.mark.parametrize("name", ["2011-02-30", "2011-02"])
def test_there_is_no_such_day(name):
    with pytest.raises(ValueError, match=f"write a day as 2011-02-16.*, not '{name}'"):
        list(reconcile.day(name, dry_run=True))


def test_menus_and_forwarded_calls_need_no_leg(network, monkeypatch):
    theirs(network, "CAmenu", inbound=True)
    ended = TEN + timedelta(seconds=61)
    child = provider.Call("CAdesk", "completed", "outbound-dial", WANG, LI, 61, ended)
    listed = [*network.ended(TEN, TEN + timedelta(hours=1)), child]
    monkeypatch.setattr(provider, "ended", lambda *_: iter(listed))

    reconcile.hour(DAY, HOUR)

    assert found() == []
    assert hours()[0].calls == 2


def test_a_code_call_needs_no_leg(code_heard, network, clock):
    clock.advance(seconds=30)
    network.ends(code_heard.sid)
    day, hour = hour_of(network, code_heard.sid)

    reconcile.hour(day, hour)

    assert found(day) == []
    assert hours(day)[0].calls == 1


def hour_of(network, sid):
    """Return the Beijing day and hour in which a call ended."""
    return f"{network.calls[sid].ended_at + timedelta(hours=8):%Y-%m-%d %H}".split()


def test_a_call_already_kept_as_an_orphan_is_no_finding(network):
    theirs(network, "CAorphan")
    t.Orphan("CAorphan", found_at=TEN, conference_id="c", leg_id="l", status="completed").save()

    reconcile.hour(DAY, HOUR)

    assert found() == []


def test_who_never_came_into_the_room_is_right(network):
    leg = billed("c1", answered_at=TEN, seconds=0)
    leg.update(actions=[t.Leg.joined_at.remove(), t.Leg.billing_month.remove()])
    theirs(network, leg.call_sid, seconds=30)

    reconcile.hour(DAY, HOUR)

    assert found() == []


@pytest.mark.parametrize("seconds", [-120, -60, -1, 0, 1, 120])
def test_a_call_at_the_edge_of_an_hour_is_compared_once(network, seconds):
    """Sixty seconds of our clock and the provider's lie between the two ends."""
    edge = TEN + timedelta(hours=1)
    leg = billed("c1", answered_at=edge + timedelta(seconds=seconds - 60), seconds=60)
    theirs(network, leg.call_sid, began=edge + timedelta(seconds=seconds), seconds=60)

    reconcile.hour(DAY, "10")
    reconcile.hour(DAY, "11")

    assert found() == []
    assert sum(int(hour.calls) for hour in hours()) == 1


def test_a_record_whose_end_is_of_quite_another_time_is_found(network):
    late = billed("c1", answered_at=TEN + timedelta(hours=3), seconds=61)
    theirs(network, late.call_sid)

    list(reconcile.day(DAY, dry_run=False))

    assert found() == []
    assert doubts(WANG) is None


def test_a_call_whose_leg_waits_for_its_last_word_is_left_to_it(network, queue, clock):
    conference_id = factories.started(LI, network=network)
    queue.run()
    factories.join(conference_id, LI, network)
    clock.advance(seconds=61)
    sid = stored_leg(conference_id, LI).call_sid
    network.ends(sid)

    day, hour = hour_of(network, sid)
    clock.advance(hours=1)
    reconcile.hour(day, hour)

    assert found(day) == []
    assert t.find(t.Orphan, sid) is None


def test_a_call_whose_leg_never_learnt_its_sid_is_left_to_it(network, queue, clock):
    conference_id = factories.unknown(network, queue, placed=True)
    [sid] = [sid for sid, call in network.calls.items() if call.number == LI]
    network.answers(sid)
    clock.advance(seconds=30)
    network.ends(sid)
    assert stored_leg(conference_id, LI).call_sid is None

    day, hour = hour_of(network, sid)
    reconcile.hour(day, hour)

    assert found(day) == []


def test_prices_are_summed_without_floats(network, monkeypatch):
    names = [f"c{n}" for n in range(4)]
    sids = [both(network, name) for name in names]
    prices = dict(zip(sids, ["-0.1", "-0.2", None, "-0.00850"], strict=True))
    listed = [
        replace(call, price=prices[call.sid], currency="USD")
        for call in network.ended(TEN, TEN + timedelta(hours=1))
    ]
    listed.append(replace(listed[0], sid="CAmenu", direction="inbound", price="-1", currency="EUR"))
    monkeypatch.setattr(provider, "ended", lambda *_: iter(listed))

    reconcile.hour(DAY, HOUR)

    [hour] = hours()
    assert (hour.cost, hour.currency, hour.unpriced) == ("0.30850", "USD", 2)


def test_the_cost_of_hours_is_a_sum_by_currency(clock):
    def hour(cost, currency):
        facts = {"calls": 1, "seconds": 1, "revenue": 1, "compared_at": clock.now()}
        return t.Hour(DAY, "hour#00", cost=cost, currency=currency, **facts)

    costs = [("0.1", "USD"), ("0.2", "USD"), (None, None), ("7", "EUR"), ("1", None)]

    assert reconcile.cost_of([hour(*one) for one in costs]) == {
        "USD": Decimal("0.3"),
        "EUR": Decimal(7),
        "": Decimal(1),
    }


def test_a_provider_that_does_not_answer_leaves_the_hour_to_be_done(network, tables):
    planted(network)
    before = tables.snapshot()
    network.refuse("ended", provider.Unknown("503"))
    with pytest.raises(provider.Unknown):
        reconcile.hour(DAY, HOUR)
    network.refuse("look", provider.Unknown("503"))
    with pytest.raises(provider.Unknown):
        reconcile.hour(DAY, HOUR)
    assert tables.snapshot() == before

    reconcile.hour(DAY, HOUR)

    assert len(found()) == 3


def test_only_what_is_billed_and_not_listed_is_asked_for(network, tables):
    sids = planted(network)
    tables.requests.clear()

    reconcile.hour(DAY, "09")
    assert tables.requests.count("Query") == 4 + 1
    reconcile.hour(DAY, HOUR)

    assert network.done("look") == [(sids["extra"],)]
    assert len(network.done("ended")) == 2


# ——— the night ———


def test_every_night_each_hour_of_the_day_before_is_asked_for(queue, clock):
    event = scheduled_event("day", clock.now())

    schedules.day(event, None)

    asked = [(job, about) for job, about in queue.asked]
    assert asked == [("reconcile_hour", f"{n:02}") for n in range(24)]
    queue.run()
    assert [hour.item for hour in hours(DAY)] == [f"hour#{n:02}" for n in range(24)]


def test_a_night_that_was_not_asked_for_whole_comes_back(monkeypatch):
    monkeypatch.setattr(reconcile.jobs, "ask_all", lambda wanted: list(range(len(wanted) - 1)))

    with pytest.raises(RuntimeError, match=DAY):
        reconcile.ask_for_hours(DAY)


def test_conferences_that_were_not_marked_are_asked_for_again(network, queue, clock):
    for name, state, marked in (
        ("ended", "ended", None),
        ("marked", "ended", clock.now()),
        ("going-on", "live", None),
    ):
        both(network, name)
        t.Conference(
            *(name, t.Conference.ITEM),
            state=state,
            billing_number=WANG,
            way="dial_in",
            inviter=WANG,
            started_at=TEN,
            verified_at=TEN,
            reconciled_at=marked,
        ).save()
    both(network, "gone")

    reconcile.hour(DAY, HOUR)

    assert [body for _, body in queue.messages] == [
        '{"job": "reconcile", "subject": "ended", "about": ""}'
    ]
    assert Job.RECONCILE == "reconcile"
    queue.run()
    assert factories.stored("ended").reconciled_at == clock.now()


def test_a_call_that_is_not_listed_is_believed_if_it_is_there_when_asked_for(network, monkeypatch):
    agreed, longer = both(network, "agreed"), both(network, "longer", said=121)
    monkeypatch.setattr(provider, "ended", lambda *_: iter([]))

    reconcile.hour(DAY, HOUR)

    assert found() == [("different", longer, "healed")]
    told = [finding(longer).theirs[name] for name in ("direction", "from", "to", "seconds")]
    assert told == ["", "", "", 121], "of one that was asked for no more is said"
    assert sorted(network.done("look")) == sorted([(agreed,), (longer,)])
    [hour] = hours()
    assert (hour.calls, hour.seconds, hour.revenue) == (2, 182, 100)
