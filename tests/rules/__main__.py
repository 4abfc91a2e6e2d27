"""Hold the code against bandit and our own rules for semgrep: `make lint` does it.

What bandit says against it and we do nothing about is explained here, and nothing else is let pass.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from infra import linters
from infra.package import ROOT

OURS = Path(__file__).with_name("ours.yaml")
CODE = ("app.py", "chalicelib", "infra", "local", "bench")
PAGES = ("static-site", "local/wall")
VENDORED = "vendor"

EXPLAINED = {
    (
        "B101",
        "local",
    ): "The stand-ins say what they take for granted; nothing there is optimised away.",
    ("B105", "bench"): "The password of an account that lives as long as a measurement.",
    ("B105", "infra"): "A sentence in which the word password stands.",
    ("B105", "local"): "What a store on one machine takes for credentials, and asks nobody.",
    ("B106", "chalicelib/api"): "The desk's answer has an empty field of that name.",
    ("B311", "bench"): "Chance that is to be the same each time.",
    ("B311", "local/network"): "Faults that are to be the same each time.",
    ("B314", "local/network"): "The phones read documents of our own product, on one machine.",
    ("B404", "bench"): "Commands are lists of our own words; a rule of ours forbids a shell.",
    ("B404", "infra"): "As above.",
    ("B404", "local"): "As above.",
    ("B405", "local/network"): "As B314.",
    ("B603", "bench"): "As B404.",
    ("B603", "infra"): "As B404.",
    ("B603", "local"): "As B404.",
}
"""Rules of bandit that the files of a folder do not follow, and why not."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a linter says: its *rule*, the place as file:line, and its words."""

    rule: str
    place: str
    told: str


def main() -> int:
    """Tell what is not explained; the exit status says whether there was nothing to tell."""
    found = bandit(ROOT, CODE)
    unexplained = [one for one in found if explanation(one) is None]
    wrong = [*unexplained, *semgrep(ROOT, [*CODE, *PAGES])]
    for one in wrong:
        sys.stdout.write(f"{one.place} {one.rule}: {one.told}\n")
    idle = EXPLAINED.keys() - {explanation(one) for one in found}
    for rule, folder in sorted(idle):
        sys.stdout.write(f"{rule} in {folder} is explained and found nowhere: take it out\n")
    if not (wrong or idle):
        sys.stdout.write("bandit, semgrep: nothing that is not explained\n")
    return int(bool(wrong or idle))


def explanation(finding: Finding) -> tuple[str, str] | None:
    """Return the key of what explains a finding of bandit's, None if nothing does."""
    fitting = (key for key in EXPLAINED if finding.rule == key[0])
    return next((key for key in fitting if finding.place.startswith(f"{key[1]}/")), None)


def bandit(root: Path, targets: Sequence[str]) -> list[Finding]:
    """Return what bandit says of the *targets* under *root*."""
    told = _said(root, linters.program("bandit"), "--quiet", "--format", "json", "-r", *targets)
    return [
        Finding(one["test_id"], f"{one['filename']}:{one['line_number']}", one["issue_text"])
        for one in told["results"]
    ]


def semgrep(root: Path, targets: Sequence[str]) -> list[Finding]:
    """Return which rules of ours the *targets* under *root* break; it asks no other machine."""
    command = linters.program("semgrep"), "scan", "--config", str(OURS), "--json", "--quiet"
    options = "--metrics=off", "--disable-version-check", "--exclude", VENDORED, "--no-git-ignore"
    told = _said(root, *command, *options, *targets)
    if told["errors"]:
        raise ValueError(told["errors"])
    return [
        Finding(
            one["check_id"].rpartition(".")[2],
            f"{one['path']}:{one['start']['line']}",
            one["extra"]["message"],
        )
        for one in told["results"]
    ]


def _said(root: Path, *command: str) -> dict[str, list[dict]]:
    done = subprocess.run(command, cwd=root, check=False, capture_output=True, text=True)  # noqa: S603 - our own
    if not done.stdout:
        raise ValueError(done.stderr)
    return json.loads(done.stdout)


if __name__ == "__main__":
    sys.exit(main())
