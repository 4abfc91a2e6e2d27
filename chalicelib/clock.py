"""The one clock: aware UTC everywhere, Beijing only where a month or a day is named (时钟)."""

import time as system
from datetime import UTC, datetime, time, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")
OLDEST = datetime(2011, 2, 17, tzinfo=UTC)  # a day after the service began: no tariff is older


def now() -> datetime:
    """Return the present moment, aware UTC."""
    return datetime.now(UTC)


def sleep(seconds: float) -> None:
    """Wait *seconds* before a repeated attempt."""
    system.sleep(seconds)


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


def day(moment: datetime) -> str:
    """Return the Beijing date of *moment*, such as “2011-02-16”."""
    return f"{moment.astimezone(BEIJING):%Y-%m-%d}"


def beijing(moment: datetime) -> str:
    """Return *moment* as a person in Beijing writes it: “2011-02-16 10:00:00”."""
    return f"{moment.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}"


def days(since: datetime, until: datetime) -> list[str]:
    """Return the Beijing dates with a moment from *since* to before *until*, in their order."""
    found, local = [], since.astimezone(BEIJING)
    while local < until:
        found.append(f"{local:%Y-%m-%d}")
        local = datetime.combine(local.date() + timedelta(days=1), time(), BEIJING)
    return found


def beginning(name: str) -> datetime:
    """Return when the Beijing day or month *name* (“2011-02-16”, “2011-02”) begins, aware UTC.

    Raise ValueError if there is none of that name.
    """
    form = "%Y-%m" if len(name) == len("2011-02") else "%Y-%m-%d"
    try:
        found = datetime.strptime(name, form).replace(tzinfo=BEIJING)
    except ValueError:
        found = None
    if found is None or f"{found:{form}}" != name:
        msg = f"write a day as 2011-02-16 and a month as 2011-02, not {name!r}"
        raise ValueError(msg)
    return found.astimezone(UTC)


def next_month(name: str) -> str:
    """Return the month after *name*: “2012-01” after “2011-12”."""
    return month(beginning(name) + timedelta(days=31))


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
