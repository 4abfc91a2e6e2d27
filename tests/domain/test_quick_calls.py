"""立即使用: a start without a login, and what the browser that asked for it may do (S27–S29)."""

from datetime import timedelta

import pytest

from chalicelib import accounts, board, conference, web_start
from chalicelib import tables as t
from chalicelib.board import Viewer
from chalicelib.limits import Window
from chalicelib.steps import Ask, HangUp, Join, Prompt, line
from chalicelib.web_start import Guest, Party
from tests import factories
from tests.factories import answer, host, press, refusal, states, stored, web_started
from tests.fakes import Crash
from tests.people import CHEN, LI, WANG, ZHAO

pytestmark = pytest.mark.usefixtures("product", "paying")

HOME = "198.51.100.7"
NOTHING = ("not_found", {})


def ask(*numbers, host=WANG, key="a guest's key", address=HOME):
    parties = [Party(number) for number in numbers or (LI, ZHAO)]
    return web_start.start_quick(host, parties, key=key, address=address)


@pytest.fixture
def asked(queue):
    """Have a stranger ask for a conference of 王小明's: his phone was rung."""
    begun = ask()
    queue.run()
    return begun


def dies(*_, **__):
    """Be killed in the middle of a start."""
    raise Crash


def confirm(conference_id, network, queue):
    answer(conference_id, network)
    press(conference_id, "1")
    queue.run()


def over(conference_id, queue, clock):
    conference.end(conference_id, "host")
    queue.run()
    clock.advance(seconds=10)
    queue.run()


def told(conference_id, shown):
    """Return what the page is given for what it shows; "not_found" if that opens nothing."""
    try:
        return web_start.quick(conference_id, shown)
    except web_start.Refused as e:
        return e.reason


# ——— who may ask ———


def test_only_the_host_is_called_who_hears_that_9_stops_it(asked, network):
    conference_id, _ = asked

    step = answer(conference_id, network)

    assert network.rung == [WANG]
    assert states(conference_id) == {WANG: "answered", LI: "waiting", ZHAO: "waiting"}
    lines = (line(Prompt.CONFIRM_START), line(Prompt.CODE_NOT_ME))
    assert step == Ask(lines, f"/voice/{conference_id}/host-1/accept")
    assert (stored(conference_id).billing_number, stored(conference_id).way) == (WANG, "web")
    assert host(conference_id).name is None


def test_the_hosts_1_rings_the_others_as_it_does_with_an_account(asked, network, queue):
    conference_id, _ = asked
    answer(conference_id, network)

    assert press(conference_id, "1") == Join(conference_id, "host-1", host=True)
    queue.run()

    assert sorted(network.rung) == sorted([WANG, LI, ZHAO])


@pytest.mark.parametrize("why", ["never dialled", "barred", "closed", "blocked", "may not host"])
def test_a_number_that_is_not_activated_is_not_called(why, queue, network):
    number = CHEN
    match why:
        case "barred":
            factories.account(CHEN)
            factories.exception(CHEN, "barred")
        case "closed":
            factories.account(CHEN, state="closed")
        case "blocked":
            factories.account(CHEN)
            accounts.block(CHEN)
        case "may not host":
            number = ZHAO

    assert refusal(ask, LI, host=number) == ("not_activated", {})
    queue.run()

    assert network.rung == []
    assert list(t.Conference.scan()) == []


@pytest.mark.parametrize(
    ("number", "parties", "reason"),
    [("12", [LI], "bad_number"), (WANG, ["12"], "bad_number"), (WANG, [WANG], "same_number")],
)
def test_what_cannot_be_called_counts_against_nobody(number, parties, reason, tables):
    before = tables.snapshot()

    assert refusal(ask, *parties, host=number)[0] == reason
    assert tables.snapshot() == before


def test_a_phone_that_hosts_is_not_called_for_another_guest(asked, paying):
    conference_id, _ = asked
    assert refusal(ask, key="two") == ("host_in_conference", {})

    conference.cancel(conference_id)
    web_started(paying, LI)

    assert refusal(ask, key="three") == ("host_in_conference", {})


def test_the_owner_of_the_phone_sends_a_guest_away_who_has_not_got_a_1(asked, paying):
    conference_id, _ = asked

    mine = web_started(paying, LI)

    assert (stored(conference_id).reason, stored(mine).state) == ("cancelled", "calling_host")


