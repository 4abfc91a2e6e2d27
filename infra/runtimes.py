"""Which Lambda runtime this Python packages for, and until when AWS keeps it (运行时).

The dates are those that cfn-lint brings along: its releases follow Amazon's table.
"""

import json
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files

NEWEST = (3, 13)
"""The newest Python that everything we pack was tried with."""
SOON = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """When *runtime* gets no more updates, can no longer be created, and no longer be updated."""

    runtime: str
    deprecated: date
    no_create: date
    no_update: date


class RuntimeOver(Exception):  # noqa: N818 - a fact, not a fault
    """AWS takes no more functions of this runtime; the text says what helps."""


def of_this_python() -> str:
    """Return the runtime that fits the running Python: “python3.13”."""
    return "python{}.{}".format(*sys.version_info[:2])


def lifecycle(runtime: str) -> Lifecycle | None:
    """Return the dates of *runtime*; None for one that nobody knows of."""
    table = files("cfnlint.data.AdditionalSpecs") / "LmbdRuntimeLifecycle.json"
    known = json.loads(table.read_text(encoding="utf-8")).get(runtime)
    if known is None:
        return None
    return Lifecycle(
        runtime,
        *(date.fromisoformat(known[key]) for key in ("deprecated", "create-block", "update-block")),
    )


def warning(runtime: str, today: date) -> str | None:
    """Return what is to be said of *runtime*, if it is old; raise RuntimeOver if it is too old."""
    dates = lifecycle(runtime)
    if dates is None:
        raise RuntimeOver(f"Lambda has no runtime {runtime}. {_help()}")
    if today >= dates.no_create:
        raise RuntimeOver(
            f"AWS creates no function of {runtime} since {dates.no_create}, and updates none "
            f"from {dates.no_update}. {_help()}"
        )
    if today >= dates.deprecated - SOON:
        return f"{runtime} gets no more updates from {dates.deprecated}. {_help()}"
    return None


def _help() -> str:
    newest = "{}.{}".format(*NEWEST)
    return (
        f"Package with Python {newest}: install it, then  rm -rf .venv && "
        f"python{newest} -m local.setup  and give the command again."
    )
