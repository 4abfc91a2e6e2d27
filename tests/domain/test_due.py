"""The time of a reservation comes: its host is rung to the second, once, or it is missed."""

from datetime import date, timedelta

import pytest

from chalicelib import accounts, due, jobs, reservations
from chalicelib.steps import Join, Prompt, line
from chalicelib.tables import Reservation
from tests import factories
from tests.domain.reserving import (
    IN_AN_HOUR,
    cancel,
    change,
    due_now,
    overtake,
    pass_time,
    plan,
    postpone,
    reserve,
    rings,
    stored,
    tick,
)
from tests.factories import answer, press, settings_with
from tests.people import CHEN, LI, WANG, ZHAO

pytestmark = pytest.mark.usefixtures("product")


@pytest.fixture
def made(paying):
    """Have 王小明 reserve for an hour from now, with 李雷 and 赵敏."""
    return reserve(paying, plan(LI, ZHAO))[0]


@pytest.fixture
def starting(made, clock, queue):
    """Have its time come: his phone was rung."""
    return due_now(made, clock, queue)


def attend(row, queue):
    due.attend(row.billing_number, row.reservation_id)
    queue.run()


def of(row):
    """Return its conference as it is stored."""
    return factories.stored(stored(row).conference_id)


# ——— in time ———


@pytest.mark.parametrize("ticks_at", [0, 1, 30, 59])
def test_the_host_is_rung_to_the_second_whenever_the_minute_ticks(
    made, clock, queue, network, ticks_at
):
    clock.at = IN_AN_HOUR - timedelta(minutes=4)

    pass_time(clock, queue, until=IN_AN_HOUR + timedelta(minutes=2), ticks_at=ticks_at)

    assert rings(network) == [(WANG, IN_AN_HOUR)]
    assert stored(made).state == "starting"


def test_the_conference_is_the_one_that_was_reserved(starting, network, clock):
    there = of(starting)
    assert (there.state, there.way, there.billing_number) == ("calling_host", "web", WANG)
    assert (there.reservation_id, there.started_at) == (starting.reservation_id, IN_AN_HOUR)
    assert factories.states(there.conference_id) == {
        WANG: "dialling",
        LI: "waiting",
        ZHAO: "waiting",
    }
    assert accounts.find(WANG).live == {there.conference_id}
    assert accounts.find(WANG).hour_calls == 3
    assert starting.due_at == clock.now() + due.LOOK_AGAIN
    assert network.rung == [WANG]


def test_1_makes_it_a_conference_rings_the_others_and_starts_the_reservation(
    starting, network, queue
):
    asked = answer(starting.conference_id, network)
    assert asked.lines == (line(Prompt.CONFIRM_START), line(Prompt.POSTPONE))

    assert isinstance(press(starting.conference_id, "1"), Join)
    queue.run()

    row = stored(starting)
    assert (row.state, row.reason, row.due_at, row.due_shard) == ("started", None, None, None)
    assert of(row).state == "live"
    assert sorted(network.rung) == sorted([WANG, LI, ZHAO])


def test_a_start_that_goes_on_is_looked_at_every_minute_and_left_as_it_is(
    starting, clock, queue, network
):
    for _ in range(2):
        clock.advance(minutes=1)
        tick(queue)

        assert stored(starting).state == "starting"
        assert stored(starting).due_at > clock.now()
    assert network.rung == [WANG]


def test_a_minute_that_ticks_twice_asks_once(made, clock, queue, network):
    clock.at = IN_AN_HOUR - timedelta(seconds=80)
    assert (due.ask_for_due(), due.ask_for_due()) == (1, 0)
    assert queue.asked == [("reservation", made.reservation_id)]
    queue.run()
    assert network.rung == []

    clock.advance(seconds=80)
    queue.run()
    assert rings(network) == [(WANG, IN_AN_HOUR)]


@pytest.mark.usefixtures("made")
def test_nothing_is_asked_for_before_its_minute(clock):
    clock.at = IN_AN_HOUR - timedelta(seconds=91)
    assert due.ask_for_due() == 0
    clock.advance(seconds=1)

    assert due.ask_for_due() == 1


def test_a_message_that_comes_twice_rings_once(starting, queue, network):
    attend(starting, queue)
    attend(starting, queue)

    assert (network.rung, accounts.find(WANG).hour_calls) == ([WANG], 3)


@pytest.mark.usefixtures("made")
def test_a_message_that_is_lost_costs_a_minute(clock, queue, network):
    clock.at = IN_AN_HOUR - timedelta(seconds=60)
    due.ask_for_due()
    queue.messages.clear()

    pass_time(clock, queue, until=IN_AN_HOUR + timedelta(minutes=2))

    assert rings(network) == [(WANG, IN_AN_HOUR + timedelta(minutes=1))]


