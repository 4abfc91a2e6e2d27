"""Calls that are over on both sides, and each side without the other: what is reconciled."""

from datetime import UTC, datetime, timedelta

from chalicelib import tables
from chalicelib.billing.adjustments import Standing
from chalicelib.provider import Call
from tests.billing import billed
from tests.fakes import Record
from tests.people import LI

DAY = "2011-02-16"
TEN = datetime(2011, 2, 16, 2, 0, tzinfo=UTC)  # in the morning, in Beijing
HOUR = "10"


def theirs(network, sid, *, began=TEN, seconds=61, inbound=False):
    """Let the provider have a call that was answered."""
    ended = began + timedelta(seconds=seconds)
    network.calls[sid] = Record(sid, LI, began, "completed", began, ended, inbound)


def both(network, name="c1", *, began=TEN, seconds=61, said=None, **values):
    """Let a leg be billed for *seconds*; the provider may have *said* others. Return its sid."""
    leg = billed(name, answered_at=began, seconds=seconds, **values)
    theirs(network, leg.call_sid, began=began, seconds=seconds if said is None else said)
    return leg.call_sid


def planted(network):
    """Have one call missing, one extra, one longer at the provider, and one that is right."""
    both(network, "right")
    longer = both(network, "longer", said=121)
    extra = billed("extra", answered_at=TEN).call_sid
    theirs(network, "CAmissing")
    return {"missing": "CAmissing", "extra": extra, "different": longer}


def a_file(network):
    """Return the provider's list as a file of it would be read."""
    return [
        Call(c.sid, c.status, "outbound-api", "+861065116323", c.number, c.seconds, c.ended_at)
        for c in network.calls.values()
    ]


def found(day=DAY):
    """Return the findings of a day as what, call and state."""
    return sorted((one.what, one.call_sid, one.state) for one in tables.reconciled(day)[1])


def finding(call_sid, day=DAY):
    [one] = [one for one in tables.reconciled(day)[1] if one.call_sid == call_sid]
    return one


def standing(name, leg_id="p1-1"):
    """Return a leg as it stands: seconds and fen."""
    one = Standing.of(*tables.record(name, leg_id))
    return one.seconds, one.charge


def doubts(number, month="2011-02"):
    bill = tables.find(tables.Bill, number, month)
    return bill.doubts if bill else None
