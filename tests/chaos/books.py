"""Whether the books agree after the chaos: the bill, the records, the network's own ledger."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.chaos.hosts import Wish
from tests.stories.bills import billed, in_the_file, on_the_page
from tests.stories.browser import Browser
from tests.stories.stand import OVER, Stand

Row = dict[str, Any]
ALIVE = {"queued", "initiated", "ringing", "in-progress"}
PRICE = 20  # fen for a started minute
AT_ONCE = 4


class Books:
    """Everything that was written down, read once, when all is over.

    *failed* are the calls for which a document was asked for in vain at least once.
    """

    def __init__(self, stand: Stand, owners: dict[Wish, Browser], failed: set[str]) -> None:
        self._stand = stand
        self._owners = owners
        self._failed = failed
        self.ledger = stand.ledger()
        self.rows = stand.items("conferences")
        self.records = [row for row in self.rows if row.get("billing_month")]

    @property
    def conferences(self) -> list[Row]:
        return [row for row in self.rows if row["kind"] == "conference"]

    @property
    def legs(self) -> list[Row]:
        return [row for row in self.rows if row["kind"] == "leg"]

    @property
    def shared(self) -> int:
        """How many conferences at least two were in the room of."""
        times = Counter(record["conference_id"] for record in self.records)
        return sum(count > 1 for count in times.values())

    def compared(self) -> dict[str, list[Any]]:
        """Return everything that is amiss, by the rule that it breaks."""
        rules: dict[str, Callable[[], list[Any]]] = {
            "records = ledger, each call once, to the second": self._disputed,
            "page = file = records, for each payer": self._told_otherwise,
            "charge = started minutes": self._mispriced,
            "nothing alive 60 s after the end": self._alive,
            "no phone rung twice for one leg": self._rung_twice,
            "one conference for one wish": self._held_twice,
            "no call that is nobody's": lambda: self._stand.items("orphans"),
        }
        return {rule: amiss() for rule, amiss in rules.items()}

    @property
    def never_let_in(self) -> list[str]:
        """Calls billed for the room whose document was lost on its way to them (ADR 0003)."""
        carried = {call["sid"]: call for call in self.ledger if not call["rooms"]}
        billed_once = Counter(record["call_sid"] for record in self.records)
        return [
            record["call_sid"]
            for record in self.records
            if record["call_sid"] in self._failed & carried.keys()
            and billed_once[record["call_sid"]] == 1
            and carried[record["call_sid"]]["duration"] == record["seconds"]
        ]

    def _disputed(self) -> list[Any]:
        lost = set(self.never_let_in)
        return [one for one in self._stand.disputed(self.records) if one[0] not in lost]

    def _told_otherwise(self) -> list[Any]:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            told = list(pool.map(self._told, self._owners.items()))
        return [one for one in told if one]

    def _told(self, one: tuple[Wish, Browser]) -> Row:
        wish, browser = one
        theirs = [r for r in self.records if r["billing_number"] == wish.host]
        page, file, bill = on_the_page(browser), in_the_file(browser), billed(theirs)
        return {} if page == file == bill else {"page": page, "file": file, "records": bill}

    def _mispriced(self) -> list[Any]:
        return [r for r in self.records if r["charge"] != -(-int(r["seconds"]) // 60) * PRICE]

    def _alive(self) -> list[Any]:
        lines = [line.call.sid for line in self._stand.network.call(_lines, self._stand)]
        calls = [call for call in self.ledger if call["status"] in ALIVE]
        return lines + calls + unfinished(self.rows)

    def _rung_twice(self) -> list[Any]:
        legs = Counter(leg["number"] for leg in self.legs)
        calls = Counter(c["to"] for c in self.ledger if c["direction"] == "outbound-api")
        more = [(number, n, legs[number]) for number, n in calls.items() if n > legs[number]]
        return more + [call for call in self.ledger if call["times_rung"] > 1]

    def _held_twice(self) -> list[Any]:
        held = Counter(one["billing_number"] for one in self.conferences)
        dialled = Counter(c["from"] for c in self.ledger if c["direction"] == "inbound")
        asked = {wish.host: wish.way for wish in self._owners}
        may = {host: dialled[host] if way == "dial_in" else 1 for host, way in asked.items()}
        return [(host, n, asked[host]) for host, n in held.items() if n > may[host]]


def all_over(stand: Stand) -> bool:
    """Say whether no call is alive, and every conference and leg has its last word."""
    return not stand.network.call(_lines, stand) and not unfinished(stand.items("conferences"))


def unfinished(rows: list[Row]) -> list[Row]:
    """Return the conferences and legs that are not over.

    Numbers that were keyed in for a conference that never began are no legs of one yet.
    """
    begun = {row["conference_id"] for row in rows if row["kind"] == "conference"}
    last = {"conference": {"ended"}, "leg": OVER}
    theirs = [row for row in rows if row["kind"] in last and row["conference_id"] in begun]
    return [row for row in theirs if row["state"] not in last[row["kind"]]]


def _lines(stand: Stand) -> list[Any]:
    return stand.simulated.lines
