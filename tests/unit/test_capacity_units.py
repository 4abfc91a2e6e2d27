"""What the benchmarks take as the cost of a request to DynamoDB."""

import pytest

from bench.waiting import lost_units, used_units


@pytest.mark.parametrize(
    ("operation", "named", "units"),
    [
        ("UpdateItem", {"TableName": "t", "CapacityUnits": 3.0}, 3.0),
        ("TransactWriteItems", [{"TableName": "t", "CapacityUnits": 8.0}], 4.0),
        ("TransactWriteItems", [{"CapacityUnits": 4.0}, {"CapacityUnits": 4.0}], 4.0),
        ("BatchGetItem", [{"TableName": "t", "CapacityUnits": 2.0}], 2.0),
        ("Query", None, 0.0),
    ],
)
def test_the_units_are_those_the_engine_names(operation, named, units):
    assert used_units(operation, {"ConsumedCapacity": named}) == units


@pytest.mark.parametrize(
    ("operation", "kwargs", "units"),
    [
        ("GetItem", {}, 0),
        ("UpdateItem", {}, 1),
        ("TransactWriteItems", {"TransactItems": [{}, {}]}, 4),
    ],
)
def test_a_write_that_is_refused_costs_too(operation, kwargs, units):
    assert lost_units(operation, kwargs) == units
