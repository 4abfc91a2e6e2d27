"""The stack of `make deploy` in MiniStack: it answers calls and keeps appointments."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
import requests
from boto3.dynamodb.conditions import Attr

from infra.package import Package
from infra.stack import Stack
from local.deployed import Cloud, cloud
from local.front import create_front
from local.network.settings import Settings
from local.network.thread import BlockingPhone, NetworkThread
from local.processes import free_port
from tests.served import served
from tests.stories.page import owner
from tests.stories.reserving import wish
from tests.stories.stand import eventually

SPEED = 5.0  # of the network's time
HOST, LI, ZHANG = "+8618600000101", "+8613911112222", "+861082345678"
WITHIN = 150.0  # seconds: a rule of EventBridge comes once a minute


@dataclass
class Deployed:
    """The deployed stack, its phones and its front."""

    network: NetworkThread
    aws: Cloud
    stack: Stack
    url: str

    def phone(self, number: str) -> BlockingPhone:
        return self.network.phone(number)

    def put(self, table: str, **item: Any) -> None:
        self.table(table).put_item(Item=item)

    def table(self, name: str) -> Any:
        session = boto3.Session("local", "local", region_name="cn-north-1")
        resource = session.resource("dynamodb", endpoint_url=self.aws.url)
        return resource.Table(self.stack.output("TablePrefix") + name)

    def items(self, table: str, **asked: Any) -> list[dict[str, Any]]:
        return list(self.table(table).scan(**asked)["Items"])

    def ended(self, host: str) -> dict[str, Any] | None:
        """Return the one conference of *host* once it has ended."""
        theirs = Attr("kind").eq("conference") & Attr("billing_number").eq(host)
        found = self.items("conferences", FilterExpression=theirs)
        return found[0] if found and found[0]["state"] == "ended" else None

    def legs(self, conference_id: str) -> dict[str, dict[str, Any]]:
        its = Attr("kind").eq("leg") & Attr("conference_id").eq(conference_id)
        return {leg["number"]: leg for leg in self.items("conferences", FilterExpression=its)}


@pytest.fixture(scope="module")
def deployed(made: Package, tmp_path_factory: Any) -> Iterator[Deployed]:
    port = free_port(8000)
    url = f"http://127.0.0.1:{port}"
    hooks = {"voice_url": "", "status_callback": ""}  # the deployment leads the number by itself
    with (
        cloud(tmp_path_factory.mktemp("cloud")) as aws,
        NetworkThread(Settings(speed=SPEED, **hooks)) as network,
    ):
        settings = network.network.settings
        stack = aws.deploy(made, network=settings, network_url=network.url, url=url)
        with served(create_front(aws.distribution(made, stack)), port):
            yield Deployed(network, aws, stack, url)


def test_the_site_is_there_under_the_headers_of_the_stack(deployed: Deployed) -> None:
    home = requests.get(deployed.url + "/", timeout=10)
    script = home.text.partition('<script type="module" src="')[2].partition('"')[0]
    loaded = requests.get(deployed.url + script, timeout=10)
    assert script.startswith("/r/")
    assert (loaded.status_code, loaded.headers["Cache-Control"].endswith("immutable")) == (
        200,
        True,
    )
    assert home.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert requests.get(deployed.url + "/audio/ringback.wav", timeout=10).ok
    session = requests.get(deployed.url + "/api/session", timeout=30)
    assert (session.status_code, session.json()) == (200, {"account": None})
    assert "系统繁忙" in requests.get(deployed.url + "/busy.xml", timeout=10).content.decode()


def test_a_conference_is_dialled_held_and_billed_by_the_deployed_functions(
    deployed: Deployed,
) -> None:
    wang, li, zhang = (deployed.phone(n) for n in (HOST, LI, ZHANG))

    def press(keys: str) -> None:
        phone = deployed.network.network.phone(HOST)
        eventually(lambda: phone.line is not None and phone.line.keys is not None, within=30)
        wang.press(keys)

    wang.dial("116323")
    wang.expect_caption("立即发起通话请按1", within=30)
    press("1")
    press("13911112222#")
    wang.expect_caption("已添加1方", within=30)
    press("82345678#")
    wang.expect_caption("已添加2方", within=30)
    press("#")
    for guest in (li, zhang):
        guest.answer(within=30)
        guest.wait_for(state="in_conference", within=30)
    wang.hang_up()
    conference = eventually(lambda: deployed.ended(HOST), within=60)

    legs = deployed.legs(conference["conference_id"])
    assert set(legs) == {HOST, LI, ZHANG}
    assert all(leg["charge"] == -(-int(leg["seconds"]) // 60) * 20 for leg in legs.values())


@pytest.mark.timeout(300)  # the rule comes once a minute
def test_a_reservation_is_kept_by_the_rule_the_queue_and_the_functions(
    deployed: Deployed,
) -> None:
    host = "+8618600000102"
    browser = owner(deployed, host)
    phone, li = deployed.phone(host), deployed.phone(LI)
    soon = (datetime.now(UTC) + timedelta(minutes=2)).replace(second=0, microsecond=0)
    browser.ask("POST", "/reservations", wish(soon, LI))

    phone.answer(within=WITHIN)
    phone.expect_caption("您现在是否发起多方通话,确认请按1", within=30)
    assert datetime.now(UTC) >= soon
    line = deployed.network.network.phone(host)
    eventually(lambda: line.line is not None and line.line.keys is not None, within=30)
    phone.press("1")
    li.answer(within=30)
    li.wait_for(state="in_conference", within=30)
    phone.hang_up()
    conference = eventually(lambda: deployed.ended(host), within=60)
    assert {leg["host"] for leg in deployed.legs(conference["conference_id"]).values()} == {
        True,
        False,
    }
