"""The portal's files, which release of it they are, and at which address each lies (门户文件).

Every file lies below `/r/HASH/`, to be kept by browsers for good. The few that have an address of
their own lie at the root as well, to be asked for again each time.
"""

import hashlib
import re
from pathlib import Path

SITE = Path(__file__).resolve().parent.parent / "static-site"
HOME = "index.html"
AT_THE_ROOT = ("audio/", "busy.xml", "favicon.svg")
"""What is asked for by a fixed address beside the home page: by the provider, and by habit."""
FOR_GOOD = "public, max-age=31536000, immutable"
ASKED_AGAIN = "no-cache"
LINK = re.compile(r'\b(href|src)="(?![a-z][a-z0-9+.-]*:|[/#])([^"]+)"')
"""A link of the home page that is relative to it."""


def files(site: Path) -> dict[str, Path]:
    """Return the files of *site* by their names in it, in order."""
    found = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    return dict(sorted(found.items()))


def content_hash(site: Path) -> str:
    """Return what names this very content: 16 hex digits."""
    digest = hashlib.sha256()
    for name, path in files(site).items():
        digest.update(f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()[:16]


def home(text: str, release: str) -> str:
    """Return the home page with its relative links led to the files of *release*."""
    return LINK.sub(rf'\1="/r/{release}/\2"', text)
