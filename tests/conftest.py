"""The product in one process: tables in memory, a still clock, a phone network made of records."""

import os

# Settings are read when chalicelib is first imported: they come before everything else.
os.environ |= {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "cn-north-1",
    "PORTAL_PROXY_SECRET": "test-proxy",
    "PUBLIC_BASE_URL": "https://116323.example/api",
    "QUEUE_URL": "https://queue.example/work",
    "TABLE_PREFIX": "test-",
    "TWILIO_ACCOUNT_SID": "ACtest",
    "TWILIO_AUTH_TOKEN": "test-token",
}

import pytest
from argon2 import PasswordHasher
from hypothesis import settings

from chalicelib import accounts, jobs, passwords, provider
from chalicelib import clock as product_clock
from chalicelib.billing import tariffs
from local import permissions
from tests import factories
from tests.fakes import Clock, Memory, Network, Queue
from tests.people import WANG
from tests.phone import Phone
from tests.portal import Portal
from tests.store import Store, engine

# How long an example takes says how busy the machine is, and nothing about the product.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(scope="session")
def store():
    """Set the engine under `tables` up once."""
    return Store(engine())


@pytest.fixture(scope="session", autouse=True)
def threads():
    """Let the threads of a pool be held to the role of the function that asked for it."""
    permissions.inherit()


@pytest.fixture(scope="session")
def memory():
    """Remember the beginnings that tests have in common."""
    return Memory()


@pytest.fixture
def tables(store):
    """Give empty tables; the store also counts requests, takes snapshots and can crash us."""
    with store.running():
        yield store


@pytest.fixture
def aws():
    """Have what else of AWS the product asks, queues and secrets, in this process."""
    from moto import mock_aws  # noqa: PLC0415 - only these tests pay for it

    mocked = mock_aws()
    mocked.start(reset=False)  # an engine that is compared with moto keeps its tables there
    yield
    mocked.stop(remove_data=False)


@pytest.fixture
def clock(monkeypatch):
    """Time stands still; `clock.advance(minutes=15)` moves it."""
    still = Clock()
    monkeypatch.setattr(product_clock, "now", still.now)
    monkeypatch.setattr(product_clock, "sleep", still.sleep)
    return still


@pytest.fixture(autouse=True)
def price_list():
    """Have the price list read anew: nothing of it is left over from another test."""
    tariffs.forget()
    return tariffs


@pytest.fixture
def network(monkeypatch, clock):
    """Put records in place of the phone network: who was rung, hung up, told, muted, in order."""
    network = Network(clock)
    for name in Network.DEEDS:
        monkeypatch.setattr(provider, name, getattr(network, name))
    return network


@pytest.fixture
def queue(monkeypatch, clock):
    """Keep the jobs asked for; `queue.run()` does those whose time has come."""
    queue = Queue(clock)
    monkeypatch.setattr(jobs, "ask", queue.ask)
    monkeypatch.setattr(jobs, "ask_all", queue.ask_all)
    return queue


@pytest.fixture
def phone(tables, network, queue):
    """Be a provider that knows our secret: `phone.post(path, **form)` signs, reads the answer."""
    return Phone(tables, network, queue)


@pytest.fixture
def portal(tables, network, queue):
    """Be a browser at the portal, where nobody is logged in: `portal.post(path, body)`."""
    return Portal(tables, network, queue)


@pytest.fixture
def owner(memory, tables, network, queue):
    """Let 王小明 have registered; he is logged in nowhere."""
    memory.of(factories.wang_registered, tables, network, queue)
    return accounts.find(WANG)


@pytest.fixture
def mine(owner, portal):
    """Be the browser in which 王小明 is logged in."""
    return portal.of(owner)


@pytest.fixture
def product(tables, clock, network, queue):
    """Take all of the above, for a test that names none of it."""
    del tables, clock, network, queue


@pytest.fixture(autouse=True)
def cheap_passwords(request, monkeypatch):
    """Hash at next to no cost, but where a test is of `dear_passwords`."""
    if request.node.get_closest_marker("dear_passwords") is None:
        monkeypatch.setattr(passwords, "_hasher", lambda: CHEAP)
        monkeypatch.setattr(passwords, "_nobodys", lambda: CHEAP.hash("nobody"))
