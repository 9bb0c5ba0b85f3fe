"""What a fresh interpreter has loaded when a Lambda is ready: every library that is not there is time for a person."""

import subprocess
import sys

import pytest

from tests.rules.code import ROOT

HEAVY = ("jira", "slack_sdk", "boto3", "jinja2", "babel", "requests", "pynamodb", "pydantic", "jwt", "nacl")
TABLE = {"pynamodb", "pydantic"}


def loaded(code: str) -> set[str]:
    """The heavy libraries that are there after `code`."""
    ask = f"import sys\n{code}\nprint(*[name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("module", "needs"),
    [
        ("app", TABLE | {"jwt"}),
        ("chalicelib.deliveries.workers", set()),
        ("chalicelib.entrances.lambdas", set()),
        ("chalicelib.deliveries.relay", set()),
        ("chalicelib.deliveries.to_jira", TABLE),
        ("chalicelib.deliveries.to_slack", TABLE),
        ("chalicelib.deliveries.to_mail", TABLE | {"jinja2"}),
        ("chalicelib.deliveries.fan_out", TABLE),
        ("chalicelib.entrances.facts", TABLE),
        ("chalicelib.entrances.clock", TABLE),
        ("chalicelib.entrances.uploads", TABLE),
    ],
)
def test_what_a_lambda_loads_before_it_is_called(module: str, needs: set[str]) -> None:
    assert loaded(f"import {module}") == needs


@pytest.mark.parametrize(
    ("adapter", "needs"),
    [
        ("jira_cloud", {"jira", "requests"}),
        ("slack_web", {"slack_sdk"}),
        ("carrot_quest", {"requests"}),
        ("intercom", {"requests"}),
        ("zendesk", {"requests"}),
        ("chatwoot", {"requests"}),
        ("webhook_desk", {"requests"}),
        ("ses_mail", {"boto3"}),
        ("sqs_queue", {"boto3"}),
        ("s3_files", {"boto3"}),
        ("secret_store", {"boto3"}),
    ],
)
def test_an_adapter_brings_its_own_vendor_only(adapter: str, needs: set[str]) -> None:
    assert loaded(f"import chalicelib.adapters.{adapter}") == needs
