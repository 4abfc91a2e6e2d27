"""What goes wrong on purpose (故障): seeded, and switchable while the network runs."""

import random
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal

Outage = Literal["", "503", "dropped"]


@dataclass(frozen=True, slots=True)
class Faults:
    """Probabilities from 0 to 1 unless said otherwise; all off by default.

    *lose*, *double*, *delay* and *reorder* concern status and conference callbacks; *double* also
    sends TwiML requests twice and uses one of the two answers. Seconds are the network's own,
    except those of REST answers, which are real because a client's timeout is.
    """

    lose: float = 0.0
    double: float = 0.0
    delay: float = 0.0
    delay_seconds: float = 5.0
    reorder: float = 0.0
    bad_signature: float = 0.0
    rest_429: int = 0  # every nth REST request, 0 for none
    create_accepted_but_timeout: float = 0.0  # the call is placed; the answer is a 500, or late
    late_answer_seconds: float = 8.0
    create_500_not_placed: float = 0.0
    end_400: float = 0.0  # of Conference.update(Status=completed)
    down: Outage = ""  # every REST request: answered 503, or its connection dropped
    slow_answers: float = 0.0  # real seconds before every REST answer


class FaultError(ValueError):
    """A fault switch that does not exist or cannot be set so."""


class Injector:
    """Decides with one seeded source what goes wrong now."""

    def __init__(self, rng: random.Random, faults: Faults | None = None) -> None:
        self.rng = rng
        self.now = faults or Faults()
        self._requests = 0

    def happens(self, name: str) -> bool:
        """Decide whether the fault *name* happens this time."""
        probability = getattr(self.now, name)
        return bool(probability) and self.rng.random() < probability

    def refuses_request(self) -> bool:
        """Count one REST request and decide whether it is the nth, answered with 429."""
        self._requests += 1
        every = self.now.rest_429
        return bool(every) and self._requests % every == 0

    def switch(self, changes: dict[str, Any]) -> None:
        """Change the faults named in *changes*; the others stay."""
        checked: dict[str, Any] = {name: _checked(name, changes[name]) for name in changes}
        self.now = replace(self.now, **checked)

    def switches(self) -> dict[str, Any]:
        """Return every fault with its present value."""
        return asdict(self.now)


def _checked(name: str, value: object) -> object:
    known = {field.name: type(getattr(Faults(), field.name)) for field in fields(Faults)}
    if name not in known:
        msg = f"no such fault: {name}"
        raise FaultError(msg)
    if name == "down":
        if value not in ("", "503", "dropped"):
            msg = f"down is '', '503' or 'dropped', not {value!r}"
            raise FaultError(msg)
        return value
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        msg = f"{name} is a number from 0, not {value!r}"
        raise FaultError(msg)
    return known[name](value)
