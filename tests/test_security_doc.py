"""docs/security.md and reliability.md: the tests they name are there; what no other test shows."""

import ast
import logging
import re
import time
from functools import cache
from pathlib import Path

import pytest

from chalicelib import clock, names, paths, phone_numbers, registrations, sessions
from chalicelib.api.endpoint import OPERATIONS
from chalicelib.errors import Refused
from tests.people import LI
from tests.phone import served
from tests.test_architecture import imports, modules, within
from tests.test_docs import rows, text

ROOT = Path(__file__).parents[1]
SITE = ROOT / "static-site"
PAGE = "docs/security.md"
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
REQUIREMENT = re.compile(r"\d{1,2}\.\d{1,2}\.\d{1,2}(?:–\d{1,2})?")
CHAPTER = re.compile(r"\d{1,2}")
OTHERWISE = ("n/a because ", "page: ", "stack: ", "not yet: ")
FIRST_LEVEL = {
    "1.2": 5,
    "1.3": 2,
    "1.5": 1,
    "2.1": 1,
    "2.2": 2,
    "2.3": 1,
    "3.2": 2,
    "3.3": 1,
    "3.4": 2,
    "3.5": 3,
    "4.1": 1,
    "4.4": 1,
    "5.2": 2,
    "5.3": 2,
    "6.1": 1,
    "6.2": 8,
    "6.3": 2,
    "6.4": 2,
    "7.2": 4,
    "7.4": 2,
    "8.1": 1,
    "8.2": 2,
    "8.3": 1,
    "9.1": 3,
    "9.2": 1,
    "10.4": 5,
    "11.3": 2,
    "11.4": 1,
    "12.1": 1,
    "12.2": 2,
    "13.4": 1,
    "14.2": 1,
    "14.3": 1,
    "15.1": 1,
    "15.2": 1,
    "15.3": 1,
}
"""How many requirements of each section of ASVS 5.0.0 are of level 1: its first ones."""
THIRD_LEVEL = {"1.2.10", "1.3.12", "15.4.2"}
LEVEL_1 = [f"{section}.{n + 1}" for section, most in FIRST_LEVEL.items() for n in range(most)]
ASVS = [cells for cells in rows(PAGE) if re.match(r"\d", cells[0]) and len(cells) == 4]
FAULTS = [cells for cells in rows(PAGE) if re.match(r"F\d", cells[0])]
RELIABILITY = "docs/reliability.md"
DELIVERY = [cells for cells in rows(RELIABILITY) if re.fullmatch(r"F\d+", cells[0])]
NAMED = sorted({*TEST.findall(text(PAGE)), *TEST.findall(text(RELIABILITY))})
WRONG_PASSWORD = {"number": LI, "password": "this is not it"}


def meant(requirement):
    """Return the ids that a row is about; of a chapter, those of level 1."""
    if CHAPTER.fullmatch(requirement):
        return [one for one in LEVEL_1 if one.startswith(f"{requirement}.")] or [requirement]
    first, _, last = requirement.partition("–")
    section, _, number = first.rpartition(".")
    return [f"{section}.{n}" for n in range(int(number), int(last or number) + 1)]


@cache
def functions_of(path):
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@cache
def scripts():
    found = [path for path in SITE.rglob("*.js") if "vendor" not in path.parts]
    return {str(path.relative_to(SITE)): path.read_text(encoding="utf-8") for path in found}


# ——— the page ———


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_every_test_that_the_page_names_is_there(path, name):
    assert (ROOT / path).is_file()
    assert name.startswith("test_")
    assert name in functions_of(path)


def test_every_cell_of_its_tables_says_something():
    silent = [cells for cells in rows(PAGE) if not all(cells)]

    assert silent == []


def test_every_requirement_stands_there_once():
    said = [one for cells in ASVS for one in meant(cells[0])]

    assert [
        c[0] for c in ASVS if not (REQUIREMENT.fullmatch(c[0]) or CHAPTER.fullmatch(c[0]))
    ] == []
    assert len(said) == len(set(said))


def test_every_requirement_of_the_first_level_is_answered():
    said = {one for cells in ASVS for one in meant(cells[0])}

    assert len(LEVEL_1) == 70
    assert [one for one in LEVEL_1 if one not in said] == []


@pytest.mark.parametrize("cells", ASVS, ids=lambda cells: cells[0])
def test_a_requirement_has_its_level_and_a_test_or_a_reason(cells):
    requirement, level, what, shown = cells
    first = any(one in LEVEL_1 for one in meant(requirement))

    assert level == ("1" if first else "3" if requirement in THIRD_LEVEL else "2")
    assert len(what.split()) <= 10
    assert TEST.match(shown) or shown.startswith(OTHERWISE)


def test_every_fault_stands_there_once_with_a_test():
    assert [cells[0] for cells in FAULTS] == [f"F{n}" for n in range(31, 53)]
    assert [cells[0] for cells in FAULTS if not TEST.search(cells[2])] == []


