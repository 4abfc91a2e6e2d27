"""Our records beside the provider's: what is a difference, what is none, where the edges are."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.billing.adjustments import Standing
from chalicelib.billing.comparison import calls_of, compare
from chalicelib.provider import Call
from tests.billing import made
from tests.people import LI, WANG

NOON = datetime(2011, 2, 16, 4, 0, tzinfo=UTC)
HOUR = NOON, NOON + timedelta(hours=1)
TALKED = NOON + timedelta(minutes=20)


def leg(sid="CA1", *, seconds=61, ended_at=TALKED, **values):
    """Return a record of ours as it stands."""
    began = ended_at - timedelta(seconds=seconds)
    return Standing.of(made(answered_at=began, seconds=seconds, call_sid=sid, **values), [])


def call(sid="CA1", status="completed", *, seconds=61, ended_at=TALKED, direction="outbound-api"):
    return Call(sid, status, direction, "+861065116323", LI, seconds, ended_at)


def found(ours, theirs, known=()):
    return [(one.what, one.call_sid) for one in compare(ours, theirs, *HOUR, known)]


def test_what_agrees_is_no_difference():
    assert found([leg()], [call()]) == []
    assert found([], []) == []


def test_the_provider_rang_somebody_whom_we_know_nothing_of():
    [one] = compare([], [call()], *HOUR)

    assert (one.what, one.call_sid, one.ended_at, one.ours) == ("missing", "CA1", TALKED, None)
    assert one.theirs == {
        "status": "completed",
        "direction": "outbound-api",
        "from": "+861065116323",
        "to": LI,
        "seconds": 61,
        "ended_at": "2011-02-16T04:20:00Z",
        "price": None,
        "currency": None,
    }


def test_a_billed_call_that_the_provider_does_not_have_is_extra():
    [one] = compare([leg()], [], *HOUR)

    assert (one.what, one.call_sid, one.theirs) == ("extra", "CA1", None)
    assert one.ours == {
        "conference_id": "first",
        "leg_id": "p1-1",
        "number": LI,
        "state": "completed",
        "answered_at": "2011-02-16T04:18:59Z",
        "ended_at": "2011-02-16T04:20:00Z",
        "billing_month": f"{WANG}#2011-02",
        "seconds": 61,
        "charge": 40,
    }


@pytest.mark.parametrize("values", [{"charge": 0}, {"seconds": 0, "charge": 5}])
def test_a_call_that_costs_nothing_or_lasted_no_second_is_extra_all_the_same(values):
    assert found([leg(**values)], []) == [("extra", "CA1")]


@pytest.mark.parametrize("seconds", [60, 62, 0])
def test_other_seconds_are_different(seconds):
    assert found([leg()], [call(seconds=seconds)]) == [("different", "CA1")]


@pytest.mark.parametrize("status", ["busy", "canceled", "failed", "no-answer"])
def test_a_billed_call_that_was_not_answered_is_different(status):
    assert found([leg()], [call(status=status, seconds=None)]) == [("different", "CA1")]
    assert found([], [call(status=status, seconds=None)]) == []


@pytest.mark.parametrize(
    "stranger",
    [
        call(direction="inbound"),
        call(direction="outbound-dial"),
        call(seconds=0),
        call(seconds=None),
        call(status="in-progress"),
        call(ended_at=None),
    ],
    ids=["menu", "forwarded", "no talk", "no word yet", "goes on", "no end"],
)
def test_a_call_that_needs_no_leg(stranger):
    assert found([], [stranger]) == []


def test_a_call_that_is_known_needs_no_leg():
    assert found([], [call("CAcode"), call("CA2")], {"CAcode"}) == [("missing", "CA2")]


def test_a_call_of_a_conference_is_compared_whoever_rang():
    assert found([leg()], [call(direction="inbound", seconds=50)]) == [("different", "CA1")]
    assert found([leg()], [call(direction="", seconds=61)]) == []


@pytest.mark.parametrize(
    "word",
    [
        call(seconds=None),
        call(status="in-progress", ended_at=None),
        call(status="in-progress", seconds=30),
        call(seconds=30, ended_at=None),
    ],
    ids=["no word yet", "goes on", "goes on with an end", "no end"],
)
def test_what_the_provider_has_not_said_for_good_is_not_compared(word):
    assert found([leg()], [word]) == []


def test_who_never_was_in_the_room_costs_nothing_whatever_the_seconds():
    unjoined = leg(joined_at=None, seconds=0, charge=0)

    assert found([unjoined], [call(seconds=30)]) == []
    assert found([unjoined], []) == []


def test_a_record_without_seconds_counts_as_one_of_none():
    silent = leg(seconds=0, charge=None, billing_month=None)

    assert found([silent], [call(seconds=30)]) == [("different", "CA1")]
    assert found([silent], [call(seconds=0)]) == []
    assert found([silent], []) == []


def test_a_leg_without_a_call_is_not_compared():
    assert found([leg(None)], []) == []


def test_a_leg_of_which_no_end_is_known_is_in_no_hour():
    goes_on = made(call_sid="CA1", ended_at=None)

    assert found([Standing.of(goes_on, [])], []) == []


@pytest.mark.parametrize(
    ("ended_at", "seen"),
    [
        (HOUR[0] - timedelta(seconds=1), False),
        (HOUR[0], True),
        (HOUR[1] - timedelta(seconds=1), True),
        (HOUR[1], False),
    ],
)
def test_each_difference_belongs_to_one_hour(ended_at, seen):
    assert bool(found([leg(ended_at=ended_at)], [])) == seen
    assert bool(found([], [call(ended_at=ended_at)])) == seen


def test_a_call_that_one_side_has_before_the_edge_and_the_other_after_it_is_the_same():
    early, late = HOUR[0] - timedelta(seconds=2), HOUR[0] + timedelta(seconds=2)

    assert found([leg(ended_at=early)], [call(ended_at=late)]) == []
    assert found([leg(ended_at=late)], [call(ended_at=early)]) == []


def test_of_a_call_over_the_edge_the_hour_is_that_of_our_record():
    early, late = HOUR[0] - timedelta(seconds=2), HOUR[0] + timedelta(seconds=2)

    assert found([leg(ended_at=early)], [call(ended_at=late, seconds=9)]) == []
    assert found([leg(ended_at=late)], [call(ended_at=early, seconds=9)]) == [("different", "CA1")]


def test_differences_come_in_the_order_in_which_the_calls_ended():
    ends = {"CA1": 30, "CA2": 10, "CA3": 20}
    calls = [call(sid, ended_at=NOON + timedelta(minutes=m)) for sid, m in ends.items()]

    assert [sid for _, sid in found([], calls)] == ["CA2", "CA3", "CA1"]


# ——— a file of the provider's records ———

RECORD = {
    "sid": "CA1",
    "status": "completed",
    "direction": "outbound-api",
    "from": "+861065116323",
    "to": LI,
    "duration": "61",
    "end_time": "Wed, 16 Mar 2011 04:20:00 +0000",
    "price": "-0.01700",
    "price_unit": "USD",
    "answered_by": None,
}


def test_a_file_has_the_records_as_the_rest_api_gives_them():
    alive = RECORD | {"sid": "CA2", "status": "in-progress", "duration": None, "end_time": None}
    del alive["price"], alive["price_unit"]

    done, goes_on = calls_of(json.dumps([RECORD, alive]))

    ended = TALKED.replace(month=3)
    assert done == Call(
        *("CA1", "completed", "outbound-api", "+861065116323", LI, 61, ended, "-0.01700", "USD")
    )
    assert (goes_on.seconds, goes_on.ended_at, goes_on.price) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[", "line 1"),
        ("{}", "^not a list of calls$"),
        ("[1]", "entry 1 is no record of a call"),
        ('["CA1"]', "entry 1 is no record of a call"),
        (
            json.dumps([RECORD, {name: RECORD[name] for name in RECORD if name != "status"}]),
            "entry 2 is no record of a call",
        ),
        (json.dumps([RECORD | {"duration": "long"}]), "entry 1 is no record of a call"),
        (json.dumps([RECORD | {"end_time": "yesterday"}]), "CA1: end_time is no moment: yesterday"),
        (json.dumps([RECORD | {"end_time": 5}]), "entry 1 is no record of a call"),
    ],
)
def test_a_file_that_is_no_list_of_calls_is_refused_in_words(text, why):
    with pytest.raises(ValueError, match=why):
        calls_of(text)


@pytest.mark.parametrize("seconds", [0, 1])
def test_a_call_of_a_file_may_be_as_short_as_it_likes(seconds):
    [one] = calls_of(json.dumps([RECORD | {"duration": str(seconds)}]))

    assert one.seconds == seconds


# ——— whose calls, and files that are none ———


def test_what_another_service_of_the_same_account_rings_is_nobodys_finding():
    other = Call("CA1", "completed", "outbound-api", "+861099999999", LI, 61, TALKED)

    assert found([], [other]) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"duration": "-61"},
        {"duration": "a minute"},
        {"price": "free"},
        {"price": "NaN"},
    ],
    ids=["negative", "a word", "free", "not a number"],
)
def test_a_file_with_a_wrong_number_is_refused_before_anything_is_done(wrong):
    record = {
        "sid": "CA1",
        "status": "completed",
        "direction": "outbound-api",
        "from": "+861065116323",
        "to": LI,
        "duration": "61",
        "end_time": "Thu, 17 Feb 2011 04:20:00 +0000",
        "price": "-0.0085",
        "price_unit": "USD",
    }
    assert calls_of(json.dumps([record]))[0].price == "-0.0085"

    with pytest.raises(ValueError, match="entry 1 is no record of a call"):
        calls_of(json.dumps([record | wrong]))
