"""Every key of the menu of 116323, every silence, every wrong key (S10, S86)."""

import pytest

from chalicelib import conference, dial_in
from chalicelib.calls import Call
from chalicelib.steps import Ask, Forward, HangUp, Join, Prompt, Say, line
from chalicelib.tables import Account
from tests import factories
from tests.factories import hang_up, live, settings_with, states
from tests.people import LI, OFFICE, WANG

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


# ——— welcome ———


def test_the_first_call_opens_the_service_and_every_later_one_is_welcomed():
    assert dial_in.welcome(call()) == menu(Prompt.WELCOME_FIRST)
    assert dial_in.welcome(call()) == menu(Prompt.WELCOME_FIRST)  # the same call, repeated
    assert dial_in.welcome(call(sid="CA2")) == menu(Prompt.WELCOME)


@pytest.mark.parametrize("caller", [None, LI])
def test_who_may_not_host_is_told_so(caller, tables):
    assert dial_in.welcome(call(caller=caller)) == NOT_ELIGIBLE
    assert [key[0] for key in tables.snapshot()] == (["test-counters"] if caller else [])


def test_the_menu_is_in_the_language_of_the_account():
    factories.account(WANG, language="en")

    step = dial_in.welcome(call())

    assert (step.language, step.then) == ("en", "/voice/dial-in/en/choose")


def test_every_key_of_the_menu_leads_where_it_says(opened):
    assert dial_in.choose("zh", call("1")) == ASK_NUMBER
    assert dial_in.choose("zh", call("2")).then == "/voice/dial-in/zh/reserve/0/when/0/0"
    assert dial_in.choose("zh", call("3")) == back(Prompt.NO_RESERVATION)
    assert dial_in.choose("zh", call("4")) == back(Prompt.MONTH, count=0, fen=0)
    assert dial_in.choose("zh", call("5")) == back(Prompt.NO_GROUP)
    assert dial_in.choose("zh", call("6")) == back(Prompt.NO_LAST)
    assert dial_in.choose("zh", call("0")) == back(Prompt.NO_OPERATOR)
    assert opened.attribute_values == factories.account(WANG).attribute_values


@pytest.mark.parametrize("key", ["*", "#"])
def test_star_and_hash_read_the_menu_again(key):
    assert dial_in.choose("zh", call(key)) == menu()


@pytest.mark.parametrize("key", ["7", "8", "9", "", "11", "A"])
def test_a_key_that_means_nothing_is_said_to_be_wrong(key):
    assert dial_in.choose("zh", call(key)) == menu(Prompt.WRONG_KEY)


def test_this_month_is_told_in_started_minutes_and_money(network, queue, clock):
    conference_id = live(LI, network=network, queue=queue)
    clock.advance(seconds=61)
    for number in (LI, WANG):
        hang_up(conference_id, number, network)

    assert dial_in.choose("zh", call("4")) == back(Prompt.MONTH, count=4, fen=80)
    clock.advance(days=31)
    assert dial_in.choose("zh", call("4")) == back(Prompt.MONTH, count=0, fen=0)


def test_the_operator_is_called_where_there_is_one(monkeypatch):
    settings_with(monkeypatch, operator_number=OFFICE)

    assert dial_in.choose("zh", call("0")) == Forward(OFFICE, (line(Prompt.OPERATOR),))


# ——— keying in ———


@pytest.mark.usefixtures("opened")
def test_numbers_are_keyed_in_one_by_one_and_hash_alone_starts(network, queue):
    assert dial_in.collect("zh", 0, 0, keyed("13800000201")) == next_number(1)
    assert dial_in.collect("zh", 1, 0, keyed("65550101")) == next_number(2)
    step = dial_in.collect("zh", 2, 0, keyed(""))
    queue.run()

    assert step == Join(ROOM, "host-1", host=True)
    assert states(ROOM) == {WANG: "joined", LI: "dialling", OFFICE: "dialling"}
    assert sorted(network.rung) == sorted([LI, OFFICE])


