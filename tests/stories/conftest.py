"""What the stories share: one store, and one product with its network."""

from collections.abc import Iterator

import pytest

from local import store
from local.store import Endpoints
from tests.stories.stand import Stand, standing


@pytest.fixture(scope="session")
def endpoints() -> Iterator[Endpoints]:
    with store.running(in_memory=True) as found:
        yield found


@pytest.fixture(scope="session")
def stand(endpoints: Endpoints) -> Iterator[Stand]:
    with standing(endpoints, "stories-") as found:
        yield found
