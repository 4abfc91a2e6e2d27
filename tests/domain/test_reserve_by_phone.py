"""Key 2: a reservation by phone alone, every wrong time, every way back (S11, S72, S73)."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib import clock as product_clock
from chalicelib import dial_in, plans, rearrange, reservations, tables
from chalicelib import reserve_by_phone as key_2
from chalicelib.calls import Call
from chalicelib.reserve_by_phone import Draft
from chalicelib.steps import Ask, HangUp, Prompt, Say, line
from tests import factories
from tests.domain.reserving import fill, used
from tests.factories import settings_with
from tests.fakes import START
from tests.people import CHEN, LI, OFFICE, WANG

SID = "CA1"
NOT_ELIGIBLE = HangUp((line(Prompt.NOT_ELIGIBLE),))
GOODBYE = HangUp((line(Prompt.GOODBYE),))
THREE = START + timedelta(hours=5)  # the sixteenth of February, three in the afternoon in Beijing
MINUTE = int(THREE.timestamp()) // 60
EMPTY, AT_THREE = Draft("zh", 0), Draft("zh", 0, 0, MINUTE)
MENU = Ask((line(Prompt.MENU),), "/voice/dial-in/zh/choose")


@pytest.fixture(autouse=True)
def _opened(product):
    del product
    factories.account(WANG)


def call(digits="", *, finished=None, caller=WANG, sid=SID):
    return Call(sid, caller, digits=digits, finished=finished)


def keyed(digits):
    """Key in digits and “#”."""
    return call(digits, finished=True)


def path(*rest):
    return "/".join(("/voice/dial-in/zh/reserve/0", *map(str, rest)))


def says(moment):
    return product_clock.text(moment)


def ask_when(*before, silences=0, added=0):
    hint = before or (line(Prompt.EARLIEST, when=says(plans.earliest())),)
    return Ask((*hint, line(Prompt.ASK_WHEN)), path("when", added, silences), keys=None)


def ask_number(minute=MINUTE, silences=0):
    return Ask((line(Prompt.ASK_NUMBER),), path(minute, "collect", 0, silences), keys=None)


def next_number(added, minute=MINUTE):
    lines = line(Prompt.ADDED, count=added), line(Prompt.RESERVE_NEXT)
    return Ask(lines, path(minute, "collect", added, 0), keys=None)


def read_back(*numbers, before=(), moment=THREE):
    lines = (
        *before,
        line(Prompt.READ_BACK, when=says(moment), count=len(numbers)),
        *(line(Prompt.READ_BACK_PARTY, who=number) for number in numbers),
        line(Prompt.CONFIRM_RESERVATION),
    )
    then = path(product_clock.minute(moment), "confirm", len(numbers))
    return Ask(lines, then)


def back(prompt, **values):
    return Say((line(prompt, **values),), "/voice/dial-in/zh/menu")


def with_numbers(*digits, minute=MINUTE):
    """Key in numbers; return how far it has come."""
    for added, number in enumerate(digits):
        key_2.collect(Draft("zh", 0, added, minute), 0, keyed(number))
    return Draft("zh", 0, len(digits), minute)


def with_li():
    return with_numbers("13800000201")


def mine():
    return reservations.of(factories.account(WANG))


# ——— all of it ———


def test_a_time_the_numbers_and_a_1_make_a_reservation(queue, network):
    assert dial_in.choose("zh", call("2")) == ask_when()
    assert key_2.when(EMPTY, 0, keyed("02161500")) == ask_number()
    assert key_2.collect(AT_THREE, 0, keyed("13800000201")) == next_number(1)
    assert key_2.collect(Draft("zh", 0, 1, MINUTE), 0, keyed("65550101")) == next_number(2)
    two = Draft("zh", 0, 2, MINUTE)
    assert key_2.collect(two, 0, keyed("")) == read_back(LI, OFFICE)
    assert key_2.confirm(two, call("1")) == back(Prompt.RESERVED, when=says(THREE))

    (row,) = mine()
    assert (row.state, row.made_by, row.starts_at) == ("scheduled", "phone", THREE)
    assert (row.host_id, row.host_number) == ("registered", WANG)
    assert [party["number"] for party in row.parties] == [LI, OFFICE]
    queue.run()
    assert network.rung == []


