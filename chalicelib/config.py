"""Every setting of the product, read once from the environment (设置)."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

import botocore.config
import botocore.session
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib import clock

SECRETS_SECONDS = 300
"""How long secrets of Secrets Manager are kept before they are read again."""


@dataclass(frozen=True, slots=True)
class Config:
    """Plain settings; each field is the environment variable of the same name in capitals."""

    public_base_url: str = "http://127.0.0.1:8000"
    """Exact URL prefix the provider is given, no trailing slash; signatures are checked with it."""
    twilio_api_base_url: str = "https://api.twilio.com"
    twilio_byoc_sid: str = ""
    """Trunk of one's own carrier; empty: the provider's own network."""
    service_number: str = "+861065116323"
    """The E.164 number behind 116323: caller id of every leg and the number dialled in to."""
    sms_number: str = ""
    """E.164 sender of text messages about reservations; empty: none are sent."""
    operator_number: str = ""
    """Where key 0 (人工) forwards to, E.164; empty: there is no desk."""
    table_prefix: str = "duoyoutong-"
    queue_url: str = ""
    secret_id: str = ""
    """Secrets Manager id of a JSON object with the TWILIO_* secrets; empty: the environment."""
    allowed_regions: str = "CN"
    """Comma-separated regions whose numbers may be rung."""
    max_parties: int = 32
    """Parties in one conference, the host among them (S56); 250 is the provider's own limit."""
    max_account_legs: int = 64
    """Legs an account may have at the same time."""
    max_account_calls_per_hour: int = 200
    """Legs an account may ring in one clock hour."""
    max_call_seconds: int = 14_400
    """Longest conference; the provider's own longest call is four hours."""
    start_seconds: int = 180
    """How long a conference from the web waits for its host to answer and press 1."""
    ring_seconds: int = 45
    """How long a party's phone rings."""
    together_seconds: int = 2
    """Joins this close to each other are announced once."""
    alone_warn_seconds: int = 60
    alone_end_seconds: int = 180
    lost_ring_seconds: int = 60
    """A leg without a call sid for this long is looked for at the provider."""
    adopt_within_seconds: int = 15
    """A call placed at most this long after a leg was claimed may be that leg's."""
    unknown_call_seconds: int = 3_600
    """How long the provider may not know a call before its leg ends without its word."""
    stalled_job_seconds: int = 20
    """Work asked for and not begun for this long is asked for again by the minute."""
    verify_seconds: int = 300
    """How often the minute compares living legs with the provider."""
    sweep_seconds: int = 55
    """How long the minute leaves a conference alone after looking at it."""
    watch_seconds: int = 4
    """How often a conference that somebody watches on the page is compared with the provider."""
    call_back_seconds: int = 3
    """How long after the host was lost the phone is rung again, if the account wants that."""
    grace_seconds: int = 60
    """How long a conference then waits for its host."""
    goodbye_seconds: int = 10
    """How long an ending conference may take to say goodbye before every leg is hung up."""

    wait_seconds: int = 120
    """How long a page waits for a number to dial 116323 (S35)."""
    code_seconds: int = 300
    """How long a spoken code is good for."""
    session_idle_seconds: int = 1_800
    session_seconds: int = 43_200
    """A browser is logged out after this long without a request, and after this long at all."""
    reservation_lead_minutes: int = 15
    """The shortest notice of a reservation (S72, S73)."""
    reservation_days: int = 92
    """How far ahead one may reserve."""
    reservation_late_minutes: int = 10
    """After an outage a reservation that is no later than this still rings; else it is missed."""
    reserved_calls_per_second: int = 10
    """Calls a second that the provider has granted: four fifths of them may be reserved."""
    max_reservations: int = 200
    """Reservations that an account may have ahead of it."""
    max_contacts: int = 2_000
    max_groups: int = 200
    max_host_numbers: int = 10

    def __post_init__(self) -> None:
        if self.public_base_url.endswith("/"):
            msg = f"PUBLIC_BASE_URL must not end with a slash: {self.public_base_url!r}"
            raise ValueError(msg)
        if not 2 <= self.max_parties <= 250:  # noqa: PLR2004 - the provider's own bounds of a room
            msg = f"MAX_PARTIES must be from 2 to 250, not {self.max_parties}"
            raise ValueError(msg)


def load(environment: Mapping[str, str]) -> Config:
    """Return the settings named in *environment*; raise ValueError naming a value that is wrong."""
    values: dict[str, str | int] = {}
    for field in fields(Config):
        name = field.name.upper()
        if name not in environment:
            continue
        text = environment[name]
        if field.type is int and not text.isdecimal():
            msg = f"{name} must be a whole number, not {text!r}"
            raise ValueError(msg)
        values[field.name] = int(text) if field.type is int else text
    return Config(**values)  # type: ignore[arg-type]  # each value was made of its field's type


settings = load(os.environ)


@dataclass(frozen=True, slots=True)
class Secrets:
    """The provider's credentials, several auth tokens while one is rotated; and our proxy's."""

    account_sid: str
    auth_tokens: tuple[str, ...]
    api_key: str
    api_secret: str
    proxy_secret: str
    """What CloudFront sends as X-Portal-Proxy, so that the address it saw is believed."""


def secrets() -> Secrets:
    """Return the provider's credentials, read on first use so that packaging needs none.

    Those of Secrets Manager are read anew every five minutes: a rotation needs no deployment.
    """
    if not settings.secret_id:
        return _secrets_of_the_environment()
    return _stored_secrets(int(clock.now().timestamp()) // SECRETS_SECONDS)


@lru_cache(maxsize=1)
def _secrets_of_the_environment() -> Secrets:
    return _secrets(os.environ)


@lru_cache(maxsize=1)
def _stored_secrets(_period: int) -> Secrets:
    """Read the stored secrets; those of before go on serving while they are out of reach."""
    try:
        answer = _secrets_manager().get_secret_value(SecretId=settings.secret_id)
    except (BotoCoreError, ClientError):
        if not _last:
            raise
    else:
        _last[:] = [_secrets(json.loads(answer["SecretString"]))]
    return _last[0]


_last: list[Secrets] = []


@lru_cache(maxsize=1)
def _secrets_manager() -> Any:  # noqa: ANN401 - botocore makes its clients while it runs
    limits = botocore.config.Config(
        connect_timeout=1,
        read_timeout=2,
        retries={"mode": "standard", "total_max_attempts": 2},  # a webhook has six seconds
    )
    return botocore.session.get_session().create_client("secretsmanager", config=limits)


def _secrets(source: Mapping[str, str]) -> Secrets:
    return Secrets(
        account_sid=source["TWILIO_ACCOUNT_SID"],
        auth_tokens=tuple(t.strip() for t in source["TWILIO_AUTH_TOKEN"].split(",") if t.strip()),
        api_key=source.get("TWILIO_API_KEY", ""),
        api_secret=source.get("TWILIO_API_SECRET", ""),
        proxy_secret=source.get("PORTAL_PROXY_SECRET", ""),
    )
