"""One CloudFormation change set: made, shown, carried out, waited for; on AWS and on the local engine alike."""

import time
from collections.abc import Mapping, Sequence
from typing import Any

from botocore.exceptions import ClientError, WaiterError

CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
PATIENCE_SECONDS = 1800
_NEVER_CAME_UP = ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED")
_NOTHING_TO_DO = ("didn't contain changes", "No updates are to be performed")


class DeployFailed(Exception):
    """The stack was not brought to what the template says; the text tells what CloudFormation gave as the reason."""


def bring_to(
    cloudformation: Any, stack: str, template_url: str, parameters: Mapping[str, str], look_every: float
) -> None:
    """Create or update `stack`, looking every so many seconds. No change is success. Raises DeployFailed."""
    kind = "UPDATE" if _is_there(cloudformation, stack) else "CREATE"
    patience = {"Delay": look_every, "MaxAttempts": int(PATIENCE_SECONDS / look_every)}
    change_set = cloudformation.create_change_set(
        StackName=stack,
        ChangeSetName=f"wilco-{time.time_ns()}",
        ChangeSetType=kind,
        TemplateURL=template_url,
        Capabilities=CAPABILITIES,
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
    )["Id"]
    if not _has_changes(cloudformation, change_set, patience):
        cloudformation.delete_change_set(ChangeSetName=change_set)
        print("deploy: nothing to change", flush=True)
        return
    _print_plan(cloudformation, change_set)
    cloudformation.execute_change_set(ChangeSetName=change_set)
    waiter = cloudformation.get_waiter(f"stack_{kind.lower()}_complete")
    try:
        waiter.wait(StackName=stack, WaiterConfig=patience)
    except WaiterError as error:
        raise DeployFailed(_why(cloudformation, stack)) from error


def _is_there(cloudformation: Any, stack: str) -> bool:
    try:
        (found,) = cloudformation.describe_stacks(StackName=stack)["Stacks"]
    except ClientError as error:
        if "does not exist" in str(error):
            return False
        raise
    if found["StackStatus"] in _NEVER_CAME_UP:
        raise DeployFailed(
            f"stack {stack} is {found['StackStatus']}: delete it (on this machine: make clean), then try again"
        )
    return bool(found["StackStatus"] != "REVIEW_IN_PROGRESS")  # a plan was made once and never carried out


def _has_changes(cloudformation: Any, change_set: str, patience: Mapping[str, float]) -> bool:
    """Wait for the plan; False when there is nothing to do, which CloudFormation calls a failure."""
    try:
        cloudformation.get_waiter("change_set_create_complete").wait(ChangeSetName=change_set, WaiterConfig=patience)
    except WaiterError as error:
        reason = cloudformation.describe_change_set(ChangeSetName=change_set).get("StatusReason", "")
        if any(words in reason for words in _NOTHING_TO_DO):
            return False
        raise DeployFailed(reason or str(error)) from error
    return True


def _print_plan(cloudformation: Any, change_set: str) -> None:
    """One line per resource that is touched; new ones are only counted, the first deployment has some seventy."""
    pages = cloudformation.get_paginator("describe_change_set").paginate(ChangeSetName=change_set)
    changes: Sequence[Mapping[str, Any]] = [change["ResourceChange"] for page in pages for change in page["Changes"]]
    new = sum(change["Action"] == "Add" for change in changes)
    if new:
        print(f"deploy: {new} resources to add", flush=True)
    for change in changes:
        if change["Action"] != "Add":
            replaced = ", BY A NEW ONE" if change.get("Replacement") == "True" else ""
            print(f"deploy: {change['Action'].lower()} {change['LogicalResourceId']}{replaced}", flush=True)


def _why(cloudformation: Any, stack: str) -> str:
    events = cloudformation.describe_stack_events(StackName=stack)["StackEvents"]
    failed = [event for event in events if event["ResourceStatus"].endswith("FAILED")]
    lines = [f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', '?')}" for event in reversed(failed)]
    return "\n".join(lines) or "the stack did not come up, and its events don't say why"
