"""How everything is written: time-outs, and writes that say whether we won (条件写)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from pynamodb.connection import Connection
from pynamodb.exceptions import (
    DeleteError,
    DoesNotExist,
    PutError,
    TransactWriteError,
    UpdateError,
)
from pynamodb.expressions.condition import Condition as Condition  # noqa: PLC0414 - given on
from pynamodb.expressions.update import Action as Action  # noqa: PLC0414 - given on
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

AnyModel = TypeVar("AnyModel", bound=Model)


class Settings:
    """What all tables have in common; every time-out is shorter than a handler's life."""

    billing_mode = "PAY_PER_REQUEST"
    connect_timeout_seconds = 1
    read_timeout_seconds = 2
    max_retry_attempts = 2
    max_pool_connections = 32


def won(write: Callable[[], object]) -> bool:
    """Do one conditional write and say whether its condition held; other errors rise."""
    try:
        write()
    except (PutError, UpdateError, DeleteError) as e:
        if e.cause_response_code == "ConditionalCheckFailedException":
            return False
        raise
    return True


def change(item: Model, *actions: Action, condition: Condition) -> bool:
    """Write *actions* if *condition* holds; on winning, *item* holds all that is stored."""
    return won(lambda: item.update(actions=list(actions), condition=condition))


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one item that is done together with others, if all conditions hold."""

    item: Model
    actions: list[Action]
    held: Condition


def together(new: Model, absent: Condition, *changes: Change) -> bool:
    """Put *new* and do the changes, or nothing: say whether every condition held."""
    try:
        with TransactWrite(connection=_connection()) as writes:
            for one in changes:
                writes.update(one.item, actions=one.actions, condition=one.held)
            writes.save(new, condition=absent)
    except TransactWriteError as e:
        if e.cause_response_code == "TransactionCanceledException":
            return False
        raise
    return True


def put_while(
    new: Model, absent: Condition, other: type[Model], key: tuple[str, str], held: Condition
) -> bool:
    """Put *new* if it is not there and the item at *key* is as *held* says; say whether we did.

    It is not put either if somebody wrote one of the two at the same moment.
    """
    try:
        with TransactWrite(connection=_connection()) as writes:
            writes.condition_check(other, *key, condition=held)
            writes.save(new, condition=absent)
    except TransactWriteError as e:
        if e.cause_response_code == "TransactionCanceledException":
            return False
        raise
    return True


@lru_cache(maxsize=1)
def _connection() -> Connection:
    """Return the one connection of transactions, with the time-outs of all tables."""
    return Connection(
        connect_timeout_seconds=Settings.connect_timeout_seconds,
        read_timeout_seconds=Settings.read_timeout_seconds,
        max_retry_attempts=Settings.max_retry_attempts,
        max_pool_connections=Settings.max_pool_connections,
    )


def find(model: type[AnyModel], key: str, item: str | None = None) -> AnyModel | None:
    """Return what is stored at *key*, None if there is nothing."""
    try:
        return model.get(key, item, consistent_read=True)
    except DoesNotExist:
        return None


def put_new(item: Model, absent: Any) -> bool:  # noqa: ANN401 - any attribute of any model
    """Put *item* unless one is there (its key attribute *absent* says); say whether we did."""
    return won(lambda: item.save(condition=absent.does_not_exist()))
