"""Every key that only the host has: once, twice, refused (S59 to S70)."""

import pytest

from chalicelib.steps import Ask, Prompt, line
from chalicelib.tables import Leg
from tests import factories
from tests.factories import host, leg, stored
from tests.handset import GOODBYE, Handset
from tests.people import CHEN, LI, SUN, WANG, ZHAO

pytestmark = pytest.mark.usefixtures("product")


def test_one_asks_for_a_number_and_rings_it(wang, network, queue):
    ask = wang.press("1")
    rung = wang.add("02155550401")
    queue.run()

    assert ask == Ask(
        (line(Prompt.ASK_NUMBER),), wang.path("add", 1), keys=None, silence=wang.path("back")
    )
    assert rung == wang.room(line(Prompt.CALLING_PARTY, who=SUN))
    assert network.rung[-1] == SUN


def test_one_reported_twice_rings_once(wang, network, queue):
    wang.press("1")

    assert wang.add("02155550401") == wang.add("02155550401")
    queue.run()
    assert network.rung.count(SUN) == 1


def test_each_trip_may_add_another(wang, network, queue):
    for digits in ("02155550401", "18600000501"):
        wang.press("1")
        wang.add(digits)
    queue.run()

    assert set(network.rung[-2:]) == {SUN, CHEN}


@pytest.mark.parametrize("digits", ["", "*", "**", "*1"])
def test_an_empty_number_or_star_leads_back(wang, digits, queue):
    wang.press("1")

    assert wang.add(digits) == wang.room()
    assert queue.asked == []


@pytest.mark.parametrize(
    ("digits", "prompt"),
    [
        ("222", Prompt.BAD_NUMBER),
        ("110", Prompt.NUMBER_NOT_ALLOWED),
        ("13800000201", Prompt.SAME_NUMBER),
        ("18600000101", Prompt.SAME_NUMBER),
    ],
)
def test_a_number_that_cannot_be_rung_is_asked_for_again(wang, digits, prompt, network, queue):
    wang.press("1")

    step = wang.add(digits)

    lines = (line(prompt), line(Prompt.ASK_NUMBER))
    assert step == Ask(lines, wang.path("add", 1), keys=None, silence=wang.path("back"))
    assert wang.add("02155550401") == wang.room(line(Prompt.CALLING_PARTY, who=SUN))
    queue.run()
    assert network.rung.count(SUN) == 1


@pytest.mark.parametrize(
    ("values", "prompt"),
    [
        ({"max_parties": 3}, Prompt.TOO_MANY_PARTIES),
        ({"max_account_legs": 3}, Prompt.TOO_MANY_LEGS),
        ({"max_account_calls_per_hour": 2}, Prompt.TOO_MANY_CALLS),
    ],
)
def test_the_limits_are_told_to_the_host(wang, monkeypatch, values, prompt, queue):
    factories.settings_with(monkeypatch, **values)
    wang.press("1")

    assert wang.add("02155550401").lines[0] == line(prompt)
    assert queue.asked == []


def test_two_tells_the_host_alone_who_is_there(three, wang, network):
    leg(three, LI).change(Leg.name.set("李雷"))

    step = wang.press("2")

    roll, *names = step.lines
    assert roll == line(Prompt.ROLL, count=3, minutes=0)
    assert names[0] == line(Prompt.ROLL_PARTY, who=WANG)
    assert set(names[1:]) == {line(Prompt.ROLL_PARTY, who=who) for who in ("李雷", ZHAO)}
    assert network.told == []


def test_three_hangs_up_who_was_added_last(three, wang, network, queue, clock):
    clock.advance(seconds=5)
    wang.press("1")
    wang.add("02155550401")
    queue.run()

    assert wang.press("3") == wang.room(line(Prompt.HUNG_UP, who=SUN))
    wang.key("3")  # the same press, repeated
    queue.run()

    assert network.done("hang_up") == [(leg(three, SUN).call_sid,)]
    said = {wang.press("3").lines for _ in range(2)}
    assert said == {(line(Prompt.HUNG_UP, who=who),) for who in (LI, ZHAO)}
    assert wang.press("3") == wang.room(line(Prompt.NOBODY_TO_HANG_UP))


def test_four_mutes_all_and_un_mutes_all(three, wang, network, queue):
    assert wang.press("4") == wang.room(line(Prompt.ALL_MUTED))
    assert wang.key("4") == wang.room(line(Prompt.ALL_MUTED))  # the same press, repeated
    queue.run()
    assert (leg(three, LI).muted, leg(three, ZHAO).muted, host(three).muted) == (True, True, False)
    assert wang.press("4") == wang.room(line(Prompt.ALL_UNMUTED))
    queue.run()

    assert (leg(three, LI).muted, stored(three).all_muted) == (False, False)
    assert network.done("mute")[-1][2] is False


def test_who_is_in_the_menu_comes_back_muted(wang, li):
    li.star()
    wang.press("4")

    assert li.back() == li.room(muted=True)


def test_five_locks_and_unlocks(three, wang):
    assert wang.press("5") == wang.room(line(Prompt.LOCKED))
    assert wang.key("5") == wang.room(line(Prompt.LOCKED))  # the same press, repeated
    assert stored(three).locked
    wang.press("1")
    assert wang.add("02155550401").lines[0] == line(Prompt.CONFERENCE_LOCKED)
    assert wang.press("5") == wang.room(line(Prompt.UNLOCKED))

    assert not stored(three).locked


def test_seven_lets_the_first_raised_hand_speak(three, wang, li, queue):
    wang.press("4")
    li.press("9")

    assert wang.press("7") == wang.room(line(Prompt.NEXT_SPEAKS, who=LI))
    assert not leg(three, LI).muted
    assert wang.press("7") == wang.room(line(Prompt.NO_HAND))
    assert ("mutes", "") in queue.asked


def test_seven_reported_twice_calls_on_one_hand(three, wang, li):
    zhao = Handset(three, leg(three, ZHAO))
    for phone in (li, zhao):
        phone.press("9")

    wang.press("7")
    wang.key("7")

    raised = [leg(three, number).hand_raised_at is not None for number in (LI, ZHAO)]
    assert sorted(raised) == [False, True]


def test_eight_asks_and_one_ends_for_all(three, wang, queue):
    ask = wang.press("8")
    step = wang.end("1")

    lines = (line(Prompt.CONFIRM_END),)
    assert ask == Ask(lines, wang.path("end"), silence=wang.path("back"))
    assert step == GOODBYE
    assert wang.end("1") == GOODBYE  # repeated
    assert (stored(three).state, stored(three).reason) == ("ending", "host")
    assert queue.asked == [("end", "")]


@pytest.mark.parametrize("digits", ["2", "*", "#", ""])
def test_any_other_key_does_not_end(three, wang, digits):
    wang.press("8")

    assert wang.end(digits) == wang.room()
    assert stored(three).state == "live"
