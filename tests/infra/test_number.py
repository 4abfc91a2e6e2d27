"""The service's number is led to a deployment, read back and compared."""

import json

import pytest
from twilio.rest.api.v2010.account.incoming_phone_number import IncomingPhoneNumberInstance

from infra import deploy, number
from local.network.settings import Settings
from local.network.thread import NetworkThread
from tests.cloud import ADDRESS


@pytest.fixture
def network():
    with NetworkThread(Settings(seed=1)) as network:
        yield network


@pytest.fixture
def led(deployed, network):
    """Have a deployment that knows this network's credentials."""
    settings = network.network.settings
    told(deployed, settings.account_sid, settings.auth_tokens[0])
    again(deployed, TwilioApiBaseUrl=network.url)
    return deployed


def told(cloud, account, token):
    deployed = {"TWILIO_ACCOUNT_SID": account, "TWILIO_AUTH_TOKEN": token}
    cloud.client("secretsmanager").put_secret_value(
        SecretId=cloud.outputs()["SecretsId"], SecretString=json.dumps(deployed)
    )


def again(cloud, **parameters):
    """Update the stack with other parameters."""
    values = cloud.stack() | parameters
    cloud.client("cloudformation").update_stack(
        StackName="duoyoutong-dev",
        UsePreviousTemplate=True,
        Parameters=[{"ParameterKey": k, "ParameterValue": v} for k, v in values.items()],
    )


@pytest.mark.usefixtures("led")
def test_a_call_a_failure_and_an_end_are_led_to_the_deployment(network, capsys):
    assert number.main(["dev"]) == 0

    known = network.network.number
    assert known.voice_url == f"{ADDRESS}/voice/incoming#rc=1&rp=ct,rt,5xx&rt=6000"
    assert (known.voice_method, known.voice_fallback_method) == ("POST", "GET")
    assert known.voice_fallback_url == f"{ADDRESS}/busy.xml"
    assert known.status_callback == f"{ADDRESS}/voice/status#rc=3&rp=ct,rt,5xx&rt=4000"
    assert known.status_callback_method == "POST"
    assert f"is led to {ADDRESS}" in capsys.readouterr().out


def test_a_deployment_leads_the_number_at_its_end(led, network):
    del led

    assert deploy.main(["dev", "--yes", "--warm", "1"]) == 0

    assert network.network.number.voice_url.startswith(f"{ADDRESS}/voice/incoming#")


def test_a_number_of_somebody_else_is_left_to_a_person(led, network, capsys):
    again(led, ServiceNumber="+861065110000")

    assert number.main(["dev"]) == 0

    said = capsys.readouterr().out
    assert "is no number of this account" in said
    assert f"voice_fallback_url     {ADDRESS}/busy.xml" in said
    assert network.network.number.voice_url == ""


def test_credentials_that_are_not_taken_are_told_and_not_printed(led, network, capsys):
    told(led, network.network.settings.account_sid, "wrong-token")

    assert number.main(["dev"]) == 1

    said = capsys.readouterr()
    assert "The provider says no" in said.err
    assert "wrong-token" not in said.out + said.err


def test_a_provider_that_does_not_answer_is_named(led, capsys):
    again(led, TwilioApiBaseUrl="http://127.0.0.1:9")

    assert number.main(["dev"]) == 1

    assert "The provider at http://127.0.0.1:9 does not answer" in capsys.readouterr().err


def test_without_credentials_it_says_how_they_are_told(deployed, capsys):
    del deployed

    assert number.main(["dev"]) == 0

    assert "make secrets STAGE=dev" in capsys.readouterr().out


def test_without_a_stack_there_is_nothing_to_lead_to(cloud, capsys):
    del cloud

    assert number.main(["dev"]) == 1

    assert "There is no stack duoyoutong-dev" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("voice_url", "https://old.example", "voice_url is 'https://old.example', not"),
        ("voice_fallback_method", "POST", "voice_fallback_method is 'POST', not 'GET'"),
        ("trunk_sid", "TK1", "it goes to the trunk TK1"),
        ("voice_application_sid", "AP1", "it goes to the application AP1"),
    ],
)
def test_what_the_provider_has_otherwise_is_told(name, value, told):
    wanted = number.wanted(ADDRESS)
    as_it_is = wanted | {"trunk_sid": None, "voice_application_sid": None}

    right = IncomingPhoneNumberInstance(None, as_it_is, account_sid="AC1")
    wrong = IncomingPhoneNumberInstance(None, as_it_is | {name: value}, account_sid="AC1")

    assert number.amiss(right, wanted) == []
    (line,) = number.amiss(wrong, wanted)
    assert line.startswith(told)
