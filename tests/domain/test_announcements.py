"""What the host hears of the others, alone, and what one hears who is alone (S57, S65)."""

import pytest

from chalicelib import accounts, announcements, conference, control, paths, provider
from chalicelib.calls import RoomEvent
from chalicelib.steps import Announce, Prompt, Wait, line
from chalicelib.tables import Leg
from tests import factories
from tests.factories import HOST_SID, hang_up, join, leg, live, started
from tests.people import LI, SUN, WANG, ZHAO

pytestmark = pytest.mark.usefixtures("product")


def comes_in(conference_id, number, queue):
    leg_id = leg(conference_id, number).leg_id
    announcements.note(conference_id, RoomEvent(leg_id, joined=True, left=False))
    queue.run()


def goes(conference_id, number, queue):
    leg_id = leg(conference_id, number).leg_id
    announcements.note(conference_id, RoomEvent(leg_id, joined=False, left=True))
    queue.run()


# ——— who came ———


def test_the_host_alone_hears_that_someone_came_in(network, queue):
    conference_id = live(LI, network=network, queue=queue)

    comes_in(conference_id, LI, queue)

    document = paths.leg(conference_id, leg(conference_id, LI).leg_id, "announce", "zh", "joined")
    assert network.done("announce") == [(conference_id, HOST_SID, document)]


def test_the_host_coming_in_is_no_news(network, queue):
    conference_id = live(LI, network=network, queue=queue)

    comes_in(conference_id, WANG, queue)

    assert network.told == []


@pytest.mark.parametrize(("apart", "told"), [(0, 1), (1.9, 1), (2, 2), (30, 2)])
def test_who_comes_within_two_seconds_is_announced_together(network, queue, clock, apart, told):
    conference_id = live(LI, network=network, queue=queue)
    control.invite(conference_id, ZHAO, asked_by="host-1-1")
    queue.run()
    clock.advance(seconds=apart)
    join(conference_id, ZHAO, network)

    for number in (ZHAO, LI):  # the order of the callbacks says nothing
        comes_in(conference_id, number, queue)

    assert network.told == [(HOST_SID, "joined")] * told


def test_who_comes_back_is_announced_by_name(three, network, queue, clock):
    hang_up(three, LI, network)
    leg(three, LI).change(Leg.name.set("李雷"))
    clock.advance(seconds=30)
    conference.rejoin(three, leg(three, LI).leg_id, factories.Call("CAback", LI))

    comes_in(three, LI, queue)

    assert network.told == [(HOST_SID, "came_back")]
    step = announcements.spoken(three, leg(three, LI).leg_id, "zh", "came_back")
    assert step == Announce((line(Prompt.CAME_BACK, who="李雷"),))


@pytest.mark.parametrize("state", ["in_menu", "ended", "unknown leg", "unknown conference"])
def test_who_is_not_there_to_hear_it_is_not_told(three, network, queue, state):
    leg_id = leg(three, LI).leg_id
    match state:
        case "in_menu":
            factories.host(three).change(Leg.in_menu.set(True))
            announcements.welcome(three, leg_id)
            announcements.farewell(three, leg_id)
        case "ended":
            conference.end(three, "host")
            queue.messages.clear()
            announcements.welcome(three, leg_id)
            announcements.farewell(three, leg_id)
            announcements.missed(three, leg_id)
        case "unknown leg":
            announcements.welcome(three, "none")
            announcements.farewell(three, "none")
            announcements.missed(three, "none")
        case _:
            announcements.welcome("none", leg_id)
            announcements.farewell("none", leg_id)
            announcements.missed("none", "none")

    assert network.told == []


def test_a_conference_whose_host_was_never_written_tells_nobody(three, network, queue):
    factories.host(three).delete()

    comes_in(three, LI, queue)
    goes(three, LI, queue)

    assert network.told == []


# ——— who left, who was not reached ———


def test_the_host_hears_that_someone_left_and_they_may_call_back(three, network, queue):
    goes(three, LI, queue)
    hang_up(three, LI, network)
    queue.run()

    assert network.told == [(HOST_SID, "left")]
    invitation = accounts.arrive(LI, "CAback").invitations[0]
    assert (invitation.conference_id, invitation.leg_id) == (three, leg(three, LI).leg_id)


def test_who_hangs_up_in_the_menu_has_left_too(three, network, queue):
    leg(three, LI).change(Leg.in_menu.set(True))

    hang_up(three, LI, network)
    queue.run()

    assert network.told == [(HOST_SID, "left")]
    assert accounts.arrive(LI, "CAback").invitations[0].conference_id == three


def test_a_trip_that_the_network_takes_for_a_leaving_is_not_told(three, network, queue):
    leg(three, LI).change(Leg.in_menu.set(True))

    goes(three, LI, queue)

    assert network.told == []
    assert accounts.arrive(LI, "CA2").invitations == []


