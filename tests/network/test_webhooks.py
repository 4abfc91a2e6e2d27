"""How patient the network is with the application, and how it dates things."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from local.network.timeline import Timeline, rfc2822
from local.network.webhooks import Overrides

WANG = "+8613800000010"


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ("", (5_000, 15_000, 15_000, 1, {"ct"})),
        ("#rc=2&rp=5xx,ct&ct=2000&rt=4000&tt=9000", (2_000, 4_000, 9_000, 2, {"5xx", "ct"})),
        ("#rc=9&ct=1&rt=99999&tt=99999", (100, 15_000, 15_000, 5, {"ct"})),
        ("#rc=no", (5_000, 15_000, 15_000, 1, {"ct"})),
    ],
)
def test_the_fragment_of_a_url_says_how_patient_to_be(fragment, expected):
    o = Overrides.of(f"http://127.0.0.1/voice{fragment}")

    assert (o.connect, o.read, o.total, o.retries, o.retry_on) == expected


def test_all_failures_can_be_repeated():
    assert Overrides.of("http://127.0.0.1/#rp=all").retry("4xx")
    assert not Overrides.of("http://127.0.0.1/").retry("5xx")


def test_a_request_looks_like_one_of_the_provider(app, network):
    app.answers("/voice/incoming", "<Hangup/>")

    network.phone(WANG).dial("116323")
    app.wait_for("/voice/incoming")

    headers = app.requests[0][2]
    assert headers["User-Agent"] == "TwilioProxy/1.1"
    assert headers["Accept"] == "*/*"
    assert headers["Cache-Control"] == "max-age=259200"
    assert headers["Content-Type"] == "application/x-www-form-urlencoded; charset=UTF-8"
    assert re.fullmatch(r"[0-9a-f-]{36}", headers["I-Twilio-Idempotency-Token"])


def test_nobody_listening_is_repeated_once_and_then_an_error(network):
    network.network.number.voice_url = "http://127.0.0.1:1/voice"
    wang = network.phone(WANG)

    wang.dial("116323")
    wang.expect_caption("系统出错")

    events = network.network.events.after()
    assert len([e for e in events if e["kind"] == "webhook"]) == 2
    assert [e["code"] for e in events if e["kind"] == "error"] == [11205]


def test_time_passes_as_fast_as_it_is_told_and_never_back():
    ahead = datetime.now(UTC) + timedelta(hours=5)
    timeline = Timeline(1000, not_before=ahead)

    first = timeline.now()
    timeline.speed = 1
    second = timeline.now()

    assert ahead <= first <= second < ahead + timedelta(minutes=5)


def test_times_are_written_in_whole_seconds():
    moment = datetime(2011, 11, 3, 8, 0, 5, 999_999, tzinfo=UTC)

    assert rfc2822(moment) == "Thu, 03 Nov 2011 08:00:05 +0000"
    assert rfc2822(None) is None
