"""Deploying the package by a change set, the same way to AWS and to the local engine.

    python -m infra.deploy --endpoint http://127.0.0.1:4566 --parameter PublicUrl=... --secrets FILE
    python -m infra.deploy --aws --bucket my-artifacts --parameter ...

It refuses to guess: without an endpoint it goes to a real account only when `--aws` says so.
"""

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import ClientError, WaiterError

from infra.engine import local_client
from infra.package import ROOT, Package, package

Clients = Callable[[str], Any]
STACK = "wilco"
CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
# Which fields of the secrets file belong to which secret (and under which name our code reads them).
SECRET_FIELDS: Mapping[str, Mapping[str, str]] = {
    "hosts": {},  # every field that begins `host_secret_`
    "webhooks": {"slack_signing_secret": "slack_signing_secret", "jira_webhook_secret": "jira_webhook_secret"},
    "jira": {"jira_email": "email", "jira_token": "token"},
    "slack": {"slack_token": "token"},
}


class DeployFailed(Exception):
    """The stack was not brought to what the template says; the text tells what CloudFormation gave as the reason."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where to deploy: how to reach it, the bucket for the zip, the name of the stack, how often to look (seconds)."""

    clients: Clients
    bucket: str
    endpoint: str | None = None
    stack: str = STACK
    delay: float = 2.0


def local_target(endpoint: str) -> Target:
    """The stack on a local engine."""
    return Target(lambda name: local_client(name, endpoint), "artifacts", endpoint, delay=0.2)


def deploy(target: Target, made: Package, parameters: Mapping[str, str], secrets: Path | None = None) -> dict[str, str]:
    """Bring the stack to the package; returns its outputs. No change is success. Raises DeployFailed."""
    url = _upload(target, made)
    _run_change_set(target, url, parameters)
    if secrets is not None:
        _fill_secrets(target, json.loads(secrets.read_text(encoding="utf-8")))
    stack = target.clients("cloudformation").describe_stacks(StackName=target.stack)["Stacks"][0]
    return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}


def write_outputs(outputs: Mapping[str, str], path: Path) -> None:
    """Keep the outputs for people and for the other commands."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(dict(outputs), indent=1), encoding="utf-8")


def _upload(target: Target, made: Package) -> str:
    """Put the zip and the template under names of their content; returns the template's address."""
    s3 = target.clients("s3")
    if target.endpoint is not None:
        s3.create_bucket(Bucket=target.bucket)
    code = made.code.read_bytes()
    code_key = f"code/{hashlib.sha256(code).hexdigest()}.zip"
    _put_once(s3, target.bucket, code_key, code)
    template = json.loads(made.template.read_text(encoding="utf-8"))
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = f"s3://{target.bucket}/{code_key}"
    body = json.dumps(template, separators=(",", ":"), sort_keys=True).encode()
    key = f"templates/{hashlib.sha256(body).hexdigest()}.json"
    _put_once(s3, target.bucket, key, body)
    if target.endpoint is not None:
        return f"{target.endpoint}/{target.bucket}/{key}"
    return f"https://{target.bucket}.s3.{s3.meta.region_name}.amazonaws.com/{key}"


def _put_once(s3: Any, bucket: str, key: str, body: bytes) -> None:
    try:
        s3.head_object(Bucket=bucket, Key=key)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:
            raise
        s3.put_object(Bucket=bucket, Key=key, Body=body)


def _run_change_set(target: Target, template_url: str, parameters: Mapping[str, str]) -> None:
    cloudformation = target.clients("cloudformation")
    kind = "UPDATE" if _exists(cloudformation, target.stack) else "CREATE"
    change_set = cloudformation.create_change_set(
        StackName=target.stack,
        ChangeSetName=f"wilco-{time.time_ns()}",
        ChangeSetType=kind,
        TemplateURL=template_url,
        Capabilities=CAPABILITIES,
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
    )["Id"]
    if not _planned(target, cloudformation, change_set):
        cloudformation.delete_change_set(ChangeSetName=change_set)
        print("deploy: nothing to change", flush=True)
        return
    cloudformation.execute_change_set(ChangeSetName=change_set)
    waiter = cloudformation.get_waiter(f"stack_{kind.lower()}_complete")
    try:
        waiter.wait(StackName=target.stack, WaiterConfig=_patience(target))
    except WaiterError as error:
        raise DeployFailed(_why(cloudformation, target.stack)) from error


