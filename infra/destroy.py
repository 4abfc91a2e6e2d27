"""Take a stage down, its records with it: `python -m infra.destroy STAGE` (销毁).

Refuses while any table has a record, unless forced; then each of those tables is backed up first.
What outlives the stack (tables, site, secret) is deleted after it. Given again after a failure, it
goes on where it stopped.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from botocore.exceptions import ClientError

from chalicelib import clock
from infra import stack as stacks
from infra import stage as stages
from infra.stack import WELL, Stack
from infra.stage import Client, CommandError, Stage, missing

PAUSE_SECONDS = 3


@dataclass(frozen=True, slots=True)
class Left:
    """What outlives a stack, by the names that it has outside of it."""

    tables: list[str]
    buckets: list[str]
    secrets: list[str]


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the stage down that the command line names."""
    parser = stages.parser("destroy", "Take a stage down, its records with it.")
    parser.add_argument(
        "--force", action="store_true", help="though there are records; they are backed up"
    )
    return stages.run(_destroy, parser.parse_args(arguments))


def with_records(dynamodb: Client, tables: Sequence[str]) -> list[str]:
    """Return the *tables* that have a record at this moment: AWS's own count is hours late."""
    return [table for table in tables if _has_records(dynamodb, table)]


def _destroy(given: argparse.Namespace) -> None:
    stage = stages.of(given)
    cfn, dynamodb = stage.client("cloudformation"), stage.client("dynamodb")
    stack = _stack(cfn, stage)
    left = _left(cfn, stack)
    full = with_records(dynamodb, left.tables)
    if full and not given.force:
        raise CommandError(
            f"There are records in {', '.join(full)}. Add --force: they are backed up, then "
            "deleted."
        )
    print("To be deleted:", *left.tables, *left.buckets, *left.secrets, sep="\n  ")
    if stages.answer(f"Type the name of the stack, {stage.stack}, to delete it: ") != stage.stack:
        print("Nothing was deleted.")
        return
    _back_up(dynamodb, full)
    if stack.status != "DELETE_COMPLETE":
        _delete_stack(cfn, stack)
    _delete_left(stage, left)
    print(f"{stage.stack} is gone. The provider still leads the number to where it was.")


def _stack(cfn: Client, stage: Stage) -> Stack:
    """Return the stack, or what AWS remembers of the last one of that name."""
    if found := stacks.look(cfn, stage.stack):
        return found
    pages = cfn.get_paginator("list_stacks").paginate(StackStatusFilter=["DELETE_COMPLETE"])
    gone = [
        one for page in pages for one in page["StackSummaries"] if one["StackName"] == stage.stack
    ]
    if not gone:
        raise CommandError(f"There is no stack {stage.stack} in this region.")
    last = max(gone, key=lambda one: one["CreationTime"])
    return Stack(stage.stack, last["StackId"], last["StackStatus"], {}, {})


def _left(cfn: Client, stack: Stack) -> Left:
    pages = cfn.get_paginator("list_stack_resources").paginate(StackName=stack.arn)
    found = [one for page in pages for one in page["StackResourceSummaries"]]

    def names(kind: str) -> list[str]:
        return sorted(
            one["PhysicalResourceId"]
            for one in found
            if one["ResourceType"] == kind and one.get("PhysicalResourceId")
        )

    return Left(
        names("AWS::DynamoDB::Table"),
        names("AWS::S3::Bucket"),
        names("AWS::SecretsManager::Secret"),
    )


def _has_records(dynamodb: Client, table: str) -> bool:
    """Look for one record; a page of a scan may be empty and not the last."""
    start: dict[str, object] = {}
    while True:
        try:
            page = dynamodb.scan(TableName=table, Limit=1, **start)
        except ClientError as e:
            if missing(e):
                return False
            raise
        if page["Items"] or "LastEvaluatedKey" not in page:
            return bool(page["Items"])
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


def _back_up(dynamodb: Client, tables: Sequence[str]) -> None:
    """Back each table up and wait until that is done; the backups stay until they are deleted."""
    made = {}
    for table in tables:
        name = f"{table}-{clock.now():%Y%m%dT%H%M%SZ}"
        details = dynamodb.create_backup(TableName=table, BackupName=name)["BackupDetails"]
        made[name] = details["BackupArn"]
    for name, arn in made.items():
        while (status := _status(dynamodb, arn)) == "CREATING":
            clock.sleep(PAUSE_SECONDS)
        if status != "AVAILABLE":
            raise CommandError(f"The backup {name} is {status}; nothing was deleted.")
        print(f"Backup: {name}")


def _status(dynamodb: Client, arn: str) -> str:
    described = dynamodb.describe_backup(BackupArn=arn)["BackupDescription"]
    return str(described["BackupDetails"]["BackupStatus"])


def _delete_stack(cfn: Client, stack: Stack) -> None:
    if stack.status in WELL and stack.parameters.get("DeletionProtection") == "yes":
        stacks.update(cfn, stack, {"DeletionProtection": "no"})
    stacks.protect(cfn, stack, on=False)
    stacks.delete(cfn, stack)


def _delete_left(stage: Stage, left: Left) -> None:
    dynamodb, secrets = stage.client("dynamodb"), stage.client("secretsmanager")
    s3 = stage.session.resource("s3")
    for table in left.tables:
        _unless_gone(lambda table=table: _delete_table(dynamodb, table))
    for bucket in left.buckets:
        _unless_gone(lambda bucket=bucket: s3.Bucket(bucket).object_versions.delete())
        _unless_gone(lambda bucket=bucket: s3.Bucket(bucket).delete())
    for secret in left.secrets:
        _unless_gone(
            lambda secret=secret: secrets.delete_secret(
                SecretId=secret, ForceDeleteWithoutRecovery=True
            )
        )


def _delete_table(dynamodb: Client, table: str) -> None:
    described = dynamodb.describe_table(TableName=table)["Table"]
    if described.get("DeletionProtectionEnabled"):  # the stack went without saying so
        dynamodb.update_table(TableName=table, DeletionProtectionEnabled=False)
        dynamodb.get_waiter("table_exists").wait(TableName=table)
    dynamodb.delete_table(TableName=table)


def _unless_gone(deed: Client) -> None:
    try:
        deed()
    except ClientError as e:
        if not missing(e):
            raise


if __name__ == "__main__":
    sys.exit(main())
