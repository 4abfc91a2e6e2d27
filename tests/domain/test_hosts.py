"""The phones an account may host from: proved, noted, unlinked (S46, S47, S77, S78)."""

import pytest

from chalicelib import hosts
from chalicelib.tables import Verification
from tests import factories
from tests.code_phone import HOME, CodePhone
from tests.factories import host_phone, refusal
from tests.people import CHEN, LI, OFFICE, SUN, WANG, ZHAO

pytestmark = pytest.mark.usefixtures("product")


def begin(account, number=LI, note="", key="a key"):
    return hosts.begin(account, number, note, key=key, address=HOME)


def heard(account, network, queue, number=LI, note=""):
    begun = begin(account, number, note)
    queue.run()
    phone = CodePhone(network, number)
    phone.answers()
    return begun.verification_id, phone.code


@pytest.fixture
def link(owner, network, queue):
    """Link a number to the account of 王小明."""

    def link(number, note=""):
        return host_phone(owner, number, network=network, queue=queue, note=note)

    return link


def listed(account):
    return [(phone.number, phone.note, phone.registered) for phone in hosts.of(account)]


def test_the_registered_number_is_the_first_and_needs_no_proof(owner):
    assert listed(owner) == [(WANG, "", True)]
    assert hosts.of(owner)[0].added_at == owner.registered_at


def test_an_account_opened_by_phone_has_its_number_too():
    opened = factories.account(OFFICE)

    assert hosts.of(opened)[0].added_at == opened.activated_at


def test_a_phone_that_said_the_code_is_linked(owner, network, queue, clock):
    there = heard(owner, network, queue, note=" 办公室 ")

    linked = hosts.finish(owner, *there)

    assert (linked.number, linked.note, linked.registered) == (LI, "办公室", False)
    assert linked.added_at == clock.now()
    assert hosts.of(owner)[1] == linked


def test_a_wrong_code_links_nothing(owner, network, queue):
    there, _ = heard(owner, network, queue)

    assert refusal(hosts.finish, owner, there, "x")[0] == "wrong_code"
    assert listed(owner) == [(WANG, "", True)]


def test_phones_are_listed_in_the_order_they_were_linked(owner, link, clock):
    for number in (ZHAO, LI, SUN):
        link(number)
        clock.advance(minutes=1)

    assert [number for number, _, _ in listed(owner)] == [WANG, ZHAO, LI, SUN]


@pytest.mark.parametrize(
    ("number", "note", "reason"),
    [
        ("222", "", "bad_number"),
        ("110", "", "number_not_allowed"),
        (LI, "x" * 65, "bad_note"),
        (WANG, "", "host_number_there"),
        (ZHAO, "", "host_number_there"),
    ],
)
def test_what_cannot_be_linked_is_not_rung(number, note, reason, owner, link):
    link(ZHAO)

    assert refusal(begin, owner, number, note)[0] == reason
    assert {found.number for found in Verification.scan()} == {WANG, ZHAO}


def test_there_is_an_end_to_how_many_are_linked(owner, link, monkeypatch):
    factories.settings_with(monkeypatch, max_host_numbers=2)
    link(LI)
    link(ZHAO)

    assert refusal(begin, owner, SUN) == ("too_many_host_numbers", {"most": 2})


def test_a_phone_proved_twice_is_linked_as_it_was_first(owner, network, queue, clock):
    codes = []
    for key in ("one", "two"):
        begun = begin(owner, LI, key, key=key)
        queue.run()
        phone = CodePhone(network, LI)
        phone.answers()
        codes.append((begun.verification_id, phone.code))
        clock.advance(minutes=1)

    first, second = (hosts.finish(owner, *there) for there in codes)

    assert first == second
    assert listed(owner) == [(WANG, "", True), (LI, "one", False)]


def test_a_phone_may_be_linked_to_two_accounts(owner, network, queue, clock):
    other = factories.registered(CHEN, network=network, queue=queue)
    host_phone(owner, LI, network=network, queue=queue)
    clock.advance(minutes=1)

    host_phone(other, LI, network=network, queue=queue)

    assert [listed(account)[1][0] for account in (owner, other)] == [LI, LI]


def test_a_proof_is_of_the_account_that_began_it_alone(owner, network, queue):
    other = factories.registered(CHEN, network=network, queue=queue)
    there, code = heard(owner, network, queue)
    again = {"key": "again", "address": HOME}

    assert refusal(hosts.find_verification, other, there)[0] == "not_found"
    assert refusal(hosts.again, other, there, **again)[0] == "not_found"
    assert refusal(hosts.finish, other, there, code)[0] == "not_found"
    assert refusal(begin, other, LI)[0] == "key_used_otherwise"
    assert hosts.finish(owner, there, code).number == LI


