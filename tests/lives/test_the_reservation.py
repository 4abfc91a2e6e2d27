"""What is reserved, whatever is done with it in whatever order: it rings once, or never (F13–F16).

A machine of Hypothesis lives many lives of one account with two phones; what it checks after every
step is read from the tables and from what the network was asked for.
"""

from collections import Counter
from datetime import timedelta
from functools import partial
from itertools import count

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, precondition, rule

from chalicelib import clock as product_clock
from chalicelib import ids, tables
from chalicelib.config import settings
from chalicelib.plans import Changes, Plan
from chalicelib.tables import Conference, HostNumber, Reservation
from chalicelib.tables import Counter as Count
from chalicelib.web_start import Party
from tests import factories
from tests.domain import reserving
from tests.lives.world import lives, outcome
from tests.people import LI, SUN, WANG, ZHAO

AHEAD = st.sampled_from([14, 15, 16, 20, 60])
PEOPLE = st.sampled_from([(LI,), (SUN,), (LI, SUN)])
LATE = timedelta(minutes=settings.reservation_late_minutes)
NEXT = {
    "scheduled": {"scheduled", "starting", "cancelled", "missed"},
    "starting": {"starting", "scheduled", "started", "cancelled", "missed"},
}
"""What may become of a reservation; nothing becomes of one that is over."""
WHY_NOT = {
    *("changed_meanwhile", "already_started", "reservation_over"),
    *("too_short_notice", "too_far_ahead"),
}


