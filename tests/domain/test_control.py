"""What the host can do to the others: mute, lock, call on, hang up."""

from functools import partial

import pytest

from chalicelib import control, legs
from chalicelib import tables as t
from chalicelib.calls import Progress
from chalicelib.tables import Leg, LegState
from tests import factories
from tests.factories import (
    HOST_SID,
    at_once,
    end,
    hang_up,
    invite,
    join,
    leg,
    refusal,
    started,
    stored,
    web_started,
)
from tests.people import CHEN, LI, SUN, WANG, ZHAO

pytestmark = pytest.mark.usefixtures("product")


# ——— mute, lock, hands ———


def muted(conference_id):
    return {one.number: one.muted for one in t.collection(conference_id)[1]}


def test_full_mute_reaches_everyone_but_the_host_and_those_who_come_later(three, network, queue):
    invite(three, SUN)
    queue.run()
    control.mute_all(three, muted=True)
    invite(three, CHEN, trip=2)
    queue.run()

    assert muted(three) == {WANG: False, LI: True, ZHAO: True, SUN: True, CHEN: True}
    in_the_room = {leg(three, LI).call_sid: True, leg(three, ZHAO).call_sid: True}
    assert {sid: on for _, sid, on in network.done("mute")} == in_the_room
    join(three, SUN, network)
    assert legs.join(leg(three, SUN)).muted


def test_full_mute_and_its_end_reach_a_leg_that_is_just_being_claimed():
    conference_id = started(LI, ZHAO)
    as_read = stored(conference_id)
    control.mute_all(conference_id, muted=True)
    legs._claim(leg(conference_id, LI), as_read)  # noqa: SLF001 - the worker read it before
    as_read = stored(conference_id)
    control.mute_all(conference_id, muted=False)
    legs._claim(leg(conference_id, ZHAO), as_read)  # noqa: SLF001 - likewise

    assert muted(conference_id) == {WANG: False, LI: False, ZHAO: False}
    control.mute_all(conference_id, muted=True)
    assert muted(conference_id) == {WANG: False, LI: True, ZHAO: True}


def test_a_leg_muted_while_it_waits_stays_muted_when_it_is_claimed():
    conference_id = started(LI)
    as_read = stored(conference_id)
    control.mute_all(conference_id, muted=True)

    legs._claim(leg(conference_id, LI), as_read)  # noqa: SLF001 - the worker read it before

    assert leg(conference_id, LI).muted


def test_un_muting_all_lets_everyone_speak(three, network, queue):
    control.mute_all(three, muted=True)
    queue.run()
    control.mute_all(three, muted=False)
    queue.run()

    assert not any(muted(three).values())
    assert [on for _, _, on in network.done("mute")] == [True, True, False, False]


def test_full_mute_of_nothing_makes_nothing(tables, queue):
    control.mute_all("nothing", muted=True)
    control.lock("nothing", locked=True)

    assert tables.snapshot() == {}
    assert queue.asked == []


def test_who_is_over_or_in_the_menu_is_not_spoken_to_about_muting(three, network, queue):
    leg(three, LI).change(Leg.in_menu.set(True))
    network.away.add(leg(three, LI).call_sid)
    hang_up(three, ZHAO, network)

    control.mute_all(three, muted=True)
    queue.run()

    assert network.done("mute") == []
    assert muted(three) == {WANG: False, LI: True, ZHAO: False}


def test_hands_speak_in_the_order_they_were_raised(three, clock):
    control.mute_all(three, muted=True)
    for number in (ZHAO, LI):
        leg(three, number).change(Leg.hand_raised_at.set(clock.now()))
        clock.advance(seconds=1)

    spoke = [control.let_next_speak(three) for _ in range(3)]

    assert [one.number if one else None for one in spoke] == [ZHAO, LI, None]
    assert not any(muted(three).values())
    assert leg(three, ZHAO).hand_raised_at is None


def test_a_hand_lowered_in_the_meantime_does_not_speak(three, clock, monkeypatch):
    for number in (ZHAO, LI):
        leg(three, number).change(Leg.hand_raised_at.set(clock.now()))
        clock.advance(seconds=1)
    as_read = t.collection(three)
    leg(three, ZHAO).change(Leg.hand_raised_at.remove())
    monkeypatch.setattr(t, "collection", lambda _: as_read)

    assert control.let_next_speak(three).number == LI


def test_the_hand_of_someone_who_left_is_passed_over(three, clock, network):
    leg(three, LI).change(Leg.hand_raised_at.set(clock.now()))
    hang_up(three, LI, network)

    assert control.let_next_speak(three) is None


# ——— hang up ———


