"""The provider's account as the commands of a deployment use it (语音服务商账号)."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import requests
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client as Provider

from infra.stage import Client, CommandError

TIMEOUT_SECONDS = 10
Credentials = Mapping[str, str]
"""What the secret of the stack holds, by name."""


def kept(secrets: Client, secret_id: str) -> dict[str, str]:
    """Return what the secret of the stack holds."""
    text = secrets.get_secret_value(SecretId=secret_id)["SecretString"]
    found: dict[str, str] = json.loads(text)
    return found


def tokens(credentials: Credentials) -> list[str]:
    """Return the auth tokens, several while one is rotated."""
    return [t.strip() for t in credentials.get("TWILIO_AUTH_TOKEN", "").split(",") if t.strip()]


def pair(credentials: Credentials) -> tuple[str, str]:
    """Return what REST is asked with: the API key if there is one, else the first token."""
    if key := credentials.get("TWILIO_API_KEY"):
        return key, credentials.get("TWILIO_API_SECRET", "")
    return credentials["TWILIO_ACCOUNT_SID"], tokens(credentials)[0]


def known(credentials: Credentials) -> bool:
    """Tell whether there is enough to ask the provider anything."""
    return bool(credentials.get("TWILIO_ACCOUNT_SID") and tokens(credentials))


@contextmanager
def asking(url: str, account: str, user: str, password: str) -> Iterator[Provider]:
    """Give a client of the provider at *url*; its refusals become CommandError."""
    http = TwilioHttpClient(timeout=TIMEOUT_SECONDS)
    client = Provider(user, password, account, http_client=http)
    client.api.base_url = url
    try:
        yield client
    except TwilioRestException as e:
        raise CommandError(f"The provider says no: {e.msg} ({e.status})") from e
    except TwilioException as e:  # a list that failed carries only its answer
        raise CommandError("The provider says no.") from e
    except requests.RequestException as e:
        raise CommandError(f"The provider at {url} does not answer: {type(e).__name__}") from e
    finally:
        http.session.close()
