"""Live through many seeds, on two processes, and print what was found: `make simulate SEEDS=2000`.

python -m tests.simulation --seeds 2000          seeds 0 to 1999, then the planted bugs
python -m tests.simulation --seed 17             one seed, and its trace
"""

import argparse
import sys
import time
from collections import Counter
from multiprocessing import get_context

import tests.conftest  # noqa: F401 - the settings come before everything else
from tests.simulation.faults import empty, table
from tests.simulation.planting import BUGS
from tests.simulation.seeds import WITHIN, found, lived
from tests.simulation.world import live

AT_ONCE = 50
ENOUGH = 200  # seeds, by which every fault has met every state


def main():
    """Do what the arguments say; the exit status is the number of things that went wrong."""
    parser = argparse.ArgumentParser(prog="make simulate")
    parser.add_argument("--seeds", type=int, default=2000, help="how many")
    parser.add_argument("--first", type=int, default=0, help="the first of them")
    parser.add_argument("--seed", type=int, help="one alone, to the same trace each time")
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args()
    if asked.seed is not None:
        return _one(asked.seed)
    with get_context("spawn").Pool(asked.processes) as pool:
        wrong = _seeds(pool, range(asked.first, asked.first + asked.seeds))
        wrong += _bugs(pool)
    _say("OK" if not wrong else f"FAILED: {wrong} things went wrong, see above")
    return wrong


def _one(seed):
    world = live(seed)
    _say(f"seed {seed}: {world.timeline.steps} steps, trace {world.timeline.trace}")
    for name, said in world.watch.broken:
        _say(f"  {name}: {said}")
    _say("FAILED" if world.watch.broken else "OK")
    return len(world.watch.broken)


def _seeds(pool, seeds):
    began, wrong, steps, struck = time.monotonic(), 0, 0, Counter()
    _say(f"living through {len(seeds)} seeds")
    for n, (seed, broken, met, taken) in enumerate(pool.imap(lived, seeds, AT_ONCE), 1):
        struck.update(met)
        steps += taken
        wrong += bool(broken)
        for name, said in broken[:1]:
            _say(f"seed {seed}: {name}: {said}")
        if n % 100 == 0 or n == len(seeds):
            took = time.monotonic() - began
            _say(f"{n} seeds, {steps} steps outwards, {took:.0f} s, {wrong} went wrong")
    holes = empty(struck)
    _say(f"\nHow often each fault met each state of what it struck:\n{table(struck)}\n")
    _say(f"{len(holes)} never: {holes}\n")
    if len(seeds) < ENOUGH:
        _say(f"that every fault meets every state is asked of {ENOUGH} seeds and more\n")
        return wrong
    return wrong + len(holes)


def _bugs(pool):
    missed = 0
    for name, seeds, not_by in pool.imap(found, BUGS):
        missed += bool(not_by)
        _say(f"{name}: " + ", ".join(f"seed {seed} by {one}" for one, seed in seeds.items()))
        for one in not_by:
            _say(f"    missed in {WITHIN} seeds by {one}")
    _say(f"{len(BUGS) - missed} of {len(BUGS)} planted bugs found")
    return missed


def _say(text):
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(min(main(), 1))
