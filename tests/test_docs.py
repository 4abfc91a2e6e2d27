"""The documents keep up with the tree: settings, targets, links, layers, decisions, words."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from chalicelib.config import Config
from chalicelib.steps import Prompt
from chalicelib.twiml.prompts import WORDS
from tests.test_architecture import LAYERS

ROOT = Path(__file__).parents[1]
ADR = ROOT / "docs" / "adr"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
READMES = ["README.md", "README.zh-CN.md"]
ONE_SCREEN = 60  # lines
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)
OF_THIS_MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home|opt|tmp|usr|mnt)/", re.ASCII)
REGISTRY = re.compile(r"pypi|npmjs|registry\.|simple/|mirror", re.IGNORECASE)


def text(page):
    return (ROOT / page).read_text(encoding="utf-8")


def rows(page):
    """Return the rows of every table of *page* as lists of cells."""
    found = [line for line in text(page).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in found]


def anchors(page):
    """Return the names that headings of *page* can be linked to by."""
    headings = re.findall(r"^#+ (.+)$", text(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def named(page):
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("setting", fields(Config), ids=lambda setting: setting.name)
def test_every_setting_stands_in_operations_with_its_default(setting):
    said = {cells[0]: cells for cells in rows("docs/operations.md")}

    _, default, meaning = said[f"`{setting.name.upper()}`"]

    assert default.strip("`") == str(setting.default)
    assert meaning


def test_operations_names_no_setting_that_there_is_not():
    table = text("docs/operations.md").partition("## Settings")[2].partition("Only on one")[0]

    said = re.findall(r"^\| `([A-Z_]+)` \|", table, re.MULTILINE)

    assert said == [setting.name.upper() for setting in fields(Config)]


def test_every_event_of_the_log_stands_in_operations():
    logged = set()
    for path in (ROOT / "chalicelib").rglob("*.py"):
        logged |= set(re.findall(r"log\.\w+\(\s*\"([^\"]+)\"", path.read_text(encoding="utf-8")))

    told = {cells[0].strip("`") for cells in rows("docs/operations.md")}

    assert logged
    assert logged - told == set()


@pytest.mark.parametrize("page", [*READMES, "CONTRIBUTING.md"])
def test_every_target_that_a_page_names_is_in_the_makefile(page):
    targets = set(re.findall(r"^([a-z]+):.*## ", text("Makefile"), re.MULTILINE))

    said = set(re.findall(r"(?:^    |`(?:\w+=\w+ )?)make ([a-z]+)", text(page), re.MULTILINE))

    assert said
    assert said - targets == set()


@pytest.mark.parametrize("page", READMES)
def test_a_readme_is_one_screen_and_gives_the_two_commands(page):
    assert len(text(page).splitlines()) <= ONE_SCREEN
    assert "    make run" in text(page)
    assert "    make test" in text(page)


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_relative_link_leads_somewhere(page):
    prose = CODE.sub("", page.read_text(encoding="utf-8"))

    dead = []
    for link in LINK.findall(prose):
        target, _, anchor = link.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        goal = (page.parent / target).resolve() if target else page
        if not goal.exists() or (anchor and anchor not in anchors(goal)):
            dead.append(link)

    assert dead == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_no_page_names_a_place_of_one_machine_or_a_package_registry(page):
    words = page.read_text(encoding="utf-8")

    assert OF_THIS_MACHINE.findall(words) == []
    assert REGISTRY.findall(words) == []


def test_every_page_can_be_reached_from_the_readme():
    seen, ahead = set(), [ROOT / "README.md"]
    while ahead:
        page = ahead.pop()
        seen.add(page)
        for link in LINK.findall(page.read_text(encoding="utf-8")):
            goal = (page.parent / link.partition("#")[0]).resolve()
            if goal.suffix == ".md" and goal.is_file() and goal not in seen:
                ahead.append(goal)

    assert set(PAGES) - seen == set()


def test_the_index_lists_every_decision_in_order():
    listed = re.findall(r"\[(\d{4})\]\((\d{4}-[\w-]+\.md)\)", text("docs/adr/README.md"))

    pages = sorted(path.name for path in ADR.glob("[0-9]*.md"))

    assert [name for _, name in listed] == pages
    assert [number for number, _ in listed] == [name[:4] for name in pages]
    assert [int(number) for number, _ in listed] == list(range(1, len(pages) + 1))


@pytest.mark.parametrize("page", sorted(ADR.glob("[0-9]*.md")), ids=named)
def test_a_decision_has_its_number_its_date_and_its_parts(page):
    lines = page.read_text(encoding="utf-8").splitlines()

    assert lines[0].startswith(f"# {int(page.name[:4])}. ")
    assert re.fullmatch(r"Accepted, \w+ \d{4}\.", lines[2])
    assert [line for line in lines if line.startswith("## ")] == ["## Decision", "## Consequences"]


def test_every_decision_that_the_code_cites_exists():
    tracked = [*(ROOT / "chalicelib").rglob("*.py"), *(ROOT / "local").rglob("*.py")]
    cited = {
        match
        for path in tracked
        for match in re.findall(r"docs/adr/(\d{4})", path.read_text(encoding="utf-8"))
    }

    assert cited
    assert cited <= {path.name[:4] for path in ADR.glob("[0-9]*.md")}


@pytest.mark.parametrize("layer", LAYERS)
def test_architecture_names_the_modules_of_each_layer(layer):
    theirs = [c[1] for c in rows("docs/architecture.md") if c[0].partition(":")[0] == layer]

    assert sorted(re.findall(r"`([^`]+)`", " ".join(theirs))) == sorted(LAYERS[layer])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_prompt_has_words(language):
    assert set(WORDS[language]) == set(Prompt)
    assert all(words.strip() for words in WORDS[language].values())


@pytest.mark.parametrize("name", ["phone-wall.png", "portal.png"])
def test_a_picture_is_small(name):
    picture = ROOT / "docs" / "pictures" / name

    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_size < 300_000
