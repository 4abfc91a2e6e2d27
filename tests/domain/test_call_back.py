"""The last people called again, the invited who call back, and the words of every refusal."""

import pytest

from chalicelib import conference, control, dial_in, legs, voice_menu
from chalicelib import tables as t
from chalicelib.calls import Call
from chalicelib.errors import Refused
from chalicelib.steps import Ask, HangUp, Join, Prompt, Say, line
from chalicelib.voice_menu import REFUSALS
from tests import factories
from tests.factories import exception, hang_up, leg, live, settings_with
from tests.people import LI, SUN, WANG, ZHAO

pytestmark = pytest.mark.usefixtures("product")

SID = "CA1"
ROOM = conference.id_of(SID)
NOT_ELIGIBLE = HangUp((line(Prompt.NOT_ELIGIBLE),))
ASK_NUMBER = Ask((line(Prompt.ASK_NUMBER),), "/voice/dial-in/zh/collect/0/0", keys=None)


def call(digits="", *, finished=None, sid=SID, caller=WANG):
    return Call(sid, caller, digits=digits, finished=finished)


def keyed(digits):
    """Key in a number and “#”."""
    return call(digits, finished=True)


def menu(*before):
    lines = (*map(line, before), line(Prompt.MENU))
    return Ask(lines, "/voice/dial-in/zh/choose")


def back(prompt, **values):
    return Say((line(prompt, **values),), "/voice/dial-in/zh/menu")


def next_number(added, *before, silences=0):
    lines = (*map(line, before), line(Prompt.ADDED, count=added), line(Prompt.ASK_NEXT))
    return Ask(lines, f"/voice/dial-in/zh/collect/{added}/{silences}", keys=None)


@pytest.fixture
def opened(product):
    del product
    return factories.account(WANG)


# ——— the last people again ———


@pytest.fixture
def last(product, network, queue):
    """Have 王小明 call 李雷, who comes, and 赵敏, who does not, and end it."""
    del product
    conference_id = live(LI, sid="CAlast", network=network, queue=queue)
    control.invite(conference_id, ZHAO, asked_by="host-1-1")
    queue.run()
    hang_up(conference_id, ZHAO, network, status="busy")
    conference.rejoin(conference_id, leg(conference_id, LI).leg_id, Call("CAback", LI))
    conference.end(conference_id, "host")
    queue.messages.clear()
    network.did.clear()
    return conference_id


@pytest.mark.usefixtures("last")
def test_the_last_people_are_offered_and_called_again(network, queue):
    offer = Ask((line(Prompt.AGAIN, count=2),), "/voice/dial-in/zh/again")

    assert dial_in.choose("zh", call("6")) == offer
    assert dial_in.again("zh", call("1")) == Join(ROOM, "host-1", host=True)
    queue.run()

    assert sorted(network.rung) == sorted([LI, ZHAO])


@pytest.mark.usefixtures("last")
def test_the_last_people_asked_for_twice_are_called_once(network, queue, tables):
    first = dial_in.again("zh", call("1"))
    once = tables.snapshot()

    assert dial_in.again("zh", call("1")) == first
    assert tables.snapshot() == once
    queue.run()
    assert sorted(network.rung) == sorted([LI, ZHAO])


@pytest.mark.usefixtures("last")
@pytest.mark.parametrize("digits", ["2", "*", "", "#"])
def test_any_other_key_goes_back(digits, queue):
    assert dial_in.again("zh", call(digits)) == menu()
    assert queue.asked == []


@pytest.mark.usefixtures("last")
def test_a_refusal_does_not_make_the_last_people_forgotten(monkeypatch):
    with monkeypatch.context() as patch:
        settings_with(patch, max_account_legs=0)
        assert dial_in.again("zh", call("1")) == back(Prompt.TOO_MANY_LEGS)

    assert dial_in.choose("zh", call("6")).lines == (line(Prompt.AGAIN, count=2),)


def test_nobody_is_called_again_who_was_never_called(opened):
    assert dial_in.again("zh", call("1")) == back(Prompt.NO_LAST)
    assert dial_in.again("zh", call("1", caller=None)) == menu()
    assert dial_in.choose("zh", call("6", caller=None)) == back(Prompt.NO_LAST)
    assert opened.last_conference_id is None


