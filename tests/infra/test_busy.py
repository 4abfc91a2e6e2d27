"""What a caller hears while nothing of ours answers: a file that says what a document would."""

from contextlib import AsyncExitStack
from unittest.mock import Mock
from xml.etree import ElementTree as ET

import pytest
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from chalicelib import paths
from chalicelib.steps import HangUp, Prompt, line
from chalicelib.twiml import views
from infra.portal import SITE
from local.gateway import Gateway, refusal
from local.listening import listening
from local.network.settings import Settings
from local.network.thread import NetworkThread
from local.web import create_front
from tests.people import LI

FILE = SITE / paths.BUSY.lstrip("/")


def verbs(document):
    """Return the verbs of *document*, each with its attributes and words."""
    return [(verb.tag, verb.attrib, verb.text) for verb in ET.fromstring(document)]  # noqa: S314 - our own


def test_it_says_the_words_of_the_prompt_in_both_languages_with_their_voices():
    zh, en = (
        verbs(views.render(HangUp((line(Prompt.BUSY_NOW),), language))) for language in ("zh", "en")
    )

    assert verbs(FILE.read_bytes()) == [zh[0], en[0], zh[1]]


@pytest.fixture
def network():
    with NetworkThread(Settings(speed=40, seed=1)) as network:
        yield network


@pytest.fixture
def front(network):
    """Be the product while its functions are down: files are served, everything else fails."""

    async def down(_):
        return refusal(503)

    gateway = Mock(Gateway)
    gateway.owns.side_effect = lambda path: path.startswith("/voice/")
    gateway.handle.side_effect = down
    served = AsyncExitStack()
    yield network.run(served.enter_async_context(listening(create_front(gateway, SITE))))
    network.run(network.network.plant.tasks.stop())
    network.run(served.aclose())


def test_it_is_heard_by_who_was_rung_while_the_functions_are_down(network, front):
    settings = network.network.settings
    http = TwilioHttpClient(timeout=5)
    client = Client(settings.account_sid, settings.auth_tokens[0], http_client=http)
    client.api.base_url = network.url
    phone = network.phone(LI)

    client.calls.create(
        to=LI,
        from_=settings.service_number,
        url=front + "/voice/c/l/answered",
        fallback_url=front + paths.BUSY,
        fallback_method="GET",
    )
    phone.answer()

    phone.expect_caption("系统繁忙,请稍后再拨")
    phone.expect_caption("We are busy. Please call again later.")
    phone.wait_for(state={"ended", "idle"})
    http.session.close()
