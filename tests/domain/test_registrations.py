"""Registering on the web: what the form must say, and what the right code makes of it (S30–S41)."""

import pytest

from chalicelib import accounts, conference, passwords, profile, registrations, sessions
from chalicelib.calls import Call
from chalicelib.registrations import AGREEMENT
from tests import factories
from tests.code_phone import HOME, CodePhone
from tests.factories import FIREFOX, PASSWORD, form, refusal
from tests.people import LI, OFFICE, WANG

pytestmark = pytest.mark.usefixtures("product")


def begin(key="a key", **values):
    return registrations.begin(form(**values), key=key, address=HOME)


@pytest.fixture
def heard(product, network, queue):
    """Have 王小明, who dialled 116323 once, fill in the form and hear the code."""
    del product
    factories.account(WANG)
    begin(email="wang@example.com", language="en")
    queue.run()
    phone = CodePhone(network, WANG)
    phone.answers()
    return phone


def finish(phone, code=None):
    return registrations.finish(phone.verification_id, code or phone.code, FIREFOX)


# ——— the form ———


@pytest.mark.parametrize(
    ("values", "reason", "field"),
    [
        ({"agreement": "2011-02"}, "old_agreement", None),
        ({"agreement": ""}, "old_agreement", None),
        ({"number": "222"}, "bad_number", None),
        ({"number": "110"}, "number_not_allowed", None),
        ({"number": "0012025550100"}, "number_not_allowed", None),
        ({"name": " \u200b\x00 "}, "bad_name", "name"),
        ({"name": "王" * 33}, "bad_name", "name"),
        ({"password": "short"}, "short_password", None),
        ({"password": "x" * 129}, "long_password", None),
        ({"password": "password"}, "common_password", None),
        ({"password": "18600000101"}, "common_password", None),
        ({"password": "Wang Xiaoming", "name": "Wang Xiaoming"}, "common_password", None),
        ({"name": "\u3164"}, "bad_name", "name"),
        ({"name": "13800000201"}, "bad_name", "name"),
        ({"name": "联通客服"}, "bad_name", "name"),
        *[
            ({"email": f"wa{odd}ng@example.com"}, "bad_email", "email")
            for odd in ("\u200b", "\u202e", "\x00", "\x85", "<", ">", '"', "'", "`", "(", ")")
        ],
        ({"email": "wang"}, "bad_email", "email"),
        ({"email": "wang@example"}, "bad_email", "email"),
        ({"email": "wang@.com"}, "bad_email", "email"),
        ({"email": "wang@example.com\nBcc: a@b.cn"}, "bad_email", "email"),
        ({"email": "a" * 65 + "@example.com"}, "bad_email", "email"),
        ({"email": "wang@" + "a.b" * 84 + ".cn"}, "bad_email", "email"),
    ],
)
def test_a_form_that_is_not_well_filled_in_rings_nobody(values, reason, field, queue, tables):
    told, details = refusal(begin, **values)

    assert (told, details.get("field")) == (reason, field)
    assert (queue.messages, tables.snapshot()) == ([], {})


@pytest.mark.parametrize("number", ["18600000101", "+86 186 0000 0101", "１８６-００００-０１０１"])
def test_a_number_may_be_written_as_people_do(number):
    assert begin(number=number).number == WANG


@pytest.mark.parametrize(
    ("email", "kept"),
    [(None, None), ("", None), ("  ", None), (" w@example.com ", "w@example.com")],
)
def test_an_address_may_be_left_out(email, kept):
    assert begin(email=email).email == kept


def test_the_form_is_kept_with_the_password_hashed(tables):
    begun = begin()

    assert passwords.right(PASSWORD, begun.password)
    assert PASSWORD not in str(tables.snapshot())


def test_the_same_form_sent_twice_is_one_registration(network, queue):
    factories.account(WANG)

    assert begin().verification_id == begin().verification_id
    queue.run()
    assert network.rung == [WANG]


def test_the_form_is_told_the_facts_it_has_to_say():
    facts = registrations.facts()

    assert (facts.agreement, facts.wait_seconds, facts.code_seconds) == (AGREEMENT, 120, 300)
    assert (facts.password_min, facts.password_max) == (8, 128)


