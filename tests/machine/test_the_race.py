"""What many do at the same moment, on the real store: one of them wins, and the books agree."""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from itertools import count

import pytest

from chalicelib import (
    caps,
    control,
    due,
    legs,
    rearrange,
    reports,
    reservations,
    sessions,
    slots,
    sweeps,
    tables,
    verifications,
)
from chalicelib.calls import Call
from chalicelib.errors import Refused
from chalicelib.tables import Account, Conference, table
from local import store
from tests import factories
from tests.code_phone import CodePhone, asked
from tests.domain.reserving import IN_AN_HOUR, plan, reserve
from tests.factories import at_once, settings_with
from tests.fakes import START
from tests.people import LI, SUN, ZHAO

pytestmark = pytest.mark.usefixtures("real_store")

ROUNDS, EACH = 200, 20
MANY = 50
NUMBERS = count(1)


@pytest.fixture(scope="module")
def real_store():
    """Let the product in this process keep its tables in a store of the machine."""
    with (
        store.running(in_memory=True) as endpoints,
        pytest.MonkeyPatch.context() as patch,
    ):
        for name, value in endpoints.environment.items():
            patch.setenv(name, value)
        _connect(patch)
        yield
    table.connection.cache_clear()


def _connect(patch):
    table.connection.cache_clear()  # what was made before knows another store
    patch.setattr(table.Settings, "max_pool_connections", 2 * MANY)
    for model in tables.ALL:
        patch.setattr(model, "_connection", None)
        model.create_table(wait=True)


@pytest.fixture
def owner(clock, network, queue):
    """Have somebody once called 116323 whom no other test knows."""
    del clock, network, queue
    return somebody()


def somebody(**values):
    return factories.account(f"+861860001{next(NUMBERS):04d}", **values)


def conferences_of(account):
    return [one for one in Conference.scan() if one.billing_number == account.billing_number]


def stored(account):
    return Account.get(account.billing_number, Account.ITEM, consistent_read=True)


# ——— reserved: its minute, and whoever calls it off ———


def test_of_twenty_minutes_and_twenty_cancels_at_once_one_has_its_way(clock, network, queue):
    won = Counter()
    with ThreadPoolExecutor(2 * EACH) as pool:
        for n in range(ROUNDS):
            clock.at = START
            account = somebody()
            [row] = reserve(account)
            clock.at = row.rings_at

            told = _at_once(pool, account, row, seed=n)
            queue.run()
            row.refresh(consistent_read=True)

            won[row.state] += 1
            rung = network.rung.count(account.billing_number)
            assert (row.state, rung, told) in (
                ("starting", 1, {"already_started": EACH}),
                ("cancelled", 0, {"cancelled": EACH}),
            )

    made = Counter(found.reservation_id for found in Conference.scan() if found.reservation_id)
    assert set(won) == {"starting", "cancelled"}, won
    assert sorted(made.values()) == [1] * won["starting"]


def _at_once(pool, account, row, *, seed):
    """Have the minute come and the host cancel, each twenty times; return what the hosts hear."""
    wanted = account.billing_number, row.reservation_id
    fires = [partial(due.attend, *wanted)] * EACH
    cancels = [partial(_cancel, account, row.reservation_id)] * EACH
    deeds = [*fires, *cancels]
    random.Random(seed).shuffle(deeds)  # noqa: S311 - so that either may be the first
    return Counter(filter(None, pool.map(lambda deed: deed(), deeds)))


def _cancel(account, reservation_id):
    try:
        [found] = rearrange.cancel(account, reservation_id)
    except Refused as e:
        return e.reason
    return found.state


def test_of_twenty_accounts_who_want_the_last_room_of_a_minute_one_gets_it(owner):
    others = [somebody() for _ in range(EACH)]
    minute = IN_AN_HOUR + timedelta(minutes=1)
    slots.take(minute, slots.capacity() - 3)

    wanted = plan(LI, ZHAO, starts_at=minute)
    made = at_once(*(partial(reserve, one, wanted) for one in others))

    assert Counter(one == "slot_full" for one in made) == {True: EACH - 1, False: 1}
    assert not slots.free(minute, 1)
    assert sum(len(reservations.ahead(one)) for one in others) == 1
    assert reservations.ahead(owner) == []


# ——— started from the web ———


