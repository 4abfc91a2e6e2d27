"""The tables in memory answer as moto does: every request of some runs, put to both in order."""

from copy import deepcopy

import pytest

from tests.engine import Engine
from tests.moto_engine import ITEMS, MotoEngine, answered, meaning, outcome_of
from tests.simulation.world import live
from tests.store import Store

SEEDS = (0, 1, 6)


def asked_of(monkeypatch, seed):
    """Return every request of one run, as it was asked, and what was answered."""
    asked, answer = [], Engine.answer

    def noted(engine, operation, given):
        given = deepcopy(given)
        if operation not in ITEMS:
            return answer(engine, operation, given)
        outcome = outcome_of(lambda: answer(engine, operation, given))
        asked.append((operation, given, outcome))
        return answered(outcome)

    with monkeypatch.context() as patch:
        patch.setattr(Engine, "answer", noted)
        live(seed)
    return asked


@pytest.mark.parametrize("seed", SEEDS)
def test_every_request_of_a_run_is_answered_as_moto_answers_it(monkeypatch, seed):
    asked = asked_of(monkeypatch, seed)
    moto = MotoEngine()
    Store(moto)  # makes the tables
    moto.clear()

    for operation, given, outcome in asked:
        theirs = outcome_of(lambda o=operation, g=given: moto.answer(o, g))
        assert meaning(operation, outcome) == meaning(operation, theirs), given
    assert len(asked) > 100
