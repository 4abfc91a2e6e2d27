"""The board: what the page shows of a conference in every state of it and of its legs."""

from datetime import timedelta

import pytest

from chalicelib import board, control, keypad, legs, provider, reports
from chalicelib import tables as t
from chalicelib.board import Viewer
from chalicelib.calls import Call, Progress
from chalicelib.tables import Leg, LegState
from tests import factories
from tests.factories import (
    HOST_SID,
    answer,
    confirmed,
    end,
    hang_up,
    invite,
    join,
    leg,
    live,
    press,
    refusal,
    stored,
    web_started,
)
from tests.people import CHEN, LI, SUN, WANG, ZHAO

pytestmark = pytest.mark.usefixtures("product")


def shown(conference_id):
    return board.of(*t.collection(conference_id))


def party(conference_id, number):
    (found,) = [one for one in shown(conference_id).parties if one.number == number]
    return found


def happened(conference_id, number):
    return [entry.what for entry in shown(conference_id).log if entry.number == number]


# ——— the conference ———


def test_a_start_is_shown_from_the_hosts_phone_to_the_last_word(paying, network, queue, clock):
    begun = clock.now()
    conference_id = web_started(paying, LI)
    assert (shown(conference_id).state, shown(conference_id).reason) == ("calling_host", None)
    assert (shown(conference_id).started_at, shown(conference_id).confirmed_at) == (begun, None)
    queue.run()
    assert shown(conference_id).state == "calling_host"
    clock.advance(seconds=9)
    answer(conference_id, network)
    assert shown(conference_id).state == "confirming"
    press(conference_id, "1")
    queue.run()
    assert (shown(conference_id).state, shown(conference_id).final) == ("live", False)
    assert shown(conference_id).confirmed_at == clock.now()

    clock.advance(seconds=60)
    end(conference_id, queue)
    assert (shown(conference_id).state, shown(conference_id).final) == ("ending", False)
    assert (shown(conference_id).reason, shown(conference_id).ended_at) == ("host", clock.now())
    clock.advance(seconds=10)
    queue.run()

    assert (shown(conference_id).state, shown(conference_id).final) == ("ended", True)
    assert shown(conference_id).cost == factories.host(conference_id).charge == 40


def test_it_is_not_final_before_it_has_ended_though_every_call_is_over(three, network, queue):
    end(three, queue)
    for number in (LI, ZHAO, WANG):
        hang_up(three, number, network)

    assert {one.over for one in shown(three).parties} == {True}
    assert (shown(three).state, shown(three).final) == ("ending", False)


def test_a_conference_that_was_dialled_in_runs_from_its_start(three, clock):
    there = shown(three)

    assert (there.way, there.guest, there.host_number) == ("dial_in", False, WANG)
    assert there.confirmed_at == there.started_at == clock.now()
    assert (there.joined, there.size, there.max_parties) == (3, 3, 32)
    assert (there.per_minute, there.verified_at) == (60, clock.now())
    assert (there.host_away_until, there.cap, there.hands) == (None, None, [])
    assert (there.call_cap, there.month_cap, there.month_cost) == (None, None, None)


def test_a_web_conference_is_hosted_by_the_phone_that_was_rung(owner, network, queue):
    phone = factories.host_phone(owner, CHEN, network=network, queue=queue)
    conference_id = web_started(owner, LI, host_id=phone.host_id)

    assert (shown(conference_id).host_number, shown(conference_id).way) == (CHEN, "web")


def test_a_conference_without_its_host_is_the_accounts(three):
    factories.host(three).delete()

    assert shown(three).host_number == WANG


def test_locked_and_all_muted_are_shown(three):
    control.lock(three, locked=True)
    control.mute_all(three, muted=True)

    assert (shown(three).locked, shown(three).all_muted) == (True, True)


