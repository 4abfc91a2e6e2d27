"""Compile what a function loads as it starts: Lambda can write no bytecode itself (字节码).

Only those modules: bytecode of everything would cost more as a larger package than it saves.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

LOADED = """
import json, sys
import app
print(json.dumps(sorted(sys.modules)))
"""
PLACE = "/var/task"  # where Lambda unpacks, for tracebacks
ENVIRONMENT = {"PATH": os.environ.get("PATH", ""), "PYTHONHASHSEED": "0"}
"""Without a fixed seed sets have another order in the bytecode each time."""


def of(sources: Mapping[str, bytes], root: Path) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of the bytecode for those *sources* that `app` in *root* loads.

    It is marked as never to be checked against its source, whose date the zip does not keep.
    """
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name in _files(_loaded(root)) & sources.keys():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(sources[name])
        _run(
            *("-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash"),
            *("-s", temporary, "-p", PLACE, temporary),
            root=folder,
        )
        for file in sorted(folder.rglob("*.pyc")):
            yield file.relative_to(folder).as_posix(), file.read_bytes()


def _loaded(root: Path) -> list[str]:
    return list(json.loads(_run("-c", LOADED, root=root)))


def _files(modules: list[str]) -> set[str]:
    paths = [module.replace(".", "/") for module in modules]
    return {f"{path}.py" for path in paths} | {f"{path}/__init__.py" for path in paths}


def _run(*arguments: str, root: Path) -> str:
    command = (sys.executable, *arguments)
    done = subprocess.run(  # noqa: S603 - our own
        command, cwd=root, env=ENVIRONMENT, check=True, capture_output=True, text=True
    )
    return done.stdout
