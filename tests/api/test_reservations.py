"""Reserving over JSON: what is asked for, shown, told beforehand, and refused (S71–S76)."""

import pytest

from chalicelib import slots
from tests import factories
from tests.api.arranging import ALL, AT, KEY, TIMES, change, made, reserve, show, wish
from tests.domain.reserving import IN_AN_HOUR
from tests.factories import settings_with
from tests.names import ALL as NAMES
from tests.names import IMPOSSIBLE
from tests.people import LI, SUN, WANG, ZHAO


@pytest.fixture
def mine(mine, network):
    """Be his browser; that his phone was rung to register is forgotten."""
    network.did.clear()
    return mine


# ——— reserve ———


def test_what_is_reserved_is_shown_as_it_was_asked_for(mine):
    parties = [{"number": "138 0000 0201", "name": " 李  雷 "}, {"number": SUN, "name": ""}]

    answer = reserve(mine, parties=parties, minutes=90, title="周会", notify=True)

    (one,) = answer.json["items"]
    assert (answer.status, answer.json["conflicts"]) == (201, [])
    assert one == {
        "id": one["id"],
        "version": 1,
        "state": "scheduled",
        "starts_at": AT,
        "rings_at": AT,
        "minutes": 90,
        "host_id": "registered",
        "host_number": WANG,
        "parties": [{"number": LI, "name": "李 雷"}, {"number": SUN, "name": ""}],
        "title": "周会",
        "notify": True,
        "repeat": "once",
        "until": None,
        "series_id": None,
        "made_by": "web",
        "made_at": "2011-02-16T02:00:00Z",
        "reason": None,
        "conference_id": None,
        "attempt": 1,
        "postponed": 0,
    }
    assert show(mine, one).json == one
    assert mine.get(ALL).json == {
        "items": [one],
        "earliest": "2011-02-16T02:15:00Z",
        "latest": "2011-05-19T02:00:00Z",
        "lead_minutes": 15,
        "notices": False,
    }


def test_a_page_is_told_that_texts_can_be_sent(mine, monkeypatch):
    settings_with(monkeypatch, sms_number="+861065116323")

    assert mine.get(ALL).json["notices"] is True


def test_the_same_key_reserves_once_and_with_other_words_is_refused(mine):
    first, again = (reserve(mine, key=KEY) for _ in range(2))
    other = reserve(mine, ZHAO, key=KEY)

    assert (again.status, again.json) == (201, first.json)
    assert (other.status, other.code) == (422, "key_used_otherwise")
    assert len(mine.get(ALL).json["items"]) == 1


def test_without_a_key_nothing_is_reserved(mine):
    answer = mine.send("POST", ALL, wish())

    assert (answer.status, answer.code) == (400, "no_idempotency_key")


def test_a_series_is_shown_whole(mine):
    answer = reserve(mine, repeat="daily", until="2011-02-18")

    items = answer.json["items"]
    assert [one["starts_at"] for one in items] == [
        *(AT, "2011-02-17T03:00:00Z", "2011-02-18T03:00:00Z"),
    ]
    assert {(one["series_id"], one["until"]) for one in items} == {(items[0]["id"], "2011-02-18")}


def test_what_else_wants_the_phone_is_told_and_reserved_all_the_same(mine):
    first = made(mine)

    answer = reserve(mine, ZHAO, starts_at="2011-02-16T03:59:00Z")

    assert (answer.status, answer.json["conflicts"]) == (201, [first])
    assert reserve(mine, SUN, starts_at="2011-02-16T04:59:00Z").json["conflicts"] == []


