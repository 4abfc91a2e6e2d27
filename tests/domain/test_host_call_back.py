"""主持人掉线回呼: the host who drops is rung once more, waited for a minute, or gone."""

from datetime import timedelta

import pytest

from chalicelib import accounts, board, conference, dial_in, legs, provider, sweeps
from chalicelib import tables as t
from chalicelib.calls import Call
from chalicelib.errors import Refused
from chalicelib.steps import Ask, Join, Prompt, line
from chalicelib.tables import LegState
from tests import factories
from tests.factories import (
    answer,
    hang_up,
    host_hangs_up,
    latest_host,
    leg,
    live,
    press,
    stored,
)
from tests.people import CHEN, LI, WANG, ZHAO

pytestmark = pytest.mark.usefixtures("product")


def wait(clock, queue, seconds):
    clock.advance(seconds=seconds)
    queue.run()


def away_until(conference_id):
    return conference.away_until(*t.collection(conference_id))


# ——— lost ———


def test_without_the_wish_the_host_leaving_ends_it(web_three, network, queue):
    host_hangs_up(web_three, network)

    assert (stored(web_three).state, stored(web_three).reason) == ("ending", "host_left")
    assert queue.asked == [("end", "")]


def test_a_host_who_drops_is_waited_for_and_rung_once_more(host_lost, network, queue, clock):
    assert stored(host_lost).state == "live"
    assert away_until(host_lost) == clock.now() + timedelta(seconds=60)
    assert network.rung.count(WANG) == 1
    wait(clock, queue, 2)
    assert network.rung.count(WANG) == 1

    wait(clock, queue, 1)

    there = latest_host(host_lost)
    assert network.rung.count(WANG) == 2
    assert (there.leg_id, there.number, there.name, there.host) == ("host-2", WANG, "王小明", True)
    assert there.party_id == factories.host(host_lost).party_id
    assert leg(host_lost, LI).state == leg(host_lost, ZHAO).state == LegState.JOINED


@pytest.mark.parametrize("way", ["by web", "by phone"])
def test_whoever_hosts_is_called_back_however_it_was_started(way, host_kept, network, queue, clock):
    if way == "by phone":
        host_kept = live(LI, sid="CA2", call_back_host=True, network=network, queue=queue)

    host_hangs_up(host_kept, network)
    wait(clock, queue, 3)

    assert (latest_host(host_kept).state, stored(host_kept).state) == ("dialling", "live")


def test_where_nobody_is_left_a_host_who_drops_ends_it(host_kept, network, queue):
    for number in (LI, ZHAO):
        hang_up(host_kept, number, network)

    host_hangs_up(host_kept, network)

    assert stored(host_kept).reason == "host_left"
    queue.run()
    assert network.rung.count(WANG) == 1


def test_the_same_last_word_twice_rings_once(host_lost, network, queue, clock):
    for _ in range(3):
        conference.host_over(factories.host(host_lost))
        wait(clock, queue, 3)

    assert network.rung.count(WANG) == 2
    assert len([one for one in t.collection(host_lost)[1] if one.host]) == 2


def test_a_late_word_on_an_earlier_call_of_the_host_rings_nobody(host_rung, network, queue, clock):
    host_hangs_up(host_rung, network, status="busy")

    conference.host_over(factories.host(host_rung))
    wait(clock, queue, 10)

    assert (stored(host_rung).state, network.rung.count(WANG)) == ("live", 2)


def test_of_two_who_notice_the_loss_at_once_one_has_it_rung(host_kept, network, queue, clock):
    sid = factories.host(host_kept).call_sid
    network.ends(sid)
    legs.close(factories.host(host_kept), network.word(sid))
    as_read = t.collection(host_kept)
    conference.host_over(factories.host(host_kept))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(t, "collection", lambda _: as_read)
        conference.host_over(factories.host(host_kept))

    for _ in range(10):
        wait(clock, queue, 3)
    assert network.rung.count(WANG) == 2
    assert latest_host(host_kept).leg_id == "host-2"


# ——— back by 1 ———


def test_the_host_called_back_is_asked_for_1_and_is_in_again(host_rung, network, queue, clock):
    asked = answer(host_rung, network)
    assert asked == Ask((line(Prompt.CONFIRM_RETURN),), f"/voice/{host_rung}/host-2/accept")
    assert away_until(host_rung) is None

    assert press(host_rung, "1") == Join(host_rung, "host-2", host=True)
    wait(clock, queue, 600)

    assert (stored(host_rung).state, latest_host(host_rung).state) == ("live", "joined")
    assert sorted(network.rung) == sorted([WANG, WANG, LI, ZHAO])
    assert stored(host_rung).confirmed_at < stored(host_rung).host_lost_at


def test_the_host_pays_for_both_calls_and_for_nothing_in_between(host_rung, network, queue, clock):
    answer(host_rung, network)
    press(host_rung, "1")
    clock.advance(seconds=30)
    factories.end(host_rung, queue)
    wait(clock, queue, 10)

    paid = [(one.seconds, one.charge) for one in t.collection(host_rung)[1] if one.host]
    assert paid == [(61, 40), (40, 20)]


def test_a_host_who_answered_is_waited_for_past_the_minute_and_then_gone(
    host_rung, network, queue, clock
):
    wait(clock, queue, 56)
    answer(host_rung, network)
    wait(clock, queue, 10)
    assert stored(host_rung).state == "live"

    host_hangs_up(host_rung, network)
    wait(clock, queue, 60)
    sweeps.sweep(host_rung)

    assert stored(host_rung).reason == "host_left"
    assert latest_host(host_rung).charge is None


