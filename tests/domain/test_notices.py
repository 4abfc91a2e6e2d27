"""Text messages about a reservation: who is told what, once, and only while it is true."""

import logging
from datetime import timedelta

import pytest

from chalicelib import accounts, notice_words, notices, rearrange, reservations, tables
from chalicelib.notice_words import HOST, PARTY, WHY
from chalicelib.plans import Changes
from chalicelib.provider import Declined, Unknown
from chalicelib.tables import Account, Reservation
from local.network.messages import segments
from tests import factories
from tests.fakes import START
from tests.people import LI, SUN, WANG, ZHAO

SENDER = "+861065116323"
AT = "2月16日11:00"
LANGUAGES = ("zh", "en")


@pytest.fixture(autouse=True)
def sender(monkeypatch):
    """Have a number to send from."""
    factories.settings_with(monkeypatch, sms_number=SENDER)


@pytest.fixture
def reserve(owner):
    """Reserve for an hour from now, the telling wanted unless said otherwise."""

    def reserve(*numbers, **values):
        return factories.reserved(owner, *numbers or (LI, ZHAO), **({"notify": True} | values))

    return reserve


def told(network):
    return [(number, words.partition("】")[2]) for number, words in network.texts]


def test_host_and_parties_are_reminded_each_in_their_own_words(reserve, queue, network):
    notices.ask(reserve(title="周会"), "reminder")
    queue.run()

    assert told(network) == [
        (WANG, f"您预约的多方通话“周会”将于{AT}开始,届时系统将先呼叫您"),
        (LI, f"王小明邀请您参加{AT}的多方通话,届时系统将呼叫您"),
        (ZHAO, f"王小明邀请您参加{AT}的多方通话,届时系统将呼叫您"),
    ]


def test_an_account_without_a_name_invites_by_its_number(reserve, owner, queue, network):
    owner.update(actions=[Account.name.remove()])

    notices.ask(reserve(LI), "reminder")
    queue.run()

    assert told(network)[1] == (LI, f"18600000101邀请您参加{AT}的多方通话,届时系统将呼叫您")


def test_an_english_account_tells_in_english(reserve, owner, queue, network):
    owner.update(actions=[Account.language.set("en")])
    when = "16 Feb 11:00 Beijing time"

    notices.ask(reserve(LI), "reminder")
    queue.run()

    assert network.texts == [
        (WANG, f"116323: Your multi-party call starts {when}. We will ring you first."),
        (LI, f"116323: 王小明 invites you to a multi-party call, {when}. We will ring you then."),
    ]


def reminded(found, queue, network):
    """Have everyone told that it is near, and forget that."""
    notices.ask(found, "reminder")
    queue.run()
    network.texts.clear()
    found.refresh(consistent_read=True)
    return found


def test_all_are_told_that_it_is_cancelled(reserve, owner, queue, network):
    rearrange.cancel(owner, reminded(reserve(LI), queue, network).reservation_id)
    queue.run()

    assert told(network) == [
        (WANG, f"您预约的{AT}的多方通话已取消"),
        (LI, f"王小明取消了{AT}的多方通话"),
    ]


def test_of_a_whole_series_all_are_told_once(reserve, owner, queue, network):
    until = (START + timedelta(days=3)).date()
    first = reminded(reserve(LI, repeat="daily", until=until), queue, network)

    rearrange.cancel(owner, first.reservation_id, whole_series=True)
    queue.run()

    assert told(network) == [
        (WANG, f"您预约的多方通话自{AT}起已全部取消"),
        (LI, f"王小明取消了自{AT}起的各次多方通话"),
    ]


def test_a_party_who_knew_nothing_of_it_hears_nothing_of_its_end(reserve, owner, queue, network):
    rearrange.cancel(owner, reserve(LI).reservation_id)
    queue.run()

    assert [number for number, _ in network.texts] == [WANG]


def test_who_pressed_9_is_sent_nothing(reserve, queue, network):
    accounts.block(LI)

    notices.ask(reserve(LI, ZHAO), "reminder")
    queue.run()

    assert [number for number, _ in network.texts] == [WANG, ZHAO]


def test_the_host_alone_is_told_why_it_was_missed(reserve, queue, network):
    found = reminded(reserve(LI), queue, network)
    missed = [Reservation.state.set(tables.MISSED), Reservation.reason.set("host_no_answer")]
    found.update(actions=missed)

    notices.ask(found, "missed")
    queue.run()

    assert told(network) == [
        (WANG, f"您预约的{AT}的多方通话未能发起:您的电话无人接听"),
        (LI, f"王小明预约的{AT}的多方通话未能举行"),
    ]


def test_nobody_is_told_unless_it_was_wanted(reserve, owner, queue, network):
    found = reserve(LI, notify=False)

    notices.ask(found, "reminder")
    rearrange.cancel(owner, found.reservation_id)
    queue.run()

    assert network.texts == []


def test_nobody_is_told_where_there_is_no_number_to_send_from(reserve, queue, network, monkeypatch):
    factories.settings_with(monkeypatch, sms_number="")

    notices.ask(reserve(LI), "reminder")

    assert [job for job, _ in queue.asked if job == "text"] == []
    assert network.texts == []


