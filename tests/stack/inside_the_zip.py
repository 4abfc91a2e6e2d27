"""What runs in the bare Python: it loads `app` from the folder that it is given, and calls it."""

import json
import sys
import sysconfig
from importlib.util import cache_from_source
from pathlib import Path
from types import SimpleNamespace

FOLDER = sys.argv[1]
sys.dont_write_bytecode = True  # as on Lambda
sys.path.insert(0, FOLDER)

import app  # noqa: E402 - from the zip

AT_ONCE = frozenset(sys.modules)

OURS = (FOLDER, sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib"), __file__)
CONTEXT = SimpleNamespace(aws_request_id="1", function_name="zip")


def strangers() -> list[str]:
    """Return the files of modules from anywhere else."""
    files = [getattr(module, "__file__", None) for module in list(sys.modules.values())]
    return sorted(file for file in files if file and not file.startswith(OURS))


def uncompiled() -> list[str]:
    """Return the files of the zip that have no bytecode in it, of what `app` itself loaded."""
    sources = [getattr(sys.modules[name], "__file__", None) or "" for name in AT_ONCE]
    ours = [file for file in sources if file.startswith(FOLDER) and file.endswith(".py")]
    return sorted(f for f in ours if not Path(cache_from_source(f)).exists())


def main() -> None:
    """Answer each line of standard input with one of standard output; the logs go elsewhere."""
    out, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            answer = {"answer": _answer(asked)}
        except Exception as error:  # noqa: BLE001 - it is told to who asked
            answer = {"error": repr(error)}
        print(json.dumps(answer), file=out, flush=True)


def _answer(asked: dict) -> object:
    match asked:
        case {"asked": "strangers"}:
            return strangers()
        case {"asked": "uncompiled"}:
            return uncompiled()
    return getattr(app, asked["handler"])(asked["event"], CONTEXT)


main()
