"""What the tests of the stack share: the package, and its template as CloudFormation has it."""

import json
from typing import Any

import pytest

from infra.package import Package
from infra.template.translated import translated as without_sam
from tests.stack.packaged import packaged


@pytest.fixture(scope="session")
def made() -> Package:
    return packaged()


@pytest.fixture(scope="session")
def template(made: Package) -> dict[str, Any]:
    """Return what `make package` wrote."""
    return dict(json.loads(made.template.read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def translated(template: dict[str, Any]) -> dict[str, Any]:
    """Return the template without SAM in it, as AWS makes it of ours."""
    return without_sam(template, bucket="packages", code="code.zip")
