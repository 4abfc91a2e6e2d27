"""费用上限: what a conference costs so far, who is told of a cap, and whom it keeps out."""

import pytest

from chalicelib import accounts, caps, conference, control, sweeps
from chalicelib import tables as t
from chalicelib.billing import tariffs
from chalicelib.billing.tariffs import DIAL_IN, Tariff
from chalicelib.calls import Call
from chalicelib.errors import Refused
from chalicelib.tables import Conference, Leg, LegState
from tests import factories
from tests.factories import (
    HOST_SID,
    confirmed,
    hang_up,
    invite,
    leg,
    live,
    refusal,
    started,
    stored,
    web_started,
)
from tests.people import CHEN, LI, SUN, WANG, ZHAO

pytestmark = pytest.mark.usefixtures("product")

REACHED = ("cap_reached", {})


def capped(network, queue, **values):
    """Start a conference with 李雷 and 赵敏 whose account has caps; all three are in the room."""
    return live(LI, ZHAO, network=network, queue=queue, **values)


def state_of(conference_id):
    return caps.state_of(*t.collection(conference_id))


def cost(conference_id):
    return caps.cost(*t.collection(conference_id))


# ——— the meter ———


@pytest.mark.parametrize(
    ("seconds", "fen"), [(0, 0), (0.9, 0), (1, 60), (60, 60), (60.9, 60), (61, 120), (3600, 3600)]
)
def test_everyone_in_the_room_costs_each_minute_begun(three, clock, seconds, fen):
    clock.advance(seconds=seconds)

    assert cost(three) == fen


def test_a_clock_that_is_behind_costs_nothing(three, clock):
    clock.advance(seconds=-5)

    assert cost(three) == 0


def test_who_is_called_or_was_not_reached_or_is_over_costs_what_is_billed(
    three, network, queue, clock
):
    invite(three, SUN)
    queue.run()
    invite(three, CHEN, trip=2)
    queue.run()
    hang_up(three, CHEN, network, status="busy")
    clock.advance(seconds=61)
    hang_up(three, ZHAO, network)
    clock.advance(minutes=10)

    assert leg(three, SUN).state == LegState.DIALLING
    assert leg(three, ZHAO).charge == 40
    assert cost(three) == 40 + 2 * 12 * 20


def test_the_meter_begins_when_the_phone_was_answered_as_the_bill_does(calling, network, clock):
    factories.answer(calling, network)
    clock.advance(seconds=59)
    factories.press(calling, "1")
    clock.advance(seconds=2)
    assert cost(calling) == 40

    factories.host_hangs_up(calling, network)

    assert factories.host(calling).charge == 40


def test_a_leg_that_came_in_without_an_answer_is_metered_from_there(three, clock):
    leg(three, LI).change(Leg.answered_at.remove())
    clock.advance(seconds=61)

    assert caps.cost_of(leg(three, LI), "dial_in") == 40


def test_the_estimate_is_a_minute_of_all():
    alone = [caps.estimate("web", parties=n, host=False) for n in (0, 1, 4)]
    hosted = [caps.estimate("web", parties=n, host=True, seconds=61) for n in (0, 3)]

    assert (alone, hosted) == ([0, 20, 80], [40, 160])


def test_the_estimate_and_the_meter_know_a_host_who_is_free(three, clock, monkeypatch):
    free = Tariff("free", DIAL_IN, clock.now(), 30, 60, host_pays=False)
    monkeypatch.setattr(tariffs, "stored", lambda: (free,))
    tariffs.forget()
    clock.advance(seconds=61)

    assert caps.estimate(DIAL_IN, parties=2, host=True) == 60
    assert caps.cost_of(leg(three, WANG), DIAL_IN) == 0
    assert caps.cost_of(leg(three, LI), DIAL_IN) == 60


# ——— near, reached ———


STATES = {60: "reached", 139: "reached", 140: "near", 150: "near", 151: None}
"""How close 120 fen are to each cap, where one more costs 20."""


@pytest.mark.parametrize("cap", ["call_cap", "month_cap"])
@pytest.mark.parametrize("most", STATES)
def test_a_cap_is_near_from_80_percent_and_reached_where_one_more_would_pass_it(
    network, queue, clock, cap, most
):
    conference_id = capped(network, queue, **{cap: most})
    clock.advance(seconds=61)
    assert cost(conference_id) == 120

    assert state_of(conference_id) == STATES[most]
    if STATES[most] == "reached":
        assert refusal(invite, conference_id, SUN) == REACHED
    else:
        assert invite(conference_id, SUN).number == SUN


