"""The package of this working tree, for this machine: made once, and again when it changes."""

import fcntl
import hashlib
import platform
import sys
from pathlib import Path

from infra.package import PACKED, ROOT, Package, package

ARCHITECTURE = {"aarch64": "arm64"}.get(platform.machine(), platform.machine())
STAGE = "local"


def packaged() -> Package:
    """Return what `make package` makes; two test processes make it once."""
    cache = ROOT / ".cache" / "packages"
    cache.mkdir(parents=True, exist_ok=True)
    build = cache / _digest()
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder = build / STAGE
        made = Package(folder / "template.json", folder / "deployment.zip")
        if made.template.exists() and made.code.exists():
            return made
        return package(STAGE, ARCHITECTURE, build=build)


def _digest() -> str:
    digest = hashlib.sha256(sys.version.encode())  # another build of Python writes other bytecode
    for name in (*PACKED, "infra", ".chalice/config.json"):
        for file in _files(ROOT / name):
            digest.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def _files(place: Path) -> list[Path]:
    if place.is_file():
        return [place]
    return sorted(f for f in place.rglob("*") if f.is_file() and "__pycache__" not in f.parts)