def test_every_step_asked_twice_answers_the_same_and_reserves_once(tables):
    two = Draft("zh", 0, 2, MINUTE)
    for deed in (
        lambda: dial_in.choose("zh", call("2")),
        lambda: key_2.when(EMPTY, 0, keyed("02161500")),
        lambda: key_2.collect(AT_THREE, 0, keyed("13800000201")),
        lambda: key_2.collect(Draft("zh", 0, 1, MINUTE), 0, keyed("65550101")),
        lambda: key_2.collect(two, 0, keyed("")),
        lambda: key_2.confirm(two, call("1")),
    ):
        first = deed()
        once = tables.snapshot()
        assert deed() == first
        assert tables.snapshot() == once
    assert len(mine()) == 1
    assert used(THREE) == 3


def test_one_call_can_make_two_reservations_also_of_what_was_called_off_between():
    key_2.confirm(with_li(), call("1"))
    rearrange.cancel(factories.account(WANG), mine()[0].reservation_id)

    again = dial_in.choose("zh", call("2"))
    assert again.then == "/voice/dial-in/zh/reserve/1/when/0/0"
    second = Draft("zh", 1, 0, MINUTE)
    assert key_2.collect(second, 0, keyed("13800000201")).lines[0] == line(Prompt.ADDED, count=1)
    key_2.confirm(Draft("zh", 1, 1, MINUTE), call("1"))

    assert sorted(row.state for row in mine()) == ["cancelled", "scheduled"]


def test_numbers_keyed_in_for_later_are_not_rung_by_key_1_of_the_same_call(queue, network):
    key_2.confirm(with_li(), call("1"))

    dial_in.collect("zh", 0, 0, keyed("65550101"))
    dial_in.collect("zh", 1, 0, keyed(""))
    queue.run()

    assert network.rung == [OFFICE]


def test_numbers_keyed_in_and_left_are_gone_after_a_day():
    key_2.confirm(with_li(), call("1"))

    (left,) = [leg for leg in tables.Leg.scan() if leg.number == LI]
    assert left.expires_at <= START + timedelta(days=1)


# ——— the time ———


@pytest.mark.parametrize(
    "digits",
    [
        *("1", "0216150", "021615000", "0216150A", "1*000000", "００００００００"),
        *("02301500", "02311500", "13011500", "00011500", "02001500", "04311500"),
        *("02162400", "02162460", "02161560", "02162500"),
    ],
)
def test_what_is_no_time_is_asked_for_again(digits):
    assert key_2.when(EMPTY, 0, keyed(digits)) == ask_when(line(Prompt.BAD_TIME))


def test_a_time_of_today_that_is_past_is_said_to_be():
    past = line(Prompt.TIME_PAST, when=says(START + timedelta(minutes=15)))

    for digits in ("02160959", "02150000", "01010000"):
        assert key_2.when(EMPTY, 0, keyed(digits)) == ask_when(past)


@pytest.mark.parametrize("digits", ["02161000", "02161001", "02161014"])
def test_too_soon_tells_the_earliest(digits):
    soon = line(Prompt.TOO_SOON, when=says(START + timedelta(minutes=15)))

    assert key_2.when(EMPTY, 0, keyed(digits)) == ask_when(soon)
    assert key_2.when(EMPTY, 0, keyed("02161015")).then.endswith("/collect/0/0")


def test_too_far_ahead_tells_the_latest():
    far = line(Prompt.TOO_FAR, when=says(START + timedelta(days=92)))

    assert key_2.when(EMPTY, 0, keyed("05191001")) == ask_when(far)
    assert key_2.when(EMPTY, 0, keyed("12311000")) == ask_when(far)
    assert key_2.when(EMPTY, 0, keyed("05191000")).then.endswith("/collect/0/0")


