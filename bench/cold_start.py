"""(o) How long a fresh interpreter takes to import the product, beside Chalice and pynamodb alone.

Processor time, which other work on the machine changes least.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROUNDS = 9
TARGET = 1.25  # of the import alone, beside the bare one
BARE = "from chalice import Chalice; import pynamodb.attributes, pynamodb.indexes, pynamodb.models"
CLIENT = "; from pynamodb.connection.base import Connection; Connection().client"
PROVIDER = "; from chalicelib import provider; provider._client().calls"
STARTS = {
    "bare": BARE,
    "ours": "import app",
    "bare with a client": BARE + CLIENT,
    "ours with a client": "import app" + CLIENT,
    "ours with the provider": "import app" + PROVIDER,
}
STANDARD = (
    "import importlib, json, sys\n"
    "for name in json.loads(sys.argv[1]):\n"
    "    importlib.import_module(name)"
)
"""Loads what comes with Python: of that a function does have bytecode."""
LOADED = "import app, json, sys; print(json.dumps([*sys.modules]))"
SETTINGS = {"AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true"}


def run() -> str:
    """Return the lines of figure (o): with all bytecode there, and without that of packages."""
    with tempfile.TemporaryDirectory() as every, tempfile.TemporaryDirectory() as standard:
        for code in STARTS.values():
            _python(code, folder=every)
        names = json.loads(_python(LOADED, folder=every))
        _python(STANDARD, json.dumps([n for n in names if _is_standard(n)]), folder=standard)
        return (
            f"(o) with bytecode: {_report(every)}\n"
            f"(o) without, as Chalice packs: {_report(standard)}"
        )


def _report(folder: str) -> str:
    took = _medians(folder)
    bare, ours = took["bare"], took["ours"]
    served, answered = took["bare with a client"], took["ours with a client"]
    return (
        f"import app {ours:.0f} ms, Chalice and pynamodb alone {bare:.0f} ms: ratio "
        f"{ours / bare:.2f} (target {TARGET}); each with its client of DynamoDB {answered:.0f} and "
        f"{served:.0f} ms: ratio {answered / served:.2f}; import app and the first client of the "
        f"provider {took['ours with the provider']:.0f} ms; medians of {ROUNDS}, in turn"
    )


def _medians(folder: str) -> dict[str, float]:
    """Return the milliseconds of each start; they take turns, so that all see the same machine."""
    took: dict[str, list[float]] = {name: [] for name in STARTS}
    for _ in range(ROUNDS):
        for name, code in STARTS.items():
            took[name].append(_milliseconds(code, folder))
    return {name: statistics.median(times) for name, times in took.items()}


def _milliseconds(code: str, folder: str) -> float:
    timed = f"import time; began = time.process_time(); {code}; print(time.process_time() - began)"
    return float(_python(timed, folder=folder, PYTHONDONTWRITEBYTECODE="1")) * 1000


def _is_standard(name: str) -> bool:
    return name.partition(".")[0] in sys.stdlib_module_names


def _python(code: str, *arguments: str, folder: str, **more: str) -> str:
    """Run *code*, whose bytecode is read from *folder* alone, and written there if it may be."""
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code, *arguments],
        cwd=Path(__file__).parents[1],
        env={
            **os.environ,
            **SETTINGS,
            "PYTHONPYCACHEPREFIX": folder,
            "PYTHONDONTWRITEBYTECODE": "",
            **more,
        },
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout
