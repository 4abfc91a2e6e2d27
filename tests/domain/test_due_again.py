"""A start that comes to nothing is tried once more, on the host's next phone, or is missed."""

from datetime import timedelta

import pytest

from chalicelib import accounts, due, hosts, limits, provider, reservations, web_start
from chalicelib.tables import Account
from chalicelib.web_start import Party
from tests import factories
from tests.domain.reserving import (
    IN_AN_HOUR,
    cancel,
    change,
    due_now,
    pass_time,
    plan,
    postpone,
    reserve,
    rings,
    stored,
)
from tests.factories import answer, host_hangs_up, press, settings_with
from tests.people import CHEN, LI, OFFICE, SUN, WANG, ZHAO

pytestmark = pytest.mark.usefixtures("product")

TWO_MINUTES = timedelta(minutes=2)


@pytest.fixture
def starting(paying, clock, queue):
    """Have the time come of what 王小明 reserved with 李雷 and 赵敏: his phone was rung."""
    return due_now(reserve(paying, plan(LI, ZHAO))[0], clock, queue)


# ——— the host's next phone ———


def wang_has_an_office(network, queue):
    owner = factories.registered(network=network, queue=queue)
    factories.host_phone(owner, OFFICE, network=network, queue=queue, note="办公室")


@pytest.fixture
def office(memory, tables, network, queue):
    """Have 王小明 host from his office as well; that he was called for it is forgotten."""
    memory.of(wang_has_an_office, tables, network, queue)
    network.did.clear()
    network.calls.clear()
    return hosts.of(accounts.find(WANG))[1]


def both(**values):
    """Return what he reserved, to be rung on the phone he registered with."""
    return reserve(accounts.find(WANG), plan(LI, **values))[0]


def not_answered(row, network, queue, status="no-answer"):
    host_hangs_up(row.conference_id, network, status=status)
    queue.run()
    return stored(row)


def busy_elsewhere(_):
    factories.web_started(accounts.find(WANG), SUN)


def stopped_by_who_answers(_):
    accounts.block(OFFICE)


def rung_too_often(_):
    for _ in range(20):
        limits.take(f"start#{WANG}", *web_start.STARTS_OF_A_PHONE, reason="")


def unlinked(office):
    hosts.remove(accounts.find(WANG), office.host_id)


REFUSED = {
    "host_in_conference": (busy_elsewhere, WANG),
    "refused_by_phone": (stopped_by_who_answers, OFFICE),
    "too_many_starts": (rung_too_often, WANG),
    "host_number_gone": (unlinked, OFFICE),
}
"""Why a phone cannot be rung at all: how it comes, and which phone it is about."""
CALLS = {
    "host_no_answer": "no-answer",
    "host_busy": "busy",
    "host_failed": "failed",
    "not_confirmed": "completed",
}


def test_every_reason_for_another_phone_is_tried_here():
    assert set(REFUSED) | set(CALLS) == due.ANOTHER_PHONE_HELPS


@pytest.mark.parametrize("reason", CALLS)
def test_a_host_who_is_not_reached_is_rung_on_the_next_phone_in_two_minutes(
    office, clock, queue, network, reason
):
    row = due_now(both(), clock, queue)
    if reason == "not_confirmed":
        answer(row.conference_id, network)

    row = not_answered(row, network, queue, CALLS[reason])

    assert (row.state, row.reason, row.attempt) == ("scheduled", reason, 2)
    assert (row.host_id, row.host_number) == (office.host_id, OFFICE)
    assert row.rings_at == row.due_at == IN_AN_HOUR + TWO_MINUTES
    pass_time(clock, queue, until=IN_AN_HOUR + timedelta(seconds=150), ticks_at=17)
    assert rings(network) == [(WANG, IN_AN_HOUR), (OFFICE, IN_AN_HOUR + TWO_MINUTES)]
    assert factories.stored(stored(row).conference_id).billing_number == WANG


