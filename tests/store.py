"""The tables of the product in this process, behind botocore: counted, compared, put back."""

import os
import threading
from contextlib import contextmanager
from unittest.mock import patch

from botocore.client import BaseClient

from chalicelib import config, tables
from local import permissions
from tests.engine import Engine
from tests.fakes import nothing

PREFIX = config.settings.table_prefix
ENGINE = os.environ.get("ENGINE", "memory")
"""Who answers for DynamoDB: `memory`; or `compared`, which is also asked of moto and takes long."""


def engine():
    """Return what answers for DynamoDB."""
    if ENGINE == "memory":
        return Engine()
    from tests.moto_engine import ComparedEngine  # noqa: PLC0415 - only who asks for it waits

    return ComparedEngine()


class Store:
    """DynamoDB for as long as a test lasts; the product is held to its role (`local.permissions`).

    *before* is done ahead of every request: a test may crash us there.
    """

    def __init__(self, answering):
        self.requests = []
        self.before = nothing
        self._engine = answering
        self._call = BaseClient._make_api_call  # noqa: SLF001 - all of HTTP is behind it
        self._lock = threading.RLock()
        with self._patched():
            for model in tables.ALL:
                model.create_table(wait=True)

    @contextmanager
    def running(self):
        """Give empty tables for the length of one test."""
        self._engine.clear()
        self.requests.clear()
        with self._patched():
            yield

    def saved(self):
        """Return everything that is stored, to be restored."""
        return self._engine.saved()

    def restore(self, saved):
        self._engine.restore(saved)

    def snapshot(self):
        """Return everything that is stored, to compare."""
        return self._engine.snapshot()

    def _patched(self):
        """Answer botocore."""
        return patch.object(BaseClient, "_make_api_call", self._calls())

    def _calls(self):
        def make_api_call(client, operation, asked):  # a plain function, to become a method
            if client.meta.service_model.service_name != "dynamodb":
                return self._call(client, operation, asked)
            permissions.check("dynamodb", operation, asked, PREFIX)
            with self._lock:
                self.requests.append(operation)
                self.before()
                return self._engine.answer(operation, asked)

        return make_api_call
