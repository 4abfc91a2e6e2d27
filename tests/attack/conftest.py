"""What an attacker begins with: a day of 王小明 at which they could listen."""

import pytest

from tests.attack.life import Life


@pytest.fixture
def life(tables, network, queue, clock):
    """Have nothing happened yet; `life.lives()` lets the day pass."""
    return Life(tables, network, queue, clock)


@pytest.fixture
def lived(life):
    """Have the day passed, to the evening: everything is over and 王小明 is logged in."""
    return life.lives()
