"""How everything is written: by writes that say whether we won (条件写)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from pynamodb.exceptions import (
    DeleteError,
    DoesNotExist,
    PutError,
    PynamoDBException,
    TransactWriteError,
    UpdateError,
)
from pynamodb.expressions.condition import Condition as Condition  # noqa: PLC0414 - given on
from pynamodb.expressions.update import Action as Action  # noqa: PLC0414 - given on
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from chalicelib.tables.table import connection

AnyModel = TypeVar("AnyModel", bound=Model)


def won(write: Callable[[], object]) -> bool:
    """Do one conditional write and say whether its condition held; other errors rise."""
    try:
        write()
    except (PutError, UpdateError, DeleteError) as e:
        if _code(e) == "ConditionalCheckFailedException":
            return False
        raise
    return True


def _code(error: PynamoDBException) -> str:
    """Return the store's word for what went wrong, "" if it said none; pynamodb trips over that."""
    response = getattr(error.cause, "response", None) or {}
    return str(response.get("Error", {}).get("Code", ""))


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
        with TransactWrite(connection=connection()) as writes:
            for one in changes:
                writes.update(one.item, actions=one.actions, condition=one.held)
            writes.save(new, condition=absent)
    except TransactWriteError as e:
        if _code(e) == "TransactionCanceledException":
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
        with TransactWrite(connection=connection()) as writes:
            writes.condition_check(other, *key, condition=held)
            writes.save(new, condition=absent)
    except TransactWriteError as e:
        if _code(e) == "TransactionCanceledException":
            return False
        raise
    return True


def find(model: type[AnyModel], key: str, item: str | None = None) -> AnyModel | None:
    """Return what is stored at *key*, None if there is nothing."""
    try:
        return model.get(key, item, consistent_read=True)
    except DoesNotExist:
        return None


def put_new(item: Model, absent: Any) -> bool:  # noqa: ANN401 - any attribute of any model
    """Put *item* unless one is there (its key attribute *absent* says); say whether we did."""
    return won(lambda: item.save(condition=absent.does_not_exist()))
