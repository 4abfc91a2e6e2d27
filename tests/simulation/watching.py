"""Looks at every write, every ring and every line of the log of one run, and at its end."""

import logging
import re
from collections import Counter

from chalicelib.logs import Lines
from chalicelib.tables import (
    FINAL_RANK,
    Adjustment,
    Conference,
    ConferenceItem,
    Leg,
    Orphan,
    Reservation,
)
from tests.simulation import codes, invariants

CONFERENCES, RESERVATIONS = "test-conferences", "test-reservations"
ROOM = re.compile(r">([a-z2-7]{20})</Conference>")
OPEN = {"scheduled", "starting"}


class Watch(logging.Handler):
    """Keeps what was *broken*: the name of an invariant, and what was seen."""

    def __init__(self, world):
        super().__init__()
        self.setFormatter(Lines())
        self.world, self.broken = world, []
        self.ended_at = {}
        """When each conference was ended, by the true time."""
        world.carrier.rung = self.rung
        self.logs = self
        self.tried = Counter()
        """How often each code was tried, and taken."""

    def check(self, invariant, *given):
        """Note what an invariant says is wrong."""
        self.broken += [(invariant.__name__, said) for said in invariant(*given)]

    def emit(self, record):
        self.check(invariants.i19_no_number_in_logs, self.format(record))

    def rung(self, call):
        kind = codes.ON_EVERY_CALL if call.for_a_code else invariants.ON_EVERY_RING
        for invariant in kind:
            self.check(invariant, self.world, call)

    def told(self, owner, request, status, text):
        """Hear of an answer to a page of *owner*'s."""
        for invariant in codes.ON_EVERY_ANSWER:
            self.check(invariant, self.world, owner, request, status, text)

    def let_in(self, began, body):
        """Hear of an answer of ours that puts somebody into a room."""
        for room in ROOM.findall(body):
            self.check(invariants.i13_nobody_is_let_in_after_the_end, self.world, began, room)

    def written(self, table, before, after):
        if table == CONFERENCES and (after or {}).get("state") == {"S": "ending"}:
            self.ended_at.setdefault(after["conference_id"]["S"], self.world.timeline.now)
        if table == CONFERENCES and before is not None:
            for invariant in invariants.ON_EVERY_WRITE:
                self.check(invariant, before, after)

    def look_at_the_end(self):
        end = End(self.world)
        for invariant in invariants.AT_THE_END:
            self.check(invariant, end)

    # ——— what there is ———

    def rows(self, table):
        return self.world.engine.rows(table)

    def open(self):
        """Say whether a conference or a reservation is not over."""
        rows = [row for row in self.rows(CONFERENCES) if row["kind"]["S"] == "conference"]
        if any(row["state"]["S"] != "ended" for row in rows):
            return True
        return any(row["state"]["S"] in OPEN for row in self.rows(RESERVATIONS))

    def states(self, subject):
        """Return the states of the conference, its legs, and the reservation a *subject* names.

        Without a subject, or of one that is none's, those of all there are.
        """
        found = [row for row in self.rows(CONFERENCES) if row["kind"]["S"] in {"conference", "leg"}]
        mine = [row for row in found if row["conference_id"]["S"] == subject] or found
        mine = [row for row in mine if int(row.get("rank", {"N": 0})["N"]) < FINAL_RANK]
        reserved = [row for row in self.rows(RESERVATIONS) if row["state"]["S"] in OPEN]
        return {row["state"]["S"] for row in (*mine, *reserved)} or {"nothing"}


class End:
    """What is left at the end of a run: our records, and the network's book."""

    def __init__(self, world):
        self.world, self.calls = world, world.carrier.calls
        items = list(ConferenceItem.scan())
        self.conferences = {i.conference_id: i for i in items if isinstance(i, Conference)}
        self.legs = [item for item in items if isinstance(item, Leg)]
        self.adjustments = [item for item in items if isinstance(item, Adjustment)]
        self.orphans = {orphan.call_sid: orphan for orphan in Orphan.scan()}
        self.reservations = list(Reservation.scan())

    def charged(self, leg):
        """Return the seconds and fen of a leg with what was adjusted of it."""
        mine = [a for a in self.adjustments if (a.conference_id, a.leg_id) == leg_key(leg)]
        seconds = int(leg.seconds or 0) + sum(int(one.seconds) for one in mine)
        return seconds, int(leg.charge or 0) + sum(int(one.charge) for one in mine)


def leg_key(leg):
    return leg.conference_id, leg.leg_id
