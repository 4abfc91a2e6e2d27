"""Who comes in while others do: the places of a conference, and of an account over all of its."""

import pytest

from chalicelib import accounts, conference, control, legs
from chalicelib import tables as t
from chalicelib.calls import Call, Progress
from chalicelib.errors import Refused
from chalicelib.steps import HangUp, Join, Prompt, line
from chalicelib.tables import Account, Leg
from tests import factories
from tests.factories import (
    hang_up,
    invite,
    leg,
    refusal,
    settings_with,
    started,
    states,
)
from tests.people import CHEN, LI, SUN, WANG, ZHAO

pytestmark = pytest.mark.usefixtures("product")

BACK = "CAback"


def back(conference_id, number=LI, sid=BACK):
    """Let *number* dial 116323 and press 1 to come back."""
    return conference.rejoin(conference_id, leg(conference_id, number).leg_id, Call(sid, number))


@pytest.fixture
def left(three, network):
    """Have 李雷 hang up."""
    hang_up(three, LI, network)
    return three


@pytest.fixture
def overtaken(monkeypatch):
    """Have a deed done once, after somebody has looked for room and before the leg is put."""

    def by(deed):
        look = accounts.one_more

        def overtake(*asked, **values):
            found = look(*asked, **values)
            monkeypatch.setattr(accounts, "one_more", look)
            deed()
            return found

        monkeypatch.setattr(accounts, "one_more", overtake)

    return by


# ——— a start ———


def test_a_start_that_is_ended_before_its_host_is_in_puts_nobody_into_a_room(monkeypatch, queue):
    paying, conference_id = factories.account(WANG), conference.id_of("CA1")
    let_in = t.let_in

    def late(leg):
        monkeypatch.setattr(t, "let_in", let_in)
        conference.end(conference_id, "host")
        queue.run()
        return let_in(leg)

    monkeypatch.setattr(t, "let_in", late)

    with pytest.raises(Refused, match="over"):
        conference.start_by_phone(paying, Call("CA1", WANG), parties=1)

    assert t.collection(conference_id)[1] == []


def test_a_host_who_is_overtaken_again_and_again_is_asked_to_start_later(monkeypatch):
    paying = factories.account(WANG)
    monkeypatch.setattr(t, "let_in", lambda _: False)

    with pytest.raises(Refused, match="busy"):
        conference.start_by_phone(paying, Call("CA1", WANG), parties=1)


# ——— a conference ———


def test_who_comes_back_while_another_is_added_takes_the_last_place(
    three, network, monkeypatch, overtaken
):
    settings_with(monkeypatch, max_parties=3)
    hang_up(three, LI, network)
    overtaken(lambda: back(three))

    assert refusal(invite, three, SUN)[0] == "too_many_parties"
    assert states(three) == {WANG: "joined", LI: "joined", ZHAO: "joined"}


def test_who_is_added_while_another_comes_back_takes_the_last_place(
    three, network, monkeypatch, overtaken
):
    settings_with(monkeypatch, max_parties=3)
    hang_up(three, LI, network)
    overtaken(lambda: invite(three, SUN))

    assert refusal(back, three)[0] == "too_many_parties"
    assert states(three)[LI] == "completed"


OVERTAKING = {
    "over": lambda room: conference.end(room, "host"),
    "locked": lambda room: control.lock(room, locked=True),
    "too_many_calls": lambda _: closed(),
}


@pytest.mark.parametrize("comes_in", [lambda room: invite(room, SUN), back])
@pytest.mark.parametrize("reason", OVERTAKING)
def test_nobody_comes_in_who_found_it_open_a_moment_too_early(left, overtaken, comes_in, reason):
    overtaken(lambda: OVERTAKING[reason](left))

    assert refusal(comes_in, left)[0] == reason
    assert states(left) == {WANG: "joined", LI: "completed", ZHAO: "joined"}


def closed():
    """Close the account."""
    Account(WANG, Account.ITEM).update(actions=[Account.state.set(accounts.CLOSED)])


def test_who_finds_others_coming_in_again_and_again_is_told_so(three, network, monkeypatch):
    hang_up(three, LI, network)
    monkeypatch.setattr(t, "admit", lambda *_: False)

    assert refusal(back, three) == ("busy", {})


def test_the_place_of_a_host_who_was_lost_is_kept(host_lost, monkeypatch):
    settings_with(monkeypatch, max_parties=3)
    Leg.get(host_lost, "leg#host-2").delete()  # not yet rung again

    assert refusal(invite, host_lost, SUN)[0] == "too_many_parties"


def test_nobody_is_added_to_a_start_that_was_cut_short_and_whose_host_hung_up(network, queue):
    conference_id = started(LI)
    factories.host(conference_id).delete()
    legs.note_over(conference_id, Progress(factories.HOST_SID, "completed", 5))
    queue.run()

    assert refusal(invite, conference_id, ZHAO) == ("not_live_yet", {})
    assert network.rung == []


