"""What most tests of the domain begin with."""

import pytest

from tests import factories
from tests.handset import Handset
from tests.people import LI, ZHAO


def three_in_a_room(network, queue):
    return factories.live(LI, ZHAO, network=network, queue=queue)


@pytest.fixture
def three(memory, tables, network, queue):
    """Have 王小明 call 李雷 and 赵敏: all three are in the room."""
    return memory.of(three_in_a_room, tables, network, queue)


def li_rung(network, queue):
    del network
    return factories.rung(queue)


@pytest.fixture
def rung_li(memory, tables, network, queue):
    """Have 王小明 call 李雷, whose phone was rung: his conference, his leg and his call."""
    return memory.of(li_rung, tables, network, queue)


@pytest.fixture
def wang(three):
    """Hand out the host's phone in it."""
    return Handset(three, factories.host(three))


@pytest.fixture
def li(three):
    """Hand out a party's phone in it."""
    return Handset(three, factories.leg(three, LI))


@pytest.fixture
def both(wang, li):
    """Hand out a phone of each kind."""
    return {"host": wang, "party": li}
