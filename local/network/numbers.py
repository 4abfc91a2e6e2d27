"""The service's number (接入码) and which other numbers may be called."""

import re
from dataclasses import dataclass
from datetime import datetime

from local.network.lines import Plan, Request
from local.network.settings import Settings

E164 = re.compile(r"\+[1-9]\d{6,14}")
INVALID_TO = 21211
NOT_PERMITTED = 21215


@dataclass(slots=True)
class ServiceNumber:
    """The number that handsets reach by the access code; its URLs can be set through REST."""

    sid: str
    number: str
    friendly_name: str
    created_at: datetime
    updated_at: datetime
    voice_url: str
    voice_method: str
    voice_fallback_url: str
    voice_fallback_method: str
    status_callback: str
    status_callback_method: str

    @classmethod
    def of(cls, settings: Settings, sid: str, now: datetime) -> "ServiceNumber":
        return cls(
            sid=sid,
            number=settings.service_number,
            friendly_name=settings.short_code,
            created_at=now,
            updated_at=now,
            voice_url=settings.voice_url,
            voice_method="POST",
            voice_fallback_url=settings.voice_fallback_url,
            voice_fallback_method="POST",
            status_callback=settings.status_callback,
            status_callback_method="POST",
        )

    def plan(self) -> Plan:
        """Return what happens to a call that comes in here."""
        return Plan(
            start=Request(self.voice_url, self.voice_method) if self.voice_url else (),
            fallback_url=self.voice_fallback_url,
            fallback_method=self.voice_fallback_method,
            status_callback=self.status_callback,
            status_method=self.status_callback_method,
        )


def why_not(number: str, settings: Settings) -> tuple[int, str] | None:
    """Return the provider's code and reason if *number* cannot be called, else None."""
    if not E164.fullmatch(number):
        return INVALID_TO, f"The 'To' number {number} is not a valid phone number."
    if not number.startswith(settings.allowed_prefixes):
        return NOT_PERMITTED, f"Account not authorized to call {number}."
    return None
