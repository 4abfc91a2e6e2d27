"""Every sentence of the portal exists in both languages, and none is left over."""

import re
from pathlib import Path

import pytest

from chalicelib.api.problems import STATUS
from tests.site.files import LANGUAGE_FILES, LANGUAGES, SITE, all_words, scripts, words

ASKED = re.compile(r"""\bt\(\s*["']([a-z][\w-]*)["']""")
LITERAL = re.compile(r"""["'`]([a-z][a-z0-9-]*)["'`]""")
TEMPLATE = re.compile(r"`([a-z][a-z0-9-]*-)\$\{")
COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
HAN = re.compile(r"[\u4e00-\u9fff]")
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("rest", LANGUAGE_FILES)
def test_both_languages_say_the_same_things_in_the_same_order(rest):
    assert words("zh", rest) == words("en", rest)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_there_twice(language):
    found = all_words(language)

    assert len(found) == len(set(found))


def test_every_sentence_that_a_script_asks_for_exists():
    asked = {word for text in scripts().values() for word in ASKED.findall(text)}

    assert asked
    assert asked - set(all_words("zh")) == set()


def test_every_sentence_is_asked_for_somewhere():
    text = "\n".join(scripts().values())
    said = set(LITERAL.findall(text))
    begun = tuple(set(TEMPLATE.findall(text)))

    left = [w for w in all_words("zh") if w not in said and not w.startswith(begun)]

    assert left == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_no_of_the_api_has_words(language):
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    table = text.partition("## Saying no")[2].partition("## Proving")[0]
    codes = {c for line in table.splitlines() if re.match(r"\| [45]", line) for c in _codes(line)}

    assert set(STATUS) - {"bad_request"} <= codes
    missing = {c for c in codes if f"error-{c.replace('_', '-')}" not in all_words(language)}
    assert missing == set()


BY_PHONE = {"keypad.py", "dial_in.py", "key_in.py", "reserve_by_phone.py", "call_a_group.py"}


def test_every_no_that_the_product_raises_stands_in_the_description():
    raised = set()
    for path in (ROOT / "chalicelib").rglob("*.py"):
        if path.name in {"conference.py", "accounts.py", "operators.py", "due.py"} | BY_PHONE:
            continue  # what only a telephone hears, a terminal shows, or a reservation came to
        raised |= set(re.findall(r'Refused\(\s*"(\w+)"', path.read_text(encoding="utf-8")))

    described = _codes((ROOT / "docs" / "api.md").read_text(encoding="utf-8"))

    assert raised - described == set()


@pytest.mark.parametrize("name", sorted(scripts()))
def test_no_script_has_words_of_its_own(name):
    code = COMMENT.sub("", scripts()[name])

    spoken = [line for line in code.splitlines() if HAN.search(line)]

    assert spoken == [] or name in WHERE_CHINESE_IS_DATA


WHERE_CHINESE_IS_DATA = {"pages/import/csv.js"}
"""The headings that a file of contacts may have."""


def test_the_first_page_holds_no_code_of_its_own():
    page = (SITE / "index.html").read_text(encoding="utf-8")

    assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
    assert re.findall(r"\s(?:style|on\w+)=", page) == []
    assert "<style" not in page


@pytest.mark.parametrize("name", sorted(scripts()))
def test_no_script_makes_html_of_text(name):
    for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert way not in scripts()[name]


def _codes(text):
    return set(re.findall(r"`([a-z]+(?:_[a-z]+)*)`", text)) - {"retry_after", "field"}
