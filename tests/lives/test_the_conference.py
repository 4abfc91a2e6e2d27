"""Conferences over the API, whatever page and phones do in whatever order.

A machine of Hypothesis lives many lives of one account: its page sends what a page can send, the
phones do what phones can do, words of the network are lost and repeated, and the minute comes.
"""

from collections import Counter
from functools import partial
from itertools import count

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from chalicelib import accounts, caps, legs, reports, sweeps, tables
from chalicelib.billing import rating, tariffs
from chalicelib.calls import Call
from chalicelib.steps import Join
from chalicelib.tables import Conference
from tests import factories
from tests.api.rooms import ALL, listed
from tests.factories import settings_with
from tests.handset import Handset
from tests.lives.world import lives
from tests.people import CHEN, LI, OFFICE, SUN, WANG, ZHAO
from tests.portal import Portal

PARTIES = [LI, SUN, CHEN, OFFICE, ZHAO]
SOMEBODY = st.sampled_from(PARTIES)
MOST = 4
"""Parties in one conference, the host among them."""
STEERED = {
    "mute": ("PATCH", "", {"muted": True}),
    "un-mute": ("PATCH", "", {"muted": False}),
    "lower the hand": ("PATCH", "", {"hand": False}),
    "let speak": ("POST", "/speak", {}),
    "hang up": ("POST", "/hang-up", {}),
    "redial": ("POST", "/redial", {}),
}
"""What the page does to one party."""
RULED = ({"all_muted": True}, {"all_muted": False}, {"locked": True}, {"locked": False})


