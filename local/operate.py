"""`python -m local.operate operators add …`: a command of `infra`, on the store of `make run`.

Where that store answers is written beside its records for as long as everything runs.
"""

import json
import os
import runpy
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

COMMANDS = ("billing", "exceptions", "operators")
FILE = "store.json"


@contextmanager
def told(data: Path, environment: Mapping[str, str]) -> Iterator[None]:
    """Keep the *environment* that leads to a store in the directory *data* inside the block."""
    file = data / FILE
    file.touch(mode=0o600)
    file.write_text(json.dumps(dict(environment)), encoding="utf-8")
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


def main(arguments: list[str], data: Path) -> int:
    """Run the command that *arguments* begin with against the store whose records are in *data*."""
    if not arguments or arguments[0] not in COMMANDS:
        print(f"python -m local.operate {'|'.join(COMMANDS)} …", file=sys.stderr)
        return 2
    try:
        environment = json.loads((data / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        print("请先运行 make run (start it first: make run)", file=sys.stderr)
        return 1
    os.environ.update(environment)
    name = f"infra.{arguments[0]}"
    sys.argv = [name, *arguments[1:]]
    runpy.run_module(name, run_name="__main__", alter_sys=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], Path(os.environ.get("DATA", ".data"))))
