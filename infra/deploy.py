"""Bring a stage up, or up to date: `python -m infra.deploy STAGE` (部署).

Packages, shows what would change, asks, changes it, puts the portal's files in place and leads the
number there. What is not said on the command line stays as it was. Given again after a failure, it
goes on where it stopped.
"""

import argparse
import hashlib
import json
import socket
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from chalicelib import clock
from infra import number, package, portal, runtimes, site
from infra import stack as stacks
from infra import stage as stages
from infra.artifacts import Artifacts
from infra.asking import OTHER_SITE, carried_out
from infra.package import ARCHITECTURES, Package
from infra.stack import Stack
from infra.stage import CommandError, Stage
from infra.template.functions import ALL, API

OPTIONS = {
    "domain": ("DomainName", "name that the site is known by"),
    "certificate": ("CertificateArn", "certificate of that name, in us-east-1"),
    "service_number": ("ServiceNumber", "the E.164 number behind 116323"),
    "email": ("AlarmEmail", "who is told of alarms"),
    "warm": ("WarmInstances", "API functions that are kept warm"),
    "provider_url": ("TwilioApiBaseUrl", "REST base of the provider"),
    "reserve": ("ReserveConcurrency", "hold concurrency for the clock's functions: yes or no"),
}
"""What the command line calls the parameters of the template."""
TO_RESERVE = 110  # what an account must have for Lambda to let some of it be held


@dataclass(frozen=True, slots=True)
class Deployment:
    """Where to, and what of: everything that stays the same from the first update to the last."""

    stage: Stage
    kept: Artifacts
    template: dict[str, Any]
    code: str
    force: bool

    def brought_to(self, values: Mapping[str, str], *, besides: str = "", sure: bool) -> str | None:
        """Bring the stack to the template with *values*; None if the person said no.

        Return the key of the template that it then has. *besides* is what else would change.
        """
        cfn = self.stage.client("cloudformation")
        stack = stacks.ready(cfn, self.stage.stack)
        now = stack.parameters if stack else {}
        ours = {name: value for name, value in values.items() if name in self._parameters}
        template = packed(self.template, self.kept.bucket, self.code, self._parameters | now | ours)
        key = self.kept.keep_template(template)
        proposal = stacks.propose(
            cfn,
            stack,
            name=self.stage.stack,
            url=self.kept.url(key),
            parameters=stacks.parameters(template, now, ours),
        )
        done = carried_out(cfn, proposal, besides=besides, force=self.force, sure=sure)
        return key if done else None

    @property
    def _parameters(self) -> dict[str, str]:
        said = self.template.get("Parameters", {})
        return {name: str(one.get("Default", "")) for name, one in said.items()}


def main(arguments: Sequence[str] | None = None) -> int:
    """Deploy the stage that the command line names."""
    return stages.run(_deploy, _parser().parse_args(arguments))


def packed(
    template: Mapping[str, Any], bucket: str, code: str, values: Mapping[str, str]
) -> dict[str, Any]:
    """Return *template* with the *code* that its functions run, uploaded to *bucket*.

    The API's version is named after all that it is and every parameter: by what stands in the
    template alone, one whose settings changed would go on answering with those of before.
    """
    resources = dict(template["Resources"])
    for function in ALL:
        properties = dict(resources[function.logical_id]["Properties"])
        properties["CodeUri"] = {"Bucket": bucket, "Key": code}
        if function is API:
            of = json.dumps([properties, dict(values)], sort_keys=True)
            properties["AutoPublishCodeSha256"] = hashlib.sha256(of.encode()).hexdigest()
        resources[function.logical_id] = {
            **resources[function.logical_id],
            "Properties": properties,
        }
    return {**template, "Resources": resources}


