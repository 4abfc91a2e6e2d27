"""The process is killed before every single step of a reservation: rung once an attempt, not lost.

A reservation is lived through again and again, from two minutes before its time on. The n-th time,
the process dies before its n-th step outwards; phones, queue and minute go on.
"""

from datetime import timedelta
from itertools import count
from math import inf

import pytest

from chalicelib import accounts, due, legs, reports, sweeps
from chalicelib import tables as t
from chalicelib.calls import FINAL, Call
from chalicelib.steps import Join
from chalicelib.tables import Conference, HostNumber, Reservation
from tests import factories
from tests.domain.reserving import IN_AN_HOUR, plan, reserve
from tests.fakes import START, Crash
from tests.people import LI, OFFICE, WANG

LOOKS = {"GetItem", "Query", "Scan", "BatchGetItem"}
STEP = timedelta(seconds=5)
LONG_AFTER = IN_AN_HOUR + timedelta(minutes=40)


class Life:
    """A network and a queue around one process that dies before its *fatal*-th step outwards.

    *keys* are what is pressed on each phone of the host's that answers, in order; None does not
    answer.
    """

    def __init__(self, world, *, fatal, keys):
        self.store, self.clock, self.network, self.queue = world
        self.left, self.crashed = inf, False
        self.fatal, self.keys = fatal, list(keys)
        self.met, self.reported = set(), set()
        factories.account(WANG)
        office = HostNumber.PREFIX + "office"
        HostNumber(WANG, office, number=OFFICE, note="", added_at=START).save()
        self.id = reserve(accounts.find(WANG), plan(LI))[0].reservation_id

    def request(self):
        """Count a request to the store: dying before a look is dying after what was done last."""
        if self.store.requests[-1] not in LOOKS:
            self.step()

    def step(self):
        """Count one step outwards, and die before the fatal one."""
        self.left -= 1
        if self.left == 0:
            self.crashed, self.left = True, inf
            raise Crash

    def safely(self, deed, *asked):
        """Do something of ours; None if the process died of it, and nobody asks again."""
        try:
            return deed(*asked)
        except Crash:
            return None

    def live(self):
        """Let time pass until nothing more is to come."""
        self.clock.at, self.left = IN_AN_HOUR - timedelta(minutes=2), self.fatal
        while self.clock.at < LONG_AFTER and not (self.clock.at.second == 0 and self.over()):
            if self.clock.at.second == 0:
                self.safely(due.ask_for_due)
                self.safely(sweeps.ask_for_due)
            self.safely(self.queue.run)  # a message whose worker died comes back
            self.phones()
            self.clock.advance(seconds=STEP.total_seconds())
        self.left = inf

    def over(self):
        """Say whether nothing is to come any more."""
        if self.network.alive or self.queue.messages:
            return False
        return not self.row.open and {one.state for one in self.conferences()} <= {"ended"}

    def phones(self):
        """Let every phone that has rung for ten seconds answer, or not; report what is over."""
        for sid in list(self.network.calls):
            self.phone(sid, self.network.calls[sid])
            if self.network.calls[sid].status in FINAL and sid not in self.reported:
                self.reported.add(sid)
                self.safely(reports.progress, *self.leg_of(sid), self.network.word(sid))

    def phone(self, sid, call):
        if sid not in self.met and self.clock.at - call.created_at >= 2 * STEP:
            self.met.add(sid)
            self.safely(self.meet, sid, call.number)
        conference_id, _ = self.leg_of(sid)
        talked = call.answered_at and self.clock.at - call.answered_at > timedelta(minutes=1)
        if talked or (conference_id,) in self.network.done("end_room"):
            self.network.ends(sid)

    def meet(self, sid, number):
        key = "1" if number == LI else self.keys.pop(0) if self.keys else None
        if key is None or sid not in self.network.alive:
            self.network.ends(sid, "no-answer")
            return
        self.network.answers(sid)
        there = self.leg_of(sid)
        try:
            legs.answered(*there, Call(sid))
            deed = legs.enter if number == LI else legs.accept
            step = deed(*there, Call(sid, digits=key))
        except Crash:
            self.network.ends(sid)  # no answer of ours: the network lets go
            raise
        if not isinstance(step, Join):
            self.network.ends(sid)

    def leg_of(self, sid):
        _, then, _ = self.network.done("ring")[list(self.network.calls).index(sid)]
        return then.split("/")[2:4]

    # ——— the books ———

    @property
    def row(self):
        return Reservation.get(WANG, self.id)

    @staticmethod
    def conferences():
        return list(Conference.scan(Conference.item == Conference.ITEM))

    def check(self):
        row, network = self.row, self.network
        assert row.state in {"started", "missed"}, "it is stuck"
        assert (row.due_at, row.due_shard) == (None, None), "it is looked at for ever"
        for number in (WANG, OFFICE):
            at = [call.created_at for call in network.calls.values() if call.number == number]
            assert len(at) <= len({time.replace(second=0) for time in at}), "rung twice"
        assert network.rung != [], "its time passed unnoticed"
        paths = [then for _, then, _ in network.done("ring")]
        assert len(paths) == len(set(paths)), "rung twice"
        found = self.conferences()
        assert {one.reservation_id for one in found} == {self.id}
        assert {one.state for one in found} == {"ended"}, "it never ended"
        confirmed = [one for one in found if one.confirmed_at]
        assert len(confirmed) == (row.state == "started"), "it is not told what came of it"
        assert (LI in network.rung) <= bool(confirmed), "rung before 1"
        assert network.alive == set(), "a call goes on"
        assert not accounts.find(WANG).live, "it counts for ever"
        assert due.ask_for_due() == 0


STORIES = {
    "he presses 1": (["1"], [WANG, LI]),
    "he does not answer, and then does at the office": ([None, "1"], [WANG, OFFICE, LI]),
    "he puts it off once": (["2", "1"], [WANG, WANG, LI]),
    "he is nowhere": ([None, None], [WANG, OFFICE]),
}
"""What is pressed on each phone of the host's, and who is rung if nobody dies."""


@pytest.fixture
def life(tables, clock, network, queue):
    """Live through the whole story once, in an empty world, with one death."""

    def live(fatal, keys):
        for left_over in (network.calls, network.did, queue.messages):
            left_over.clear()
        clock.at = START
        with tables.running(), pytest.MonkeyPatch.context() as patch:
            patch.setattr(t, "DUE_SHARDS", 1)  # a minute is looked at with few requests
            patch.setattr(t, "LIVE_SHARDS", 1)
            one = Life((tables, clock, network, queue), fatal=fatal, keys=keys)
            patch.setattr(tables, "before", one.request)
            for world in (network, queue):
                patch.setattr(world, "before", one.step)
            one.live()
            one.check()
        return one

    return live


@pytest.mark.parametrize("story", STORIES)
def test_whenever_the_process_dies_each_phone_rings_once_and_it_comes_to_an_end(life, story):
    keys, rung = STORIES[story]
    for fatal in count(1):
        one = life(fatal, keys)
        if not one.crashed:
            break
    assert fatal > 30
    assert one.network.rung == rung


def test_nobody_dies_and_the_host_is_rung_to_the_second(life):
    one = life(inf, ["1"])

    assert next(call.created_at for call in one.network.calls.values()) == IN_AN_HOUR
    assert one.row is not None