def test_a_fixed_line_is_left_out(reserve, queue, network):
    notices.ask(reserve(SUN, LI), "reminder")
    queue.run()

    assert [number for number, _ in network.texts] == [WANG, LI]


def test_a_job_that_comes_twice_sends_one_text(reserve, queue, network):
    found = reserve(LI)

    notices.ask(found, "reminder")
    notices.ask(found, "reminder")
    queue.run()

    assert [number for number, _ in network.texts] == [WANG, LI]


def test_of_several_at_once_one_sends(reserve, network):
    found = reserve(LI)
    about = found.billing_number, f"{found.reservation_id}#reminder#1"

    factories.at_once(*[lambda: notices.send(*about)] * 5)

    assert [number for number, _ in network.texts] == [LI]


def test_a_later_time_is_told_again_and_the_old_one_is_not(reserve, owner, queue, network):
    found = reserve(LI)
    notices.ask(found, "reminder")
    queue.run()
    later = Changes(starts_at=found.starts_at + timedelta(hours=2))
    found = rearrange.change(owner, found.reservation_id, int(found.version), later)

    notices.ask(found, "reminder")
    queue.run()

    assert [words for number, words in told(network) if number == WANG] == [
        f"您预约的多方通话将于{at}开始,届时系统将先呼叫您" for at in (AT, "2月16日13:00")
    ]


def test_who_was_taken_out_meanwhile_is_not_told(reserve, owner, queue, network):
    found = reserve(LI, ZHAO)
    notices.ask(found, "reminder")
    fewer = Changes(parties=reservations.kept_parties(found)[:1])
    rearrange.change(owner, found.reservation_id, int(found.version), fewer)

    queue.run()

    assert [number for number, _ in network.texts] == [WANG, LI]


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        ("reminder", tables.CANCELLED),
        ("reminder", tables.STARTING),
        ("reminder", tables.STARTED),
        ("cancelled", tables.SCHEDULED),
        ("missed", tables.STARTED),
    ],
)
def test_what_is_not_true_any_more_is_not_sent(reserve, queue, network, kind, state):
    found = reserve(LI)
    notices.ask(found, kind)
    found.update(actions=[Reservation.state.set(state)])

    queue.run()

    assert network.texts == []


def test_what_is_gone_is_told_to_nobody(reserve, network):
    found = reserve(LI)
    found.delete()

    notices.send(found.billing_number, f"{found.reservation_id}#reminder#0")

    assert network.texts == []


@pytest.mark.parametrize(
    "failure",
    [
        (Declined("bad_number"), "text not sent", {"reason": "bad_number"}),
        (Unknown("500"), "unknown whether a text was sent", {"error": "500"}),
    ],
)
def test_one_that_fails_is_logged_and_not_sent_again(reserve, queue, network, caplog, failure):
    error, event, said = failure
    found = reserve(LI)
    network.refuse("text", error)
    notices.ask(found, "reminder")
    with caplog.at_level(logging.WARNING):
        queue.run()
    notices.ask(found, "reminder")
    queue.run()

    [record] = [record for record in caplog.records if record.message == event]
    assert said.items() <= vars(record).items()
    assert WANG not in str(vars(record))
    assert network.done("text")[0][0] == WANG
    assert [number for number, _ in network.texts] == [LI]


def test_nobody_is_flooded(reserve, queue, network, monkeypatch):
    monkeypatch.setattr(notices, "TO_A_NUMBER", (notices.Window(2, 3_600),))
    for n in range(4):
        notices.ask(reserve(LI, key=f"again {n}"), "reminder")
    queue.run()

    assert [number for number, _ in network.texts] == [WANG, LI] * 2


def longest(language, kind):
    for name in ("王" * 32, "+8618600000101", "😀" * 32):
        for why in WHY[language]:
            yield notice_words.for_host(kind, START, language, title=name, reason=why)
        yield notice_words.for_party(kind, START, language, inviter=name)


@pytest.mark.parametrize("kind", HOST["zh"])
def test_a_chinese_text_is_one_message_whatever_the_names(kind):
    assert [words for words in longest("zh", kind) if segments(words) > 1] == []


@pytest.mark.parametrize("kind", HOST["en"])
def test_an_english_text_is_two_messages_at_most(kind):
    assert [words for words in longest("en", kind) if segments(words) > 2] == []
    plain = notice_words.for_party(kind, START, "en", inviter="Katharina Wang")
    assert segments(plain) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_words_for_host_and_party(language):
    assert set(HOST[language]) == set(PARTY[language]) == set(notices.STATES)
    assert set(WHY[language]) == set(WHY["zh"])


def test_no_party_learns_the_number_of_another(reserve, queue, network):
    notices.ask(reserve(LI, ZHAO), "reminder")
    queue.run()

    words = " ".join(words for _, words in network.texts)
    assert not any(n.removeprefix("+86") in words for n in (WANG, LI, ZHAO))
    assert accounts.find(WANG).name in words
