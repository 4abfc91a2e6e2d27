"""Every key a party has in a conference: once, twice, late (S60 to S70)."""

import pytest

from chalicelib import conference, keypad
from chalicelib.calls import Call
from chalicelib.steps import Ask, HangUp, Prompt, line
from chalicelib.tables import Leg, LegState
from tests import factories
from tests.factories import HOST_SID, hang_up, host, leg, live, stored
from tests.handset import GOODBYE, Handset
from tests.people import LI, ZHAO

pytestmark = pytest.mark.usefixtures("product")


# ——— the menu ———


@pytest.mark.parametrize(
    ("who", "prompt"), [("host", Prompt.HOST_KEYS), ("party", Prompt.PARTY_KEYS)]
)
def test_star_waits_for_a_key_and_then_reads_the_short_menu(both, who, prompt):
    phone = both[who]

    assert phone.star() == Ask(
        (line(prompt),), phone.path("key", 1), patient=True, silence=phone.path("back")
    )
    there = Leg.get(phone.there[0], "leg#" + phone.there[1])
    assert (there.in_menu, there.state) == (True, LegState.JOINED)


def test_silence_in_the_menu_leads_back_into_the_room(three, li):
    li.star()

    assert li.back() == li.room()
    assert not leg(three, LI).in_menu
    assert li.back() == li.room()


@pytest.mark.parametrize("who", ["host", "party"])
@pytest.mark.parametrize("digits", ["*", ""])
def test_star_star_and_no_key_lead_back(both, who, digits):
    phone = both[who]

    step = phone.press(digits)

    wrong = () if digits else (line(Prompt.WRONG_KEY),)
    assert step == phone.room(*wrong)


def test_one_star_reported_twice_is_one_trip(three, li, tables):
    first = li.star()
    once = tables.snapshot()
    li.trip -= 1

    assert li.star() == first
    assert tables.snapshot() == once
    li.key("6")
    li.key("6")
    assert leg(three, LI).muted


def test_a_star_reported_after_the_return_takes_nobody_out_of_the_room(three, li):
    first = li.star()
    li.key("6")
    li.trip -= 1

    assert li.star() == first
    assert not leg(three, LI).in_menu


@pytest.mark.parametrize("digits", ["1", "2", "3", "4", "5", "7", "8"])
def test_a_party_has_no_power_over_the_others(three, li, digits, queue, network):
    before = stored(three).attribute_values
    rung = len(network.rung)

    assert li.press(digits) == li.room(line(Prompt.WRONG_KEY))

    queue.run()
    assert stored(three).attribute_values == before
    assert len(network.rung) == rung


def test_a_party_cannot_reach_the_hosts_questions_either(three, li, queue):
    li.star()

    assert li.add("13300000301") == HangUp()
    assert li.end("1") == HangUp()
    assert (stored(three).state, queue.asked) == ("live", [])


@pytest.mark.parametrize("who", ["host", "party"])
@pytest.mark.parametrize("digits", ["0", "66", "A", "1234"])
def test_a_key_that_means_nothing_is_said_to_be_wrong(both, who, digits):
    assert both[who].press(digits) == both[who].room(line(Prompt.WRONG_KEY))


# ——— everyone: 6, 9, # ———


@pytest.mark.parametrize("who", ["host", "party"])
def test_six_mutes_me_and_un_mutes_me(both, who):
    phone = both[who]

    assert phone.press("6") == phone.room(line(Prompt.MUTED), muted=True)
    assert phone.press("6") == phone.room(line(Prompt.UNMUTED))


def test_six_reported_twice_mutes_once(three, li):
    assert li.press("6") == li.key("6") == li.room(line(Prompt.MUTED), muted=True)
    assert leg(three, LI).muted


def test_nine_raises_my_hand_and_lowers_it(three, li, clock):
    assert li.press("9") == li.room(line(Prompt.HAND_RAISED))
    assert leg(three, LI).hand_raised_at == clock.now()
    clock.advance(seconds=1)
    assert li.key("9") == li.room(line(Prompt.HAND_RAISED))  # the same press, repeated

    assert li.press("9") == li.room(line(Prompt.HAND_LOWERED))
    assert leg(three, LI).hand_raised_at is None
    assert li.key("9") == li.room(line(Prompt.HAND_LOWERED))


@pytest.mark.parametrize("who", ["host", "party"])
def test_hash_tells_how_many_are_there_and_how_long(both, who, three, clock, network):
    clock.advance(minutes=7)
    assert both[who].press("#") == both[who].room(line(Prompt.ROLL, count=3, minutes=7))

    hang_up(three, ZHAO, network)
    assert both[who].press("#") == both[who].room(line(Prompt.ROLL, count=2, minutes=7))


# ——— when the room is over ———


def test_the_host_hears_goodbye_and_the_parties_are_released(three, wang, li, tables):
    conference.end(three, "host")
    before = tables.snapshot()

    assert wang.star() == GOODBYE
    assert li.star() == HangUp()
    assert tables.snapshot() == before


def test_goodbye_is_said_in_the_language_of_the_conference(network, queue):
    conference_id = live(LI, network=network, queue=queue, language="en")
    conference.end(conference_id, "host")

    assert Handset(conference_id, host(conference_id)).star() == HangUp(
        (line(Prompt.GOODBYE),), "en"
    )


@pytest.mark.parametrize("deed", ["key", "add", "end", "back", "star"])
@pytest.mark.parametrize("who", ["host", "party"])
def test_a_key_pressed_too_late_changes_nothing(both, deed, who, tables, queue):
    phone = both[who]
    phone.star()
    conference.end(phone.there[0], "host")
    before, asked = tables.snapshot(), queue.asked

    deeds = {"key": phone.key, "add": phone.add, "end": phone.end}
    step = deeds[deed]("1") if deed in deeds else getattr(phone, deed)()

    assert step == (GOODBYE if who == "host" else HangUp())
    assert tables.snapshot() == before
    assert queue.asked == asked


@pytest.mark.parametrize("deed", ["key", "add", "end", "back", "star"])
def test_a_stranger_in_the_room_is_sent_away(wang, deed, tables):
    wang.star()
    before = tables.snapshot()
    wang.sid = "CAother"

    deeds = {"key": wang.key, "add": wang.add, "end": wang.end}
    step = deeds[deed]("1") if deed in deeds else getattr(wang, deed)()

    assert isinstance(step, HangUp)
    assert tables.snapshot() == before


@pytest.mark.parametrize("there", [("nothing", "host-1"), ("nothing", "noone")])
def test_keys_of_nobody_are_hung_up(there):
    call = Call(HOST_SID, digits="1")

    assert keypad.menu(*there, 1, call) == HangUp()
    assert keypad.key(*there, 1, call) == HangUp()
    assert keypad.add(*there, 1, call) == HangUp()
    assert keypad.end(*there, call) == HangUp()
    assert keypad.back(*there, call) == HangUp()


def test_who_was_hung_up_while_in_the_menu_does_not_come_back(three, li):
    li.star()
    factories.legs.give_up(leg(three, LI))

    assert li.back() == HangUp()
    assert li.key("6") == HangUp()


def test_a_leg_that_vanished_in_mid_key_is_told_what_is_known(three, li, monkeypatch):
    present = keypad._present  # noqa: SLF001 - the moment between the look and the write

    def overtaken(*asked):
        found = present(*asked)
        found.change(Leg.obeyed.set(9))
        return found

    li.star()
    monkeypatch.setattr(keypad, "_present", overtaken)

    assert li.key("6") == li.room(line(Prompt.UNMUTED))
    assert not leg(three, LI).muted
