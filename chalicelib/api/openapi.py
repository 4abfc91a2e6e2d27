"""The description of the JSON API, OpenAPI 3.1, made of what validates it (接口说明)."""

import re
from dataclasses import is_dataclass
from functools import lru_cache
from typing import Any

import msgspec

from chalicelib.api import endpoint
from chalicelib.api.endpoint import CALL_COOKIE, COOKIE, DESK_COOKIE, OPERATIONS, Operation
from chalicelib.api.problems import Problem

PARAMETER = re.compile(r"\{(\w+)\}")
ID = {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$"}


@lru_cache(maxsize=1)
def document() -> str:
    """Return the description as JSON."""
    kinds = [k for o in OPERATIONS for k in (o.body, o.query, o.answer) if _struct(k)]
    _, components = msgspec.json.schema_components(
        [*kinds, Problem], ref_template="#/components/schemas/{name}"
    )
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _described(operation)
    security = {
        "session": {"type": "apiKey", "in": "cookie", "name": COOKIE},
        "call": {"type": "apiKey", "in": "cookie", "name": CALL_COOKIE},
        "desk": {"type": "apiKey", "in": "cookie", "name": DESK_COOKIE},
    }
    return msgspec.json.encode(
        {
            "openapi": "3.1.0",
            "info": {
                "title": "116323 多方通话",
                "version": "1",
                "description": "Bodies of 64 KB at most; keys that are not described are refused. "
                "What changes something is taken from our own origin only.",
            },
            "paths": paths,
            "components": {"schemas": components, "securitySchemes": security},
        }
    ).decode()


def _described(operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": _parameters(operation),
        "responses": {
            str(operation.status if operation.answer else 204): _good(operation),
            "default": {
                "description": "Why not; or, from the gateway itself, a message without a code.",
                "content": {
                    "application/problem+json": {"schema": _reference(Problem)},
                    "application/json": {"schema": {"type": "object"}},
                },
            },
        },
        "security": _security(operation),
    }
    if operation.body is not None:
        content = {"application/json": {"schema": _reference(operation.body)}}
        described["requestBody"] = {"required": True, "content": content}
    return described


def _security(operation: Operation) -> list[dict[str, list[str]]]:
    if operation.public:
        return []
    if operation.desk:
        return [{"desk": []}]
    return [{"session": []}, {"call": []}] if operation.guests else [{"session": []}]


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": ID}
        for name in PARAMETER.findall(operation.path)
    ]
    if operation.rings:
        key = {"type": "string", "pattern": f"^{endpoint.KEY.pattern}$"}
        found.append({"name": "Idempotency-Key", "in": "header", "required": True, "schema": key})
    if operation.query is not None:
        schema = msgspec.json.schema(operation.query)["$defs"][operation.query.__name__]
        found += [
            {"name": name, "in": "query", "required": False, "schema": part}
            for name, part in schema["properties"].items()
        ]
    return found


def _good(operation: Operation) -> dict[str, Any]:
    if operation.answer is None:
        return {"description": "Done."}
    if operation.answer in {str, bytes}:
        return {"description": "A file.", "content": {"*/*": {"schema": {}}}}
    content = {"application/json": {"schema": _reference(operation.answer)}}
    return {"description": "Done.", "content": content}


def _reference(kind: type) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{kind.__name__}"}


def _struct(kind: Any) -> bool:  # noqa: ANN401 - a type, also of a file, or None
    return isinstance(kind, type) and (issubclass(kind, msgspec.Struct) or is_dataclass(kind))
