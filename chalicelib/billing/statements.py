"""What an account has used in a month, call by call and in sums (账单, S23, S82, S83)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib import clock, tables
from chalicelib.billing import rating, tariffs
from chalicelib.billing.rating import Rating
from chalicelib.billing.tariffs import Tariff
from chalicelib.tables import Adjustment, Leg

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

    *minutes* are started ones. A record with a *correction* adds its seconds, minutes and fen,
    which may be negative, to the leg of the same conference and leg id.
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
    minutes: int
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


def records(
    billing_number: str, month: str, *, since: datetime | None = None, brief: bool = False
) -> Iterator[Record]:
    """Yield the billed legs of one payer's Beijing *month* (“2011-02”), by time of answer.

    Only those answered later than *since*: what is older than the closing of an account is not for
    who has the number now. *brief* ones are good for sums alone, and cost half the work.
    """
    return map(_record, tables.billed(billing_number, month, since=since, brief=brief))


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
    return sums(records(billing_number, month, since=since, brief=True))


def sums(lines: Iterable[Record]) -> Statement:
    """Return the sums of *lines*: a leg counts once, with its corrections."""
    days: defaultdict[str, Sums] = defaultdict(Sums)
    legs, conferences = set(), set()
    total = Sums()
    for line in lines:
        leg = line.conference_id, line.leg_id
        for part in (total, days[clock.day(line.answered_at)]):
            part.legs += leg not in legs
            part.minutes += line.minutes
            part.charge += line.charge
        legs.add(leg)
        conferences.add(line.conference_id)
    return Statement(total, dict(sorted(days.items())), len(conferences))


def month_so_far(billing_number: str, month: str, *, since: datetime | None = None) -> Sums:
    """Return the sums alone, as key 4 says them (S23)."""
    return of(billing_number, month, since=since).total


def _record(row: Leg | Adjustment) -> Record:
    leg = row if isinstance(row, Leg) else None
    began = row.answered_at or clock.OLDEST  # the index holds no row without
    if isinstance(row, Leg):
        minutes, correction = rating.increments(int(row.seconds or 0), rating.MINUTE), None
    else:
        minutes, correction = int(row.minutes), Correction(row.reason, row.reference, row.made_at)
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
        minutes=minutes,
        tariff=row.tariff or "",
        tariff_version=int(row.tariff_version or 1),
        charge=int(row.charge or 0),
        call_sid=row.call_sid or "",
        correction=correction,
    )


def _place(row: Leg | Adjustment) -> Place:
    return row.answered_at or clock.OLDEST, row.conference_id, row.item