def test_a_host_who_is_away_is_shown_with_the_moment_it_ends(host_lost, clock):
    assert shown(host_lost).host_away_until == clock.now() + timedelta(seconds=60)
    assert party(host_lost, WANG).state == "waiting"
    assert party(host_lost, WANG).attempts == 2
    assert (shown(host_lost).joined, shown(host_lost).per_minute) == (2, 40)


def test_cost_and_caps_are_shown_as_they_run(network, queue, clock):
    conference_id = live(LI, network=network, queue=queue, call_cap=90, month_cap=500)
    clock.advance(seconds=61)

    there = shown(conference_id)

    assert (there.cost, there.per_minute, there.cap) == (80, 40, "reached")
    assert (there.call_cap, there.month_cap, there.month_cost) == (90, 500, 80)
    guests = board.of(*t.collection(conference_id), guest=True)
    assert (guests.call_cap, guests.month_cap, guests.month_cost) == (None, None, None)
    end(conference_id, queue)
    assert shown(conference_id).cap is None


# ——— one party ———


def waiting(conference_id, network, queue):
    """Do nothing more."""


def dialling(conference_id, network, queue):
    del conference_id, network
    queue.run()


def ringing(conference_id, network, queue):
    dialling(conference_id, network, queue)
    there = leg(conference_id, LI)
    reports.progress(conference_id, there.leg_id, Progress(there.call_sid, "ringing"))


def answered(conference_id, network, queue):
    ringing(conference_id, network, queue)
    there = leg(conference_id, LI)
    network.answers(there.call_sid)
    legs.answered(conference_id, there.leg_id, Call(there.call_sid))


def joined(conference_id, network, queue):
    queue.run()
    join(conference_id, LI, network)


def in_menu(conference_id, network, queue):
    joined(conference_id, network, queue)
    there = leg(conference_id, LI)
    keypad.menu(conference_id, there.leg_id, 1, Call(there.call_sid))


def hung_up(conference_id, network, queue):
    joined(conference_id, network, queue)
    control.hang_up(conference_id, leg(conference_id, LI).party_id)


def over(status, before=dialling):
    def so(conference_id, network, queue):
        before(conference_id, network, queue)
        hang_up(conference_id, LI, network, status=status)

    return so


def taken_back(before):
    def so(conference_id, network, queue):
        before(conference_id, network, queue)
        control.hang_up(conference_id, leg(conference_id, LI).party_id)
        queue.run()
        if leg(conference_id, LI).call_sid:
            hang_up(conference_id, LI, network, status="canceled")

    return so


def failed(conference_id, network, queue):
    network.refuse("ring", provider.Declined("bad_number"))
    queue.run()
    del conference_id


STATES = {
    "waiting": (waiting, "waiting", []),
    "dialling": (dialling, "dialling", ["called"]),
    "ringing": (ringing, "ringing", ["called"]),
    "answered": (answered, "answered", ["called"]),
    "joined": (joined, "joined", ["called", "joined"]),
    "in the menu": (in_menu, "in_menu", ["called", "joined"]),
    "being hung up": (hung_up, "hanging_up", ["called", "joined"]),
    "hung up": (taken_back(joined), "hung_up", ["called", "joined", "hung_up"]),
    "left": (over("completed", joined), "left", ["called", "joined", "left"]),
    "not answered": (over("no-answer"), "no_answer", ["called", "no_answer"]),
    "busy": (over("busy"), "busy", ["called", "busy"]),
    "answered and gone": (over("completed", answered), "declined", ["called", "declined"]),
    "failed on the way": (over("failed"), "failed", ["called", "failed"]),
    "could not be rung": (failed, "failed", ["called", "failed"]),
    "cancelled": (over("canceled"), "cancelled", ["called", "cancelled"]),
    "taken back ringing": (taken_back(ringing), "cancelled", ["called", "cancelled"]),
    "taken back answered": (taken_back(answered), "cancelled", ["called", "cancelled"]),
    "taken back waiting": (taken_back(waiting), "cancelled", ["cancelled"]),
}


