"""The provider's list of calls that are over: what we ask for, page by page, and what we read."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib import provider
from chalicelib.provider import Call
from tests.people import LI
from tests.provider_server import error

NOON = datetime(2011, 2, 16, 4, 0, tzinfo=UTC)
HOUR = NOON, NOON + timedelta(hours=1)


def record(sid, ended="Wed, 16 Feb 2011 04:20:00 +0000", **values):
    made = {
        "sid": sid,
        "status": "completed",
        "direction": "outbound-api",
        "from": "+861065116323",
        "to": LI,
        "duration": "61",
        "end_time": ended,
        "price": None,
        "price_unit": "USD",
    }
    return made | values


def page(*calls, following=None):
    return 200, {"calls": list(calls), "next_page_uri": following, "page": 0}


def test_the_list_is_asked_for_by_its_ends_and_filtered_again(server):
    server.script = [
        page(
            record("CA1"),
            record("CAearly", "Wed, 16 Feb 2011 03:59:59 +0000"),
            record("CAfirst", "Wed, 16 Feb 2011 04:00:00 +0000"),
            record("CAlate", "Wed, 16 Feb 2011 05:00:00 +0000"),
            record("CAalive", None, status="in-progress", duration=None),
        )
    ]

    found = list(provider.ended(*HOUR))

    assert [call.sid for call in found] == ["CA1", "CAfirst"]
    ((method, path, fields),) = server.asked
    assert (method, path) == ("GET", "/Calls.json")
    assert fields == {
        "EndTime>": ["2011-02-16T04:00:00Z"],
        "EndTime<": ["2011-02-16T05:00:00Z"],
        "PageSize": ["1000"],
    }


def test_what_it_says_of_a_call(server):
    ended = NOON + timedelta(minutes=20)
    busy = record("CA2", status="busy", duration="0", price="-0.00850")
    server.script = [page(busy, record("CA3", duration=None))]

    found = list(provider.ended(*HOUR))

    ours = "+861065116323"
    assert found == [
        Call("CA2", "busy", "outbound-api", ours, LI, 0, ended, "-0.00850", "USD"),
        Call("CA3", "completed", "outbound-api", ours, LI, None, ended, None, "USD"),
    ]


def test_each_page_is_asked_for_when_the_one_before_is_used_up(server):
    server.script = [
        page(record("CA1"), following="/2010-04-01/Accounts/ACtest/Calls.json?Page=1"),
        page(record("CA2")),
    ]

    calls = provider.ended(*HOUR)

    assert next(calls).sid == "CA1"
    assert len(server.asked) == 1
    assert [call.sid for call in calls] == ["CA2"]
    assert [fields.get("Page") for _, _, fields in server.asked] == [None, ["1"]]


def test_each_page_is_asked_for_again_if_the_provider_did_not_answer(server):
    server.script = [
        error(20500, 503),
        page(record("CA1"), following="/2010-04-01/Accounts/ACtest/Calls.json?Page=1"),
        error(20429, 429),
        page(record("CA2")),
    ]

    assert [call.sid for call in provider.ended(*HOUR)] == ["CA1", "CA2"]


def test_a_list_that_cannot_be_had_is_no_empty_list(server):
    server.script = [
        page(record("CA1"), following="/2010-04-01/Accounts/ACtest/Calls.json?Page=1"),
        error(20500, 503),
    ]
    calls = provider.ended(*HOUR)
    next(calls)

    with pytest.raises(provider.Unknown):
        next(calls)
