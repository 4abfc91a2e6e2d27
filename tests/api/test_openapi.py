"""The description of the API: of every route, true, and well formed."""

import json
import re

import jsonschema_rs
import pytest

from chalicelib.api import openapi
from chalicelib.api.endpoint import OPERATIONS
from tests.phone import served
from tests.test_doors import API, OPEN

served()  # whatever is served has said so by now
DOCUMENT = json.loads(openapi.document())
DESCRIBED = {
    f"{method.upper()} {path}": operation
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
}
KEYS = ["openapi", "info", "paths", "components"]
GUESTS = [route for route in API if "/api/conferences/{" in route]
"""What a guest may as well, whose cookie holds the key of that conference."""


def test_every_route_is_described_and_nothing_else():
    assert sorted(DESCRIBED) == sorted(API)


def test_it_is_served_to_everybody(portal):
    answer = portal.get("/api/openapi.json")

    assert (answer.status, answer.json) == (200, DOCUMENT)


def test_it_is_openapi_3_1():
    assert DOCUMENT["openapi"] == "3.1.0"
    assert list(DOCUMENT) == KEYS
    assert all(DOCUMENT["info"][name] for name in ("title", "version", "description"))


def test_every_schema_is_json_schema():
    for name, schema in DOCUMENT["components"]["schemas"].items():
        jsonschema_rs.meta.validate(
            {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
        )
        assert schema["type"] == "object", name


def test_every_reference_leads_somewhere():
    references = set(re.findall(r'"\$ref":\s*"([^"]*)"', openapi.document()))

    known = {f"#/components/schemas/{name}" for name in DOCUMENT["components"]["schemas"]}
    assert references <= known
    queries = {f"#/components/schemas/{o.query.__name__}" for o in OPERATIONS if o.query}
    assert references == known - queries


def test_every_operation_has_a_name_of_its_own_and_a_summary():
    names = [operation["operationId"] for operation in DESCRIBED.values()]

    assert len(set(names)) == len(names)
    assert all(operation["summary"].endswith((".", ";", ",")) for operation in DESCRIBED.values())


@pytest.mark.parametrize("route", API)
def test_the_ids_in_a_path_are_described(route):
    named = re.findall(r"\{(\w+)\}", route)

    parameters = DESCRIBED[route]["parameters"]
    in_path = [p["name"] for p in parameters if p["in"] == "path"]
    assert in_path == named
    assert all(p["required"] for p in parameters if p["in"] == "path")
    assert len({(p["in"], p["name"]) for p in parameters}) == len(parameters)


@pytest.mark.parametrize("route", API)
def test_who_may_ask_is_described(route):
    expected = [] if route in OPEN else [{"session": []}]
    if route in GUESTS:
        expected = [{"session": []}, {"call": []}]
    if "/desk/" in route and expected:
        expected = [{"desk": []}]

    assert DESCRIBED[route]["security"] == expected


def test_every_way_to_prove_who_one_is_stands_in_the_description():
    schemes = DOCUMENT["components"]["securitySchemes"]

    assert {name: scheme["name"] for name, scheme in schemes.items()} == {
        "session": "__Host-session",
        "call": "__Host-call",
        "desk": "__Host-desk",
    }


@pytest.mark.parametrize(
    "route", [route for route in GUESTS if "PATCH" in route or "/end" in route]
)
def test_a_command_is_answered_with_the_board(route):
    content = DESCRIBED[route]["responses"]["200"]["content"]

    assert content["application/json"]["schema"]["$ref"] == "#/components/schemas/Board"


@pytest.mark.parametrize("route", API)
def test_every_operation_has_one_good_answer_and_one_for_every_other(route):
    responses = DESCRIBED[route]["responses"]

    good = [status for status in responses if status.startswith("2")]
    assert len(good) == 1
    assert set(responses) == {*good, "default"}
    assert ("content" in responses[good[0]]) is (good != ["204"])
    assert "application/problem+json" in responses["default"]["content"]


def test_keys_that_are_not_known_are_described_as_refused():
    for operation in DESCRIBED.values():
        if body := operation.get("requestBody"):
            name = body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
            assert DOCUMENT["components"]["schemas"][name]["additionalProperties"] is False


def test_lists_are_described_with_their_cursor_and_limit():
    named = {p["name"] for p in DESCRIBED["GET /api/contacts"]["parameters"] if p["in"] == "query"}

    assert named == {"cursor", "limit"}
