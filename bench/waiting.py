"""How long the present thread waited for AWS, and which requests it made."""

import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import botocore.httpsession
from pynamodb.connection.base import Connection


class Waits(threading.local):
    """Seconds spent waiting since `reset`, in this thread (slots would be shared by all)."""

    seconds = 0.0

    def reset(self) -> None:
        self.seconds = 0.0


@dataclass(slots=True)
class Requests:
    """DynamoDB requests by operation, and the units the engine said they used."""

    operations: Counter[str] = field(default_factory=Counter)
    write_units: float = 0.0
    read_units: float = 0.0

    @property
    def total(self) -> int:
        """All requests together."""
        return self.operations.total()

    def __add__(self, other: "Requests") -> "Requests":
        return Requests(
            self.operations + other.operations,
            self.write_units + other.write_units,
            self.read_units + other.read_units,
        )

    def __str__(self) -> str:
        detail = ", ".join(f"{n} {name}" for name, n in sorted(self.operations.items()))
        return f"{self.total} ({detail})" if detail else "none"


TRANSACTION = "TransactWriteItems"
WRITES = frozenset({"PutItem", "UpdateItem", "DeleteItem", TRANSACTION})


def measure_waits() -> Waits:
    """Begin to measure, for the life of this process; return where the sum stands."""
    waits, send = Waits(), botocore.httpsession.URLLib3Session.send

    def timed(session: Any, request: Any) -> Any:  # noqa: ANN401 - botocore has no types
        started = time.perf_counter()
        try:
            return send(session, request)
        finally:
            waits.seconds += time.perf_counter() - started

    botocore.httpsession.URLLib3Session.send = timed
    return waits


@contextmanager
def counted_requests() -> Iterator[Requests]:
    """Count the DynamoDB requests made in every thread for as long as the block lasts."""
    with requests_by(lambda: "") as found:
        yield found[""]


@contextmanager
def requests_by(name: Callable[[], str]) -> Iterator[dict[str, Requests]]:
    """Count them under the *name* that the requesting thread has at that moment."""
    found: defaultdict[str, Requests] = defaultdict(Requests)
    lock, call = threading.Lock(), Connection._make_api_call  # noqa: SLF001

    def counted(connection: Connection, operation: str, kwargs: dict[str, Any]) -> Any:  # noqa: ANN401 - as above
        try:
            answer = call(connection, operation, kwargs)
        except Exception:
            with lock:
                requests = found[name()]
                requests.operations[operation + " lost"] += 1
                requests.write_units += lost_units(operation, kwargs)
            raise
        units = used_units(answer)
        with lock:
            requests = found[name()]
            requests.operations[operation] += 1
            if operation in WRITES:
                requests.write_units += units
            else:
                requests.read_units += units
        return answer

    Connection._make_api_call = counted  # type: ignore[method-assign,assignment]  # noqa: SLF001
    try:
        yield found
    finally:
        Connection._make_api_call = call  # type: ignore[method-assign]  # noqa: SLF001


def used_units(answer: dict[str, Any]) -> float:
    """Return the capacity units that an *answer* names: of one table, or of each in a transaction.

    A write in a transaction costs two, and DynamoDB Local counts it so.
    """
    named = answer.get("ConsumedCapacity") or {}
    tables = [named] if isinstance(named, dict) else named
    return sum(float(table.get("CapacityUnits", 0.0)) for table in tables)


def lost_units(operation: str, kwargs: dict[str, Any]) -> int:
    """Return what a failed condition costs: a unit, and in a transaction two for each item."""
    if operation == TRANSACTION:
        return 2 * len(kwargs["TransactItems"])
    return int(operation in WRITES)