@pytest.mark.parametrize(
    ("values", "status", "told"),
    [
        ({"starts_at": "2011-02-16T02:14:00Z"}, 422, {"code": "too_short_notice"}),
        ({"starts_at": "2011-05-19T02:01:00Z"}, 422, {"code": "too_far_ahead"}),
        ({"starts_at": "2011-02-16T03:00:30Z"}, 422, {"code": "bad_time"}),
        ({"host_id": "another"}, 404, {"code": "not_found", "field": "host_id"}),
        ({"parties": []}, 422, {"code": "no_parties"}),
        ({"parties": [{"number": "110"}]}, 422, {"code": "number_not_allowed", "number": "110"}),
        ({"parties": [{"number": "12"}]}, 422, {"code": "bad_number", "number": "12"}),
        ({"parties": [{"number": WANG}]}, 422, {"code": "same_number", "field": "parties"}),
        ({"minutes": 4}, 422, {"code": "bad_input", "field": "minutes"}),
        ({"minutes": 241}, 422, {"code": "bad_input", "field": "minutes"}),
        ({"title": "会" * 33}, 422, {"code": "bad_title", "field": "title", "most": 32}),
        ({"title": "会" * 65}, 422, {"code": "bad_input", "field": "title"}),
        ({"repeat": "yearly"}, 422, {"code": "bad_input", "field": "repeat"}),
        ({"repeat": "daily"}, 422, {"code": "bad_until", "latest": "2011-05-19"}),
        ({"repeat": "daily", "until": "2011-05-20"}, 422, {"code": "bad_until"}),
        ({"until": "2011-02-30"}, 422, {"code": "bad_input", "field": "until"}),
    ],
    ids=str,
)
def test_what_cannot_be_reserved_is_refused(mine, tables, values, status, told):
    before = tables.snapshot()

    answer = reserve(mine, **values)

    assert answer.status == status
    assert answer.json.items() >= told.items()
    after = tables.snapshot()
    assert {key: after[key] for key in before} | before == after | before
    assert mine.get(ALL).json["items"] == []


