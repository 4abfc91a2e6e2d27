"""The REST API, judged by the provider's own client."""

import inspect
import re
from datetime import UTC, datetime, timedelta

import pytest
import requests
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client
from twilio.rest.api.v2010.account.call import CallContext, CallInstance, CallList
from twilio.rest.api.v2010.account.conference import (
    ConferenceContext,
    ConferenceInstance,
    ConferenceList,
)
from twilio.rest.api.v2010.account.conference.participant import (
    ParticipantContext,
    ParticipantInstance,
    ParticipantList,
)
from twilio.rest.api.v2010.account.incoming_phone_number import (
    IncomingPhoneNumberContext,
    IncomingPhoneNumberInstance,
    IncomingPhoneNumberList,
)
from twilio.rest.api.v2010.account.message import MessageInstance, MessageList

from local.network import rest_schema as schema
from local.network.settings import Settings
from local.network.thread import NetworkThread

SERVICE = "+861065116323"
WANG, LI = "+8613800000010", "+8613800000020"
ROOM = '<Dial><Conference participantLabel="wang">r1</Conference></Dial>'


@pytest.fixture
def conference(app, network, ring, client):
    """Return the sid of a conference with one participant, wang."""
    app.answers("/voice/start", ROOM)
    ring(WANG)
    wang = network.phone(WANG)
    wang.answer()
    wang.wait_for(state="in_conference")
    client.messages.create(to=LI, from_=SERVICE, body="周会")
    return client.conferences.list()[0].sid


@pytest.fixture
def raw(network, settings):
    """Return the JSON at a path below the account, as it comes."""

    def raw(path):
        auth = (settings.account_sid, settings.auth_tokens[0])
        url = f"{network.url}/2010-04-01/Accounts/{settings.account_sid}/{path}"
        return requests.get(url, auth=auth, timeout=5).json()

    return raw


def refusal(act):
    with pytest.raises(TwilioRestException) as caught:
        act()
    return caught.value.status, caught.value.code


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        (CallList._create, schema.CREATE_CALL),  # noqa: SLF001 - where the client builds its form
        (CallList.page, schema.LIST_CALLS),
        (CallContext._update, schema.UPDATE_CALL),  # noqa: SLF001
        (ConferenceList.page, schema.LIST_CONFERENCES),
        (ConferenceContext._update, schema.UPDATE_CONFERENCE),  # noqa: SLF001
        (ParticipantList._create, schema.CREATE_PARTICIPANT),  # noqa: SLF001
        (ParticipantList.page, schema.LIST_PARTICIPANTS),
        (ParticipantContext._update, schema.UPDATE_PARTICIPANT),  # noqa: SLF001
        (MessageList._create, schema.CREATE_MESSAGE),  # noqa: SLF001
        (MessageList.page, schema.LIST_MESSAGES),
        (IncomingPhoneNumberList.page, schema.LIST_NUMBERS),
        (IncomingPhoneNumberContext._update, schema.UPDATE_NUMBER),  # noqa: SLF001
    ],
)
def test_the_known_parameters_are_those_the_client_can_send(method, parameters):
    sent = set(re.findall(r'"([A-Z]\w*[<>]?)":', inspect.getsource(method)))

    assert parameters.known == sent
    assert not parameters.honoured & parameters.accepted


@pytest.mark.parametrize(
    ("path", "key", "instance"),
    [
        ("Calls.json", "calls", CallInstance),
        ("Conferences.json", "conferences", ConferenceInstance),
        ("Conferences/{}/Participants.json", "participants", ParticipantInstance),
        ("Messages.json", "messages", MessageInstance),
        ("IncomingPhoneNumbers.json", "incoming_phone_numbers", IncomingPhoneNumberInstance),
    ],
)
def test_every_resource_has_exactly_the_keys_the_client_reads(raw, conference, path, key, instance):
    read = set(re.findall(r'payload\.get\(\s*"(\w+)"', inspect.getsource(instance.__init__)))

    listed = raw(path.format(conference))

    assert set(listed[key][0]) == read
    assert set(listed) - {key} == {
        "uri",
        "first_page_uri",
        "next_page_uri",
        "previous_page_uri",
        "page",
        "page_size",
        "start",
        "end",
    }


def test_the_client_understands_every_value(client, conference):
    call = client.calls.list()[0].fetch()
    room = client.conferences(conference).fetch()
    person = client.conferences(conference).participants.list()[0].fetch()
    number = client.incoming_phone_numbers.list(phone_number=SERVICE)[0]

    assert re.fullmatch(r"CA[0-9a-f]{32}", call.sid)
    assert (call.to, call._from, call.direction) == (WANG, SERVICE, "outbound-api")  # noqa: SLF001
    assert call.start_time.tzinfo is not None
    assert (room.friendly_name, room.status) == ("r1", "init")
    assert (person.call_sid, person.label, person.status) == (call.sid, "wang", "connected")
    assert number.phone_number == SERVICE


def test_wrong_credentials_are_refused(network, settings):
    http = TwilioHttpClient(timeout=5)
    stranger = Client(settings.account_sid, "wrong", http_client=http)
    stranger.api.base_url = network.url

    assert refusal(lambda: stranger.calls("CA1").fetch()) == (401, 20003)
    http.session.close()


