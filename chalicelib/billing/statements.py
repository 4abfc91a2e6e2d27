"""What an account has used in a month, call by call and in sums (账单, S23, S82, S83)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib import clock, tables
from chalicelib.billing import rating, tariffs
from chalicelib.billing.rating import Rating
from chalicelib.billing.tariffs import Tariff
from chalicelib.tables import Adjustment, Leg

MINUTE = 60
Place = tuple[datetime, str, str]
"""Of a record in its month: answered_at, conference_id, item."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a record that adjusts another is for; *reference* is a tariff or the provider's word."""

    reason: str
    reference: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Record:
    """One billed leg as its payer may read it (话单): times UTC, *charge* in fen.

    A record with a *correction* adds its seconds and its charge, which may be negative, to the leg
    of the same conference and leg id.
    """

    conference_id: str
    leg_id: str
    number: str
    name: str | None
    host: bool
    way: str
    state: str
    answered_at: datetime
    ended_at: datetime
    seconds: int
    tariff: str
    tariff_version: int
    charge: int
    call_sid: str
    correction: Correction | None = None

    @property
    def row(self) -> Tariff:
        """The row of the price list that it was rated by."""
        return tariffs.named(self.tariff, self.tariff_version)

    @property
    def minutes(self) -> int | None:
        """The started minutes of a leg; a correction has none of its own."""
        return None if self.correction else rating.increments(self.seconds, MINUTE)

    @property
    def free(self) -> bool:
        """Whether it is the host's, and the host is free."""
        return self.host and not self.row.host_pays

    @property
    def rating(self) -> Rating | None:
        """How the charge of a leg comes about; None of a correction."""
        if self.correction:
            return None
        return rating.explain(self.seconds, self.row, host=self.host)


@dataclass(slots=True)
class Sums:
    """Billed legs, their started minutes, and fen."""

    legs: int = 0
    minutes: int = 0
    charge: int = 0


@dataclass(frozen=True, slots=True)
class Statement:
    """A month so far: its sums, and those of each Beijing date with a call, in their order."""

    total: Sums
    days: dict[str, Sums] = field(default_factory=dict)
    conferences: int = 0


def records(billing_number: str, month: str, *, since: datetime | None = None) -> Iterator[Record]:
    """Yield the billed legs of one payer's Beijing *month* (“2011-02”), by time of answer.

    Only those answered later than *since*: what is older than the closing of an account is not for
    who has the number now.
    """
    return map(_record, tables.billed(billing_number, month, since=since))


def page(
    billing_number: str,
    month: str,
    *,
    after: Place | None,
    most: int,
    since: datetime | None = None,
) -> tuple[list[Record], Place | None]:
    """Return *most* records of a month at most, and the place to go on after, if there are more."""
    rows = list(tables.billed(billing_number, month, after=after, most=most + 1, since=since))
    shown = rows[:most]
    last = shown[-1] if len(rows) > most else None
    return [_record(row) for row in shown], _place(last) if last else None


def of(billing_number: str, month: str, *, since: datetime | None = None) -> Statement:
    """Return the sums of one payer's Beijing *month*."""
    rows = tables.billed(billing_number, month, since=since, brief=True)
    return sums(map(_record, rows))


def sums(lines: Iterable[Record]) -> Statement:
    """Return the sums of *lines*; minutes are those of each leg with its corrections."""
    seconds: Counter[tuple[str, str, str]] = Counter()
    days: defaultdict[str, Sums] = defaultdict(Sums)
    conferences = set()
    for line in lines:
        day = clock.day(line.answered_at)
        seconds[day, line.conference_id, line.leg_id] += line.seconds
        days[day].charge += line.charge
        conferences.add(line.conference_id)
    for (day, _, _), talked in seconds.items():
        days[day].legs += 1
        days[day].minutes += rating.increments(talked, MINUTE)
    parts = [days[day] for day in sorted(days)]
    total = Sums(
        sum(part.legs for part in parts),
        sum(part.minutes for part in parts),
        sum(part.charge for part in parts),
    )
    return Statement(total, dict(sorted(days.items())), len(conferences))


def month_so_far(billing_number: str, month: str, *, since: datetime | None = None) -> Sums:
    """Return the sums alone, as key 4 says them (S23)."""
    return of(billing_number, month, since=since).total


def _record(row: Leg | Adjustment) -> Record:
    leg = row if isinstance(row, Leg) else None
    correction = (
        None if isinstance(row, Leg) else Correction(row.reason, row.reference, row.made_at)
    )
    began = row.answered_at or clock.OLDEST  # the index holds no row without
    return Record(
        conference_id=row.conference_id,
        leg_id=row.leg_id,
        number=row.number,
        name=leg.name if leg else None,
        host=row.host,
        way=row.way or "",
        state=leg.state if leg else "",
        answered_at=began,
        ended_at=row.ended_at or began,
        seconds=int(row.seconds or 0),
        tariff=row.tariff or "",
        tariff_version=int(row.tariff_version or 1),
        charge=int(row.charge or 0),
        call_sid=row.call_sid or "",
        correction=correction,
    )


def _place(row: Leg | Adjustment) -> Place:
    return row.answered_at or clock.OLDEST, row.conference_id, row.item
