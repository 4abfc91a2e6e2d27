"""How often a thing may be done: by whom, to whom, within how long (限制, F31, F39, F48)."""

from dataclasses import dataclass
from datetime import timedelta

from chalicelib import clock, tables
from chalicelib.errors import Refused
from chalicelib.tables import Counter

TRIES = 5  # against others who count the same name at the same moment
BUSY_SECONDS = 1


@dataclass(frozen=True, slots=True)
class Window:
    """At most *most* times in any *seconds*, wherever they begin: no clock hour to wait for."""

    most: int
    seconds: int


def take(name: str, *windows: Window, reason: str, once: str = "") -> None:
    """Do the thing *name* once more now, or raise Refused(*reason*, retry_after=seconds).

    What is asked for again by the same *once* was counted, and is not counted again.

    The moments themselves are kept, so that no span however laid holds more than it may; several
    windows, a short one with few and a long one with more, make a delay that grows. One
    conditional write on what was read: of two at once, one counts first and the other after it.
    """
    for _ in range(TRIES):
        now = clock.now().timestamp()
        stored = tables.find(Counter, name)
        if stored is not None and once in (stored.things or []):
            return
        times = list(stored.times or []) if stored else []
        wait = max((_wait(times, window, now) for window in windows), default=0)
        if wait > 0:
            raise Refused(reason, retry_after=wait)
        if _write(name, stored, _recent(times, windows, now), windows, once):
            return
    raise Refused(reason, retry_after=BUSY_SECONDS)


def give_back(name: str) -> None:
    """Forget the latest of the times *name* was done: it turned out not to count."""
    stored = tables.find(Counter, name)
    if stored is not None and stored.times:
        left, as_read = list(stored.times)[:-1], Counter.total == stored.total
        fewer = [Counter.times.set(left), Counter.total.add(1)]
        tables.change(Counter(name), *fewer, condition=as_read)


def clear(name: str) -> None:
    """Forget how often *name* was done, as after a login that went well."""
    Counter(name).delete()


def _wait(times: list[float], window: Window, now: float) -> int:
    """Return the whole seconds until *window* has room, 0 if it has."""
    inside = [t for t in times if t > now - window.seconds]
    if len(inside) < window.most:
        return 0
    return max(1, -int(-(inside[-window.most] + window.seconds - now) // 1))


def _recent(times: list[float], windows: tuple[Window, ...], now: float) -> list[float]:
    longest = max(window.seconds for window in windows)
    return [*(t for t in times if t > now - longest), now]


def _write(
    name: str, stored: Counter | None, times: list[float], windows: tuple[Window, ...], once: str
) -> bool:
    kept = timedelta(seconds=max(window.seconds for window in windows))
    as_read = Counter.total == stored.total if stored else Counter.name.does_not_exist()
    before = list(stored.things or []) if stored else []
    latest = [*before, once][-max(window.most for window in windows) :]
    return tables.change(
        Counter(name),
        Counter.times.set(times),
        Counter.total.add(1),
        Counter.expires_at.set(clock.now() + kept),
        *([Counter.things.set(latest)] if once else []),
        condition=as_read,
    )
