"""docs/ivr.md says what the phone says: every prompt word for word, and no sentence of its own."""

import re
from pathlib import Path

import pytest

from chalicelib.steps import Prompt
from chalicelib.twiml.prompts import EN, ZH

PAGE = (Path(__file__).parents[1] / "docs" / "ivr.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)[1:]  # the first is the tree
QUOTED = re.findall(r"“([^”]+)”", PAGE)
HEARD = {line for block in BLOCKS for line in block.splitlines() if not line.startswith(">")}
SENTENCES = [
    re.compile(".+".join(re.escape(part) for part in re.split(r"\{\w+\}", words)))
    for words in ZH.values()
    if not re.fullmatch(r"\{\w+\}", words)
]
NUMBER = re.compile(r"\d(，\d)+")


@pytest.mark.parametrize("prompt", Prompt)
def test_every_prompt_stands_there_with_its_words(prompt):
    assert f"| `{prompt}` | {ZH[prompt]} | {EN[prompt]} |" in PAGE.splitlines()


def test_no_prompt_stands_there_that_there_is_not():
    assert re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE) == list(Prompt)


@pytest.mark.parametrize("said", sorted(HEARD | set(QUOTED)))
def test_every_sentence_of_a_transcript_is_one_of_ours(said):
    assert NUMBER.fullmatch(said) or any(sentence.fullmatch(said) for sentence in SENTENCES)
