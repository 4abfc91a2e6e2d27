"""What is done about a call on which we and the provider do not agree (差异).

It is written down first, as open; then what can be proved is healed, and written as healed. So
whatever a crash leaves undone is open, and the next comparison of that day does it. Doing it again
changes nothing.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from chalicelib import clock, legs, tables
from chalicelib.billing import adjustments
from chalicelib.billing.adjustments import BY_PROVIDER, Standing
from chalicelib.billing.comparison import EXTRA, Difference, said
from chalicelib.calls import Progress
from chalicelib.provider import Call
from chalicelib.tables import Bill, Finding

log = logging.getLogger(__name__)

OPEN, HEALED, SETTLED = "open", "healed", "settled"


def attend(one: Difference) -> int:
    """Write a difference down and heal it; return the fen that were added to the record by that.

    A missing call is kept as an orphan and charged to nobody. A record of other seconds is adjusted
    to the provider's. What is billed and unknown to the provider cannot be proved either way: it
    stays open, and the payer's month is parked. What a person has settled is left alone.
    """
    finding = _written(one)
    if finding.state == SETTLED:
        return 0
    if one.call is None:
        _park(finding)
        return 0
    added = _adjust(one.standing, one.call) if one.standing else _orphan(one.call)
    _heal(finding)
    return added


def review(day: str, since: datetime, until: datetime, agreed: Callable[[str], bool]) -> None:
    """Heal the findings on calls of a day's span on which both sides are *agreed* by now (sid)."""
    for finding in tables.reconciled(day)[1]:
        if since <= _ended_at(finding) < until and agreed(finding.call_sid):
            _heal(finding)
            _release(finding)


def settle(day: str, sid: str, note: str) -> bool:
    """Let a person's word, the *note*, settle what is open on one call; False if nothing is.

    *day* is the Beijing day of the call's end. The record stays as it is.
    """
    settled = False
    for finding in tables.reconciled(day)[1]:
        if finding.call_sid == sid:
            settled |= _close(finding, SETTLED, note)
            _release(finding)
    return settled


def settled(one: Difference) -> bool:
    """Say whether a person has settled this difference."""
    key = f"{Finding.PREFIX}{one.call_sid}#{one.what}"
    found = tables.find(Finding, clock.day(one.ended_at), key)
    return found is not None and found.state == SETTLED


def _written(one: Difference) -> Finding:
    """Return the finding of a difference as it is stored; one that is back is open again."""
    payer, _, month = _payer(one).partition("#")
    finding = Finding(
        clock.day(one.ended_at),
        f"{Finding.PREFIX}{one.call_sid}#{one.what}",
        what=one.what,
        state=OPEN,
        call_sid=one.call_sid,
        billing_number=payer or None,
        month=month or None,
        ours=one.ours,
        theirs=one.theirs,
        found_at=clock.now(),
    )
    if not tables.put_new(finding, Finding.day):
        again = Finding.state.set(OPEN), Finding.settled_at.remove()
        back = one.what == EXTRA and tables.change(
            finding, *again, condition=Finding.state == HEALED
        )
        if not back:
            finding.refresh(consistent_read=True)
    return finding


def _payer(one: Difference) -> str:
    return one.standing.billing_month or "" if one.standing else ""


def _ended_at(finding: Finding) -> datetime:
    side = finding.ours or finding.theirs or {}
    return datetime.fromisoformat(side["ended_at"])


def _orphan(call: Call) -> int:
    legs.orphan("", "", Progress(call.sid, call.status, call.seconds))
    return 0


def _adjust(standing: Standing, call: Call) -> int:
    seconds = said(call) or 0
    if standing.billing_month is None:
        _bill_late(standing, call, seconds)
    made = adjustments.adjust(standing, reason=BY_PROVIDER, reference=call.sid, seconds=seconds)
    return int(made.charge) if made else 0


def _bill_late(standing: Standing, call: Call, seconds: int) -> None:
    """Say on a leg that was never billed what its adjustment takes from it; it is not stored."""
    leg = standing.leg
    leg.answered_at = (call.ended_at or leg.ended_at) - timedelta(seconds=seconds)
    leg.billing_month = f"{leg.billing_number}#{clock.month(leg.answered_at)}"


def _park(finding: Finding) -> None:
    """Keep the payer's month from being closed, unless a person has settled it this moment."""
    log.error("finding", extra=_told(finding))
    parked = Bill(finding.billing_number, finding.month)
    parked.update(actions=[Bill.doubts.add({finding.call_sid})])
    told = {"billing_number": finding.billing_number, "month": finding.month}
    log.error("statement parked", extra={**told, "call_sid": finding.call_sid})
    finding.refresh(consistent_read=True)
    if finding.state != OPEN:
        _release(finding)


def _release(finding: Finding) -> None:
    """Take the doubt away, if there is one."""
    sid = finding.call_sid
    if finding.what == EXTRA:
        bill = Bill(finding.billing_number, finding.month)
        tables.change(bill, Bill.doubts.delete({sid}), condition=Bill.doubts.contains(sid))


def _heal(finding: Finding) -> None:
    if _close(finding, HEALED):
        log.warning("finding", extra=_told(finding))


def _close(finding: Finding, state: str, note: str | None = None) -> bool:
    facts = [Finding.state.set(state), Finding.settled_at.set(clock.now())]
    if note is not None:
        facts.append(Finding.note.set(note))
    return tables.change(finding, *facts, condition=Finding.state == OPEN)


def _told(finding: Finding) -> dict[str, str]:
    return {
        "day": finding.day,
        "call_sid": finding.call_sid,
        "what": finding.what,
        "state": finding.state,
    }
