"""What the network's answers and failures mean: not done, or nobody knows."""

import socket
import threading
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib import config, provider
from chalicelib.calls import Progress
from tests import factories
from tests.people import LI
from tests.provider_server import addressed, error

CALL = {
    "sid": "CA1",
    "status": "queued",
    "date_created": "Wed, 16 Feb 2011 02:00:00 +0000",
    "duration": None,
    "end_time": None,
}
NOON = datetime(2011, 2, 16, 4, 0, tzinfo=UTC)


def page(key, *items):
    return {
        key: list(items),
        "uri": "/",
        "first_page_uri": "/",
        "next_page_uri": None,
        "previous_page_uri": None,
        "page": 0,
        "page_size": 50,
        "start": 0,
        "end": 0,
    }


def room(status="in-progress", sid="CF1"):
    return {"sid": sid, "status": status}


def ring():
    return provider.ring(LI, then="/voice/c/l/answered", status="/voice/c/l/status")


# ——— ring ———


def test_a_ring_says_all_that_the_network_must_know(server):
    server.script = [(201, CALL)]

    assert ring() == "CA1"

    ((method, path, fields),) = server.asked
    base = "https://116323.example/api/voice/c/l"
    assert (method, path) == ("POST", "/Calls.json")
    assert fields == {
        "To": [LI],
        "From": ["+861065116323"],
        "Url": [f"{base}/answered#rc=1&rp=ct,rt,5xx&rt=6000"],
        "FallbackUrl": ["https://116323.example/api/busy.xml"],
        "FallbackMethod": ["GET"],
        "StatusCallback": [f"{base}/status#rc=3&rp=ct,rt,5xx&rt=4000"],
        "StatusCallbackEvent": ["ringing", "completed"],
        "Timeout": ["45"],
        "TimeLimit": ["14400"],
    }


def test_a_trunk_of_ones_own_is_named(server, monkeypatch):
    factories.settings_with(monkeypatch, twilio_byoc_sid="BY1")
    server.script = [(201, CALL)]

    ring()

    assert server.asked[0][2]["Byoc"] == ["BY1"]


def test_too_many_requests_are_made_again_a_little_later(server, clock):
    server.script = [error(20429, 429), error(20429, 429), (201, CALL)]
    began = clock.now()

    assert ring() == "CA1"

    assert len(server.asked) == 3
    assert (clock.now() - began).total_seconds() == pytest.approx(0.6)


def test_a_network_that_stays_busy_certainly_did_not_ring(server):
    server.script = [error(20429, 429)]

    with pytest.raises(provider.Declined) as declined:
        ring()

    assert (declined.value.reason, declined.value.passing) == ("provider_busy", True)
    assert len(server.asked) == provider.TRIES


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (21211, "bad_number"),
        (21217, "bad_number"),
        (13224, "bad_number"),
        (21215, "number_not_allowed"),
        (21216, "number_not_allowed"),
        (13227, "number_not_allowed"),
        (32205, "number_not_allowed"),
        (21210, "provider_refused"),
        (10004, "provider_refused"),
        (None, "provider_refused"),
    ],
)
def test_a_refused_number_says_why_and_is_not_tried_again(server, code, reason):
    server.script = [error(code)]

    with pytest.raises(provider.Declined) as declined:
        ring()

    assert (declined.value.reason, declined.value.passing) == (reason, False)
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [500, 502, 503])
def test_after_a_server_error_nobody_knows_whether_it_rings_and_it_is_not_rung_again(
    server, status
):
    server.script = [error(20500, status)]

    with pytest.raises(provider.Unknown):
        ring()

    assert len(server.asked) == 1


def test_after_a_lost_connection_nobody_knows_whether_it_rings(server):
    server.script = [("close", None)]

    with pytest.raises(provider.Unknown):
        ring()

    assert len(server.asked) == 1


def test_after_a_time_out_nobody_knows_whether_it_rings(server, monkeypatch):
    monkeypatch.setattr(provider, "TIMEOUT_SECONDS", 0.1)
    patience = threading.Event()
    server.script = [("silence", patience)]
    try:
        with pytest.raises(provider.Unknown):
            ring()
        # The caller gave up by its own clock; a slow machine may read the request only now.
        assert server.heard.wait(30)
        assert len(server.asked) == 1
    finally:
        patience.set()


@pytest.mark.usefixtures("clock")
def test_a_network_that_cannot_be_reached_certainly_did_not_ring(monkeypatch):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        with addressed(monkeypatch, f"http://127.0.0.1:{closed.getsockname()[1]}"):
            with pytest.raises(provider.Declined) as declined:
                ring()

    assert (declined.value.reason, declined.value.passing) == ("provider_down", True)


def test_a_connection_that_could_not_be_made_in_time_certainly_did_not_ring():
    import requests  # noqa: PLC0415 - its errors, as they are raised

    assert provider._never_connected(requests.ConnectTimeout())  # noqa: SLF001 - cannot be staged
    assert not provider._never_connected(requests.ConnectionError())  # noqa: SLF001 - likewise


# ——— hang up, end, announce, mute ———


