"""Whatever is told of a call once it is in the room, however often and in any order: one bill."""

from itertools import permutations

import pytest

from chalicelib import legs, reports, sweeps, watch
from chalicelib.billing import statements
from chalicelib.calls import Call, Progress
from tests.factories import leg, live
from tests.people import LI, WANG

pytestmark = pytest.mark.usefixtures("product")

WORDS = ("ringing", "room again", "looked up", "swept", "completed")
ORDERS = sorted(permutations(WORDS))
IDS = ["-".join(order) for order in ORDERS]


def tell(word, there, network):
    match word:
        case "ringing":
            late = Progress(there.call_sid, "ringing")
            reports.progress(there.conference_id, there.leg_id, late)
        case "room again":
            legs.enter(there.conference_id, there.leg_id, Call(there.call_sid))
        case "looked up":
            watch.compare(there.conference_id)
        case "swept":
            sweeps.sweep(there.conference_id)
        case "completed":
            final = network.word(there.call_sid)
            reports.progress(there.conference_id, there.leg_id, final)


@pytest.mark.parametrize("order", ORDERS, ids=IDS)
def test_every_order_and_every_repeat_makes_the_same_bill(order, network, queue, clock):
    there = leg(live(LI, network=network, queue=queue), LI)
    clock.advance(seconds=61)
    network.ends(there.call_sid)

    bills = []
    for word in (*order, *order, *reversed(order)):
        tell(word, there, network)
        bills.append(list(statements.records(WANG, "2011-02")))
        clock.advance(seconds=1)

    last = bills[-1]
    assert [(r.seconds, r.charge, r.tariff, r.tariff_version) for r in last] == [
        (61, 40, "dial-in-2011", 1)
    ]
    assert all(bill in ([], last) for bill in bills), "what was billed once has changed"
