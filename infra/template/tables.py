"""The tables of the stack, made of the very models that the product reads and writes (表)."""

from typing import Any

from pynamodb.models import Model

from chalicelib import config, tables

Resource = dict[str, Any]

KEPT = {"DeletionPolicy": "RetainExceptOnCreate", "UpdateReplacePolicy": "Retain"}
"""What holds records outlives the stack, unless it was made by a creation that failed."""
ORDER = ("HASH", "RANGE")


def resources() -> dict[str, Resource]:
    """Return every table of `tables.ALL` under its logical id."""
    return {logical_id(model): _table(model) for model in tables.ALL}


def logical_id(model: type[Model]) -> str:
    """Return the name that *model*'s table has inside the template: “DeskSessionsTable”."""
    return "".join(part.capitalize() for part in name(model).split("-")) + "Table"


def name(model: type[Model]) -> str:
    """Return the name of *model*'s table without the prefix: “desk-sessions”."""
    return str(model.Meta.table_name).removeprefix(config.settings.table_prefix)


def indexes(model: type[Model]) -> list[str]:
    """Return the names of *model*'s indexes."""
    return [index["index_name"] for index in schema(model)["global_secondary_indexes"]]


def schema(model: type[Model]) -> dict[str, Any]:
    """Return keys, indexes and attributes of *model*'s table, as pynamodb would create it."""
    return dict(model._get_schema())  # noqa: SLF001 - pynamodb says it nowhere else


def expires_by(model: type[Model]) -> str | None:
    """Return the attribute by which DynamoDB lets *model*'s items expire; None for none."""
    attribute = model._ttl_attribute()  # type: ignore[no-untyped-call]  # noqa: SLF001 - likewise
    return str(attribute.attr_name) if attribute else None


def _table(model: type[Model]) -> Resource:
    said = schema(model)
    properties: dict[str, Any] = {
        "TableName": {"Fn::Sub": f"${{AWS::StackName}}-{name(model)}"},
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": said["attribute_definitions"],
        "KeySchema": _in_order(said["key_schema"]),
        "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
        "SSESpecification": {"SSEEnabled": True},
        "DeletionProtectionEnabled": {"Fn::If": ["Protected", True, False]},
    }
    if said["global_secondary_indexes"]:
        properties["GlobalSecondaryIndexes"] = [
            {
                "IndexName": index["index_name"],
                "KeySchema": _in_order(index["key_schema"]),
                "Projection": index["projection"],
            }
            for index in said["global_secondary_indexes"]
        ]
    if expires := expires_by(model):
        properties["TimeToLiveSpecification"] = {"AttributeName": expires, "Enabled": True}
    return {"Type": "AWS::DynamoDB::Table", **KEPT, "Properties": properties}


def _in_order(keys: list[dict[str, str]]) -> list[dict[str, str]]:
    return sorted(keys, key=lambda key: ORDER.index(key["KeyType"]))
