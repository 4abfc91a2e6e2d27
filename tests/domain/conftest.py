"""What most tests of the domain begin with."""

import pytest

from tests import factories
from tests.at_desk import agreed
from tests.code_phone import CodePhone, asked
from tests.handset import Handset
from tests.people import LI, WANG, ZHAO


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


def wang_called(network, queue):
    del network
    conference_id = factories.web_started(factories.account(WANG), LI, ZHAO)
    queue.run()
    return conference_id


@pytest.fixture
def calling(memory, tables, network, queue):
    """Have 王小明 ask the web for a conference with 李雷 and 赵敏: his phone was rung."""
    return memory.of(wang_called, tables, network, queue)


def three_from_the_web(network, queue):
    owner = factories.account(WANG)
    return factories.web_room(owner, LI, ZHAO, network=network, queue=queue)


@pytest.fixture
def web_three(memory, tables, network, queue):
    """Have 王小明 start a conference from the web: he, 李雷 and 赵敏 are in the room."""
    return memory.of(three_from_the_web, tables, network, queue)


def wang_is_called_back(network, queue):
    owner = factories.account(WANG, call_back_host=True, name="王小明")
    return factories.web_room(owner, LI, ZHAO, network=network, queue=queue)


@pytest.fixture
def host_kept(memory, tables, network, queue):
    """Have 王小明, who is to be called back when he drops, in a room with 李雷 and 赵敏."""
    return memory.of(wang_is_called_back, tables, network, queue)


@pytest.fixture
def host_lost(host_kept, network, queue, clock):
    """Have him drop after 61 seconds."""
    clock.advance(seconds=61)
    factories.host_hangs_up(host_kept, network)
    queue.run()
    return host_kept


@pytest.fixture
def host_rung(host_lost, queue, clock):
    """Have his phone rung again."""
    clock.advance(seconds=3)
    queue.run()
    return host_lost


@pytest.fixture
def paying(product):
    """Have 王小明 once called 116323."""
    del product
    return factories.account(WANG)


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


def code_call(network, queue):
    factories.account(WANG)
    asked(queue)
    return CodePhone(network, WANG)


@pytest.fixture
def code_rung(memory, tables, network, queue):
    """Have 王小明 called for a code, who dialled 116323 once: the phone that is rung."""
    memory.of(code_call, tables, network, queue)
    return CodePhone(network, WANG)


@pytest.fixture
def code_heard(code_rung):
    """Have him hear the code: the phone at his ear."""
    code_rung.answers()
    return code_rung


@pytest.fixture
def a_minute_later(owner, clock):
    """Have 王小明 registered, whose phone may be rung again."""
    clock.advance(minutes=1)
    return owner


@pytest.fixture
def given(paying, network, queue, clock):
    """Have 王小明 give his word to 林坐席: the call in which he did."""
    del paying
    return agreed(network, queue, clock)
