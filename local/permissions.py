"""What the functions may do on AWS, held against them here as well (权限).

A request that a function's role does not allow is refused as AWS would refuse it, so that whatever
runs on one machine runs on AWS with these roles too.
"""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from typing import Any

from botocore.client import BaseClient
from botocore.exceptions import ClientError

from infra.template import grants

OF_ITEMS = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem"}
OF_ITEMS |= {"Get": "GetItem", "ConditionCheck": "ConditionCheckItem"}

_acting: ContextVar[str | None] = ContextVar("acting", default=None)
"""The function whose handler runs in this thread; None for the machine's own doings."""


@contextmanager
def acting(function: str) -> Iterator[None]:
    """Let what happens inside the block be the doing of *function*."""
    before = _acting.set(function)
    try:
        yield
    finally:
        _acting.reset(before)


def enforce(prefix: str) -> None:
    """From now on refuse what the acting function may not do with the tables of *prefix*."""
    call = BaseClient._make_api_call  # noqa: SLF001 - where every request of botocore passes

    def checked(client: BaseClient, operation: str, given: Mapping[str, Any]) -> Any:  # noqa: ANN401
        check(client.meta.service_model.service_name, operation, given, prefix)
        return call(client, operation, given)

    BaseClient._make_api_call = checked  # noqa: SLF001 - likewise
    inherit()


def inherit() -> None:
    """From now on let what a pool's threads do be the doing of the function that asked for it."""
    submit = ThreadPoolExecutor.submit

    def inherited(pool: Any, deed: Any, /, *given: Any, **named: Any) -> Any:  # noqa: ANN401
        return submit(pool, copy_context().run, deed, *given, **named)

    ThreadPoolExecutor.submit = inherited  # type: ignore[method-assign]  # as of Python 3.14


def check(service: str, operation: str, given: Mapping[str, Any], prefix: str) -> None:
    """Raise ClientError, as AWS does, for a request that the acting function may not make."""
    function = _acting.get()
    if function is None:
        return
    for action, table, index in _asked(service, operation, given):
        if not allowed(function, service, action, table.removeprefix(prefix), index):
            raise _denied(function, service, action, f"{table}{index and f'/{index}'}")


def allowed(function: str, service: str, action: str, table: str, index: str = "") -> bool:
    """Say whether the role of *function* allows *action*, on *table* or on its *index*."""
    if service == "sqs":
        return action in grants.QUEUE[function] or action == "SendMessageBatch"
    if service != "dynamodb" or (index and action != "Query"):
        return False
    return action in grants.MAY[function].get(table, ())


def _asked(
    service: str, operation: str, given: Mapping[str, Any]
) -> Iterator[tuple[str, str, str]]:
    """Yield what one request needs: action, table and index; a batch or transaction needs many."""
    match operation:
        case "TransactWriteItems" | "TransactGetItems":
            for item in given["TransactItems"]:
                ((kind, one),) = item.items()
                yield OF_ITEMS[kind], one["TableName"], ""
        case "BatchGetItem" | "BatchWriteItem":
            for table in given["RequestItems"]:
                yield operation, table, ""
        case _ if service == "dynamodb":
            yield operation, given["TableName"], given.get("IndexName", "")
        case _:
            yield operation, "", ""


def _denied(function: str, service: str, action: str, place: str) -> ClientError:
    told = f"The role of {function} does not allow {service}:{action} on {place or 'the queue'}"
    answer = {"Error": {"Code": "AccessDeniedException", "Message": told}}
    return ClientError(answer, action)
