"""Key 5: the people of a group, found by its number, called at once (S51)."""

import pytest

from chalicelib import call_a_group as key_5
from chalicelib import conference, contacts, dial_in, groups
from chalicelib.calls import Call
from chalicelib.contacts import Entry
from chalicelib.steps import Ask, HangUp, Join, Prompt, Say, line
from chalicelib.tables import Group
from tests import factories
from tests.factories import leg, settings_with, states
from tests.people import CHEN, LI, OFFICE, SUN, WANG, ZHAO

SID = "CA1"
ROOM = conference.id_of(SID)
NOT_ELIGIBLE = HangUp((line(Prompt.NOT_ELIGIBLE),))
MENU = Ask((line(Prompt.MENU),), "/voice/dial-in/zh/choose")
NONE = line(Prompt.NO_SUCH_GROUP)


@pytest.fixture
def book(paying):
    """Have 李雷, 赵敏, 孙悦 and 王小明 himself in the address book, by their names."""
    people = {"李雷": LI, "赵敏": ZHAO, "孙悦": SUN, "自己": WANG}
    return {name: contacts.add(paying, Entry(name, n)).row_id for name, n in people.items()}


@pytest.fixture
def family(paying, book):
    return groups.add(paying, "家人", [book["赵敏"], book["李雷"]])


def call(digits="", *, finished=None, caller=WANG):
    return Call(SID, caller, digits=digits, finished=finished)


def keyed(digits, silences=0):
    """Key in the number of a group and “#”."""
    return key_5.number("zh", silences, call(digits, finished=True))


def chosen(group, digits):
    return key_5.chosen("zh", group.row_id, call(digits))


def ask(*before, silences=0):
    then = f"/voice/dial-in/zh/group/number/{silences}"
    return Ask((*before, line(Prompt.ASK_GROUP)), then, keys=None)


def offer(group, count, *before):
    told = line(Prompt.GROUP, who=group.name, count=count)
    return Ask((*before, told), f"/voice/dial-in/zh/group/{group.row_id}/call")


def back(prompt):
    return Say((line(prompt),), "/voice/dial-in/zh/menu")


# ——— the number ———


@pytest.mark.usefixtures("paying")
def test_who_has_no_group_is_told_so():
    assert dial_in.choose("zh", call("5")) == back(Prompt.NO_GROUP)


def test_a_group_is_found_by_its_number_named_and_called_with_1(family, queue, network):
    assert dial_in.choose("zh", call("5")) == ask()
    assert keyed("1") == offer(family, 2)
    assert keyed("01") == offer(family, 2)
    assert chosen(family, "1") == Join(ROOM, "host-1", host=True)
    queue.run()

    assert states(ROOM) == {WANG: "joined", LI: "dialling", ZHAO: "dialling"}
    assert leg(ROOM, LI).name == "李雷"
    assert sorted(network.rung) == sorted([LI, ZHAO])


def test_numbers_follow_the_order_in_which_groups_were_made(paying, book, clock):
    made = []
    for name in ("同事", "家人", "一起运动"):
        clock.advance(seconds=1)
        made.append(groups.add(paying, name, [book["李雷"]]))

    for number, group in enumerate(made, 1):
        assert keyed(str(number)) == offer(group, 1)
    assert groups.numbers(paying) == {group.row_id: n for n, group in enumerate(made, 1)}

    groups.change(paying, made[0].row_id, name="最后改名")
    groups.remove(paying, [made[1].row_id])
    assert keyed("2") == offer(made[2], 1)
    groups.restore(paying, [made[1].row_id])
    assert keyed("2") == offer(made[1], 1)


def test_groups_made_before_they_had_numbers_come_first(paying, family, book):
    older = groups.add(paying, "旧的", [book["李雷"]])
    older.update(actions=[Group.added_at.remove()])

    assert keyed("1") == offer(older, 1)
    assert keyed("2") == offer(family, 2)


@pytest.mark.usefixtures("family")
@pytest.mark.parametrize("digits", ["2", "0", "00", "99", "001", "1A", "1*"])
def test_a_number_that_no_group_has_is_asked_for_again(digits):
    assert keyed(digits) == ask(NONE)


@pytest.mark.usefixtures("family")
def test_silence_is_asked_once_more_and_then_ends_in_goodbye():
    assert keyed("") == ask(silences=1)
    assert keyed("", silences=1) == HangUp((line(Prompt.GOODBYE),))


def test_star_goes_back_to_the_menu_and_from_the_name_to_the_number(family):
    assert keyed("*") == MENU
    assert keyed("*1") == MENU
    assert chosen(family, "*") == ask()


def test_another_key_is_wrong_and_the_name_is_said_again(family):
    for digits in ("2", "#", "0"):
        assert chosen(family, digits) == offer(family, 2, line(Prompt.WRONG_KEY))
    assert states(ROOM) == {}


# ——— who is called ———


