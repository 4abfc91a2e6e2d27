"""The one clock: aware UTC everywhere, Beijing only where a month or a day is named (时钟)."""

import time
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")
OLDEST = datetime(2011, 2, 17, tzinfo=UTC)  # a day after the service began: no tariff is older


def now() -> datetime:
    """Return the present moment, aware UTC."""
    return datetime.now(UTC)


def sleep(seconds: float) -> None:
    """Wait *seconds* before a repeated attempt."""
    time.sleep(seconds)


def from_provider(text: str) -> datetime | None:
    """Return the moment of an RFC 2822 *text* (“Thu, 1 Jun 2017 20:48:32 +0000”), None if bad.

    A moment before the service began is bad, too.
    """
    try:
        moment = parsedate_to_datetime(text).astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        return None
    return moment if moment >= OLDEST else None


def for_provider(moment: datetime) -> str:
    """Return *moment* in RFC 2822, as the provider writes it."""
    return format_datetime(moment.astimezone(UTC))


def month(moment: datetime) -> str:
    """Return the Beijing calendar month (账期) of *moment*, such as “2011-02” (S82)."""
    return f"{moment.astimezone(BEIJING):%Y-%m}"
