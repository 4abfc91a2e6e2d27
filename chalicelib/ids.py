"""Names of things: opaque, URL-safe, from one source of randomness or derived (编号)."""

import base64
import hashlib
import hmac
import secrets

from chalicelib import config

LENGTH = 20  # base32 characters: 100 bits


def new() -> str:
    """Return an id nobody can guess."""
    return base64.b32encode(secrets.token_bytes(13)).decode().lower()[:LENGTH]


def derived(*parts: str) -> str:
    """Return the id that the same *parts* always give: asking twice makes one thing."""
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return base64.b32encode(digest).decode().lower()[:LENGTH]


def shard(text: str, shards: int) -> int:
    """Return which of *shards* equal parts *text* falls into."""
    return hashlib.sha256(text.encode()).digest()[0] % shards


def token() -> str:
    """Return 256 random bits for a cookie."""
    return secrets.token_urlsafe(32)


def secretly(text: str) -> str:
    """Return 64 hex digits that only we can make of *text*, and nobody works back."""
    key = config.secrets().auth_tokens[0].encode()
    return hmac.digest(key, text.encode("utf-8", "surrogatepass"), "sha256").hex()
