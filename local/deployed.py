"""`python -m local deployed`: the stack of `make deploy`, on one machine instead of AWS.

The same package, template and commands; MiniStack in the place of AWS, the simulated phones in the
place of the provider, and a front that does what CloudFront would. What MiniStack does not know is
left out of the template, and listed in docs/deploying.md.
"""

import asyncio
import json
import platform
import shutil
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from typing import Any

import boto3

from infra import deploy, package, telephony
from infra import stack as stacks
from infra.artifacts import Artifacts
from infra.deploy import Deployment
from infra.package import Package
from infra.stack import Stack
from infra.stage import Stage
from infra.template.functions import STAGE as API_STAGE
from infra.template.secret import PROXY
from local.front import Distribution, Origin, create_front
from local.kept import Terminal
from local.listening import listening
from local.network.settings import Settings
from local.phones import network_settings, phones
from local.processes import Child, free_port
from local.store import ministack, ministack_address
from local.supervisor import end_in_order, sole_use

NAME = "local"
UNKNOWN_TO_MINISTACK = frozenset(
    {
        "AWS::CloudFront::OriginAccessControl",
        "AWS::CloudFront::ResponseHeadersPolicy",
        "AWS::Logs::MetricFilter",
    }
)
ARCHITECTURE = {"aarch64": "arm64"}.get(platform.machine(), platform.machine())
"""What the functions are packed for: here they run on this very processor."""
Template = dict[str, Any]


class Cloud:
    """MiniStack in the place of AWS, at *url*."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.stage = Stage(NAME, _Session(url))

    def deploy(self, made: Package, *, network: Settings, network_url: str, url: str) -> Stack:
        """Create the stack of *made*, or update it, for a front at *url*; return it.

        The *network* is the provider, its number is led here, and it is asked at *network_url*.
        """
        kept = Artifacts(self.stage)
        kept.make()
        template = known(json.loads(made.template.read_text(encoding="utf-8")))
        deployment = Deployment(self.stage, kept, template, kept.keep_code(made.code), force=False)
        values = {
            "PublicBaseUrl": url,
            "TwilioApiBaseUrl": network_url,
            "ServiceNumber": network.service_number,
            "DeletionProtection": "no",
        }
        key = deployment.brought_to(values, sure=True) or ""
        stack = stacks.there(self.stage.client("cloudformation"), self.stage.stack)
        self._tell_secrets(stack, network)
        deploy.publish(deployment, stack, key)
        return stack

    def distribution(self, made: Package, stack: Stack) -> Distribution:
        """Return what the stack's CloudFront does, led to where its origins are here."""
        template: Template = json.loads(made.template.read_text(encoding="utf-8"))
        config = template["Resources"]["Front"]["Properties"]["DistributionConfig"]
        secret = telephony.kept(self.stage.client("secretsmanager"), stack.output("SecretsId"))
        api = f"{self.url}/_aws/execute-api/{stack.output('RestAPIId')}/{API_STAGE}"
        return Distribution(
            config,
            {
                "files": Origin(f"{self.url}/{stack.output('SiteBucket')}", {}),
                "api": Origin(api, {"X-Portal-Proxy": secret[PROXY]}),
            },
        )

    def _tell_secrets(self, stack: Stack, network: Settings) -> None:
        client, secret_id = self.stage.client("secretsmanager"), stack.output("SecretsId")
        told = {
            **telephony.kept(client, secret_id),
            "TWILIO_ACCOUNT_SID": network.account_sid,
            "TWILIO_AUTH_TOKEN": ",".join(network.auth_tokens),
        }
        client.put_secret_value(SecretId=secret_id, SecretString=json.dumps(told))


def known(template: Template) -> Template:
    """Return *template* without the resources that MiniStack does not know, and what names them."""
    gone = {k for k, r in template["Resources"].items() if r["Type"] in UNKNOWN_TO_MINISTACK}
    kept = {k: _without(r, gone) for k, r in template["Resources"].items() if k not in gone}
    return {**template, "Resources": kept}


def _without(value: Any, gone: set[str]) -> Any:  # noqa: ANN401 - any part of a template
    if isinstance(value, list):
        return [_without(one, gone) for one in value]
    if not isinstance(value, dict):
        return value
    return {k: _without(v, gone) for k, v in value.items() if not _names(v, gone)}


def _names(value: Any, gone: set[str]) -> bool:  # noqa: ANN401 - likewise
    """Say whether *value* is nothing but the name or an attribute of something that is gone."""
    match value:
        case {"Ref": name}:
            return name in gone
        case {"Fn::GetAtt": [name, *_]}:
            return name in gone
    return False


class _Session(boto3.Session):  # type: ignore[misc]  # boto3 has no types
    """A session whose every client asks MiniStack."""

    def __init__(self, url: str) -> None:
        super().__init__("local", "local", region_name="cn-north-1")
        self._url = url

    def client(self, service: str, **more: Any) -> Any:  # noqa: ANN401 - as boto3's own
        return super().client(service, endpoint_url=self._url, **more)


@contextmanager
def cloud(directory: Path) -> Iterator[Cloud]:
    """Run MiniStack for as long as the block lasts; nothing of it remains."""
    shutil.rmtree(directory, ignore_errors=True)  # of a run that was killed
    directory.mkdir(parents=True)
    child = Child(ministack(directory, persist=False))
    try:
        child.wait_until_ready()
        yield Cloud(ministack_address(child.command))
    finally:
        child.stop()
        shutil.rmtree(directory, ignore_errors=True)


@contextmanager
def nothing_left(data: Path) -> Iterator[None]:
    """Take away, after the block, whatever was written to *data* in it."""
    try:
        yield
    finally:
        shutil.rmtree(data, ignore_errors=True)


async def run(*, port: int, data: Path) -> None:
    """Deploy and serve until SIGTERM or Ctrl-C; *port*, or the next free one, is the front's."""
    end_in_order()
    terminal = Terminal()
    with sole_use(data), nothing_left(data), cloud(data / "cloud") as aws:
        url = f"http://127.0.0.1:{(port := free_port(port))}"
        network_port = free_port(port + 1)
        settings = network_settings(url, data)
        terminal.stage(f"云端替身 MiniStack     {aws.url}")
        async with AsyncExitStack() as stack:
            network = await stack.enter_async_context(
                phones(settings, port=network_port, product_url=url)
            )
            made = await asyncio.to_thread(package.package, NAME, ARCHITECTURE)
            terminal.stage(f"安装包 package        {made.code}")
            created = await asyncio.to_thread(
                aws.deploy, made, network=settings, network_url=network, url=url
            )
            front = create_front(aws.distribution(made, created))
            await stack.enter_async_context(listening(front, port))
            _welcome(url, network, created.outputs)
            stack.callback(print, "停止中 stopping …", flush=True)
            await asyncio.Event().wait()


def _welcome(url: str, network: str, outputs: Mapping[str, str]) -> None:
    print(f"READY {url}")
    print(f"  门户 portal        {url}/")
    print(f"  电话墙 phone wall  {network}/phones")
    for name, value in sorted(outputs.items()):
        print(f"  {name:18} {value}")
    print("  按 Ctrl-C 停止 (Ctrl-C stops everything)", flush=True)
