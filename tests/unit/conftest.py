"""What several of these tests begin with."""

import pytest

from chalicelib.billing import tariffs
from tests.provider_server import addressed, serving


@pytest.fixture(autouse=True)
def opening_prices(monkeypatch):
    """No price was loaded: these tests have no tables."""
    monkeypatch.setattr(tariffs, "stored", tuple)


@pytest.fixture
def server(monkeypatch, clock):
    """Be a network that answers from a script; nobody waits between attempts."""
    del clock
    with serving() as server:
        with addressed(monkeypatch, server.url):
            yield server