def test_the_callers_own_number_and_one_number_twice_are_passed_over(paying, book, network, queue):
    twin = contacts.add(paying, Entry("李雷的手机", LI)).row_id
    group = groups.add(paying, "全家", [book["自己"], book["李雷"], twin, book["孙悦"]])

    assert keyed("1") == offer(group, 2)
    chosen(group, "1")
    queue.run()
    assert sorted(network.rung) == sorted([LI, SUN])
    assert leg(ROOM, LI).name == "李雷"


def test_removed_contacts_are_not_called(paying, family, book, network, queue):
    contacts.remove(paying, [book["赵敏"]])

    assert keyed("1") == offer(family, 1)
    chosen(family, "1")
    queue.run()
    assert network.rung == [LI]


def test_numbers_that_may_not_be_called_any_more_are_not(paying, monkeypatch):
    abroad = Entry("在香港", "0085221234567")
    settings_with(monkeypatch, allowed_regions="CN,HK")
    there = contacts.add(paying, abroad).row_id
    li = contacts.add(paying, Entry("李雷", LI)).row_id
    group = groups.add(paying, "两地", [there, li])
    assert keyed("1") == offer(group, 2)

    settings_with(monkeypatch, allowed_regions="CN")
    assert keyed("1") == offer(group, 1)


def test_a_group_with_nobody_to_call_is_said_to_be_empty(paying, book):
    group = groups.add(paying, "空的", [book["自己"]])

    assert keyed("1") == ask(line(Prompt.GROUP_EMPTY))
    assert chosen(group, "1") == ask(line(Prompt.GROUP_EMPTY))
    assert chosen(group, "7") == ask(line(Prompt.GROUP_EMPTY))
    assert states(ROOM) == {}


def test_a_group_of_more_than_a_conference_holds_is_not_called(family, monkeypatch, queue):
    settings_with(monkeypatch, max_parties=2)

    assert keyed("1") == ask(line(Prompt.TOO_MANY_PARTIES))
    assert chosen(family, "1") == ask(line(Prompt.TOO_MANY_PARTIES))
    assert (states(ROOM), queue.asked) == ({}, [])


def test_thirty_one_people_are_called(paying, network, queue):
    crowd = [contacts.add(paying, Entry(f"第{n}位", f"+861380000{n:04}")).row_id for n in range(31)]
    group = groups.add(paying, "三十一位", crowd)

    assert keyed("1") == offer(group, 31)
    chosen(group, "1")
    queue.run()
    assert len(network.rung) == 31


# ——— once, and only by whom it is ———


def test_asked_twice_it_starts_once(family, tables):
    first = chosen(family, "1")
    once = tables.snapshot()

    assert chosen(family, "1") == first
    assert tables.snapshot() == once


def test_asked_twice_it_does_not_look_who_has_come_into_the_group(
    paying, family, book, network, queue
):
    first = chosen(family, "1")
    groups.change(paying, family.row_id, members=[book["孙悦"]])
    assert chosen(family, "1") == first
    groups.remove(paying, [family.row_id])
    assert chosen(family, "1") == first
    queue.run()
    assert sorted(network.rung) == sorted([LI, ZHAO])


def test_a_group_removed_meanwhile_is_there_no_more(paying, family, queue):
    groups.remove(paying, [family.row_id])
    again = groups.add(paying, "另一组", [])

    for digits in ("1", "7"):
        assert chosen(family, digits) == ask(NONE)
    assert keyed("1") == ask(line(Prompt.GROUP_EMPTY))
    assert (again.name, queue.asked) == ("另一组", [])


@pytest.mark.usefixtures("family")
def test_past_a_limit_it_is_refused_and_nobody_waits_to_be_rung(monkeypatch, paying):
    group = groups.numbered(paying)[0]
    settings_with(monkeypatch, max_account_calls_per_hour=0)

    assert chosen(group, "1") == back(Prompt.TOO_MANY_CALLS)
    assert states(ROOM) == {}


def test_nobody_calls_anothers_group(family):
    factories.account(CHEN)
    theirs = call("1", caller=CHEN)

    assert dial_in.choose("zh", call("5", caller=CHEN)) == back(Prompt.NO_GROUP)
    assert key_5.number("zh", 0, theirs) == ask(NONE)
    assert key_5.chosen("zh", family.row_id, theirs) == ask(NONE)


def test_whoever_may_not_host_any_more_calls_nobody(family, queue):
    factories.exception(WANG, "barred")

    assert dial_in.choose("zh", call("5")) == NOT_ELIGIBLE
    assert keyed("1") == NOT_ELIGIBLE
    assert chosen(family, "1") == NOT_ELIGIBLE
    assert key_5.begin("zh", call("5", caller=None)) == NOT_ELIGIBLE
    assert queue.asked == []


def test_it_may_be_a_fixed_line_in_beijing_that_calls(product, queue, network):
    del product
    office = factories.account(OFFICE)
    li = contacts.add(office, Entry("李雷", LI)).row_id
    group = groups.add(office, "客户", [li])

    key_5.chosen("zh", group.row_id, call("1", caller=OFFICE))
    queue.run()
    assert network.rung == [LI]
