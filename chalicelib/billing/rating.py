"""From seconds and a tariff to fen: the estimate, the meter and the bill call it (批价, S13)."""

from dataclasses import dataclass

from chalicelib.billing.tariffs import Tariff

MINUTE = 60
"""Seconds of what a statement calls a minute, whatever increment it was charged by."""


@dataclass(frozen=True, slots=True)
class Rating:
    """How a charge comes about: *units* started increments at *price*, and *connect_fee*, in fen.

    *charge* is their sum, unless *capped*: then it is the tariff's most.
    """

    units: int
    price: int
    connect_fee: int
    charge: int
    capped: bool = False


FREE = Rating(0, 0, 0, 0)


def increments(seconds: int, increment: int) -> int:
    """Return how many *increment*s are begun in *seconds*; a started one counts whole."""
    if seconds < 0:
        msg = f"negative talk time: {seconds}"
        raise ValueError(msg)
    return -(-seconds // increment)


def explain(seconds: int, tariff: Tariff, *, host: bool) -> Rating:
    """Return how *seconds* of one leg, the *host*'s or a party's, are charged."""
    units = increments(seconds, tariff.increment)
    if units == 0 or (host and not tariff.host_pays):
        return FREE
    units = max(units, increments(tariff.minimum_seconds, tariff.increment))
    full = units * tariff.price + tariff.connect_fee
    charge = full if tariff.max_charge is None else min(full, tariff.max_charge)
    return Rating(units, tariff.price, tariff.connect_fee, charge, capped=charge < full)


def rate(seconds: int, tariff: Tariff, *, host: bool) -> int:
    """Return the charge in fen for *seconds* of one leg, the *host*'s or a party's."""
    return explain(seconds, tariff, host=host).charge