@pytest.mark.parametrize("what", STATES)
def test_each_state_of_a_call_has_its_word_and_its_line(what, network, queue):
    become, state, log = STATES[what]
    conference_id = factories.started(LI, network=network)

    become(conference_id, network, queue)

    there, stored_leg = party(conference_id, LI), leg(conference_id, LI)
    assert there.state == state
    assert there.over == stored_leg.over
    assert (there.ended_at is not None) == stored_leg.over
    assert (there.joined_at is not None) == (stored_leg.joined_at is not None)
    assert happened(conference_id, LI) == log


def test_every_state_that_a_leg_can_have_is_among_them():
    words = {state for _, state, _ in STATES.values()} | {"confirming"}

    assert words == set(board.PartyState.__args__)


def test_who_is_asked_for_1_is_confirming_and_who_pressed_2_declined(network, queue):
    conference_id = factories.started(LI, network=network, accept_by_1=True)
    answered(conference_id, network, queue)
    assert party(conference_id, LI).state == "confirming"
    there = leg(conference_id, LI)

    legs.accept(conference_id, there.leg_id, Call(there.call_sid, digits="2"))
    hang_up(conference_id, LI, network)

    assert (party(conference_id, LI).state, party(conference_id, LI).reason) == ("declined", None)


def test_why_a_call_failed_is_shown_and_no_other_reason(network, queue):
    conference_id = factories.started(LI, network=network)
    failed(conference_id, network, queue)
    assert party(conference_id, LI).reason == "bad_number"
    hung_up(live(ZHAO, LI, sid="CA2", network=network, queue=queue), network, queue)

    assert party(factories.conference.id_of("CA2"), LI).reason is None


def test_a_party_is_shown_by_its_latest_call_with_the_cost_of_all(three, network, queue, clock):
    clock.advance(seconds=61)
    hang_up(three, LI, network)
    assert (party(three, LI).seconds, party(three, LI).charge) == (61, 40)
    control.redial(three, leg(three, LI).party_id, asked_by="page")
    queue.run()

    there = party(three, LI)
    assert (there.state, there.attempts, there.over) == ("dialling", 2, False)
    assert (there.seconds, there.charge, there.ended_at) == (None, 40, None)
    join(three, LI, network)
    clock.advance(seconds=1)
    assert party(three, LI).charge == 60
    assert party(three, LI).leg_id == leg(three, LI).leg_id
    assert shown(three).size == 3
    hang_up(three, LI, network)
    assert (party(three, LI).seconds, party(three, LI).charge) == (62, 60)


def test_the_host_stands_first_and_the_others_as_they_were_added(paying, network, queue, clock):
    conference_id = confirmed(paying, SUN, network=network, queue=queue)
    for trip, number in enumerate([CHEN, LI, ZHAO]):
        clock.advance(seconds=1)
        invite(conference_id, number, trip=trip)
    queue.run()
    hang_up(conference_id, SUN, network, status="busy")
    clock.advance(seconds=1)
    control.redial(conference_id, leg(conference_id, SUN).party_id, asked_by="page")

    there = shown(conference_id)

    assert [one.number for one in there.parties] == [WANG, SUN, CHEN, LI, ZHAO]
    assert [one.host for one in there.parties] == [True, False, False, False, False]
    assert len({one.id for one in there.parties}) == 5


def test_hands_and_mutes_are_shown_while_the_line_holds(three, network, clock):
    for number in (ZHAO, LI):
        leg(three, number).change(Leg.hand_raised_at.set(clock.now()), Leg.muted.set(True))
        clock.advance(seconds=1)
    assert shown(three).hands == [leg(three, ZHAO).party_id, leg(three, LI).party_id]
    assert (party(three, LI).muted, party(three, WANG).muted) == (True, False)
    assert party(three, LI).hand_at == leg(three, LI).hand_raised_at
    assert happened(three, LI)[-1] == "hand"

    hang_up(three, ZHAO, network)

    assert shown(three).hands == [leg(three, LI).party_id]
    assert party(three, ZHAO).hand_at is None
    assert "hand" not in happened(three, ZHAO)