class Reserved(RuleBasedStateMachine):
    """王小明, who may be rung at two phones, reserves, changes, cancels and picks up."""

    rows = Bundle("rows")

    def __init__(self, world):
        super().__init__()
        self.world, self.numbers = world, count(1)
        world.begin()
        self.owner = factories.account(WANG)
        linked = HostNumber.PREFIX + "another"
        HostNumber(WANG, linked, number=ZHAO, note="", added_at=world.now).save()
        self.seen, self.cancelled, self.due = {}, {}, {}

    def teardown(self):
        """Let everybody hang up and time pass: nothing is left to be done that was due."""
        try:
            self._everybody_hangs_up()
            for _ in range(4):
                self.its_minute_comes(0)
                self._everybody_hangs_up()
                self.world.clock.advance(minutes=5)
            reserving.tick(self.world.queue)
            due = [row for row in self._rows() if row.rings_at < self.world.now - LATE]
            assert not [row for row in due if row.open]
        finally:
            self.world.end()

    # ——— what happens ———

    @rule(target=rows, ahead=AHEAD, people=PEOPLE, notify=st.booleans(), phone=st.booleans())
    def something_is_reserved(self, ahead, people, notify, phone):
        starts_at = self._minute() + timedelta(minutes=ahead)
        parties = [Party(number) for number in people]
        plan = Plan(starts_at, "another" if phone else "registered", parties, notify=notify)
        key = f"key {next(self.numbers)}"
        made, no = outcome(reserving.reserve, self.owner, plan, key=key)
        if starts_at - self.world.now < timedelta(minutes=15):
            assert no == "too_short_notice"
            return None
        assert no is None
        again, _ = outcome(reserving.reserve, self.owner, plan, key=key)
        assert [row.reservation_id for row in again] == [row.reservation_id for row in made]
        return made[0].reservation_id

    @rule(row=rows, ahead=AHEAD, people=st.none() | PEOPLE, stale=st.booleans())
    def it_is_changed(self, row, ahead, people, stale):
        if row is None:
            return
        before = self._row(row)
        changes = Changes(
            starts_at=self._minute() + timedelta(minutes=ahead),
            parties=[Party(number) for number in people] if people else None,
        )
        version = before.version - 1 if stale else before.version
        changed, no = outcome(reserving.rearrange.change, self.owner, row, version, changes)
        assert no is None or no in WHY_NOT
        assert (changed is None) or (before.state == "scheduled" and not stale)
        assert changed is None or changed.version == before.version + 1

    @rule(row=rows)
    def it_is_cancelled(self, row):
        if row is None:
            return
        before = self._row(row).state
        done, no = outcome(reserving.rearrange.cancel, self.owner, row)
        assert (done is not None) == (before in {"scheduled", "cancelled"}), no
        if done:
            self.cancelled.setdefault(row, self._rung_for(row, self._rooms()))

    @rule(minutes=st.sampled_from([1, 2, 5, 12]))
    def time_passes_and_the_minutes_with_it_are_missed(self, minutes):
        self.world.clock.advance(minutes=minutes)
        reserving.tick(self.world.queue)

    @precondition(lambda self: self._open())
    @rule(late=st.sampled_from([0, 0, 0, 30, 599, 601]))
    def its_minute_comes(self, late):
        """Let the minute of the next one come, *late* by so many seconds, three times at once."""
        first = min((row.rings_at for row in self._open()), default=self.world.now)
        self.world.clock.at = max(self.world.now, first + timedelta(seconds=late))
        for _ in range(3):
            reserving.tick(self.world.queue)

    @precondition(lambda self: self._ringing())
    @rule(key=st.sampled_from(["1", "1", "2", "3", ""]))
    def the_host_picks_up(self, key):
        room, world = self._ringing()[0], self.world
        factories.answer(room, world.network)
        factories.press(room, key) if key else None
        world.queue.run()
        if key != "1":
            world.clock.advance(seconds=9)
            factories.host_hangs_up(room, world.network)
            world.queue.run()

    @precondition(lambda self: self._ringing())
    @rule()
    def nobody_picks_up(self):
        self.world.clock.advance(seconds=45)
        factories.host_hangs_up(self._ringing()[0], self.world.network, status="no-answer")
        self.world.queue.run()

    @precondition(lambda self: self._rooms("live"))
    @rule()
    def the_host_leaves(self):
        self.world.clock.advance(seconds=61)
        factories.host_hangs_up(self._rooms("live")[0].conference_id, self.world.network)
        for seconds in (0, 10):
            self.world.clock.advance(seconds=seconds)
            self.world.queue.run()

    # ——— what holds ———

    @invariant()
    def each_goes_from_state_to_state_as_it_may(self):
        for row in self._rows():
            state, version = self.seen.get(row.reservation_id, ("scheduled", 1))
            same = (row.state, row.version) == (state, version)
            assert same or row.state in NEXT.get(state, ()), (state, row.state)
            assert row.version >= version
            self.seen[row.reservation_id] = row.state, row.version

    @invariant()
    def what_was_called_off_never_rings(self):
        made = self._rooms()
        for row, rung in self.cancelled.items():
            assert self._row(row).state == "cancelled"
            assert self._rung_for(row, made) == rung

    @invariant()
    def each_version_has_one_conference_at_most(self):
        made = self._rooms()
        for row in self._rows():
            rooms = {one.conference_id for one in made if one.reservation_id == row.reservation_id}
            versions = range(1, int(row.version) + 1)
            assert rooms <= {
                ids.derived("reservation", row.reservation_id, str(n)) for n in versions
            }

    @invariant()
    def nobody_is_rung_too_early_or_too_late_or_before_the_hosts_1(self):
        on_one_phone = Counter()
        for room in self._rooms():
            row, legs = self._row(room.reservation_id), tables.collection(room.conference_id)[1]
            assert room.started_at >= self.due.get(room.conference_id, row.starts_at)
            self.due.setdefault(room.conference_id, row.starts_at)
            rung = [leg for leg in legs if not leg.host and leg.setup_at]
            assert room.confirmed_at is not None or rung == []
            if not room.over:
                on_one_phone.update(leg.number for leg in legs if leg.host)
        assert set(on_one_phone.values()) <= {1}

    @invariant()
    def the_room_taken_in_a_minute_is_what_is_reserved_for_it(self):
        ahead = [row for row in self._rows() if row.starts_at > self.world.now]
        for minute in {row.starts_at for row in ahead}:
            wanted = [row for row in ahead if (row.starts_at, row.state) == (minute, "scheduled")]
            slot = tables.find(Count, f"slot#{product_clock.text(minute)}")
            assert (slot.total if slot else 0) == sum(row.legs for row in wanted)

    # ——— what is there ———

    def _minute(self):
        """Return the whole minute that begins now or is the next."""
        now = self.world.now
        whole = now.replace(second=0, microsecond=0)
        return whole if whole == now else whole + timedelta(minutes=1)

    def _rows(self):
        return list(Reservation.query(WANG, consistent_read=True))

    def _row(self, reservation_id):
        return Reservation.get(WANG, reservation_id, consistent_read=True)

    def _open(self):
        return [row for row in self._rows() if row.state == "scheduled"]

    def _rooms(self, state=None):
        return [room for room in Conference.scan() if room.state == (state or room.state)]

    def _ringing(self):
        """Return the conferences whose host's phone rings."""
        rings = [room.conference_id for room in self._rooms("calling_host")]
        return [
            room
            for room in rings
            if factories.latest_host(room).call_sid in self.world.network.alive
            and factories.latest_host(room).answered_at is None
        ]

    def _rung_for(self, reservation_id, made):
        rooms = {room.conference_id for room in made if room.reservation_id == reservation_id}
        return [
            asked for asked in self.world.network.done("ring") if asked[1].split("/")[2] in rooms
        ]

    def _everybody_hangs_up(self):
        for room in self._rooms():
            for leg in tables.collection(room.conference_id)[1]:
                if not leg.over and leg.call_sid:
                    factories.hang_up(room.conference_id, leg.number, self.world.network)
        for seconds in (0, 10):
            self.world.clock.advance(seconds=seconds)
            self.world.queue.run()


def test_what_is_reserved_rings_once_or_never_whatever_is_done_with_it(world):
    lives(partial(Reserved, world), examples=12)
