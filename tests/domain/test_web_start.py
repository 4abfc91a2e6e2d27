"""Starting from the web: who may, once for each key and phone, the host alone until 1."""

from datetime import timedelta
from functools import partial

import pytest

from chalicelib import accounts, caps, conference, hosts, web_start
from chalicelib import tables as t
from chalicelib.errors import Refused
from chalicelib.limits import Window
from chalicelib.tables import Hosting, Wish
from chalicelib.web_start import Party
from tests import factories
from tests.factories import (
    at_once,
    confirmed,
    host,
    leg,
    refusal,
    states,
    stored,
    web_started,
)
from tests.fakes import Crash
from tests.people import CHEN, LI, OFFICE, WANG, ZHAO

pytestmark = pytest.mark.usefixtures("product")

CROWD = [f"+861380000{n:04}" for n in range(32)]


def started_by(account, *parties, key="a start", host_id=hosts.REGISTERED):
    return web_start.start(account, host_id, list(parties), key=key)


def dies(*_, **__):
    """Be killed in the middle of a start."""
    raise Crash


def kept(tables):
    """Return the keys of what is stored, but for how often and what somebody asked."""
    return {key for key in tables.snapshot() if "counters" not in key[0] and "wish" not in str(key)}


# ——— start ———


def test_a_start_is_written_and_only_the_host_is_rung(paying, network, queue, clock):
    conference_id = started_by(paying, Party("13800000201", " 李  雷 "), Party(ZHAO))
    queue.run()

    there = stored(conference_id)
    assert (there.state, there.way, there.billing_number) == ("calling_host", "web", WANG)
    assert (there.started_at, there.confirmed_at) == (clock.now(), None)
    assert network.rung == [WANG]
    assert states(conference_id) == {WANG: "dialling", LI: "waiting", ZHAO: "waiting"}
    assert (host(conference_id).host, host(conference_id).name) == (True, None)
    assert (leg(conference_id, LI).name, leg(conference_id, ZHAO).name) == ("李 雷", None)
    assert accounts.find(WANG).live == {conference_id}
    assert accounts.find(WANG).hour_calls == 3


def test_whoever_was_called_from_the_web_may_be_called_again_by_phone(paying, network, queue):
    conference_id = confirmed(paying, LI, network=network, queue=queue)

    assert accounts.find(WANG).last_conference_id == conference_id


def test_the_host_is_called_by_the_name_of_the_account_or_of_the_phone(owner, network, queue):
    linked = factories.host_phone(owner, OFFICE, note="办公室", network=network, queue=queue)

    at_home = web_started(owner, LI, key="one")
    at_work = web_started(owner, LI, key="two", host_id=linked.host_id)

    assert host(at_home).name == "王小明"
    assert (host(at_work).name, host(at_work).number) == ("办公室", OFFICE)
    assert stored(at_work).billing_number == WANG
    assert stored(at_work).inviter == "王小明"


def test_9_on_a_linked_phone_stops_it_for_a_day(owner, network, queue, clock):
    linked = factories.host_phone(owner, OFFICE, network=network, queue=queue)
    conference_id = web_started(owner, LI, host_id=linked.host_id)
    queue.run()
    factories.answer(conference_id, network)
    factories.press(conference_id, "9")
    factories.host_hangs_up(conference_id, network)
    assert stored(conference_id).state == "ending"

    again = partial(web_started, owner, LI, host_id=linked.host_id)
    assert refusal(again, key="two") == ("refused_by_phone", {})
    clock.advance(days=1)

    assert stored(again(key="three")).state == "calling_host"


