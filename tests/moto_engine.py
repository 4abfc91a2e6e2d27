"""DynamoDB by moto, without HTTP and what goes with it, and our own engine compared with it."""

import json
from copy import deepcopy

from botocore.exceptions import ClientError
from moto.core.exceptions import HTTPException
from moto.dynamodb import dynamodb_backends
from moto.dynamodb.models.utilities import dynamo_json_dump
from moto.dynamodb.responses import DynamoHandler

from tests.engine import Engine

ACCOUNT, REGION = "123456789012", "cn-north-1"
DEEDS = {
    "BatchGetItem": "batch_get_item",
    "BatchWriteItem": "batch_write_item",
    "CreateTable": "create_table",
    "DeleteItem": "delete_item",
    "DescribeTable": "describe_table",
    "GetItem": "get_item",
    "PutItem": "put_item",
    "Query": "query",
    "Scan": "scan",
    "TransactWriteItems": "transact_write_items",
    "UpdateItem": "update_item",
    "UpdateTimeToLive": "update_time_to_live",
}
"""What is asked of the tables, and what it is called in the library that answers."""
ITEMS = DEEDS.keys() - {"CreateTable", "DescribeTable", "UpdateTimeToLive"}
TOLD = ("Item", "Items", "Count", "Attributes", "Responses", "LastEvaluatedKey", "UnprocessedKeys")


class MotoEngine:
    """Answers as `tests.engine.Engine` does; one thread at a time may ask it."""

    def answer(self, operation, asked):
        """Do one request; raise ClientError as DynamoDB does."""
        handler = DynamoHandler()
        handler.current_account, handler.region = ACCOUNT, REGION
        handler.body = json.loads(json.dumps(asked))
        try:
            return json.loads(dynamo_json_dump(getattr(handler, DEEDS[operation])().result))
        except HTTPException as refused:
            told = json.loads(refused.description)
        told["Error"] = {
            "Code": told["__type"].rpartition("#")[2],
            "Message": told.get("message") or told.get("Message", ""),
        }
        raise ClientError(told, operation)

    def clear(self):
        for table in self._tables():
            table.items.clear()

    def saved(self):
        return [deepcopy(table.items) for table in self._tables()]

    def restore(self, saved):
        for table, items in zip(self._tables(), saved, strict=True):
            table.items = deepcopy(items)

    def snapshot(self):
        return {
            (table.name, *key): item.to_json()["Attributes"]
            for table in self._tables()
            for key, item in self._items(table)
        }

    def _tables(self):
        return dynamodb_backends[ACCOUNT][REGION].tables.values()

    @staticmethod
    def _items(table):
        for hash_key, row in table.items.items():
            if isinstance(row, dict):
                yield from (((hash_key, range_key), item) for range_key, item in row.items())
            else:
                yield (hash_key,), row


class ComparedEngine(Engine):
    """Answers itself, and fails where moto answers otherwise."""

    def __init__(self):
        super().__init__()
        self._moto = MotoEngine()

    def answer(self, operation, asked):
        ours = outcome_of(lambda: super(ComparedEngine, self).answer(operation, deepcopy(asked)))
        theirs = outcome_of(lambda: self._moto.answer(operation, asked))
        if operation in ITEMS:
            assert meaning(operation, ours) == meaning(operation, theirs), (operation, asked)
        return answered(ours)

    def clear(self):
        super().clear()
        self._moto.clear()

    def saved(self):
        return super().saved(), self._moto.saved()

    def restore(self, saved):
        ours, theirs = saved
        super().restore(ours)
        self._moto.restore(theirs)


def outcome_of(deed):
    try:
        return deed()
    except ClientError as e:
        return e


def answered(outcome):
    if isinstance(outcome, ClientError):
        raise outcome
    return outcome


def in_order(value):
    """Return an answer with its sets in order, and its attributes too."""
    if isinstance(value, dict):
        parts = {name: sorted(v) if name == "SS" else in_order(v) for name, v in value.items()}
        return dict(sorted(parts.items()))
    return [in_order(one) for one in value] if isinstance(value, list) else value


def meaning(operation, outcome):
    """Return what the product reads of an answer; a set and a scan have no order."""
    if isinstance(outcome, ClientError):
        return outcome.response["Error"]["Code"]
    told = in_order({name: outcome[name] for name in TOLD if outcome.get(name)})
    if operation == "Scan" and told:
        told["Items"].sort(key=repr)
    return told
