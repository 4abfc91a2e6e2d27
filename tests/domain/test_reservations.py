"""Reserving a conference: how soon, with whom, in which minute; once for each key, all or none."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from functools import partial

import pytest

from chalicelib import accounts, hosts, plans, rearrange, reservations
from chalicelib import tables as t
from chalicelib.tables import Counter, Reservation
from chalicelib.web_start import Party
from tests import factories
from tests.domain.reserving import IN_AN_HOUR, fill, kept, plan, reserve, used
from tests.factories import at_once, refusal, reserved, settings_with
from tests.fakes import START
from tests.people import CHEN, LI, OFFICE, SUN, WANG, ZHAO

pytestmark = pytest.mark.usefixtures("product")

CROWD = [f"+861380000{n:04}" for n in range(32)]


# ——— one ———


def test_what_is_reserved_is_stored_as_it_was_asked_for(paying):
    asked = plan(minutes=90, title=" 周  会 ", notify=True)
    asked = replace(asked, parties=[Party("138 0000 0201", " 李  雷 "), Party(SUN)])

    (made,) = reserve(paying, asked, made_by="operator")

    row = reservations.find(paying, made.reservation_id)
    assert (row.state, row.version, row.made_by, row.made_at) == ("scheduled", 1, "operator", START)
    assert (row.starts_at, row.rings_at, row.minutes) == (IN_AN_HOUR, IN_AN_HOUR, 90)
    assert (row.host_id, row.host_number) == (hosts.REGISTERED, WANG)
    assert row.parties == [{"number": LI, "name": "李 雷"}, {"number": SUN, "name": ""}]
    assert (row.title, row.notify, row.legs, row.open) == ("周 会", True, 3, True)
    assert (row.repeat, row.until, row.series_id) == ("once", None, None)
    assert (row.attempt, row.postponed, row.conference_id, row.reason) == (1, 0, None, None)
    assert row.due_at == IN_AN_HOUR - timedelta(minutes=10)
    assert used(IN_AN_HOUR) == 3


def test_without_texts_nothing_is_due_before_its_minute(paying):
    (made,) = reserve(paying)

    assert made.due_at == IN_AN_HOUR
    assert list(t.due_reservations(int(made.due_shard.removeprefix("due#")), IN_AN_HOUR)) != []


@pytest.mark.parametrize(
    ("clock_at", "first"),
    [
        (timedelta(), timedelta(minutes=15)),
        (timedelta(microseconds=1), timedelta(minutes=16)),
        (timedelta(seconds=1), timedelta(minutes=16)),
        (timedelta(seconds=59), timedelta(minutes=16)),
        (timedelta(seconds=60), timedelta(minutes=16)),
    ],
    ids=str,
)
def test_fifteen_minutes_ahead_is_the_soonest_and_a_second_less_is_too_soon(
    paying, clock, clock_at, first
):
    clock.at += clock_at
    earliest = START + first
    assert plans.earliest() == earliest

    early = plan(starts_at=earliest - timedelta(minutes=1))
    reason, told = refusal(reserve, paying, early)

    assert reason == "too_short_notice"
    assert told == {"field": "starts_at", "earliest": f"{earliest:%Y-%m-%dT%H:%M:%SZ}"}
    assert reserve(paying, plan(starts_at=earliest))[0].starts_at == earliest


def test_92_days_ahead_is_the_latest(paying, clock):
    clock.advance(seconds=30)
    latest = START + timedelta(days=92)

    late = plan(starts_at=latest + timedelta(minutes=1))
    reason, told = refusal(reserve, paying, late)

    assert (reason, told["latest"]) == ("too_far_ahead", "2011-05-19T02:00:00Z")
    assert reserve(paying, plan(starts_at=latest))[0].starts_at == latest


@pytest.mark.parametrize("span", [{"seconds": 1}, {"microseconds": 1}, {"seconds": 59}])
def test_only_whole_minutes_are_reserved(paying, span):
    asked = plan(starts_at=IN_AN_HOUR + timedelta(**span))

    assert refusal(reserve, paying, asked) == ("bad_time", {"field": "starts_at"})


def test_a_time_of_another_zone_is_the_same_moment(paying):
    there = IN_AN_HOUR.astimezone(timezone(timedelta(hours=8)))

    (first,) = reserve(paying, plan(starts_at=there))
    (again,) = reserve(paying, plan(starts_at=IN_AN_HOUR))

    assert first.reservation_id == again.reservation_id
    assert again.starts_at == IN_AN_HOUR
    assert used(IN_AN_HOUR) == 2


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"host_id": "another"}, ("not_found", {"field": "host_id"})),
        ({"parties": []}, ("no_parties", {"field": "parties"})),
        ({"parties": [Party("12")]}, ("bad_number", {"number": "12"})),
        ({"parties": [Party("110")]}, ("number_not_allowed", {"number": "110"})),
        ({"parties": [Party(LI), Party(LI)]}, ("same_number", {"number": LI})),
        ({"parties": [Party(WANG)]}, ("same_number", {"number": WANG})),
        ({"parties": [Party(LI, "\u200b")]}, ("bad_name", {"number": LI})),
        ({"parties": [Party(n) for n in CROWD]}, ("too_many_parties", {"most": 32})),
        ({"title": "会" * 33}, ("bad_title", {"field": "title", "most": 32})),
        ({"minutes": 4}, ("bad_minutes", {"least": 5, "most": 240})),
        ({"minutes": 241}, ("bad_minutes", {"field": "minutes"})),
        ({"starts_at": START}, ("too_short_notice", {"earliest": "2011-02-16T02:15:00Z"})),
        ({"starts_at": datetime(2199, 12, 31, tzinfo=UTC)}, ("too_far_ahead", {})),
        ({"starts_at": datetime(2011, 1, 1, tzinfo=UTC)}, ("too_short_notice", {})),
        ({"repeat": "daily"}, ("bad_until", {"field": "until", "latest": "2011-05-19"})),
        ({"repeat": "weekly", "until": date(2011, 2, 15)}, ("bad_until", {})),
        ({"repeat": "daily", "until": date(2011, 5, 20)}, ("bad_until", {})),
        ({"repeat": "daily", "until": date.max}, ("bad_until", {})),
        ({"repeat": "daily", "until": date.min}, ("bad_until", {})),
    ],
    ids=str,
)
def test_what_cannot_be_reserved_is_refused_and_leaves_nothing(paying, tables, queue, asked, told):
    before = tables.snapshot()

    reason, details = refusal(reserve, paying, plan(**asked))

    assert reason == told[0]
    assert details.items() >= told[1].items()
    assert (tables.snapshot(), queue.asked) == (before, [])


@pytest.mark.parametrize("least_and_most", [5, 240])
def test_how_long_it_is_planned_to_last_has_its_bounds(paying, least_and_most):
    assert reserve(paying, plan(minutes=least_and_most))[0].minutes == least_and_most


@pytest.mark.parametrize("why", ["barred", "closed"])
def test_who_may_not_host_any_more_reserves_nothing(paying, tables, why):
    if why == "barred":
        factories.exception(WANG, "barred")
    else:
        factories.account(WANG, state="closed")
    before = tables.snapshot()

    assert refusal(reserve, paying) == ("not_eligible", {})
    assert tables.snapshot() == before


def test_a_linked_phone_may_be_the_one_that_is_rung(owner, network, queue):
    linked = factories.host_phone(owner, OFFICE, network=network, queue=queue)

    (made,) = reserve(owner, plan(LI, WANG, host_id=linked.host_id))

    assert (made.host_id, made.host_number) == (linked.host_id, OFFICE)
    assert refusal(reserve, owner, plan(OFFICE, host_id=linked.host_id))[0] == "same_number"


# ——— how many ———


def test_an_account_has_so_many_ahead_and_what_is_over_does_not_count(paying, monkeypatch):
    settings_with(monkeypatch, max_reservations=2)
    first = reserve(paying, key="one")[0]
    reserve(paying, key="two")

    assert refusal(reserve, paying, key="three") == ("too_many_reservations", {"most": 2})
    rearrange.cancel(paying, first.reservation_id)

    assert reserve(paying, key="three")[0].state == "scheduled"


def test_a_series_that_would_be_too_many_is_refused_whole(paying, tables, monkeypatch):
    settings_with(monkeypatch, max_reservations=3)
    before = tables.snapshot()

    asked = plan(repeat="daily", until=date(2011, 2, 19))

    assert refusal(reserve, paying, asked) == ("too_many_reservations", {"most": 3})
    assert tables.snapshot() == before
    assert len(reserve(paying, replace(asked, until=date(2011, 2, 18)))) == 3


def test_no_account_reserves_more_legs_for_a_minute_than_it_may_have(paying, monkeypatch):
    settings_with(monkeypatch, max_account_legs=5)
    reserve(paying, plan(LI, ZHAO), key="one")

    told = {"field": "starts_at", "most": 5}
    assert refusal(reserve, paying, plan(LI, ZHAO), key="two") == ("too_many_legs", told)

    later = plan(LI, ZHAO, starts_at=IN_AN_HOUR + timedelta(minutes=1))
    assert reserve(paying, later, key="two")[0].legs == 3
    assert reserve(paying, plan(SUN), key="three")[0].legs == 2
    assert reserve(factories.account(CHEN), plan(LI, ZHAO))[0].legs == 3


def test_a_minute_that_is_full_is_refused_with_the_nearest_that_are_not(paying, tables):
    fill(IN_AN_HOUR, but=1)
    fill(IN_AN_HOUR - timedelta(minutes=1))
    before = tables.snapshot()

    assert refusal(reserve, paying) == (
        "slot_full",
        {
            "field": "starts_at",
            "at": "2011-02-16T03:00:00Z",
            "nearest": ["2011-02-16T02:58:00Z", "2011-02-16T03:01:00Z", "2011-02-16T03:02:00Z"],
        },
    )
    assert tables.snapshot() == before


def test_the_last_room_of_a_minute_is_given_once(paying):
    fill(IN_AN_HOUR, but=5)

    tries = [partial(reserve, paying, plan(LI), key=f"key {n}") for n in range(8)]
    made = at_once(*tries)

    assert sum(one == "slot_full" for one in made) == 6
    assert used(IN_AN_HOUR) == 479
    assert len(reservations.ahead(paying)) == 2


# ——— one key ———


def test_one_key_reserves_once_however_often_it_asks(paying, tables):
    first = reserve(paying, plan(LI, repeat="daily", until=date(2011, 2, 18)))
    before = tables.snapshot()

    again = reserve(paying, plan("13800000201", repeat="daily", until=date(2011, 2, 18)))

    assert [row.attribute_values for row in again] == [row.attribute_values for row in first]
    assert tables.snapshot() == before


def test_fifty_at_once_with_one_key_reserve_once(paying):
    made = at_once(*[partial(reserve, paying)] * 50)

    assert len({one[0].reservation_id for one in made}) == 1
    assert len(reservations.of(paying)) == 1
    assert used(IN_AN_HOUR) == 2


@pytest.mark.parametrize(
    "other",
    [
        {"starts_at": IN_AN_HOUR + timedelta(minutes=1)},
        {"parties": [Party(ZHAO)]},
        {"parties": [Party(LI, "李雷")]},
        {"minutes": 30},
        {"title": "周会"},
        {"notify": True},
        {"repeat": "daily", "until": date(2011, 2, 18)},
    ],
    ids=str,
)
def test_a_key_is_good_for_one_wish(paying, tables, other):
    reserve(paying)
    before = tables.snapshot()

    assert refusal(reserve, paying, plan(**other)) == ("key_used_otherwise", {})
    assert tables.snapshot() == before


def test_a_key_asked_again_tells_how_it_is_by_now_though_it_is_too_late_to_reserve(paying, clock):
    (made,) = reserve(paying)
    clock.advance(minutes=50)
    rearrange.cancel(paying, made.reservation_id)

    (again,) = reserve(paying)

    assert (again.state, again.reservation_id) == ("cancelled", made.reservation_id)
    assert used(IN_AN_HOUR) == 0


def test_the_same_key_of_two_accounts_reserves_twice(paying):
    (mine,), (hers,) = reserve(paying), reserve(factories.account(CHEN))

    assert mine.reservation_id != hers.reservation_id
    assert refusal(reservations.find, paying, hers.reservation_id) == ("not_found", {})


# ——— looking ———


def test_what_is_reserved_is_listed_by_its_time(paying):
    late = reserved(paying, LI, minutes_ahead=120, key="late")
    soon = reserved(paying, LI, minutes_ahead=20, key="soon")
    reserved(factories.account(CHEN), LI)
    rearrange.cancel(paying, soon.reservation_id)

    assert [row.reservation_id for row in reservations.of(paying)] == [
        soon.reservation_id,
        late.reservation_id,
    ]
    assert [row.reservation_id for row in reservations.ahead(paying)] == [late.reservation_id]


def test_what_was_is_kept_for_400_days(paying, clock):
    made = reserved(paying, LI)
    clock.at = made.starts_at + timedelta(days=400) - timedelta(seconds=1)
    assert reservations.of(paying) != []
    clock.advance(seconds=1)

    assert reservations.of(paying) == []


def test_of_what_was_the_latest_is_shown_and_of_what_is_ahead_all(paying, monkeypatch):
    monkeypatch.setattr(reservations, "MOST_PAST", 2)
    gone = [reserved(paying, LI, minutes_ahead=60 + n, key=f"gone {n}") for n in range(3)]
    for row in gone:
        rearrange.cancel(paying, row.reservation_id)
    coming = [reserved(paying, LI, minutes_ahead=90 + n, key=f"coming {n}") for n in range(3)]

    shown = [row.reservation_id for row in reservations.shown(paying)]

    assert shown == [row.reservation_id for row in (*gone[1:], *coming)]


def test_reserving_and_calling_off_without_end_is_refused(paying, monkeypatch, clock):
    settings_with(monkeypatch, max_reservations=3)
    for n in range(6):
        rearrange.cancel(paying, reserved(paying, LI, key=f"loop {n}").reservation_id)

    refused = refusal(reserved, paying, LI, key="once more")
    clock.advance(days=1)

    assert refused == ("too_many_reservations", {"most": 3})
    assert reserved(paying, LI, key="a day later")


@pytest.mark.parametrize(
    ("minutes", "found"),
    [(-46, False), (-45, False), (-44, True), (0, True), (29, True), (30, False), (60, False)],
)
def test_the_same_phone_at_the_same_time_is_a_conflict(paying, minutes, found):
    made = reserved(paying, LI, minutes_ahead=120, minutes=30)
    at = made.starts_at + timedelta(minutes=minutes)
    asked = partial(reservations.conflicts, paying, host_number=WANG, starts_at=at, minutes=45)

    assert bool(asked()) == found
    assert asked(besides={made.reservation_id}) == []
    assert reservations.conflicts(paying, host_number=OFFICE, starts_at=at, minutes=45) == []


def test_what_is_in_the_way_of_a_series_is_found_with_one_look(paying, tables):
    there = reserve(paying, plan(starts_at=IN_AN_HOUR + timedelta(days=1, minutes=30)), key="one")
    made = reserve(paying, plan(repeat="daily", until=date(2011, 3, 31)), key="two")
    tables.requests.clear()

    found = reservations.in_the_way_of(paying, made)

    assert [row.reservation_id for row in found] == [there[0].reservation_id]
    assert tables.requests == ["Query"]


def test_what_was_reserved_of_a_closed_account_is_deleted_and_its_room_is_free(paying, tables):
    rows = reserve(paying, plan(repeat="daily", until=date(2011, 2, 17)))
    rearrange.cancel(paying, rows[1].reservation_id)

    for _ in range(2):
        reservations.purge(WANG)
        assert kept(tables) == set()
        assert [used(row.starts_at) for row in rows] == [0, 0]
    assert accounts.find(WANG) is not None
    assert [int(row.total) for row in Counter.scan() if row.name.startswith("slot#")] == [0, 0]


def test_nothing_of_it_is_stored_that_the_index_has_to_carry_for_ever(paying):
    (made,) = reserve(paying)
    rearrange.cancel(paying, made.reservation_id)

    row = Reservation.get(WANG, made.reservation_id)

    assert (row.due_shard, row.due_at) == (None, None)
