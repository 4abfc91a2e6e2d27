"""A text message: what the network is asked, and what its answers mean."""

import pytest

from chalicelib import provider
from tests import factories
from tests.people import LI
from tests.provider_server import error

MESSAGE = {"sid": "SM1", "status": "queued"}
WORDS = "【116323】您预约的多方通话将于11月27日15:00开始"


@pytest.fixture
def ours(server, monkeypatch):
    """Have a number of our own to send from."""
    factories.settings_with(monkeypatch, twilio_api_base_url=server.url, sms_number="+861065116323")
    return server


def test_a_text_goes_from_our_number_and_nothing_is_asked_back(ours):
    ours.script = [(201, MESSAGE)]

    assert provider.text(LI, WORDS) == "SM1"

    assert ours.asked == [
        ("POST", "/Messages.json", {"To": [LI], "From": ["+861065116323"], "Body": [WORDS]})
    ]


def test_too_many_requests_are_made_again_a_little_later(ours):
    ours.script = [error(20429, 429), (201, MESSAGE)]

    assert provider.text(LI, WORDS) == "SM1"

    assert len(ours.asked) == 2


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (21211, "bad_number"),
        (21614, "bad_number"),
        (21408, "number_not_allowed"),
        (21608, "number_not_allowed"),
        (21610, "number_not_allowed"),
        (21612, "number_not_allowed"),
        (21606, "provider_refused"),
    ],
)
def test_a_refused_text_says_why_and_is_not_tried_again(ours, code, reason):
    ours.script = [error(code)]

    with pytest.raises(provider.Declined) as declined:
        provider.text(LI, WORDS)

    assert (declined.value.reason, declined.value.passing) == (reason, False)
    assert len(ours.asked) == 1


@pytest.mark.parametrize("answer", [error(20500, 500), ("close", None)])
def test_where_nobody_knows_whether_it_was_sent_it_is_not_sent_again(ours, answer):
    ours.script = [answer]

    with pytest.raises(provider.Unknown):
        provider.text(LI, WORDS)

    assert len(ours.asked) == 1