def test_the_phone_is_called_again_for_who_began(owner, network, queue, clock):
    there, _ = heard(owner, network, queue)
    CodePhone(network, LI).hangs_up()
    clock.advance(minutes=1)
    first, second = (hosts.find_verification(owner, there) for _ in range(2))

    hosts.verifications.again(first, key="one", address=HOME)
    overtaken = hosts.verifications.again(second, key="two", address=HOME)
    hosts.again(owner, there, key="one", address=HOME)
    queue.run()

    assert overtaken.verification_id == there
    assert network.rung[-2:] == [LI, LI]


def test_the_note_is_changed(owner, link):
    linked = link(LI, "old")

    assert hosts.rename(owner, linked.host_id, " new ").note == "new"
    assert listed(owner)[1] == (LI, "new", False)
    assert hosts.rename(owner, linked.host_id, "").note == ""


@pytest.mark.parametrize("host_id", ["registered", "nothing"])
def test_of_what_is_not_linked_no_note_is_changed(host_id, owner, tables):
    once = tables.snapshot()

    assert refusal(hosts.rename, owner, host_id, "x")[0] == "not_found"
    assert tables.snapshot() == once


def test_a_long_note_is_refused(owner, link):
    linked = link(LI)

    assert refusal(hosts.rename, owner, linked.host_id, "x" * 65)[0] == "bad_note"


def test_a_phone_is_unlinked_and_may_be_linked_again(owner, link, clock):
    linked = link(LI)

    for _ in range(2):
        hosts.remove(owner, linked.host_id)

    assert listed(owner) == [(WANG, "", True)]
    clock.advance(minutes=1)


def test_the_registered_number_stays(owner):
    assert refusal(hosts.remove, owner, "registered")[0] == "registered_number_stays"


# ——— who may have phones rung ———


def test_an_account_whose_number_was_barred_has_no_phone_rung(owner, network, queue, clock):
    there, _ = heard(owner, network, queue)
    CodePhone(network, LI).hangs_up()
    clock.advance(minutes=1)
    factories.exception(WANG, "barred")
    rung = list(network.rung)

    assert refusal(begin, owner, SUN, key="another") == ("not_eligible", {})
    assert refusal(hosts.again, owner, there, key="again", address=HOME) == ("not_eligible", {})
    queue.run()
    assert network.rung == rung


def test_an_account_has_ten_calls_a_day_however_they_are_asked_for(owner, queue, network, clock):
    asked = []
    for n in range(5):
        found = begin(owner, f"1380000{n:04}", key=f"key {n}")
        asked.append(found.verification_id)
        queue.run()
    clock.advance(minutes=1)
    for n, there in enumerate(asked):
        hosts.again(owner, there, key=f"again {n}", address=f"198.51.100.{n}")
    queue.run()
    rung = list(network.rung)
    elsewhere = {"key": "late", "address": "203.0.113.1"}

    assert refusal(hosts.begin, owner, SUN, "", **elsewhere)[0] == "too_many_codes"
    clock.advance(minutes=1)
    assert refusal(hosts.again, owner, asked[0], **elsewhere)[0] == "too_many_codes"
    assert network.rung == rung
    clock.advance(hours=24)
    assert hosts.begin(owner, SUN, "", **elsewhere).state == "asked"


def test_what_is_repeated_or_badly_filled_in_takes_no_call_of_the_ten(owner, clock):
    for n in range(20):
        begin(owner, LI, key="one")
        refusal(begin, owner, SUN, "x" * 65, key=f"key {n}")

    clock.advance(hours=1)
    for n in range(9):
        assert begin(owner, f"1380000{n:04}", key=f"other {n}").state == "asked"
    assert refusal(begin, owner, SUN, key="late")[0] == "too_many_codes"


def test_one_accounts_calls_are_not_anothers(owner, network, queue):
    other = factories.registered(CHEN, network=network, queue=queue)
    for n in range(10):
        begin(owner, f"1380000{n:04}", key=f"key {n}")

    found = hosts.begin(other, SUN, "", key="hers", address="203.0.113.1")

    assert found.state == "asked"


def test_codes_that_were_asked_for_before_do_not_link_more_phones_than_may_be(
    owner, network, queue, monkeypatch
):
    factories.settings_with(monkeypatch, max_host_numbers=1)
    codes = []
    for number in (LI, ZHAO):
        begun = begin(owner, number, key=f"key of {number}")
        queue.run()
        phone = CodePhone(network, number)
        phone.answers()
        codes.append((begun.verification_id, phone.code))

    hosts.finish(owner, *codes[0])

    assert refusal(hosts.finish, owner, *codes[1]) == ("too_many_host_numbers", {"most": 1})
    assert listed(owner) == [(WANG, "", True), (LI, "", False)]


def test_a_barred_phone_is_not_rung_to_be_linked(owner, network, queue):
    factories.exception(LI, "barred")
    begun = begin(owner, LI)
    queue.run()

    assert hosts.find_verification(owner, begun.verification_id).state == "not_eligible"
    assert LI not in network.rung