@pytest.mark.parametrize(
    ("now", "digits", "meant"),
    [
        ("2011-11-27T07:00", "01021000", "2012-01-02T02:00"),
        ("2011-12-31T15:30", "01010000", "2011-12-31T16:00"),
        ("2011-12-31T15:30", "12312359", "2011-12-31T15:59"),
        ("2011-12-31T16:30", "01010100", "2011-12-31T17:00"),  # 1 January in Beijing already
        ("2011-12-10T00:00", "02291500", "2012-02-29T07:00"),
    ],
)
def test_the_year_is_the_one_that_makes_it_lie_ahead(clock, now, digits, meant):
    clock.at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    wanted = datetime.fromisoformat(meant).replace(tzinfo=UTC)

    step = key_2.when(EMPTY, 0, keyed(digits))

    assert step == ask_number(product_clock.minute(wanted))


def test_a_leap_day_is_past_or_far_ahead_or_none_at_all(clock):
    clock.at = datetime(2012, 3, 1, tzinfo=UTC)
    assert key_2.when(EMPTY, 0, keyed("02291500")).lines[0].prompt == Prompt.TIME_PAST
    clock.at = datetime(2013, 3, 1, tzinfo=UTC)
    assert key_2.when(EMPTY, 0, keyed("02291500")).lines[0].prompt == Prompt.BAD_TIME
    clock.at = datetime(2011, 3, 1, tzinfo=UTC)
    assert key_2.when(EMPTY, 0, keyed("02291500")).lines[0].prompt == Prompt.TOO_FAR


# ——— a full minute ———


def test_for_a_full_minute_the_nearest_free_one_is_offered_and_1_takes_it():
    fill(THREE)
    minute_before = THREE - timedelta(minutes=1)
    offer = Ask(
        (line(Prompt.INSTEAD, when=says(minute_before)),),
        path(MINUTE - 1, "instead", 0),
    )
    there = Draft("zh", 0, 0, MINUTE - 1)

    assert key_2.when(EMPTY, 0, keyed("02161500")) == offer
    wrong = Ask((line(Prompt.WRONG_KEY), *offer.lines), offer.then)
    assert key_2.instead(there, call("7")) == wrong
    assert key_2.instead(there, call("*")) == ask_when()
    assert key_2.instead(there, call("1")) == ask_number(MINUTE - 1)


def test_where_nothing_is_free_around_another_time_is_asked_for():
    for n in range(-30, 31):
        fill(THREE + timedelta(minutes=n))

    assert key_2.when(EMPTY, 0, keyed("02161500")) == ask_when(line(Prompt.SLOT_FULL))


def test_a_minute_with_room_for_two_is_full_for_three_and_the_numbers_stay():
    fill(THREE, but=2)
    assert key_2.when(EMPTY, 0, keyed("02161500")) == ask_number()
    two = with_numbers("13800000201", "65550101")

    offer = key_2.collect(two, 0, keyed(""))
    assert offer.then == path(MINUTE - 1, "instead", 2)

    there = Draft("zh", 0, 2, MINUTE - 1)
    taken = key_2.instead(there, call("1"))
    assert taken == read_back(LI, OFFICE, moment=THREE - timedelta(minutes=1))
    assert key_2.instead(there, call("*")) == ask_when(added=2)
    again = key_2.when(Draft("zh", 0, 2), 0, keyed("02161600"))
    assert again == read_back(LI, OFFICE, moment=THREE + timedelta(hours=1))


def test_a_minute_that_others_fill_before_the_1_is_offered_another():
    draft = with_li()
    fill(THREE)

    assert key_2.confirm(draft, call("1")).then == path(MINUTE - 1, "instead", 1)
    assert mine() == []


# ——— before the 1, and after ———


def test_what_the_hosts_phone_is_reserved_for_then_is_said_before():
    before = factories.reserved(factories.account(WANG), LI, minutes_ahead=280)
    draft = with_li()

    hint = line(Prompt.HOST_RESERVED, when=says(before.starts_at))
    assert key_2.collect(draft, 0, keyed("")) == read_back(LI, before=(hint,))
    assert key_2.confirm(draft, call("1")) == back(Prompt.RESERVED, when=says(THREE))


def test_another_key_is_wrong_and_all_is_read_again():
    wrong = read_back(LI, before=(line(Prompt.WRONG_KEY),))

    for digits in ("2", "#", "0"):
        assert key_2.confirm(with_li(), call(digits)) == wrong
    assert mine() == []


