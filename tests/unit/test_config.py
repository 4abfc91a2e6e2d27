"""Settings are read once, and a wrong one is named with its value."""

import json
from uuid import uuid4

import boto3
import pytest
from botocore.exceptions import ClientError

from chalicelib import config
from chalicelib.config import Config, Secrets
from tests import factories


@pytest.fixture
def unread():
    """Let credentials be read afresh in this test and in the next."""
    forget()
    yield
    forget()


def forget():
    config._secrets_of_the_environment.cache_clear()  # noqa: SLF001 - only tests read twice
    config._stored_secrets.cache_clear()  # noqa: SLF001 - likewise
    config._secrets_manager.cache_clear()  # noqa: SLF001 - likewise
    config._last.clear()  # noqa: SLF001 - likewise


def test_what_is_not_set_has_its_default():
    assert config.load({}) == Config()


def test_a_setting_is_the_variable_of_its_name_in_capitals():
    loaded = config.load({"MAX_PARTIES": "250", "OPERATOR_NUMBER": "+861065550000", "HOME": "/"})

    assert loaded == Config(max_parties=250, operator_number="+861065550000")


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("MAX_PARTIES", "many", "MAX_PARTIES must be a whole number, not 'many'"),
        ("MAX_PARTIES", "", "MAX_PARTIES must be a whole number, not ''"),
        ("RING_SECONDS", "-1", "RING_SECONDS must be a whole number, not '-1'"),
        ("RING_SECONDS", "4.5", "RING_SECONDS must be a whole number, not '4.5'"),
        ("MAX_PARTIES", "1", "MAX_PARTIES must be from 2 to 250, not 1"),
        ("MAX_PARTIES", "251", "MAX_PARTIES must be from 2 to 250, not 251"),
        (
            "PUBLIC_BASE_URL",
            "https://a.example/",
            "PUBLIC_BASE_URL must not end with a slash: 'https://a.example/'",
        ),
    ],
)
def test_a_wrong_setting_is_named_with_its_value(name, value, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        config.load({name: value})


@pytest.mark.usefixtures("unread")
def test_credentials_come_from_the_environment(monkeypatch):
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "new, old,")
    monkeypatch.setenv("TWILIO_API_KEY", "SK1")
    monkeypatch.setenv("TWILIO_API_SECRET", "secret")
    monkeypatch.setenv("PORTAL_PROXY_SECRET", "proxy")

    assert config.secrets() == Secrets("ACtest", ("new", "old"), "SK1", "secret", "proxy")


@pytest.mark.usefixtures("unread", "aws")
def test_credentials_come_from_secrets_manager_where_that_is_named(monkeypatch):
    kept = {"TWILIO_ACCOUNT_SID": "AC9", "TWILIO_AUTH_TOKEN": "kept"}
    boto3.client("secretsmanager").create_secret(Name="voice", SecretString=json.dumps(kept))
    factories.settings_with(monkeypatch, secret_id="voice")

    assert config.secrets() == Secrets("AC9", ("kept",), "", "", "")


@pytest.fixture
def rotate(unread, aws, monkeypatch):
    """Keep credentials in Secrets Manager; `rotate(token)` keeps others."""
    del unread, aws
    client = boto3.client("secretsmanager")
    secret_id = client.create_secret(Name=f"rotated-{uuid4()}")["ARN"]
    factories.settings_with(monkeypatch, secret_id=secret_id)

    def rotate(token):
        kept = {"TWILIO_ACCOUNT_SID": "AC9", "TWILIO_AUTH_TOKEN": token}
        client.put_secret_value(SecretId=secret_id, SecretString=json.dumps(kept))

    rotate("old")
    return rotate


def test_credentials_that_were_rotated_are_known_within_five_minutes(rotate, clock):
    assert config.secrets().auth_tokens == ("old",)

    rotate("old, new")
    assert config.secrets().auth_tokens == ("old",)  # it is not asked for at each request
    clock.advance(seconds=config.SECRETS_SECONDS)

    assert config.secrets().auth_tokens == ("old", "new")


def test_while_they_cannot_be_read_the_last_ones_serve(rotate, clock, monkeypatch):
    config.secrets()
    rotate("new")
    clock.advance(seconds=config.SECRETS_SECONDS)
    with monkeypatch.context() as down:
        factories.settings_with(down, secret_id="nobody-knows")
        assert config.secrets().auth_tokens == ("old",)

    clock.advance(seconds=config.SECRETS_SECONDS)
    assert config.secrets().auth_tokens == ("new",)


@pytest.mark.usefixtures("unread", "aws")
def test_credentials_that_never_could_be_read_are_an_error(monkeypatch):
    factories.settings_with(monkeypatch, secret_id="nobody-knows")

    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        config.secrets()


@pytest.mark.usefixtures("unread")
def test_a_missing_credential_is_named(monkeypatch):
    monkeypatch.delenv("TWILIO_ACCOUNT_SID")

    with pytest.raises(KeyError, match="TWILIO_ACCOUNT_SID"):
        config.secrets()
