"""The files of the portal as they lie on the disk: scripts, words, sizes."""

import gzip
import re
from pathlib import Path

SITE = Path(__file__).parents[2] / "static-site"
MESSAGE = re.compile(r"^([a-z][\w-]*) =", re.MULTILINE)
LANGUAGES = ("zh", "en")
LANGUAGE_FILES = sorted(path.name.partition(".")[2] for path in (SITE / "i18n").glob("zh*.ftl"))
"""“ftl” and “account.ftl”: what follows the language in the names of its files."""


def scripts() -> dict[str, str]:
    """Return every script of our own by its path in the site."""
    found = [path for path in SITE.rglob("*.js") if "vendor" not in path.parts]
    return {str(path.relative_to(SITE)): path.read_text(encoding="utf-8") for path in found}


def words(language: str, rest: str) -> list[str]:
    """Return the ids of one file of words, in their order."""
    text = (SITE / "i18n" / f"{language}.{rest}").read_text(encoding="utf-8")
    return MESSAGE.findall(text)


def all_words(language: str) -> list[str]:
    """Return the ids of every file of words of a language."""
    return [word for rest in LANGUAGE_FILES for word in words(language, rest)]


def packed(path: Path) -> int:
    """Return the bytes that travel for a file."""
    data = path.read_bytes()
    return len(gzip.compress(data, 6, mtime=0)) if path.suffix != ".png" else len(data)
