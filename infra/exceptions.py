"""Say who may host against the number plan: `python -m infra.exceptions --help` (号码例外, S4–S6).

For what the plan cannot know: numbers ported in, prepaid numbers, numbers that must not host.
"""

import argparse
import sys
from collections.abc import Sequence

from chalicelib import accounts, phone_numbers, tables
from chalicelib.errors import Refused
from chalicelib.tables import NumberException
from infra.away import AWAY, why

VERDICTS = {"allow": accounts.ALLOWED, "bar": accounts.BARRED}
REFUSALS = {
    "bad_number": "is not a phone number",
    "number_not_allowed": "is a number that this service neither rings nor knows as a caller",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says and tell it; it holds from the number's next call on."""
    given = _parser().parse_args(arguments)
    try:
        told = _do(given)
    except AWAY as e:
        print(why(e), file=sys.stderr)
        return 1
    print(f"{given.number} {told}")
    return 0


def _do(given: argparse.Namespace) -> str:
    if given.act == "clear":
        return "follows the number plan again" if clear(given.number) else "had no exception"
    decide(given.number, VERDICTS[given.act], note=given.note)
    return f"is {VERDICTS[given.act]}"


def decide(number: str, verdict: str, *, note: str | None = None) -> None:
    """Let *verdict* decide whether *number* may host; it replaces an earlier one."""
    NumberException(number, NumberException.ITEM, verdict=verdict, note=note).save()


def clear(number: str) -> bool:
    """Leave *number* to the number plan; say whether there was a verdict to forget."""
    exception = tables.find(NumberException, number, NumberException.ITEM)
    if exception is None:
        return False
    exception.delete()
    return True


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m infra.exceptions",
        description="Let the operator's word on a number go before the number plan.",
    )
    acts = parser.add_subparsers(dest="act", required=True, metavar="allow|bar|clear")
    for act, told in (
        ("allow", "may host, whatever the plan says"),
        ("bar", "may not host, whatever the plan says"),
        ("clear", "follows the number plan again"),
    ):
        one = acts.add_parser(act, help=f"the number {told}", description=f"The number {told}.")
        one.add_argument("number", type=_number, metavar="NUMBER", help="as dialled, or E.164")
        if act in VERDICTS:
            one.add_argument("--note", metavar="TEXT", help="why, for whoever reads it later")
    return parser


def _number(text: str) -> str:
    """Return the E.164 number meant by *text*: of any country if it begins with +."""
    if number := phone_numbers.caller(text):
        return number
    try:
        return phone_numbers.parse(text)
    except Refused as e:
        raise argparse.ArgumentTypeError(f"{text} {REFUSALS[e.reason]}") from e


if __name__ == "__main__":
    sys.exit(main())
