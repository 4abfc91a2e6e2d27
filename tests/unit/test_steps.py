"""Steps are values: equal ones are the same, and none can be changed."""

import dataclasses

import pytest

from chalicelib.steps import Ask, HangUp, Prompt, line


def test_a_sentence_keeps_its_values_in_order():
    roll = line(Prompt.ROLL, count=3, minutes=7)

    assert roll.values == (("count", 3), ("minutes", 7))
    assert roll == line(Prompt.ROLL, count=3, minutes=7)


def test_a_step_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        HangUp().language = "en"


def test_a_question_wants_one_key_unless_told_otherwise():
    ask = Ask((line(Prompt.MENU),), "/then")

    assert (ask.keys, ask.patient, ask.silence, ask.language) == (1, False, None, "zh")
