"""Both linters of the stack find nothing but what is explained, and all that is explained."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from infra import lint
from infra.package import Package

Linter = Callable[[Path], list[lint.Finding]]


@pytest.fixture(scope="module")
def stack(made: Package) -> Path:
    return lint.as_deployed(made.template)


@cache
def found(linter: Linter, stack: Path) -> set[str]:
    return {one.rule for one in linter(stack)}


@pytest.mark.parametrize("linter", lint.LINTERS)
def test_nothing_is_found_that_is_not_explained(linter: Linter, stack: Path) -> None:
    assert found(linter, stack) - lint.EXPLAINED.keys() == set()


def test_nothing_is_explained_that_is_not_found(stack: Path) -> None:
    everything = set[str]().union(*(found(linter, stack) for linter in lint.LINTERS))

    assert lint.EXPLAINED.keys() - everything == set()


def test_an_explanation_is_a_sentence() -> None:
    assert all(why[0].isupper() and why.endswith(".") for why in lint.EXPLAINED.values())
