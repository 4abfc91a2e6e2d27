"""The world around a machine, as it was on the first day; and how many lives a machine lives.

MACHINE_EXAMPLES says how many, and one that fails is made as short as can be; without it there are
few, the same ones every time.
"""

import os
from contextlib import ExitStack

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from chalicelib.errors import Refused
from tests.fakes import START

EXAMPLES = os.environ.get("MACHINE_EXAMPLES")
STEPS = 30


class World:
    """Empty tables, a still clock, a network and a queue: all is begun anew for each life."""

    def __init__(self, store, clock, network, queue):
        self.store, self.clock = store, clock
        self.network, self.queue = network, queue
        self._life = ExitStack()

    def begin(self):
        for left_over in (self.network.calls, self.network.did, self.network.texts):
            left_over.clear()
        self.network.longest.clear()
        self.network.away.clear()
        self.queue.messages.clear()
        self.clock.at = START
        self._life.enter_context(self.store.running())

    def end(self):
        self._life.close()

    @property
    def now(self):
        return self.clock.now()


def lives(machine, *, examples):
    """Let a *machine* live so many lives, or as many as the environment says."""
    how = settings(
        max_examples=int(EXAMPLES or examples),
        stateful_step_count=STEPS,
        derandomize=EXAMPLES is None,
        phases=[Phase.generate, *([Phase.shrink] if EXAMPLES else [])],
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=how)


def outcome(deed, *asked, **values):
    """Return what a *deed* returns and None, or None and the reason why it is refused."""
    try:
        return deed(*asked, **values), None
    except Refused as e:
        return None, e.reason
