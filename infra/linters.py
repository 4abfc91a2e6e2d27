"""Linters that demand other releases than ours, in an environment of their own (检查工具)."""

import subprocess
import sys

from infra.package import ROOT

HERE = ROOT / ".cache" / "linters"
PINS = ROOT / "requirements-linters.txt"


def program(name: str) -> str:
    """Return where the linter *name* is to be run; the first time they are fetched."""
    _install()
    return str(HERE / "bin" / name)


def _install() -> None:
    stamp, wanted = HERE / ".installed", PINS.read_text("utf-8")
    if stamp.exists() and stamp.read_text("utf-8") == wanted:
        return
    uv = (sys.executable, "-m", "uv")
    for command in (
        (*uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(HERE)),
        (
            *(*uv, "pip", "install", "--quiet", "--require-hashes", "--requirement", str(PINS)),
            *("--python", str(HERE / "bin" / "python")),
        ),
    ):
        subprocess.run(command, check=True)  # noqa: S603 - our own
    stamp.write_text(wanted, encoding="utf-8")