# ——— 会场动态 ———


def test_a_phone_that_is_busy_at_once_was_called_before_it_was(three, network, queue, clock):
    clock.advance(seconds=1.7)
    control.invite(three, SUN, asked_by="page")
    queue.run()
    hang_up(three, SUN, network, status="busy")
    leg(three, SUN).change(Leg.ended_at.set(clock.now().replace(microsecond=0)))

    assert happened(three, SUN) == ["called", "busy"]


def test_the_log_tells_what_happened_in_order_with_names(three, network, queue, clock):
    clock.advance(seconds=1)
    control.invite(three, SUN, asked_by="page", name="孙悦")
    queue.run()
    clock.advance(seconds=1)
    join(three, SUN, network)
    clock.advance(seconds=1)
    hang_up(three, SUN, network)
    clock.advance(seconds=1)
    reports.conference.rejoin(three, leg(three, SUN).leg_id, Call("CAback", SUN))

    log = [(entry.what, entry.name) for entry in shown(three).log if entry.number == SUN]
    assert log == [(what, "孙悦") for what in ("called", "joined", "left", "came_back")]
    assert [entry.at for entry in shown(three).log] == sorted(e.at for e in shown(three).log)
    assert happened(three, WANG) == ["joined"]
    assert (party(three, SUN).name, party(three, LI).name) == ("孙悦", "")
    whose = {entry.party_id: (entry.name, entry.number) for entry in shown(three).log}
    assert whose == {one.id: (one.name, one.number) for one in shown(three).parties}


def test_the_log_keeps_the_last_sixty(three, clock):
    for n in range(30):
        clock.advance(seconds=1)
        there = legs.add(three, f"+861380000{n:04}", attempt=1, asked_by=f"entry-{n}")
        legs._claim(there, stored(three))  # noqa: SLF001 - rung
        clock.advance(seconds=1)
        there.move(LegState.BUSY, Leg.ended_at.set(clock.now()))

    log = shown(three).log

    assert len(log) == 60
    assert log[-1].what == "busy"
    assert log[0].what == "called"


def test_a_call_that_was_over_before_it_had_a_leg_is_not_shown(three):
    factories.host(three).delete()
    legs.note_over(three, Progress(HOST_SID, "completed", 5))

    assert {one.number for one in shown(three).parties} == {LI, ZHAO}


# ——— whose ———


def test_a_conference_is_shown_to_its_account_and_to_nobody_else(three):
    assert board.shown_to(Viewer(number=WANG), three).id == three
    for viewer in (Viewer(), Viewer(number=LI), Viewer(key="x"), Viewer(number=ZHAO, key="")):
        for deed in (board.shown_to, board.require):
            assert refusal(deed, viewer, three) == ("not_found", {})
    for deed in (board.shown_to, board.require):
        assert refusal(deed, Viewer(number=WANG), "nothing") == ("not_found", {})
    assert refusal(board.shown_to, Viewer(trusted=True), "nothing") == ("not_found", {})
    assert board.require(Viewer(number=WANG), three).conference_id == three
    assert board.shown_to(Viewer(trusted=True), three) == board.unchecked(three)


def test_what_goes_on_is_listed_the_newest_first(network, queue, clock):
    first = live(LI, sid="CA1", network=network, queue=queue)
    clock.advance(seconds=1)
    second = live(LI, sid="CA2", network=network, queue=queue)
    account = factories.account(WANG)
    account.update(actions=[t.Account.live.add({"nothing"})])
    assert [one.id for one in board.going_on(account)] == [second, first]

    end(second, queue)

    assert [one.id for one in board.going_on(account)] == [first]
    assert board.going_on(factories.account(CHEN)) == []