@pytest.mark.parametrize(
    ("parties", "told"),
    [
        ([], ("no_parties", {"field": "parties"})),
        ([Party("12")], ("bad_number", {"field": "parties", "number": "12"})),
        ([Party("110")], ("number_not_allowed", {"number": "110"})),
        ([Party("+12025550143")], ("number_not_allowed", {})),
        ([Party(LI), Party("138 0000 0201")], ("same_number", {"number": "138 0000 0201"})),
        ([Party(LI), Party("18600000101")], ("same_number", {"number": "18600000101"})),
        ([Party(LI, "\u200b")], ("bad_name", {"field": "parties", "number": LI})),
        ([Party(number) for number in CROWD], ("too_many_parties", {"most": 32})),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_what_cannot_be_called_is_refused_and_leaves_nothing(paying, tables, queue, parties, told):
    before = tables.snapshot()

    reason, details = refusal(started_by, paying, *parties)

    assert reason == told[0]
    assert details.items() >= {"field": "parties", **told[1]}.items()
    assert tables.snapshot() == before
    assert queue.asked == []


def test_as_many_are_called_as_may_be_there_with_the_host(paying, monkeypatch):
    factories.settings_with(monkeypatch, max_parties=3)

    assert len(states(started_by(paying, Party(LI), Party(ZHAO)))) == 3


def test_a_phone_that_is_not_linked_hosts_nothing(paying):
    assert refusal(started_by, paying, Party(LI), host_id="another") == ("not_found", {})


@pytest.mark.parametrize("why", ["barred", "closed"])
def test_who_may_not_host_any_more_starts_nothing(paying, tables, why):
    if why == "barred":
        factories.exception(WANG, "barred")
    else:
        factories.account(WANG, state="closed")
    before = kept(tables)

    assert refusal(started_by, paying, Party(LI)) == ("not_eligible", {})
    assert kept(tables) == before


@pytest.mark.parametrize(
    ("limit", "most", "reason"),
    [
        ("max_account_calls_per_hour", 2, "too_many_calls"),
        ("max_account_legs", 2, "too_many_legs"),
        ("call_cap", 59, "cap_reached"),
    ],
)
@pytest.mark.usefixtures("paying")
def test_a_start_past_a_limit_leaves_nothing_and_keeps_no_phone(
    tables, monkeypatch, limit, most, reason
):
    account = factories.account(WANG, call_cap=most if limit == "call_cap" else 60)
    before = kept(tables)
    with monkeypatch.context() as patch:
        if limit != "call_cap":
            factories.settings_with(patch, **{limit: most})
        assert refusal(started_by, account, Party(LI), Party(ZHAO))[0] == reason

    assert kept(tables) == before
    assert (accounts.find(WANG).live, accounts.find(WANG).hour_calls) == (None, 0)
    wider = factories.account(WANG, call_cap=60)
    assert stored(started_by(wider, Party(LI), Party(ZHAO))).state == "calling_host"


# ——— one key, one conference; one phone, one conference ———


def test_one_key_makes_one_conference_however_often_it_asks(paying, network, queue, tables):
    first = started_by(paying, Party(LI))
    queue.run()
    once = tables.snapshot()

    again = started_by(paying, Party("138-0000-0201", "a name now"))
    queue.run()

    assert again == first
    assert tables.snapshot() == once
    assert network.rung == [WANG]


def test_what_was_started_is_answered_alike_whatever_the_account_may_by_now(paying, tables):
    first = started_by(paying, Party(LI))
    factories.exception(WANG, "barred")
    once = tables.snapshot()

    assert started_by(paying, Party(LI)) == first
    assert tables.snapshot() == once


def test_copies_of_one_start_count_once_against_its_phone(paying, monkeypatch):
    monkeypatch.setattr(web_start, "STARTS_OF_A_PHONE", (Window(1, 3_600),))
    with monkeypatch.context() as patch:
        patch.setattr(accounts, "admit", dies)
        for _ in range(3):
            with pytest.raises(Crash):
                started_by(paying, Party(LI))

    assert stored(started_by(paying, Party(LI))).state == "calling_host"
    assert refusal(started_by, paying, Party(LI), key="another")[0] == "too_many_starts"


def test_a_start_that_was_written_meanwhile_is_not_written_again(paying, queue, monkeypatch):
    real = accounts.admit

    def late(account, conference_id, **values):
        real(account, conference_id, **values)
        conference.new(conference_id, account, state="live", way="web").save()

    monkeypatch.setattr(accounts, "admit", late)

    conference_id = web_started(paying, LI)

    assert stored(conference_id).state == "live"
    assert queue.asked == [("ring", "")]


def test_a_copy_that_is_refused_takes_nobody_from_the_start_that_was_written(
    paying, queue, monkeypatch
):
    allow = caps.allow

    def overtaken(*asked, **values):
        monkeypatch.setattr(caps, "allow", allow)
        started_by(paying, Party(LI))
        monkeypatch.setattr(caps, "allow", too_much)
        return too_much(*asked, **values)

    def too_much(*_, **__):
        raise Refused("cap_reached")

    monkeypatch.setattr(caps, "allow", overtaken)

    assert refusal(started_by, paying, Party(LI)) == ("cap_reached", {})
    queue.run()
    conference_id = accounts.hosting(WANG)
    assert states(conference_id) == {WANG: "dialling", LI: "waiting"}


def test_a_key_is_good_for_one_wish(paying, tables):
    started_by(paying, Party(LI))
    before = tables.snapshot()

    for other in ([Party(ZHAO)], [Party(LI), Party(ZHAO)]):
        assert refusal(started_by, paying, *other) == ("key_used_otherwise", {})
    assert tables.snapshot() == before


def test_a_key_is_good_for_one_phone_of_the_host(owner, network, queue):
    linked = factories.host_phone(owner, OFFICE, network=network, queue=queue)
    started_by(owner, Party(LI))

    told = refusal(started_by, owner, Party(LI), host_id=linked.host_id)

    assert told == ("key_used_otherwise", {})


def test_what_was_wished_under_a_key_is_forgotten_a_day_later(paying, clock):
    wish = t.find(Wish, started_by(paying, Party(LI)), Wish.ITEM)

    assert wish.expires_at == clock.now() + timedelta(days=1)


def test_the_same_key_of_two_accounts_makes_two_conferences(paying):
    chen = factories.account(CHEN)

    assert started_by(paying, Party(LI)) != started_by(chen, Party(LI))


def test_a_key_asked_again_after_the_end_starts_nothing(calling, paying, network, queue, clock):
    conference.cancel(calling)
    queue.run()
    clock.advance(seconds=10)
    queue.run()
    assert stored(calling).state == "ended"

    assert web_started(paying, LI, ZHAO) == calling
    queue.run()
    assert (stored(calling).state, network.rung) == ("ended", [WANG])


def test_fifty_at_once_with_one_key_make_one_conference(paying, network, queue):
    made = at_once(*[partial(web_started, paying, LI, ZHAO)] * 50)
    queue.run()

    (one,) = set(made) - {"too_many_starts"}
    assert network.rung == [WANG]
    assert len(t.collection(one)[1]) == 3
    assert accounts.find(WANG).hour_calls == 3


def test_fifty_at_once_with_a_key_each_make_one_conference(paying, network, queue):
    made = at_once(*(partial(web_started, paying, LI, key=f"key {n}") for n in range(50)))
    queue.run()

    (mine,) = set(made) - {"host_in_conference", "too_many_starts"}
    assert made.count(mine) == 1
    assert network.rung == [WANG]
    assert accounts.find(WANG).live == {mine}
    assert len(t.collection(mine)[1]) == 2


@pytest.mark.parametrize("state", ["calling_host", "live"])
def test_a_phone_hosts_one_conference_at_a_time(paying, network, queue, state):
    if state == "live":
        first = confirmed(paying, LI, network=network, queue=queue)
    else:
        first = web_started(paying, LI)
    assert stored(first).state == state

    assert refusal(web_started, paying, ZHAO, key="two") == ("host_in_conference", {})

    conference.end(first, "host")
    assert stored(web_started(paying, ZHAO, key="two")).state == "calling_host"
    assert t.find(Hosting, WANG, Hosting.ITEM).conference_id != first


def test_a_phone_kept_by_a_start_that_died_is_free_after_a_minute(paying, clock):
    accounts.hold(WANG, "never written")
    clock.advance(seconds=59)
    assert refusal(web_started, paying, LI) == ("host_in_conference", {})
    clock.advance(seconds=1)

    assert stored(web_started(paying, LI)).state == "calling_host"


def test_of_two_who_find_a_phone_free_one_keeps_it(calling, monkeypatch):
    conference.cancel(calling)
    change = t.change

    def overtaken(item, *actions, condition):
        monkeypatch.setattr(t, "change", change)
        accounts.hold(WANG, "another")
        return change(item, *actions, condition=condition)

    monkeypatch.setattr(t, "change", overtaken)

    assert refusal(accounts.hold, WANG, "mine") == ("host_in_conference", {})
    assert t.find(Hosting, WANG, Hosting.ITEM).conference_id == "another"


def test_a_phone_let_go_while_it_was_looked_at_is_kept(monkeypatch):
    accounts.hold(WANG, "another")
    find = t.find

    def overtaken(*asked):
        monkeypatch.setattr(t, "find", find)
        accounts.free(WANG, "another")
        return find(*asked)

    monkeypatch.setattr(t, "find", overtaken)
    accounts.hold(WANG, "mine")

    assert find(Hosting, WANG, Hosting.ITEM).conference_id == "mine"


def test_nobody_lets_go_of_the_phone_of_another(paying):
    conference_id = web_started(paying, LI)

    accounts.free(WANG, "another")

    assert t.find(Hosting, WANG, Hosting.ITEM).conference_id == conference_id
