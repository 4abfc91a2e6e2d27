"""What we take from others: pinned, with hashes, and under licences that we have read."""

import json
import re

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from infra import dependencies
from tests.test_docs import rows

FILES = [dependencies.ROOT / name for name in dependencies.FILES]
IN, TXT, DEV_IN, DEV_TXT, APART_IN, APART_TXT = FILES
PACKED = dependencies.pins(TXT)
EVERYTHING = dependencies.pins(DEV_TXT)
APART = dependencies.pins(APART_TXT)
CHOSEN = [(IN, TXT), (DEV_IN, DEV_TXT), (APART_IN, APART_TXT)]
ALLOWED = {
    *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MIT-0"),
    *("MPL-2.0", "PSF-2.0", "Unlicense", "Zlib"),
}
ALLOWED_HERE = {
    *ALLOWED,
    *("CNRI-Python", "GPL-2.0-only WITH Classpath-exception-2.0", "GPL-3.0-or-later"),
}
"""What only developers run, and nobody is handed."""


def named(value):
    return getattr(value, "name", None)


def parts(expression):
    return set(re.split(r" AND | OR ", expression.replace("(", "").replace(")", "")))


def told():
    """Return what docs/dependencies.md says: each table's names with their licences."""
    tables = {}
    for cells in rows("docs/dependencies.md"):
        if cells[0] == "name":
            table = tables.setdefault(len(tables), {})
        elif tables and not cells[0].startswith("---"):
            table[cells[0]] = cells[2]
    return list(tables.values())


PACKED_CHOSEN, PACKED_NEEDED, HERE = told()


@pytest.mark.parametrize("pin", [*EVERYTHING, *APART], ids=named)
def test_a_release_is_pinned_with_the_hash_of_each_of_its_files(pin):
    assert str(Version(pin.version)) == pin.version
    assert pin.hashes
    assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", digest) for digest in pin.hashes)


def test_what_is_packed_is_what_the_tests_run_with():
    packed, everything = (
        {(pin.name, pin.version, pin.hashes) for pin in pinned} for pinned in (PACKED, EVERYTHING)
    )

    assert packed - everything == set()


@pytest.mark.parametrize(("file", "compiled"), CHOSEN, ids=named)
def test_what_was_chosen_is_pinned_at_the_release_that_was_chosen(file, compiled):
    pinned = {(pin.name, pin.version) for pin in dependencies.pins(compiled)}
    lines = [line for line in file.read_text().splitlines() if re.match(r"\w", line)]

    wanted = [Requirement(line) for line in lines]

    names = [dependencies.canonicalize_name(one.name) for one in wanted]
    assert names == dependencies.chosen(file)
    exact = [str(one.specifier).removeprefix("==") for one in wanted]
    assert {*zip(names, exact, strict=True)} - pinned == set()


@pytest.mark.parametrize("file", FILES, ids=named)
def test_no_file_says_where_packages_are_fetched(file):
    assert "://" not in file.read_text()
    assert "index" not in file.read_text()


def test_the_tables_name_what_was_chosen_and_what_is_packed_and_nothing_else():
    packed = {pin.name for pin in PACKED}

    assert list(PACKED_CHOSEN) == dependencies.chosen(IN)
    assert list(PACKED_NEEDED) == sorted(packed - {*PACKED_CHOSEN})
    assert list(HERE) == sorted([*dependencies.chosen(DEV_IN), *dependencies.chosen(APART_IN)])


@pytest.mark.parametrize("pin", PACKED, ids=named)
def test_what_is_packed_is_under_a_licence_that_we_allow(pin):
    written = {**PACKED_CHOSEN, **PACKED_NEEDED}[pin.name]

    assert parts(written) - ALLOWED == set()
    if pin.wanted:
        assert written == dependencies.licence(pin.name)


@pytest.mark.parametrize("name", list(HERE))
def test_the_table_says_of_a_tool_what_it_says_of_itself(name):
    assert name in dependencies.chosen(APART_IN) or HERE[name] == dependencies.licence(name)


@pytest.mark.parametrize("pin", [pin for pin in EVERYTHING if pin.wanted], ids=named)
def test_nothing_on_a_machine_is_under_a_licence_that_nobody_read(pin):
    assert parts(dependencies.licence(pin.name)) - ALLOWED_HERE == set()


