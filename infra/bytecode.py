"""Compile what a function loads as it starts: Lambda can write no bytecode itself (字节码).

Only those modules: bytecode of everything would cost more as a larger package than it saves.
"""

import json
import os
import py_compile
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from py_compile import PycInvalidationMode

LOADED = """
import json, sys
import app
print(json.dumps(sorted(sys.modules)))
"""
PLACE = "/var/task"  # where Lambda unpacks, for tracebacks


def of(sources: Mapping[str, bytes], root: Path) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of the bytecode for those *sources* that `app` in *root* loads.

    It is marked as never to be checked against its source, whose date the zip does not keep.
    """
    with tempfile.TemporaryDirectory() as temporary:
        file, compiled = Path(temporary) / "source.py", Path(temporary) / "source.pyc"
        for name in sorted(_files(_loaded(root)) & sources.keys()):
            file.write_bytes(sources[name])
            py_compile.compile(
                str(file),
                cfile=str(compiled),
                dfile=f"{PLACE}/{name}",
                doraise=True,
                invalidation_mode=PycInvalidationMode.UNCHECKED_HASH,
            )
            yield _cached(name), compiled.read_bytes()


def _loaded(root: Path) -> list[str]:
    done = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", LOADED],
        cwd=root,
        env={"PATH": os.environ["PATH"]},
        check=True,
        capture_output=True,
        text=True,
    )
    return list(json.loads(done.stdout))


def _files(modules: list[str]) -> set[str]:
    paths = [module.replace(".", "/") for module in modules]
    return {f"{path}.py" for path in paths} | {f"{path}/__init__.py" for path in paths}


def _cached(name: str) -> str:
    folder, _, file = name.rpartition("/")
    cached = f"__pycache__/{file.removesuffix('.py')}.{sys.implementation.cache_tag}.pyc"
    return f"{folder}/{cached}" if folder else cached
