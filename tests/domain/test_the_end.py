"""How a conference ends, what is left of it, and who pays."""

from datetime import timedelta

import pytest

from chalicelib import accounts, conference, control, ending, legs, provider, reports
from chalicelib import tables as t
from chalicelib.billing import tariffs
from chalicelib.billing.tariffs import DIAL_IN, Tariff
from chalicelib.calls import Call, Progress
from chalicelib.job import Job
from chalicelib.tables import Conference, Leg, LegState
from tests.factories import (
    end,
    hang_up,
    invite,
    join,
    leg,
    live,
    started,
    stored,
)
from tests.people import CHEN, LI, OFFICE, SUN, WANG, ZHAO

pytestmark = pytest.mark.usefixtures("product")


def test_the_host_leaving_ends_the_conference_for_all(three, network, queue, clock):
    clock.advance(seconds=61)
    hang_up(three, WANG, network)
    assert (stored(three).state, stored(three).reason) == ("ending", "host_left")
    assert stored(three).ended_at == clock.now()

    queue.run()
    assert network.done("end_room") == [(three,)]
    for number in (LI, ZHAO):
        hang_up(three, number, network)
    clock.advance(seconds=10)
    queue.run()

    assert stored(three).state == "ended"
    assert (stored(three).live_shard, stored(three).check_at) == (None, None)
    assert accounts.find(WANG).live is None
    assert [one.charge for one in t.collection(three)[1]] == [40, 40, 40]


def test_the_end_is_the_end_once(three, queue):
    assert conference.end(three, "host")
    assert not conference.end(three, "too_long")
    assert not conference.end("nothing", "host")

    assert stored(three).reason == "host"
    assert queue.asked == [("end", "")]


def test_a_party_leaving_ends_nothing(three, network, queue):
    hang_up(three, LI, network)
    queue.run()

    assert stored(three).state == "live"
    assert conference.live(three)
    assert not conference.live("nothing")


def test_phones_that_still_ring_are_stopped_and_those_not_rung_stay_silent(three, network, queue):
    invite(three, SUN)
    queue.run()
    invite(three, CHEN, trip=2)
    conference.end(three, "host")

    queue.run()

    assert (leg(three, SUN).state, leg(three, CHEN).state) == ("given_up", "cancelled")
    assert network.done("hang_up") == [(leg(three, SUN).call_sid,)]
    assert CHEN not in network.rung
    assert {leg(three, number).reason for number in (SUN, CHEN)} == {legs.ENDED}


def test_who_is_in_the_menu_is_hung_up_but_the_host_goes_to_the_goodbye(three, network, queue):
    for number in (LI, WANG):
        leg(three, number).change(Leg.in_menu.set(True))

    end(three, queue)

    assert network.done("hang_up") == [(leg(three, LI).call_sid,)]


def test_who_was_let_in_that_very_moment_goes_with_the_room(three, network, queue, clock):
    invite(three, SUN)
    queue.run()
    sid = network.sid_of(SUN)
    network.answers(sid)
    legs.answered(three, leg(three, SUN).leg_id, Call(sid))
    give_up = legs.give_up

    def overtaken(there, *why):
        Leg.at(three, there.leg_id).move(LegState.JOINED, Leg.joined_at.set(clock.now()))
        return give_up(there, *why)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(legs, "give_up", overtaken)
        end(three, queue)

    assert network.done("hang_up") == []
    assert leg(three, SUN).state == LegState.GIVEN_UP
    assert leg(three, SUN).joined_at is not None


def test_ending_twice_or_too_late_harms_nobody(three, network, queue, clock):
    end(three, queue)
    ending.everyone_out(three)
    ending.everyone_out("nothing")
    clock.advance(seconds=10)
    queue.run()
    ending.settle(three)
    ending.settle("nothing")
    before = len(network.did)

    ending.everyone_out(three)
    ending.settle(three)

    assert stored(three).state == "ended"
    assert len(network.did) == before


