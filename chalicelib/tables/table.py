"""What all tables have in common: time-outs, and the one client that asks DynamoDB (表)."""

from functools import lru_cache

from pynamodb.connection import Connection
from pynamodb.connection.table import TableConnection
from pynamodb.models import Model


class Settings:
    """What all tables have in common; every time-out is shorter than a handler's life."""

    billing_mode = "PAY_PER_REQUEST"
    connect_timeout_seconds = 1
    read_timeout_seconds = 2
    max_retry_attempts = 2
    max_pool_connections = 96  # of all threads of a process: `make run` has the most


class Table(Model):
    """A table that is asked through the client of them all.

    pynamodb would make a client for each. One takes some 40 ms, and on AWS a handshake besides,
    while somebody who dialled in waits for a function that has just begun.
    """

    @classmethod
    def _get_connection(cls) -> TableConnection:
        found = super()._get_connection()
        if found.connection._client is None:  # noqa: SLF001 - pynamodb has no other place for it
            found.connection._client = connection().client  # noqa: SLF001
        return found


@lru_cache(maxsize=1)
def connection() -> Connection:
    """Return the one connection, with the time-outs of all tables."""
    return Connection(
        connect_timeout_seconds=Settings.connect_timeout_seconds,
        read_timeout_seconds=Settings.read_timeout_seconds,
        max_retry_attempts=Settings.max_retry_attempts,
        max_pool_connections=Settings.max_pool_connections,
    )
