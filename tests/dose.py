"""How often chance is given: what each change takes, or what the proof says (THOROUGH=1)."""

import os

THOROUGH = bool(os.environ.get("THOROUGH"))


def dose(usual: int, thorough: int) -> int:
    """Return how often it is this time; `make thorough` takes the second of both."""
    return thorough if THOROUGH else usual
