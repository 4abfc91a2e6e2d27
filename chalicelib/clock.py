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


def months(moment: datetime, count: int) -> list[str]:
    """Return the Beijing month of *moment* and those before it, *count* in all, newest first."""
    local = moment.astimezone(BEIJING)
    numbers = [local.year * 12 + local.month - 1 - back for back in range(count)]
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in numbers]


def minute(moment: datetime) -> int:
    """Return the whole minutes from 1970 to *moment*: what a path can carry."""
    return int(moment.timestamp()) // 60


def at_minute(minutes: int) -> datetime:
    """Return the moment, aware UTC, that `minute` made *minutes* of."""
    return datetime.fromtimestamp(minutes * 60, UTC)


def text(moment: datetime) -> str:
    """Return *moment* as the JSON API writes it: “2011-02-16T02:00:00Z”, in UTC."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
