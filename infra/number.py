"""Lead the service's number to a deployment: `python -m infra.number STAGE` (服务号码).

The number's voice URL, what is said when that fails, and who hears how a call ended; read back and
compared, for a number that is not led anywhere fails every call without a word.
"""

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from chalicelib import paths
from infra import stack as stacks
from infra import stage as stages
from infra import telephony
from infra.stack import Stack
from infra.stage import CommandError, Stage

if TYPE_CHECKING:
    from twilio.rest import Client as Provider
    from twilio.rest.api.v2010.account.incoming_phone_number import IncomingPhoneNumberInstance

NO_CREDENTIALS = "The provider's credentials are not known yet: make secrets STAGE={stage}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Lead the number of the stage that the command line names."""
    parser = stages.parser("number", "Lead the service's number to a deployment.")
    return stages.run(_main, parser.parse_args(arguments))


def wanted(base_url: str) -> dict[str, str]:
    """Return what the provider has to know of the number, by the names of its client."""
    return {
        "voice_url": paths.asked_again(base_url + paths.INCOMING),
        "voice_method": "POST",
        "voice_fallback_url": base_url + paths.BUSY,
        "voice_fallback_method": "GET",
        "status_callback": paths.told_again(base_url + paths.STATUS),
        "status_callback_method": "POST",
    }


def lead(stage: Stage, stack: Stack) -> None:
    """Lead the number of *stack* to it, or say why that is for a person to do.

    Raise CommandError if the provider has it otherwise in the end.
    """
    credentials = telephony.kept(stage.client("secretsmanager"), stack.output("SecretsId"))
    if not telephony.known(credentials):
        print(NO_CREDENTIALS.format(stage=stage.name))
        print(f"and then  python -m infra.number {stage.name}")
        return
    number, base_url = stack.parameters["ServiceNumber"], stack.parameters["PublicBaseUrl"]
    account, url = credentials["TWILIO_ACCOUNT_SID"], stack.parameters["TwilioApiBaseUrl"]
    with telephony.asking(url, account, *telephony.pair(credentials)) as provider:
        _lead(provider, number, base_url)


def amiss(found: "IncomingPhoneNumberInstance", wanted: dict[str, str]) -> list[str]:
    """Return a line for each thing that the provider has otherwise."""
    told = [
        f"{name} is {getattr(found, name)!r}, not {value!r}"
        for name, value in wanted.items()
        if getattr(found, name) != value
    ]
    if found.trunk_sid:
        told.append(f"it goes to the trunk {found.trunk_sid}: take it off there, trunks go first")
    if found.voice_application_sid:
        told.append(f"it goes to the application {found.voice_application_sid}, which goes first")
    return told


def _main(given: argparse.Namespace) -> None:
    stage = stages.of(given)
    lead(stage, stacks.there(stage.client("cloudformation"), stage.stack))


def _lead(provider: "Provider", number: str, base_url: str) -> None:
    values = wanted(base_url)
    found = provider.incoming_phone_numbers.list(phone_number=number, limit=1)
    if not found:
        print(f"{number} is no number of this account. If a carrier brings its calls over a")
        print("trunk (BYOC), set this at the trunk:")
        for name, value in values.items():
            print(f"  {name:22} {value}")
        return
    one = provider.incoming_phone_numbers(found[0].sid)
    free = {"voice_application_sid": ""} if found[0].voice_application_sid else {}
    one.update(**values, **free)
    if told := amiss(one.fetch(), values):
        raise CommandError("\n".join(("The number is not led here:", *told)))
    print(f"{number} is led to {base_url}, and {base_url}{paths.BUSY} when that fails.")


if __name__ == "__main__":
    sys.exit(main())
