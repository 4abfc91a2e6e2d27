"""Passwords: which are good enough, and how they are kept (密码, F48, F49)."""

import hashlib
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from chalicelib import phone_numbers
from chalicelib.errors import Refused

if TYPE_CHECKING:  # loaded on first use: most functions never see a password
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 8, 128
OF_THE_SERVICE = ("116323", "duoyoutong", "多友通", "多方通话")
WAIT_SECONDS = 1.0
AT_ONCE = 2  # of 19 MiB and some 30 ms each: a flood of logins leaves room for webhooks

_room = BoundedSemaphore(AT_ONCE)


def check(password: str, *about: str) -> None:
    """Raise Refused if *password* is too short, too long, or one that is tried first.

    *about* are words that others know of the account: its number (E.164) and its name. No rule asks
    for capitals, digits or signs (ASVS 6.2.5).
    """
    if len(password) < SHORTEST:
        raise Refused("short_password", least=SHORTEST)
    if len(password) > LONGEST:
        raise Refused("long_password", most=LONGEST)
    plain = unicodedata.normalize("NFKC", password).casefold()
    known = [word.casefold() for word in (*OF_THE_SERVICE, *_spellings(about)) if word]
    rest = plain
    for word in sorted(known, key=len, reverse=True):
        rest = rest.replace(word, "")
    if len(set(plain)) <= 2 or len(rest) < SHORTEST // 2 or plain in _common():  # noqa: PLR2004
        raise Refused("common_password")


def hashed(password: str) -> str:
    """Return what is stored of *password*: argon2id with salt and parameters."""
    with hashing() as hashed_now:
        return hashed_now(password)


@contextmanager
def hashing() -> Iterator[Callable[[str], str]]:
    """Give what hashes, with a place kept for it: what is used up meanwhile is not for nothing."""
    with _a_place():
        yield lambda password: _hasher().hash(_bytes(password))


def right(password: str, stored: str | None) -> bool:
    """Say whether *password* is the one *stored*; where nothing is, it takes as long to say no."""
    from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415 - as above

    with _a_place():
        try:
            return _hasher().verify(stored or _nobodys(), _bytes(password)) and stored is not None
        except (InvalidHashError, VerificationError):
            return False


def stale(stored: str) -> bool:
    """Say whether *stored* was made with other parameters than today's."""
    return _hasher().check_needs_rehash(stored)


@contextmanager
def _a_place() -> Iterator[None]:
    """Wait a moment for one of the places; Refused("busy") if none is left."""
    if not _room.acquire(timeout=WAIT_SECONDS):
        raise Refused("busy", retry_after=1)
    try:
        yield
    finally:
        _room.release()


def _bytes(password: str) -> bytes:
    return unicodedata.normalize("NFC", password[: LONGEST + 1]).encode("utf-8", "surrogatepass")


def _spellings(about: tuple[str, ...]) -> list[str]:
    """Return *about* with the numbers among them as people write them."""
    numbers = [phone_numbers.national(word) for word in about if word.startswith("+")]
    return [*about, *numbers]


@lru_cache(maxsize=1)
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher  # noqa: PLC0415 - as above

    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)  # OWASP's least, in KiB


@lru_cache(maxsize=1)
def _nobodys() -> str:
    """Return the hash of a password that nobody has."""
    return _hasher().hash(hashlib.sha256(b"nobody").hexdigest())


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    """Return the 30,000 passwords that people choose most."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # noqa: PLC0415 - as above

    return frozenset(FREQUENCY_LISTS["passwords"])
