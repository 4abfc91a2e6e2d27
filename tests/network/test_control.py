"""Phones, bots and the controls under /_sim."""

import asyncio

import pytest
import requests

from local.network.bots import PROFILES, for_number
from local.network.engine import Network
from local.network.settings import Settings

WANG, LI = "+8613800000010", "+8613800000020"


@pytest.fixture
def sim(network):
    """Ask the controls; a body is JSON."""

    def sim(method, path, **body):
        url = f"{network.url}/_sim/{path}"
        return requests.request(method, url, json=body or None, timeout=5)

    return sim


def test_a_driver_can_be_a_person(app, network, sim):
    app.answers("/voice/incoming", '<Gather timeout="60" numDigits="2" action="/voice/keys"/>')
    app.answers("/voice/keys", '<Pause length="600"/>')

    dialling = sim("POST", f"phones/{WANG}/dial", to="116323").json()
    app.wait_for("/voice/incoming")
    network.phone(WANG).wait_for(state="talking")
    sim("POST", f"phones/{WANG}/press", keys="12")
    app.wait_for("/voice/keys", Digits="12")
    ended = sim("POST", f"phones/{WANG}/hangup").json()

    assert dialling["state"] == "dialling"
    assert ended["state"] == "idle"


def test_a_driver_can_answer_and_refuse(app, network, ring, sim):
    app.answers("/voice/start", '<Pause length="600"/>')
    for number in (WANG, LI):
        sim("PUT", f"phones/{number}", profile="human", name="王小明")
    watched = network.phone(WANG), network.phone(LI)

    ring(WANG)
    ring(LI)
    for phone in watched:
        phone.wait_for(state="ringing")
    answered = sim("POST", f"phones/{WANG}/answer").json()
    refused = sim("POST", f"phones/{LI}/reject").json()

    assert (answered["state"], answered["name"]) == ("talking", "王小明")
    assert refused["state"] == "idle"
    app.wait_for("/status", CallStatus="busy")


def test_a_bot_can_be_given_keys_to_press(app, ring, sim):
    app.answers("/voice/start", '<Gather numDigits="1" timeout="60" action="/voice/confirmed"/>')
    app.answers("/voice/confirmed", "<Hangup/>")
    sim("PUT", f"phones/{WANG}", script="1", answer_after=1)

    ring(WANG)

    assert app.wait_for("/voice/confirmed")["Digits"] == "1"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", f"phones/{WANG}", {"profile": "parrot"}),
        ("PUT", f"phones/{WANG}", {"colour": "red"}),
        ("PUT", f"phones/{WANG}", {"answer_after": "soon"}),
        ("POST", f"phones/{WANG}/dial", {}),
        ("POST", f"phones/{WANG}/press", {"keys": "A"}),
        ("PUT", "settings", {"account_sid": "AC1"}),
        ("PUT", "settings", {"speed": 0}),
        ("GET", "events?after=x", {}),
    ],
)
def test_a_wrong_command_is_refused(sim, method, path, body):
    assert sim(method, path, **body).status_code == 400


def test_phones_behave_by_the_end_of_their_number():
    endings = {p.ending: p.name for p in PROFILES.values() if p.ending}

    assert endings == {
        "0001": "talker",
        "0002": "busy",
        "0003": "no-answer",
        "0004": "declines",
        "0005": "invalid",
        "0006": "leaves",
        "0007": "voicemail",
    }
    assert for_number("+8613800000002").name == "busy"
    assert for_number("+8613800009999").name == "default"


def test_the_table_of_bots_is_described_for_people(sim):
    table = sim("GET", "profiles").json()

    assert {"name": "busy", "ending": "0002", "description": "忙线"} in table


def test_a_phone_waits_for_its_person_only_while_there_is_one(network):
    phone = network.phone(WANG)
    held = phone.snapshot()["profile"]

    phone.let_go()

    assert (held, phone.snapshot()["profile"]) == ("human", "default")


def test_one_who_only_watches_does_not_take_the_phone(network):
    phone = network.call(network.network.phone, LI)

    def watch():
        stop = phone.subscribe(lambda _event: None, watch=True)
        registered = phone.registered
        stop()
        return registered

    assert network.call(watch) is False


def test_the_events_of_a_phone_can_be_listened_to():
    async def story():
        network = Network(Settings(speed=1000))
        await network.start()
        phone = network.phone(WANG)
        listening = phone.listen()
        first = asyncio.ensure_future(anext(listening))
        await asyncio.sleep(0)
        await phone.dial("000")
        event = await first
        await listening.aclose()
        await network.stop()
        return event

    event = asyncio.run(story())

    assert (event["state"], event["to"]) == ("dialling", "000")


def test_the_events_tell_every_request_both_ways(app, ring, sim):
    app.answers("/voice/start", "<Say>喂</Say>")
    call = ring("+8613800000000")
    app.wait_for("/status", CallStatus="completed")

    events = sim("GET", "events?after=0").json()

    mine = [event for event in events if event["call_sid"] == call.sid]
    assert [event["n"] for event in events] == sorted(event["n"] for event in events)
    assert {event["kind"] for event in mine} == {"rest", "webhook"}
    fetched = next(event for event in mine if event.get("url", "").endswith("/voice/start"))
    assert fetched["response"] == "<Response><Say>喂</Say></Response>"
    assert (fetched["status"], fetched["form"]["CallSid"]) == (200, call.sid)
    assert sim("GET", f"events?after={events[-1]['n']}").json() == []


def test_the_rooms_show_who_is_where(app, network, ring, sim):
    app.answers("/voice/start", "<Dial><Conference>r1</Conference></Dial>")
    ring(WANG)
    network.phone(WANG).answer()
    network.phone(WANG).wait_for(state="in_conference")

    room = sim("GET", "rooms").json()[0]

    assert (room["name"], room["status"]) == ("r1", "init")
    assert room["participants"][0]["number"] == WANG
    assert len(sim("GET", "calls").json()) == 1


def test_the_pace_can_be_changed_while_it_runs(network, sim):
    changed = sim("PUT", "settings", speed=80, allowed_prefixes=["+86", "+852"]).json()

    assert (changed["speed"], changed["allowed_prefixes"]) == (80, ["+86", "+852"])
    assert network.network.plant.timeline.speed == 80
    assert network.network.plant.media.speed == 80


def test_a_reset_ends_every_call_and_forgets_it(app, network, sim):
    app.answers("/voice/incoming", '<Pause length="600"/>')
    wang = network.phone(WANG)
    wang.dial("116323")
    wang.wait_for(state="talking")

    assert sim("POST", "reset").status_code == 204

    wang.wait_for(state={"ended", "idle"})
    assert sim("GET", "ledger").json() == []
    assert sim("GET", "calls").json() == []