@pytest.mark.usefixtures("last")
def test_only_as_many_are_called_again_as_may_be_there_and_the_host_is_not_among_them(monkeypatch):
    settings_with(monkeypatch, max_parties=2)

    assert dial_in.choose("zh", call("6")).lines == (line(Prompt.AGAIN, count=1),)


# ——— called back ———


@pytest.fixture
def away(network, queue):
    """Have 李雷 leave a conference that goes on: he may call back into it."""
    conference_id = live(LI, SUN, network=network, queue=queue)
    there = leg(conference_id, LI)
    factories.accounts.invite_back(LI, conference_id, there.leg_id)
    hang_up(conference_id, LI, network)
    return conference_id, there.leg_id


def dials_back(away, digits, *, caller=LI):
    return dial_in.rejoin(*away, call(digits, caller=caller, sid="CAback"))


def test_who_is_invited_is_offered_to_join(away):
    step = dial_in.welcome(call(caller=LI))

    there = f"/voice/{away[0]}/{away[1]}/rejoin"
    assert step == Ask((line(Prompt.CALL_BACK),), there)


def test_one_puts_the_invited_through(away):
    step = dials_back(away, "1")

    assert step == Join(away[0], leg(away[0], LI).leg_id)
    assert dials_back(away, "1") == step


@pytest.mark.parametrize("digits", ["2", "*", "", "7"])
def test_who_does_not_want_to_join_and_may_not_host_is_told_so(away, digits):
    assert dials_back(away, digits) == NOT_ELIGIBLE


def test_who_does_not_want_to_join_and_may_host_gets_the_menu(away):
    exception(LI, "allowed")
    dial_in.welcome(call(caller=LI))

    assert dials_back(away, "2") == menu()


@pytest.mark.parametrize("why", ["barred", "closed"])
def test_an_invitation_is_no_way_around_a_barred_or_closed_account(away, why):
    exception(LI, "allowed")
    dial_in.welcome(call(caller=LI))
    if why == "barred":
        exception(LI, "barred")
    else:
        factories.account(LI, state="closed")

    assert dials_back(away, "2") == NOT_ELIGIBLE


def test_an_invitation_is_for_the_number_invited(away):
    for caller in (ZHAO, None):
        step = dials_back(away, "1", caller=caller)
        lines = (line(Prompt.CONFERENCE_OVER), line(Prompt.NOT_ELIGIBLE))
        assert step == HangUp(lines)
    assert dial_in.rejoin(away[0], "noone", call("1", caller=LI)).lines[0] == line(
        Prompt.CONFERENCE_OVER
    )


@pytest.mark.parametrize(
    ("state", "prompt"),
    [
        ("locked", Prompt.CONFERENCE_LOCKED),
        ("over", Prompt.CONFERENCE_OVER),
        ("full", Prompt.TOO_MANY_PARTIES),
    ],
)
def test_who_cannot_be_put_through_is_told_why(away, monkeypatch, state, prompt):
    match state:
        case "locked":
            control.lock(away[0], locked=True)
        case "over":
            conference.end(away[0], "host")
        case _:
            settings_with(monkeypatch, max_parties=2)

    assert dials_back(away, "1") == HangUp((line(prompt), line(Prompt.NOT_ELIGIBLE)))


def test_an_invitation_to_what_is_over_is_not_offered(away):
    conference.end(away[0], "host")

    assert dial_in.welcome(call(caller=LI)) == NOT_ELIGIBLE


# ——— refusals ———


@pytest.mark.parametrize("reason", REFUSALS)
def test_every_refusal_has_its_sentence(reason):
    assert voice_menu.refusal(Refused(reason)).prompt == REFUSALS[reason]


def test_a_refusal_nobody_thought_of_asks_to_call_later():
    assert voice_menu.refusal(Refused("odd", count=1)) == line(Prompt.BUSY_NOW)


def test_keyed_numbers_left_behind_are_no_conference(clock):
    dial_in.collect("zh", 0, 0, keyed("13800000201"))
    clock.advance(days=1)

    assert t.collection(ROOM)[0] is None
    assert legs.add(ROOM, LI, attempt=1, asked_by="entry-0").expires_at <= clock.now()
