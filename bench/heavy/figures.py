"""How long answers took, in words; and what was promised of it."""

import math
from collections import Counter

from bench.heavy.flow import Sent
from bench.load import Answer, percentiles


class Bounds:
    """What was promised, and what of it was missed."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.missed: list[str] = []

    def hold(self, what: str, value: float, most: float) -> None:
        """Note *what*, and whether its *value* is no more than *most*."""
        self._note(f"{what} {value:.4g}, at most {most:.4g}", kept=value <= most)

    def reach(self, what: str, value: float, least: float) -> None:
        """Note *what*, and whether its *value* is no less than *least*."""
        self._note(f"{what} {value:.4g}, at least {least:.4g}", kept=value >= least)

    def _note(self, what: str, *, kept: bool) -> None:
        self.told.append(f"{what}: {'yes' if kept else 'MISSED'}")
        if not kept:
            self.missed.append(what)


def of_webhooks(sent: list[Sent]) -> str:
    """Return how webhooks were answered."""
    failed = Counter(one.outcome for one in sent if one.failed)
    errors = ", ".join(f"{count} of {outcome}" for outcome, count in failed.items()) or "no errors"
    return f"{len(sent)} answers, {errors}: {times([one.answer for one in sent])}"


def by_name(sent: list[Sent]) -> str:
    """Return the 99th percentile of each kind of webhook, the slowest first."""
    kinds: dict[str, list[float]] = {}
    for one in sent:
        kinds.setdefault(one.name, []).append(one.answer.took)
    slowest = sorted(((percentiles(took)[1], name) for name, took in kinds.items()), reverse=True)
    return ", ".join(f"{name} {p99:.0f}" for p99, name in slowest)


def times(answers: list[Answer]) -> str:
    """Return how long *answers* took, and which part of that was whose."""
    took = percentiles([one.took for one in answers])
    ours = percentiles([one.took - one.waited for one in answers])
    waited = percentiles([one.waited for one in answers])
    longest = max((one.took for one in answers), default=math.inf) * 1000
    return (
        f"p50 {took[0]:.1f} ms, p99 {took[1]:.1f} ms, longest {longest:.0f} ms; "
        f"ours p50 {ours[0]:.1f}, p99 {ours[1]:.1f}; "
        f"database and queue p50 {waited[0]:.1f}, p99 {waited[1]:.1f}"
    )


def p99(sent: list[Sent]) -> float:
    """Return the 99th percentile in milliseconds."""
    return percentiles([one.answer.took for one in sent])[1]


def slow_seconds(sent: list[Sent], most: float, lasted: int) -> list[int]:
    """Return the seconds, of so many as it *lasted*, whose 99th percentile is above *most*.

    One in which something failed, or nothing was sent, was not a good one either.
    """
    seconds: dict[int, list[Sent]] = {second: [] for second in range(lasted)}
    for one in sent:
        seconds.setdefault(int(one.due - sent[0].due), []).append(one)
    return [second for second, those in seconds.items() if not _good(those, most)]


def _good(sent: list[Sent], most: float) -> bool:
    return len(sent) > 1 and not any(one.failed for one in sent) and p99(sent) <= most