def test_a_time_that_has_come_too_near_while_keying_in_is_asked_for_again(clock):
    draft = with_li()
    clock.advance(hours=4, minutes=50)
    soon = line(Prompt.TOO_SOON, when=says(clock.at + timedelta(minutes=15)))

    assert key_2.collect(draft, 0, keyed("")) == ask_when(soon, added=1)
    assert key_2.confirm(draft, call("1")) == ask_when(soon, added=1)
    assert key_2.instead(AT_THREE, call("1")) == ask_when(soon)


@pytest.mark.parametrize(
    ("setting", "step"),
    [
        ("max_reservations", back(Prompt.TOO_MANY_RESERVATIONS)),
        ("max_account_legs", ask_when),
    ],
)
def test_past_a_limit_it_is_refused_in_words(monkeypatch, setting, step):
    draft = with_li()
    settings_with(monkeypatch, **{setting: 0})

    answer = key_2.confirm(draft, call("1"))

    assert answer == (step if isinstance(step, Say) else step(line(Prompt.TOO_MANY_THEN), added=1))
    assert mine() == []


def test_whoever_may_not_host_any_more_reserves_nothing():
    draft = with_li()
    factories.exception(WANG, "barred")

    for deed in (
        lambda: dial_in.choose("zh", call("2")),
        lambda: key_2.collect(draft, 0, keyed("")),
        lambda: key_2.confirm(draft, call("1")),
        lambda: key_2.confirm(draft, call("1", caller=None)),
    ):
        assert deed() == NOT_ELIGIBLE


# ——— silence, and the way back ———


def test_silence_is_asked_once_more_and_then_ends_in_goodbye():
    silent = call(finished=False)

    assert key_2.when(EMPTY, 0, silent) == ask_when(silences=1)
    assert key_2.when(EMPTY, 1, silent) == GOODBYE
    assert key_2.collect(AT_THREE, 0, silent) == ask_number(silences=1)
    assert key_2.collect(AT_THREE, 1, silent) == GOODBYE


def test_silence_after_a_number_asks_for_one_more_key():
    draft = with_li()
    ask = Ask((line(Prompt.RESERVE_OR_MORE, count=1),), path(MINUTE, "start-or-more", 1))

    assert key_2.collect(draft, 0, call(finished=False)) == ask
    assert key_2.done_or_more(draft, call("#")) == read_back(LI)
    assert key_2.done_or_more(draft, call("1")) == next_number(1)
    assert key_2.done_or_more(draft, call("*")) == ask_when()


def test_star_goes_back_from_the_read_back_to_the_numbers_the_time_and_the_menu():
    draft = with_li()

    assert key_2.confirm(draft, call("*")) == next_number(1)
    assert key_2.collect(draft, 0, call("*")) == ask_when()
    assert key_2.when(EMPTY, 0, call("*")) == MENU
    assert [leg.number for leg in tables.Leg.scan()] == []


def test_back_in_the_menu_the_numbers_are_forgotten_also_if_they_were_kept_for_another_time():
    with_li()

    assert key_2.when(Draft("zh", 0, 1), 0, call("*1")) == MENU
    assert [leg.number for leg in tables.Leg.scan()] == []


def test_a_wrong_number_is_said_to_be_wrong_and_asked_for_again():
    draft = with_li()

    for digits, prompt in [
        ("222", Prompt.BAD_NUMBER),
        ("110", Prompt.NUMBER_NOT_ALLOWED),
        ("18600000101", Prompt.SAME_NUMBER),
        ("13800000201", Prompt.SAME_NUMBER),
    ]:
        step = key_2.collect(draft, 0, keyed(digits))
        assert (step.lines[0], step.then) == (line(prompt), next_number(1).then)


def test_it_is_spoken_in_the_language_of_the_account():
    factories.account(CHEN, language="en")

    step = dial_in.choose("en", call("2", caller=CHEN))

    assert (step.language, step.then) == ("en", "/voice/dial-in/en/reserve/0/when/0/0")
    assert key_2.when(Draft("en", 0), 1, call(caller=CHEN)).language == "en"
