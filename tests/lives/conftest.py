"""What every machine begins with."""

import pytest

from tests.lives.world import World


@pytest.fixture
def world(tables, clock, network, queue, cheap_passwords):
    del cheap_passwords
    return World(tables, clock, network, queue)
