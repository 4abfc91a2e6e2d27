"""The bill and the provider's records of the same calls, compared (对账).

After each conference its calls are looked at one by one. Every night the hours of the Beijing day
before are compared with the provider's own list: only that shows a call we know nothing of.

Calls that speak a code have no leg. `code_calls` keeps the sid of each as an orphan when it places
one; where the provider did not say whether it did, the call is found here, and kept as one then.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from chalicelib import clock, config, control, jobs, provider, tables
from chalicelib.billing import findings
from chalicelib.billing.adjustments import Standing
from chalicelib.billing.comparison import (
    EXTRA,
    Difference,
    by_sid,
    compare,
    said,
    unexplained,
)
from chalicelib.billing.rerating import standings
from chalicelib.calls import Progress
from chalicelib.job import Job
from chalicelib.provider import Call
from chalicelib.tables import ENDED, Adjustment, Conference, ConferenceItem, Hour, Leg, Orphan

log = logging.getLogger(__name__)

HOURS = 24
FORWARDED = "outbound-dial"
MARGIN = timedelta(minutes=5)
"""How far beyond an hour both sides are read: clocks differ, and a last word may come late."""
FURTHER = timedelta(days=1)
"""How far a record is searched for that is not where its call is."""
ALWAYS = timedelta(days=3_650)


@dataclass(frozen=True, slots=True)
class Compared:
    """One *hour*, 0 to 23, of a Beijing *day*: the provider's calls that ended in it, and ours."""

    day: str
    hour: int
    calls: list[Call]
    answered: frozenset[str]
    """Sids of those that were answered, and of some around the hour."""
    standings: list[Standing]
    differences: list[Difference]
    agreed: frozenset[str]
    """Sids of calls about which there is nothing to be said."""


def conference(conference_id: str) -> None:
    """Compare the calls of a conference that has ended, once; it is marked if all is well.

    One request of the provider for each leg that was in the room, one query, one write. A call the
    provider does not know, or has not said the seconds of, leaves it unmarked: the night comes back
    to it.
    """
    rows: list[ConferenceItem] = list(ConferenceItem.query(conference_id, consistent_read=True))
    found = next((row for row in rows if isinstance(row, Conference)), None)
    if found is None or found.state != ENDED or found.reconciled_at is not None:
        return
    ours = by_sid(
        one
        for one in standings([row for row in rows if isinstance(row, Leg | Adjustment)])
        if one.leg.joined_at is not None
    )
    theirs = _looked_at([one.leg for one in ours.values()])
    differences = compare(
        ours.values(), theirs, found.started_at - ALWAYS, found.started_at + ALWAYS
    )
    for one in differences:
        findings.attend(one)
    in_doubt = [one for one in differences if one.what == EXTRA and not findings.settled(one)]
    if not in_doubt and all(said(call) is not None for call in theirs):
        found.change(Conference.reconciled_at.set(clock.now()))


def ask_for_hours(day: str) -> None:
    """Have each hour of a Beijing *day* (“2011-02-16”) compared with the provider's list."""
    wanted = [jobs.Ask(Job.RECONCILE_HOUR, day, f"{number:02}") for number in range(HOURS)]
    if len(jobs.ask_all(wanted)) < len(wanted):
        msg = f"{day}: not every hour was asked for"
        raise RuntimeError(msg)  # the schedule comes back: an hour compared twice is no harm


def hour(day: str, number: str) -> None:
    """Compare one hour of a Beijing *day*, *number* “00” to “23”; one that there is not is none.

    One request of the provider for each thousand calls, and one for each billed leg it does not
    list. Conferences that were not marked after their end are asked for again.
    """
    if number not in {f"{one:02}" for one in range(HOURS)}:
        return
    compared = _compared(day, int(number), None)
    _write(compared)
    _ask_for_unmarked({one.leg.conference_id for one in compared.standings})


def day(
    name: str, calls: Iterable[Call] | None = None, *, dry_run: bool
) -> Iterator[list[Difference]]:
    """Compare the hours of a Beijing day that are over; yield what is found in each of them.

    With the provider's list, or with *calls*: these are then its whole word, and it is asked for
    nothing. What is found is written and healed before it is yielded, but not by a *dry_run*.
    Raise ValueError if there is no such day.
    """
    listed = None if calls is None else list(calls)
    if clock.day(clock.beginning(name)) != name:
        msg = f"write a day as 2011-02-16, not {name!r}"
        raise ValueError(msg)
    for number in range(HOURS):
        if _span(name, number)[1] > clock.now():
            return
        compared = _compared(name, number, listed)
        if not dry_run:
            _write(compared)
            _ask_for_unmarked({one.leg.conference_id for one in compared.standings})
        yield compared.differences


def cost_of(hours: Iterable[Hour]) -> dict[str, Decimal]:
    """Return what the provider charges for the calls of *hours*, as far as known, by currency."""
    costs: defaultdict[str, Decimal] = defaultdict(Decimal)
    for one in hours:
        if one.cost is not None:
            costs[one.currency or ""] += Decimal(one.cost)
    return dict(costs)


def _span(day: str, number: int) -> tuple[datetime, datetime]:
    since = clock.beginning(day) + timedelta(hours=number)
    return since, since + timedelta(hours=1)


