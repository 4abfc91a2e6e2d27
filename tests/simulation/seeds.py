"""One seed, or one planted bug, as a process of its own lives through it."""

import tests.conftest  # noqa: F401 - the settings come before everything else
from tests.simulation import bugs  # noqa: F401 - they are planted there
from tests.simulation.planting import BUGS
from tests.simulation.world import live

WITHIN = 400
"""Seeds in which each planted bug is found; most are in the first ten."""


def lived(seed):
    """Return what there is to be told of one seed."""
    world = live(seed)
    return seed, world.watch.broken, world.faults.struck, world.timeline.steps


def found(name, look_at=()):
    """Return by which seeds a planted bug is found first, for each invariant that is to find it.

    Seeds to *look_at* come before all others.
    """
    seeds, awaited = {}, set(BUGS[name].caught_by)
    for seed in dict.fromkeys((*look_at, *range(WITHIN))):
        for invariant, _ in live(seed, also=BUGS[name]()).watch.broken:
            if invariant in awaited:
                awaited.discard(invariant)
                seeds[invariant] = seed
        if not awaited:
            break
    return name, seeds, sorted(awaited)
