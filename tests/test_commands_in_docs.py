"""Every command that a page names can be given: the module, its acts and its options exist."""

import contextlib
import importlib
import io
import re
import shlex
from functools import cache
from pathlib import Path

import botocore.session
import pytest
from botocore import xform_name

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
OURS = re.compile(r"python3? -m ((?:infra|local|bench|tests)(?:\.\w+)*)([^`\n]*)")
AWS = re.compile(r"aws ([a-z0-9]+) ([a-z-]+-[a-z-]+)([^`]*?)(?=`|\n\n|\n[^\s]|\n +aws )")
OPTION = re.compile(r"(--[a-z][a-z-]*)")
WITHOUT_HELP = {"local.setup", "bench.lighthouse", "infra.vendor", "bench"}


def commands(found: re.Pattern[str]) -> list[tuple[str, ...]]:
    """Return what *found* matches in all pages, once each."""
    return sorted(
        {match for page in PAGES for match in found.findall(page.read_text(encoding="utf-8"))}
    )


@cache
def help_of(module: str, *acts: str) -> str:
    """Return what the command line of *module* says of itself, or of one of its acts."""
    said = io.StringIO()
    main = importlib.import_module(module).main
    with contextlib.redirect_stdout(said), contextlib.suppress(SystemExit):
        main([*acts, "--help"])
    return said.getvalue()


@pytest.mark.parametrize(("module", "rest"), commands(OURS))
def test_a_command_of_ours_exists_with_its_options(module: str, rest: str) -> None:
    if not module.startswith("infra.") or module in WITHOUT_HELP:
        assert importlib.util.find_spec(module), module
        return
    words = shlex.split(rest.partition("#")[0].replace("…", " … "), posix=True)
    general = help_of(module)
    act = [word for word in words[:1] if re.search(rf"(?m)^    {re.escape(word)}\b", general)]
    known = general + (help_of(module, *act) if act else "")
    assert "usage:" in known
    assert all(option in known for option in OPTION.findall(rest)), rest


@pytest.mark.parametrize(("service", "operation", "rest"), commands(AWS))
def test_a_command_of_aws_exists_with_its_options(service: str, operation: str, rest: str) -> None:
    model = botocore.session.get_session().get_service_model(service)
    known = {xform_name(name, "-"): name for name in model.operation_names}
    assert operation in known
    given = model.operation_model(known[operation]).input_shape.members
    options = {"--" + xform_name(name, "-") for name in given} | {"--region", "--query", "--output"}
    assert set(OPTION.findall(rest)) <= options
