"""What a leg costs, worked out another way than the product does."""

import math
from fractions import Fraction

from chalicelib.billing.tariffs import Tariff


def oracle(seconds: int, tariff: Tariff, *, host: bool) -> int:
    """Return the charge another way: increments as an exact fraction, no integer division."""
    if seconds == 0 or (host and not tariff.host_pays):
        return 0
    talked = max(seconds, tariff.minimum_seconds)
    units = math.ceil(Fraction(talked, tariff.increment))
    charge = tariff.price * units + tariff.connect_fee
    return charge if tariff.max_charge is None else min(charge, tariff.max_charge)