@pytest.mark.parametrize("reason", REFUSED)
def test_a_phone_that_cannot_be_rung_gives_way_to_the_next(office, clock, queue, network, reason):
    deed, first = REFUSED[reason]
    row = both(host_id=office.host_id if first == OFFICE else hosts.REGISTERED)
    clock.at = IN_AN_HOUR - timedelta(minutes=1)
    deed(office)

    row = due_now(row, clock, queue)

    assert (row.state, row.reason, row.attempt) == ("scheduled", reason, 2)
    assert row.host_number == (WANG if first == OFFICE else OFFICE)
    network.did.clear()
    due_now(row, clock, queue)
    assert network.rung == [row.host_number]


@pytest.mark.parametrize("number", [WANG, CHEN])
def test_where_its_phone_is_linked_no_more_the_first_is_rung_that_is_no_partys(
    office, clock, queue, network, number
):
    owner = accounts.find(WANG)
    factories.host_phone(owner, CHEN, network=network, queue=queue)
    parties = (LI,) if number == WANG else (WANG, LI)
    row = reserve(owner, plan(*parties, host_id=office.host_id))[0]
    unlinked(office)

    row = due_now(row, clock, queue)

    assert (row.state, row.reason, row.host_number) == ("scheduled", "host_number_gone", number)


@pytest.mark.usefixtures("office")
def test_the_second_phone_is_the_last_one(clock, queue, network):
    row = not_answered(due_now(both(), clock, queue), network, queue)
    row = not_answered(due_now(row, clock, queue), network, queue, "busy")

    assert (row.state, row.reason) == ("missed", "host_busy")
    assert (row.due_at, row.due_shard) == (None, None)
    pass_time(clock, queue, until=clock.at + timedelta(minutes=5))
    assert network.rung == [WANG, OFFICE]


@pytest.mark.usefixtures("office")
def test_1_on_the_second_phone_starts_it(clock, queue, network):
    row = not_answered(due_now(both(), clock, queue), network, queue)
    row = due_now(row, clock, queue)
    answer(row.conference_id, network)
    press(row.conference_id, "1")
    queue.run()

    row = stored(row)
    assert (row.state, row.reason, row.host_number) == ("started", None, OFFICE)
    assert network.rung == [WANG, OFFICE, LI]


@pytest.mark.usefixtures("office")
def test_2_on_the_second_phone_puts_it_off_there(clock, queue, network):
    row = not_answered(due_now(both(), clock, queue), network, queue)
    _, _, row = postpone(due_now(row, clock, queue), clock, queue, network)
    assert (row.state, row.attempt, row.postponed) == ("scheduled", 2, 1)

    row = not_answered(due_now(row, clock, queue), network, queue)

    assert (row.state, network.rung) == ("missed", [WANG, OFFICE, OFFICE])


@pytest.mark.usefixtures("office")
def test_a_phone_that_is_a_partys_is_not_rung_for_the_host(clock, queue, network):
    made = reserve(accounts.find(WANG), plan(OFFICE, LI))[0]

    row = not_answered(due_now(made, clock, queue), network, queue)

    assert (row.state, row.reason) == ("missed", "host_no_answer")
    assert network.rung == [WANG]


def test_one_phone_is_not_rung_a_second_time(starting, queue, network):
    row = not_answered(starting, network, queue)

    assert (row.state, row.reason, network.rung) == ("missed", "host_no_answer", [WANG])


@pytest.mark.usefixtures("office")
def test_what_waits_for_its_second_phone_may_be_called_off_and_changed(clock, queue, network):
    owner = accounts.find(WANG)
    first, second = (reserve(owner, plan(LI), key=key)[0] for key in ("one", "two"))
    change(owner, second, starts_at=IN_AN_HOUR + timedelta(minutes=30))
    row = not_answered(due_now(first, clock, queue), network, queue)
    cancel(owner, row)
    row = not_answered(due_now(stored(second), clock, queue), network, queue)
    row = change(owner, row, parties=[Party(ZHAO)], title="新")
    assert row.rings_at == IN_AN_HOUR + timedelta(minutes=32)

    pass_time(clock, queue, until=row.rings_at + timedelta(minutes=1))

    assert network.rung == [WANG, WANG, OFFICE]
    assert factories.states(stored(row).conference_id) == {OFFICE: "dialling", ZHAO: "waiting"}


