"""The life of a call, and what the application is told of it."""

from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest

from local.network.lines import Request

WANG = "+8613800000010"
SERVICE = "+861065116323"
SLACK = 10  # seconds that a busy machine may lose: 10 are a quarter of a real one


def told(app, path="/status"):
    """Return the status callbacks in the order of their numbers."""
    forms = sorted(app.forms(path), key=lambda form: int(form["SequenceNumber"]))
    return [(int(form["SequenceNumber"]), form["CallStatus"]) for form in forms]


def test_a_caller_hears_what_the_number_says(app, network):
    app.answers("/voice/incoming", '<Say language="zh-CN">欢迎使用</Say><Pause length="60"/>')
    wang = network.phone(WANG)

    wang.dial("116323")

    wang.expect_caption("欢迎使用")
    form = app.forms("/voice/incoming")[0]
    assert form["CallStatus"] == "ringing"
    assert form["Direction"] == "inbound"
    assert (form["From"], form["To"]) == (WANG, SERVICE)
    assert form["CalledZip"] == ""
    assert wang.snapshot()["state"] == "talking"


def test_a_caller_hears_ringback_until_the_call_is_answered(app, network):
    app.answers("/voice/incoming", '<Pause length="60"/>')
    wang = network.phone(WANG)

    wang.dial(SERVICE)
    wang.wait_for(state="talking")

    tones = [event["tone"] for event in wang.events if event["type"] == "tone"]
    assert tones == ["ringback", None]


def test_a_number_of_nobody_gives_the_unallocated_tone(network):
    wang = network.phone(WANG)

    wang.dial("+8613899999999")

    wang.wait_for(state="idle")
    told = [(e.get("state"), e.get("reason"), e.get("tone")) for e in wang.events]
    assert told == [
        ("dialling", "", None),
        ("ended", "unallocated", None),
        (None, None, "unallocated"),
        (None, None, None),
        ("idle", "", None),
    ]


def test_the_number_hears_of_the_end_of_a_call(app, network):
    network.network.number.status_callback = f"{app.url}/status"
    app.answers("/voice/incoming", '<Pause length="60"/>')
    wang = network.phone(WANG)

    wang.dial("116323")
    wang.wait_for(state="talking")
    wang.hang_up()

    form = app.wait_for("/status")
    assert form["CallStatus"] == "completed"
    assert form["CallbackSource"] == "call-progress-events"
    assert wang.snapshot()["state"] == "idle"


@pytest.mark.parametrize(("reason", "status"), [("busy", "busy"), ("rejected", "no-answer")])
def test_a_rejected_caller_is_never_connected(app, network, client, reason, status):
    app.answers("/voice/incoming", f'<Reject reason="{reason}"/>')
    wang = network.phone(WANG)

    wang.dial("116323")
    wang.wait_for(state="ended", reason=status, tone="busy")

    call = client.calls.list()[0]
    assert (call.status, call.duration) == (status, None)


def test_an_answered_call_is_told_in_four_steps(app, network, ring):
    app.answers("/voice/start", '<Say>喂</Say><Pause length="60"/>')
    li = network.phone(WANG)

    call = ring(WANG)
    li.answer()
    li.expect_caption("喂")
    li.hang_up()

    app.wait_for("/status", CallStatus="completed")
    app.wait_for("/status", count=4)
    assert call.status == "queued"
    assert told(app) == [(0, "initiated"), (1, "ringing"), (2, "in-progress"), (3, "completed")]
    start = app.forms("/voice/start")[0]
    assert (start["CallStatus"], start["Direction"]) == ("in-progress", "outbound-api")


def test_the_length_of_a_call_is_the_same_everywhere(app, network, ring, client):
    app.answers("/voice/start", '<Pause length="61"/>')

    call = ring("+8613800000000")
    last = app.wait_for("/status", CallStatus="completed")

    shown = client.calls(call.sid).fetch()
    written = network.network.ledger.calls[call.sid]
    seconds = int(last["CallDuration"])
    assert 61 <= seconds < 61 + SLACK
    assert (last["Duration"], last["SipResponseCode"]) == ("2", "200")
    assert (shown.duration, written.duration) == (str(seconds), seconds)
    assert shown.start_time + timedelta(seconds=seconds) == shown.end_time
    assert parsedate_to_datetime(last["Timestamp"]) >= shown.end_time


@pytest.mark.parametrize(
    ("number", "steps", "code"),
    [
        ("+8613800000002", ["initiated", "busy"], "486"),
        ("+8613800000003", ["initiated", "ringing", "no-answer"], "487"),
        ("+8613800000004", ["initiated", "ringing", "busy"], "486"),
        ("+8613800000005", ["initiated", "failed"], "404"),
    ],
)
def test_an_unanswered_call_says_why(app, ring, number, steps, code):
    call = ring(number, timeout=10)

    last = app.wait_for("/status", CallStatus=steps[-1])
    app.wait_for("/status", count=len(steps))

    assert told(app) == list(enumerate(steps))
    assert last["SipResponseCode"] == code
    assert call.fetch().duration is None


