"""(g) What each step of a conference of ten from the web asks of DynamoDB."""

from typing import Any

from bench.deeds import Deeds, asked_for, sorted_by_deed
from bench.portal import WEB_HOST, Going, Portal, parties, until
from bench.rig import Rig
from bench.waiting import Requests

TEN = [f"+86137{n:04d}8888" for n in range(10)]
ELEVENTH = "+8613700118888"
LOOKS = 20
CONFIRM = ("/answered", "/accept", "/room")
RING = ("job ring", "/status")


def run(rig: Rig) -> str:
    """Return the lines of figure (g)."""
    portal = Portal(rig.url)
    with sorted_by_deed() as deeds:
        steps = _Steps(rig, deeds, portal.start(parties(TEN)))
        lines = [*steps.coming_together(), *steps.looking(), *steps.steering(), steps.ending()]
    return "\n".join(f"(g) {line}" for line in lines)


class _Steps:
    """One conference, step by step."""

    def __init__(self, rig: Rig, deeds: Deeds, going: Going) -> None:
        self._rig = rig
        self._deeds = deeds
        self._going = going

    def coming_together(self) -> list[str]:
        """Have the host press 1, the ten rung, and everyone come in."""
        phones = [self._rig.network.phone(number) for number in [*TEN, ELEVENTH]][:-1]
        self._rig.network.phone(WEB_HOST).wait_for(state="ringing")
        started = asked_for(self._deeds.take())
        self._going.confirm(self._rig)
        for phone in phones:
            phone.wait_for(state="ringing")
        rung = self._deeds.take()
        for phone in phones:
            phone.answer()
        for phone in phones:
            phone.wait_for(state="in_conference")
        joined = asked_for(self._deeds.take())
        all_there = started + asked_for(rung) + joined
        return [
            f"start, until the host's phone rings: {started}",
            f"confirm, the host's 1: {asked_for(rung, *CONFIRM)}",
            f"ring the ten: {asked_for(rung, *RING)}",
            f"the ten come in: {joined}",
            f"until all are there: {all_there}; {_units(all_there)}",
        ]

    def looking(self) -> list[str]:
        """Look at it as the page does, with and without what says that one may."""
        portal, one = self._going.portal, self._going.id
        portal.look(one)
        self._deeds.take()
        lines = []
        for name, ticket in (("with", True), ("without", False)):
            for _ in range(LOOKS):
                portal.look(one, ticket=ticket)
            looks = asked_for(self._deeds.take(), "GET /api/")
            lines.append(
                f"a look {name} a ticket: {looks.total / LOOKS:.2f} requests, "
                f"{looks.read_units / LOOKS:.1f} read units"
            )
        until(self._due)
        portal.look(one)
        compared = asked_for(self._deeds.take(), "job watch")
        return [*lines, f"the comparison with the provider that a look brings about: {compared}"]

    def steering(self) -> list[str]:
        """Press every button once."""
        first, last = (f"/parties/{self._going.party(number)}" for number in (TEN[0], TEN[-1]))
        lines = [
            self._press("mute one", "PATCH", first, {"muted": True}),
            self._press("mute all", "PATCH", "", {"all_muted": True}),
            self._press("un-mute all", "PATCH", "", {"all_muted": False}),
            self._press("lock", "PATCH", "", {"locked": True}),
            self._press("unlock", "PATCH", "", {"locked": False}),
        ]
        self._raise_hand(TEN[0])
        return [
            *lines,
            self._press("let one speak", "POST", first + "/speak"),
            self._press("hang up one", "POST", last + "/hang-up"),
            self._press("call again", "POST", last + "/redial"),
            self._press("take back who is called", "POST", last + "/hang-up"),
            self._press("call one more", "POST", "/parties", {"parties": parties([ELEVENTH])}),
        ]

    def ending(self) -> str:
        """End it for all, until every last word is in."""
        self._going.end()
        ended = asked_for(self._deeds.take())
        return f"end for all, with the last words: {ended}; {_units(ended)}"

    def _press(self, name: str, method: str, below: str, body: Any = None) -> str:  # noqa: ANN401 - JSON
        self._going.command(method, below, body)
        taken = self._deeds.take()
        every, own = asked_for(taken), asked_for(taken, " /api/")
        after: Requests = asked_for({d: r for d, r in taken.items() if " /api/" not in d})
        return f"{name}: {own}; what follows from it: {after}; {every.total} together"

    def _raise_hand(self, number: str) -> None:
        from chalicelib import clock, tables  # noqa: PLC0415 - the environment is set

        for leg in tables.collection(self._going.id)[1]:
            if leg.number == number:
                leg.change(tables.Leg.hand_raised_at.set(clock.now()))

    def _due(self) -> bool:
        from chalicelib import tables, watch  # noqa: PLC0415 - as above

        found, _ = tables.collection(self._going.id)
        return found is not None and watch.is_due(found)


def _units(requests: Requests) -> str:
    return f"{requests.write_units:.0f} write units, {requests.read_units:.0f} read units"
