"""Tell a deployment the provider's credentials: `python -m infra.secrets STAGE` (密钥).

They are asked for on the terminal, or read as a JSON object from standard input; tried at the
provider; then written to the secret of the stack. They are printed nowhere.
"""

import argparse
import getpass
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from chalicelib.config import SECRETS_SECONDS
from infra import stack as stacks
from infra import stage as stages
from infra import telephony
from infra.stage import CommandError
from infra.template.secret import NAMES

NOTHING = "-"  # what a person types to take a value away


def main(arguments: Sequence[str] | None = None) -> int:
    """Tell the stage that the command line names."""
    parser = stages.parser("secrets", "Tell a deployment the provider's credentials.")
    parser.add_argument(
        "--stdin", action="store_true", help="read a JSON object with some of " + ", ".join(NAMES)
    )
    return stages.run(_tell, parser.parse_args(arguments))


def check(url: str, credentials: Mapping[str, str]) -> None:
    """Try each credential at the provider; raise CommandError naming the one it does not take."""
    if not telephony.known(credentials):
        raise CommandError("There must be TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN at least.")
    account = credentials["TWILIO_ACCOUNT_SID"]
    for place, token in enumerate(telephony.tokens(credentials), 1):
        with (
            _naming(f"TWILIO_AUTH_TOKEN, number {place}"),
            telephony.asking(url, account, account, token) as provider,
        ):
            provider.api.accounts(account).fetch()
    if credentials.get("TWILIO_API_KEY"):
        with (
            _naming("TWILIO_API_KEY"),
            telephony.asking(url, account, *telephony.pair(credentials)) as provider,
        ):  # a standard key may not look at the account itself
            provider.calls.list(limit=1, page_size=1)


def _tell(given: argparse.Namespace) -> None:
    stage = stages.of(given)
    stack = stacks.there(stage.client("cloudformation"), stage.stack)
    secrets, secret_id = stage.client("secretsmanager"), stack.output("SecretsId")
    kept = telephony.kept(secrets, secret_id)
    said = _read() if given.stdin else _asked(kept)
    changed = kept | said
    check(stack.parameters["TwilioApiBaseUrl"], changed)
    if changed == kept:
        print("It is all as it was; nothing was written.")
        return
    secrets.put_secret_value(SecretId=secret_id, SecretString=json.dumps(changed))
    print(f"Taken by the provider and written. All know it within {SECRETS_SECONDS // 60} minutes.")


def _read() -> dict[str, str]:
    try:
        said = json.load(sys.stdin)
    except ValueError as e:
        raise CommandError("What came is no JSON.") from e
    if not isinstance(said, dict) or not all(isinstance(v, str) for v in said.values()):
        raise CommandError("What came is no JSON object of texts.")
    if strange := sorted(set(said) - set(NAMES)):
        raise CommandError(f"Nobody knows {', '.join(strange)}. There are {', '.join(NAMES)}.")
    return said


def _asked(kept: Mapping[str, str]) -> dict[str, str]:
    print(f"Nothing typed leaves a value as it is; {NOTHING} takes it away.")
    print("Several auth tokens are separated by commas; the first one is used for REST.")
    said = {}
    for name in NAMES:
        there = "there is one" if kept.get(name) else "there is none"
        if typed := getpass.getpass(f"{name} ({there}): ").strip():
            said[name] = "" if typed == NOTHING else typed
    return said


@contextmanager
def _naming(credential: str) -> Iterator[None]:
    try:
        yield
    except CommandError as e:
        raise CommandError(f"{credential}: {e}") from e


if __name__ == "__main__":
    sys.exit(main())
