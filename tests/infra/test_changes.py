"""What a change set would do, and what of it would cost records."""

import pytest

from infra import changes

TABLE, FUNCTION = "AWS::DynamoDB::Table", "AWS::Lambda::Function"


def described(action, resource, kind, **more):
    change = {"Action": action, "LogicalResourceId": resource, "ResourceType": kind}
    return {"Type": "Resource", "ResourceChange": change | more}


def test_what_is_taken_away_stands_first_and_all_stands_in_columns():
    found = changes.read(
        [
            described("Add", "Work", FUNCTION),
            described("Modify", "AccountsTable", TABLE, Replacement="True"),
            described("Remove", "Old", FUNCTION),
        ]
    )

    assert changes.table(found) == [
        "action  resource       type",
        "Remove  Old            AWS::Lambda::Function",
        "Modify  AccountsTable  AWS::DynamoDB::Table   replaced",
        "Add     Work           AWS::Lambda::Function",
    ]


@pytest.mark.parametrize(
    ("action", "kind", "replacement", "loses"),
    [
        ("Remove", TABLE, "", True),
        ("Remove", "AWS::S3::Bucket", "", True),
        ("Remove", "AWS::SecretsManager::Secret", "", True),
        ("Remove", FUNCTION, "", False),
        ("Modify", TABLE, "True", True),
        ("Modify", TABLE, "Conditional", True),
        ("Modify", TABLE, "False", False),
        ("Modify", FUNCTION, "True", False),
        ("Add", TABLE, "", False),
    ],
)
def test_a_table_a_bucket_or_a_secret_that_goes_takes_along_what_it_holds(
    action, kind, replacement, loses
):
    (change,) = changes.read([described(action, "It", kind, Replacement=replacement)])

    assert change.loses is loses


def test_a_change_of_a_sort_that_nobody_knows_yet_stands_among_the_first():
    found = changes.read(
        [described("Modify", "One", FUNCTION), described("Import", "Two", FUNCTION)]
    )

    assert [change.action for change in found] == ["Import", "Modify"]
