"""The price list: immutable rows with the moment each comes into force (资费, S13–S18).

Its first rows are in `tariffs.json` beside this file; later ones are loaded into a table, ahead of
their date, by `python -m infra.billing tariffs load`.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from chalicelib import clock, tables
from chalicelib.tables import TariffRow

Way = Literal["dial_in", "web"]
DIAL_IN: Way = "dial_in"
WEB: Way = "web"
WAYS: tuple[Way, ...] = (DIAL_IN, WEB)
"""How a conference can be started, each with prices of its own (S17, S18)."""
KNOWN_FOR = timedelta(minutes=1)
LEAD = timedelta(minutes=5)
"""How far ahead a row is loaded at least: by its moment every process has read it."""


@dataclass(frozen=True, slots=True)
class Tariff:
    """*price* fen for every started *increment* seconds of one connected leg.

    *way* is how the conference was started; *valid_from* is aware UTC. A leg that talked at all
    costs *connect_fee* fen besides, is rated as if it had talked *minimum_seconds*, and costs
    *max_charge* fen at most. The host's own leg is free unless *host_pays*. A higher *version* of
    the same tariff takes the place of a lower one, for the past, too: what was rated is then rated
    anew, as adjustments.
    """

    tariff_id: str
    way: str
    valid_from: datetime
    price: int
    increment: int
    connect_fee: int = 0
    minimum_seconds: int = 0
    max_charge: int | None = None
    host_pays: bool = True
    version: int = 1

    @property
    def name(self) -> tuple[str, int]:
        """What a call detail record keeps of it."""
        return self.tariff_id, self.version


class TariffError(ValueError):
    """Rows that cannot be part of a price list; the text says which and why."""


@dataclass(slots=True)
class _Loaded:
    rows: tuple[Tariff, ...] = ()
    good_until: datetime | None = None


_loaded = _Loaded()


def in_force(way: str, at: datetime, price_list: Sequence[Tariff] | None = None) -> Tariff:
    """Return the tariff for conferences started by *way* at the moment *at*.

    Raise LookupError if none was in force: nobody is charged by guess.
    """
    rows = known() if price_list is None else price_list
    candidates = [t for t in rows if t.way == way and t.valid_from <= at]
    if not candidates:
        msg = f"no tariff for {way} at {at.isoformat()}"
        raise LookupError(msg)
    return max(candidates, key=lambda t: (t.valid_from, t.version))


def named(tariff_id: str, version: int) -> Tariff:
    """Return the row that a call detail record was rated by; raise LookupError if there is none."""
    for _ in range(2):  # a row may have been loaded since the list was read
        for row in known():
            if row.name == (tariff_id, version):
                return row
        forget()
    msg = f"no tariff {tariff_id} version {version}"
    raise LookupError(msg)


def known() -> tuple[Tariff, ...]:
    """Return the price list, not older than a minute."""
    now = clock.now()
    good_until = _loaded.good_until
    if good_until is None or not now <= good_until <= now + KNOWN_FOR:
        _loaded.rows, _loaded.good_until = (*opening(), *stored()), now + KNOWN_FOR
    return _loaded.rows


def settling() -> bool:
    """Say whether a row was loaded so lately that calls may still be rated without it."""
    fresh = clock.now() - 2 * KNOWN_FOR
    return any(row.loaded_at > fresh for row in tables.tariff_rows())


def forget() -> None:
    """Have the price list read anew the next time."""
    _loaded.good_until = None


@lru_cache(maxsize=1)
def opening() -> tuple[Tariff, ...]:
    """Return the rows that the service came with."""
    return read(Path(__file__).with_name("tariffs.json").read_text(encoding="utf-8"))


def stored() -> tuple[Tariff, ...]:
    """Return the rows that were loaded later."""
    return tuple(
        Tariff(
            tariff_id=row.tariff_id,
            way=row.way,
            valid_from=row.valid_from,
            price=int(row.price),
            increment=int(row.increment),
            connect_fee=int(row.connect_fee),
            minimum_seconds=int(row.minimum_seconds),
            max_charge=None if row.max_charge is None else int(row.max_charge),
            host_pays=row.host_pays,
            version=int(row.version),
        )
        for row in tables.tariff_rows()
    )


def read(text: str) -> tuple[Tariff, ...]:
    """Return the rows of a JSON file, a list of objects with the fields of `Tariff`.

    Moments carry their offset (“2027-01-01T00:00:00+08:00”), money is in fen. Raise TariffError.
    """
    try:
        rows = json.loads(text)
    except ValueError as e:
        msg = f"no JSON: {e}"
        raise TariffError(msg) from e
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        msg = "not a list of objects"
        raise TariffError(msg)
    return tuple(_row(row) for row in rows)


def check(new: Iterable[Tariff], old: Sequence[Tariff], *, past: bool) -> list[Tariff]:
    """Return those of *new* that are not in *old*; raise TariffError if they do not go together.

    A row that comes into force before five minutes from now is refused unless *past* is allowed:
    calls may have been rated without it.
    """
    added: list[Tariff] = []
    for row in new:
        there = [*old, *added]
        if row in there:
            continue
        _check_place(row, there)
        if not past and row.valid_from < clock.now() + LEAD:
            msg = f"{_told(row)} begins before {clock.text(clock.now() + LEAD)}: too late"
            raise TariffError(msg)
        added.append(row)
    return added


def load(rows: Iterable[Tariff]) -> None:
    """Put *rows*, which were checked, into the price list for good.

    Every process knows them within a minute. Raise TariffError if one is there.
    """
    for row in rows:
        fresh = TariffRow(
            row.tariff_id,
            row.version,
            way=row.way,
            valid_from=row.valid_from,
            price=row.price,
            increment=row.increment,
            connect_fee=row.connect_fee,
            minimum_seconds=row.minimum_seconds,
            max_charge=row.max_charge,
            host_pays=row.host_pays,
            loaded_at=clock.now(),
        )
        if not tables.put_new(fresh, TariffRow.tariff_id):
            msg = f"{_told(row)} is there, and a row is never edited"
            raise TariffError(msg)
    forget()


def _row(given: dict[str, Any]) -> Tariff:
    names = {field.name for field in fields(Tariff)}
    if unknown := sorted(set(given) - names):
        msg = f"unknown field: {', '.join(unknown)}"
        raise TariffError(msg)
    try:
        moment = datetime.fromisoformat(given["valid_from"])
        row = Tariff(**{**given, "valid_from": moment.astimezone(UTC)})
    except (TypeError, ValueError, KeyError) as e:
        msg = f"incomplete, or no date: {given}"
        raise TariffError(msg) from e
    if moment.tzinfo is None:
        msg = f"{_told(row)}: valid_from needs an offset, such as +08:00"
        raise TariffError(msg)
    _check_values(row)
    return row


def _check_values(row: Tariff) -> None:
    least = {"price": 0, "connect_fee": 0, "minimum_seconds": 0, "increment": 1, "version": 1}
    for name, smallest in least.items():
        value = getattr(row, name)
        if type(value) is not int or value < smallest:
            msg = f"{_told(row)}: {name} is a whole number from {smallest}, not {value!r}"
            raise TariffError(msg)
    if row.max_charge is not None and (type(row.max_charge) is not int or row.max_charge < 0):
        msg = f"{_told(row)}: max_charge is a whole number from 0, or null"
        raise TariffError(msg)
    if row.way not in WAYS or not isinstance(row.tariff_id, str) or not row.tariff_id:
        msg = f"{_told(row)}: way is one of {', '.join(WAYS)}, tariff_id a word"
        raise TariffError(msg)
    if type(row.host_pays) is not bool:
        msg = f"{_told(row)}: host_pays is true or false"
        raise TariffError(msg)


def _check_place(row: Tariff, there: list[Tariff]) -> None:
    """Raise TariffError if *row* overlaps with one that is there."""
    for other in there:
        if other.name == row.name:
            msg = f"{_told(row)} is there with other words: a correction has a higher version"
            raise TariffError(msg)
        same_moment = (other.way, other.valid_from) == (row.way, row.valid_from)
        if same_moment and other.tariff_id != row.tariff_id:
            msg = f"{_told(row)} overlaps with {_told(other)}: both begin at the same moment"
            raise TariffError(msg)
        if other.tariff_id == row.tariff_id and (
            other.way != row.way or other.valid_from != row.valid_from
        ):
            msg = f"{_told(row)} and {_told(other)}: versions differ in way or in valid_from"
            raise TariffError(msg)
        if other.tariff_id == row.tariff_id and other.version > row.version:
            msg = f"{_told(row)} is older than {_told(other)}"
            raise TariffError(msg)


def _told(row: Tariff) -> str:
    return f"{row.tariff_id} version {row.version}"