# ——— what no other phone helps against ———


def too_many_legs(patch):
    settings_with(patch, max_account_legs=1)


def too_many_calls(patch):
    settings_with(patch, max_account_calls_per_hour=1)


def cap_reached(_):
    accounts.find(WANG).update(actions=[Account.call_cap.set(1)])


def barred(_):
    factories.exception(WANG, "barred")


def closed(_):
    accounts.find(WANG).update(actions=[Account.state.set(accounts.CLOSED)])


@pytest.mark.parametrize(
    ("deed", "reason"),
    [
        (too_many_legs, "too_many_legs"),
        (too_many_calls, "too_many_calls"),
        (cap_reached, "cap_reached"),
        (barred, "not_eligible"),
        (closed, "not_eligible"),
    ],
)
@pytest.mark.usefixtures("office")
def test_what_no_other_phone_helps_against_is_missed(clock, queue, network, deed, reason):
    row = both()
    clock.at = IN_AN_HOUR
    with pytest.MonkeyPatch.context() as patch:
        deed(patch)
        row = due_now(row, clock, queue)

    assert (row.state, row.reason, row.due_at) == ("missed", reason, None)
    pass_time(clock, queue, until=IN_AN_HOUR + timedelta(minutes=5))
    assert network.rung == []


@pytest.mark.usefixtures("office")
def test_an_account_that_is_gone_while_its_host_is_rung_is_rung_no_more(clock, queue, network):
    row = due_now(both(), clock, queue)
    Account(WANG, Account.ITEM).delete()

    row = not_answered(row, network, queue)

    assert (row.state, row.reason, network.rung) == ("missed", "host_no_answer", [WANG])


def test_a_reservation_that_is_gone_while_its_host_is_rung_comes_not_back(
    starting, paying, clock, queue, network
):
    reservations.purge(WANG)

    host_hangs_up(starting.conference_id, network, status="no-answer")
    pass_time(clock, queue, until=IN_AN_HOUR + timedelta(minutes=5))

    assert reservations.of(paying) == []


# ——— what was lost on the way ———


@pytest.mark.usefixtures("office")
def test_a_lost_last_word_of_the_host_rings_the_next_phone_later(clock, queue, network):
    row = due_now(both(), clock, queue)
    network.ends(network.sid_of(WANG), "no-answer")  # and the callback was lost

    pass_time(clock, queue, until=IN_AN_HOUR + timedelta(minutes=6))

    assert network.rung == [WANG, OFFICE]
    assert rings(network)[1][1] <= IN_AN_HOUR + timedelta(minutes=5)
    assert stored(row).attempt == 2


@pytest.mark.usefixtures("office")
def test_a_host_who_never_decides_is_rung_elsewhere_after_three_minutes(clock, queue, network):
    row = due_now(both(), clock, queue)
    answer(row.conference_id, network)

    pass_time(clock, queue, until=IN_AN_HOUR + timedelta(minutes=7))

    assert network.rung == [WANG, OFFICE]
    assert stored(row).reason == "not_confirmed"


@pytest.mark.usefixtures("office")
def test_a_phone_of_which_it_is_unknown_whether_it_rang_gives_way_to_the_next(
    clock, queue, network
):
    row = both()
    network.refuse("ring", provider.Unknown("timeout"))

    clock.at = IN_AN_HOUR - timedelta(minutes=1)
    pass_time(clock, queue, until=IN_AN_HOUR + timedelta(minutes=7))

    assert [number for number, _, _ in network.done("ring")] == [WANG, OFFICE]
    assert stored(row).attempt == 2
