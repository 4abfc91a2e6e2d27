"""The process is killed before every single read, write, job and call: nothing is lost or doubled.

One small conference is lived through again and again, dialled in or started from the web. The n-th
time, the process dies before its n-th step outwards; the network and the queue go on, the minute
ticks, and the books must agree.
"""

from itertools import count
from math import inf

import pytest

from chalicelib import accounts, conference, dial_in, hosts, ids, legs, reports, sweeps, web_start
from chalicelib import tables as t
from chalicelib.billing import rating, tariffs
from chalicelib.calls import FINAL, Call, Progress
from chalicelib.steps import Join
from chalicelib.tables import Account, Conference, Orphan
from chalicelib.web_start import Party
from tests import factories
from tests.fakes import Crash
from tests.people import LI, WANG

HOST_SID = "CAhost"
ROOM = conference.id_of(HOST_SID)
WEB_ROOM = ids.derived("web", WANG, "a start")


class World:
    """A network and a queue around one process that dies before its *fatal*-th step outwards."""

    room = ROOM

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
            for sid in self.network.alive - {self.host_sid}:
                self.network.ends(sid)  # whoever was in the room is told so and released
        for sid, call in self.network.calls.items():
            if call.status in FINAL and sid not in self.reported:
                self.reported.add(sid)
                self.persistently(self.last_word, sid, call)

    def last_word(self, sid, call):
        if call.inbound:
            reports.inbound_progress(self.network.word(sid))
        else:
            reports.progress(*self.leg_of(sid), self.network.word(sid))

    @property
    def host_sid(self):
        return HOST_SID

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

    def leg_of(self, sid):
        """Return the conference and the leg that the network was given for a call."""
        placed = [one for one, call in self.network.calls.items() if not call.inbound]
        _, then, _ = self.network.done("ring")[placed.index(sid)]
        return then.split("/")[2:4]

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
        found = t.find(Conference, self.room, Conference.ITEM)
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
        sid = self.network.sid_of(LI)
        there = self.leg_of(sid)
        self.persistently(reports.progress, *there, Progress(sid, "ringing"))
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
        found, all_legs = t.collection(self.room)
        calls = self.network.calls.values()
        assert self.network.alive == set(), "a call goes on"
        rung = [then for _, then, _ in self.network.done("ring")]
        assert len(set(rung)) == len(rung), "rung twice"
        assert found is None or found.state == "ended", "the conference never ended"
        assert found is not None or self.network.rung == [], "rung for no conference"
        account = t.find(Account, WANG, Account.ITEM)
        assert not (account and account.live and found), "it counts for ever"
        sids = [leg.call_sid for leg in all_legs if leg.call_sid]
        orphans = [orphan.call_sid for orphan in Orphan.scan()]
        placed = [call.sid for call in calls if not call.inbound]
        dialled = [leg.call_sid for leg in all_legs if leg.inbound]
        assert sorted(sids + orphans) == sorted(placed + dialled), "a call is lost, or there twice"
        for leg in all_legs:
            assert found is None or leg.over, "a leg never ended"
            self.check_charge(leg)

    def check_charge(self, leg):
        call = self.network.calls.get(leg.call_sid)
        if leg.joined_at is None or call is None or call.seconds is None:
            assert leg.charge is None, "paid for no talk"
            return
        tariff = tariffs.in_force(leg.way, call.answered_at)
        charge = rating.rate(call.seconds, tariff, host=leg.host)
        assert (leg.seconds, leg.charge) == (call.seconds, charge)
        assert (leg.tariff, leg.tariff_version) == tariff.name


