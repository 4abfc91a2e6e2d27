"""Who works at the desk, from a terminal: `infra.operators`, and on the store of `make run`."""

import io
import json
import os
import sys

import pytest

from chalicelib import operators
from infra import operators as command
from local import operate
from tests.at_desk import DESK_PC, LIN, PASSWORD

pytestmark = pytest.mark.usefixtures("product")


@pytest.fixture
def typed(monkeypatch):
    """Type these passwords, one after the other."""
    waiting = []
    monkeypatch.setattr(command.getpass, "getpass", lambda _: waiting.pop(0))
    return waiting


def add(typed):
    typed += [PASSWORD, PASSWORD]
    return command.main(["add", LIN, "--name", "林坐席"])


def may_log_in(password=PASSWORD):
    try:
        return bool(operators.log_in(LIN, password, DESK_PC))
    except operators.Refused:
        return False


def test_an_operator_is_taken_on_and_nothing_secret_is_printed(typed, capsys):
    assert add(typed) == 0

    assert may_log_in()
    told = capsys.readouterr()
    assert told.out == f"{LIN} (林坐席) may log in at #/operator\n"
    assert told.err == ""


def test_the_password_is_read_from_standard_input(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PASSWORD}\n"))

    assert command.main(["add", LIN, "--name", "林坐席", "--password-stdin"]) == 0

    assert may_log_in()
    assert PASSWORD not in capsys.readouterr().out


def test_two_that_are_not_the_same_are_refused(typed, capsys):
    typed += [PASSWORD, "another"]

    assert command.main(["add", LIN, "--name", "林坐席"]) == 1
    assert capsys.readouterr().err == "the two passwords are not the same\n"
    assert not may_log_in()


@pytest.mark.parametrize(
    ("login", "password", "told"),
    [
        ("Lin", PASSWORD, "a login is 3 to 32"),
        (LIN, "short", "a password has 8 characters at least"),
        (LIN, "password", "one of those that are tried first"),
        (LIN, "x" * 129, "128 characters at most"),
    ],
)
def test_what_is_refused_is_told_in_words(login, password, told, typed, capsys):
    typed += [password, password]

    assert command.main(["add", login, "--name", "林"]) == 1
    assert told in capsys.readouterr().err


def test_a_login_that_is_there_is_told(typed, capsys):
    add(typed)

    assert add(typed) == 1
    assert "there is an operator" in capsys.readouterr().err


def test_another_password_and_off_and_on(typed, capsys):
    add(typed)
    typed += ["rivers below rivers"] * 2

    assert command.main(["password", LIN]) == 0
    assert not may_log_in()
    assert may_log_in("rivers below rivers")
    assert command.main(["off", LIN]) == 0
    assert not may_log_in("rivers below rivers")
    assert command.main(["on", LIN]) == 0
    assert may_log_in("rivers below rivers")
    assert "rivers" not in capsys.readouterr().out


@pytest.mark.parametrize("act", ["password", "off", "on"])
def test_of_nobody_nothing_is_done(act, typed, capsys):
    typed += [PASSWORD] * 2

    assert command.main([act, "nobody"]) == 1
    assert capsys.readouterr().err == "there is no operator of this login\n"


# ——— on the store of one machine ———


def test_where_the_store_is_stands_there_for_as_long_as_it_runs(tmp_path):
    with operate.told(tmp_path, {"TABLE_PREFIX": "dev-"}):
        assert json.loads((tmp_path / operate.FILE).read_text()) == {"TABLE_PREFIX": "dev-"}
        assert (tmp_path / operate.FILE).stat().st_mode & 0o077 == 0

    assert list(tmp_path.iterdir()) == []


def test_a_command_runs_with_what_stands_there(tmp_path, monkeypatch):
    ran = []
    monkeypatch.setattr(sys, "argv", ["local.operate"])
    monkeypatch.setenv("TABLE_PREFIX", "test-")
    monkeypatch.setattr(operate.runpy, "run_module", lambda name, **_: ran.append((name, sys.argv)))

    with operate.told(tmp_path, {"TABLE_PREFIX": "dev-"}):
        assert operate.main(["operators", "off", LIN], tmp_path) == 0
        assert os.environ["TABLE_PREFIX"] == "dev-"

    assert ran == [("infra.operators", ["infra.operators", "off", LIN])]


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [([], 2, "operators"), (["vendor"], 2, "operators"), (["operators"], 1, "make run")],
)
def test_what_cannot_run_says_why(arguments, status, told, tmp_path, capsys):
    assert operate.main(arguments, tmp_path) == status
    assert told in capsys.readouterr().err
