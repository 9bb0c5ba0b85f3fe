"""Deploying the package by a change set, the same way to AWS and to the local engine.

    python -m infra.deploy --endpoint http://127.0.0.1:4566 --parameter PublicUrl=... --secrets FILE
    python -m infra.deploy --aws --bucket my-artifacts --parameter ...

It refuses to guess: without an endpoint it goes to a real account only when `--aws` says so.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import ClientError

from chalicelib.team import Team
from infra.change_set import DeployFailed, bring_to
from infra.engine import local_client
from infra.package import ROOT, Package, package
from infra.team_file import read_team

Clients = Callable[[str], Any]
STACK = "wilco"
# Which fields of the secrets file belong to which secret (and under which name our code reads them).
SECRET_FIELDS: Mapping[str, Mapping[str, str]] = {
    "hosts": {},  # every field that begins `host_secret_`
    "webhooks": {"slack_signing_secret": "slack_signing_secret", "jira_webhook_secret": "jira_webhook_secret"},
    "jira": {"jira_email": "email", "jira_token": "token"},
    "slack": {"slack_token": "token"},
    "desks": {},  # every field that begins `desk_`
}
_BY_PREFIX = {"hosts": "host_secret_", "desks": "desk_"}


@dataclass(frozen=True, slots=True)
class Target:
    """Where to deploy: how to reach it, the bucket for the zip, the name of the stack, how often to look (seconds)."""

    clients: Clients
    bucket: str
    endpoint: str | None = None
    stack: str = STACK
    look_every: float = 2.0


def local_target(endpoint: str) -> Target:
    """The stack on a local engine."""
    return Target(lambda name: local_client(name, endpoint), "artifacts", endpoint, look_every=0.2)


def deploy(target: Target, made: Package, parameters: Mapping[str, str], secrets: Path | None = None) -> dict[str, str]:
    """Bring the stack to the package; returns its outputs. No change is success. Raises DeployFailed."""
    url = _upload(target, made)
    bring_to(target.clients("cloudformation"), target.stack, url, parameters, target.look_every)
    if secrets is not None:
        _fill_secrets(target, json.loads(secrets.read_text(encoding="utf-8")))
    stack = target.clients("cloudformation").describe_stacks(StackName=target.stack)["Stacks"][0]
    return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}


def host_origins(team: Team) -> str:
    """The pages of all products, as the parameter HostOrigins takes them."""
    return ",".join(sorted({origin for product in team.products.values() for origin in product.origins}))


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


def _fill_secrets(target: Target, values: Mapping[str, str]) -> None:
    store = target.clients("secretsmanager")
    for name, fields in SECRET_FIELDS.items():
        filled = {ours: values[theirs] for theirs, ours in fields.items()}
        if prefix := _BY_PREFIX.get(name):
            filled = {key: value for key, value in values.items() if key.startswith(prefix)}
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
    parser.add_argument("--secrets", type=Path, help="JSON file to fill the secrets from; never commit it")
    arguments = parser.parse_args(argv)
    target, made = _target(arguments), package()
    parameters = {"HostOrigins": host_origins(read_team(ROOT / "wilco.yaml"))}
    parameters |= dict(pair.split("=", 1) for pair in arguments.parameter)
    try:
        outputs = deploy(target, made, parameters, arguments.secrets)
    except DeployFailed as error:
        print(f"deploy: {error}", file=sys.stderr)
        return 1
    written = ROOT / ".local" / "outputs.json"
    write_outputs(outputs, written)
    print(f"deploy: done, outputs in {written.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
