"""The shape of the tree: who may import whom, who owns which outside thing, how large a file is."""

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYERS = {
    "words": [
        *("calls", "clock", "config", "errors", "ids", "job", "logs", "names", "paths"),
        *("notice_words", "phone_numbers", "steps"),
    ],
    "adapters": [
        *("jobs", "provider", "tables"),
        *("tables.accounts", "tables.conferences", "tables.counters", "tables.web"),
        *("tables.desk", "tables.reservations", "tables.table", "tables.writes"),
        *("tables.billing", "tables.records"),
    ],
    "domain": [
        *("accounts", "announcements", "conference", "dial_in", "keypad", "legs", "sweeps"),
        *("board", "caps", "control", "ending", "reports", "watch", "web_start"),
        *("code_calls", "hosts", "passwords", "profile", "registrations", "sessions"),
        *("address_book", "contacts", "exchange", "groups", "limits", "verifications"),
        *("audit", "desk", "operators"),
        *("due", "plans", "rearrange", "recurrence", "reservations", "slots"),
        *("calendars", "notices"),
        *("call_a_group", "key_in", "my_reservations", "reserve_by_phone", "voice_menu"),
        *("billing.cdrs", "billing.rating", "billing.statements", "billing.tariffs"),
        *("billing.adjustments", "billing.closing", "billing.rerating"),
        *("billing.exports", "billing.months"),
        *("billing.comparison", "billing.findings", "billing.reconcile"),
    ],
    "ports": [
        *("schedules", "workers"),
        *("api.account", "api.contacts", "api.groups", "api.host_numbers", "api.registrations"),
        *("api.conferences", "api.desk", "api.quick_calls", "api.service", "api.sessions"),
        *("api.records", "api.reservation_views", "api.reservations"),
        *("api.endpoint", "api.openapi", "api.problems", "api.shapes", "api.views"),
        *("twiml.prompts", "twiml.routes", "twiml.values", "twiml.views", "twiml.webhook"),
    ],
}
"""Every module, from the innermost layer to the outermost."""
MAY_IMPORT = {
    "words": {"words"},
    "adapters": {"words"},
    "domain": {"words", "adapters", "domain"},
    "ports": {"words", "domain"},
}
OWNERS = {
    "argon2": {"passwords"},
    "boto3": set(),
    "botocore": {"config", "jobs"},
    "chalice": {
        *("schedules", "workers", "twiml.routes", "twiml.webhook", "api.endpoint", "api.problems"),
        *("api.account", "api.contacts", "api.groups", "api.host_numbers", "api.registrations"),
        *("api.conferences", "api.desk", "api.quick_calls", "api.service", "api.sessions"),
        *("api.records", "api.reservations"),
    },
    "dateutil": {"recurrence"},
    "icalendar": {"calendars"},
    "msgspec": {
        *("api.endpoint", "api.openapi", "api.problems", "api.shapes"),
        *("api.account", "api.contacts", "api.groups", "api.registrations"),
        *("api.conferences", "api.desk", "api.records", "api.reservations"),
    },
    "os": {"config"},
    "phonenumbers": {"phone_numbers"},
    "pynamodb": {
        *("tables.accounts", "tables.conferences", "tables.counters", "tables.web"),
        *("tables.desk", "tables.reservations", "tables.table", "tables.writes"),
        *("tables.billing", "tables.records"),
    },
    "random": set(),
    "requests": {"provider"},
    "secrets": {"ids"},
    "time": {"clock"},
    "twilio.base": {"provider"},
    "twilio.http": {"provider"},
    "twilio.request_validator": {"twiml.webhook"},
    "twilio.rest": {"provider"},
    "twilio.twiml": {"twiml.views"},
    "urllib3": {"provider"},
    "uuid": set(),
    "xlsxwriter": {"billing.exports"},
    "zoneinfo": {"clock"},
    "zxcvbn": {"passwords"},
}
"""Outside things, and the only modules that may know them."""
LONGEST_FILE = 400
OWN = ["app.py", "bench", "chalicelib", "infra", "local", "tests"]


def files(*places: str) -> list[Path]:
    found = [ROOT / place for place in places]
    return [f for place in found for f in ([place] if place.is_file() else place.rglob("*.py"))]