def test_the_owner_of_the_phone_does_not_end_what_was_confirmed_there(
    asked, paying, network, queue
):
    conference_id, _ = asked
    confirm(conference_id, network, queue)

    assert refusal(web_started, paying, LI) == ("host_in_conference", {})
    assert stored(conference_id).state == "live"


def test_the_key_opens_until_an_hour_after_the_end(asked, network, queue, clock):
    conference_id, guest = asked
    confirm(conference_id, network, queue)
    over(conference_id, queue, clock)
    ended_at = stored(conference_id).ended_at

    clock.at = ended_at + timedelta(minutes=59)
    assert web_start.holds_key(stored(conference_id), guest.key)
    clock.at = ended_at + timedelta(hours=1)
    assert not web_start.holds_key(stored(conference_id), guest.key)


def test_a_guest_spends_no_more_than_the_caps_allow_and_is_not_told_of_them():
    factories.account(WANG, call_cap=59)

    assert refusal(ask, LI, ZHAO) == ("not_activated", {})


# ——— how often ———


def test_one_key_asks_once_and_counts_once(asked, network, queue, tables):
    once = tables.snapshot()

    assert [ask() for _ in range(20)] == [asked] * 20
    queue.run()

    assert tables.snapshot() == once
    assert network.rung == [WANG]
    assert refusal(ask, LI) == ("key_used_otherwise", {})


def test_a_phone_is_called_three_times_an_hour_and_six_times_a_day(queue, clock):
    def calls(count, *, address):
        for n in range(count):
            begun, _ = ask(key=f"{address} {n}", address=f"{address} {n}")
            over(begun, queue, clock)

    calls(3, address="first")
    reason, details = refusal(ask, key="fourth", address="another")
    assert (reason, details) == ("too_many_quick_calls", {"retry_after": 3570})
    clock.advance(seconds=3570)
    calls(1, address="second")
    clock.advance(hours=1)
    calls(2, address="third")
    clock.advance(hours=1)

    reason, details = refusal(ask, key="seventh", address="yet another")
    assert reason == "too_many_quick_calls"
    assert details["retry_after"] > 70_000


@pytest.mark.parametrize("limit", ["QUICK_CALLS_OF_A_NUMBER", "QUICK_CALLS_OF_AN_ADDRESS"])
def test_copies_of_one_wish_count_once_and_against_nobody_else(monkeypatch, limit):
    factories.account(CHEN)
    monkeypatch.setattr(web_start, limit, (Window(1, 3_600),))
    with monkeypatch.context() as patch:
        patch.setattr(accounts, "admit", dies)
        for _ in range(3):
            with pytest.raises(Crash):
                ask()

    assert stored(ask()[0]).state == "calling_host"
    assert stored(ask(host=CHEN, address="203.0.113.9")[0]).state == "calling_host"


def test_an_address_asks_ten_times_an_hour_whatever_came_of_it():
    for n in range(10):
        assert refusal(ask, host=CHEN, key=f"key {n}") == ("not_activated", {})

    reason, details = refusal(ask)
    assert (reason, details["retry_after"]) == ("too_many_quick_calls", 3600)
    assert ask(address="203.0.113.9")[0]


# ——— what the browser holds ———


def test_the_ticket_gives_no_power_before_the_hosts_1_and_the_key_after_it(asked, network, queue):
    conference_id, guest = asked
    answer(conference_id, network)

    def powers():
        found = stored(conference_id)
        return [web_start.holds_key(found, held) for held in (guest.ticket, guest.key, "", "x")]

    assert told(conference_id, guest.ticket) is None
    assert powers() == [False, False, False, False]
    press(conference_id, "1")
    queue.run()

    assert told(conference_id, guest.ticket) == guest
    assert told(conference_id, guest.key) is None
    assert powers() == [False, True, False, False]


def test_a_start_that_was_called_off_never_gives_the_key(asked, network, queue):
    conference_id, guest = asked
    web_start.cancel_quick(conference_id, guest.ticket)
    confirm(conference_id, network, queue)

    assert told(conference_id, guest.ticket) is None
    assert not web_start.holds_key(stored(conference_id), guest.key)


