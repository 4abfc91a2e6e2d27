"""A stage is taken down with all that it left, and never with records that nobody meant."""

import pytest

from infra import destroy
from tests.cloud import STACK

TABLE = f"{STACK}-accounts"


@pytest.fixture
def used(deployed):
    """Have a deployment with one record."""
    deployed.client("dynamodb").put_item(TableName=TABLE, Item={"id": {"S": "1"}})
    return deployed


def left(cloud):
    """Return what there is beside the packages."""
    buckets = cloud.client("s3").list_buckets()["Buckets"]
    secrets = cloud.client("secretsmanager").list_secrets()["SecretList"]
    names = [one["Name"] for one in buckets if "packages" not in one["Name"]]
    return [*cloud.tables(), *names, *(one["Name"] for one in secrets)]


def backups(cloud):
    found = cloud.client("dynamodb").list_backups()["BackupSummaries"]
    return [one["BackupName"] for one in found]


def test_nothing_of_an_empty_stage_stays(deployed, answers, capsys):
    answers.append(STACK)

    assert destroy.main(["dev"]) == 0

    assert deployed.stack() is None
    assert left(deployed) == []
    assert deployed.protected == {STACK: False}
    assert backups(deployed) == []
    assert f"{STACK} is gone." in capsys.readouterr().out


def test_a_single_record_stops_it(used, answers, capsys):
    answers.append(STACK)

    assert destroy.main(["dev"]) == 1

    assert f"There are records in {TABLE}." in capsys.readouterr().err
    assert used.stack() is not None
    assert TABLE in left(used)


def test_forced_it_backs_up_what_has_records(used, answers, capsys):
    answers.append(STACK)

    assert destroy.main(["dev", "--force"]) == 0

    assert left(used) == []
    (backup,) = backups(used)
    assert backup.startswith(f"{TABLE}-20110216T02")
    assert f"Backup: {backup}" in capsys.readouterr().out


@pytest.mark.parametrize("typed", [["y"], ["duoyoutong-prod"], []])
def test_whoever_does_not_type_its_name_deletes_nothing(typed, used, answers, capsys):
    answers += typed

    assert destroy.main(["dev", "--force"]) == 0

    assert "Nothing was deleted." in capsys.readouterr().out
    assert TABLE in left(used)
    assert backups(used) == []


def test_what_is_to_go_is_shown_before_it_is_asked(deployed, answers, capsys):
    del answers

    destroy.main(["dev"])

    said = capsys.readouterr().out
    for name in left(deployed):
        assert f"\n  {name}" in said


def test_given_again_after_a_failure_it_goes_on(deployed, answers):
    answers.append(STACK)
    deployed.client("cloudformation").delete_stack(StackName=STACK)
    assert left(deployed) != []

    assert destroy.main(["dev"]) == 0

    assert left(deployed) == []


def test_of_a_stage_that_never_was_nothing_is_deleted(cloud, capsys):
    del cloud

    assert destroy.main(["dev", "--force"]) == 1

    assert f"There is no stack {STACK}" in capsys.readouterr().err


def test_a_page_of_a_scan_that_is_empty_is_not_the_end():
    class Scanned:
        def scan(self, *, ExclusiveStartKey=None, **_):  # noqa: N803 - its name there
            if ExclusiveStartKey is None:
                return {"Items": [], "LastEvaluatedKey": {"id": {"S": "1"}}}
            return {"Items": [{"id": {"S": "2"}}]}

    assert destroy.with_records(Scanned(), ["accounts"]) == ["accounts"]


def test_a_table_that_a_stack_left_protected_goes_too(deployed, answers):
    answers.append(STACK)
    deployed.client("dynamodb").update_table(TableName=TABLE, DeletionProtectionEnabled=True)

    assert destroy.main(["dev"]) == 0

    assert left(deployed) == []
