"""Least privilege, as far as the template shows it; that it is enough is proved by the stack, where IAM is enforced."""

from typing import Any

import pytest

from tests.infra.conftest import Resources
from tests.infra.test_template import FUNCTIONS

SECRETS = {
    "APIHandler": {"hosts", "webhooks", "slack", "desks"},
    "ToJira": {"jira"},
    "ToSlack": {"slack"},
    "ToChat": {"desks"},
}
# Which environment variables a function is given that name something it may then use.
QUEUE_OF = {
    "WILCO_QUEUE_JIRA": "JiraOrders",
    "WILCO_QUEUE_SLACK": "SlackOrders",
    "WILCO_QUEUE_MAIL": "MailOrders",
    "WILCO_QUEUE_CHAT": "ChatOrders",
    "WILCO_QUEUE_FAN_OUT": "FanOutOrders",
    "WILCO_QUEUE_STATUS": "StatusOrders",
}


def _role(resources: Resources, function: str) -> str:
    role: str = resources[function]["Properties"]["Role"]["Fn::GetAtt"][0]
    return role


def _statements(resources: Resources, function: str) -> list[dict[str, Any]]:
    (policy,) = resources[_role(resources, function)]["Properties"]["Policies"]
    statements: list[dict[str, Any]] = policy["PolicyDocument"]["Statement"]
    return statements


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def test_every_function_has_a_role_of_its_own(resources: Resources) -> None:
    assert len({_role(resources, function) for function in FUNCTIONS}) == len(FUNCTIONS)


@pytest.mark.parametrize("function", sorted(FUNCTIONS))
def test_no_action_and_no_resource_is_everything(resources: Resources, function: str) -> None:
    for statement in _statements(resources, function):
        assert statement["Effect"] == "Allow"
        assert not [action for action in _listed(statement["Action"]) if "*" in action]
        assert "*" not in _listed(statement["Resource"]) or set(_listed(statement["Action"])) <= OF_THE_WHOLE_ACCOUNT


@pytest.mark.parametrize("function", sorted(FUNCTIONS))
def test_only_the_secrets_of_its_work_are_readable(resources: Resources, function: str) -> None:
    readable = {
        resource["Fn::Sub"].rsplit("/", 1)[1].removesuffix("-??????")
        for statement in _statements(resources, function)
        if "secretsmanager:GetSecretValue" in statement["Action"]
        for resource in _listed(statement["Resource"])
    }
    assert readable == SECRETS.get(function, set())


@pytest.mark.parametrize("function", sorted(FUNCTIONS))
def test_the_environment_names_only_what_the_policy_allows(resources: Resources, function: str) -> None:
    variables = resources[function]["Properties"]["Environment"]["Variables"]
    allowed = str([statement["Resource"] for statement in _statements(resources, function)])
    for variable, queue in QUEUE_OF.items():
        if variable in variables:
            assert queue in allowed, f"{function} knows {queue} but may not use it"
    for variable in variables:
        if variable.startswith("WILCO_SECRET_"):
            assert variable.removeprefix("WILCO_SECRET_").lower() in SECRETS[function]


# AWS knows no resource for these (Service Authorization Reference).
OF_THE_WHOLE_ACCOUNT = {"ses:GetAccount"}
FILES = {
    "APIHandler": {("s3:PutObject", "incoming/*")},  # all that whoever has a form may do
    "ToStatusPage": {("s3:PutObject", "${Pages.Arn}/*")},
    "ToJira": {("s3:GetObject", "screenshots/*"), ("s3:ListBucket", "")},
    "Uploads": {
        ("s3:GetObject", "incoming/*"),
        ("s3:DeleteObject", "incoming/*"),
        ("s3:PutObject", "screenshots/*"),
        ("s3:ListBucket", ""),
    },
}


@pytest.mark.parametrize("function", sorted(FUNCTIONS))
def test_files_are_touched_only_where_and_as_the_work_needs(resources: Resources, function: str) -> None:
    allowed = {
        (action, resource.get("Fn::Sub", "").removeprefix("${Files.Arn}/"))
        for statement in _statements(resources, function)
        for action in _listed(statement["Action"])
        for resource in _listed(statement["Resource"])
        if action.startswith("s3:")
    }
    assert allowed == FILES.get(function, set())
    named = resources[function]["Properties"]["Environment"]["Variables"].keys() & {"WILCO_FILES", "WILCO_PAGES"}
    assert bool(named) == bool(allowed)


def test_nobody_deletes_and_nobody_scans(resources: Resources) -> None:
    actions = {
        action
        for function in FUNCTIONS
        for statement in _statements(resources, function)
        for action in _listed(statement["Action"])
    }
    assert not actions & {"dynamodb:DeleteItem", "dynamodb:Scan", "dynamodb:DeleteTable", "dynamodb:BatchWriteItem"}
