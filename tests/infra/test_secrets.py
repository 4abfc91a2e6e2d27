"""The provider's credentials: tried, then written, and never shown."""

import io
import json
import sys

import pytest

from infra import deploy, secrets
from tests.provider_server import error, serving

OLD, NEW, KEY = "old-token", "new-token", "key-secret"
ACCOUNT = {"sid": "AC1", "status": "active"}
CALLS = {"calls": [], "next_page_uri": None, "page": 0, "page_size": 1, "uri": "/"}


@pytest.fixture
def provider():
    """Be a provider that answers from a script."""
    with serving() as server:
        server.script = [(200, ACCOUNT)]
        yield server


@pytest.fixture
def there(deployed, provider):
    """Have a deployment that asks this provider."""
    assert deploy.main(["dev", "--yes", "--provider-url", provider.url]) == 0
    return deployed


@pytest.fixture
def typed(monkeypatch):
    """Type these values, one after the other."""
    waiting = []
    monkeypatch.setattr(secrets.getpass, "getpass", lambda _: waiting.pop(0))
    return waiting


def said(monkeypatch, **values):
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(values)))
    return secrets.main(["dev", "--stdin"])


def kept(cloud):
    answer = cloud.client("secretsmanager").get_secret_value(SecretId=cloud.outputs()["SecretsId"])
    return json.loads(answer["SecretString"])


def test_what_is_typed_is_tried_written_and_not_shown(there, provider, typed, capsys):
    typed += ["AC1", OLD, "", ""]

    assert secrets.main(["dev"]) == 0

    assert kept(there) == {
        "PORTAL_PROXY_SECRET": "by chance",
        "TWILIO_ACCOUNT_SID": "AC1",
        "TWILIO_AUTH_TOKEN": OLD,
    }
    assert [path for _, path, _ in provider.asked] == ["/2010-04-01/Accounts/AC1.json"]
    shown = capsys.readouterr()
    assert "within 5 minutes" in shown.out
    assert OLD not in shown.out + shown.err


def test_a_token_is_rotated_in_two_steps(there, provider, monkeypatch):
    said(monkeypatch, TWILIO_ACCOUNT_SID="AC1", TWILIO_AUTH_TOKEN=OLD)

    assert said(monkeypatch, TWILIO_AUTH_TOKEN=f"{NEW},{OLD}") == 0
    assert kept(there)["TWILIO_AUTH_TOKEN"] == f"{NEW},{OLD}"
    assert len(provider.asked) == 3
    assert said(monkeypatch, TWILIO_AUTH_TOKEN=NEW) == 0
    assert kept(there)["TWILIO_AUTH_TOKEN"] == NEW
    assert kept(there)["PORTAL_PROXY_SECRET"] == "by chance"


def test_a_key_is_tried_with_what_a_key_may_see(there, provider, monkeypatch):
    provider.script = [(200, ACCOUNT), (200, CALLS)]

    assert (
        said(
            monkeypatch,
            TWILIO_ACCOUNT_SID="AC1",
            TWILIO_AUTH_TOKEN=OLD,
            TWILIO_API_KEY="SK1",
            TWILIO_API_SECRET=KEY,
        )
        == 0
    )

    assert [path for _, path, _ in provider.asked][1] == "/2010-04-01/Accounts/AC1/Calls.json"
    assert kept(there)["TWILIO_API_KEY"] == "SK1"


def test_what_the_provider_does_not_take_is_named_by_its_place_and_not_written(
    there, provider, monkeypatch, capsys
):
    provider.script = [(200, ACCOUNT), error(20003, 401)]
    values = {"TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": f"{OLD},{NEW}"}

    assert said(monkeypatch, **values) == 1

    shown = capsys.readouterr()
    assert "TWILIO_AUTH_TOKEN, number 2: The provider says no" in shown.err
    assert NEW not in shown.out + shown.err
    assert kept(there) == {"PORTAL_PROXY_SECRET": "by chance"}


def test_a_value_is_taken_away_by_a_dash_and_stays_by_nothing(there, typed, monkeypatch):
    said(monkeypatch, TWILIO_ACCOUNT_SID="AC1", TWILIO_AUTH_TOKEN=OLD, TWILIO_API_SECRET=KEY)
    typed += ["", "", "", "-"]

    assert secrets.main(["dev"]) == 0

    assert kept(there)["TWILIO_API_SECRET"] == ""
    assert kept(there)["TWILIO_AUTH_TOKEN"] == OLD


def test_the_same_again_is_tried_and_not_written(there, monkeypatch, capsys):
    values = {"TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": OLD}
    said(monkeypatch, **values)

    def versions():
        listed = there.client("secretsmanager").list_secret_version_ids
        found = listed(SecretId=there.outputs()["SecretsId"])["Versions"]
        return {one["VersionId"]: one["VersionStages"] for one in found}

    before = versions()

    assert said(monkeypatch, **values) == 0

    assert "nothing was written" in capsys.readouterr().out
    assert versions() == before


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "What came is no JSON."),
        ("[]", "no JSON object of texts"),
        ('{"TWILIO_AUTH_TOKEN": 1}', "no JSON object of texts"),
        ('{"PORTAL_PROXY_SECRET": "x"}', "Nobody knows PORTAL_PROXY_SECRET."),
        ('{"TWILIO_API_KEY": "SK1"}', "TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN at least"),
    ],
)
def test_what_makes_no_sense_is_refused(text, told, deployed, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))

    assert secrets.main(["dev", "--stdin"]) == 1

    assert told in capsys.readouterr().err
    assert kept(deployed) == {"PORTAL_PROXY_SECRET": "by chance"}
