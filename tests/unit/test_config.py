"""Settings are read once, and a wrong one is named with its value."""

import json

import boto3
import pytest

from chalicelib import config
from chalicelib.config import Config, Secrets
from tests import factories


@pytest.fixture
def unread():
    """Let credentials be read afresh in this test and in the next."""
    config.secrets.cache_clear()
    yield
    config.secrets.cache_clear()


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


@pytest.mark.usefixtures("unread", "tables")
def test_credentials_come_from_secrets_manager_where_that_is_named(monkeypatch):
    kept = {"TWILIO_ACCOUNT_SID": "AC9", "TWILIO_AUTH_TOKEN": "kept"}
    boto3.client("secretsmanager").create_secret(Name="voice", SecretString=json.dumps(kept))
    factories.settings_with(monkeypatch, secret_id="voice")

    assert config.secrets() == Secrets("AC9", ("kept",), "", "", "")


@pytest.mark.usefixtures("unread")
def test_a_missing_credential_is_named(monkeypatch):
    monkeypatch.delenv("TWILIO_ACCOUNT_SID")

    with pytest.raises(KeyError, match="TWILIO_ACCOUNT_SID"):
        config.secrets()
