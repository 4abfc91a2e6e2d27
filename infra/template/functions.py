"""What the functions need beyond what Chalice says of them: names, size, settings (函数)."""

from dataclasses import dataclass
from typing import Any

from infra.template.queue import WORKER_SECONDS

STAGE = "api"
"""The stage of the API: part of its own address, and cut off by the site's front."""


@dataclass(frozen=True, slots=True)
class Function:
    """One function of the stack: *logical_id* is Chalice's name for it, *name* is ours."""

    name: str
    logical_id: str
    seconds: int
    """How long one call of it may take."""
    megabytes: int
    """Memory; the processor's share grows with it."""
    at_once: int | None = None
    """How many may run at the same time; None: as many as the account allows."""

    @property
    def handler(self) -> str:
        """Return what it is called in `app`."""
        return "app" if self is API else self.name

    @property
    def role(self) -> str:
        """Return the logical id of its role."""
        return self.name.capitalize() + "Role"

    @property
    def log_group(self) -> str:
        """Return the logical id that Chalice gives its log group."""
        return "ApiHandlerLogGroup" if self is API else f"{self.logical_id}LogGroup"

    @property
    def full_name(self) -> dict[str, str]:
        """Return what it is called on AWS, as the template says it."""
        return {"Fn::Sub": f"${{AWS::StackName}}-{self.name}"}


API = Function("api", "APIHandler", seconds=29, megabytes=1024)
WORK = Function("work", "Work", seconds=WORKER_SECONDS, megabytes=1024)
MINUTE = Function("minute", "Minute", seconds=50, megabytes=512, at_once=2)
DAY = Function("day", "Day", seconds=50, megabytes=512, at_once=1)
ALL = (API, WORK, MINUTE, DAY)

SETTINGS: dict[str, Any] = {
    "PUBLIC_BASE_URL": {"Ref": "PublicBaseUrl"},
    "TWILIO_API_BASE_URL": {"Ref": "TwilioApiBaseUrl"},
    "SERVICE_NUMBER": {"Ref": "ServiceNumber"},
    "TABLE_PREFIX": {"Fn::Sub": "${AWS::StackName}-"},
    "QUEUE_URL": {"Ref": "Jobs"},
    "SECRET_ID": {"Ref": "Secrets"},
}
"""What only the stack knows; all other settings are in `.chalice/config.json`."""
