"""What several routes take or give: names, numbers, times, pages (数据格式).

A number that comes in is text in any spelling; what goes out is E.164. Times are UTC, ISO 8601.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

Typed = Annotated[str, Meta(max_length=32)]
"""A phone number as somebody types it."""
Name = Annotated[str, Meta(min_length=1, max_length=64)]
Note = Annotated[str, Meta(max_length=128)]
Email = Annotated[str, Meta(max_length=254)]
Password = Annotated[str, Meta(max_length=256)]
Digits = Annotated[str, Meta(pattern=r"^[0-9]{6}$")]
Id = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Ids = Annotated[list[Id], Meta(min_length=1, max_length=500)]
Cursor = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
SpokenIn = Literal["zh", "en"]


class Input(Struct, forbid_unknown_fields=True):
    """Something that comes in; a key that is not known is refused (F50)."""


class Output(Struct):
    """Something that goes out."""


class Nothing(Input):
    """An empty object."""


class PageQuery(Input):
    """Which part of a list: rows after *cursor*, *limit* of them at most."""

    cursor: Cursor | None = None
    limit: Annotated[int, Meta(ge=1, le=500)] = 100


class Removal(Input):
    """Rows of a list, by their ids."""

    ids: Ids


class Counted(Output):
    """How many rows it was done to."""

    count: int


class VerificationView(Output):
    """How the proving of a phone stands (激活码)."""

    id: str
    purpose: Literal["register", "recover", "host_number"]
    state: str
    number: str
    calls: int
    tries_left: int
    wait_until: str | None
    valid_until: str | None
    retry_at: str | None
    now: str
