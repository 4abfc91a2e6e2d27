"""The whole template of the stack, but for what Chalice makes (全部)."""

from typing import Any

from infra.template import (
    alarms,
    dashboard,
    metrics,
    parameters,
    queue,
    roles,
    secret,
    site,
    tables,
)
from infra.template.chalice_parts import resources as chalice_parts
from infra.template.outputs import outputs


def merged() -> dict[str, Any]:
    """Return the template that is merged over Chalice's own."""
    parts = (tables, queue, secret, roles, site, metrics, alarms, dashboard)
    named: dict[str, Any] = {}
    for part in parts:
        named |= part.resources()
    return {
        "Description": "116323 multi-party calls",
        "Parameters": parameters.parameters(),
        "Conditions": parameters.conditions(),
        "Resources": named | chalice_parts(),
        "Outputs": outputs(),
    }
