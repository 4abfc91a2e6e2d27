"""What may be reserved: how soon, how far ahead, how long (预约规则, S72, S73)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from chalicelib import clock, config, names
from chalicelib.errors import Refused
from chalicelib.recurrence import Repeat
from chalicelib.web_start import Party

LEAST_MINUTES, MOST_MINUTES = 5, 240
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is reserved: when (aware UTC, a whole minute), from which host phone, with whom.

    *minutes* is how long it is planned to last; *until* is the last Beijing date of what is
    repeated.
    """

    starts_at: datetime
    host_id: str
    parties: list[Party]
    minutes: int = 60
    title: str = ""
    notify: bool = False
    repeat: Repeat = "once"
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be changed; None leaves it as it is."""

    starts_at: datetime | None = None
    host_id: str | None = None
    parties: list[Party] | None = None
    minutes: int | None = None
    title: str | None = None
    notify: bool | None = None


def earliest() -> datetime:
    """Return the first whole minute that may be reserved now (S72, S73)."""
    soonest = clock.now() + _lead()
    minute = _whole(soonest)
    return minute if minute == soonest else minute + MINUTE


def latest() -> datetime:
    """Return the last minute that may be reserved now."""
    return _whole(clock.now() + timedelta(days=config.settings.reservation_days))


def check_time(starts_at: datetime) -> None:
    """Raise Refused: bad_time, too_short_notice(earliest=), too_far_ahead(latest=)."""
    if starts_at != _whole(starts_at):
        raise Refused("bad_time", field="starts_at")
    if starts_at < clock.now() + _lead():
        raise Refused("too_short_notice", field="starts_at", earliest=clock.text(earliest()))
    if starts_at > latest():
        raise Refused("too_far_ahead", field="starts_at", latest=clock.text(latest()))


def minutes(wanted: int) -> int:
    """Return how long it is planned to last; Refused("bad_minutes", least=, most=)."""
    if not LEAST_MINUTES <= wanted <= MOST_MINUTES:
        raise Refused("bad_minutes", field="minutes", least=LEAST_MINUTES, most=MOST_MINUTES)
    return wanted


def title(wanted: str) -> str:
    """Return a title, which may be empty, cleaned; Refused("bad_title", most=) if it is long."""
    cleaned = names.clean(" ".join(wanted.split()), names.LONGEST_NAME + 1)
    if len(cleaned) > names.LONGEST_NAME:
        raise Refused("bad_title", field="title", most=names.LONGEST_NAME)
    return cleaned


def _lead() -> timedelta:
    return timedelta(minutes=config.settings.reservation_lead_minutes)


def _whole(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(second=0, microsecond=0)
