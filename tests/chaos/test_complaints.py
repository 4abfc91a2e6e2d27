"""What the product logged as an error, and which of it the faults explain."""

import json

import pytest

from tests.chaos.complaints import unexplained


def test_errors_that_a_fault_explains_are_left_out() -> None:
    raised = 'Traceback (most recent call last):\n  File "x", line 1, in x\n    x()\n'
    failed = {"level": "ERROR", "logger": "work", "event": "failed"}
    entries = [
        {"level": "INFO", "logger": "work", "event": "fine"},
        {**failed, "error": f"{raised}botocore.exceptions.ClientError: throttled"},
        {**failed, "error": f"{raised}KeyError: 'x'"},
        {**failed, "event": "statement parked"},
    ]
    log = "".join(f"{json.dumps(entry)}\n" for entry in entries) + f"{raised}ValueError: y\n"

    assert unexplained(log) == ["KeyError: 'x'", "work: statement parked", "ValueError: y"]


@pytest.mark.parametrize(
    "link",
    [
        "During handling of the above exception, another exception occurred:",
        "The above exception was the direct cause of the following exception:",
    ],
)
def test_of_exceptions_that_led_to_each_other_the_last_one_counts(link: str) -> None:
    raised = 'Traceback (most recent call last):\n  File "x", line 1, in x\n    x()\n'

    log = f"{raised}OSError: cut\n\n{link}\n\n{raised}pynamodb.exceptions.GetError: no\n"
    assert unexplained(log) == []

    log = f"{raised}pynamodb.exceptions.GetError: no\n\n{link}\n\n{raised}KeyError: 'x'\n"
    assert unexplained(log) == ["KeyError: 'x'"]