@pytest.mark.parametrize("shown", ["", "x", "0" * 64])
def test_what_opens_nothing_here_is_told_nothing(asked, network, queue, shown):
    conference_id, guest = asked
    factories.account(CHEN)
    other, _ = ask(host=CHEN, key="hers")

    assert told(conference_id, shown) == "not_found"
    assert told("nothing", guest.ticket) == "not_found"
    assert told(other, guest.ticket) == "not_found"
    confirm(conference_id, network, queue)
    assert told(other, guest.key) == "not_found"
    assert told(conference_id, shown) == "not_found"


def test_two_guests_with_one_key_hold_different_things():
    factories.account(CHEN)

    (one, hers), (other, his) = ask(host=CHEN), ask(host=WANG)

    assert one != other
    assert len({hers.ticket, hers.key, his.ticket, his.key}) == 4


def test_what_the_browser_holds_is_stored_only_as_hashes(asked, tables):
    _, guest = asked
    kept = str(tables.snapshot())

    assert isinstance(guest, Guest)
    assert guest.ticket not in kept
    assert guest.key not in kept


def test_a_conference_that_no_guest_began_is_opened_by_no_key(calling, network, queue):
    confirm(calling, network, queue)

    assert told(calling, "x") == "not_found"
    assert not web_start.holds_key(stored(calling), "")
    assert not Viewer(key="x").may(stored(calling))


def test_the_guest_sees_the_conference_and_nothing_of_what_the_account_may_spend(
    network, queue, clock
):
    factories.account(WANG, call_cap=5000, month_cap=9000)
    conference_id, guest = ask()
    queue.run()
    assert refusal(board.shown_to, Viewer(key=guest.key), conference_id) == NOTHING
    assert refusal(board.require, Viewer(key=guest.key), conference_id) == NOTHING
    confirm(conference_id, network, queue)
    clock.advance(seconds=1)

    for held in (guest.ticket, "", "x"):
        assert refusal(board.shown_to, Viewer(key=held), conference_id) == NOTHING
    theirs = board.shown_to(Viewer(key=guest.key), conference_id)
    his = board.shown_to(Viewer(number=WANG), conference_id)

    assert (theirs.call_cap, theirs.month_cap, theirs.month_cost) == (None, None, None)
    assert (his.call_cap, his.month_cap, his.month_cost) == (5000, 9000, 20)
    assert (theirs.guest, his.guest) == (True, True)
    assert board.require(Viewer(key=guest.key), conference_id).conference_id == conference_id


# ——— called off, stopped ———


def test_a_guest_calls_the_start_off_and_a_stranger_does_not(asked):
    conference_id, guest = asked
    for shown in ("", "x"):
        assert refusal(web_start.cancel_quick, conference_id, shown) == NOTHING
    assert stored(conference_id).state == "calling_host"

    for _ in range(2):
        web_start.cancel_quick(conference_id, guest.ticket)

    assert (stored(conference_id).state, stored(conference_id).reason) == ("ending", "cancelled")


def test_what_the_host_confirmed_is_not_called_off_with_the_ticket(asked, network, queue):
    conference_id, guest = asked
    confirm(conference_id, network, queue)

    web_start.cancel_quick(conference_id, guest.ticket)

    assert stored(conference_id).state == "live"


def test_9_ends_the_call_and_nobody_rings_that_phone_for_a_day(asked, network, queue, clock):
    conference_id, _ = asked
    answer(conference_id, network)

    assert press(conference_id, "9") == HangUp((line(Prompt.CODE_STOPPED),))
    factories.host_hangs_up(conference_id, network)
    queue.run()
    clock.advance(seconds=10)
    queue.run()

    assert (stored(conference_id).state, stored(conference_id).reason) == ("ended", "not_confirmed")
    assert network.rung == [WANG]
    assert refusal(ask, key="two") == ("not_activated", {})
    clock.advance(days=1)
    assert ask(key="two")[0]


def test_9_is_answered_in_the_language_of_the_account(network, queue):
    factories.account(WANG, language="en")
    conference_id, _ = ask()
    queue.run()
    answer(conference_id, network)

    assert press(conference_id, "9") == HangUp((line(Prompt.CODE_STOPPED),), "en")


def test_9_stops_strangers_and_not_the_account_itself(asked, network, queue, clock, paying):
    conference_id, _ = asked
    answer(conference_id, network)
    press(conference_id, "9")
    over(conference_id, queue, clock)

    assert stored(web_started(paying, LI)).state == "calling_host"
