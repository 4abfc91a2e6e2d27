"""Say who works at the operator desk: `python -m infra.operators --help` (人工坐席).

A password is asked for on the terminal, twice, or read from standard input; it is printed nowhere.
"""

import argparse
import getpass
import sys
from collections.abc import Sequence

from chalicelib import operators, passwords
from chalicelib.errors import Refused
from infra.away import AWAY, why

REFUSALS = {
    "bad_login_name": "a login is 3 to 32 small letters, digits and “-”, a letter first",
    "operator_there": "there is an operator of this login",
    "not_found": "there is no operator of this login",
    "bad_name": "a name has 1 to 32 characters that can be shown",
    "short_password": f"a password has {passwords.SHORTEST} characters at least",
    "long_password": f"a password has {passwords.LONGEST} characters at most",
    "common_password": "that password is one of those that are tried first",
    "not_the_same": "the two passwords are not the same",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says and tell it; it holds at once."""
    given = _parser().parse_args(arguments)
    try:
        told = _do(given)
    except Refused as e:
        print(REFUSALS[e.reason], file=sys.stderr)
        return 1
    except AWAY as e:
        print(why(e), file=sys.stderr)
        return 1
    print(f"{given.login} {told}")
    return 0


def _do(given: argparse.Namespace) -> str:
    match given.act:
        case "add":
            made = operators.make(given.login, given.name, _password(given))
            return f"({made.name}) may log in at #/operator"
        case "password":
            operators.set_password(given.login, _password(given))
            return "has another password and is logged out everywhere"
        case "off":
            operators.set_active(given.login, active=False)
            return "may not log in any more and is logged out everywhere"
        case _:
            operators.set_active(given.login, active=True)
            return "may log in again"


def _password(given: argparse.Namespace) -> str:
    if given.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass(f"Password of {given.login}: ")
    if getpass.getpass("The same again: ") != first:
        raise Refused("not_the_same")
    return first


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m infra.operators", description="Say who works at the operator desk."
    )
    acts = parser.add_subparsers(dest="act", required=True, metavar="add|password|off|on")
    for act, told in (
        ("add", "take an operator on"),
        ("password", "give an operator another password"),
        ("off", "let an operator in no more"),
        ("on", "let an operator in again"),
    ):
        one = acts.add_parser(act, help=told, description=f"{told.capitalize()}.")
        one.add_argument("login", metavar="LOGIN", help="small letters, digits and “-”")
        if act == "add":
            one.add_argument("--name", required=True, metavar="NAME", help="what they are called")
        if act in {"add", "password"}:
            one.add_argument(
                "--password-stdin", action="store_true", help="read it from standard input"
            )
    return parser


if __name__ == "__main__":
    sys.exit(main())
