"""DynamoDB in memory, no more of it than the product asks for: a thousand requests are quick.

That it answers as moto does is tested (`test_engine.py`).
"""

from copy import deepcopy

from botocore.exceptions import ClientError

from tests.expressions import holds, plain, updated
from tests.fakes import unheard

FAILED = "ConditionalCheckFailedException"
OF_TRANSACTIONS = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem"}


class Engine:
    """Tables by name; `answer` does what a request of botocore's client asks.

    *written* is told of every change: the table, the item before and after it, None where there is
    none.
    """

    def __init__(self):
        self.keys, self.indexes, self.items = {}, {}, {}
        self.kept = {}
        """The attributes that each index holds, None for all."""
        self.written = unheard

    def answer(self, operation, asked):
        """Do one request; raise ClientError as DynamoDB does."""
        return getattr(self, f"_{operation}")(asked)

    def clear(self):
        for items in self.items.values():
            items.clear()

    def saved(self):
        """Return everything that is stored, to be restored or compared."""
        return {name: deepcopy(items) for name, items in self.items.items()}

    def restore(self, saved):
        self.items = deepcopy(saved)

    def snapshot(self):
        """Return every item by its table and keys, to compare."""
        return {
            (name, *at): item
            for name, items in deepcopy(self.items).items()
            for at, item in items.items()
        }

    def rows(self, table):
        """Return the items of a table, for whoever checks them."""
        return list(self.items[table].values())

    # ——— tables ———

    def _CreateTable(self, asked):  # noqa: N802 - as DynamoDB calls it
        name = asked["TableName"]
        self.keys[name] = _names(asked["KeySchema"])
        self.items[name] = {}
        for index in asked.get("GlobalSecondaryIndexes") or []:
            keys, projection = _names(index["KeySchema"]), index["Projection"]
            self.indexes[name, index["IndexName"]] = keys
            all_kept = projection["ProjectionType"] == "ALL"
            more = {*self.keys[name], *keys, *projection.get("NonKeyAttributes", ())}
            self.kept[name, index["IndexName"]] = None if all_kept else more
        return {"TableDescription": {"TableName": name, "TableStatus": "ACTIVE"}}

    def _DescribeTable(self, asked):  # noqa: N802
        name = asked["TableName"]
        if name not in self.keys:
            raise error("ResourceNotFoundException", "DescribeTable")
        count = len(self.items[name])
        return {"Table": {"TableName": name, "TableStatus": "ACTIVE", "ItemCount": count}}

    def _UpdateTimeToLive(self, asked):  # noqa: N802
        del asked  # nothing expires here by itself
        return {}

    # ——— one item ———

    def _GetItem(self, asked):  # noqa: N802
        found = self._at(asked["TableName"], asked["Key"])
        return {} if found is None else {"Item": _shown(found, asked)}

    def _PutItem(self, asked):  # noqa: N802
        self._write("PutItem", asked, asked["Item"], asked["Item"])
        return {}

    def _UpdateItem(self, asked):  # noqa: N802
        return {"Attributes": self._write("UpdateItem", asked, asked["Key"], None)}

    def _DeleteItem(self, asked):  # noqa: N802
        self._write("DeleteItem", asked, asked["Key"], None)
        return {}

    def _write(self, operation, asked, key, item):
        """Change the item at *key* if the condition holds; return it as it is then."""
        table = asked["TableName"]
        before = self._at(table, key)
        if not holds(asked.get("ConditionExpression"), before, asked):
            raise error(FAILED, operation)
        if operation == "UpdateItem":
            item = updated(asked["UpdateExpression"], before or dict(key), asked)
        place = self.place(table, key)
        if item is None:
            self.items[table].pop(place, None)
        else:
            self.items[table][place] = dict(item)
        self.written(table, before, item)
        return item

    def _at(self, table, key):
        return self.items[table].get(self.place(table, key))

    def place(self, table, key):
        """Return where an item stands in its table."""
        place = tuple(next(iter(key[name].values())) for name in self.keys[table])
        if "" in place:
            raise error("ValidationException", "PutItem")
        return place

    # ——— many ———

    def _Query(self, asked):  # noqa: N802
        table, index = asked["TableName"], asked.get("IndexName")
        keys = self.indexes[table, index] if index else self.keys[table]
        rows = [row for row in self.items[table].values() if all(key in row for key in keys)]
        rows = [row for row in rows if holds(asked["KeyConditionExpression"], row, asked)]
        order = [*keys[1:], *(self.keys[table] if index else [])]
        rows.sort(key=lambda row: _sorted_by(row, order))
        backwards = asked.get("ScanIndexForward") is False
        if backwards:
            rows.reverse()
        if start := asked.get("ExclusiveStartKey"):  # it need not be there any more
            last = _sorted_by(start, order)
            after = (lambda at: at < last) if backwards else (lambda at: at > last)
            rows = [row for row in rows if after(_sorted_by(row, order))]
        if (kept := self.kept.get((table, index))) is not None:
            rows = [{name: row[name] for name in row if name in kept} for row in rows]
        return self._page(rows, asked)

    def _Scan(self, asked):  # noqa: N802
        table = asked["TableName"]
        places = list(self.items[table])
        if start := asked.get("ExclusiveStartKey"):
            places = places[places.index(self.place(table, start)) + 1 :]
        return self._page([self.items[table][place] for place in places], asked)

    def _page(self, rows, asked):
        """Return one page of *rows*: all, if there is no limit."""
        most, last = asked.get("Limit"), {}
        if most is not None and len(rows) > most:
            rows = rows[:most]
            last = {"LastEvaluatedKey": {name: rows[-1][name] for name in self._keys_of(asked)}}
        seen = len(rows)
        rows = [row for row in rows if holds(asked.get("FilterExpression"), row, asked)]
        counts = {"Count": len(rows), "ScannedCount": seen, **last}
        if asked.get("Select") == "COUNT":
            return counts
        return {"Items": [_shown(row, asked) for row in rows], **counts}

    def _keys_of(self, asked):
        table, index = asked["TableName"], asked.get("IndexName")
        return {*self.keys[table], *(self.indexes[table, index] if index else ())}

    def _BatchGetItem(self, asked):  # noqa: N802
        answers = {}
        for table, part in asked["RequestItems"].items():
            found = [self._at(table, key) for key in part["Keys"]]
            answers[table] = [_shown(item, part) for item in found if item is not None]
        return {"Responses": answers, "UnprocessedKeys": {}}

    def _BatchWriteItem(self, asked):  # noqa: N802
        for table, writes in asked["RequestItems"].items():
            for write in writes:
                put, delete = write.get("PutRequest"), write.get("DeleteRequest")
                key = put["Item"] if put else delete["Key"]
                self._write("PutItem", {"TableName": table}, key, put["Item"] if put else None)
        return {"UnprocessedItems": {}}

    def _TransactWriteItems(self, asked):  # noqa: N802
        parts = [next(iter(part.items())) for part in asked["TransactItems"]]
        met = [self._met(kind, one) for kind, one in parts]
        if not all(met):
            raise _cancelled(met)
        for kind, one in parts:
            if kind != "ConditionCheck":
                key = one["Item"] if kind == "Put" else one["Key"]
                whole = {k: v for k, v in one.items() if k != "ConditionExpression"}
                self._write(OF_TRANSACTIONS[kind], whole, key, one.get("Item"))
        return {}

    def _met(self, kind, one):
        before = self._at(one["TableName"], one["Item" if kind == "Put" else "Key"])
        return holds(one.get("ConditionExpression"), before, one)


def error(code, operation, **more):
    """Return what botocore raises for an answer of DynamoDB's that is an error."""
    return ClientError({"Error": {"Code": code, "Message": code}, **more}, operation)


def _cancelled(met):
    reasons = [{"Code": "None" if one else "ConditionalCheckFailed"} for one in met]
    more = {"CancellationReasons": reasons}
    return error("TransactionCanceledException", "TransactWriteItems", **more)


def _sorted_by(row, names):
    return [plain(row[name])[1] for name in names]


def _names(schema):
    """Return the names of a key, the hash key first."""
    return [key["AttributeName"] for key in sorted(schema, key=lambda key: key["KeyType"])]


def _shown(item, asked):
    if "ProjectionExpression" not in asked:
        return dict(item)
    wanted = asked["ProjectionExpression"].replace(" ", "").split(",")
    names = [asked.get("ExpressionAttributeNames", {}).get(name, name) for name in wanted]
    return {name: item[name] for name in names if name in item}
