"""(e) How soon phones ring once the host of a conference from the web has pressed 1."""

import statistics
import time

from bench import conference
from bench.portal import WEB_HOST, Going, Portal, parties
from bench.rig import Rig

TEN = [f"+86138{n:04d}8888" for n in range(10)]
ROUNDS = 9


def run(rig: Rig) -> str:
    """Return the line of figure (e)."""
    portal = Portal(rig.url)
    rings = Rings(rig)
    took = [_until_they_ring(rig, portal.start(parties(TEN)), rings) for _ in range(ROUNDS)]
    rings.stop()
    waited = rig.network.network.settings.setup_seconds
    first, tenth = (_spread([one[n] for one in took]) for n in (0, 9))
    return (
        f"(e) from the host's 1 to the first phone ringing: {first}; to the tenth: {tenth}; of "
        f"which {waited:.2f} s are the network's time from a call's request to its ringing"
    )


class Rings:
    """When each of the ten phones began to ring."""

    def __init__(self, rig: Rig) -> None:
        self.began: list[float] = []
        phones = [rig.network.network.phone(number) for number in TEN]
        self._network = rig.network
        self._stops = [rig.network.call(phone.subscribe, self._note) for phone in phones]

    def stop(self) -> None:
        """Let go of the phones."""
        for stop in self._stops:
            self._network.call(stop)

    def _note(self, event: dict[str, object]) -> None:
        if event.get("state") == "ringing":
            self.began.append(time.time())


def _until_they_ring(rig: Rig, going: Going, rings: Rings) -> list[float]:
    """Return the seconds until each of the ten rang, in that order."""
    rings.began.clear()
    rig.network.phone(WEB_HOST).wait_for(state="ringing")
    rig.pace(1.0)
    pressed = going.confirm(rig)
    deadline = time.monotonic() + 30
    while len(rings.began) < len(TEN):
        if time.monotonic() > deadline:
            raise TimeoutError("the phones did not ring")
        time.sleep(0.02)
    rig.pace(conference.SPEED)
    going.end()
    return [began - pressed for began in rings.began]


def _spread(seconds: list[float]) -> str:
    return (
        f"median {statistics.median(seconds):.2f} s of {len(seconds)} "
        f"({min(seconds):.2f} to {max(seconds):.2f})"
    )
