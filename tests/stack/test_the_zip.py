"""The deployment zip by itself: a conference held and billed by nothing but what is in it."""

import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest
from boto3.dynamodb.conditions import Attr

from infra.package import (
    ARCHITECTURES,
    LARGEST,
    ROOT,
    Package,
    PackageError,
    check,
    repack,
)
from infra.template import tables as template
from local import sqs, store
from local.events import scheduled_event
from local.function import Function
from local.network.settings import Settings
from local.network.thread import NetworkThread
from local.store import Endpoints
from tests.stack.packaged import ARCHITECTURE
from tests.stack.the_zip import Server, Zip, behind_http
from tests.stories.stand import HASTE, SPEED, eventually

PREFIX = "zip-"
HOST, LI, ZHANG = "+8618600000101", "+8613911112222", "+861082345678"


@dataclass
class Bench:
    """What the zip runs on, and the zip."""

    network: NetworkThread
    zipped: Zip
    dynamodb: Any

    def conference(self) -> dict[str, Any]:
        table = self.dynamodb.Table(PREFIX + "conferences")
        (found,) = table.scan(FilterExpression=Attr("kind").eq("conference"))["Items"]
        return dict(found)

    def legs(self) -> dict[str, dict[str, Any]]:
        table = self.dynamodb.Table(PREFIX + "conferences")
        found = table.scan(FilterExpression=Attr("kind").eq("leg"))["Items"]
        return {leg["number"]: leg for leg in found}


@pytest.fixture(scope="module")
def endpoints() -> Iterator[Endpoints]:
    with store.running(in_memory=True) as found:
        yield found


@pytest.fixture(scope="module")
def bench(made: Package, endpoints: Endpoints, tmp_path_factory: Any) -> Iterator[Bench]:
    folder = tmp_path_factory.mktemp("zip")
    with zipfile.ZipFile(made.code) as packed:
        packed.extractall(folder)
    session = boto3.Session("local", "local", region_name="cn-north-1")
    dynamodb = session.resource("dynamodb", endpoint_url=endpoints.dynamodb_url)
    queue = session.client("sqs", endpoint_url=endpoints.sqs_url)
    create_tables(dynamodb.meta.client)
    url = sqs.ensure_queue(queue, PREFIX + "jobs")
    server = Server()
    hooks = {
        "voice_url": server.url + "/voice/incoming",
        "status_callback": server.url + "/voice/status",
    }
    with NetworkThread(Settings(speed=SPEED, **hooks)) as network:
        settings = network.network.settings
        zipped = Zip(
            folder,
            {
                **endpoints.environment,
                **HASTE,
                "PUBLIC_BASE_URL": server.url,
                "TWILIO_API_BASE_URL": network.url,
                "TWILIO_ACCOUNT_SID": settings.account_sid,
                "TWILIO_AUTH_TOKEN": settings.auth_tokens[0],
                "SERVICE_NUMBER": settings.service_number,
                "TABLE_PREFIX": PREFIX,
                "QUEUE_URL": url,
            },
        )
        with behind_http(server, zipped):
            work = Function("work", lambda event, _: zipped.call("work", event), at_once=8)
            worker = sqs.Worker(queue, url, work)
            try:
                yield Bench(network, zipped, dynamodb)
            finally:
                worker.stop()
                work.close()
                zipped.close()
        server.server_close()
    dynamodb.meta.client.close()
    queue.close()


def create_tables(client: Any) -> None:
    """Make the tables just as the template says them."""
    for resource in template.resources().values():
        said = dict(resource["Properties"])
        name = said.pop("TableName")["Fn::Sub"].replace("${AWS::StackName}-", PREFIX)
        for extra in (
            *("PointInTimeRecoverySpecification", "SSESpecification"),
            *("DeletionProtectionEnabled", "TimeToLiveSpecification"),
        ):
            said.pop(extra, None)
        client.create_table(TableName=name, **said)


def test_a_conference_is_dialled_held_and_billed_by_the_zip_alone(bench: Bench) -> None:
    phones = {number: bench.network.phone(number) for number in (HOST, LI, ZHANG)}
    wang = phones[HOST]

    def press(keys: str) -> None:
        line = bench.network.network.phone(HOST)
        eventually(lambda: line.line is not None and line.line.keys is not None)
        wang.press(keys)

    wang.dial("116323")
    wang.expect_caption("立即发起通话请按1")
    press("1")
    press("13911112222#")
    wang.expect_caption("已添加1方")
    press("82345678#")
    wang.expect_caption("已添加2方")
    press("#")
    for guest in (phones[LI], phones[ZHANG]):
        guest.answer()
        guest.wait_for(state="in_conference")
    wang.hang_up()
    eventually(lambda: bench.conference()["state"] == "ended")

    legs = bench.legs()
    assert set(legs) == {HOST, LI, ZHANG}
    assert all(leg["charge"] == -(-int(leg["seconds"]) // 60) * 20 for leg in legs.values())


def test_the_clock_finds_its_functions_in_the_zip(bench: Bench) -> None:
    now = datetime.now(UTC)
    assert bench.zipped.call("minute", scheduled_event("minute", now)) is None
    assert bench.zipped.call("day", scheduled_event("day", now)) is None


def test_the_zip_needs_nothing_but_itself_and_python(bench: Bench) -> None:
    assert bench.zipped.strangers() == []


def test_the_zip_holds_the_product_and_nothing_of_one_machine(made: Package) -> None:
    with zipfile.ZipFile(made.code) as packed:
        names = packed.namelist()
    tops = {name.partition("/")[0] for name in names}
    assert {"app.py", "chalicelib", "twilio", "pynamodb", "argon2"} <= tops
    assert not tops & {"local", "infra", "tests", "bench", "static-site", "moto", "boto3", "pip"}
    assert made.code.stat().st_size <= LARGEST


def test_what_a_function_loads_is_compiled_and_nothing_else(bench: Bench, made: Package) -> None:
    with zipfile.ZipFile(made.code) as packed:
        names = {name for name in packed.namelist() if name.endswith(".pyc")}
        heads = {packed.read(name)[4:8] for name in names}
    tag = sys.implementation.cache_tag
    assert heads == {b"\1\0\0\0"}  # by its hash, and not to be checked
    assert {f"__pycache__/app.{tag}.pyc", f"chalicelib/__pycache__/legs.{tag}.pyc"} <= names
    assert not [name for name in names if name.startswith("twilio/rest/api/")]
    assert bench.zipped.uncompiled() == []


def test_a_library_for_another_processor_is_no_package(made: Package) -> None:
    (other,) = {*ARCHITECTURES} - {ARCHITECTURE}
    check(made.code, ARCHITECTURE)
    with pytest.raises(PackageError, match=r"argon2.*\.so"):
        check(made.code, other)


def test_the_same_sources_make_the_same_zip(made: Package, tmp_path: Path) -> None:
    again = tmp_path / "again.zip"
    repack(made.code, again, ROOT)
    assert again.read_bytes() == made.code.read_bytes()