def test_a_start_that_goes_on_is_asked_for_again_in_the_next_minute(starting, clock, queue):
    clock.advance(minutes=1)

    assert due.ask_for_due() == 1
    assert queue.asked == [("reservation", starting.reservation_id)]
    assert stored(starting).due_at == clock.now() + timedelta(minutes=1)


def test_what_the_queue_did_not_take_is_asked_for_again(paying, clock, queue, monkeypatch):
    (made,) = reserve(paying)
    other = reserve(paying, plan(LI), key="two")[0]
    clock.at = IN_AN_HOUR - timedelta(seconds=60)
    asked = []

    def takes_one(wanted):
        asked.extend(one.about for one in wanted)
        return [0]

    with monkeypatch.context() as patch:
        patch.setattr(jobs, "ask_all", takes_one)
        assert due.ask_for_due() == 1
    assert set(asked) == {made.reservation_id, other.reservation_id}

    assert due.ask_for_due() == 1
    assert queue.asked == [("reservation", asked[1])]


@pytest.mark.parametrize("seconds", [7, 60])
def test_a_message_that_comes_early_rings_in_time(made, clock, queue, network, seconds):
    clock.at = IN_AN_HOUR - timedelta(seconds=seconds)
    attend(made, queue)
    assert (network.rung, queue.asked) == ([], [("reservation", made.reservation_id)])

    pass_time(clock, queue, until=IN_AN_HOUR)

    assert rings(network) == [(WANG, IN_AN_HOUR)]


def test_a_message_that_comes_far_too_early_does_nothing(made, queue, tables, clock):
    clock.at = IN_AN_HOUR - timedelta(seconds=61)
    before = tables.snapshot()

    attend(made, queue)

    assert (tables.snapshot(), queue.asked) == (before, [])


def test_a_message_about_nothing_does_nothing(queue, tables):
    due.attend(WANG, "nothing")

    assert (tables.snapshot(), queue.asked) == ({}, [])


# ——— late ———


@pytest.mark.parametrize(
    "late", [{"minutes": 5}, {"minutes": 10}, {"minutes": 10, "seconds": 1}, {"days": 3}], ids=str
)
def test_after_an_outage_it_rings_up_to_ten_minutes_late_and_then_no_more(
    made, clock, queue, network, late
):
    clock.at = IN_AN_HOUR + timedelta(**late)

    assert due.ask_for_due() == 1
    queue.run()

    row = stored(made)
    if timedelta(**late) <= timedelta(minutes=10):
        assert (row.state, network.rung) == ("starting", [WANG])
    else:
        assert (row.state, row.reason, network.rung) == ("missed", "late", [])
        assert (row.due_at, row.due_shard, due.ask_for_due()) == (None, None, 0)


@pytest.fixture
def claimed(made, clock, queue, monkeypatch):
    """Have its time come, and whoever claimed it die before anybody was rung."""
    clock.at = IN_AN_HOUR
    with monkeypatch.context() as patch:
        patch.setattr(due, "_start", lambda _: None)
        attend(made, queue)
    return stored(made)


def test_who_claimed_it_and_died_is_followed_in_a_minute(claimed, clock, queue, network):
    assert (claimed.state, network.rung) == ("starting", [])

    attend(claimed, queue)
    assert network.rung == []  # whoever claimed it may be at it still
    pass_time(clock, queue, until=IN_AN_HOUR + timedelta(seconds=130))

    assert rings(network) == [(WANG, IN_AN_HOUR + timedelta(minutes=1))]


@pytest.mark.parametrize("seconds", [29, 30, 600, 601])
def test_who_claimed_it_and_died_is_followed_from_half_a_minute_on_until_it_is_too_late(
    claimed, clock, queue, network, seconds
):
    clock.advance(seconds=seconds)

    attend(claimed, queue)

    late = ("missed", "late") if seconds > 600 else ("starting", None)
    assert (stored(claimed).state, stored(claimed).reason) == late
    assert network.rung == ([WANG] if 30 <= seconds <= 600 else [])


# ——— changed and called off meanwhile ———


def test_what_is_moved_while_a_message_is_under_way_rings_at_its_new_time(
    made, paying, clock, queue, network
):
    clock.at = IN_AN_HOUR - timedelta(seconds=60)
    due.ask_for_due()
    later = IN_AN_HOUR + timedelta(minutes=20)
    change(paying, made, starts_at=later)

    pass_time(clock, queue, until=later + timedelta(seconds=1))

    assert rings(network) == [(WANG, later)]


