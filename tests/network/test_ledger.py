"""The ledger: what outlives the network, and what the next one says of its calls."""

import sqlite3
from datetime import datetime

import pytest
import requests

from local.network.calls import Call, Status
from local.network.settings import Settings
from local.network.thread import NetworkThread

WANG = "+8613800000010"
SERVICE = "+861065116323"
STAY = "<Response><Dial><Conference>r1</Conference></Dial></Response>"


@pytest.fixture
def settings(tmp_path):
    return Settings(speed=40, seed=1, data_dir=tmp_path)


def place(network, settings, to):
    answer = requests.post(
        f"{network.url}/2010-04-01/Accounts/{settings.account_sid}/Calls.json",
        auth=(settings.account_sid, settings.auth_tokens[0]),
        data={"To": to, "From": SERVICE, "Twiml": STAY},
        timeout=5,
    )
    return answer.json()["sid"]


def fetch(network, settings, sid):
    return requests.get(
        f"{network.url}/2010-04-01/Accounts/{settings.account_sid}/Calls/{sid}.json",
        auth=(settings.account_sid, settings.auth_tokens[0]),
        timeout=5,
    ).json()


def ledger(network):
    return requests.get(f"{network.url}/_sim/ledger", timeout=5).json()


def test_the_ledger_shows_every_call_with_its_times(network, settings):
    wang = network.phone(WANG)
    sid = place(network, settings, WANG)
    wang.answer()
    wang.wait_for(state="in_conference")
    wang.hang_up()
    place(network, settings, "+8613800000002")

    first, second = ledger(network)

    assert (first["sid"], first["to"], first["status"]) == (sid, WANG, "completed")
    talked = datetime.fromisoformat(first["ended_at"]) - datetime.fromisoformat(
        first["answered_at"]
    )
    assert talked.total_seconds() == first["duration"]
    assert first["times_rung"] == 1
    assert [stay["room"] for stay in first["rooms"]] == ["r1"]
    assert first["rooms"][0]["left_at"] is not None
    assert (second["answered_at"], second["duration"], second["times_rung"]) == (None, None, 0)


def test_calls_that_lived_when_the_network_died_are_over_in_the_next_one(settings):
    with NetworkThread(settings) as network:
        wang = network.phone(WANG)
        talking = place(network, settings, WANG)
        wang.answer()
        wang.wait_for(state="in_conference")
        network.phone("+8613800000020")
        ringing = place(network, settings, "+8613800000020")
        network.phone("+8613800000020").wait_for(state="ringing")

    with NetworkThread(settings) as network:
        answers = [fetch(network, settings, sid) for sid in (talking, ringing)]
        settled = ledger(network)

    assert [answer["status"] for answer in answers] == ["completed", "failed"]
    assert answers[0]["duration"] is not None
    assert answers[1]["duration"] is None
    assert settled[0]["rooms"][0]["left_at"] <= settled[0]["ended_at"]


def test_a_call_that_was_alive_ends_at_the_last_heartbeat(settings, tmp_path):
    with NetworkThread(settings) as network:
        wang = network.phone(WANG)
        sid = place(network, settings, WANG)
        wang.answer()
        wang.wait_for(state="in_conference")
    answered = network.network.ledger.calls[sid].answered_at
    beat = answered.replace(year=answered.year + 1)
    with sqlite3.connect(tmp_path / "ledger.sqlite3") as db:
        db.execute("UPDATE marks SET value = ? WHERE name = 'heartbeat'", (beat.isoformat(),))
    db.close()

    with NetworkThread(settings) as network:
        call = network.network.ledger.calls[sid]
        now = network.call(network.network.plant.timeline.now)

    assert call.ended_at == beat
    assert now > beat


def test_a_new_network_gives_no_sid_again(settings):
    sids = []
    for _ in range(3):
        with NetworkThread(settings) as network:
            sids.append(place(network, settings, WANG))

    assert len(set(sids)) == 3


def test_without_a_directory_nothing_is_kept():
    settings = Settings(speed=40)
    with NetworkThread(settings) as network:
        place(network, settings, WANG)

    with NetworkThread(settings) as network:
        assert ledger(network) == []


def test_a_finished_call_never_changes():
    now = datetime.fromisoformat("2011-02-28T17:00:00+00:00")
    call = Call("CA1", SERVICE, WANG, "outbound-api", created_at=now, updated_at=now)
    call.move(Status.CANCELED, at=now)

    with pytest.raises(ValueError, match="cannot go from canceled to ringing"):
        call.move(Status.RINGING, at=now)
