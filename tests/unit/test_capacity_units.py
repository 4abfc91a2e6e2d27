"""What the benchmarks take as the cost of a request to DynamoDB."""

import pytest

from bench.waiting import lost_units, used_units


@pytest.mark.parametrize(
    ("named", "units"),
    [
        ({"TableName": "t", "CapacityUnits": 3.0}, 3.0),
        ([{"TableName": "t", "CapacityUnits": 4.0}], 4.0),
        ([{"TableName": "t", "CapacityUnits": 2.0}, {"TableName": "u", "CapacityUnits": 4.0}], 6.0),
        (None, 0.0),
    ],
)
def test_the_units_are_those_the_engine_names(named, units):
    assert used_units({"ConsumedCapacity": named}) == units


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
