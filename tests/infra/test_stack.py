"""A stack as CloudFormation tells of it: what can be done with it, and what went wrong."""

from datetime import UTC, datetime

import boto3
import pytest
from botocore.stub import ANY, Stubber

from infra import stack as stacks
from infra.stack import Proposal
from infra.stage import CommandError

NAME, ARN = "duoyoutong-dev", "arn:aws:cloudformation:eu-west-1:1:stack/duoyoutong-dev/1"
NOON = datetime(2011, 2, 16, 4, 0, tzinfo=UTC)
TEMPLATE = {"Parameters": {"Kept": {}, "Said": {}, "New": {"Default": "1"}}}


@pytest.fixture
def cfn(clock):
    """Be CloudFormation as a script says it; nobody waits between two questions."""
    del clock
    client = boto3.client("cloudformation", region_name="eu-west-1")
    with Stubber(client) as stub:
        client.stub = stub
        yield client
        stub.assert_no_pending_responses()


def stands(cfn, status):
    one = {"StackName": NAME, "StackId": ARN, "StackStatus": status, "CreationTime": NOON}
    cfn.stub.add_response("describe_stacks", {"Stacks": [one]}, {"StackName": NAME})


def happened(cfn, *told):
    """Have these events be there, the newest first; each is status, resource, reason."""
    events = [
        {
            "StackId": ARN,
            "StackName": NAME,
            "EventId": f"{len(told) - place}",
            "ResourceStatus": status,
            "LogicalResourceId": resource,
            "PhysicalResourceId": ARN if resource == NAME else resource,
            "ResourceStatusReason": reason,
            "Timestamp": NOON,
        }
        for place, (status, resource, reason) in enumerate(told)
    ]
    cfn.stub.add_response("describe_stack_events", {"StackEvents": events}, {"StackName": ARN})


BEFORE = ("CREATE_COMPLETE", NAME, "")
BEGUN = ("UPDATE_IN_PROGRESS", NAME, "User Initiated")


def carried_out(cfn, *rounds):
    happened(cfn, BEFORE)
    cfn.stub.add_response("execute_change_set", {}, {"StackName": ARN, "ChangeSetName": "C1"})
    for told in rounds:
        happened(cfn, *told, BEFORE)
    stacks.carry_out(cfn, Proposal(ARN, "C1", []))


def test_what_happens_is_told_once_as_it_comes(cfn, capsys):
    made = ("UPDATE_COMPLETE", "Work", "")
    clean = ("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", NAME, "")

    carried_out(cfn, [BEGUN], [made, BEGUN], [("UPDATE_COMPLETE", NAME, ""), clean, made, BEGUN])

    assert [line.split()[1:3] for line in capsys.readouterr().out.splitlines()] == [
        ["UPDATE_IN_PROGRESS", NAME],
        ["UPDATE_COMPLETE", "Work"],
        ["UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", NAME],
        ["UPDATE_COMPLETE", NAME],
    ]


def test_what_failed_first_is_the_reason_and_not_what_followed(cfn):
    failure = ("UPDATE_FAILED", "Minute", "ReservedConcurrentExecutions is too high")
    followed = ("UPDATE_FAILED", "Front", "Resource update cancelled")
    ended = ("UPDATE_ROLLBACK_COMPLETE", NAME, "")

    with pytest.raises(CommandError) as told:
        carried_out(cfn, [ended, followed, failure, BEGUN])

    assert str(told.value) == (
        "It ended as UPDATE_ROLLBACK_COMPLETE. Minute: ReservedConcurrentExecutions is too high"
    )


@pytest.mark.parametrize(
    "status", ["CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"]
)
def test_a_stack_that_rests_is_updated(cfn, status):
    stands(cfn, status)

    assert stacks.ready(cfn, NAME).arn == ARN


def test_a_stack_that_was_never_begun_is_created(cfn):
    stands(cfn, "REVIEW_IN_PROGRESS")

    assert stacks.ready(cfn, NAME) is None


@pytest.mark.parametrize(
    "status", ["UPDATE_IN_PROGRESS", "UPDATE_ROLLBACK_FAILED", "DELETE_IN_PROGRESS"]
)
def test_a_stack_that_something_is_done_to_is_left_alone(cfn, status):
    stands(cfn, status)

    with pytest.raises(CommandError, match=f"is {status}"):
        stacks.ready(cfn, NAME)


@pytest.mark.parametrize("status", ["ROLLBACK_COMPLETE", "ROLLBACK_FAILED"])
def test_what_is_left_of_a_first_creation_is_cleared_away(cfn, status):
    stands(cfn, status)
    happened(cfn, (status, NAME, ""))
    cfn.stub.add_response("delete_stack", {}, {"StackName": ARN})
    happened(cfn, ("DELETE_COMPLETE", NAME, ""), (status, NAME, ""))

    assert stacks.ready(cfn, NAME) is None


@pytest.mark.parametrize("status", ["ROLLBACK_COMPLETE", "REVIEW_IN_PROGRESS"])
def test_a_stack_that_never_was_is_nothing_to_work_with(cfn, status):
    stands(cfn, status)

    with pytest.raises(CommandError, match="make deploy first"):
        stacks.there(cfn, NAME)


def test_a_template_that_is_not_taken_is_told_with_its_reason(cfn):
    cfn.stub.add_response("create_change_set", {"Id": "C1", "StackId": ARN})
    refused = {"Status": "FAILED", "StatusReason": "Template error: no such resource"}
    cfn.stub.add_response("describe_change_set", {"Status": "CREATE_PENDING"})
    cfn.stub.add_response("describe_change_set", refused)
    cfn.stub.add_response("delete_change_set", {}, {"StackName": ARN, "ChangeSetName": "C1"})
    cfn.stub.add_client_error("describe_stacks", "ValidationError", f"{ARN} does not exist")

    with pytest.raises(CommandError, match="Template error: no such resource"):
        stacks.propose(cfn, None, name=NAME, url="https://b.example/t", parameters=[])


@pytest.mark.parametrize("reason", stacks.NOTHING)
def test_a_change_set_without_changes_is_none(cfn, reason):
    cfn.stub.add_response("create_change_set", {"Id": "C1", "StackId": ARN})
    nothing = {"Status": "FAILED", "StatusReason": f"The submitted information {reason}."}
    cfn.stub.add_response("describe_change_set", nothing)
    cfn.stub.add_response("delete_change_set", {}, {"StackName": ANY, "ChangeSetName": "C1"})
    cfn.stub.add_client_error("describe_stacks", "ValidationError", f"{ARN} does not exist")

    found = stacks.propose(cfn, None, name=NAME, url="https://b.example/t", parameters=[])

    assert found is None


def test_protection_is_asked_of_the_stack_by_name(cfn):
    expected = {"StackName": NAME, "EnableTerminationProtection": True}
    cfn.stub.add_response("update_termination_protection", {}, expected)

    stacks.protect(cfn, stacks.Stack(NAME, ARN, "CREATE_COMPLETE", {}, {}), on=True)


def test_a_parameter_is_what_was_said_else_what_it_was_else_the_default():
    assert stacks.parameters(TEMPLATE, {"Kept": "1", "Said": "1", "Gone": "1"}, {"Said": "2"}) == [
        {"ParameterKey": "Kept", "UsePreviousValue": True},
        {"ParameterKey": "Said", "ParameterValue": "2"},
    ]


def test_an_output_that_is_not_there_is_named():
    with pytest.raises(CommandError, match="no output SiteBucket"):
        stacks.Stack(NAME, ARN, "CREATE_COMPLETE", {}, {}).output("SiteBucket")