class OneRoom(RuleBasedStateMachine):
    """王小明 at his page, and everybody's phones."""

    def __init__(self, world):
        super().__init__()
        self.world, self.numbers = world, count(1)
        world.begin()
        self.page = Portal(world.store, world.network, world.queue)
        self.page.of(factories.account(WANG, state="registered", password="-", call_back_host=True))
        self.there = None
        self.ranks, self.records, self.words = {}, {}, []
        self.handsets = {}

    def teardown(self):
        """Let it be over, and compare the books with the network's own."""
        try:
            if self.there is not None:
                self._page("POST", "/end", {})
                self._all_is_over()
        finally:
            self.world.end()

    # ——— the page ———

    @precondition(lambda self: self.there is None or self._found().over)
    @rule(parties=st.lists(SOMEBODY, min_size=1, max_size=MOST, unique=True))
    def a_conference_is_started(self, parties):
        body, key = {"host_id": "registered", "parties": listed(*parties)}, self._key()
        begun = self.page.post(ALL, body, key=key)
        again = self.page.post(ALL, body, key=key)
        if begun.status == 201:
            self.there = begun.json["id"]
            assert again.json["id"] == self.there
        else:
            assert begun.code in {"too_many_parties", "too_many_calls", "too_many_starts"}
        self.world.queue.run()

    @precondition(lambda self: self.there is not None)
    @rule(changes=st.sampled_from(RULED))
    def the_rules_are_changed(self, changes):
        if self._page("PATCH", "", changes).status == 200:
            [(name, value)] = changes.items()
            assert getattr(self._found(), name) == value

    @precondition(lambda self: self.there is not None)
    @rule(number=SOMEBODY)
    def somebody_is_invited(self, number):
        locked, before = self._found().locked, self._legs()
        told = self._page("POST", "/parties", {"parties": listed(number)})
        new = len(self._legs()) - len(before)
        assert new == (told.status == 200 and told.json["skipped"] == [])
        assert not (new and locked)

    @precondition(lambda self: self.there is not None)
    @rule(number=SOMEBODY, deed=st.sampled_from(sorted(STEERED)))
    def one_is_steered(self, number, deed):
        method, path, body = STEERED[deed]
        party = legs.party_of(self.there, number)
        self._page(method, f"/parties/{party}{path}", body)

    @precondition(lambda self: self.there is not None)
    @rule()
    def it_is_ended(self):
        assert self._page("POST", "/end", {}).json["state"] in {"ending", "ended"}

    # ——— the phones ———

    @precondition(lambda self: self.there is not None)
    @rule(key=st.sampled_from(["1", "1", "1", "5"]))
    def the_host_picks_up(self, key):
        leg = factories.latest_host(self.there)
        if leg.call_sid in self._ringing():
            factories.answer(self.there, self.world.network)
            factories.press(self.there, key)
            self.world.queue.run()

    @precondition(lambda self: self.there is not None)
    @rule(number=SOMEBODY)
    def somebody_picks_up(self, number):
        leg = self._latest(number)
        if leg is not None and leg.call_sid in self._ringing():
            self.world.network.answers(leg.call_sid)
            call = Call(leg.call_sid)
            legs.answered(self.there, leg.leg_id, call)
            self._goes_in(leg, legs.enter(self.there, leg.leg_id, call))
            self.world.queue.run()

    @precondition(lambda self: self.there is not None)
    @rule(
        number=st.sampled_from([WANG, *PARTIES]),
        word=st.sampled_from(["told", "told", "told twice", "lost"]),
        status=st.sampled_from(["busy", "no-answer"]),
    )
    def somebody_hangs_up(self, number, word, status):
        leg, network = self._latest(number), self.world.network
        if leg is None or leg.call_sid not in network.alive:
            return
        self.world.clock.advance(seconds=1)
        network.ends(leg.call_sid, status)
        self.words.append((leg.leg_id, network.word(leg.call_sid)))
        if word != "lost":
            for _ in range(2 if word == "told twice" else 1):
                reports.progress(self.there, *self.words[-1])
        self.world.queue.run()

    @precondition(lambda self: self.there is not None)
    @rule(number=st.sampled_from([WANG, *PARTIES]), key=st.sampled_from("1345679#*"))
    def a_key_is_pressed_in_the_room(self, number, key):
        leg = self._latest(number)
        if leg is None or leg.state != "joined" or leg.call_sid not in self.world.network.alive:
            return
        handset = self.handsets.setdefault(leg.leg_id, Handset(self.there, leg))
        handset.press(key)
        if leg.host and key == "1":
            handset.add("13800000201")
        self._goes_in(leg, handset.back())
        self.world.queue.run()

    @precondition(lambda self: self.words)
    @rule(data=st.data())
    def an_old_word_comes_once_more(self, data):
        reports.progress(self.there, *data.draw(st.sampled_from(self.words)))
        self.world.queue.run()

    @rule(seconds=st.sampled_from([1, 3, 11, 61, 301]))
    def time_passes(self, seconds):
        self.world.clock.advance(seconds=seconds)
        self.world.queue.run()
        sweeps.ask_for_due()
        self.world.queue.run()

    # ——— what holds ———

    @invariant()
    def no_leg_goes_back_and_no_record_changes(self):
        for leg in self._legs():
            place = self.there, leg.leg_id
            assert leg.rank >= self.ranks.get(place, 0)
            self.ranks[place] = leg.rank
            record = leg.state, leg.call_sid, leg.seconds, leg.charge, leg.ended_at
            assert self.records.setdefault(place, record) == record or not leg.over
            if not leg.over:
                del self.records[place]

    @invariant()
    def each_leg_rings_a_phone_once_and_none_rings_without_one(self):
        rings = Counter(then for _, then, _ in self.world.network.done("ring"))
        mine = {f"/voice/{self.there}/{leg.leg_id}/answered" for leg in self._legs()}
        assert set(rings.values()) <= {1}
        assert {then for then in rings if self.there and self.there in then} <= mine

    @invariant()
    def no_more_are_there_than_may_be_and_each_number_once(self):
        living = [leg for leg in self._legs() if not leg.over]
        assert len(living) <= MOST
        assert len({leg.number for leg in living}) == len(living)

    @invariant()
    def before_the_hosts_1_and_after_the_end_nobody_else_is_rung(self):
        if self.there is None:
            return
        found = self._found()
        for leg in self._legs():
            assert leg.host or not leg.setup_at or found.confirmed_at
            assert not (found.ended_at and leg.joined_at) or leg.joined_at <= found.ended_at

    @invariant()
    def who_is_heard_is_who_may_be(self):
        if self.there is None or self._found().over:
            return
        present = self.world.network.in_room(self.there)
        self.world.network.did.pop()
        for leg in self._legs():
            if leg.state == "joined" and leg.call_sid in present and not leg.in_menu:
                assert present[leg.call_sid] == leg.muted, leg.number

    @invariant()
    def the_page_says_what_is_so(self):
        if self.there is None:
            return
        shown = self.page.get(f"{ALL}/{self.there}").json
        found, all_legs = tables.collection(self.there)
        assert shown["cost"] == caps.cost(found, all_legs)
        assert not shown["final"] or all(leg.over for leg in all_legs)
        assert {one["number"] for one in shown["parties"]} == {leg.number for leg in all_legs}
        assert shown["joined"] == sum(leg.state == "joined" for leg in all_legs)

    # ——— what is there ———

    def _page(self, method, path, body):
        """Send what a page sends, and see that it is answered as a page may be answered."""
        headers = {"Idempotency-Key": self._key()}
        told = self.page.send(method, f"{ALL}/{self.there}{path}", body, headers=headers)
        self.world.queue.run()
        assert told.status in {200, 404, 409, 422, 429}, told.text
        return told

    def _key(self):
        return f"key-of-a-machine-{next(self.numbers):06}"

    def _found(self):
        return tables.find(Conference, self.there, Conference.ITEM)

    def _legs(self):
        return tables.collection(self.there)[1] if self.there else []

    def _latest(self, number):
        theirs = [leg for leg in self._legs() if leg.number == number]
        return max(theirs, key=lambda leg: (not leg.over, leg.added_at)) if theirs else None

    def _ringing(self):
        calls = self.world.network.calls.values()
        return {call.sid for call in calls if call.answered_at is None and not call.ended_at}

    def _goes_in(self, leg, step):
        """Let the network do what a document of the room says: in it one is heard, or is not."""
        if isinstance(step, Join):
            self.world.network.mute(self.there, leg.call_sid, muted=step.muted)

    def _all_is_over(self):
        for seconds in (0, 10, 60, 60):
            self.world.clock.advance(seconds=seconds)
            self.world.queue.run()
            sweeps.ask_for_due()
            self.world.queue.run()
        assert (self._found().state, self.world.network.alive) == ("ended", set())
        assert not accounts.find(WANG).live
        ledger = self.world.network.calls
        for leg in self._legs():
            call = ledger.get(leg.call_sid)
            assert leg.over
            if leg.joined_at is None or call.seconds is None:
                assert leg.charge is None
                continue
            tariff = tariffs.in_force(leg.way, call.answered_at)
            assert leg.charge == rating.rate(call.seconds, tariff, host=leg.host)
        sids = [leg.call_sid for leg in self._legs() if leg.call_sid]
        rung = [then for _, then, _ in self.world.network.done("ring") if self.there in then]
        assert len(sids) == len(set(sids)) == len(rung)


def test_a_conference_agrees_with_its_phones_whatever_is_done_with_it(world, monkeypatch):
    settings_with(monkeypatch, max_parties=MOST)
    lives(partial(OneRoom, world), examples=40)