def test_a_conference_that_goes_on_is_not_emptied_and_not_settled(three, network):
    ending.everyone_out(three)
    ending.settle(three)

    assert network.done("end_room") == []
    assert stored(three).state == "live"


def test_whoever_is_still_alive_after_the_goodbye_is_hung_up(three, network, queue, clock):
    end(three, queue)
    clock.advance(seconds=9)
    queue.run()
    assert network.done("hang_up") == []

    clock.advance(seconds=1)
    queue.run()

    assert network.alive == set()
    assert stored(three).state == "ended"
    assert [one.seconds for one in t.collection(three)[1]] == [10, 10, 10]


def test_after_a_long_conference_goodbye_is_heard_as_after_a_short_one(
    three, network, queue, clock
):
    clock.advance(minutes=70)
    end(three, queue)

    ending.settle(three)

    assert network.done("hang_up") == []


def test_a_record_that_is_not_final_yet_keeps_the_conference_open(three, network, queue, clock):
    end(three, queue)
    look = network.look
    provider.look = lambda sid: Progress(sid, "completed")  # no duration so far
    clock.advance(seconds=10)
    queue.run()
    assert stored(three).state == "ending"
    assert accounts.find(WANG).live == {three}

    provider.look = look
    ending.settle(three)

    assert stored(three).state == "ended"
    assert leg(three, LI).seconds == 10


def test_a_leg_of_which_nothing_is_known_is_waited_for_before_it_is_closed(network, queue, clock):
    network.refuse("ring", provider.Unknown("timeout"))
    conference_id = started(LI, network=network)
    queue.run()
    end(conference_id, queue)
    clock.advance(seconds=10)
    queue.run()
    assert leg(conference_id, LI).state == LegState.GIVEN_UP

    clock.advance(seconds=50)
    ending.settle(conference_id)

    assert (leg(conference_id, LI).state, leg(conference_id, LI).reason) == ("failed", "not_placed")
    assert stored(conference_id).state == "ended"


def test_a_leg_that_was_added_too_late_is_cancelled_when_all_is_settled(three, queue, clock):
    end(three, queue)
    legs.add(three, SUN, attempt=1, asked_by="late")
    clock.advance(seconds=10)
    queue.run()

    assert (leg(three, SUN).state, leg(three, SUN).reason) == ("cancelled", legs.ENDED)
    assert stored(three).state == "ended"


def test_a_call_the_network_denies_for_an_hour_ends_without_its_word(three, network, queue, clock):
    del network.calls[leg(three, LI).call_sid]
    end(three, queue)
    clock.advance(minutes=59)
    ending.settle(three)
    assert not leg(three, LI).over

    clock.advance(minutes=2)
    ending.settle(three)

    assert (leg(three, LI).state, leg(three, LI).reason) == ("failed", "unknown_call")
    assert leg(three, LI).charge is None


def test_a_call_that_goes_on_for_an_hour_is_not_said_to_be_unknown(
    three, queue, clock, monkeypatch
):
    end(three, queue)
    clock.advance(minutes=61)
    monkeypatch.setattr(provider, "hang_up", lambda _: None)  # it is asked, and does not end it

    ending.settle(three)

    assert leg(three, LI).state == LegState.JOINED
    assert stored(three).state == "ending"


def test_what_goes_on_is_left_to_go_on(three):
    assert not reports.verify(leg(three, LI))
    assert not reports.verify(Leg(three, "leg#none", rank=10))
    assert leg(three, LI).state == LegState.JOINED


def test_while_the_network_does_not_answer_nothing_is_written(three, network, tables):
    network.refuse("look", provider.Unknown("timeout"))
    before = tables.snapshot()

    with pytest.raises(provider.Unknown):
        reports.verify(leg(three, LI))

    assert tables.snapshot() == before


def test_one_call_is_stopped(network):
    network.dials_in("CA1", LI)

    control.stop("CA1")

    assert network.alive == set()