@pytest.mark.usefixtures("opened")
def test_every_step_asked_twice_answers_the_same_and_rings_once(network, queue, tables):
    for digits, added in (("13800000201", 0), ("65550101", 1), ("", 2)):
        first = dial_in.collect("zh", added, 0, keyed(digits))
        once = tables.snapshot()
        assert dial_in.collect("zh", added, 0, keyed(digits)) == first
        assert tables.snapshot() == once
    queue.run()

    assert sorted(network.rung) == sorted([LI, OFFICE])


@pytest.mark.parametrize(
    ("digits", "prompt"),
    [
        ("222", Prompt.BAD_NUMBER),
        ("1" * 64, Prompt.BAD_NUMBER),
        ("13800000201A", Prompt.BAD_NUMBER),
        ("138*0000201", Prompt.BAD_NUMBER),
        ("110", Prompt.NUMBER_NOT_ALLOWED),
        ("95588", Prompt.NUMBER_NOT_ALLOWED),
        ("01095588", Prompt.NUMBER_NOT_ALLOWED),
        ("0012025550100", Prompt.NUMBER_NOT_ALLOWED),
        ("65116323", Prompt.NUMBER_NOT_ALLOWED),
        ("18600000101", Prompt.SAME_NUMBER),
        ("13800000201", Prompt.SAME_NUMBER),
    ],
)
def test_a_number_that_cannot_be_added_is_asked_for_again(digits, prompt):
    dial_in.collect("zh", 0, 0, keyed("13800000201"))

    step = dial_in.collect("zh", 1, 0, keyed(digits))

    assert step == next_number(1, prompt)
    assert set(states(ROOM)) == {LI}


def test_a_first_number_that_cannot_be_added_is_asked_for_again():
    step = dial_in.collect("zh", 0, 0, keyed("110"))

    lines = (line(Prompt.NUMBER_NOT_ALLOWED), line(Prompt.ASK_NUMBER))
    assert step == Ask(lines, "/voice/dial-in/zh/collect/0/0", keys=None)


def test_there_is_an_end_to_how_many_may_be_keyed_in(monkeypatch):
    settings_with(monkeypatch, max_parties=3)
    dial_in.collect("zh", 0, 0, keyed("13800000201"))
    dial_in.collect("zh", 1, 0, keyed("65550101"))

    step = dial_in.collect("zh", 2, 0, keyed("13300000301"))

    assert step.lines[0].prompt == Prompt.TOO_MANY_PARTIES
    assert set(states(ROOM)) == {LI, OFFICE}


@pytest.mark.parametrize("digits", ["*", "*1", "**"])
def test_star_goes_back_and_forgets_the_numbers(digits):
    dial_in.collect("zh", 0, 0, keyed("13800000201"))

    assert dial_in.collect("zh", 1, 0, call(digits)) == menu()

    assert states(ROOM) == {}
    assert dial_in.collect("zh", 0, 0, keyed("13800000201")) == next_number(1)


def test_silence_is_asked_once_more_and_then_ends_in_goodbye():
    silent = call(finished=False)

    assert dial_in.collect("zh", 0, 0, silent).then == "/voice/dial-in/zh/collect/0/1"
    assert dial_in.collect("zh", 0, 1, silent) == HangUp((line(Prompt.GOODBYE),))


def test_silence_after_a_number_is_never_taken_for_a_start(queue):
    dial_in.collect("zh", 0, 0, keyed("13800000201"))

    step = dial_in.collect("zh", 1, 0, call(finished=False))

    assert step.then == "/voice/dial-in/zh/start-or-more/1"
    assert queue.asked == []


def test_hash_before_any_number_is_asked_once_more_and_then_ends_in_goodbye():
    again = dial_in.collect("zh", 0, 0, keyed(""))

    assert again.then == "/voice/dial-in/zh/collect/0/1"
    assert dial_in.collect("zh", 0, 1, keyed("")) == HangUp((line(Prompt.GOODBYE),))


