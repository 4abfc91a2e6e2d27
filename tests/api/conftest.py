"""What the tests of the operator desk over JSON begin with."""

import pytest

from tests.at_desk import agreed, at_desk


@pytest.fixture
def lin(portal):
    """Be the browser of 林坐席."""
    return at_desk(portal)


@pytest.fixture
def wang(owner, lin, network, queue, clock):
    """Have 王小明 give his word to 林坐席: the path of what is done for him."""
    del owner, lin
    return f"/api/desk/customers/{agreed(network, queue, clock).verification_id}"


def pytest_collection_modifyitems(items):
    """Give every test a name of its own: of several with one name, two workers run only one.

    Those that schemathesis makes of one function are named alike.
    """
    for item in items:
        if not item.nodeid.endswith(item.name):
            item._id = item.parent.id.child(item.name)  # noqa: SLF001 - it cannot be said elsewhere