def test_the_bill_has_one_line_for_each_leg_that_was_in_the_room(three, network, queue, clock):
    invite(three, SUN)
    queue.run()
    hang_up(three, SUN, network, status="busy")
    clock.advance(seconds=60)
    for number in (LI, ZHAO, WANG):
        hang_up(three, number, network)

    billed = list(t.billed(WANG, "2011-02"))

    assert {(one.number, one.seconds, one.charge) for one in billed} == {
        (WANG, 60, 20),
        (LI, 60, 20),
        (ZHAO, 60, 20),
    }


def test_the_registered_number_pays_and_the_parties_pay_nothing(three, network, clock):
    clock.advance(seconds=5)
    for number in (LI, ZHAO, WANG):
        hang_up(three, number, network)

    assert [list(t.billed(number, "2011-02")) for number in (LI, ZHAO, OFFICE)] == [[], [], []]
    assert len(list(t.billed(WANG, "2011-02"))) == 3


def test_a_host_who_is_free_is_billed_nothing(network, queue, clock, monkeypatch):
    free = Tariff("free", DIAL_IN, clock.now(), 20, 60, host_pays=False)
    monkeypatch.setattr(tariffs, "stored", lambda: (free,))
    tariffs.forget()
    conference_id = live(LI, network=network, queue=queue)
    clock.advance(seconds=61)

    for number in (LI, WANG):
        hang_up(conference_id, number, network)

    assert [one.charge for one in t.collection(conference_id)[1]] == [0, 40]


def test_a_conference_over_midnight_in_beijing_is_billed_by_each_legs_answer(network, queue, clock):
    clock.advance(days=12, hours=13, minutes=59)  # 23:59 on 28 February
    conference_id = live(LI, network=network, queue=queue)
    clock.advance(minutes=2)
    invite(conference_id, SUN)
    queue.run()
    join(conference_id, SUN, network)
    clock.advance(minutes=1)
    for number in (LI, SUN, WANG):
        hang_up(conference_id, number, network)

    assert {one.number for one in t.billed(WANG, "2011-02")} == {WANG, LI}
    assert {one.number for one in t.billed(WANG, "2011-03")} == {SUN}


def test_the_minute_finds_a_conference_when_it_is_due(clock):
    conference_id = started(LI)

    def due():
        return [one for shard in range(t.LIVE_SHARDS) for one in t.due(shard, clock.now())]

    assert due() == []
    clock.advance(seconds=55)
    assert due() == [conference_id]
    assert stored(conference_id).check_at == clock.now()
    Conference(conference_id, Conference.ITEM).change(
        Conference.check_at.set(clock.now() + timedelta(seconds=1))
    )
    assert due() == []


def test_every_job_has_its_deed(queue):
    for job in Job:
        queue.ask(job, "nothing", "noone")

    queue.run()

    assert queue.asked == []


def test_a_room_that_cannot_be_ended_keeps_no_phone_connected(three, network, queue, clock):
    network.refuse("end_room", provider.Unknown("500"))
    conference.end(three, "host")
    ending.everyone_out(three)
    clock.advance(seconds=10)

    queue.run()

    assert stored(three).state == "ended"
    assert {leg(three, LI).state, leg(three, ZHAO).state} == {LegState.COMPLETED}


def test_of_two_who_close_a_conference_at_once_one_does(three, queue, clock, network):
    end(three, queue)
    clock.advance(seconds=10)
    as_read = t.collection(three)
    queue.run()
    assert stored(three).state == "ended"
    before = list(network.did)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(t, "collection", lambda _: (as_read[0], []))
        ending.settle(three)

    assert (stored(three).state, network.did) == ("ended", before)


def test_who_was_hung_up_before_joining_is_not_invited_back(three, network, queue):
    control.invite(three, SUN, asked_by="host-1-1")
    queue.run()
    control.hang_up_last(three)
    hang_up(three, SUN, network, status="canceled")
    queue.run()

    assert accounts.arrive(SUN, "CA9").invitations == []