def test_a_phone_rings_for_the_timeout_and_five_seconds(app, network, ring):
    li = network.phone(WANG)
    ring(WANG, timeout=10)

    li.wait_for(state="ringing")
    app.wait_for("/status", CallStatus="no-answer")

    rung, given_up = app.forms("/status")[1:]
    waited = parsedate_to_datetime(given_up["Timestamp"]) - parsedate_to_datetime(rung["Timestamp"])
    assert 14 <= waited.total_seconds() < 15 + SLACK
    assert [e["reason"] for e in li.events if e.get("state") == "ended"] == ["missed"]


def test_a_ringing_call_can_be_cancelled(app, network, ring, client):
    li = network.phone(WANG)
    call = ring(WANG)
    li.wait_for(state="ringing")

    ended = client.calls(call.sid).update(status="canceled")

    assert ended.status == "canceled"
    app.wait_for("/status", CallStatus="canceled")
    assert li.snapshot()["state"] == "idle"


def test_cancelling_an_answered_call_does_nothing(app, network, ring, client):
    app.answers("/voice/start", '<Pause length="600"/>')
    li = network.phone(WANG)
    call = ring(WANG)
    li.answer()

    after = client.calls(call.sid).update(status="canceled")

    assert after.status == "in-progress"
    assert li.snapshot()["state"] == "talking"


def test_completing_ends_a_call_and_leaves_the_busy_tone(app, network, ring, client):
    app.answers("/voice/start", '<Pause length="600"/>')
    li = network.phone(WANG)
    call = ring(WANG)
    li.answer()

    client.calls(call.sid).update(status="completed")

    li.wait_for(state="ended", reason="far_end", tone="busy")
    li.wait_for(state="idle", tone=None)


def test_a_diverted_call_runs_its_new_document(app, network, ring, client):
    app.answers("/voice/start", '<Say>旧</Say><Pause length="600"/>')
    app.answers("/voice/new", '<Say>新</Say><Pause length="600"/>')
    li = network.phone(WANG)
    call = ring(WANG)
    li.answer()
    li.expect_caption("旧")

    client.calls(call.sid).update(url=f"{app.url}/voice/new")
    li.expect_caption("新")
    client.calls(call.sid).update(twiml="<Response><Say>更新</Say></Response>")

    li.expect_caption("更新")
    li.wait_for(state="idle")


def test_a_phone_in_a_call_is_busy_for_a_second_one(app, network, ring):
    app.answers("/voice/incoming", '<Pause length="600"/>')
    wang = network.phone(WANG)
    wang.dial("116323")
    wang.wait_for(state="talking")

    ring(WANG)

    app.wait_for("/status", CallStatus="busy")
    assert wang.snapshot()["state"] == "talking"


def test_a_time_limit_ends_a_call(app, ring):
    app.answers("/voice/start", '<Pause length="600"/>')

    ring("+8613800000000", time_limit=30)

    seconds = int(app.wait_for("/status", CallStatus="completed")["CallDuration"])
    assert 30 <= seconds < 30 + SLACK


def test_calls_beyond_the_rate_wait_in_a_queue(network, ring):
    network.call(network.network.change, {"calls_per_second": 0.02})

    calls = [ring(f"+861380000{n}000") for n in range(3)]

    waits = [int(call.queue_time) / 1000 for call in calls]
    assert waits[0] == 0
    assert 0 < waits[1] <= 50
    assert waits[1] < waits[2] <= 100


def test_a_bot_that_leaves_talks_for_twenty_seconds(app, ring):
    app.answers("/voice/start", '<Pause length="600"/>')

    ring("+8613800000006")

    seconds = int(app.wait_for("/status", CallStatus="completed")["CallDuration"])
    assert 20 <= seconds < 20 + SLACK


def test_hanging_up_overrules_a_divert_that_has_not_begun(app, network, ring):
    app.answers("/voice/start", '<Pause length="600"/>')
    li = network.phone(WANG)
    call = ring(WANG)
    li.answer()
    line = network.call(network.network.line, call.sid)

    async def divert_and_hang_up():
        network.network.divert(line, ())
        await network.network.hang_up(line)

    network.run(divert_and_hang_up())

    assert call.fetch().status == "completed"


def test_of_two_diverts_the_later_counts(app, network, ring):
    app.answers("/voice/start", '<Pause length="600"/>')
    app.answers("/voice/second", "<Say>第二份</Say>")
    li = network.phone(WANG)
    call = ring(WANG)
    li.answer()
    line = network.call(network.network.line, call.sid)

    async def divert_twice():
        network.network.divert(line, Request(f"{app.url}/voice/first"))
        network.network.divert(line, Request(f"{app.url}/voice/second"))

    network.run(divert_twice())

    li.expect_caption("第二份")
    assert app.forms("/voice/first") == []
