"""The roles of the stack hold on one machine too: what one does not allow is refused as on AWS."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError
from moto import mock_aws

from local import permissions

PREFIX = "held-"
KEY = {"billing_number": {"S": "+8618600000101"}, "item": {"S": "account"}}


@pytest.fixture
def dynamodb(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Return a client whose requests are held against the roles."""
    monkeypatch.setattr(BaseClient, "_make_api_call", BaseClient._make_api_call)  # noqa: SLF001
    monkeypatch.setattr(ThreadPoolExecutor, "submit", ThreadPoolExecutor.submit)
    cloud = mock_aws()
    cloud.start(reset=False)  # other tests of this process have tables in it
    try:
        client = boto3.client("dynamodb", region_name="us-east-1")
        for name in ("accounts", "audit"):
            client.create_table(
                TableName=PREFIX + name,
                BillingMode="PAY_PER_REQUEST",
                KeySchema=[
                    {"AttributeName": "billing_number", "KeyType": "HASH"},
                    {"AttributeName": "item", "KeyType": "RANGE"},
                ],
                AttributeDefinitions=[
                    {"AttributeName": "billing_number", "AttributeType": "S"},
                    {"AttributeName": "item", "AttributeType": "S"},
                ],
            )
        permissions.enforce(PREFIX)
        yield client
        for name in ("accounts", "audit"):
            client.delete_table(TableName=PREFIX + name)
    finally:
        cloud.stop(remove_data=False)


def refused(deed: Any) -> bool:
    """Say whether *deed* is refused for want of a permission."""
    try:
        deed()
    except ClientError as e:
        return bool(e.response["Error"]["Code"] == "AccessDeniedException")
    return False


def test_a_function_does_what_its_role_allows_and_no_more(dynamodb: Any) -> None:
    with permissions.acting("api"):
        assert not refused(lambda: dynamodb.put_item(TableName="held-accounts", Item=KEY))
        assert not refused(lambda: dynamodb.put_item(TableName="held-audit", Item=KEY))
        assert refused(lambda: dynamodb.delete_item(TableName="held-audit", Key=KEY))
        assert refused(lambda: dynamodb.scan(TableName="held-accounts"))
    with permissions.acting("day"):
        assert refused(lambda: dynamodb.get_item(TableName="held-accounts", Key=KEY))
    dynamodb.scan(TableName="held-accounts")  # by nobody of ours: a person at a terminal


def test_what_a_pool_does_is_the_doing_of_who_asked_for_it(dynamodb: Any) -> None:
    def scan() -> bool:
        return refused(lambda: dynamodb.scan(TableName="held-accounts"))

    with permissions.acting("api"), ThreadPoolExecutor(1) as pool:
        assert pool.submit(scan).result()
        assert list(pool.map(lambda _: scan(), range(2))) == [True, True]


def test_each_part_of_a_transaction_or_batch_must_be_allowed(dynamodb: Any) -> None:
    allowed = {"Put": {"TableName": "held-audit", "Item": KEY}}
    denied = {"Delete": {"TableName": "held-audit", "Key": KEY}}
    with permissions.acting("api"):
        assert not refused(lambda: dynamodb.transact_write_items(TransactItems=[allowed]))
        assert refused(lambda: dynamodb.transact_write_items(TransactItems=[allowed, denied]))
        puts = {"held-audit": [{"PutRequest": {"Item": KEY}}]}
        assert refused(lambda: dynamodb.batch_write_item(RequestItems=puts))


@pytest.mark.parametrize(
    ("function", "service", "action", "table", "index", "may"),
    [
        ("minute", "dynamodb", "Query", "reservations", "due", True),
        ("minute", "dynamodb", "Query", "accounts", "", False),
        ("api", "dynamodb", "Scan", "conferences", "bill", False),
        ("api", "dynamodb", "CreateTable", "accounts", "", False),
        ("api", "sqs", "SendMessage", "", "", True),
        ("minute", "sqs", "SendMessageBatch", "", "", True),
        ("api", "sqs", "ReceiveMessage", "", "", False),
        ("api", "s3", "GetObject", "", "", False),
    ],
)
def test_what_a_role_allows(  # noqa: PLR0913 - each is a part of the question
    function: str, service: str, action: str, table: str, index: str, *, may: bool
) -> None:
    assert permissions.allowed(function, service, action, table, index) is may
