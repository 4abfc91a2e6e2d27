"""Text messages as the provider's own client sends them, and as a phone has them."""

import contextlib

import pytest
import requests
from twilio.base.exceptions import TwilioRestException

from local.network.messages import segments

SERVICE = "+861065116323"
WANG = "+8613800000010"
NOBODY = "+8613800000005"
WORDS = "您预约的多方通话将于11月27日15:00开始"


@pytest.fixture
def send(client):
    """Send WORDS to WANG, or what is given instead."""

    def send(**given):
        return client.messages.create(**({"to": WANG, "from_": SERVICE, "body": WORDS} | given))

    return send


@pytest.fixture
def settle(network):
    """Let time enough pass for a message to arrive."""

    def settle():
        network.run(network.network.plant.timeline.sleep(3))

    return settle


@pytest.fixture
def sim(network):
    return lambda path: requests.get(f"{network.url}/_sim/{path}", timeout=5).json()


def refusal(act, **given):
    with pytest.raises(TwilioRestException) as caught:
        act(**given)
    return caught.value.status, caught.value.code


def test_a_message_is_queued_and_arrives_in_the_networks_own_time(client, send, network, settle):
    phone = network.phone(WANG)

    sent = send()

    assert (sent.status, sent.date_sent, sent.num_segments) == ("queued", None, "1")
    assert (sent.direction, sent.price, sent.error_code) == ("outbound-api", None, None)
    assert sent.sid.startswith("SM")
    settle()
    come = client.messages(sent.sid).fetch()
    assert (come.status, come.body, come.from_, come.to) == ("delivered", WORDS, SERVICE, WANG)
    assert come.date_created <= come.date_sent <= come.date_updated
    [text] = [event for event in phone.events if event["type"] == "text"]
    assert (text["text"], text["from"], text["sid"]) == (WORDS, SERVICE, sent.sid)


def test_messages_are_listed_newest_first_and_by_number(client, send):
    first, second = send(), send(to="+8613800000020")

    assert [m.sid for m in client.messages.list()] == [second.sid, first.sid]
    assert [m.sid for m in client.messages.list(to=WANG)] == [first.sid]
    assert client.messages.list(from_="+861065550000") == []


def test_a_number_that_does_not_exist_has_no_message(client, send, settle, sim):
    sent = send(to=NOBODY)
    settle()

    found = client.messages(sent.sid).fetch()

    assert (found.status, found.error_code) == ("undelivered", 30005)
    assert found.error_message == "Unknown destination handset"
    assert [(m["to"], m["status"]) for m in sim("messages")] == [(NOBODY, "undelivered")]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"to": ""}, 21604),
        ({"to": "13800000010"}, 21211),
        ({"to": "+12125550100"}, 21408),
        ({"to": "+861082345678"}, 21614),
        ({"from_": ""}, 21603),
        ({"from_": "+861065550000"}, 21606),
        ({"body": ""}, 21602),
        ({"body": "一" * 1601}, 21617),
    ],
)
def test_what_cannot_be_sent_is_refused_with_the_providers_code(send, sim, given, code):
    assert refusal(send, **given) == (400, code)

    assert sim("messages") == []


def test_an_unknown_sid_is_not_found(client):
    assert refusal(client.messages(f"SM{0:032}").fetch) == (404, 20404)


def test_every_second_request_can_be_refused_for_being_too_many(network, send, sim):
    requests.put(f"{network.url}/_sim/faults", json={"rest_429": 2}, timeout=5)

    send()

    assert refusal(send) == (429, 20429)
    assert len(sim("messages")) == 1


def test_a_message_can_be_taken_and_its_answer_lost_or_not_be_taken_at_all(network, send, sim):
    faults = f"{network.url}/_sim/faults"
    requests.put(faults, json={"create_500_not_placed": 1}, timeout=5)
    assert refusal(send) == (500, 20500)
    assert sim("messages") == []
    lost = {"create_500_not_placed": 0, "create_accepted_but_timeout": 1, "late_answer_seconds": 0}
    requests.put(faults, json=lost, timeout=5)

    for _ in range(5):  # half of them answer late instead
        with contextlib.suppress(TwilioRestException):
            send()

    assert len(sim("messages")) == 5


def test_the_network_tells_of_each_step_of_a_message(send, settle, sim):
    send()
    settle()

    told = [event["message"] for event in sim("events") if event["kind"] == "text"]

    assert told == [f"{SERVICE} → {WANG}: {status}" for status in ("sent", "delivered")]


def test_a_reset_forgets_messages(network, send, sim):
    send()

    requests.post(f"{network.url}/_sim/reset", timeout=5)

    assert sim("messages") == []


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("一" * 70, 1),
        ("一" * 71, 2),
        ("a" * 70 + "一", 2),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("一" * 135, 3),
    ],
)
def test_a_long_text_is_several_messages(body, count):
    assert segments(body) == count
