"""Who works at the desk, who is let in, and how often a password may be tried (F34, F48)."""

import pytest
from argon2 import PasswordHasher

from chalicelib import operators, sessions
from chalicelib import tables as t
from chalicelib.sessions import Browser
from chalicelib.tables import DeskSession, Operator, Session
from tests.at_desk import DESK_PC, HE, LIN, PASSWORD, operator
from tests.factories import FIREFOX, refusal

pytestmark = pytest.mark.usefixtures("product")


@pytest.fixture
def token(product):
    """Have 林坐席 logged in at the desk: the token."""
    del product
    operator()
    return operators.log_in(LIN, PASSWORD, DESK_PC)[1]


def tries(count, login=LIN, password="wrong", browser=DESK_PC):  # noqa: S107 - of nobody
    told = [refusal(operators.log_in, login, password, browser) for _ in range(count)]
    return [(reason, details.get("retry_after")) for reason, details in told]


# ——— taken on ———


def test_an_operator_has_a_name_and_a_password_that_is_not_kept(clock):
    made = operator()

    assert (made.login, made.name, made.active, made.made_at) == (LIN, "林坐席", True, clock.now())
    assert made.password.startswith("$argon2id$")
    assert PASSWORD not in str(made.attribute_values)


@pytest.mark.parametrize(
    ("login", "name", "password", "reason"),
    [
        *((login, "林", PASSWORD, "bad_login_name") for login in ("", "ab", "1ab", "Lin", "l n")),
        *(
            (login, "林", PASSWORD, "bad_login_name")
            for login in ("l" * 33, "lin\n", "líng", "+86")
        ),
        (LIN, " ", PASSWORD, "bad_name"),
        (LIN, "林", "short", "short_password"),
        (LIN, "林", "x" * 129, "long_password"),
        (LIN, "林", "zuoxi-01", "common_password"),
        (LIN, "林", "password", "common_password"),
    ],
)
def test_what_cannot_be_an_operator_is_refused(login, name, password, reason, tables):
    once = tables.snapshot()

    assert refusal(operators.make, login, name, password)[0] == reason
    assert tables.snapshot() == once


def test_a_login_is_given_once(token):
    before = t.find(Operator, LIN).attribute_values

    assert refusal(operator)[0] == "operator_there"
    assert t.find(Operator, LIN).attribute_values == before
    assert operators.find(token)


# ——— let in ———


@pytest.mark.parametrize("login", [LIN, " ZUOXI-01 "])
def test_who_knows_the_password_is_let_in(login):
    operator()

    found, token = operators.log_in(login, PASSWORD, DESK_PC)

    assert found.login == LIN
    assert operators.find(token).login == LIN


@pytest.mark.parametrize("login", [LIN, "nobody-01", "", "王", "#" * 40])
def test_a_wrong_password_and_an_unknown_login_are_told_alike_after_the_same_work(
    login, monkeypatch
):
    operator()
    looked, verify = [], PasswordHasher.verify
    monkeypatch.setattr(
        PasswordHasher, "verify", lambda self, *a: looked.append(a) or verify(self, *a)
    )

    assert tries(1, login) == [("bad_login", None)]
    assert len(looked) == 1


def test_a_login_may_be_tried_as_often_as_a_number(clock):
    operator()

    assert [wait for _, wait in tries(4)] == [None, None, None, 5]
    clock.advance(seconds=5)
    assert [wait for _, wait in tries(2)] == [None, 15]
    clock.advance(seconds=15)
    assert [wait for _, wait in tries(2)] == [None, 880]
    assert tries(1, password=PASSWORD)[0][0] == "too_many_logins"


def test_from_everywhere_together_a_login_has_twenty_tries():
    operator()
    for n in range(20):
        tries(1, browser=Browser(f"203.0.113.{n}"))

    last = tries(1, browser=Browser("203.0.113.20")) + tries(1, browser=Browser("203.0.113.21"))

    assert last == [("bad_login", None), ("too_many_logins", 60)]


def test_who_was_let_in_before_can_be_locked_out_by_nobody():
    operator()
    operators.log_in(LIN, PASSWORD, DESK_PC)
    tries(3, browser=FIREFOX)

    assert operators.log_in(LIN, PASSWORD, DESK_PC)


def test_a_hash_of_yesterdays_cost_is_renewed():
    old = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
    operator().update(actions=[Operator.password.set(old)])

    _, token = operators.log_in(LIN, PASSWORD, DESK_PC)

    assert t.find(Operator, LIN).password != old
    assert operators.find(token)


# ——— and out ———


def test_what_is_stored_lets_nobody_in(token):
    (stored,) = DeskSession.scan()

    assert token not in str(stored.attribute_values)
    assert operators.find(stored.token_hash) is None


def test_a_browser_is_logged_out_after_half_an_hour_without_a_request(token, clock):
    clock.advance(minutes=29)
    assert operators.find(token)
    clock.advance(minutes=29)
    assert operators.find(token)
    clock.advance(minutes=30)
    assert operators.find(token) is None


def test_and_after_twelve_hours_at_all(token, clock):
    for _ in range(12 * 3 - 1):
        clock.advance(minutes=20)
        assert operators.find(token)
    clock.advance(minutes=20)
    assert operators.find(token) is None


def test_a_request_a_minute_writes_once(token, clock, tables):
    clock.advance(minutes=1)
    operators.find(token)
    once = tables.snapshot()
    clock.advance(seconds=59)
    operators.find(token)

    assert tables.snapshot() == once


def test_who_logs_out_is_out_and_nobody_else(token):
    operator(HE)
    _, other = operators.log_in(HE, PASSWORD, DESK_PC)

    operators.log_out(operators.find(other))

    assert operators.find(other) is None
    assert operators.find(token)


def test_an_operator_who_is_let_in_no_more_is_out_at_once(token):
    operators.set_active(LIN, active=False)

    assert operators.find(token) is None
    assert tries(1, password=PASSWORD) == [("bad_login", None)]

    operators.set_active(LIN, active=True)

    assert operators.find(token) is None
    assert operators.log_in(LIN, PASSWORD, DESK_PC)


def test_another_password_ends_every_session(token):
    operators.set_password(LIN, "rivers below rivers")

    assert operators.find(token) is None
    assert tries(1, password=PASSWORD) == [("bad_login", None)]
    assert operators.log_in(LIN, "rivers below rivers", DESK_PC)


@pytest.mark.parametrize(
    ("deed", "reason"),
    [
        (lambda: operators.set_password("nobody", PASSWORD), "not_found"),
        (lambda: operators.set_active("nobody", active=True), "not_found"),
    ],
)
def test_of_an_operator_that_there_is_not_nothing_is_changed(deed, reason, tables):
    once = tables.snapshot()

    assert refusal(deed)[0] == reason
    assert tables.snapshot() == once


def test_a_bad_new_password_is_refused(token):
    assert refusal(operators.set_password, LIN, "short")[0] == "short_password"
    assert operators.find(token)


def test_a_token_of_the_desk_opens_no_account_and_an_accounts_no_desk(token, owner):
    theirs = sessions.begin(owner, FIREFOX)

    assert sessions.find(token) is None
    assert operators.find(theirs) is None
    assert {row.token_hash for row in Session.scan()}.isdisjoint(
        row.token_hash for row in DeskSession.scan()
    )