def test_nobody_is_added_to_or_rung_for_a_start_that_was_cut_short(network, queue):
    conference_id = started(LI)
    factories.host(conference_id).delete()  # killed before it was put
    queue.run()

    assert refusal(invite, conference_id, ZHAO) == ("not_live_yet", {})
    assert network.rung == []
    conference.start_by_phone(accounts.find(WANG), Call(factories.HOST_SID, WANG), parties=1)
    queue.run()
    assert network.rung == [LI]


# ——— a call that asks to come back again ———


def test_a_call_that_came_back_is_let_in_again_whatever_has_changed(three, network, monkeypatch):
    hang_up(three, LI, network)
    first = back(three)
    control.lock(three, locked=True)
    settings_with(monkeypatch, max_parties=2, max_account_legs=2)

    assert back(three) == first == Join(three, leg(three, LI).leg_id)


@pytest.mark.parametrize("why", ["the end", "hung up"])
def test_a_call_that_came_back_is_offered_nothing_else(three, network, why):
    hang_up(three, LI, network)
    invited = leg(three, LI).leg_id
    back(three)
    if why == "the end":
        conference.end(three, "host")
    else:
        control.hang_up(three, leg(three, LI).party_id)

    again = conference.rejoin(three, invited, Call(BACK, LI))
    assert again == HangUp((line(Prompt.CONFERENCE_OVER),))


# ——— an account ———


@pytest.fixture
def two(monkeypatch):
    """Have 王小明 in two conferences at once, with two of five places in each."""
    settings_with(monkeypatch, max_account_legs=5)
    return started(LI, sid="CA1"), started(LI, sid="CA2")


def test_added_to_two_conferences_at_once_one_is_too_many(two, overtaken):
    first, second = two
    overtaken(lambda: invite(second, CHEN))

    assert refusal(invite, first, ZHAO) == ("too_many_legs", {})
    assert ZHAO not in states(first)
    assert accounts.find(WANG).hour_calls == 3


def test_added_while_another_conference_starts_one_is_too_many(monkeypatch, overtaken):
    settings_with(monkeypatch, max_account_legs=4)
    first = started(LI, sid="CA1")
    overtaken(lambda: started(SUN, sid="CA2"))

    assert refusal(invite, first, ZHAO) == ("too_many_legs", {})


def test_whose_place_another_conference_took_does_not_come_back(two, network, queue):
    first, second = two
    queue.run()
    hang_up(first, LI, network)
    for number in (CHEN, SUN):
        invite(second, number)

    assert refusal(back, first) == ("too_many_legs", {})
    assert accounts.find(WANG).hour_calls == 4


def test_who_comes_back_is_no_call_of_the_hour(three, network):
    hang_up(three, LI, network)
    calls = accounts.find(WANG).hour_calls

    back(three)

    assert accounts.find(WANG).hour_calls == calls


def test_who_comes_back_as_an_hour_begins_leaves_its_count_alone(three, network, clock):
    hang_up(three, LI, network)
    clock.advance(hours=-1)

    assert isinstance(back(three), Join)


def counted(conference_id, calls):
    """Leave behind what a start has counted that got no answer to it."""
    Account(WANG, Account.ITEM).update(
        actions=[Account.live.add({conference_id}), Account.hour_calls.add(calls)]
    )


def test_a_start_that_was_counted_without_an_answer_looks_for_room_all_the_same(monkeypatch):
    settings_with(monkeypatch, max_account_legs=5)
    first = started(LI, CHEN, sid="CA1")
    counted("second", 2)

    with pytest.raises(Refused, match="too_many_legs"):
        accounts.admit(accounts.find(WANG), "second", parties=2)

    account = accounts.find(WANG)
    assert (account.live, account.hour_calls) == ({first}, 2)
    assert account.last_conference_id == first


def test_a_start_that_is_written_is_not_looked_at_again(monkeypatch):
    conference_id = started(LI, CHEN)
    settings_with(monkeypatch, max_account_legs=1)

    account = accounts.admit(accounts.find(WANG), conference_id, parties=2)

    assert account.live == {conference_id}


def test_what_was_counted_is_taken_back_once(paying, clock):
    accounts.admit(paying, "conf", parties=2)
    counted("other", 3)

    for _ in range(2):
        accounts.dismiss(paying, "conf", parties=2, counted_at=clock.now())

    assert (accounts.find(WANG).live, accounts.find(WANG).hour_calls) == ({"other"}, 3)


def test_what_an_hour_counted_is_not_taken_back_from_the_next(paying, clock):
    counted_at = clock.now()
    accounts.admit(paying, "conf", parties=2)
    clock.advance(seconds=accounts.HOUR)
    counted("other", 3)

    accounts.dismiss(paying, "conf", parties=2, counted_at=counted_at)

    assert (accounts.find(WANG).live, accounts.find(WANG).hour_calls) == ({"other"}, 3)


def test_an_account_that_was_never_counted_in_this_way_is_from_now_on(three):
    Account(WANG, Account.ITEM).update(actions=[Account.admissions.remove()])

    assert invite(three, SUN).number == SUN
    assert accounts.find(WANG).admissions == 1
