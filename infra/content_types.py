"""What a file of the portal is served as: from one machine and from a bucket (内容类型)."""

import mimetypes
from pathlib import PurePosixPath

TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".ftl": "text/plain",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".xml": "text/xml",
}  # the machine's own table may lack these, or call them something else


def content_type(name: str) -> str:
    """Return the type that the file called *name* is served as."""
    known = TYPES.get(PurePosixPath(name).suffix) or mimetypes.guess_type(name)[0]
    found = known or "application/octet-stream"
    text = found.startswith("text/") or found == "application/json"
    return f"{found}; charset=utf-8" if text else found