def test_the_host_leaving_is_told_to_nobody(three, network, queue):
    goes(three, WANG, queue)

    assert network.told == []
    assert accounts.arrive(WANG, "CA2").invitations == []


def test_a_trip_is_neither_a_coming_nor_a_going(three, queue):
    announcements.note(three, RoomEvent(leg(three, LI).leg_id, joined=False, left=False))

    assert queue.asked == []


def test_the_host_hears_who_was_not_reached_and_they_may_call_back(three, network, queue):
    control.invite(three, SUN, asked_by="host-1-1")
    queue.run()
    hang_up(three, SUN, network, status="no-answer")
    queue.run()

    assert network.told == [(HOST_SID, "missed")]
    there = leg(three, SUN)
    assert accounts.arrive(SUN, "CAback").invitations[0].leg_id == there.leg_id
    step = announcements.spoken(three, there.leg_id, "zh", "missed")
    assert step == Announce((line(Prompt.MISSED, who=SUN),))


@pytest.mark.parametrize("error", [provider.Unknown("timeout"), provider.Declined("busy")])
def test_an_announcement_that_failed_is_news_no_more(three, network, queue, error):
    network.refuse("announce", error)

    goes(three, LI, queue)
    goes(three, ZHAO, queue)

    assert network.told == [(HOST_SID, "left"), (HOST_SID, "left")]
    assert queue.asked == []


def test_the_one_who_is_alone_is_told_so(three, network):
    announcements.warn_alone(three, "host-1")
    announcements.warn_alone("nothing", "host-1")

    assert network.told == [(HOST_SID, "alone")]


# ——— the words ———


@pytest.mark.parametrize("prompt", ["joined", "left", "alone"])
def test_an_announcement_is_spoken_in_the_language_of_the_conference(network, queue, prompt):
    conference_id = live(LI, network=network, queue=queue, language="en")

    step = announcements.spoken(conference_id, leg(conference_id, LI).leg_id, "en", prompt)

    assert step == Announce((line(Prompt(prompt)),), "en")


@pytest.mark.parametrize("prompt", ["", "nonsense", "month", "roll", "invitation", "menu"])
def test_what_is_no_announcement_is_silence(three, prompt):
    assert announcements.spoken(three, leg(three, LI).leg_id, "zh", prompt) == Announce(())


def test_an_announcement_about_nobody_is_silence():
    assert announcements.spoken("nothing", "noone", "zh", "missed") == Announce(())


# ——— alone in the room ———


def test_the_host_hears_ringing_while_the_others_are_called(network, queue):
    conference_id = started(LI, ZHAO)
    calling = Wait(
        (line(Prompt.CALLING),), paths.leg(conference_id, "host-1", "wait"), ringback=True
    )

    assert announcements.wait(conference_id, "host-1") == calling
    queue.run()
    assert announcements.wait(conference_id, "host-1") == calling
    hang_up(conference_id, LI, network, status="busy")
    assert announcements.wait(conference_id, "host-1") == calling
    hang_up(conference_id, ZHAO, network, status="busy")
    nobody = Wait((line(Prompt.NOBODY_CAME),), paths.leg(conference_id, "host-1", "wait"))
    assert announcements.wait(conference_id, "host-1") == nobody


def test_the_host_hears_nothing_once_someone_has_come(three):
    quiet = Wait((), paths.leg(three, "host-1", "wait"))

    assert announcements.wait(three, "host-1") == quiet


def test_a_party_alone_is_asked_to_wait(network, queue):
    conference_id = live(LI, network=network, queue=queue, language="en")
    leg_id = leg(conference_id, LI).leg_id

    step = announcements.wait(conference_id, leg_id)

    there = paths.leg(conference_id, leg_id, "wait")
    assert step == Wait((line(Prompt.PLEASE_WAIT),), there, language="en")


def test_waiting_in_no_conference_is_still_waiting():
    step = announcements.wait("nothing", "noone")

    assert step == Wait((line(Prompt.PLEASE_WAIT),), paths.leg("nothing", "noone", "wait"))


def test_whom_the_host_hung_up_is_told_as_gone_and_not_invited_back(three, network, queue):
    leg(three, LI).change(Leg.reason.set("hung_up"))

    goes(three, LI, queue)

    assert network.told == [(HOST_SID, "left")]
    assert accounts.arrive(LI, "CA2").invitations == []


def test_a_host_on_the_way_back_into_the_room_is_told_there(three, network, queue, monkeypatch):
    network.away = {HOST_SID}
    monkeypatch.setattr(announcements.clock, "sleep", lambda _: network.away.clear())

    goes(three, LI, queue)

    assert network.told == [(HOST_SID, "left"), (HOST_SID, "left")]


def test_a_host_who_stays_away_is_told_no_more(three, network, queue):
    network.away = {HOST_SID}

    goes(three, LI, queue)

    assert len(network.told) == announcements.TRIES
