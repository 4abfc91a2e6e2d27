"""The host's phone, rung for the web: 1, 2, 9 and silence, once, twice, late and forged (S54)."""

import pytest

from chalicelib import accounts, conference, web_start
from chalicelib.web_start import Party
from tests import factories
from tests.people import CHEN, LI, WANG

KEY = "key-of-a-test-000000"
S54 = "您现在是否发起多方通话,确认请按1,否则请挂机"


class Start:
    """A start from the web whose host's phone has been answered."""

    def __init__(self, phone, *, guest=False):
        self.phone, self.network, self.queue = phone, phone.network, phone.queue
        paying, wanted = factories.account(WANG), [Party(LI, "李雷")]
        if guest:
            self.id, _ = web_start.start_quick(WANG, wanted, key=KEY, address="198.51.100.7")
        else:
            self.id = web_start.start(paying, "registered", wanted, key=KEY)
        self.queue.run()
        self.sid = self.host.call_sid
        self.network.answers(self.sid)
        self.hears = self.post("answered")

    @property
    def host(self):
        return factories.host(self.id)

    @property
    def state(self):
        return factories.stored(self.id).state

    def path(self, deed):
        return f"/voice/{self.id}/host-1/{deed}"

    def post(self, deed, **form):
        form = {"CallSid": self.sid, "To": WANG, "CallStatus": "in-progress", **form}
        return self.phone.post(self.path(deed), **form)

    def presses(self, digits, **form):
        return self.post("accept", Digits=digits, **form)


@pytest.fixture
def start(phone):
    return Start(phone)


@pytest.fixture
def guest(phone):
    """Start one by 立即使用."""
    return Start(phone, guest=True)


def said(answer):
    return "".join(answer.says)


def test_the_host_is_asked_word_for_word_and_only_for_1(start):
    assert start.hears.says[0] == S54
    assert "请按9" not in said(start.hears)
    assert start.hears.then == start.path("accept")


def test_who_answers_a_quick_call_is_told_of_9_as_well(guest):
    assert said(guest.hears).startswith(f"{S54}非本人操作请按9")


def test_1_opens_the_room_and_rings_the_others_once(start, network, queue):
    first, second = (start.presses("1") for _ in range(2))
    queue.run()

    assert first.conference["startConferenceOnEnter"] == "true"
    assert (second.status, second.body) == (first.status, first.body)
    assert (start.state, network.rung) == ("live", [WANG, LI])


@pytest.mark.parametrize("digits", ["2", "3", "*", "#", "11", "", None])
def test_any_other_key_and_silence_ask_again_and_ring_nobody(digits, start, network, queue, tables):
    once = tables.snapshot()

    first, second = (start.presses(digits) for _ in range(2))
    queue.run()

    assert S54 in said(first)
    assert (first.then, second.body) == (start.path("accept"), first.body)
    assert (tables.snapshot(), network.rung) == (once, [WANG])


def test_who_stays_silent_hears_the_question_and_then_the_line_is_closed(start):
    assert start.hears.verbs[0] == "Gather"
    assert start.hears.verbs[-1] == "Hangup"


def test_9_of_an_owner_is_a_key_like_any_other(start):
    answer = start.presses("9")

    assert S54 in said(answer)
    assert not accounts.look_up(WANG).blocked


def test_9_of_a_quick_call_keeps_the_phone_from_being_rung_for_a_day(guest, network, queue, tables):
    first = guest.presses("9")
    once = tables.snapshot()
    second = guest.presses("9")
    queue.run()

    assert said(first) == "已停止本次操作,24小时内不再为此呼叫您"
    assert first.verbs[-1] == "Hangup"
    assert (second.body, tables.snapshot()) == (first.body, once)
    assert accounts.look_up(WANG).blocked
    assert network.rung == [WANG]


@pytest.mark.parametrize("digits", ["1", "2", "9", ""])
def test_late_every_key_is_a_polite_end(digits, guest, network, queue, clock):
    conference.cancel(guest.id)
    during = guest.presses(digits)
    for _ in range(2):
        queue.run()
        clock.advance(seconds=10)

    after = guest.presses(digits)
    queue.run()

    assert [answer.verbs[-1] for answer in (during, after)] == ["Hangup"] * 2
    assert "Dial" not in [*during.verbs, *after.verbs]
    assert (guest.state, network.rung) == ("ended", [WANG])
    assert factories.states(guest.id)[LI] == "cancelled"


@pytest.mark.parametrize("digits", ["1", "9"])
def test_forged_no_key_counts(digits, guest, queue, tables):
    once = tables.snapshot()
    form = {"AccountSid": "ACtest", "CallSid": guest.sid, "Digits": digits}
    path = guest.path("accept")
    signatures = [None, "", guest.phone.sign(path, {**form, "Digits": "2"})]

    answers = [guest.phone.send(path, form, signature=signature) for signature in signatures]

    assert [(answer.status, answer.body) for answer in answers] == [(403, "")] * 3
    assert (tables.snapshot(), queue.messages) == (once, [])


@pytest.mark.parametrize("digits", ["1", "9"])
def test_a_key_on_another_call_counts_nothing(digits, guest, queue, network):
    answer = guest.presses(digits, CallSid="CAanother")
    queue.run()

    assert answer.verbs[-1] == "Hangup"
    assert (guest.state, network.rung) == ("calling_host", [WANG])
    assert not accounts.look_up(WANG).blocked


def test_only_the_host_confirms(start, network, queue):
    party = factories.leg(start.id, LI)

    answer = start.phone.post(
        f"/voice/{start.id}/{party.leg_id}/accept", CallSid="CAparty", Digits="1"
    )
    queue.run()

    assert answer.verbs[-1] == "Hangup"
    assert (start.state, network.rung) == ("calling_host", [WANG])


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("completed", "not_confirmed"),
        ("busy", "host_busy"),
        ("no-answer", "host_no_answer"),
        ("failed", "host_failed"),
    ],
)
def test_the_last_word_on_the_hosts_call_is_why_it_did_not_come_about(status, reason, start, clock):
    start.network.ends(start.sid)
    seconds = "7" if status == "completed" else None

    for _ in range(2):
        start.post("status", CallStatus=status, CallDuration=seconds)
    start.queue.run()
    clock.advance(seconds=10)
    start.queue.run()

    found = factories.stored(start.id)
    assert (found.state, found.reason) == ("ended", reason)
    assert (start.network.rung, start.host.charge) == ([WANG], None)


def test_a_host_whose_name_is_not_known_is_called_all_the_same(phone, network):
    factories.account(CHEN)
    web_start.start(accounts.find(CHEN), "registered", [Party(LI)], key=KEY)

    phone.queue.run()

    assert network.rung == [CHEN]