def test_without_a_cap_nothing_is_near(three, clock):
    clock.advance(hours=3)

    assert state_of(three) is None
    assert invite(three, SUN).number == SUN


def test_a_cap_may_be_used_up_to_the_last_fen(network, queue, clock):
    conference_id = capped(network, queue, call_cap=80)
    clock.advance(seconds=1)

    assert invite(conference_id, SUN).number == SUN
    assert refusal(invite, conference_id, CHEN, trip=2) == REACHED


def test_who_calls_back_may_use_it_up_to_the_last_fen_too(network, queue, clock):
    conference_id = capped(network, queue, call_cap=80)
    clock.advance(seconds=1)
    hang_up(conference_id, LI, network)
    gone = leg(conference_id, LI)

    step = conference.rejoin(conference_id, gone.leg_id, Call("CAback", LI))

    assert step.conference_id == conference_id
    assert refusal(invite, conference_id, SUN) == REACHED


def test_where_the_host_is_free_a_cap_counts_the_others_alone(network, queue, clock, monkeypatch):
    by_the_second = Tariff("free", DIAL_IN, clock.now(), 10, 1, host_pays=False)
    monkeypatch.setattr(tariffs, "stored", lambda: (by_the_second,))
    tariffs.forget()
    conference_id = live(LI, network=network, queue=queue)

    for most, state in ((20, None), (19, "reached")):
        stored(conference_id).change(Conference.call_cap.set(most))

        assert state_of(conference_id) == state


@pytest.mark.parametrize("second", [0, 1])
def test_who_came_in_this_very_second_counts_with_a_minute(network, queue, clock, second):
    conference_id = capped(network, queue, call_cap=79)
    clock.advance(seconds=second)

    assert state_of(conference_id) == "reached"
    assert refusal(invite, conference_id, SUN) == REACHED


def test_who_is_still_called_counts_and_gives_the_place_back_when_not_reached(
    network, queue, clock
):
    conference_id = capped(network, queue, call_cap=100)
    clock.advance(seconds=1)
    invite(conference_id, SUN)
    queue.run()
    assert state_of(conference_id) is None
    invite(conference_id, CHEN, trip=2)
    queue.run()
    assert state_of(conference_id) == "reached"

    hang_up(conference_id, SUN, network, status="busy")

    assert invite(conference_id, SUN, trip=3).number == SUN


def test_a_cap_keeps_out_the_redialled_and_those_who_call_back_and_cuts_nobody_off(
    network, queue, clock
):
    conference_id = capped(network, queue, call_cap=100)
    hang_up(conference_id, LI, network)
    clock.advance(minutes=3)
    gone = leg(conference_id, LI)

    with pytest.raises(Refused, match="cap_reached"):
        conference.rejoin(conference_id, gone.leg_id, Call("CAback", LI))
    with pytest.raises(Refused, match="cap_reached"):
        control.redial(conference_id, gone.party_id, asked_by="page")
    sweeps.sweep(conference_id)
    queue.run()

    assert stored(conference_id).state == "live"
    assert leg(conference_id, ZHAO).state == LegState.JOINED
    assert sorted(network.rung) == sorted([LI, ZHAO])


def test_a_start_from_the_phone_past_a_cap_leaves_the_account_as_it_was():
    assert refusal(factories.started, LI, ZHAO, call_cap=59) == REACHED

    assert accounts.find(WANG).live is None
    assert stored(conference.id_of(factories.HOST_SID)) is None


# ——— the month ———


def test_a_start_that_is_reported_again_goes_on_whatever_it_has_cost_meanwhile():
    conference_id = started(LI, call_cap=100)
    paying = accounts.find(WANG)
    paying.call_cap = 39

    step = conference.start_by_phone(paying, Call(HOST_SID, WANG), parties=1)

    assert step.conference_id == conference_id
    assert accounts.find(WANG).live == {conference_id}


def test_the_month_counts_what_is_billed_and_what_goes_on_elsewhere(network, queue, clock):
    over = live(LI, sid="CA1", network=network, queue=queue)
    clock.advance(seconds=61)
    hang_up(over, LI, network)
    hang_up(over, WANG, network)
    other = live(ZHAO, sid="CA2", network=network, queue=queue)
    clock.advance(seconds=1)
    hang_up(other, ZHAO, network)
    clock.advance(minutes=2)
    account = factories.account(WANG)

    assert account.live >= {other}
    assert caps.month_elsewhere(account, "mine") == 80 + 20 + 60
    assert caps.month_elsewhere(account, other) == 80