EXTREMES = [
    *("0001-01-01T00:00:00Z", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:00Z"),
    *("9999-12-31T23:59:00-23:59", "2199-12-31T23:59:00-12:00", "2011-01-01T00:00:00+14:00"),
    *("2010-12-31T23:59:59.999999Z", "1970-01-01T00:00:00Z", "2012-02-29T00:00:00Z"),
    *("2200-01-01T00:00:00Z", "2011-02-16T03:00:00.000001Z"),
]
NO_TIMES = [
    *("", "now", "2011-02-16", "2011-02-16T03:00:00", "2011-02-29T03:00:00Z", "11-02-16T03:00Z"),
    *(
        "2011-02-16T24:00:00Z",
        "2011-02-16T03:00:60Z",
        "10000-01-01T00:00:00Z",
        "nan",
        "inf",
        "1e300",
        "-1e18",
    ),
    *("-0001-01-01T00:00:00Z", "2011-02-16T03:00:00+24:00", "２011-02-16T03:00:00Z"),
]
REFUSALS = {"bad_time", "too_short_notice", "too_far_ahead"}


@pytest.mark.parametrize("moment", EXTREMES)
def test_a_time_far_off_is_refused_wherever_it_is_said(mine, moment):
    one = made(mine)
    told = [
        reserve(mine, starts_at=moment),
        reserve(mine, starts_at=moment, repeat="daily", until="2011-02-20"),
        change(mine, one, starts_at=moment),
    ]

    assert {(answer.status, answer.code in REFUSALS) for answer in told} == {(422, True)}
    assert mine.get(TIMES, starts_at=moment, host_id="registered").status in {200, 422}


@pytest.mark.parametrize("moment", NO_TIMES)
def test_what_is_no_time_is_refused(mine, moment):
    for answer in (
        reserve(mine, starts_at=moment),
        mine.get(TIMES, starts_at=moment, host_id="registered"),
    ):
        assert (answer.status, answer.code) == (422, "bad_input")
        assert answer.json["field"] == "starts_at"


@pytest.mark.parametrize("until", ["0001-01-01", "9999-12-31", "1970-01-01"])
@pytest.mark.parametrize("repeat", ["daily", "workdays", "weekly"])
def test_a_last_day_far_off_is_refused(mine, repeat, until):
    answer = reserve(mine, repeat=repeat, until=until)

    assert (answer.status, answer.code, answer.json["field"]) == (422, "bad_until", "until")


@pytest.mark.parametrize("moment", ["2011-02-16T11:00:00+08:00", "2011-02-15T22:00:00-05:00"])
def test_a_time_of_another_zone_is_the_same_moment(mine, moment):
    assert made(mine, starts_at=moment)["starts_at"] == AT
    assert mine.get(TIMES, starts_at=moment, host_id="registered").json["conflicts"] != []


@pytest.mark.parametrize("name", NAMES)
def test_any_name_and_title_is_text(mine, name):
    parties = [{"number": LI, "name": name}]

    one = made(mine, parties=parties, title=name)

    kept = mine.post("/api/contacts", {"name": name, "number": LI}).json["name"]
    assert one["parties"][0]["name"] == kept
    assert show(mine, one).json["title"] == one["title"] == kept
    assert mine.get(f"{ALL}/{one['id']}/ics").status == 200


@pytest.mark.parametrize("name", [name for name in IMPOSSIBLE if name.strip()])
def test_what_is_no_name_is_refused(mine, name):
    answer = reserve(mine, parties=[{"number": LI, "name": name}])

    assert (answer.status, answer.code in {"bad_name", "bad_input"}) == (422, True)


def test_who_may_not_host_any_more_reserves_nothing(mine):
    factories.exception(WANG, "barred")

    answer = reserve(mine)

    assert (answer.status, answer.code) == (409, "not_eligible")


@pytest.mark.parametrize(
    ("settings", "status", "told"),
    [
        ({"max_reservations": 1}, 409, {"code": "too_many_reservations", "most": 1}),
        ({"max_account_legs": 3}, 422, {"code": "too_many_legs", "most": 3}),
    ],
)
def test_more_than_an_account_may_reserve_is_refused(mine, monkeypatch, settings, status, told):
    reserve(mine)
    settings_with(monkeypatch, **settings)

    answer = reserve(mine, ZHAO)

    assert answer.status == status
    assert answer.json.items() >= told.items()


def test_a_minute_that_is_full_is_told_with_those_that_are_not(mine):
    slots.take(IN_AN_HOUR, 480)

    answer = reserve(mine)

    assert answer.status == 409
    assert answer.json == {
        "type": "urn:duoyoutong:problem:slot_full",
        "status": 409,
        "code": "slot_full",
        "field": "starts_at",
        "at": AT,
        "nearest": ["2011-02-16T02:58:00Z", "2011-02-16T02:59:00Z", "2011-02-16T03:01:00Z"],
    }


# ——— a time that is thought of ———


def test_a_time_is_told_about_before_it_is_reserved(mine):
    one = made(mine)
    slots.take(IN_AN_HOUR, 470)

    def told(**query):
        return mine.get(TIMES, starts_at=AT, host_id="registered", **query).json

    assert told(parties=8) == {
        "earliest": "2011-02-16T02:15:00Z",
        "latest": "2011-05-19T02:00:00Z",
        "free": True,
        "nearest": ["2011-02-16T02:58:00Z", "2011-02-16T02:59:00Z", "2011-02-16T03:01:00Z"],
        "conflicts": [one],
    }
    assert told(parties=9)["free"] is False
    assert told(besides=one["id"])["conflicts"] == []


@pytest.mark.parametrize(
    ("query", "status", "field"),
    [
        ({"host_id": "another"}, 404, "host_id"),
        ({"parties": 0}, 422, "parties"),
        ({"parties": 251}, 422, "parties"),
        ({"minutes": 1}, 422, "minutes"),
        ({"besides": "../x"}, 422, "besides"),
        ({"starts_at": "2011-02-16T03:00:01Z"}, 422, "starts_at"),
    ],
    ids=str,
)
def test_what_cannot_be_thought_of_is_refused(mine, query, status, field):
    answer = mine.get(TIMES, **{"starts_at": AT, "host_id": "registered", **query})

    assert (answer.status, answer.json["field"]) == (status, field)
