"""Kill the running product at random times amid faults, and compare the books: `make chaos`.

python -m tests.chaos --conferences 100 --seed 1
"""

import argparse
import os
import statistics
import sys
from pathlib import Path

import tests.conftest  # noqa: F401 - the settings come before everything else
from local import store
from tests.chaos.promises import RESERVED
from tests.chaos.run import Outcome, Plan, chaos

LOG = Path(".cache/chaos.log")
KILLS = (10, 1000)  # from, to
SHOWN = 5  # of what is amiss by one rule


def main() -> int:
    """Do what the arguments say; the exit status is 0 only if all the books agree."""
    parser = argparse.ArgumentParser(prog="make chaos")
    parser.add_argument("--conferences", type=int, default=100, help="how many are held")
    parser.add_argument("--seed", type=int, default=1, help="of faults, wishes and kills")
    asked = parser.parse_args()
    _log_to(LOG)
    with store.running(in_memory=True) as endpoints:
        plan = Plan(asked.seed, asked.conferences, KILLS)
        outcome = chaos(endpoints, plan, _say, lambda: LOG.read_text(errors="replace"))
    _say(_table(outcome))
    _say(f"\n{len(outcome.amiss)} rules are broken" if outcome.amiss else "\nall books agree")
    return min(len(outcome.amiss), 1)


def _log_to(path: Path) -> None:
    """Have what the product logs written there: it says much when so much goes wrong."""
    path.parent.mkdir(exist_ok=True)
    _say(f"what the product logs: {path}")
    with path.open("wb") as log:
        os.dup2(log.fileno(), sys.stderr.fileno())


def _table(outcome: Outcome) -> str:
    ready = outcome.ready
    ways = ", ".join(
        f"{way} {sum(one.began for one in outcome.held if one.way == way)}"
        f" of {sum(one.way == way for one in outcome.held)}"
        for way in sorted({one.way for one in outcome.held})
    )
    rows = {
        "took": f"{outcome.took:.0f} s",
        "kills": f"{outcome.kills}, {outcome.starts} starts",
        "ready again": f"median {statistics.median(ready):.1f} s, longest {max(ready):.1f} s",
        "hosts in their room": ways,
        "reservations refused, being too late": str(
            sum(one.refused is not None for one in outcome.held if one.way == RESERVED)
        ),
        "deeds of hosts": str(sum(one.deeds for one in outcome.held)),
        **outcome.figures,
        "errors in the log": str(outcome.complaints),
        "all over": f"{outcome.over_after:.1f} s after the end",
        "store: passed on": str(outcome.passed),
        **{name: str(times) for name, times in sorted(outcome.met.items())},
    }
    done = [f"{name:<38} {said}" for name, said in rows.items()]
    compared = [f"{rule:<50} {_verdict(found)}" for rule, found in outcome.wrong.items()]
    return "\n".join(["", *done, "", *compared])


def _verdict(found: list[object]) -> str:
    shown = "".join(f"\n    {one}" for one in found[:SHOWN])
    return f"{len(found)} amiss{shown}" if found else "yes"


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
