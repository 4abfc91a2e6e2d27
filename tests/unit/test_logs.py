"""One line of JSON per event, and no phone number in it (F51)."""

import json
import logging
import sys

import pytest

from chalicelib import logs
from tests.people import LI, WANG


def line_of(message, *, exc_info=None, **extra):
    record = logging.getLogger("duoyoutong").makeRecord(
        "duoyoutong", logging.INFO, __file__, 1, message, (), exc_info, extra=extra
    )
    return logs.Lines().format(record)


def test_an_event_is_one_line_with_its_fields():
    line = line_of("leg failed", conference_id="abc", attempt=2)

    assert "\n" not in line
    fields = json.loads(line)
    assert fields.pop("at").startswith("20")
    assert fields == {
        "level": "INFO",
        "logger": "duoyoutong",
        "event": "leg failed",
        "conference_id": "abc",
        "attempt": 2,
    }


def test_numbers_are_masked_in_words_and_in_fields():
    line = line_of(f"rang {LI}", who=WANG, several=[LI, "010-65550101", "01065550101"])

    assert "+86138****0201" in line
    assert "+86186****0101" in line
    assert "010****0101" in line
    assert LI not in line
    assert WANG not in line


def test_numbers_are_masked_in_tracebacks():
    try:
        raise LookupError(LI)
    except LookupError:
        line = line_of("broken", exc_info=sys.exc_info())

    error = json.loads(line)["error"]
    assert "LookupError: +86138****0201" in error
    assert "\n" not in line


def test_chinese_stays_readable():
    assert "多方通话" in line_of("多方通话")


def test_what_json_cannot_say_is_said_in_words():
    assert json.loads(line_of("odd", thing={1}))["thing"] == "{1}"


@pytest.fixture
def root():
    logger = logging.getLogger()
    before = logger.handlers[:], logger.level
    yield logger
    logger.handlers[:], level = before[0], before[1]
    logger.setLevel(level)


def test_the_log_goes_to_standard_error_alone(root, capsys):
    logs.set_up()

    logging.getLogger("anything").info("told", extra={"number": LI})
    logging.getLogger("botocore.auth").info("not told")

    out, err = capsys.readouterr()
    assert out == ""
    assert json.loads(err)["number"] == "+86138****0201"
    assert len(root.handlers) == 1