def test_the_one_added_last_is_hung_up_first(three, network, queue, clock):
    clock.advance(seconds=1)
    invite(three, SUN)
    queue.run()

    gone = [control.hang_up_last(three) for _ in range(4)]
    queue.run()

    assert gone[0].number == SUN
    assert {one.number for one in gone[1:3]} == {LI, ZHAO}
    assert gone[3] is None
    assert network.alive == {HOST_SID}


def test_one_who_was_not_rung_yet_is_not_rung_any_more(network, queue):
    conference_id = started(LI)

    assert control.hang_up_last(conference_id).number == LI
    queue.run()

    assert network.rung == []
    assert leg(conference_id, LI).state == LegState.CANCELLED


# ——— one party, from the page ———


def party_of(conference_id, number):
    return leg(conference_id, number).party_id


def redial(conference_id, number, *, asked_by="page-1"):
    return control.redial(conference_id, party_of(conference_id, number), asked_by=asked_by)


def test_one_is_muted_and_un_muted_and_nobody_else(three, network, queue):
    for on in (True, True, False, False):
        control.mute_party(three, party_of(three, LI), muted=on)
        queue.run()
        assert muted(three) == {WANG: False, LI: on, ZHAO: False}

    said = [on for _, sid, on in network.done("mute") if sid == leg(three, LI).call_sid]
    assert said == [True, False]
    assert set(network.done("in_room")) == {(three,)}


def test_the_host_may_be_muted_too(three):
    control.mute_party(three, party_of(three, WANG), muted=True)

    assert muted(three) == {WANG: True, LI: False, ZHAO: False}


def test_who_is_in_the_menu_or_rings_is_muted_on_the_way_in(three, network, queue):
    leg(three, LI).change(Leg.in_menu.set(True))
    invite(three, SUN)
    queue.run()

    for number in (LI, SUN):
        control.mute_party(three, party_of(three, number), muted=True)

    assert queue.asked == []
    join(three, SUN, network)
    assert legs.join(leg(three, SUN)).muted
    assert legs.join(leg(three, LI)).muted


def test_a_raised_hand_speaks_once_it_is_let_and_is_down_then(three, queue, clock):
    control.mute_all(three, muted=True)
    queue.run()
    control.let_speak(three, party_of(three, LI))
    assert muted(three)[LI]
    leg(three, LI).change(Leg.hand_raised_at.set(clock.now()))

    for _ in range(2):
        control.let_speak(three, party_of(three, LI))

    assert (muted(three)[LI], leg(three, LI).hand_raised_at) == (False, None)
    assert queue.asked == [("mutes", "")]


def test_a_hand_taken_down_stays_muted(three, queue, clock):
    control.mute_all(three, muted=True)
    queue.run()
    leg(three, LI).change(Leg.hand_raised_at.set(clock.now()))

    for _ in range(2):
        control.lower_hand(three, party_of(three, LI))

    assert (muted(three)[LI], leg(three, LI).hand_raised_at) == (True, None)
    assert queue.asked == []


def test_a_party_is_hung_up_by_the_page(three, network, queue):
    sid = leg(three, LI).call_sid
    for _ in range(2):
        control.hang_up(three, party_of(three, LI))
    queue.run()

    assert network.done("hang_up") == [(sid,)]
    hang_up(three, LI, network)
    control.hang_up(three, party_of(three, LI))
    assert (leg(three, LI).state, leg(three, LI).reason) == ("completed", "hung_up")
    assert queue.asked == []


def test_who_rings_or_waits_is_taken_back(three, network, queue):
    invite(three, SUN)
    queue.run()
    invite(three, CHEN, trip=2)

    for number in (SUN, CHEN):
        control.hang_up(three, party_of(three, number))
    queue.run()

    assert network.done("hang_up") == [(leg(three, SUN).call_sid,)]
    assert CHEN not in network.rung
    assert leg(three, CHEN).state == LegState.CANCELLED


def test_before_the_hosts_1_one_may_be_taken_back_and_nobody_added(calling, network, queue):
    control.hang_up(calling, party_of(calling, LI))
    assert refusal(invite, calling, SUN) == ("not_live_yet", {})
    factories.answer(calling, network)
    factories.press(calling, "1")
    queue.run()

    assert sorted(network.rung) == sorted([WANG, ZHAO])


def test_the_host_is_not_hung_up_alone(three):
    assert refusal(control.hang_up, three, party_of(three, WANG)) == ("not_there", {})
    assert leg(three, WANG).state == LegState.JOINED