def _compared(day: str, number: int, listed: list[Call] | None) -> Compared:
    since, until = _span(day, number)
    first, last = since - MARGIN, until + MARGIN
    ours = [one for part in tables.ended(first, last) for one in standings(part)]
    if listed is None:
        theirs = list(provider.ended(first, last))
    else:
        mine = by_sid(ours)
        theirs = [call for call in listed if call.sid in mine or _within(call, first, last)]
    known = _explained(ours, [call for call in theirs if _within(call, since, until)])
    differences = compare(ours, theirs, since, until, known)
    if listed is None and (extra := [one for one in differences if one.what == EXTRA]):
        theirs += _looked_at([one.standing.leg for one in extra if one.standing])
        differences = compare(ours, theirs, since, until, known)
    return Compared(
        day,
        number,
        calls=[call for call in theirs if _within(call, since, until) and _of_ours(call)],
        answered=frozenset(call.sid for call in theirs if said(call)),
        standings=[one for one in ours if since <= one.leg.ended_at < until],
        differences=differences,
        agreed=_agreed(ours, theirs, known) - {one.call_sid for one in differences},
    )


def _of_ours(call: Call) -> bool:
    """Say whether a call is to or from 116323, was forwarded to the desk, or asked for by its sid.

    The provider's account may have other numbers.
    """
    ends = (call.from_, call.to)
    return call.direction in (FORWARDED, "") or config.settings.service_number in ends


def _within(call: Call, since: datetime, until: datetime) -> bool:
    return call.ended_at is not None and since <= call.ended_at < until


def _agreed(ours: list[Standing], theirs: list[Call], known: set[str]) -> frozenset[str]:
    final = {call.sid for call in theirs if said(call) is not None}
    legs = by_sid(ours)
    unbilled = {sid for sid, one in legs.items() if not one.seconds and not one.charge}
    return frozenset(known | unbilled | (final & legs.keys()))


def _write(compared: Compared) -> None:
    """Attend to what was found, then write the hour down: without that row it is not done."""
    since, until = _span(compared.day, compared.hour)
    added = sum(findings.attend(one) for one in compared.differences)
    proved = compared.agreed | {one.call_sid for one in compared.differences if one.call}
    findings.review(compared.day, since, until, proved.__contains__)
    answered = [call for call in compared.calls if said(call)]
    charges = [o.charge for o in compared.standings if o.leg.call_sid in compared.answered]
    cost, currency, unpriced = _cost(compared.calls)
    Hour(
        compared.day,
        f"{Hour.PREFIX}{compared.hour:02}",
        compared_at=clock.now(),
        calls=len(answered),
        seconds=sum(said(call) or 0 for call in answered),
        revenue=sum(charges) + added,
        cost=cost,
        currency=currency,
        unpriced=unpriced,
    ).save()
    facts = {"day": compared.day, "hour": compared.hour, "calls": len(answered)}
    log.info("hour reconciled", extra={**facts, "findings": len(compared.differences)})


def _cost(calls: list[Call]) -> tuple[str | None, str | None, int]:
    """Return what the provider charges for *calls*, in what, and how many it has no price for yet.

    An account has one currency; a price in another would count as none. What was not answered
    and has no price is not waited for.
    """
    currency = next((call.currency for call in calls if call.price), None)
    priced = [call for call in calls if call.price and call.currency == currency]
    unpriced = [call for call in calls if call not in priced and said(call)]
    if not priced:
        return None, None, len(unpriced)
    cost = sum((-Decimal(call.price or 0) for call in priced), Decimal(0))
    return f"{cost:f}", currency, len(unpriced)


def _looked_at(all_legs: list[Leg]) -> list[Call]:
    """Return the calls of *all_legs* that the provider knows, by asking for each."""
    words = control.several_at_once(lambda leg: provider.look(leg.call_sid or ""), all_legs)
    return [_call(word) for word in words if word is not None]


def _call(word: Progress) -> Call:
    return Call(word.sid, word.status, "", "", "", word.seconds, word.at)


def _explained(ours: list[Standing], theirs: list[Call]) -> set[str]:
    """Return the sids of the provider's calls that need no leg here.

    They are orphans already, or spoke a code; their record is of another time than the list says;
    or their leg is still waiting for its last word.
    """
    legs = by_sid(ours)
    strange = {call.sid: call for call in theirs if unexplained(call) and call.sid not in legs}
    known = {row.call_sid for row in Orphan.batch_get(list(strange))}
    if left := [call for sid, call in strange.items() if sid not in known]:
        known |= _elsewhere(left) | _waiting(left)
    return known


def _elsewhere(calls: list[Call]) -> set[str]:
    moments = [call.ended_at for call in calls if call.ended_at]
    span = tables.ended(min(moments) - FURTHER, max(moments) + FURTHER)
    return {row.call_sid or "" for part in span for row in part} & {call.sid for call in calls}


def _waiting(calls: list[Call]) -> set[str]:
    """Return those that may be of a leg whose conference is not over: its end looks at them."""
    alive: list[Leg] = []
    for shard in range(tables.LIVE_SHARDS):
        for conference_id in tables.due(shard, clock.now() + ALWAYS):
            alive += [leg for leg in tables.collection(conference_id)[1] if not leg.over]
    return {call.sid for call in calls if any(_may_be(call, leg) for leg in alive)}


def _may_be(call: Call, leg: Leg) -> bool:
    """Say whether *call* is that of *leg*, or may be: it was rung, and never learnt its sid."""
    if leg.call_sid is not None:
        return leg.call_sid == call.sid
    rung = leg.setup_at is not None and call.ended_at is not None and leg.setup_at <= call.ended_at
    return rung and leg.number == call.to


def _ask_for_unmarked(conference_ids: set[str]) -> None:
    keys = [(conference_id, Conference.ITEM) for conference_id in sorted(conference_ids)]
    jobs.ask_all(
        [
            jobs.Ask(Job.RECONCILE, row.conference_id)
            for row in ConferenceItem.batch_get(keys)
            if isinstance(row, Conference) and row.state == ENDED and row.reconciled_at is None
        ]
    )
