"""From seconds and a tariff to fen: the estimate, the meter and the bill call it (批价, S13)."""

from chalicelib.billing.tariffs import Tariff


def increments(seconds: int, increment: int) -> int:
    """Return how many *increment*s are begun in *seconds*; a started one counts whole."""
    if seconds < 0:
        msg = f"negative talk time: {seconds}"
        raise ValueError(msg)
    return -(-seconds // increment)


def rate(seconds: int, tariff: Tariff) -> int:
    """Return the charge in fen for *seconds* of one leg."""
    return increments(seconds, tariff.increment) * tariff.price
