"""Nothing that a day writes into the log tells a number, a name, a code or a secret (F51)."""

import logging
import os
import re

import pytest

from chalicelib import config, logs, phone_numbers, provider, sessions, sweeps
from tests import factories
from tests.at_desk import PASSWORD as DESK_PASSWORD
from tests.attack.life import NEW_PASSWORD
from tests.people import CHEN, LI, SUN, WANG, ZHAO

PEOPLE = (WANG, LI, ZHAO, SUN, CHEN)
WORDS = ("王小明", "李雷", "孙悦", "赵敏", "同学", "办公室", "家里", "周会")
PASSWORDS = (factories.PASSWORD, NEW_PASSWORD, DESK_PASSWORD)


@pytest.fixture
def written(caplog):
    """Return a function that returns every line so far, as it is written."""
    caplog.set_level(logging.INFO)
    return lambda: [logs.Lines().format(record) for record in caplog.records]


def cookies(life):
    """Return what the cookies of a day have held."""
    sent = [cookie for _, answer in life.browser.answers for cookie in answer.cookies]
    return {re.match(r"[\w-]+=([^;]*)", cookie)[1] for cookie in sent} - {""}


def told(lines, secrets):
    """Return the lines in which one of *secrets* stands by itself."""
    any_of = re.compile("|".join(rf"(?<![0-9A-Za-z]){re.escape(one)}" for one in secrets))
    return [line for line in lines if any_of.search(line)]


def test_the_log_of_a_whole_day_tells_nobodys_number_name_code_or_secret(life, written, capfd):
    life.lives().closes()

    lines = written()
    assert len([line for line in lines if '"logger": "chalicelib.' in line]) > 40
    assert told(lines, [number.removeprefix("+86") for number in PEOPLE]) == []
    assert told(lines, [number.removeprefix("+") for number in PEOPLE]) == []
    assert told(lines, [*WORDS, *PASSWORDS]) == []
    assert told(lines, life.codes) == []
    assert len(cookies(life)) > 6
    assert told(lines, cookies(life)) == []
    assert told(lines, [sessions.hash_of(one) for one in cookies(life)]) == []
    assert told(lines, [os.environ["TWILIO_AUTH_TOKEN"], config.secrets().proxy_secret]) == []
    assert told([life.browser.address], [life.browser.address])
    assert told(lines, [life.browser.address]) == []
    assert capfd.readouterr().out == ""


@pytest.mark.usefixtures("product")
@pytest.mark.parametrize("deed", ["ring", "hang_up", "announce", "look", "end_room", "in_room"])
@pytest.mark.parametrize("error", [provider.Unknown, provider.Declined])
def test_what_goes_wrong_with_a_phone_is_told_without_its_number(
    deed, error, written, network, queue
):
    network.refuse(deed, error(f"{LI} on the line of 13800000201"))

    conference_id = factories.started(LI, network=network)
    for seconds in (0, 60, 60, 300, 60):
        network.clock.advance(seconds=seconds)
        try:
            queue.run()
            factories.conference.end(conference_id, "host") if seconds == 300 else None
            sweeps.sweep(conference_id)
        except error:
            logging.getLogger("of the worker").exception("not done")

    assert told(written(), [LI.removeprefix("+86"), WANG.removeprefix("+86")]) == []


@pytest.mark.parametrize("number", PEOPLE)
def test_a_request_that_breaks_the_door_is_told_without_what_was_in_it(
    number, portal, phone, written, monkeypatch
):
    def broken(*_, **__):
        raise LookupError(f"{number}, that is {phone_numbers.national(number)}")

    monkeypatch.setattr(sessions, "log_in", broken)
    monkeypatch.setattr("chalicelib.dial_in.welcome", broken)

    answers = [
        portal.post("/api/sessions", {"number": number, "password": factories.PASSWORD}),
        phone.post("/voice/incoming", CallSid="CA1", From=number),
    ]

    assert [answer.status for answer in answers] == [500, 500]
    lines = written()
    assert len([line for line in lines if "LookupError" in line]) == 2
    assert told(lines, [number.removeprefix("+86"), factories.PASSWORD]) == []
    for text in (answers[0].text, answers[1].body):
        assert "LookupError" not in text
        assert number.removeprefix("+86") not in text