def test_what_is_edited_while_a_message_is_under_way_rings_as_it_is_by_then(
    made, paying, clock, queue, network
):
    clock.at = IN_AN_HOUR - timedelta(seconds=60)
    due.ask_for_due()
    change(paying, made, title="新", parties=[reservations.Party(CHEN)])

    pass_time(clock, queue, until=IN_AN_HOUR + timedelta(minutes=1))

    assert rings(network) == [(WANG, IN_AN_HOUR)]
    assert factories.states(stored(made).conference_id) == {WANG: "dialling", CHEN: "waiting"}


def test_an_edit_at_the_very_second_costs_a_minute_and_no_ring(
    paying, clock, queue, network, monkeypatch
):
    (made,) = reserve(paying)
    clock.at = IN_AN_HOUR
    overtake(monkeypatch, lambda: change(paying, made, title="新"))
    attend(made, queue)
    assert (stored(made).state, network.rung) == ("scheduled", [])

    pass_time(clock, queue, until=IN_AN_HOUR + timedelta(minutes=1))

    assert [number for number, _ in rings(network)] == [WANG]


def test_what_is_called_off_while_a_message_is_under_way_rings_nobody(
    made, paying, clock, queue, network
):
    clock.at = IN_AN_HOUR - timedelta(seconds=60)
    due.ask_for_due()
    cancel(paying, made)

    pass_time(clock, queue, until=IN_AN_HOUR + timedelta(minutes=3))

    assert (network.rung, stored(made).state) == ([], "cancelled")


def test_of_a_series_each_rings_on_its_day(paying, clock, queue, network):
    reserve(paying, plan(repeat="daily", until=date(2011, 2, 18)))
    cancel(paying, reservations.of(paying)[1])

    for n in range(3):
        clock.at = IN_AN_HOUR + timedelta(days=n, minutes=-2)
        pass_time(clock, queue, until=IN_AN_HOUR + timedelta(days=n, minutes=5))

    days = [(number, (at - IN_AN_HOUR).days) for number, at in rings(network)]
    assert days == [(WANG, 0), (WANG, 2)]


# ——— reminders ———


@pytest.fixture
def reminded(paying, monkeypatch):
    """Have him reserve with texts wanted, where they can be sent."""
    settings_with(monkeypatch, sms_number="+861065116323")
    return reserve(paying, plan(LI, notify=True))[0]


def test_a_reminder_is_sent_ten_minutes_ahead_and_once(reminded, clock, queue, network):
    clock.at = IN_AN_HOUR - timedelta(minutes=13)
    pass_time(clock, queue, until=IN_AN_HOUR - timedelta(minutes=10, seconds=1))
    assert network.texts == []
    clock.advance(seconds=1)
    queue.run()
    assert [number for number, _ in network.texts] == [WANG, LI]
    assert stored(reminded).reminded_at == clock.now()
    assert stored(reminded).due_at == IN_AN_HOUR

    pass_time(clock, queue, until=IN_AN_HOUR + timedelta(seconds=1))

    assert len(network.texts) == 2
    assert rings(network) == [(WANG, IN_AN_HOUR)]


@pytest.mark.usefixtures("reminded")
def test_a_reminder_cut_short_is_sent_in_the_next_minute(clock, queue, network):
    clock.at = IN_AN_HOUR - timedelta(minutes=11)
    due.ask_for_due()
    queue.messages.clear()

    pass_time(clock, queue, until=IN_AN_HOUR - timedelta(minutes=8))

    assert [number for number, _ in network.texts] == [WANG, LI]


def test_what_was_put_off_is_not_reminded_of_when_it_is_over(reminded, clock, queue, network):
    _, _, row = postpone(due_now(reminded, clock, queue), clock, queue, network)
    assert row.reminded_at is None

    pass_time(clock, queue, until=row.rings_at + timedelta(seconds=1))

    assert network.texts == []


def test_a_reminder_that_a_change_overtakes_is_not_sent(
    reminded, clock, queue, network, monkeypatch
):
    clock.at = IN_AN_HOUR - timedelta(minutes=10)
    monkeypatch.setattr(Reservation, "move", lambda *_, **__: False)

    attend(reminded, queue)

    assert network.texts == []


def test_a_new_time_is_reminded_of_anew(reminded, paying, clock, queue, network):
    clock.at = IN_AN_HOUR - timedelta(minutes=10)
    attend(reminded, queue)
    assert len(network.texts) == 2
    later = IN_AN_HOUR + timedelta(hours=1)
    change(paying, stored(reminded), starts_at=later)

    clock.at = later - timedelta(minutes=11)
    pass_time(clock, queue, until=later - timedelta(minutes=9))

    assert len(network.texts) == 4