def test_an_api_key_and_each_auth_token_open_the_door():
    settings = Settings(auth_tokens=("new", "old"), api_keys={"SK1": "secret"})
    with NetworkThread(settings) as network:
        url = f"{network.url}/2010-04-01/Accounts/{settings.account_sid}/Calls.json"
        pairs = [("SK1", "secret"), (settings.account_sid, "new"), (settings.account_sid, "old")]

        answers = [requests.get(url, auth=pair, timeout=5).status_code for pair in pairs]

    assert answers == [200, 200, 200]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"to": "13800000010"}, 21211),
        ({"to": "+12025550100"}, 21215),
        ({"from_": WANG}, 21210),
        ({"url": "voice/start"}, 21205),
        ({"status_callback_event": ["finished"]}, 20001),
    ],
)
def test_a_call_that_cannot_be_placed_is_refused(app, client, changes, code):
    wanted = {"to": WANG, "from_": SERVICE, "url": f"{app.url}/voice/start"} | changes

    assert refusal(lambda: client.calls.create(**wanted)) == (400, code)
    assert client.calls.list() == []


def test_an_unknown_parameter_is_refused_and_noted(network, settings):
    auth = (settings.account_sid, settings.auth_tokens[0])
    url = f"{network.url}/2010-04-01/Accounts/{settings.account_sid}/Calls.json"

    answer = requests.post(url, auth=auth, data={"To": WANG, "Colour": "red"}, timeout=5)

    assert answer.status_code == 400
    assert set(answer.json()) == {"code", "message", "more_info", "status"}
    noted = network.network.events.after()[-1]
    assert (noted["kind"], noted["status"]) == ("rest", 400)
    assert "Colour" in noted["message"]


def test_a_parameter_without_effect_is_accepted_and_noted(network, app, client):
    client.calls.create(to=WANG, from_=SERVICE, url=f"{app.url}/voice/start", record=True)

    notes = [e["message"] for e in network.network.events.after() if e["kind"] == "note"]
    assert notes == ["without effect here: Record"]


def test_what_does_not_exist_is_not_found(client):
    assert refusal(lambda: client.calls("CA0").fetch()) == (404, 20404)
    assert refusal(lambda: client.conferences("CF0").fetch()) == (404, 20404)
    create = client.conferences("CF0").participants.create
    assert refusal(lambda: create(from_=SERVICE, to=WANG)) == (404, 20404)


def test_a_finished_call_cannot_be_changed(app, ring, client):
    call = ring("+8613800000005")
    app.wait_for("/status", CallStatus="failed")

    assert refusal(lambda: client.calls(call.sid).update(status="completed")) == (400, 21220)


def test_a_ringing_call_cannot_be_diverted(app, network, ring, client):
    network.phone(WANG)
    call = ring(WANG)
    network.phone(WANG).wait_for(state="ringing")

    divert = client.calls(call.sid).update
    assert refusal(lambda: divert(url=f"{app.url}/voice/new")) == (400, 21220)


def test_calls_are_found_by_number_and_time(app, network, ring, client):
    app.answers("/voice/start", '<Pause length="600"/>')
    before = datetime.now(UTC) - timedelta(minutes=1)
    call = ring(WANG)
    ring(LI)
    network.phone(WANG).wait_for(state="ringing")

    found = client.calls.list(to=WANG, start_time_after=before)
    too_late = client.calls.list(to=WANG, start_time_after=before + timedelta(hours=9))

    assert [c.sid for c in found] == [call.sid]
    assert too_late == []
    assert len(client.calls.list(from_=SERVICE)) == 2
    assert client.calls.list(status="completed") == []


def test_a_long_list_comes_in_pages_newest_first(ring, client):
    placed = [ring(f"+86138000{n:02d}005").sid for n in range(7)]

    found = [call.sid for call in client.calls.list(page_size=3)]

    assert found == placed[::-1]


def test_conferences_are_found_by_name_and_status(conference, client):
    assert [c.sid for c in client.conferences.list(friendly_name="r1")] == [conference]
    assert client.conferences.list(friendly_name="r2") == []
    assert client.conferences.list(friendly_name="r1", status="in-progress") == []
    assert [c.sid for c in client.conferences.list(status="init")] == [conference]


def test_one_who_left_is_no_participant_any_more(network, conference, client):
    network.phone(WANG).hang_up()

    person = client.conferences(conference).participants("wang")

    assert refusal(person.fetch) == (404, 20404)
    assert client.conferences(conference).participants.list() == []
    assert client.conferences(conference).fetch().status == "completed"


def test_the_deploy_script_can_point_the_number_at_the_application(app, network, client):
    app.answers("/voice/other", "<Say>新地址</Say>")
    number = client.incoming_phone_numbers.list(phone_number=SERVICE)[0]

    number.update(voice_url=f"{app.url}/voice/other", status_callback=f"{app.url}/status")
    wang = network.phone(WANG)
    wang.dial("116323")

    wang.expect_caption("新地址")
    app.wait_for("/status", CallStatus="completed")


def test_a_deleted_call_is_gone_from_the_lists(app, ring, client):
    call = ring("+8613800000005")
    app.wait_for("/status", CallStatus="failed")

    assert client.calls(call.sid).delete()

    assert client.calls.list() == []


def test_a_document_can_be_given_with_the_call(network, client):
    wang = network.phone(WANG)

    client.calls.create(to=WANG, from_=SERVICE, twiml="<Response><Say>直接</Say></Response>")
    wang.answer()

    wang.expect_caption("直接")


def test_a_bad_document_is_refused_with_the_call(client):
    create = client.calls.create
    bad = "<Response><Sing/></Response>"

    assert refusal(lambda: create(to=WANG, from_=SERVICE, twiml=bad)) == (400, 12200)


def test_a_network_that_is_down_answers_503_or_not_at_all(network, client):
    switch = network.network.plant.injector.switch
    network.call(switch, {"down": "503"})
    refused = refusal(lambda: client.calls("CA0").fetch())
    network.call(switch, {"down": "dropped"})

    with pytest.raises((TwilioException, requests.ConnectionError)):
        client.calls("CA0").fetch()
    assert refused == (503, 20503)
