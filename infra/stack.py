"""A stack of CloudFormation: how it stands, what a template would change, and doing it (堆栈)."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from chalicelib import clock
from infra import changes
from infra.changes import Change
from infra.stage import Client, CommandError

PAUSE_SECONDS = 3
NEVER_BEGUN = "REVIEW_IN_PROGRESS"
"""A change set was made for it and not carried out: there is nothing of it yet."""
STILLBORN = frozenset({"ROLLBACK_COMPLETE", "ROLLBACK_FAILED"})
"""Its first creation failed: it can only be deleted."""
WELL = frozenset(
    {
        *("CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"),
        *("IMPORT_COMPLETE", "IMPORT_ROLLBACK_COMPLETE"),
    }
)
DONE = frozenset({"CREATE_COMPLETE", "UPDATE_COMPLETE", "DELETE_COMPLETE"})
MAY = ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]
NOTHING = ("didn't contain changes", "No updates are to be performed")
CONSEQUENCE = "cancelled"  # of what failed because something else had failed before


@dataclass(frozen=True, slots=True)
class Stack:
    """A stack as it stands: *arn* names it even after its end."""

    name: str
    arn: str
    status: str
    parameters: dict[str, str]
    outputs: dict[str, str]

    def output(self, name: str) -> str:
        """Return what the stack tells under *name*; raise CommandError if it tells nothing."""
        if name not in self.outputs:
            raise CommandError(f"The stack {self.name} has no output {name}: deploy it first.")
        return self.outputs[name]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change set that waits to be carried out."""

    stack: str
    change_set: str
    changes: list[Change]


def look(cfn: Client, name: str) -> Stack | None:
    """Return the stack called *name*, None if there is none."""
    try:
        (found,) = cfn.describe_stacks(StackName=name)["Stacks"]
    except ClientError as e:
        if "does not exist" in str(e):
            return None
        raise
    return Stack(
        found["StackName"],
        found["StackId"],
        found["StackStatus"],
        {one["ParameterKey"]: one["ParameterValue"] for one in found.get("Parameters", ())},
        {one["OutputKey"]: one["OutputValue"] for one in found.get("Outputs", ())},
    )


def there(cfn: Client, name: str) -> Stack:
    """Return the stack called *name*; raise CommandError if nothing of it can be worked with."""
    found = look(cfn, name)
    if found is None or found.status in STILLBORN | {NEVER_BEGUN}:
        raise CommandError(f"There is no stack {name} in this region: make deploy first.")
    return found


def ready(cfn: Client, name: str) -> Stack | None:
    """Return the stack if it can be updated, None if it is to be created.

    What is left of a first creation that failed is cleared away; raise CommandError if the stack
    is in a state that only a person can end.
    """
    found = look(cfn, name)
    if found is None or found.status == NEVER_BEGUN:
        return None
    if found.status in STILLBORN:
        print(f"What is left of a creation of {name} that failed is cleared away.")
        delete(cfn, found)
        return None
    if found.status not in WELL:
        raise CommandError(
            f"The stack {name} is {found.status}. Wait until that is over. UPDATE_ROLLBACK_FAILED "
            f"needs  aws cloudformation continue-update-rollback --stack-name {name}  and "
            "DELETE_FAILED  make destroy."
        )
    return found


