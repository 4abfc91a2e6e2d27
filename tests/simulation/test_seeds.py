"""Two hundred runs in which everything goes wrong: no call is lost, nobody charged or rung twice.

`make simulate` lives through thousands. A seed that is named here replays by
`python -m tests.simulation --seed N`.
"""

import os
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from tests.simulation import codes, doors, invariants
from tests.simulation.faults import FAULTS, STATES, empty, table
from tests.simulation.planting import BUGS
from tests.simulation.seeds import found
from tests.simulation.world import live

ROOT = Path(__file__).parents[2]
PARTS, SEEDS = 10, 200
REPLAYED = (4, 6)
FOUND_AT = {
    "whoever_calls_back_comes_in": (84, 144),
    "whoever_calls_back_is_not_counted": (144,),
    "a_lock_locks_nothing": (53,),
    "whoever_was_hung_up_comes_back": (20,),
    "a_dead_line_stays": (21,),
    "an_hours_calls_are_not_counted": (17,),
    "caps_are_not_looked_at": (26,),
    "a_conference_moves_from_anywhere": (32,),
    "a_claim_that_was_called_off": (87,),
    "two_at_once_are_both_admitted": (99,),
    "an_accounts_legs_are_not_counted": (55,),
}
"""Where `make simulate` found what it found late; whatever is not there any more is looked for."""


@cache
def part(number):
    """Live through one part of the seeds; return what was broken, and what struck when."""
    broken, struck = [], Counter()
    for seed in range(number, SEEDS, PARTS):
        world = live(seed)
        broken += [(seed, *one) for one in world.watch.broken]
        struck.update(world.faults.struck)
    return broken, struck


@pytest.mark.parametrize("number", range(PARTS))
def test_whatever_goes_wrong_the_invariants_hold(number):
    broken, _ = part(number)

    assert broken == []


def test_every_fault_met_every_state():
    struck = sum((part(number)[1] for number in range(PARTS)), Counter())

    assert empty(struck) == [], table(struck)


def test_the_table_of_faults_shows_an_empty_cell():
    struck = Counter({(fault, state): 1 for fault in FAULTS for state in STATES})
    del struck["crash", "live"]

    assert empty(struck) == [("crash", "live")]


@pytest.mark.parametrize("seed", REPLAYED)
def test_a_seed_is_lived_through_twice_in_the_same_way(seed):
    first, second = live(seed), live(seed)

    assert first.timeline.steps > 100
    assert first.timeline.trace == second.timeline.trace


def test_another_seed_is_another_run():
    assert live(1).timeline.trace != live(6).timeline.trace


def test_a_seed_is_the_same_run_in_another_process():
    told = subprocess.run(
        [sys.executable, "-m", "tests.simulation", "--seed", "6"],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert live(6).timeline.trace in told.stdout, told.stderr


@pytest.mark.parametrize("name", BUGS)
def test_a_planted_bug_is_found_by_what_is_to_find_it(name):
    _, _, not_by = found(name, FOUND_AT.get(name, ()))

    assert not_by == [], BUGS[name].__doc__


def test_a_bug_that_is_not_where_it_was_is_looked_for():
    _, seeds, not_by = found("the_end_is_only_written_down", look_at=(0,))

    assert (list(seeds.values()), not_by) == ([2], [])


def test_each_invariant_finds_a_planted_bug():
    kinds = [
        value
        for module in (codes, doors, invariants)
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, tuple)
    ]
    looked_at = {one.__name__ for kind in kinds for one in kind if callable(one)}
    looked_at |= {invariants.i13_nobody_is_let_in_after_the_end.__name__}
    looked_at |= {invariants.i19_no_number_in_logs.__name__}

    assert looked_at == frozenset().union(*(made.caught_by for made in BUGS.values()))