def test_who_was_not_reached_is_redialled_by_name_on_a_leg_of_its_own(three, network, queue):
    control.invite(three, SUN, asked_by="page", name="孙悦")
    queue.run()
    hang_up(three, SUN, network, status="busy")

    again = [redial(three, SUN).leg_id for _ in range(3)]
    queue.run()

    assert (len(set(again)), network.rung.count(SUN)) == (1, 2)
    assert (leg(three, SUN).name, leg(three, SUN).state) == ("孙悦", "dialling")
    assert leg(three, SUN).leg_id == again[0] == f"{party_of(three, SUN)}-2"


@pytest.mark.parametrize("state", ["joined", "dialling", "waiting", "hanging up"])
def test_who_is_still_on_the_line_is_not_redialled(three, queue, state):
    match state:
        case "dialling" | "waiting":
            invite(three, SUN)
            if state == "dialling":
                queue.run()
        case "hanging up":
            control.hang_up(three, party_of(three, LI))
    number = SUN if state in {"dialling", "waiting"} else LI

    assert refusal(redial, three, number) == ("not_over", {})
    assert refusal(redial, three, WANG) == ("not_over", {})


@pytest.mark.parametrize("reason", ["locked", "too_many_parties"])
def test_a_redial_is_refused_as_an_invitation_is(three, network, monkeypatch, reason):
    hang_up(three, LI, network)
    if reason == "locked":
        control.lock(three, locked=True)
    else:
        factories.settings_with(monkeypatch, max_parties=2)

    assert refusal(redial, three, LI)[0] == reason


DEEDS = {
    "mute": lambda there, party: control.mute_party(there, party, muted=True),
    "hand": control.lower_hand,
    "speak": control.let_speak,
    "hang up": control.hang_up,
    "redial": lambda there, party: control.redial(there, party, asked_by="page"),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_nothing_is_done_to_who_is_not_there_or_when_all_is_over(three, queue, tables, deed):
    party_id = party_of(three, LI)
    for there, party in (("nothing", party_id), (three, "noone"), (three, "")):
        assert refusal(DEEDS[deed], there, party) == ("not_found", {})
    end(three, queue)
    before = tables.snapshot()

    assert refusal(DEEDS[deed], three, party_id) == ("over", {})
    assert tables.snapshot() == before


@pytest.mark.parametrize("deed", ["mute", "hand", "speak"])
@pytest.mark.parametrize("how", ["left", "hanging up"])
def test_who_is_off_the_line_is_not_spoken_of(three, network, deed, how):
    if how == "left":
        hang_up(three, LI, network)
    else:
        control.hang_up(three, party_of(three, LI))

    assert refusal(DEEDS[deed], three, party_of(three, LI)) == ("not_there", {})


def test_a_call_that_was_over_before_it_had_a_leg_is_no_party(three):
    factories.host(three).delete()
    legs.note_over(three, Progress(HOST_SID, "completed", 5))

    assert refusal(control.hang_up, three, legs.HOST) == ("not_found", {})


def test_names_and_numbers_of_many_added_at_once_are_kept(paying, network, queue):
    conference_id = web_started(paying, LI)
    queue.run()
    factories.answer(conference_id, network)
    factories.press(conference_id, "1")

    people = {SUN: "孙悦", CHEN: "陈静"}
    for n, (number, name) in enumerate(people.items()):
        control.invite(conference_id, number, asked_by=f"page-{n}", name=name)
    queue.run()

    assert {number: leg(conference_id, number).name for number in people} == people
    assert sorted(network.rung) == sorted([WANG, LI, *people])


def test_one_number_is_tried_five_times_in_ten_minutes(three, network, queue, clock):
    for trip in range(5):
        invite(three, SUN, trip=trip)
        queue.run()
        hang_up(three, SUN, network, status="busy")
        clock.advance(minutes=1)

    assert refusal(invite, three, SUN, trip=5) == ("too_many_tries", {"retry_after": 300})
    assert refusal(redial, three, SUN) == ("too_many_tries", {"retry_after": 300})
    clock.advance(minutes=5)
    assert invite(three, SUN, trip=6).number == SUN


def test_many_invited_at_once_fill_a_conference_and_no_more(three, network, queue, monkeypatch):
    factories.settings_with(monkeypatch, max_parties=5)
    crowd = [f"+861380000{n:04}" for n in range(8)]

    came = at_once(*(partial(invite, three, number, trip=n) for n, number in enumerate(crowd)))
    queue.run()

    rung = [leg.number for leg in came if isinstance(leg, Leg)]
    assert len(rung) == 2
    assert {one for one in came if not isinstance(one, Leg)} <= {"too_many_parties", "busy"}
    assert sorted(network.rung) == sorted([LI, ZHAO, *rung])