def test_a_call_is_ended_and_one_that_is_over_is_left_alone(server):
    server.script = [(200, CALL), error(21220), error(20404, 404)]

    for _ in range(3):
        provider.hang_up("CA1")

    assert server.asked == [("POST", "/Calls/CA1.json", {"Status": ["completed"]})] * 3


def test_what_may_be_done_twice_is_done_again_after_a_failure(server):
    server.script = [error(20500, 500), ("close", None), (200, CALL)]

    provider.hang_up("CA1")

    assert len(server.asked) == 3


def test_what_fails_for_good_is_not_taken_to_be_done(server):
    server.script = [error(20500, 500)]

    with pytest.raises(provider.Unknown):
        provider.hang_up("CA1")

    assert len(server.asked) == provider.TRIES


@pytest.mark.parametrize("status", [401, 403])
def test_wrong_credentials_do_not_mean_that_a_call_is_over(server, status):
    server.script = [error(20003, status)]

    for deed in (provider.hang_up, provider.look):
        with pytest.raises(provider.Declined):
            deed("CA1")


def test_a_room_is_found_by_its_name_even_with_one_person_in_it_and_ended(server):
    rooms = page("conferences", room("completed", "CF0"), room("init", "CF1"))
    server.script = [(200, rooms), (200, room())]

    provider.end_room("conf")

    (_, _, query), (_, path, fields) = server.asked
    assert query["FriendlyName"] == ["conf"]
    assert "Status" not in query
    assert (path, fields) == ("/Conferences/CF1.json", {"Status": ["completed"]})


@pytest.mark.parametrize("rooms", [page("conferences"), page("conferences", room("completed"))])
def test_where_there_is_no_room_nothing_is_done_to_it(server, rooms):
    server.script = [(200, rooms)]

    provider.end_room("conf")
    provider.announce("conf", "CA1", "/voice/doc")
    provider.mute("conf", "CA1", muted=True)

    assert {method for method, _, _ in server.asked} == {"GET"}


def test_one_participant_is_told_and_muted(server):
    rooms, done = (200, page("conferences", room())), (200, {"call_sid": "CA1"})
    server.script = [rooms, done, rooms, done, rooms, error(20404, 404)]

    provider.announce("conf", "CA1", "/voice/doc")
    provider.mute("conf", "CA1", muted=True)
    provider.mute("conf", "CA1", muted=False)

    there = "/Conferences/CF1/Participants/CA1.json"
    assert [asked for asked in server.asked if asked[0] == "POST"] == [
        ("POST", there, {"AnnounceUrl": ["https://116323.example/api/voice/doc"]}),
        ("POST", there, {"Muted": ["true"]}),
        ("POST", there, {"Muted": ["false"]}),
    ]


@pytest.mark.parametrize(
    ("status", "error_type"), [(429, provider.Declined), (503, provider.Unknown)]
)
def test_a_list_that_failed_is_tried_again(server, status, error_type):
    server.script = [error(None, status), (200, page("conferences"))]
    provider.end_room("conf")
    assert len(server.asked) == 2

    server.script = [error(None, status)]
    with pytest.raises(error_type):
        provider.end_room("conf")


# ——— look, find ———


@pytest.mark.parametrize(
    ("status", "duration", "seconds"),
    [
        ("completed", "61", 61),
        ("completed", "0", 0),
        ("completed", None, None),
        ("completed", "", None),
        ("busy", "0", None),
        ("no-answer", "", None),
        ("in-progress", None, None),
    ],
)
def test_the_record_of_a_call_is_read(server, status, duration, seconds):
    end_time = "Wed, 16 Feb 2011 04:00:00 +0000"
    server.script = [(200, {**CALL, "status": status, "duration": duration, "end_time": end_time})]

    assert provider.look("CA1") == Progress("CA1", status, seconds, NOON)


def test_a_call_nobody_knows_is_none(server):
    server.script = [error(20404, 404)]

    assert provider.look("CA1") is None


def test_the_calls_to_a_number_are_found_since_a_moment(server):
    calls = [
        {**CALL, "sid": "CA3", "date_created": "Wed, 16 Feb 2011 04:00:10 +0000"},
        {**CALL, "sid": "CA2", "date_created": "Wed, 16 Feb 2011 03:59:55 +0000"},
        {**CALL, "sid": "CA1", "date_created": "Wed, 16 Feb 2011 03:59:54 +0000"},
        {**CALL, "sid": "CA0", "date_created": None},
    ]
    server.script = [(200, page("calls", *calls))]

    found = provider.find(LI, NOON, NOON + timedelta(seconds=15))

    assert [call.sid for call in found] == ["CA3", "CA2"]
    assert server.asked[0][2]["To"] == [LI]
    assert server.asked[0][2]["From"] == ["+861065116323"]


def test_a_key_is_used_instead_of_the_token_where_there_is_one(server, monkeypatch):
    keyed = config.Secrets("ACtest", ("token",), "SKkey", "secret", "")
    monkeypatch.setattr(config, "secrets", lambda: keyed)
    server.script = [(200, CALL)]

    provider.look("CA1")

    assert provider._client().auth == ("SKkey", "secret")  # noqa: SLF001 - it is not sent in clear
