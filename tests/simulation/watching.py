"""Looks at every write, every ring and every line of the log of one run, and at its end."""

import json
import logging
import re
from collections import Counter
from datetime import datetime, timedelta
from typing import NamedTuple

from chalicelib import legs
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
from tests.simulation import codes, doors, invariants
from tests.simulation.faults import ALL

CONFERENCES, RESERVATIONS = "test-conferences", "test-reservations"
ROOM = re.compile(r">([a-z2-7]{20})</Conference>")
OPEN = {"scheduled", "starting"}
INDEX_LATE = timedelta(minutes=5)
"""How far an index may be behind its table."""


class Added(NamedTuple):
    """A leg that was added where there is a cap: what was charged, and who was there, by then."""

    item: str
    way: str
    cap: int
    spent: int
    alive: int
    at: datetime


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
        self.given_up_at, self.charged_at, self.over_at = {}, {}, {}
        """When each leg was given up, got its charge, was over: by whom, since when, at work."""
        self.hung_up, self.invited = {}, {}
        """When each party was hung up by the host, and when it was added last."""
        self.added = []

    def check(self, invariant, *given):
        """Note what an invariant says is wrong."""
        self.broken += [(invariant.__name__, said) for said in invariant(*given)]

    def emit(self, record):
        self.check(invariants.i19_no_number_in_logs, self.format(record))

    def rung(self, call):
        ours = (*invariants.ON_EVERY_RING, *doors.ON_EVERY_RING)
        for invariant in codes.ON_EVERY_CALL if call.for_a_code else ours:
            self.check(invariant, self.world, call)

    def told(self, owner, request, status, text):
        """Hear of an answer to a page of *owner*'s."""
        for invariant in codes.ON_EVERY_ANSWER:
            self.check(invariant, self.world, owner, request, status, text)

    def let_in(self, began, body):
        """Hear of an answer of ours that puts somebody into a room."""
        for room in ROOM.findall(body):
            self.check(invariants.i13_nobody_is_let_in_after_the_end, self.world, began, room)

    def entered(self, call):
        """Hear of somebody who comes into a room."""
        for invariant in doors.ON_EVERY_ENTRY:
            self.check(invariant, self.world, call)

    def handled(self, task):
        """Hear that a function of ours is over, however it ended."""
        for invariant in doors.ON_EVERY_HANDLER:
            self.check(invariant, self.world, task)

    def look(self):
        """Look at who is on the line, when the faults are over."""
        for invariant in doors.IN_QUIET:
            if not any(name == invariant.__name__ for name, _ in self.broken):
                self.check(invariant, self.world)

    def written(self, table, before, after):
        if table == CONFERENCES and (after or {}).get("state") == {"S": "ending"}:
            self.ended_at.setdefault(after["conference_id"]["S"], self.world.timeline.now)
        if table == CONFERENCES and before is not None:
            for invariant in invariants.ON_EVERY_WRITE:
                self.check(invariant, before, after)
        if table == CONFERENCES and (after or {}).get("kind") == {"S": "leg"}:
            self._leg_written(before or {}, after)

    def _leg_written(self, before, after):
        now, at = self.world.timeline.now, (after["conference_id"]["S"], after["item"]["S"])
        party = at[0], after["party_id"]["S"]
        if after["state"]["S"] == "given_up":
            self.given_up_at.setdefault(at, now)
        if "charge" in after:
            self.charged_at.setdefault(at, now)
        if int(after["rank"]["N"]) >= FINAL_RANK and self.world.timeline.task() is not None:
            self.over_at.setdefault(at, (self.world.timeline.task().process.began, now))
        if after.get("reason") == {"S": legs.HUNG_UP} != before.get("reason"):
            self.hung_up[party] = now
        if not before and after["asked_by"]["S"] != legs.NOTED:
            if not after["inbound"]["BOOL"]:
                self.invited[party] = now
            for invariant in doors.ON_EVERY_NEW_LEG:
                self.check(invariant, self.world, after)
            self._keep_cap(after)

    def _keep_cap(self, row):
        """Keep what an added leg adds to; what it was read from may be older than its handler."""
        found, task = self.conference(row["conference_id"]["S"]), self.world.timeline.task()
        if found is None or "call_cap" not in found or row["host"]["BOOL"] or task is None:
            return
        mine = self.legs(row["conference_id"]["S"])
        alive = [leg for leg in mine if int(leg["rank"]["N"]) < FINAL_RANK]
        spent = 0
        for leg in mine:
            since = self.charged_at.get((leg["conference_id"]["S"], leg["item"]["S"]))
            if since is not None and since < task.process.began:
                spent += int(leg["charge"]["N"])
        parties = sum(not leg["host"]["BOOL"] for leg in alive)
        way, cap = found["way"]["S"], int(found["call_cap"]["N"])
        now = self.world.timeline.now
        self.added.append(Added(row["item"]["S"], way, cap, spent, parties, now))

    def look_at_the_end(self):
        end = End(self.world)
        for invariant in (*invariants.AT_THE_END, *doors.AT_THE_END):
            self.check(invariant, end)

    # ——— what there is ———

    def rows(self, table):
        return self.world.engine.rows(table)

    def conference(self, conference_id):
        return self.world.engine.items[CONFERENCES].get((conference_id, "conference"))

    def reserved(self, conference_id):
        """Return the numbers that were reserved for a conference."""
        made_of = (self.conference(conference_id) or {}).get("reservation_id")
        rows = [row for row in self.rows(RESERVATIONS) if row["reservation_id"] == made_of]
        return {party["number"] for row in rows for party in json.loads(row["parties"]["S"])}

    def all_legs(self):
        return [row for row in self.rows(CONFERENCES) if row["kind"]["S"] == "leg"]

    def legs(self, conference_id):
        """Return the legs of a conference that somebody had, or is to have."""
        mine = [row for row in self.all_legs() if row["conference_id"]["S"] == conference_id]
        return [row for row in mine if row["asked_by"]["S"] != legs.NOTED]

    def open(self):
        """Say whether a conference or a reservation is not over."""
        rows = [row for row in self.rows(CONFERENCES) if row["kind"]["S"] == "conference"]
        if any(row["state"]["S"] != "ended" for row in rows):
            return True
        return any(row["state"]["S"] in OPEN for row in self.rows(RESERVATIONS))

    def states(self, subject):
        """Return the states of the conference, its legs, and the reservation a *subject* names.

        The minute is about all there are; what names none of them is about nothing.
        """
        found = [row for row in self.rows(CONFERENCES) if row["kind"]["S"] in {"conference", "leg"}]
        found = [row for row in found if int(row.get("rank", {"N": 0})["N"]) < FINAL_RANK]
        reserved = [row for row in self.rows(RESERVATIONS) if row["state"]["S"] in OPEN]
        mine = [row for row in found if row["conference_id"]["S"] == subject]
        for row in reserved:
            begun = row["state"]["S"] == "starting" and row["conference_id"]["S"] == subject
            if begun or row["reservation_id"]["S"] == subject:
                mine.append(row)
        chosen = [*found, *reserved] if subject == ALL else mine
        return {row["state"]["S"] for row in chosen} or {"nothing"}


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

    def noted_late(self, leg, owner):
        """Say whether a call was noted for *leg* by who could know that it was the *owner*'s."""
        over_at = self.world.watch.over_at
        began, _ = over_at[leg.conference_id, leg.item]
        _, known = over_at[owner.conference_id, owner.item]
        return began > known + INDEX_LATE

    def charged(self, leg):
        """Return the seconds and fen of a leg with what was adjusted of it."""
        mine = [a for a in self.adjustments if (a.conference_id, a.leg_id) == leg_key(leg)]
        seconds = int(leg.seconds or 0) + sum(int(one.seconds) for one in mine)
        return seconds, int(leg.charge or 0) + sum(int(one.charge) for one in mine)


def leg_key(leg):
    return leg.conference_id, leg.leg_id