@pytest.mark.usefixtures("opened")
def test_where_the_finish_key_is_not_reported_one_more_key_decides(network, queue):
    dial_in.collect("zh", 0, 0, call("13800000201"))
    lines = (line(Prompt.START_OR_MORE, count=1),)
    ask = Ask(lines, "/voice/dial-in/zh/start-or-more/1")

    assert dial_in.collect("zh", 1, 0, call("")) == ask
    assert dial_in.collect("zh", 0, 0, call("")).then == "/voice/dial-in/zh/collect/0/1"
    assert dial_in.start_or_more("zh", 1, call("1")) == next_number(1)
    assert dial_in.start_or_more("zh", 1, call("7")) == next_number(1)
    assert dial_in.start_or_more("zh", 1, call("#")) == Join(ROOM, "host-1", host=True)
    queue.run()
    assert network.rung == [LI]


def test_star_goes_back_from_there_too():
    dial_in.collect("zh", 0, 0, call("13800000201"))

    assert dial_in.start_or_more("zh", 1, call("*")) == menu()
    assert states(ROOM) == {}


def test_who_has_no_account_starts_nothing(queue):
    dial_in.collect("zh", 0, 0, keyed("13800000201"))

    for caller in (None, LI):
        step = dial_in.collect("zh", 1, 0, call(finished=True, caller=caller))
        assert step == NOT_ELIGIBLE

    assert queue.asked == []


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize(
    ("setting", "prompt"),
    [
        ("max_account_calls_per_hour", Prompt.TOO_MANY_CALLS),
        ("max_account_legs", Prompt.TOO_MANY_LEGS),
    ],
)
def test_a_start_past_a_limit_is_refused_and_the_numbers_are_forgotten(
    monkeypatch, queue, setting, prompt
):
    settings_with(monkeypatch, **{setting: 0})
    dial_in.collect("zh", 0, 0, keyed("13800000201"))

    assert dial_in.collect("zh", 1, 0, keyed("")) == back(prompt)

    assert states(ROOM) == {}
    assert queue.asked == []


def test_a_start_that_is_repeated_when_all_is_over_leads_to_the_menu(network, queue, clock):
    conference_id = live(LI, sid=SID, network=network, queue=queue)
    conference.end(conference_id, "host")
    queue.run()
    clock.advance(seconds=10)
    queue.run()

    assert dial_in.collect("zh", 1, 0, keyed("")) == back(Prompt.CONFERENCE_OVER)
    assert conference_id not in (factories.account(WANG).live or set())


# ——— who may no more ———


def barred(account):
    del account
    factories.exception(WANG, "barred")


def closed(account):
    account.update(actions=[Account.state.set("closed")])


@pytest.mark.parametrize("lost", [barred, closed])
def test_a_number_that_may_not_host_any_more_starts_nothing_in_the_middle_of_its_call(
    lost, opened, network, queue
):
    dial_in.collect("zh", 0, 0, keyed("13800000201"))
    lost(opened)

    assert dial_in.collect("zh", 1, 0, keyed("")) == NOT_ELIGIBLE
    assert dial_in.start_or_more("zh", 1, call("#")) == NOT_ELIGIBLE
    queue.run()
    assert network.rung == []
    assert factories.stored(ROOM) is None


@pytest.mark.parametrize("lost", [barred, closed])
def test_it_does_not_call_its_last_people_again_either(lost, network, queue, clock):
    conference_id = live(LI, network=network, queue=queue, sid="CA0")
    factories.end(conference_id, queue)
    clock.advance(minutes=1)
    rung = list(network.rung)
    lost(factories.account(WANG))

    assert dial_in.choose("zh", call("6")) == back(Prompt.NO_LAST)
    assert dial_in.again("zh", call("1")) == menu()
    queue.run()
    assert network.rung == rung