def parameters(
    template: Mapping[str, Any], now: Mapping[str, str], given: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return what each parameter of *template* is to be: *given*, else as it is *now*."""
    said: list[dict[str, Any]] = []
    for name in template.get("Parameters", {}):
        if name in given:
            said.append({"ParameterKey": name, "ParameterValue": given[name]})
        elif name in now:
            said.append({"ParameterKey": name, "UsePreviousValue": True})
    return said


def propose(
    cfn: Client, stack: Stack | None, *, name: str, url: str, parameters: list[dict[str, Any]]
) -> Proposal | None:
    """Return what the template at *url* would change, None if that is nothing."""
    made = cfn.create_change_set(
        StackName=name,
        ChangeSetName=f"change-{uuid.uuid4().hex}",
        ChangeSetType="UPDATE" if stack else "CREATE",
        TemplateURL=url,
        Parameters=parameters,
        Capabilities=MAY,
    )
    proposal = Proposal(made["StackId"], made["Id"], [])
    status, reason = _made(cfn, proposal)
    if status == "CREATE_COMPLETE":
        return Proposal(made["StackId"], made["Id"], changes.read(_described(cfn, proposal)))
    withdraw(cfn, proposal)
    if any(words in reason for words in NOTHING):
        return None
    raise CommandError(f"CloudFormation does not take the template: {reason}")


def withdraw(cfn: Client, proposal: Proposal) -> None:
    """Take *proposal* back, and the empty stack that it may have made."""
    cfn.delete_change_set(StackName=proposal.stack, ChangeSetName=proposal.change_set)
    found = look(cfn, proposal.stack)
    if found and found.status == NEVER_BEGUN:
        cfn.delete_stack(StackName=proposal.stack)


def carry_out(cfn: Client, proposal: Proposal) -> None:
    """Do what was proposed and print what happens; raise CommandError with what failed first."""
    seen = _newest(cfn, proposal.stack)
    cfn.execute_change_set(StackName=proposal.stack, ChangeSetName=proposal.change_set)
    _follow(cfn, proposal.stack, seen)


def update(cfn: Client, stack: Stack, given: Mapping[str, str]) -> None:
    """Change parameters of *stack* alone, its template stays."""
    said = [
        {"ParameterKey": name, "ParameterValue": given[name]}
        if name in given
        else {"ParameterKey": name, "UsePreviousValue": True}
        for name in stack.parameters
    ]
    seen = _newest(cfn, stack.arn)
    try:
        cfn.update_stack(
            StackName=stack.arn, UsePreviousTemplate=True, Parameters=said, Capabilities=MAY
        )
    except ClientError as e:
        if any(words in str(e) for words in NOTHING):
            return
        raise
    _follow(cfn, stack.arn, seen)


def delete(cfn: Client, stack: Stack) -> None:
    """Delete *stack* and print what happens; what it must leave behind stays."""
    seen = _newest(cfn, stack.arn)
    cfn.delete_stack(StackName=stack.arn)
    _follow(cfn, stack.arn, seen)


def protect(cfn: Client, stack: Stack, *, on: bool) -> None:
    """Have CloudFormation refuse to delete *stack*, or allow it."""
    cfn.update_termination_protection(StackName=stack.name, EnableTerminationProtection=on)


def _made(cfn: Client, proposal: Proposal) -> tuple[str, str]:
    """Wait until the change set is made, and return its status and the reason of that."""
    while True:
        found = cfn.describe_change_set(StackName=proposal.stack, ChangeSetName=proposal.change_set)
        if not found["Status"].endswith(("_PENDING", "_IN_PROGRESS")):
            return found["Status"], found.get("StatusReason", "")
        clock.sleep(PAUSE_SECONDS)


def _described(cfn: Client, proposal: Proposal) -> Iterator[dict[str, Any]]:
    pages = cfn.get_paginator("describe_change_set").paginate(
        StackName=proposal.stack, ChangeSetName=proposal.change_set
    )
    for page in pages:
        yield from page["Changes"]


def _follow(cfn: Client, arn: str, seen: str) -> None:
    """Print the events after *seen* as they come, to the one that ends it all."""
    first_failure = ""
    while True:
        for event in reversed(_since(cfn, arn, seen)):
            seen, status = event["EventId"], event["ResourceStatus"]
            reason = event.get("ResourceStatusReason", "")
            print(_told(event))
            if status.endswith("_FAILED") and CONSEQUENCE not in reason:
                first_failure = first_failure or f"{event['LogicalResourceId']}: {reason}"
            if event.get("PhysicalResourceId") != arn or status.endswith("_IN_PROGRESS"):
                continue
            if status in DONE:
                return
            raise CommandError(f"It ended as {status}. {first_failure}".rstrip())
        clock.sleep(PAUSE_SECONDS)


def _since(cfn: Client, arn: str, seen: str) -> list[dict[str, Any]]:
    """Return the events after the one called *seen*, newest first."""
    found: list[dict[str, Any]] = []
    for page in cfn.get_paginator("describe_stack_events").paginate(StackName=arn):
        for event in page["StackEvents"]:
            if event["EventId"] == seen:
                return found
            found.append(event)
    return found


def _newest(cfn: Client, arn: str) -> str:
    events = cfn.describe_stack_events(StackName=arn)["StackEvents"]
    return str(events[0]["EventId"]) if events else ""


def _told(event: dict[str, Any]) -> str:
    at, reason = f"{event['Timestamp']:%H:%M:%S}", event.get("ResourceStatusReason", "")
    return f"{at}  {event['ResourceStatus']:24} {event['LogicalResourceId']}  {reason}".rstrip()