@pytest.mark.parametrize("time", range(3))
def test_of_fifty_starts_with_one_key_there_is_one_conference(time, owner, network, queue):
    del time
    start = partial(factories.web_started, owner, LI, ZHAO)

    made = at_once(*[start] * MANY)
    queue.run()

    [found] = conferences_of(owner)
    assert set(made) - {found.conference_id} <= {"too_many_starts"}  # to be asked again
    assert start() == found.conference_id
    assert network.rung == [owner.billing_number]
    assert [leg.number for leg in tables.collection(found.conference_id)[1]].count(LI) == 1
    assert stored(owner).hour_calls == 3


@pytest.mark.parametrize("time", range(3))
def test_of_fifty_starts_with_a_key_each_the_phone_hosts_one(time, owner, network, queue):
    del time
    starts = [partial(factories.web_started, owner, LI, key=f"key {n}") for n in range(MANY)]

    made = at_once(*starts)
    queue.run()

    [found] = conferences_of(owner)
    assert Counter(made)[found.conference_id] == 1
    assert set(made) - {found.conference_id} <= {"host_in_conference", "too_many_starts"}
    assert network.rung == [owner.billing_number]
    assert (stored(owner).live, stored(owner).hour_calls) == ({found.conference_id}, 2)


# ——— added at the same moment, near a limit ———


def room_of(owner, *numbers, network, queue, **values):
    """Have *owner* and all of *numbers* talk, started from the web."""
    return factories.web_room(owner, *numbers, network=network, queue=queue, **values)


def add_many(room, howmany=EACH):
    """Have so many be added at the same moment, each by a request of its own."""
    return at_once(
        *(
            partial(control.invite, room, f"+86138000{n:05}", asked_by=f"web-key-{n}")
            for n in range(howmany)
        )
    )


def test_of_twenty_added_at_once_as_many_come_in_as_there_is_room_for(
    owner, network, queue, monkeypatch
):
    settings_with(monkeypatch, max_parties=6)
    room = room_of(owner, LI, network=network, queue=queue)
    before, rung = stored(owner).hour_calls, len(network.rung)

    outcomes = add_many(room)
    queue.run()

    there = [leg for leg in tables.collection(room)[1] if not leg.over]
    refused = [one for one in outcomes if isinstance(one, str)]
    assert set(refused) <= {"too_many_parties", "busy"}
    assert len(there) == 2 + EACH - len(refused) <= 6
    assert len(network.rung) - rung == EACH - len(refused) == stored(owner).hour_calls - before


def test_of_twenty_added_at_once_none_passes_the_cap(network, queue, clock):
    owner = somebody(call_cap=120)  # six times the first minute of one
    room = room_of(owner, LI, network=network, queue=queue)

    outcomes = add_many(room)
    queue.run()
    clock.advance(seconds=59)

    found, all_legs = tables.collection(room)
    assert {one for one in outcomes if isinstance(one, str)} <= {"cap_reached", "busy"}
    assert 2 < len(all_legs) <= 6
    assert caps.cost(found, all_legs) <= 120


def test_added_to_two_conferences_at_once_an_account_has_no_leg_more_than_it_may(
    owner, network, queue, monkeypatch
):
    linked = factories.host_phone(owner, ZHAO, network=network, queue=queue)
    rooms = [
        room_of(owner, LI, network=network, queue=queue),
        room_of(owner, SUN, network=network, queue=queue, host_id=linked.host_id, key="other"),
    ]
    settings_with(monkeypatch, max_account_legs=5)

    at_once(
        *(
            partial(control.invite, room, f"+86138000{n:05}", asked_by=f"web-key-{n}")
            for n, room in enumerate(rooms * 4)
        )
    )

    alive = [leg for room in rooms for leg in tables.collection(room)[1] if not leg.over]
    assert len(alive) == 5


# ——— healed by several at the same moment ———


def test_of_eight_sweeps_at_once_each_thing_is_done_once(owner, network, queue, clock):
    room = room_of(owner, LI, ZHAO, SUN, network=network, queue=queue)
    waiting = control.invite(room, "+8613800009999", asked_by="web-lost-0")
    queue.messages.clear()  # the request to ring was lost
    clock.advance(minutes=6)
    for number in (LI, ZHAO):
        network.ends(network.sid_of(number))  # and so were the words on these

    at_once(*[partial(sweeps.sweep, room)] * 8)
    queue.run()

    lines = {leg.number: leg for leg in tables.collection(room)[1]}
    assert network.rung.count(waiting.number) == 1
    assert [lines[n].state for n in (LI, ZHAO, SUN)] == ["completed", "completed", "joined"]
    assert [lines[n].charge for n in (LI, ZHAO)] == [120, 120]