def _planned(target: Target, cloudformation: Any, change_set: str) -> bool:
    """Wait for the plan and print it; False when there is nothing to do, which CloudFormation calls a failure."""
    waiter = cloudformation.get_waiter("change_set_create_complete")
    try:
        waiter.wait(ChangeSetName=change_set, WaiterConfig=_patience(target))
    except WaiterError as error:
        reason = cloudformation.describe_change_set(ChangeSetName=change_set).get("StatusReason", "")
        if "didn't contain changes" in reason or "No updates are to be performed" in reason:
            return False
        raise DeployFailed(reason or str(error)) from error
    pages = cloudformation.get_paginator("describe_change_set").paginate(ChangeSetName=change_set)
    _print_plan([change["ResourceChange"] for page in pages for change in page["Changes"]])
    return True


def _print_plan(changes: Sequence[Mapping[str, Any]]) -> None:
    """One line per resource that is touched; new ones are only counted, the first deployment has some ninety."""
    new = sum(change["Action"] == "Add" for change in changes)
    if new:
        print(f"deploy: {new} resources to add", flush=True)
    for change in changes:
        if change["Action"] != "Add":
            replaced = ", BY A NEW ONE" if change.get("Replacement") == "True" else ""
            print(f"deploy: {change['Action'].lower()} {change['LogicalResourceId']}{replaced}", flush=True)


def _patience(target: Target) -> dict[str, float]:
    return {"Delay": target.delay, "MaxAttempts": int(900 / target.delay)}


def _exists(cloudformation: Any, stack: str) -> bool:
    try:
        found = cloudformation.describe_stacks(StackName=stack)["Stacks"]
    except ClientError:
        return False
    return any(one["StackStatus"] not in ("REVIEW_IN_PROGRESS", "DELETE_COMPLETE") for one in found)


def _why(cloudformation: Any, stack: str) -> str:
    events = cloudformation.describe_stack_events(StackName=stack)["StackEvents"]
    failed = [event for event in events if event["ResourceStatus"].endswith("FAILED")]
    lines = [f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', '?')}" for event in reversed(failed)]
    return "\n".join(lines) or "the stack did not come up, and its events don't say why"


def _fill_secrets(target: Target, values: Mapping[str, str]) -> None:
    store = target.clients("secretsmanager")
    for name, fields in SECRET_FIELDS.items():
        filled = {ours: values[theirs] for theirs, ours in fields.items()}
        if name == "hosts":
            filled = {key: value for key, value in values.items() if key.startswith("host_secret_")}
        store.put_secret_value(SecretId=f"{target.stack}/{name}", SecretString=json.dumps(filled))


def _target(arguments: argparse.Namespace) -> Target:
    if arguments.endpoint:
        return local_target(arguments.endpoint)
    if arguments.aws and arguments.bucket:
        return Target(boto3.client, arguments.bucket, stack=arguments.stack)
    raise SystemExit("deploy: say --endpoint URL for a local engine, or --aws and --bucket NAME for your account")


def main(argv: Sequence[str] | None = None) -> int:
    """The command; 2 when it is not clear where to, 1 when CloudFormation refused."""
    parser = argparse.ArgumentParser(prog="python -m infra.deploy", description=__doc__)
    parser.add_argument("--endpoint", help="a local engine")
    parser.add_argument("--aws", action="store_true", help="the account of your AWS credentials")
    parser.add_argument("--bucket", help="with --aws: the bucket that takes the zip, in the same region")
    parser.add_argument("--stack", default=STACK)
    parser.add_argument("--parameter", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--secrets", type=Path, help="JSON file to fill the four secrets from; never commit it")
    arguments = parser.parse_args(argv)
    parameters = dict(pair.split("=", 1) for pair in arguments.parameter)
    try:
        outputs = deploy(_target(arguments), package(), parameters, arguments.secrets)
    except DeployFailed as error:
        print(f"deploy: {error}", file=sys.stderr)
        return 1
    written = ROOT / ".local" / "outputs.json"
    write_outputs(outputs, written)
    print(f"deploy: done, outputs in {written.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
