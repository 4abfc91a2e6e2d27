"""The process is killed before every single step of a registration: it goes on, or begins anew.

王小明 fills in the form, dials 116323 for the first time, is called back and types the code. The
n-th time the process dies before its n-th step outwards; what got no answer is asked again, as
browsers, the network and the queue do.
"""

from dataclasses import replace
from itertools import count
from math import inf

import pytest

from chalicelib import accounts, dial_in, registrations, sessions
from chalicelib.calls import FINAL, Call
from chalicelib.errors import Refused
from chalicelib.tables import Account, Session, Verification
from tests.code_phone import HOME, CodePhone
from tests.factories import FIREFOX, PASSWORD, form
from tests.fakes import Crash
from tests.people import WANG


class World:
    """A browser, a network and a queue around a process that dies before its *fatal*-th step."""

    def __init__(self, clock, network, queue, *, fatal):
        self.clock, self.network, self.queue = clock, network, queue
        self.left, self.crashed = fatal, False
        self.attempts = 0

    def step(self):
        self.left -= 1
        if self.left == 0:
            self.crashed, self.left = True, inf
            raise Crash

    @staticmethod
    def persistently(deed, *asked, **values):
        """Do a *deed*, once more if it got no answer."""
        try:
            return deed(*asked, **values)
        except Crash:
            return deed(*asked, **values)

    def live(self):
        while self.attempts < 3 and not self.attempt():
            self.clock.advance(minutes=1)

    def attempt(self):
        """Register, and say if it went well; half of it lost, it is begun anew."""
        self.attempts += 1
        key = {"key": f"attempt {self.attempts}", "address": HOME}
        begun = self.persistently(registrations.begin, form(), **key)
        for minute in range(5):
            self.persistently(self.queue.run)
            if minute == 0 and not self.network.rung:
                self.dials_in(f"CAin-{self.attempts}")
            if done := self.types_the_code(begun):
                return done == "registered"
            self.clock.advance(minutes=1)
            there = begun.verification_id, "register"
            self.persistently(registrations.again, *there, key=f"again-{minute:016}", address=HOME)
        return False

    def dials_in(self, sid):
        self.network.dials_in(sid, WANG)
        self.persistently(dial_in.welcome, Call(sid, WANG))
        self.clock.advance(seconds=5)
        self.network.ends(sid)
        word = replace(self.network.word(sid), caller=WANG)
        self.persistently(dial_in.progress, word)
        self.persistently(self.queue.run)

    def types_the_code(self, begun):
        """Answer if the phone rings and type what is heard; return what became of it."""
        ringing = [c for c in self.network.calls.values() if c.status not in FINAL]
        if not ringing:
            return None
        phone = CodePhone(self.network, WANG)
        step = self.persistently(phone.answers)
        code = dict(step.lines[0].values)["code"] if step.lines else ""
        try:
            self.persistently(registrations.finish, begun.verification_id, code, FIREFOX)
        except Refused as e:
            return "registered" if e.reason == "already_registered" else e.reason
        finally:
            self.persistently(phone.hangs_up)
        return "registered"


@pytest.fixture
def life(tables, clock, network, queue):
    """Live through the whole story once, in an empty world, with one death."""

    def live(fatal):
        for left_over in (network.calls, network.did, queue.messages):
            left_over.clear()
        with tables.running(), pytest.MonkeyPatch.context() as patch:
            world = World(clock, network, queue, fatal=fatal)
            for place in (tables, network, queue):
                patch.setattr(place, "before", world.step)
            world.live()
            world.left = inf
            check(world)
        return world

    return live


def check(world):
    account = accounts.find(WANG)
    assert account.state == "registered", "the way to a registration is lost"
    assert sessions.log_in(WANG, PASSWORD, FIREFOX), "the password is lost"
    assert len(world.network.rung) <= 2, "rung too often"
    assert [c for c in world.network.calls.values() if c.status not in FINAL] == []
    assert all(found.guesses <= 2 for found in Verification.scan())
    assert len([item for item in Account.scan() if isinstance(item, Account)]) == 1
    known = {session.token_hash for session in Session.scan()}
    assert accounts.find(WANG).sessions <= known, "a session that is nowhere"


def test_whenever_the_process_dies_the_number_is_registered_in_the_end(life):
    for fatal in count(1):
        world = life(fatal)
        if not world.crashed:
            break

    assert fatal > 20


def test_a_life_without_a_death_takes_one_attempt_and_one_call(life):
    world = life(10_000)

    assert (world.crashed, world.attempts, world.network.rung) == (False, 1, [WANG])
