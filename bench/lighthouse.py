"""Lighthouse on the home page and the login, as a phone and as a desktop sees them.

`make lighthouse`: fetches Lighthouse once (npm, 180 MB, into .cache), runs it in Debian's Chromium
against the product, and fails below the marks that docs/portal.md names.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from bench.rig import rigged, store_and_settings
from local import chromium

VERSION = "13.5.0"
FOLDER = Path(__file__).resolve().parent.parent / ".cache" / f"lighthouse-{VERSION}"
PROGRAM = FOLDER / "node_modules" / ".bin" / "lighthouse"
FLAGS = " ".join(("--headless=new", *chromium.ARGUMENTS))
PAGES = {"home": "/", "login": "/#/login"}
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100}


def main() -> str | None:
    """Print one line for each page and device; return what is below its mark."""
    npm = shutil.which("npm")
    if not PROGRAM.exists():
        if npm is None:
            return "需要 npm (npm is needed): sudo apt-get install npm"
        FOLDER.mkdir(parents=True, exist_ok=True)
        _run(npm, "install", "--no-audit", "--no-fund", "--silent", f"lighthouse@{VERSION}")
    below = []
    with store_and_settings(), rigged(speed=1) as rig:
        for name, path in PAGES.items():
            for device in ("mobile", "desktop"):
                marks = _marks(rig.url + path, device)
                print(f"{name:6} {device:8}", *(f"{k} {v}" for k, v in marks.items()), flush=True)
                below += [f"{name} {device} {k}" for k, v in marks.items() if v < LEAST[k]]
    return f"below the mark: {', '.join(below)}" if below else None


def _marks(url: str, device: str) -> dict[str, int]:
    """Return the marks of one page, out of a hundred."""
    report = _run(
        PROGRAM,
        url,
        "--quiet",
        "--output=json",
        f"--only-categories={','.join(LEAST)}",
        f"--chrome-flags={FLAGS}",
        *(["--preset=desktop"] if device == "desktop" else []),
    )
    found = json.loads(report)["categories"]
    return {category: round(found[category]["score"] * 100) for category in LEAST}


def _run(*command: str | Path) -> str:
    done = subprocess.run(  # noqa: S603 - our own commands
        command,
        cwd=FOLDER,
        env={**os.environ, "CHROME_PATH": chromium.found() or ""},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
