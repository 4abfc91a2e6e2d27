"""What a change set would do, as a person reads it, and what of it would cost records (变更)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

KEEPERS = frozenset({"AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::SecretsManager::Secret"})
"""What holds records, files or secrets: gone with the thing itself."""
REPLACED = {"True": "replaced", "Conditional": "perhaps replaced"}
HEADINGS = ("action", "resource", "type", "")


@dataclass(frozen=True, slots=True)
class Change:
    """What would be done to one resource; *replaced* is “” if it stays the one it is."""

    action: str
    resource: str
    kind: str
    replaced: str

    @property
    def loses(self) -> bool:
        """Tell whether what the resource holds would be lost to the product."""
        return self.kind in KEEPERS and (self.action == "Remove" or self.replaced != "")


def read(described: Iterable[dict[str, Any]]) -> list[Change]:
    """Return the changes that CloudFormation describes, those that take away first."""
    found = [
        Change(
            one["Action"],
            one["LogicalResourceId"],
            one["ResourceType"],
            REPLACED.get(one.get("Replacement", ""), ""),
        )
        for one in (entry["ResourceChange"] for entry in described)
    ]
    order = ("Remove", "Modify", "Add")
    ranks = {action: rank for rank, action in enumerate(order)}
    return sorted(found, key=lambda one: (ranks.get(one.action, 0), one.kind, one.resource))


def table(changes: Iterable[Change]) -> list[str]:
    """Return *changes* as lines under each other, with a heading."""
    rows = [HEADINGS, *((c.action, c.resource, c.kind, c.replaced) for c in changes)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
