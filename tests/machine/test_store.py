"""The store of one machine: for this machine alone, and what it has acknowledged it keeps."""

import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import BotoCoreError

from local import store
from local.processes import Child, answers

ROOT = Path(__file__).parents[2]


def table_client(url):
    config = Config(
        retries={"total_max_attempts": 1},
        connect_timeout=1,
        read_timeout=5,
        max_pool_connections=16,
    )
    return boto3.client(
        "dynamodb",
        endpoint_url=url,
        region_name="cn-north-1",
        aws_access_key_id="local",
        aws_secret_access_key="local",
        config=config,
    )


def create_legs(client):
    client.create_table(
        TableName="legs",
        KeySchema=[{"AttributeName": "leg_id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "leg_id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )


def stored(client):
    pages = client.get_paginator("scan").paginate(TableName="legs", ConsistentRead=True)
    return {item["leg_id"]["S"] for page in pages for item in page["Items"]}


def write_until_it_dies(url, writer, acknowledged):
    client = table_client(url)
    try:
        for number in range(100_000):
            leg_id = f"{writer}-{number}"
            client.put_item(TableName="legs", Item={"leg_id": {"S": leg_id}})
            acknowledged.append(leg_id)
    except BotoCoreError:
        client.close()


def test_every_acknowledged_record_survives_the_killing_of_the_store(tmp_path):
    plan = store.Store.of(store.Kind.DYNAMODB_LOCAL, tmp_path)
    command = plan.commands[0]
    child = Child(command)
    child.wait_until_ready()
    client = table_client(command.url)
    create_legs(client)
    acknowledged = []
    writers = [
        threading.Thread(target=write_until_it_dies, args=(command.url, writer, acknowledged))
        for writer in range(4)
    ]

    for writer in writers:
        writer.start()
    deadline = time.monotonic() + 20
    while len(acknowledged) < 100 and time.monotonic() < deadline:
        time.sleep(0.01)
    child.kill()
    for writer in writers:
        writer.join()
    again = Child(command)
    again.wait_until_ready()
    found = stored(client)
    again.stop()
    client.close()

    assert len(acknowledged) >= 100
    assert set(acknowledged) - found == set()


@pytest.fixture(scope="module", params=list(store.Kind))
def endpoints(request):
    with store.running(request.param, in_memory=True) as endpoints:
        yield endpoints


def test_nobody_but_this_machine_reaches_the_store(endpoints):
    for url in (endpoints.dynamodb_url, endpoints.sqs_url):
        port = urlsplit(url).port

        # Whatever listens on every address answers here as well; loopback is all of 127/8.
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.2", port)) != 0
        assert answers(url)


def test_counting_at_the_same_time_loses_nothing(endpoints):
    client = table_client(endpoints.dynamodb_url)
    create_legs(client)

    def add():
        for _ in range(10):
            client.update_item(
                TableName="legs",
                Key={"leg_id": {"S": "n"}},
                UpdateExpression="ADD counted :one",
                ExpressionAttributeValues={":one": {"N": "1"}},
            )

    threads = [threading.Thread(target=add) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    item = client.get_item(TableName="legs", Key={"leg_id": {"S": "n"}}, ConsistentRead=True)
    client.close()
    assert item["Item"]["counted"]["N"] == "160"


OWNER = """
import sys, time
from pathlib import Path
from local.processes import Child
from local.store import Kind, Store
for command in Store.of(Kind(sys.argv[1]), Path(sys.argv[2])).commands:
    child = Child(command)
    child.wait_until_ready()
    print(child.pid, flush=True)
print("READY", flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("kind", list(store.Kind))
def test_the_store_does_not_outlive_a_killed_owner(tmp_path, kind):
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", OWNER, kind, tmp_path], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as owner:
        pids = [int(line) for line in iter(owner.stdout.readline, "READY\n")]
        owner.send_signal(signal.SIGKILL)

    deadline = time.monotonic() + 10
    while any(map(alive, pids)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert [pid for pid in pids if alive(pid)] == []


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_clean_stop_of_ministack_keeps_its_tables(tmp_path):
    with store.running(store.Kind.MINISTACK, data_dir=tmp_path) as endpoints:
        client = table_client(endpoints.dynamodb_url)
        create_legs(client)
        client.put_item(TableName="legs", Item={"leg_id": {"S": "kept"}})
        client.close()

    with store.running(store.Kind.MINISTACK, data_dir=tmp_path) as endpoints:
        client = table_client(endpoints.dynamodb_url)
        found = stored(client)
        client.close()

    assert found == {"kept"}


def test_in_memory_nothing_remains(tmp_path):
    with store.running(store.Kind.DYNAMODB_LOCAL, data_dir=tmp_path, in_memory=True) as endpoints:
        client = table_client(endpoints.dynamodb_url)
        create_legs(client)
        client.close()

    assert [file.suffix for file in tmp_path.rglob("*.db")] == []