def test_the_bill_of_materials_lists_what_is_packed_and_who_needs_it():
    bill = json.loads(dependencies.bill_of_materials())

    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    listed = {part["purl"] for part in bill["components"]}
    packed = [pin for pin in EVERYTHING if pin.name == "chalice"] + [p for p in PACKED if p.wanted]
    assert listed == {f"pkg:pypi/{pin.name}@{pin.version}" for pin in packed}
    assert all(part["licenses"] for part in bill["components"])
    needs = {one["ref"].partition("@")[0]: one.get("dependsOn", []) for one in bill["dependencies"]}
    assert any(ref.startswith("botocore@") for ref in needs["pynamodb"])


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Have two chosen packages, and a uv that finds moto 6 and a new package that it needs."""
    pinned = "chalice==1.34.0 \\\n    --hash=sha256:aa\n    # via -r requirements.in\n"
    (tmp_path / "requirements.in").write_text("# Packed.\nchalice==1.34.0\n")
    (tmp_path / "requirements.txt").write_text(pinned)
    (tmp_path / "requirements-dev.in").write_text("-r requirements.in\nmoto[server]==5.2.5\nuv\n")
    (tmp_path / "requirements-dev.txt").write_text(f"{pinned}moto==5.2.5 --hash=sha256:bb\n")
    (tmp_path / "requirements-linters.in").write_text("")
    (tmp_path / "requirements-linters.txt").write_text("")
    monkeypatch.setattr(dependencies, "ROOT", tmp_path)
    asked = []

    def uv(folder, name, *options):
        asked.append(((folder / f"{name}.in").read_text(), options))
        if name == "requirements-dev":
            found = (
                "flask==9.0 --hash=sha256:dd\nmoto[server]==6.0 --hash=sha256:cc\nuv==1 --hash=e\n"
            )
            (folder / f"{name}.txt").write_text(pinned + found)

    monkeypatch.setattr(dependencies, "_uv", uv)
    return asked


def test_an_update_takes_newer_releases_and_says_which(project, tmp_path):
    changes = dependencies.update()

    assert changes == ["flask – → 9.0", "moto 5.2.5 → 6.0", "uv – → 1"]
    packed, everything, _ = project
    assert packed[0] == "# Packed.\nchalice>=1.34.0\n"
    assert everything[0] == "-r requirements.in\nmoto[server]>=5.2.5\nuv\n"
    assert packed[1] == ("--upgrade", "--exclude-newer=7 days")
    assert (tmp_path / "requirements.in").read_text() == "# Packed.\nchalice==1.34.0\n"
    pinned = "-r requirements.in\nmoto[server]==6.0\nuv==1\n"
    assert (tmp_path / "requirements-dev.in").read_text() == pinned


def test_an_update_of_one_package_leaves_the_others_where_they_are(project):
    dependencies.update(["Moto"], days=0)

    packed, everything, _ = project
    assert packed[0] == "# Packed.\nchalice==1.34.0\n"
    assert everything[0] == "-r requirements.in\nmoto[server]>=5.2.5\nuv\n"
    assert everything[1][1:] == ("--upgrade-package=moto", "--exclude-newer=0 days")


def test_an_update_of_what_nobody_takes_is_refused(project, capsys):
    with pytest.raises(SystemExit):
        dependencies.main(["update", "moto", "mto"])

    assert project == []
    assert "neither chosen nor pinned: mto" in capsys.readouterr().err


def test_files_changed_by_hand_are_pinned_anew_without_anything_newer(project):
    changes = dependencies.lock()

    assert [options for _, options in project] == [(), ("--constraint=requirements.txt",), ()]
    assert "moto 5.2.5 → 6.0" in changes


def test_an_update_that_fails_changes_no_file(project, tmp_path, monkeypatch):
    del project
    before = {file.name: file.read_text() for file in tmp_path.iterdir()}

    def uv(folder, name, *_):
        (folder / f"{name}.txt").write_text("half of it")
        raise dependencies.subprocess.CalledProcessError(2, "uv")

    monkeypatch.setattr(dependencies, "_uv", uv)

    assert dependencies.main(["update"]) == 2
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == before