class WebWorld(World):
    """The same, around a start from the web whose host answers and presses 1."""

    room = WEB_ROOM

    def __init__(self, *around, **values):
        super().__init__(*around, **values)
        self.account = factories.account(WANG)
        self.id = None

    @property
    def host_sid(self):
        return self.network.sid_of(WANG) if WANG in self.network.rung else None

    def live(self):
        self.ask()
        came = set()
        for _ in range(10):  # minutes
            self.work()
            for number, comes in ((WANG, self.host_comes), (LI, self.li_comes)):
                if number in self.network.rung and number not in came:
                    came.add(number)
                    comes()
            self.clock.advance(seconds=61)
            self.persistently(sweeps.ask_for_due)
            self.work()
            if came == {WANG, LI}:
                self.host_leaves()
            self.clock.advance(seconds=10)
            self.work()
            if self.network.alive == set() and not self.goes_on():
                break

    def ask(self):
        """Ask as a page does: again with the same key if it got no answer, if it is patient."""
        for _ in range(2 if self.patient else 1):
            try:
                parties = [Party(LI)]
                self.id = web_start.start(self.account, hosts.REGISTERED, parties, key="a start")
            except Crash:
                continue
            break

    def host_comes(self):
        sid = self.host_sid
        there = self.leg_of(sid)
        if sid not in self.network.alive:
            return
        self.network.answers(sid)
        self.webhook(sid, legs.answered, *there, Call(sid))
        step = self.webhook(sid, legs.accept, *there, Call(sid, digits="1"))
        if not isinstance(step, Join):
            self.network.ends(sid)
        self.work()

    def host_leaves(self):
        self.network.ends(self.host_sid)
        self.callbacks()
        self.work()

    def check(self):
        super().check()
        found, all_legs = t.collection(self.room)
        assert self.id in {None, self.room}
        assert found is not None or self.id is None, "what was promised was not kept"
        assert found is None or found.confirmed_at or LI not in self.network.rung, "rung before 1"
        assert found is not None or not any(leg.charge for leg in all_legs)
        self.clock.advance(minutes=1)
        accounts.hold(WANG, "another conference")


class CallBackWorld(WebWorld):
    """The same, whose host drops, is called back and presses 1 again; a minute later both go."""

    def __init__(self, *around, **values):
        super().__init__(*around, **values)
        self.account = factories.account(WANG, call_back_host=True)
        self.dropped = False

    def host_leaves(self):
        if self.dropped:
            self.network.ends(self.network.sid_of(LI))
            super().host_leaves()
            return
        self.dropped = True
        super().host_leaves()
        self.clock.advance(seconds=3)
        self.work()
        self.host_comes()

    def check(self):
        super().check()
        assert self.network.rung.count(WANG) <= 2
        assert self.network.rung.count(LI) <= 1


KINDS = {World: "dialled in", WebWorld: "from the web", CallBackWorld: "the host called back"}


@pytest.fixture
def life(tables, clock, network, queue):
    """Live through the whole story once, in an empty world, with one death."""

    def live(fatal, *, patient, kind=World):
        for left_over in (network.calls, network.did, queue.messages):
            left_over.clear()
        with tables.running(), pytest.MonkeyPatch.context() as patch:
            world = kind(clock, network, queue, fatal=fatal, patient=patient)
            patch.setattr(tables, "before", world.step)
            patch.setattr(network, "before", world.step)
            patch.setattr(queue, "before", world.step)
            world.live()
            world.left = inf
            world.check()
        return world

    return live


@pytest.mark.parametrize("kind", KINDS, ids=KINDS.get)
@pytest.mark.parametrize("patient", [True, False], ids=["asked again", "not asked again"])
def test_whenever_the_process_dies_the_books_agree(life, patient, kind):
    for fatal in count(1):
        world = life(fatal, patient=patient, kind=kind)
        if not world.crashed:
            break
    assert fatal > 25


def test_a_life_without_a_death_is_billed(life):
    world = life(10_000, patient=True)

    assert not world.crashed
    assert [call.seconds for call in world.network.calls.values()] == [61, 61]
    assert [leg.charge for leg in t.collection(ROOM)[1]] == [40, 40]


def test_a_life_from_the_web_without_a_death_is_billed(life):
    world = life(10_000, patient=True, kind=WebWorld)

    assert world.id == WEB_ROOM
    assert [call.seconds for call in world.network.calls.values()] == [61, 61]
    assert [leg.charge for leg in t.collection(WEB_ROOM)[1]] == [40, 40]


def test_a_life_with_a_host_called_back_and_without_a_death_is_billed(life):
    world = life(10_000, patient=True, kind=CallBackWorld)

    billed = {(leg.leg_id, leg.charge) for leg in t.collection(WEB_ROOM)[1] if leg.host}
    assert world.network.rung == [WANG, LI, WANG]
    assert billed == {("host-1", 40), ("host-2", 40)}
