"""The process is killed before every single read, write, job and call: nothing is lost or doubled.

One small conference is lived through again and again. The n-th time, the process dies before its
n-th step outwards; the network and the queue go on, the minute ticks, and the books must agree.
"""

from itertools import count
from math import inf

import pytest

from chalicelib import conference, dial_in, legs, sweeps
from chalicelib import tables as t
from chalicelib.billing import rating, tariffs
from chalicelib.calls import FINAL, Call, Progress
from chalicelib.steps import Join
from chalicelib.tables import Account, Conference, Orphan
from tests.fakes import Crash
from tests.people import LI, WANG

HOST_SID = "CAhost"
ROOM = conference.id_of(HOST_SID)


class World:
    """A network and a queue around one process that dies before its *fatal*-th step outwards."""

    def __init__(self, clock, network, queue, *, fatal, patient):
        self.clock, self.network, self.queue = clock, network, queue
        self.left = fatal
        self.patient = patient
        """Whether the network asks again after an answer it did not get."""
        self.reported = set()
        self.crashed = False

    def step(self):
        """Count one step outwards, and die before the fatal one."""
        self.left -= 1
        if self.left == 0:
            self.crashed, self.left = True, inf
            raise Crash

    def webhook(self, sid, deed, *asked):
        """Ask our side what to do with a live call; without an answer it is asked again or ends."""
        if self.network.calls[sid].status in FINAL:
            return None
        try:
            return deed(*asked)
        except Crash:
            if self.patient:
                return deed(*asked)
            self.network.ends(sid)
            return None

    def callbacks(self):
        """Report every call that is over, again where the report got no answer."""
        if self.network.done("end_room"):
            for sid in self.network.alive - {HOST_SID}:
                self.network.ends(sid)  # whoever was in the room is told so and released
        for sid, call in self.network.calls.items():
            if call.status in FINAL and sid not in self.reported:
                self.reported.add(sid)
                self.persistently(self.last_word, sid, call)

    def last_word(self, sid, call):
        if call.inbound:
            conference.inbound_progress(self.network.word(sid))
        else:
            conference.progress(*self.leg_of(call.number), self.network.word(sid))

    @staticmethod
    def persistently(deed, *asked):
        try:
            deed(*asked)
        except Crash:
            deed(*asked)

    def work(self):
        """Do the jobs; a message whose worker died comes back."""
        self.persistently(self.queue.run)
        self.callbacks()

    def leg_of(self, number):
        """Return the conference and the leg that the network was given for *number*."""
        path = next(then for to, then, _ in self.network.done("ring") if to == number)
        return path.split("/")[2:4]

    # ——— the story ———

    def live(self):
        self.start()
        if LI in self.network.rung:
            self.li_comes()
        self.clock.advance(seconds=61)
        self.network.ends(HOST_SID)
        self.callbacks()
        for _ in range(10):  # minutes
            self.work()
            self.clock.advance(seconds=10)
            self.work()
            if self.network.alive == set() and not self.goes_on():
                break
            self.clock.advance(seconds=50)
            self.persistently(sweeps.ask_for_due)

    def goes_on(self):
        self.left += 1  # our own look is no step of the product
        found = t.find(Conference, ROOM, Conference.ITEM)
        return found is not None and found.state != "ended"

    def start(self):
        self.network.dials_in(HOST_SID, WANG)
        self.webhook(HOST_SID, dial_in.welcome, Call(HOST_SID, WANG))
        keyed = Call(HOST_SID, WANG, digits="13800000201", finished=True)
        self.webhook(HOST_SID, dial_in.collect, "zh", 0, 0, keyed)
        start = Call(HOST_SID, WANG, finished=True)
        self.webhook(HOST_SID, dial_in.collect, "zh", 1, 0, start)
        self.work()

    def li_comes(self):
        sid, there = self.network.sid_of(LI), self.leg_of(LI)
        self.persistently(conference.progress, *there, Progress(sid, "ringing"))
        self.work()
        if sid not in self.network.alive:
            return
        self.network.answers(sid)
        self.webhook(sid, legs.answered, *there, Call(sid))
        step = self.webhook(sid, legs.enter, *there, Call(sid))
        if not isinstance(step, Join):
            self.network.ends(sid)
        self.work()

    # ——— the books ———

    def check(self):
        found, all_legs = t.collection(ROOM)
        calls = self.network.calls.values()
        assert self.network.alive == set(), "a call goes on"
        assert len(self.network.rung) <= 1, "rung twice"
        assert found is None or found.state == "ended", "the conference never ended"
        assert found is not None or self.network.rung == [], "rung for no conference"
        account = t.find(Account, WANG, Account.ITEM)
        assert not (account and account.live and found), "it counts for ever"
        sids = [leg.call_sid for leg in all_legs if leg.call_sid]
        orphans = [orphan.call_sid for orphan in Orphan.scan()]
        placed = [call.sid for call in calls if not call.inbound]
        hosts = [leg.call_sid for leg in all_legs if leg.host]
        assert sorted(sids + orphans) == sorted(placed + hosts), "a call is lost, or there twice"
        for leg in all_legs:
            assert found is None or leg.over, "a leg never ended"
            self.check_charge(leg)

    def check_charge(self, leg):
        call = self.network.calls.get(leg.call_sid)
        if leg.joined_at is None or call is None or call.seconds is None:
            assert leg.charge is None, "paid for no talk"
            return
        tariff = tariffs.in_force(tariffs.DIAL_IN, call.answered_at)
        assert (leg.seconds, leg.charge) == (call.seconds, rating.rate(call.seconds, tariff))


@pytest.fixture
def life(tables, clock, network, queue):
    """Live through the whole story once, in an empty world, with one death."""

    def live(fatal, *, patient):
        for left_over in (network.calls, network.did, queue.messages):
            left_over.clear()
        with tables.running(), pytest.MonkeyPatch.context() as patch:
            world = World(clock, network, queue, fatal=fatal, patient=patient)
            patch.setattr(tables, "before", world.step)
            patch.setattr(network, "before", world.step)
            patch.setattr(queue, "before", world.step)
            world.live()
            world.left = inf
            world.check()
        return world

    return live


@pytest.mark.parametrize("patient", [True, False], ids=["asked again", "not asked again"])
def test_whenever_the_process_dies_the_books_agree(life, patient):
    for fatal in count(1):
        world = life(fatal, patient=patient)
        if not world.crashed:
            break
    assert fatal > 25


def test_a_life_without_a_death_is_billed(life):
    world = life(10_000, patient=True)

    assert not world.crashed
    assert [call.seconds for call in world.network.calls.values()] == [61, 61]
    assert [leg.charge for leg in t.collection(ROOM)[1]] == [40, 40]
