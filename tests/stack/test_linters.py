"""Both linters of the stack find nothing but what is explained, and all that is explained."""

import pytest

from infra import lint
from infra.package import Package

pytestmark = pytest.mark.timeout(
    300
)  # a minute of computing, more than which a machine may be busy


@pytest.fixture(scope="module")
def found(made: Package) -> set[str]:
    return {one.rule for one in lint.findings(made.template)}


def test_nothing_is_found_that_is_not_explained(found: set[str]) -> None:
    assert found - lint.EXPLAINED.keys() == set()


def test_nothing_is_explained_that_is_not_found(found: set[str]) -> None:
    assert lint.EXPLAINED.keys() - found == set()


def test_an_explanation_is_a_sentence() -> None:
    assert all(why[0].isupper() and why.endswith(".") for why in lint.EXPLAINED.values())
