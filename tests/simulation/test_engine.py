"""The tables in memory answer as moto does: every request of some runs, put to both in order."""

from copy import deepcopy

import pytest
from botocore.exceptions import ClientError

from tests.fakes import DEEDS
from tests.simulation.engine import Engine
from tests.simulation.world import live

SEEDS = (0, 1, 6)
TOLD = ("Item", "Items", "Attributes", "Responses", "LastEvaluatedKey", "UnprocessedKeys")


def asked_of(monkeypatch, seed):
    """Return every request of one run, as it was asked, and what was answered."""
    asked, answer = [], Engine.answer

    def noted(engine, operation, given):
        given = deepcopy(given)
        if operation not in DEEDS:
            return answer(engine, operation, given)
        outcome = outcome_of(lambda: answer(engine, operation, given))
        asked.append((operation, given, outcome))
        return answered(outcome)

    with monkeypatch.context() as patch:
        patch.setattr(Engine, "answer", noted)
        live(seed)
    return asked


def outcome_of(deed):
    try:
        return deed()
    except ClientError as e:
        return e


def answered(outcome):
    if isinstance(outcome, ClientError):
        raise outcome
    return outcome


def in_order(value):
    """Return an answer with its sets in order, and its attributes too."""
    if isinstance(value, dict):
        parts = {name: sorted(v) if name == "SS" else in_order(v) for name, v in value.items()}
        return dict(sorted(parts.items()))
    return [in_order(one) for one in value] if isinstance(value, list) else value


def meaning(operation, outcome):
    """Return what the product reads of an answer; a set and a scan have no order."""
    if isinstance(outcome, ClientError):
        return outcome.response["Error"]["Code"]
    told = in_order({name: outcome[name] for name in TOLD if outcome.get(name)})
    if operation == "Scan" and told:
        told["Items"].sort(key=repr)
    return told


@pytest.mark.parametrize("seed", SEEDS)
def test_every_request_of_a_run_is_answered_as_moto_answers_it(tables, monkeypatch, seed):
    asked = asked_of(monkeypatch, seed)
    ask = tables._answer  # noqa: SLF001 - without what pynamodb makes of it

    for operation, given, outcome in asked:
        theirs = outcome_of(lambda o=operation, g=given: ask(o, DEEDS[o], g))
        assert meaning(operation, outcome) == meaning(operation, theirs), given
    assert len(asked) > 100
