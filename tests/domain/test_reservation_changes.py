"""Changing a reservation and calling it off: of what nobody changed meanwhile, and never twice."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest

from chalicelib import due, hosts, reservations, slots
from chalicelib.tables import Reservation
from chalicelib.web_start import Party
from tests import factories
from tests.domain.reserving import (
    IN_AN_HOUR,
    cancel,
    change,
    fill,
    overtake,
    plan,
    reserve,
    stored,
    used,
)
from tests.factories import at_once, refusal, settings_with
from tests.fakes import START
from tests.people import CHEN, LI, OFFICE, SUN, WANG, ZHAO

pytestmark = pytest.mark.usefixtures("product")

LATER = IN_AN_HOUR + timedelta(hours=2)


@pytest.fixture
def made(paying):
    """Have 王小明 reserve for an hour from now, with 李雷 and 赵敏."""
    return reserve(paying, plan(LI, ZHAO, title="周会"))[0]


# ——— changing ———


def test_whatever_is_not_given_stays(paying, made):
    changed = change(paying, made)

    before, after = made.attribute_values, stored(made).attribute_values
    assert {key for key in after if after[key] != before[key]} == {"version"}
    assert (changed.version, after["version"]) == (2, 2)


def test_everything_can_be_changed_at_once(owner, network, queue):
    linked = factories.host_phone(owner, OFFICE, network=network, queue=queue)
    (made,) = reserve(owner, plan(LI, ZHAO))
    parties = [Party("13800000201", "李雷"), Party(WANG), Party(SUN)]

    change(
        owner,
        made,
        starts_at=LATER,
        host_id=linked.host_id,
        parties=parties,
        minutes=30,
        title=" 月  会",
        notify=True,
    )

    row = stored(made)
    assert (row.starts_at, row.rings_at) == (LATER, LATER)
    assert row.due_at == LATER - reservations.REMIND_BEFORE
    assert row.expires_at == LATER + reservations.KEPT
    assert (row.host_id, row.host_number, row.legs) == (linked.host_id, OFFICE, 4)
    assert row.parties[0] == {"number": LI, "name": "李雷"}
    assert (row.minutes, row.title, row.notify) == (30, "月 会", True)
    assert (used(IN_AN_HOUR), used(LATER)) == (0, 4)


def test_texts_that_are_not_wanted_any_more_make_it_due_at_its_own_time(paying):
    (made,) = reserve(paying, plan(notify=True))
    assert made.due_at < made.starts_at

    change(paying, made, notify=False)

    assert stored(made).due_at == made.starts_at


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"host_id": "another"}, "not_found"),
        ({"parties": []}, "no_parties"),
        ({"parties": [Party(WANG)]}, "same_number"),
        ({"parties": [Party("110")]}, "number_not_allowed"),
        ({"minutes": 4}, "bad_minutes"),
        ({"title": "会" * 33}, "bad_title"),
        ({"starts_at": START + timedelta(minutes=14)}, "too_short_notice"),
        ({"starts_at": LATER + timedelta(seconds=1)}, "bad_time"),
        ({"starts_at": START + timedelta(days=93)}, "too_far_ahead"),
    ],
    ids=str,
)
def test_what_could_not_be_reserved_is_no_change_either(paying, made, tables, changes, reason):
    before = tables.snapshot()

    assert refusal(change, paying, made, **changes)[0] == reason
    assert tables.snapshot() == before


def test_the_account_of_another_changes_and_cancels_nothing(made):
    chen = factories.account(CHEN)

    assert refusal(change, chen, made) == ("not_found", {})
    assert refusal(cancel, chen, made) == ("not_found", {})
    assert refusal(cancel, chen, made, whole_series=True) == ("not_found", {})


def test_the_same_time_given_again_is_no_change_of_it_though_it_is_soon(paying, made, clock):
    clock.advance(minutes=50)

    assert change(paying, made, starts_at=made.starts_at, title="一").title == "一"


@pytest.mark.parametrize("version", [0, 2, -1, 10**40])
def test_what_is_not_as_it_was_seen_is_not_changed(paying, made, tables, version):
    before = tables.snapshot()

    assert refusal(change, paying, made, version=version) == ("changed_meanwhile", {})
    assert tables.snapshot() == before


def test_of_eight_changes_at_once_one_is_made_and_no_room_is_lost(paying, made):
    times = [LATER + timedelta(minutes=n) for n in range(8)]

    outcomes = at_once(*(partial(change, paying, made, starts_at=at) for at in times))

    assert outcomes.count("changed_meanwhile") == 7
    row = stored(made)
    assert [used(at) for at in times] == [3 if at == row.starts_at else 0 for at in times]
    assert used(IN_AN_HOUR) == 0


@pytest.mark.parametrize("state", ["starting", "started", "missed", "cancelled"])
def test_what_began_or_is_over_is_not_changed(paying, made, state):
    facts = [Reservation.state.set(state), Reservation.conference_id.set("there")]
    made.update(actions=facts)

    began = ("already_started", {"conference_id": "there"})
    told = began if state in {"starting", "started"} else ("reservation_over", {})
    assert refusal(change, paying, made) == told
    if state != "cancelled":
        assert refusal(cancel, paying, made) == told


@pytest.mark.parametrize("changes", [{}, {"starts_at": LATER}, {"parties": [Party(LI)]}])
def test_a_change_that_its_minute_overtakes_is_refused_and_keeps_no_room(
    paying, made, clock, monkeypatch, changes
):
    def its_minute():
        clock.at = made.starts_at
        due.attend(WANG, made.reservation_id)

    overtake(monkeypatch, its_minute)

    reason, told = refusal(change, paying, made, **changes)

    assert (reason, told) == ("already_started", {"conference_id": stored(made).conference_id})
    assert (used(IN_AN_HOUR), used(LATER)) == (3, 0)


# ——— room ———


def test_a_time_that_is_full_is_refused_and_the_old_one_kept(paying, made, tables):
    fill(LATER, but=2)
    before = tables.snapshot()

    reason, told = refusal(change, paying, made, starts_at=LATER)

    assert (reason, told["at"]) == ("slot_full", "2011-02-16T05:00:00Z")
    assert tables.snapshot() == before


@pytest.mark.parametrize(
    ("parties", "left", "then"),
    [([LI], 0, 479), ([LI, SUN], 0, 480), ([LI, ZHAO, SUN], 1, 480), ([LI, ZHAO, SUN], 0, None)],
    ids=["fewer", "as many", "one more", "one too many"],
)
def test_in_a_full_minute_only_who_comes_on_top_needs_room(paying, made, parties, left, then):
    fill(IN_AN_HOUR, but=3 + left)
    slots.give_back(IN_AN_HOUR, 0)
    asked = partial(change, paying, made, parties=[Party(number) for number in parties])

    if then is None:
        assert refusal(asked)[0] == "slot_full"
        assert (used(IN_AN_HOUR), stored(made).version) == (480, 1)
    else:
        assert asked().legs == len(parties) + 1
        assert used(IN_AN_HOUR) == then


def test_no_change_brings_more_legs_into_a_minute_than_the_account_may_have(
    paying, made, monkeypatch
):
    settings_with(monkeypatch, max_account_legs=5)
    (other,) = reserve(paying, plan(starts_at=LATER), key="two")

    more = [Party(number) for number in (LI, ZHAO, SUN, OFFICE)]
    assert change(paying, made, parties=more).legs == 5
    moved = partial(change, paying, other, starts_at=IN_AN_HOUR)
    assert refusal(moved) == ("too_many_legs", {"field": "starts_at", "most": 5})
    assert refusal(change, paying, other, parties=[*more, Party(CHEN)])[0] == "too_many_legs"


# ——— what was tried before ———


def waiting_for_its_second_phone(row):
    """Have its host not answered at first: it rings again, elsewhere, in two minutes."""
    row.update(
        actions=[
            Reservation.attempt.set(2),
            Reservation.postponed.set(1),
            Reservation.reason.set("host_no_answer"),
            Reservation.reminded_at.set(row.starts_at),
            Reservation.rings_at.set(row.starts_at + timedelta(minutes=2)),
        ]
    )
    return row


def test_a_new_time_forgets_what_was_tried(paying, made, clock):
    waiting_for_its_second_phone(made)
    clock.at = made.starts_at

    change(paying, made, starts_at=LATER)

    row = stored(made)
    assert (row.attempt, row.postponed, row.reason, row.reminded_at) == (1, 0, None, None)
    assert (row.rings_at, row.due_at) == (LATER, LATER)


def test_another_change_does_not_bring_its_ring_forward(paying, made, clock):
    waiting_for_its_second_phone(made)
    clock.at = made.starts_at

    change(paying, made, title="周会", parties=[Party(LI)])

    row = stored(made)
    assert (row.attempt, row.postponed, row.reason) == (2, 1, "host_no_answer")
    assert row.due_at == row.rings_at == made.starts_at + timedelta(minutes=2)


def test_another_phone_has_an_attempt_of_its_own(paying, made):
    waiting_for_its_second_phone(made)

    change(paying, made, host_id=hosts.REGISTERED)

    assert stored(made).attempt == 1


# ——— calling it off ———


def test_what_is_cancelled_is_over_and_leaves_its_room(paying, made, queue):
    (gone,) = cancel(paying, made)

    row = stored(made)
    assert (gone.state, row.state, row.reason) == ("cancelled", "cancelled", None)
    assert (row.due_at, row.due_shard) == (None, None)
    assert used(IN_AN_HOUR) == 0
    assert queue.asked == []


def test_cancelling_again_is_answered_the_same_and_gives_no_room_back_twice(paying, made):
    reserve(factories.account(CHEN))
    first = cancel(paying, made)

    again = cancel(paying, made)

    assert [row.attribute_values for row in again] == [row.attribute_values for row in first]
    assert used(IN_AN_HOUR) == 2


def test_eight_who_cancel_at_once_are_all_told_so_and_give_room_back_once(paying, made):
    reserve(factories.account(CHEN))

    outcomes = at_once(*[partial(cancel, paying, made)] * 8)

    assert {row.state for (row,) in outcomes} == {"cancelled"}
    assert used(IN_AN_HOUR) == 2


@pytest.mark.parametrize("whole_series", [False, True])
def test_what_is_changed_meanwhile_is_cancelled_nevertheless(paying, monkeypatch, whole_series):
    made = reserve(paying, plan(repeat="daily", until=date(2011, 2, 16)))[0]
    overtake(monkeypatch, partial(change, paying, made, parties=[Party(LI), Party(ZHAO)]))

    assert [row.state for row in cancel(paying, made, whole_series=whole_series)] == ["cancelled"]
    assert used(IN_AN_HOUR) == 0


@pytest.mark.parametrize("whole_series", [False, True])
def test_what_is_cancelled_by_another_meanwhile_is_said_to_be_cancelled(
    paying, monkeypatch, whole_series
):
    made = reserve(paying, plan(repeat="daily", until=date(2011, 2, 16)))[0]
    overtake(monkeypatch, partial(cancel, paying, made))

    assert [row.state for row in cancel(paying, made, whole_series=whole_series)] == ["cancelled"]
    assert used(IN_AN_HOUR) == 0


@pytest.mark.parametrize("whole_series", [False, True])
def test_what_is_changed_without_end_is_not_said_to_be_cancelled(paying, monkeypatch, whole_series):
    made = reserve(paying, plan(repeat="daily", until=date(2011, 2, 16)))[0]
    overtake(monkeypatch, lambda: change(paying, stored(made)), times=3)

    assert refusal(cancel, paying, made, whole_series=whole_series) == ("changed_meanwhile", {})
    assert stored(made).state == "scheduled"


@pytest.mark.parametrize("whole_series", [False, True])
def test_a_cancelling_that_its_minute_overtakes_is_refused(
    paying, clock, monkeypatch, whole_series
):
    made = reserve(paying, plan(repeat="daily", until=date(2011, 2, 16)))[0]

    def its_minute():
        clock.at = made.starts_at
        due.attend(WANG, made.reservation_id)

    overtake(monkeypatch, its_minute)

    reason, told = refusal(cancel, paying, made, whole_series=whole_series)

    assert (reason, told) == ("already_started", {"conference_id": stored(made).conference_id})


def test_a_plan_is_not_changed_by_being_reserved(paying):
    asked = plan(" 138 0000 0201 ")
    before = replace(asked)

    reserve(paying, asked, key="another")

    assert asked == before
