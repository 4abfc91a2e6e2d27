"""Every call there ever was (总账): kept in memory, journalled to disk, the truth for checkers."""

import json
import sqlite3
from datetime import datetime
from pathlib import Path

from local.network.calls import Call, Status, entry, from_entry
from local.network.timeline import whole

FILE = "ledger.sqlite3"

SCHEMA = """
CREATE TABLE IF NOT EXISTS calls (sid TEXT PRIMARY KEY, entry TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS marks (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


class Ledger:
    """All calls by sid, oldest first. Without a directory nothing outlives the process."""

    def __init__(self, directory: Path | None = None) -> None:
        if directory:
            directory.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(
            directory / FILE if directory else ":memory:", isolation_level=None
        )
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(SCHEMA)
        self.calls: dict[str, Call] = {}
        self.heartbeat = self._read_heartbeat()
        self.starts = self._count_start()
        self._load()

    def write(self, call: Call) -> None:
        """Journal the present state of *call*, new or changed."""
        self.calls[call.sid] = call
        self._db.execute(
            "INSERT INTO calls VALUES (?, ?)"
            " ON CONFLICT (sid) DO UPDATE SET entry = excluded.entry",
            (call.sid, json.dumps(entry(call))),
        )

    def beat(self, now: datetime) -> None:
        """Journal that the network was alive at *now*."""
        self._mark("heartbeat", now.isoformat())

    def clear(self) -> None:
        """Forget every call."""
        self.calls.clear()
        self._db.execute("DELETE FROM calls")

    def close(self) -> None:
        self._db.close()

    def _load(self) -> None:
        for (text,) in self._db.execute("SELECT entry FROM calls ORDER BY rowid"):
            call = from_entry(json.loads(text))
            self.calls[call.sid] = call
        for call in self.calls.values():
            if not call.status.final:
                self._settle(call)
                self.write(call)

    def _settle(self, call: Call) -> None:
        """End a call that was alive when the network died: at the last sign of life."""
        moves = [moment for stay in call.stays for moment in (stay.joined_at, stay.left_at)]
        signs = [call.updated_at, whole(self.heartbeat or call.updated_at), *filter(None, moves)]
        last = max(signs)
        call.status = Status.COMPLETED if call.answered_at else Status.FAILED
        call.ended_at = call.updated_at = last
        for stay in call.stays:
            stay.left_at = stay.left_at or last

    def _read_heartbeat(self) -> datetime | None:
        row = self._db.execute("SELECT value FROM marks WHERE name = 'heartbeat'").fetchone()
        return datetime.fromisoformat(row[0]) if row else None

    def _count_start(self) -> int:
        row = self._db.execute("SELECT value FROM marks WHERE name = 'starts'").fetchone()
        starts = int(row[0]) + 1 if row else 1
        self._mark("starts", str(starts))
        return starts

    def _mark(self, name: str, value: str) -> None:
        self._db.execute(
            "INSERT INTO marks VALUES (?, ?)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, value),
        )
