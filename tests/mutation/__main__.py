"""Change the code that decides about money word by word, and see whether a test notices.

make mutation                                every module that pyproject.toml names
make mutation ARGS="billing legs"            these alone

It works on a copy, and what was found before and has not changed since is not asked again.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import time
from collections import Counter

from infra.package import ROOT

COPY = ROOT / ".cache" / "mutation"
LOG = ROOT / ".cache" / "mutation.log"
EACH = 10  # seconds between two words of how far it is
APART = (".venv", ".cache", ".*_cache", ".git", ".data", "build", "mutants", "__pycache__")
ENOUGH = 85
"""Of a hundred changes so many are to be noticed, in all modules together."""
UNNOTICED = {
    0: "survived",
    5: "no test",
    33: "no test",
    None: "untried",
    2: "untried",
    34: "untried",
}
"""Exit codes that are no notice taken; a change that ends in an error or runs on is noticed."""


def main():
    """Try the changes, print what was noticed of each module; 1 where that is too little."""
    parser = argparse.ArgumentParser(prog="make mutation")
    parser.add_argument("modules", nargs="*", help="such as legs, or billing.rating, or billing")
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args()
    _copy()
    command = sys.executable, "-m", "mutmut", "run", "--max-children", str(asked.processes)
    names = [f"chalicelib.{module}.*" for module in asked.modules]
    if not _run([*command, *names]):
        _say(f"mutmut could not try them, see {LOG}:\n{_last(LOG, 2_000)}")
        return 1
    found = results(COPY).items()
    return _tell({module: codes for module, codes in found if _is_of(module, asked.modules)})


def _run(command):
    """Run mutmut, telling now and then how far it is; return whether it did."""
    with LOG.open("wb") as log:
        trying = subprocess.Popen(command, cwd=COPY, stdout=log, stderr=log)  # noqa: S603 - our own
        while trying.poll() is None:
            time.sleep(EACH)
            if far := re.findall(r"\d+/\d+", _last(LOG, 500)):
                _say(f"{far[-1]} tried")
    return trying.returncode == 0


def _last(file, size):
    return file.read_bytes()[-size:].decode(errors="replace")


def results(tree):
    """Return what each change of each module came to: pytest's exit code, by the change's name."""
    found = {}
    for file in sorted((tree / "mutants" / "chalicelib").rglob("*.py.meta")):
        module = file.relative_to(tree / "mutants" / "chalicelib").as_posix()
        name = module.removesuffix(".py.meta").replace("/", ".")
        if codes := json.loads(file.read_text("utf-8"))["exit_code_by_key"]:
            found[name] = codes
    return found


def noticed(codes):
    """Return how many of a hundred exit codes are notice taken, rounded down; none of none."""
    missed = sum(code in UNNOTICED for code in codes)
    return 100 * (len(codes) - missed) // len(codes) if codes else 0


def _is_of(module, names):
    return not names or any(f"{module}.".startswith(f"{name}.") for name in names)


def _copy():
    COPY.mkdir(parents=True, exist_ok=True)
    for name in ("chalicelib", "tests"):
        shutil.rmtree(COPY / name, ignore_errors=True)
    shutil.copytree(ROOT, COPY, ignore=shutil.ignore_patterns(*APART), dirs_exist_ok=True)
    for name in (".venv", ".cache"):
        link = COPY / name
        if not link.is_symlink():
            link.symlink_to(ROOT / name)


def _tell(tried):
    for module, codes in tried.items():
        kinds = Counter(UNNOTICED.get(code, "killed") for code in codes.values())
        _say(
            f"{module:24} {len(codes):5} changes, {kinds['killed']:5} noticed, "
            f"{kinds['survived']:4} survived, {kinds['no test']:4} without a test, "
            f"{kinds['untried']} untried, "
            f"{noticed(codes.values()):3} %"
        )
    missed = [key for codes in tried.values() for key in codes if codes[key] in UNNOTICED]
    if missed:
        _say("\nNot noticed (see one: cd .cache/mutation && ../../.venv/bin/mutmut show NAME):")
    for key in sorted(missed):
        _say(f"  {key}")
    everything = [code for codes in tried.values() for code in codes.values()]
    enough = noticed(everything) >= ENOUGH
    _say(
        f"\n{len(everything)} changes, {noticed(everything)} % noticed, at least {ENOUGH} promised"
    )
    return int(not enough)


def _say(line):
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
