"""One seed, or one planted bug, as a process of its own lives through it."""

import tests.conftest  # noqa: F401 - the settings come before everything else
from tests.simulation.bugs import BUGS
from tests.simulation.world import live

WITHIN = 150
"""Seeds in which each planted bug is found; most are in the first or the second."""


def lived(seed):
    """Return what there is to be told of one seed."""
    world = live(seed)
    return seed, world.watch.broken, world.faults.struck, world.timeline.steps


def found(name):
    """Return the first seed that finds a planted bug, and by which invariant; None if none does."""
    for seed in range(WITHIN):
        broken = live(seed, also=BUGS[name]()).watch.broken
        if broken:
            return name, seed, broken[0][0]
    return name, None, ""