def test_every_fault_of_delivery_is_shown_by_a_test_or_a_command():
    shown = [re.search(r"`tests/[\w/]+\.py::|`make ", cells[3]) for cells in DELIVERY]

    assert [cells[0] for cells in DELIVERY] == [f"F{n}" for n in range(1, 31)]
    assert all(shown)


# ——— what no other test shows ———


@pytest.mark.parametrize("module", sorted(modules()))
def test_the_product_runs_no_commands_and_no_text(module):
    tree = ast.parse(modules()[module].read_text(encoding="utf-8"))
    used = list(imports(modules()[module]))
    called = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    plain = {call.func.id for call in called if isinstance(call.func, ast.Name)}
    of_re = [call for call in called if ast.unparse(call.func).startswith("re.")]

    for way in ("subprocess", "pickle", "marshal", "ctypes", "xml", "importlib"):
        assert not [name for name in used if within(name, way)]
    assert plain.isdisjoint({"eval", "exec", "compile", "__import__"})
    assert [ast.unparse(c) for c in of_re if not isinstance(c.args[0], ast.Constant)] == []


def test_hashes_are_of_the_sha_2_family():
    code = "\n".join(path.read_text(encoding="utf-8") for path in modules().values())

    assert set(re.findall(r"hashlib\.(\w+)", code)) == {"sha256"}
    assert re.findall(r"md5|sha_?1\b", code, re.IGNORECASE) == []


@pytest.mark.parametrize("part", ["a", "1", "+1", "a.", "@a.", " ", "-", "1 ", "王", "=", "\x00"])
@pytest.mark.parametrize(
    "read",
    [
        *(phone_numbers.parse, phone_numbers.caller, phone_numbers.mask),
        *(names.own, names.name, names.note, registrations.email),
        *(clock.from_provider, paths.labelled),
    ],
    ids=lambda read: read.__name__,
)
def test_long_hostile_text_is_answered_at_once(read, part):
    hostile = part * (64 * 1024 // len(part)) + "!"
    begun = time.process_time()

    try:
        read(hostile)
    except Refused as e:
        assert e.reason.startswith(("bad_", "number_"))  # noqa: PT017 - it may be read as well

    assert time.process_time() - begun < 1


def test_a_password_is_masked_and_filled_in_by_what_keeps_it():
    for name, script in scripts().items():
        fields = script.count("<${PasswordField}")
        assert script.count('type="password"') == 0, name
        assert len(re.findall(r'autocomplete="(?:current|new)-password"', script)) == fields, name
        assert not (fields and "onPaste" in script), name
    assert 'type=${shown ? "text" : "password"}' in scripts()["components/field.js"]


def test_the_browser_keeps_choices_and_handles_alone():
    keeping = {
        name for name, script in scripts().items() if re.search(r"(?:local|session)Storage", script)
    }

    assert keeping == {
        "components/codecall/verification.js",
        "i18n.js",
        "pages/conference/room/keys.js",
        "pages/operator/desk.js",
        "theme.js",
    }
    assert [name for name, script in scripts().items() if "document.cookie" in script] == []
    assert [name for name, script in scripts().items() if "indexedDB" in script] == []


def test_no_address_holds_a_number_or_a_secret():
    in_paths = {name for route in served()[0].routes for name in re.findall(r"\{(\w+)\}", route)}
    asked = {name for o in OPERATIONS if o.query for name in o.query.__struct_fields__}

    assert "conference_id" in in_paths
    assert "month" in asked
    told = re.compile(r"number|phone|caller|digits|code$|token|password|email|(?<!_)name")
    assert [name for name in sorted(in_paths | asked) if told.search(name)] == [
        "call_number"
    ]  # a count


def test_what_is_refused_is_logged(portal, caplog):
    caplog.set_level(logging.INFO)

    portal.post("/api/sessions", WRONG_PASSWORD)
    portal.get("/api/account")

    told = [(r.operation, r.reason) for r in caplog.records if r.message == "refused"]
    assert told == [("log_in", "bad_login"), ("my_account", "no_session")]


def test_a_forged_webhook_is_logged(phone, caplog):
    phone.send("/voice/incoming", {"From": LI}, signature="x")

    (line,) = [r for r in caplog.records if r.message == "forged webhook refused"]
    assert (line.levelname, line.path) == ("WARNING", "/voice/incoming")


def test_what_goes_wrong_is_told_to_nobody_outside(portal, caplog, monkeypatch):
    def broken(_):
        raise LookupError(LI)

    monkeypatch.setattr(sessions, "find", broken)
    portal.token = "x" * 43

    answer = portal.get("/api/account")

    assert portal.app.debug is False
    assert answer.status == 500
    assert LI not in answer.text
    assert "LookupError" not in answer.text
    assert [r.levelname for r in caplog.records if r.exc_info] == ["ERROR"]
