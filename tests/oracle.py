"""What a leg costs, worked out another way than the product does."""

import math
from fractions import Fraction

from chalicelib.billing.tariffs import Tariff


def oracle(seconds: int, tariff: Tariff, *, host: bool) -> Fraction:
    """Return the charge another way: fractions, step by step, no integer division."""
    if seconds == 0 or (host and not tariff.host_pays):
        return Fraction(0)
    talked = max(Fraction(seconds), Fraction(tariff.minimum_seconds))
    units = math.ceil(talked / tariff.increment)
    charge = Fraction(tariff.price) * units + tariff.connect_fee
    return charge if tariff.max_charge is None else min(charge, Fraction(tariff.max_charge))
