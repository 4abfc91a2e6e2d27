"""What every machine begins with."""

import pytest

from tests.lives.world import World


@pytest.fixture
def world(tables, clock, network, queue):
    return World(tables, clock, network, queue)