@cache
def modules() -> dict[str, Path]:
    """Return the modules of the product by the name they have inside chalicelib.

    A package is one itself if it imports anything.
    """
    inside, found = ROOT / "chalicelib", {}
    for path in files("chalicelib"):
        parts = path.relative_to(inside).with_suffix("").parts
        if path.name != "__init__.py":
            found[".".join(parts)] = path
        elif any(imports(path)):
            found[".".join(parts[:-1])] = path
    return found


@cache
def imports(path: Path) -> list[str]:
    """Return every name imported in a file, as “package.module”."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def layer_of(module: str) -> str:
    return next(layer for layer, names in LAYERS.items() if module in names)


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


def inner(name: str) -> str | None:
    """Return the module of ours that the imported *name* is, or is in."""
    inside = name.removeprefix("chalicelib.")
    found = [module for module in modules() if within(inside, module)]
    return max(found, key=len, default=None)


def test_every_module_has_its_layer():
    named = [module for names in LAYERS.values() for module in names]

    assert sorted(named) == sorted(modules())


@pytest.mark.parametrize("module", modules())
def test_imports_point_inwards(module):
    allowed = MAY_IMPORT[layer_of(module)]
    ours = [name for name in imports(modules()[module]) if within(name, "chalicelib")]

    outward = []
    for name in ours:
        other = inner(name)
        assert other is not None, f"{module} imports {name}, which is no module"
        same_package = module.partition(".")[0] == other.partition(".")[0]
        if layer_of(other) not in allowed and not same_package:
            outward.append(name)

    assert outward == []


@pytest.mark.parametrize("library", OWNERS)
def test_each_outside_thing_has_one_owner(library):
    users = {
        module
        for module, path in modules().items()
        if any(within(name, library) for name in imports(path))
    }

    assert users == OWNERS[library]


@pytest.mark.parametrize("module", sorted(set(modules()) - {"clock"}))
def test_only_the_clock_knows_the_time(module):
    tree = ast.parse(modules()[module].read_text(encoding="utf-8"))

    asked = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in {"now", "utcnow", "today"}
        and not (isinstance(node.value, ast.Name) and node.value.id == "clock")
    }

    assert asked == set()


def test_the_product_knows_nothing_of_what_stands_in_for_the_world():
    for path in files("chalicelib", "app.py"):
        names = list(imports(path))
        assert not [n for n in names if within(n, "local") or within(n, "tests")], path
        assert not [n for n in names if within(n, "moto") or within(n, "bench")], path


def test_the_app_is_a_table_of_contents():
    tree = ast.parse((ROOT / "app.py").read_text(encoding="utf-8"))

    logic = (ast.FunctionDef, ast.ClassDef, ast.If, ast.For, ast.While, ast.Try, ast.With)
    assert not [node for node in ast.walk(tree) if isinstance(node, logic)]


@pytest.mark.parametrize("path", files(*OWN), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_is_short_and_says_what_it_is_for(path):
    text = path.read_text(encoding="utf-8")

    assert len(text.splitlines()) <= LONGEST_FILE
    if text:
        doc = ast.get_docstring(ast.parse(text))
        assert doc, "no docstring"
        assert doc.splitlines()[0].endswith((".", "。")), "its first line is no sentence"


@pytest.mark.parametrize("module", modules())
def test_a_public_class_says_what_it_is(module):
    tree = ast.parse(modules()[module].read_text(encoding="utf-8"))

    silent = [
        node.name
        for node in tree.body
        if isinstance(node, ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]

    assert silent == []


@pytest.mark.parametrize("module", sorted(set(modules()) - {"twiml.routes", "config"}))
def test_a_public_function_says_what_its_caller_gets(module):
    tree = ast.parse(modules()[module].read_text(encoding="utf-8"))

    silent = [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]

    assert silent == []


def test_what_must_be_covered_wholly_is_what_mutations_are_tried_on():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8").replace("$\\\n", "")
    exact = re.search(r"^EXACT := (.*)$", makefile, re.MULTILINE)[1].replace(" ", "").split(",")
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    changed = settings["tool"]["mutmut"]["only_mutate"]
    assert sorted(changed) == sorted(one.replace("*", "*.py") for one in exact)
