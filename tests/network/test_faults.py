"""What goes wrong on purpose, and that it goes wrong in the way that was asked for."""

import pytest
import requests
from twilio.base.exceptions import TwilioRestException

from local.network.faults import Faults
from local.network.settings import Settings
from local.network.thread import NetworkThread

WANG = "+8613800000010"
SERVICE = "+861065116323"


@pytest.fixture
def faulty(network):
    """Switch faults through the control API."""

    def faulty(**faults):
        answer = requests.put(f"{network.url}/_sim/faults", json=faults, timeout=5)
        assert answer.status_code == 200
        return answer.json()

    return faulty


def settle(network, seconds):
    network.run(network.network.plant.timeline.sleep(seconds))


@pytest.fixture
def fail(network, ring):
    """Ring a number that does not exist, and wait until that is known."""

    def fail():
        sid = ring("+8613800000005").sid
        line = network.call(network.network.line, sid)
        if line:
            network.run(line.over.wait())

    return fail


def told(app):
    return [form["CallStatus"] for form in app.forms("/status")]


def test_there_are_no_faults_unless_they_are_asked_for(network):
    assert requests.get(f"{network.url}/_sim/faults", timeout=5).json() == {
        "lose": 0.0,
        "double": 0.0,
        "delay": 0.0,
        "delay_seconds": 5.0,
        "reorder": 0.0,
        "bad_signature": 0.0,
        "rest_429": 0,
        "create_accepted_but_timeout": 0.0,
        "late_answer_seconds": 8.0,
        "create_500_not_placed": 0.0,
        "end_400": 0.0,
        "down": "",
        "slow_answers": 0.0,
    }


@pytest.mark.parametrize("wrong", [{"rain": 1}, {"lose": "often"}, {"down": "yes"}, {"delay": -1}])
def test_a_fault_that_does_not_exist_is_refused(network, wrong):
    answer = requests.put(f"{network.url}/_sim/faults", json=wrong, timeout=5)

    assert answer.status_code == 400


def test_lost_callbacks_never_come(app, network, faulty, fail):
    faulty(lose=1)

    fail()
    settle(network, 5)

    assert told(app) == []
    assert [e["fault"] for e in network.network.events.after() if e["kind"] == "fault"] == [
        "lose",
        "lose",
    ]


def test_doubled_callbacks_come_twice_with_one_token(app, faulty, fail):
    faulty(double=1)

    fail()
    app.wait_for("/status", count=4)

    tokens = [h["I-Twilio-Idempotency-Token"] for p, _, h in app.requests if p == "/status"]
    assert sorted(told(app)) == ["failed", "failed", "initiated", "initiated"]
    assert len(set(tokens)) == 2


def test_doubled_documents_are_asked_for_twice_and_run_once(app, network, faulty):
    faulty(double=1)
    app.answers("/voice/incoming", "<Say>一次</Say>")
    wang = network.phone(WANG)

    wang.dial("116323")
    wang.wait_for(state="ended")

    assert len(app.forms("/voice/incoming")) == 2
    assert wang.captions == ["一次"]


def test_reordered_callbacks_overtake_each_other(app, faulty, ring):
    app.answers("/voice/start", "<Hangup/>")
    faulty(reorder=0.5)

    for n in range(40):  # one alone after the other: whatever overtakes is of the same call
        sid = ring(f"+86138000{n:02}000").sid
        app.wait_for("/status", count=4 * (n + 1))
        told = [form for form in app.forms("/status") if form["CallSid"] == sid]
        order = [int(form["SequenceNumber"]) for form in told]
        assert sorted(order) == [0, 1, 2, 3]
        if order != sorted(order):
            return
    pytest.fail("in forty calls nothing was overtaken")


def test_delayed_callbacks_come_later_than_they_happened(app, faulty, fail):
    faulty(delay=1, delay_seconds=80)

    fail()
    soon = told(app)
    app.wait_for("/status", count=2)

    assert len(soon) < 2
    assert sorted(told(app)) == ["failed", "initiated"]


def test_a_bad_signature_is_bad(app, faulty, ring):
    faulty(bad_signature=1)

    ring("+8613800000005")
    app.wait_for("/status", count=2)

    assert app.forged == [f"{app.url}/status"] * 2
    app.forged.clear()


def test_every_nth_request_is_refused_as_too_many(faulty, client):
    faulty(rest_429=3)
    codes = []

    for _ in range(6):
        try:
            client.calls.create(to=WANG, from_=SERVICE, twiml="<Response/>")
            codes.append(201)
        except TwilioRestException as error:
            codes.append((error.status, error.code))

    assert codes == [201, 201, (429, 20429)] * 2
    assert len([c for c in codes if c == 201]) == 4


def test_a_call_may_be_placed_though_the_answer_is_lost(network, faulty, ring):
    faulty(create_accepted_but_timeout=1, late_answer_seconds=0)
    outcomes = []

    for n in range(12):
        try:
            outcomes.append(ring(f"+861380000{n:02d}05").status)
        except TwilioRestException as error:
            outcomes.append(error.status)

    assert set(outcomes) == {"queued", 500}
    assert len(network.network.ledger.calls) == 12


def test_a_call_may_not_be_placed_and_say_so(network, faulty, ring):
    faulty(create_500_not_placed=1)

    with pytest.raises(TwilioRestException) as caught:
        ring(WANG)

    assert caught.value.status == 500
    assert network.network.ledger.calls == {}


def test_ending_a_conference_may_be_refused(app, network, faulty, ring, client):
    app.answers("/voice/start", "<Dial><Conference>r1</Conference></Dial>")
    wang = network.phone(WANG)
    ring(WANG)
    wang.answer()
    wang.wait_for(state="in_conference")
    faulty(end_400=1)

    with pytest.raises(TwilioRestException) as caught:
        client.conferences(client.conferences.list()[0].sid).update(status="completed")

    assert caught.value.status == 400
    assert wang.snapshot()["state"] == "in_conference"


def test_the_same_seed_makes_the_same_faults():
    def lost(seed):
        with NetworkThread(Settings(seed=seed)) as network:
            injector = network.network.plant.injector
            injector.switch({"lose": 0.5})
            return [injector.happens("lose") for _ in range(50)]

    assert lost(7) == lost(7) != lost(8)


def test_the_faults_can_be_set_before_they_happen(network, faulty):
    faulty(lose=0.25, down="503")

    assert network.network.plant.injector.now == Faults(lose=0.25, down="503")