def test_of_eight_sweeps_at_once_one_warns_whoever_is_alone_and_it_ends(
    owner, network, queue, clock
):
    room = room_of(owner, LI, network=network, queue=queue)
    factories.hang_up(room, LI, network)
    queue.run()
    for seconds in (61, 120):
        clock.advance(seconds=seconds)
        at_once(*[partial(sweeps.sweep, room)] * 8)
        jobs = Counter(job for job, _ in queue.asked)
        assert (jobs["warn_alone"], jobs["end"] > 0) == ((1, False) if seconds == 61 else (0, True))
        queue.run()

    assert factories.stored(room).reason == "alone"
    assert [prompt for _, prompt in network.told].count("alone") == 1


@pytest.mark.parametrize("time", range(10))
def test_of_callbacks_and_sweeps_at_once_one_writes_the_record(time, owner, network, queue, clock):
    room = room_of(owner, LI, ZHAO, network=network, queue=queue)
    clock.advance(seconds=301 + time)
    sid, leg = network.sid_of(LI), factories.leg(room, LI)
    network.ends(sid)
    told = partial(reports.progress, room, leg.leg_id, network.word(sid))

    at_once(*[told, partial(sweeps.sweep, room)] * 4)
    queue.run()

    written = factories.leg(room, LI)
    assert (written.state, written.seconds, written.charge) == ("completed", 301 + time, 120)
    assert factories.orphans().get(sid) is None
    assert written.ended_at == clock.now()
    assert factories.leg(room, ZHAO).state == "joined"


@pytest.mark.parametrize("time", range(10))
def test_of_an_end_and_whoever_comes_in_at_that_moment_nobody_is_left(
    time, owner, network, queue, clock
):
    del time
    room = factories.confirmed(owner, LI, ZHAO, network=network, queue=queue)
    came = []
    for number in (LI, ZHAO):
        sid, leg = network.sid_of(number), factories.leg(room, number)
        network.answers(sid)
        legs.answered(room, leg.leg_id, Call(sid))
        came.append(partial(legs.enter, room, leg.leg_id, Call(sid)))

    at_once(came[0], partial(factories.conference.end, room, "host"), came[1])
    for seconds in (0, 10, 60):
        clock.advance(seconds=seconds)
        queue.run()

    assert factories.stored(room).state == "ended"
    assert [leg for leg in tables.collection(room)[1] if not leg.over] == []
    assert [sid for sid in network.alive if network.calls[sid].number in {LI, ZHAO}] == []


# ——— guessed at the same moment ———


@pytest.fixture
def code_phone(owner, network, queue):
    """Have a phone speak a code."""
    asked(queue, owner.billing_number, key=f"key of {owner.billing_number}")
    phone = CodePhone(network, owner.billing_number)
    phone.answers()
    return phone


def guess(phone, digits):
    """Type *digits* in; say what became of it."""
    verifications.confirm(verifications.find(phone.verification_id, "register"), digits)
    return "right"


def test_of_fifty_guesses_at_once_five_are_looked_at(code_phone):
    wrong = [f"{(int(code_phone.code) + 1 + n) % 10**6:06}" for n in range(MANY)]

    told = Counter(at_once(*(partial(guess, code_phone, digits) for digits in wrong)))

    assert told == {"wrong_code": 4, "no_tries_left": MANY - 4}
    assert code_phone.stored.guesses == 5
    assert at_once(partial(guess, code_phone, code_phone.code)) == ["no_tries_left"]


@pytest.mark.parametrize("time", range(3))
def test_of_fifty_who_know_the_code_one_uses_it(time, code_phone):
    del time
    told = Counter(at_once(*[partial(guess, code_phone, code_phone.code)] * MANY))

    assert told["right"] == 1
    assert set(told) <= {"right", "code_used", "no_tries_left"}
    assert (code_phone.stored.state, code_phone.stored.guesses <= 5) == ("used", True)


def test_of_fifty_logins_at_once_from_one_address_three_are_tried(owner):
    tries = [partial(sessions.count_attempt, owner.billing_number, factories.FIREFOX)] * MANY

    told = at_once(*tries)

    assert 1 <= sum(one != "too_many_logins" for one in told) <= 3