# ——— the code ———


def test_the_right_code_registers_and_logs_in(heard, clock):
    clock.advance(seconds=20)

    account, token = finish(heard)

    stored = accounts.find(WANG)
    assert stored.attribute_values == account.attribute_values | {"sessions": stored.sessions}
    assert (stored.state, stored.registered_at) == ("registered", clock.now())
    assert (stored.name, stored.email, stored.language) == ("王小明", "wang@example.com", "en")
    assert stored.agreement == AGREEMENT
    assert stored.welcomed is False
    assert sessions.find(token).account.billing_number == WANG
    assert sessions.log_in(WANG, PASSWORD, FIREFOX)


def test_a_wrong_code_registers_nobody(heard):
    assert refusal(finish, heard, "x")[0] == "wrong_code"
    assert accounts.find(WANG).state == "activated"


def test_the_code_registers_once(heard):
    finish(heard)

    assert refusal(finish, heard)[0] == "code_used"


def test_who_is_registered_already_learns_it_from_the_right_code_only(
    a_minute_later, network, queue
):
    begun = begin(key="another", name="李雷", password="another good one")
    queue.run()
    phone = CodePhone(network, WANG)
    phone.answers()

    assert begun.state == "asked"
    assert refusal(finish, phone, "x")[0] == "wrong_code"
    assert refusal(finish, phone)[0] == "already_registered"
    assert accounts.find(WANG).name == a_minute_later.name
    assert sessions.log_in(WANG, PASSWORD, FIREFOX)


def test_who_was_barred_meanwhile_is_not_registered(heard):
    factories.exception(WANG, "barred")

    assert refusal(finish, heard)[0] == "not_eligible"
    assert accounts.find(WANG).state == "activated"


def test_who_has_no_account_any_more_is_not_registered(heard):
    accounts.find(WANG).delete()

    assert refusal(finish, heard)[0] == "not_eligible"


def test_a_number_the_operator_allowed_registers(network, queue):
    factories.exception(LI, "allowed")

    assert factories.registered(LI, network=network, queue=queue).state == "registered"


def test_a_closed_account_begins_anew(a_minute_later, network, queue, clock):
    profile.close(a_minute_later, PASSWORD, address=HOME)
    clock.advance(days=1)

    begin(key="anew", name="王大明", email="new@example.com", password="quite another one")
    queue.run()
    phone = CodePhone(network, WANG)
    phone.answers()
    account, _ = finish(phone)

    assert (account.state, account.name, account.welcomed) == ("registered", "王大明", False)
    assert account.registered_at == clock.now()
    assert refusal(sessions.log_in, WANG, PASSWORD, FIREFOX)[0] == "bad_login"
    assert sessions.log_in(WANG, "quite another one", FIREFOX)
    assert accounts.host(WANG) is not None


def test_a_registration_without_an_address_takes_the_old_one_away(
    a_minute_later, network, queue, clock
):
    profile.change(a_minute_later, profile.Changes(email="old@example.com"))
    profile.close(accounts.find(WANG), PASSWORD, address=HOME)
    clock.advance(days=1)

    begin(key="anew")
    queue.run()
    phone = CodePhone(network, WANG)
    phone.answers()
    account, _ = finish(phone)

    assert account.email is None


def test_a_registered_host_starts_conferences_as_before(owner, network, queue):
    conference_id = factories.live(LI, host=OFFICE, network=network, queue=queue, sid="CA1")
    other = factories.started(LI, network=network, sid="CA2")

    assert owner.state == "registered"
    assert {conference_id, other} == {conference.id_of(sid) for sid in ("CA1", "CA2")}
    assert factories.host(other).call_sid == Call("CA2").sid


def test_a_repeated_wish_for_another_call_goes_by_purpose(heard, clock):
    clock.advance(minutes=5)
    there = heard.verification_id

    begun = registrations.again(there, "register", key="again", address=HOME)

    assert begun.state == "asked"
    assert refusal(registrations.again, there, "recover", key="x", address=HOME) == (
        *("not_found", {}),
    )
