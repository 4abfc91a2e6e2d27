"""Make what is deployed: `python -m infra.package STAGE` (打包).

In `build/STAGE` afterwards: `template.json`, the whole stack, and `deployment.zip`, the code of all
functions. Chalice makes both from a clean copy of the sources, so that nothing else gets in.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra import bytecode, runtimes
from infra.template.finish import finished
from infra.template.whole import merged

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
PACKED = ("app.py", "chalicelib", "requirements.txt")
CONFIG = Path(".chalice") / "config.json"
LARGEST = 30 * 1024 * 1024  # bytes of the zip: a larger one starts later
OLDEST = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can name
PROCESSORS = {"arm64": b"\xb7\0", "x86_64": b"\x3e\0"}
"""What Lambda has, and how the ELF files for it are marked."""
ARCHITECTURES = tuple(PROCESSORS)


class PackageError(Exception):
    """Why nothing was made; the text says what helps."""


@dataclass(frozen=True, slots=True)
class Package:
    """What was made: the *template* of the stack and the *code* that it runs."""

    template: Path
    code: Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Package what the command line says and tell where it lies."""
    given = _parser().parse_args(arguments)
    try:
        made = package(given.stage, given.architecture)
    except PackageError as e:
        print(e, file=sys.stderr)
        return 1
    size = made.code.stat().st_size / 1024 / 1024
    what = f"{size:.1f} MB for {runtimes.of_this_python()}, {given.architecture}"
    print(f"{made.code.relative_to(ROOT)}  {what}")
    print(made.template.relative_to(ROOT))
    return 0


def package(stage: str, architecture: str = ARCHITECTURES[0], *, build: Path = BUILD) -> Package:
    """Make the package of *stage* in *build*; raise PackageError with what helps.

    The runtime is that of the Python which packages: its compiled libraries are for no other.
    """
    folder = build / stage
    shutil.rmtree(folder, ignore_errors=True)
    sources, out = folder / "sources", folder / "chalice"
    _copy_sources(sources, architecture)
    merge = folder / "merge.json"
    merge.write_text(json.dumps(merged(), indent=1), encoding="utf-8")
    _chalice(sources, stage, merge, out)
    made = Package(folder / "template.json", folder / "deployment.zip")
    template = finished(
        json.loads((out / "sam.json").read_text(encoding="utf-8")), sys.version_info[:2]
    )
    made.template.write_text(json.dumps(template, indent=1, ensure_ascii=False), encoding="utf-8")
    repack(out / "deployment.zip", made.code, sources)
    check(made.code, architecture)
    return made


def check(code: Path, architecture: str) -> None:
    """Raise PackageError if the zip is too large, or has a library for another processor."""
    if (size := code.stat().st_size) > LARGEST:
        raise PackageError(f"{code} has {size} bytes; {LARGEST} is the most we want.")
    with zipfile.ZipFile(code) as packed:
        libraries = [name for name in packed.namelist() if ".so" in Path(name).suffixes]
        foreign = [n for n in libraries if _processor(packed.read(n)) != PROCESSORS[architecture]]
    if foreign:
        raise PackageError(f"Not for {architecture}: {', '.join(foreign)}")


def _processor(library: bytes) -> bytes:
    """Return which processor an ELF file is for, as its header says it."""
    return library[18:20]


def repack(source: Path, target: Path, root: Path) -> None:
    """Write the entries of one zip to another, in order and without dates: the same bytes again.

    Added is the bytecode of what `app` in *root* loads.
    """
    with zipfile.ZipFile(source) as old:
        entries = {name: old.read(name) for name in old.namelist()}
    entries |= dict(bytecode.of(entries, root))
    with zipfile.ZipFile(target, "w") as new:
        for name in sorted(entries):
            entry = zipfile.ZipInfo(name, OLDEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            new.writestr(entry, entries[name])


def _copy_sources(folder: Path, architecture: str) -> None:
    no_bytecode = shutil.ignore_patterns("__pycache__")
    for name in PACKED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=no_bytecode)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, folder / name)
    config: dict[str, Any] = json.loads((ROOT / CONFIG).read_text(encoding="utf-8"))
    (folder / CONFIG).parent.mkdir()
    (folder / CONFIG).write_text(json.dumps({**config, "lambda_architecture": architecture}))


def _chalice(sources: Path, stage: str, merge: Path, out: Path) -> None:
    command = (
        *(str(Path(sys.prefix) / "bin" / "chalice"), "--project-dir", str(sources)),
        *("package", "--stage", stage, "--merge-template", str(merge), str(out)),
    )
    # It asks no service of AWS, but wants to know a region for the names of some.
    region = os.environ.get("AWS_DEFAULT_REGION", "us-east-1")
    done = subprocess.run(  # noqa: S603 - our own command
        command,
        cwd=sources,
        env={**os.environ, "AWS_DEFAULT_REGION": region},
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode or "Could not install" in done.stdout + done.stderr:
        raise PackageError(f"chalice package:\n{done.stdout}{done.stderr}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m infra.package", description="Make what is deployed, in build/STAGE."
    )
    parser.add_argument("stage", help="a stage of .chalice/config.json")
    parser.add_argument("--architecture", choices=ARCHITECTURES, default=ARCHITECTURES[0])
    return parser


if __name__ == "__main__":
    sys.exit(main())