def test_the_month_begins_anew_in_beijing(network, queue, clock):
    conference_id = live(LI, network=network, queue=queue)
    clock.advance(minutes=1)
    hang_up(conference_id, LI, network)
    hang_up(conference_id, WANG, network)
    account = factories.account(WANG)
    assert caps.month_elsewhere(account, "mine") == 40

    clock.advance(days=12, hours=14)

    assert caps.month_elsewhere(account, "mine") == 0


def test_a_conference_that_was_never_written_costs_the_month_nothing(paying):
    paying.update(actions=[t.Account.live.add({"nothing"})])

    assert caps.month_elsewhere(paying, "mine") == 0


def test_a_start_reckons_with_another_conference_that_goes_on(network, queue, clock):
    live(LI, ZHAO, network=network, queue=queue, month_cap=100)
    clock.advance(seconds=30)
    account = factories.account(WANG)

    assert refusal(web_started, account, LI, ZHAO) == REACHED
    conference_id = web_started(account, LI, key="two")

    assert stored(conference_id).month_before == 60


def test_the_minute_brings_the_months_sum_up_to_date(network, queue, clock):
    first = live(LI, sid="CA1", network=network, queue=queue, month_cap=1000)
    second = live(ZHAO, sid="CA2", network=network, queue=queue)
    assert stored(second).month_before == 0
    clock.advance(seconds=61)

    sweeps.sweep(second)

    assert stored(second).month_before == 80
    hang_up(first, LI, network)
    hang_up(first, WANG, network)
    sweeps.sweep(second)
    assert stored(second).month_before == 80


# ——— the host is told ———


def said(network):
    return [prompt for _, prompt in network.told if prompt.startswith("cap")]


def test_the_host_is_told_once_that_a_cap_is_near_and_once_that_it_is_reached(
    network, queue, clock
):
    conference_id = capped(network, queue, call_cap=300)

    heard = []
    for _ in range(5):
        clock.advance(minutes=1)
        for _ in range(2):
            sweeps.sweep(conference_id)
            queue.run()
        heard.append(said(network))

    near, reached = ["cap_near"], ["cap_near", "cap_reached"]
    assert heard == [[], [], [], near, reached]
    assert {sid for sid, prompt in network.told if prompt in reached} == {factories.HOST_SID}


def test_whoever_passes_a_cap_at_once_hears_only_that_it_is_reached(network, queue, clock):
    conference_id = capped(network, queue, call_cap=100)
    clock.advance(minutes=2)
    for _ in range(2):
        sweeps.sweep(conference_id)
        queue.run()
    hang_up(conference_id, LI, network)
    hang_up(conference_id, ZHAO, network)
    sweeps.sweep(conference_id)
    queue.run()

    assert said(network) == ["cap_reached"]
    assert stored(conference_id).cap_said == "reached"


def test_who_was_told_that_a_cap_is_reached_is_not_told_later_that_it_is_near(
    network, queue, clock
):
    conference_id = live(LI, network=network, queue=queue, call_cap=100)
    sweeps.sweep(conference_id)
    assert ("cap", "") not in queue.asked
    clock.advance(seconds=61)
    invite(conference_id, SUN)
    queue.run()
    sweeps.sweep(conference_id)
    hang_up(conference_id, SUN, network, status="busy")
    assert state_of(conference_id) == "near"
    sweeps.sweep(conference_id)
    queue.run()

    assert said(network) == ["cap_reached"]


def test_of_two_who_notice_it_at_once_one_tells_the_host(network, queue):
    conference_id = capped(network, queue, call_cap=60)
    both = [t.collection(conference_id) for _ in range(2)]

    for as_read in both:
        sweeps._look_at_the_cost(*as_read)  # noqa: SLF001 - a race
    queue.run()

    assert said(network) == ["cap_reached"]


def test_a_start_that_waits_for_its_host_says_nothing_of_caps(network, queue):
    account = factories.account(WANG, call_cap=60)
    conference_id = web_started(account, LI, ZHAO)
    queue.run()
    assert state_of(conference_id) == "reached"
    sweeps.sweep(conference_id)
    queue.run()
    assert stored(conference_id).cap_said is None

    factories.answer(conference_id, network)
    factories.press(conference_id, "1")
    queue.run()
    sweeps.sweep(conference_id)
    queue.run()

    assert said(network) == ["cap_reached"]


def test_who_was_asked_for_at_the_start_is_called_though_the_cap_is_reached(network, queue):
    account = factories.account(WANG, call_cap=60)

    confirmed(account, LI, ZHAO, network=network, queue=queue)

    assert sorted(network.rung) == sorted([WANG, LI, ZHAO])
