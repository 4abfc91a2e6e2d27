"""What goes wrong, how often, and in which states of a conference it did."""

from collections import Counter

FAULTS = {
    "crash": 0.006,
    "frozen": 0.004,
    "store_throttled": 0.015,
    "store_applied_but_500": 0.02,
    "store_stalled": 0.008,
    "index_lags": 0.4,
    "queue_refused": 0.04,
    "queue_doubled": 0.08,
    "provider_429": 0.08,
    "provider_500_not_done": 0.06,
    "provider_500_done": 0.05,
    "provider_timeout_done": 0.06,
    "provider_late": 0.06,
    "webhook_lost": 0.08,
    "webhook_doubled": 0.1,
    "webhook_late": 0.08,
    "clock_skewed": 0.06,
    "outage": 0.0,
    "minute_missed": 0.1,
    "minute_doubled": 0.1,
}
"""How likely each is, wherever it may strike; outages are drawn for a whole run."""
SPREAD = (0.0, 0.5, 1.0, 2.0, 6.0)
"""By which the likelihood of each is multiplied: every run has a weather of its own."""
ALL = "all"
"""The subject of what is about everything: the minute, and an outage."""
STATES = (
    *("nothing", "calling_host", "live", "ending", "ended"),
    *("waiting", "dialling", "ringing", "answered", "joined", "given_up"),
    *("scheduled", "starting"),
)
"""Of conferences, of the legs that are not over, and of reservations that are open."""
IMPOSSIBLE = {
    *((name, "scheduled") for name in FAULTS if name.startswith(("provider", "webhook"))),
    *((name, "ended") for name in FAULTS if name.startswith("webhook")),
}
"""Of a reservation that is scheduled no phone was rung, so the provider is asked and tells nothing.

A conference is ended once the last word on each of its calls is in: what could be lost was told.
"""


class Faults:
    """The weather of one run; *states* returns what there is when a fault strikes."""

    def __init__(self, random, states):
        self.random, self.states = random, states
        self.on = True
        self.rates = {name: rate * random.choice(SPREAD) for name, rate in FAULTS.items()}
        self.struck = Counter()
        """How often each fault met each state."""

    def drawn(self, name):
        """Say whether the fault *name* is to happen now; whoever asks counts it if it does."""
        return self.on and self.random.random() < self.rates[name]

    def strike(self, name, subject=""):
        """Say whether the fault *name* happens now to what *subject* names, and count it."""
        if not self.drawn(name):
            return False
        self.happened(name, subject)
        return True

    def happened(self, name, subject=""):
        """Count a fault under every state that its subject is in."""
        self.struck.update((name, state) for state in self.states(subject))


def table(struck):
    """Return how often each fault met each state, as lines of text."""
    width = max(map(len, FAULTS))
    head = " " * width + "".join(f"{state:>13}" for state in STATES)
    rows = [
        f"{name:<{width}}" + "".join(f"{struck[name, state]:>13}" for state in STATES)
        for name in FAULTS
    ]
    return "\n".join([head, *rows])


def empty(struck):
    """Return the cells of that table in which there is nothing, though there may be."""
    cells = [(name, state) for name in FAULTS for state in STATES]
    return [cell for cell in cells if not struck[cell] and cell not in IMPOSSIBLE]