def test_a_host_who_drops_again_is_called_back_again(host_rung, network, queue, clock):
    answer(host_rung, network)
    press(host_rung, "1")
    wait(clock, queue, 50)
    host_hangs_up(host_rung, network)
    wait(clock, queue, 10)  # the first minute is over

    assert stored(host_rung).state == "live"
    assert latest_host(host_rung).leg_id == "host-3"
    assert network.rung.count(WANG) == 3
    wait(clock, queue, 50)
    assert stored(host_rung).reason == "host_left"


def test_a_host_with_a_minute_of_their_own_menu_is_told_what_happens(host_rung, network):
    answer(host_rung, network)
    press(host_rung, "1")

    shown = board.of(*t.collection(host_rung))

    (me,) = [party for party in shown.parties if party.host]
    assert (me.state, me.attempts, me.leg_id) == ("joined", 2, "host-2")
    assert (shown.size, shown.joined, shown.host_away_until) == (3, 3, None)


# ——— not back ———


@pytest.mark.parametrize("status", ["no-answer", "busy", "failed"])
def test_a_host_who_cannot_be_called_back_has_the_minute_to_dial_in(
    host_rung, network, queue, clock, status
):
    wait(clock, queue, 45)
    host_hangs_up(host_rung, network, status=status)
    wait(clock, queue, 11)
    assert stored(host_rung).state == "live"

    wait(clock, queue, 1)
    assert (stored(host_rung).state, stored(host_rung).reason) == ("ending", "host_left")
    wait(clock, queue, 10)

    assert (stored(host_rung).state, network.alive) == ("ended", set())
    assert network.rung.count(WANG) == 2


def test_a_host_whose_phone_cannot_be_rung_is_waited_for_just_as_long(
    host_lost, network, queue, clock
):
    network.refuse("ring", provider.Declined("bad_number"))
    wait(clock, queue, 3)
    assert (latest_host(host_lost).state, stored(host_lost).state) == ("failed", "live")

    wait(clock, queue, 57)

    assert stored(host_lost).reason == "host_left"


def test_after_the_minute_nobody_comes_back(host_rung, queue, clock):
    wait(clock, queue, 57)
    assert stored(host_rung).state == "ending"
    known = accounts.arrive(WANG, "CA9").invitations

    with pytest.raises(Refused, match="over"):
        conference.rejoin(host_rung, known[0].leg_id, Call("CA9", WANG))
    assert dial_in.welcome(Call("CA9", WANG)).lines[0] == line(Prompt.WELCOME)


def test_a_conference_that_ends_while_its_host_is_away_rings_nobody(
    host_lost, network, queue, clock
):
    conference.end_by_host(host_lost)
    wait(clock, queue, 60)

    assert (stored(host_lost).reason, network.rung.count(WANG)) == ("host", 1)
    assert away_until(host_lost) is None


def test_everyone_leaving_while_the_host_is_away_leaves_the_minute(
    host_rung, network, queue, clock
):
    for number in (LI, ZHAO):
        hang_up(host_rung, number, network)
    wait(clock, queue, 56)
    assert stored(host_rung).state == "live"

    wait(clock, queue, 1)

    assert stored(host_rung).reason == "host_left"


def test_who_asks_whether_a_lost_host_is_gone_is_told_so_after_the_minute(host_lost, clock):
    assert not conference.end_if_host_is_gone(host_lost)
    clock.advance(seconds=60)

    assert conference.end_if_host_is_gone(host_lost)

    assert stored(host_lost).reason == "host_left"


def test_a_job_that_comes_too_early_or_too_late_ends_nothing(host_kept, queue):
    calling = factories.web_started(factories.account(CHEN), LI)
    assert not conference.end_if_host_is_gone(host_kept)
    assert not conference.end_if_host_is_gone(calling)
    assert conference.end_if_host_is_gone("nothing")
    conference.host_over(t.Leg.at("nothing", "host-1"))
    factories.end(host_kept, queue)
    assert conference.end_if_host_is_gone(host_kept)
    conference.host_over(factories.host(host_kept))

    assert (stored(host_kept).reason, stored(calling).state) == ("host", "calling_host")


# ——— lost with the process ———


@pytest.mark.parametrize("noted", [True, False])
def test_the_minute_has_the_host_called_back_and_gone_though_all_jobs_were_lost(
    host_kept, network, queue, clock, noted
):
    there = factories.host(host_kept)
    network.ends(there.call_sid)
    if noted:
        factories.reports.close(there, network.word(there.call_sid))
    else:
        legs.close(there, network.word(there.call_sid))
    queue.messages.clear()  # the process died before

    wait(clock, queue, 30)
    sweeps.sweep(host_kept)
    wait(clock, queue, 3)
    assert network.rung.count(WANG) == 2
    queue.messages.clear()
    clock.advance(seconds=60)
    sweeps.sweep(host_kept)

    assert stored(host_kept).reason == "host_left"
    assert network.rung.count(WANG) == 2


@pytest.mark.parametrize("answers", [True, False])
def test_a_call_back_that_was_written_and_not_asked_for_is_made_by_the_minute(
    host_kept, network, queue, clock, answers
):
    there = factories.host(host_kept)
    network.ends(there.call_sid)
    legs.close(there, network.word(there.call_sid))
    legs.add_host(host_kept, WANG, attempt=2, name="王小明")  # and the process died

    wait(clock, queue, 30)
    sweeps.sweep(host_kept)
    queue.run()
    assert latest_host(host_kept).state == LegState.DIALLING
    if answers:
        answer(host_kept, network)
        press(host_kept, "1")
    else:
        host_hangs_up(host_kept, network, status="no-answer")
    sweeps.sweep(host_kept)

    assert network.rung.count(WANG) == 2
    assert stored(host_kept).reason == (None if answers else "host_left")