def _deploy(given: argparse.Namespace) -> None:
    values = _values(given)
    if old := runtimes.warning(runtimes.of_this_python(), clock.now().date()):
        print(old)
    stage = stages.of(given)
    cfn = stage.client("cloudformation")
    if stacks.ready(cfn, stage.stack) is None:
        values = _first(stage) | values
    made = package.package(stage.name, given.architecture)
    deployment = _uploaded(stage, made, force=given.force)
    now = deployment.kept.current()
    besides = OTHER_SITE if now and now.site != portal.content_hash(portal.SITE) else ""
    template = deployment.brought_to(values, besides=besides, sure=given.yes)
    if template is None:
        return
    stack = stacks.there(cfn, stage.stack)
    if wrong := _to_settle(stack):
        print("Now that the stack is there, it is told its own address.")
        template = deployment.brought_to(wrong, sure=True) or template
        stack = stacks.there(cfn, stage.stack)
    stacks.protect(cfn, stack, on=True)
    publish(deployment, stack, template)


def _uploaded(stage: Stage, made: Package, *, force: bool) -> Deployment:
    kept = Artifacts(stage)
    kept.make()
    template = json.loads(made.template.read_text(encoding="utf-8"))
    return Deployment(stage, kept, template, kept.keep_code(made.code), force)


def _first(stage: Stage) -> dict[str, str]:
    """Return what a creation begins with: a table that is protected could not be taken back."""
    limits = stage.client("lambda").get_account_settings()["AccountLimit"]
    enough = limits["ConcurrentExecutions"] >= TO_RESERVE
    if not enough:
        print(f"This account may run {limits['ConcurrentExecutions']} functions at once: too few")
        print("to hold any for the clock's. Ask AWS for more, then deploy with --reserve yes.")
    return {"DeletionProtection": "no", "ReserveConcurrency": "yes" if enough else "no"}


def _to_settle(stack: Stack) -> dict[str, str]:
    """Return what only a stack that is there can be told: its address, and to be protected."""
    wanted = {"PublicBaseUrl": stack.output("PublicAddress"), "DeletionProtection": "yes"}
    return {
        name: value for name, value in wanted.items() if stack.parameters.get(name, value) != value
    }


def publish(deployment: Deployment, stack: Stack, template: str) -> None:
    """Put the site in place, lead the number here, and record the release."""
    stage, s3, bucket = deployment.stage, deployment.stage.client("s3"), stack.output("SiteBucket")
    release = site.upload(s3, bucket, portal.SITE)
    site.switch(s3, bucket, release)
    kept = deployment.kept.keep_release(template, release)
    address = stack.parameters["PublicBaseUrl"]
    print(f"Release {kept.name} runs at {address}")
    if resolves(address):
        number.lead(stage, stack)
    else:
        print(f"{address} leads nowhere yet: have the name lead to {stack.output('FrontName')}")
        print(f"(CNAME), and then  python -m infra.number {stage.name}")


def resolves(address: str) -> bool:
    """Say whether the name in *address* is known: a number led to another would fail each call."""
    try:
        socket.getaddrinfo(urlsplit(address).hostname, None)
    except OSError:
        return False
    return True


def _values(given: argparse.Namespace) -> dict[str, str]:
    """Return what was said of the parameters, by their names."""
    said = {
        parameter: getattr(given, option)
        for option, (parameter, _) in OPTIONS.items()
        if getattr(given, option) is not None
    }
    if bool(said.get("DomainName")) != bool(said.get("CertificateArn")):
        raise CommandError("A domain needs its certificate: say both --domain and --certificate.")
    return said


def _parser() -> argparse.ArgumentParser:
    parser = stages.parser("deploy", "Bring a stage up, or up to date.")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument(
        "--force", action="store_true", help="even if what holds records would be lost"
    )
    parser.add_argument("--architecture", choices=ARCHITECTURES, default=ARCHITECTURES[0])
    for option, (_, told) in OPTIONS.items():
        parser.add_argument("--" + option.replace("_", "-"), help=told)
    return parser


if __name__ == "__main__":
    sys.exit(main())
