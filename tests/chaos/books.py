"""Whether the books agree after the chaos: the bill, the records, the network's own ledger."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from chalicelib.legs import NOTED
from tests.chaos.promises import RESERVED, Promise
from tests.chaos.written import Row, Written, unfinished
from tests.stories.bills import billed

ALIVE = {"queued", "initiated", "ringing", "in-progress"}
NEVER_RUNG = "waiting"  # the state of a leg of which nobody asked the network anything
PRICE = 20  # fen for a started minute
LOST_PER_HUNDRED = 2  # records whose room document may be lost on its way, or else one


class Books:
    """What was *written*, put side by side."""

    def __init__(self, written: Written) -> None:
        self._written = written
        self._calls = {call["sid"]: call for call in written.ledger}
        self._conferences = {row["conference_id"]: row for row in written.conferences}
        self._reservations = {row["reservation_id"]: row for row in written.reservations}

    def figures(self) -> dict[str, str]:
        """Return what there is, in words."""
        written, missed = self._written, self._missed
        promised = Counter(one.way for one in written.promised)
        told = [
            row for row in missed if any(t.startswith("missed#") for t in row.get("texted", ()))
        ]
        return {
            "conferences": f"{len(self._conferences)}, with two or more in the room {self.shared}",
            "promised": ", ".join(f"{way} {promised[way]}" for way in sorted(promised)),
            "reservations missed": f"{len(missed)}, told by text {len(told)}",
            "calls in the ledger": str(len(written.ledger)),
            "records": f"{len(written.records)}, in no room {len(self.without_a_room)}, "
            f"of these room document lost on its way {len(self.never_let_in)}",
            "counted and never begun": str(self.counted_in_vain),
        }

    @property
    def _missed(self) -> list[Row]:
        return [row for row in self._written.reservations if row["state"] == "missed"]

    @property
    def shared(self) -> int:
        """How many conferences at least two were in the room of."""
        times = Counter(record["conference_id"] for record in self._written.records)
        return sum(count > 1 for count in times.values())

    def compared(self) -> dict[str, list[Any]]:
        """Return everything that is amiss, by the rule that it breaks."""
        lost, most = self.never_let_in, self.may_be_lost
        rules: dict[str, Callable[[], list[Any]]] = {
            "records = ledger, each call once, to the second": self._disputed,
            f"room documents lost on their way: {most} at most": lambda: lost[most:],
            "page = file = records, for each payer": self._told_otherwise,
            "charge = started minutes": self._mispriced,
            "nothing alive 60 s after the end": self._alive,
            "no phone rung twice for one leg": self._rung_twice,
            "one conference for one wish": self._held_twice,
            "each conference that was promised is there": self._never_held,
            "each reservation began, or was missed and says so": self._never_begun,
            "no leg that was rung is without its conference": self._astray,
            "no account counts a conference that is over": self._still_counted,
            "no call that is nobody's": lambda: self._written.orphans,
            "no message given up by the queue": lambda: [self._written.dead][: self._written.dead],
            "no error in the log that no fault explains": lambda: self._written.errors,
        }
        return {rule: amiss() for rule, amiss in rules.items()}

    # ——— money ———

    @property
    def may_be_lost(self) -> int:
        """How many room documents may be lost on their way: few, of many."""
        return max(1, len(self._written.records) * LOST_PER_HUNDRED // 100)

    @property
    def without_a_room(self) -> list[str]:
        """Calls billed once and to the second though they came into no room (ADR 0003)."""
        times = Counter(record["call_sid"] for record in self._written.records)
        return [
            record["call_sid"]
            for record in self._written.records
            if times[record["call_sid"]] == 1
            and (call := self._calls.get(record["call_sid"])) is not None
            and not call["rooms"]
            and call["duration"] == record["seconds"]
        ]

    @property
    def never_let_in(self) -> list[str]:
        """Those of them whose last document was asked for in vain."""
        return [sid for sid in self.without_a_room if self._written.documents.in_vain(sid)]

    def _disputed(self) -> list[Any]:
        """Return where the records are not the calls that were in a room, with what was asked."""
        documents = self._written.documents
        amiss = Counter((r["call_sid"], int(r["seconds"])) for r in self._written.records)
        amiss.subtract((sid, c["duration"]) for sid, c in self._calls.items() if c["rooms"])
        excused = set(self.never_let_in)
        excused |= {sid for sid in self.without_a_room if documents.too_late(self._calls[sid])}
        return [
            (sid, times, self._calls.get(sid), documents.last.get(sid))
            for (sid, _), times in amiss.items()
            if times and sid not in excused
        ]

    def _told_otherwise(self) -> list[Any]:
        amiss: list[Any] = []
        for host, told in self._written.told.items():
            bill = billed([r for r in self._written.records if r["billing_number"] == host])
            if told.contradicts or not told.page == told.file == bill:
                amiss.append((told, bill))
        return amiss

    def _mispriced(self) -> list[Any]:
        records = self._written.records
        return [r for r in records if r["charge"] != -(-int(r["seconds"]) // 60) * PRICE]

    # ——— phones ———

    def _alive(self) -> list[Any]:
        calls = [call for call in self._written.ledger if call["status"] in ALIVE]
        return [*self._written.alive, *calls, *unfinished(self._written.rows)]

    def _rung_twice(self) -> list[Any]:
        """Return the numbers that were called more often than there are legs to be called."""
        legs = Counter(leg["number"] for leg in self._written.legs if not leg.get("inbound"))
        outbound = [c for c in self._written.ledger if c["direction"] == "outbound-api"]
        calls = Counter(call["to"] for call in outbound)
        more = [(number, n, legs[number]) for number, n in calls.items() if n > legs[number]]
        return more + [call for call in self._written.ledger if call["times_rung"] > 1]

    # ——— what was wished for ———

    def _held_twice(self) -> list[Any]:
        held = Counter(one["billing_number"] for one in self._written.conferences)
        inbound = [c for c in self._written.ledger if c["direction"] == "inbound"]
        dialled, asked = Counter(call["from"] for call in inbound), self._written.ways
        may = {host: dialled[host] if way == "dial_in" else 1 for host, way in asked.items()}
        return [(host, n, asked[host]) for host, n in held.items() if n > may[host]]

    def _never_held(self) -> list[Any]:
        conferences = [one for one in self._written.promised if one.way != RESERVED]
        return [one for one in conferences if one.id not in self._conferences]

    def _never_begun(self) -> list[Any]:
        reserved = [one for one in self._written.promised if one.way == RESERVED]
        return [
            (one, self._reservations.get(one.id)) for one in reserved if not self._came_of_it(one)
        ]

    def _came_of_it(self, one: Promise) -> bool:
        """Say whether a reservation became a conference that its host confirmed, or was missed.

        Either stands on its host's page; a missed one with its reason.
        """
        row = self._reservations.get(one.id)
        if row is None:
            return False
        told = self._written.told[row["billing_number"]].reserved.get(one.id)
        if row["state"] == "started":
            held = self._conferences.get(row.get("conference_id", ""), {})
            return bool(held.get("confirmed_at")) and told == "started"
        return row["state"] == told == "missed" and bool(row.get("reason"))

    # ——— what is left behind ———

    def _astray(self) -> list[Any]:
        """Return legs without a conference, but for notes that a call was over before it began."""
        rung = [leg for leg in self._written.legs if leg["state"] != NEVER_RUNG]
        real = [leg for leg in rung if leg.get("asked_by") != NOTED]
        return [leg for leg in real if leg["conference_id"] not in self._conferences]

    def _still_counted(self) -> list[Any]:
        """Return what counts against an account's limits still.

        One that came no further than to be counted is forgotten when the account is asked next.
        """
        counted = [(row["billing_number"], row.get("live") or set()) for row in self._accounts]
        return [(host, left) for host, live in counted if (left := live & self._conferences.keys())]

    @property
    def _accounts(self) -> list[Row]:
        return self._written.accounts

    @property
    def counted_in_vain(self) -> int:
        """How many conferences were counted and came no further: a process died in between."""
        live = set[str]().union(*(row.get("live") or set() for row in self._accounts))
        return len(live - self._conferences.keys())
