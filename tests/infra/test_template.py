"""The packaged template: correct by cfn-lint, and what the design says of queues, functions and what is kept."""

import importlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from infra.package import Package
from tests.infra.conftest import Resources

WORKERS = {
    "ToJira": "JiraOrders",
    "ToSlack": "SlackOrders",
    "ToMail": "MailOrders",
    "ToChat": "ChatOrders",
    "FanOut": "FanOutOrders",
    "ToStatusPage": "StatusOrders",
}
READERS = {"Relay", "Facts"}
FUNCTIONS = {"APIHandler", *READERS, *WORKERS, "Sweep", "Uploads"}


def _of_type(resources: Resources, kind: str) -> dict[str, dict[str, Any]]:
    return {name: one["Properties"] for name, one in resources.items() if one["Type"] == kind}


def _source(resources: Resources, function: str) -> dict[str, Any]:
    (event,) = resources[function]["Properties"]["Events"].values()
    properties: dict[str, Any] = event["Properties"]
    return properties


def test_cfn_lint_has_nothing_to_say(packaged: Package) -> None:
    linter = Path(sys.executable).with_name("cfn-lint")
    said = subprocess.run([linter, "-t", packaged.template], capture_output=True, text=True, check=False)
    assert (said.stdout, said.returncode) == ("", 0)


def test_the_functions_are_those_of_the_design(resources: Resources) -> None:
    assert _of_type(resources, "AWS::Serverless::Function").keys() == FUNCTIONS


@pytest.mark.parametrize("function", sorted(FUNCTIONS))
def test_every_handler_can_be_called(resources: Resources, function: str) -> None:
    module, _, name = resources[function]["Properties"]["Handler"].rpartition(".")
    assert callable(getattr(importlib.import_module(module), name))


@pytest.mark.parametrize(("function", "queue"), WORKERS.items())
def test_a_worker_takes_its_own_queue_in_order_and_fails_by_the_message(
    resources: Resources, function: str, queue: str
) -> None:
    source, properties = _source(resources, function), resources[queue]["Properties"]
    assert source["Queue"] == {"Fn::GetAtt": [queue, "Arn"]}
    assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert source["BatchSize"] == 10
    assert properties["FifoQueue"] is True
    assert properties["VisibilityTimeout"] >= 6 * resources[function]["Properties"]["Timeout"]


@pytest.mark.parametrize("queue", WORKERS.values())
def test_every_queue_has_dead_letters_of_its_own(resources: Resources, queue: str) -> None:
    redrive = resources[queue]["Properties"]["RedrivePolicy"]
    letters = redrive["deadLetterTargetArn"]["Fn::GetAtt"][0]
    assert letters == queue.replace("Orders", "DeadLetters")
    assert resources[letters]["Properties"]["FifoQueue"] is True
    assert resources[letters]["Properties"]["MessageRetentionPeriod"] == 14 * 24 * 3600
    assert redrive["maxReceiveCount"] >= 10


@pytest.mark.parametrize("function", sorted(READERS))
def test_a_reader_of_the_stream_gives_up_in_the_open(resources: Resources, function: str) -> None:
    source = _source(resources, function)
    assert source["Stream"] == {"Fn::GetAtt": ["Table", "StreamArn"]}
    assert source["DestinationConfig"]["OnFailure"]["Destination"] == {"Fn::GetAtt": ["StreamDlq", "Arn"]}
    assert source["MaximumRecordAgeInSeconds"] == 240
    assert source["BisectBatchOnFunctionError"] is True
    assert source["ParallelizationFactor"] == {"Relay": 1, "Facts": 4}[function], "lanes keep their order"
    assert source["FilterCriteria"]["Filters"]


def test_s3_tells_of_uploads_and_what_can_not_be_judged_is_kept(resources: Resources) -> None:
    source, queue = _source(resources, "Uploads"), resources["UploadEvents"]["Properties"]
    assert source["Queue"] == {"Fn::GetAtt": ["UploadEvents", "Arn"]}
    assert source["BatchSize"] == 1
    assert queue["VisibilityTimeout"] >= 6 * resources["Uploads"]["Properties"]["Timeout"]
    assert queue["RedrivePolicy"]["deadLetterTargetArn"] == {"Fn::GetAtt": ["UploadDeadLetters", "Arn"]}
    (told,) = resources["Files"]["Properties"]["NotificationConfiguration"]["QueueConfigurations"]
    assert told["Event"] == "s3:ObjectCreated:*"
    assert told["Queue"] == {"Fn::GetAtt": ["UploadEvents", "Arn"]}
    assert told["Filter"] == {"S3Key": {"Rules": [{"Name": "prefix", "Value": "incoming/"}]}}, "what is kept is no news"
    assert resources["Files"]["DependsOn"] == "UploadEventsPolicy"
    (statement,) = resources["UploadEventsPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    assert statement["Principal"] == {"Service": "s3.amazonaws.com"}
    assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}


def test_uploads_do_not_stay(resources: Resources) -> None:
    rules = resources["Files"]["Properties"]["LifecycleConfiguration"]["Rules"]
    assert {rule["Prefix"]: rule["ExpirationInDays"] for rule in rules if "Prefix" in rule} == {
        "incoming/": 1,
        "screenshots/": 90,
    }


def test_only_pages_of_the_products_may_upload(resources: Resources) -> None:
    (rule,) = resources["Files"]["Properties"]["CorsConfiguration"]["CorsRules"]
    assert (rule["AllowedOrigins"], rule["AllowedMethods"]) == ({"Ref": "HostOrigins"}, ["POST"])


def test_the_table_is_as_the_store_needs_it(resources: Resources) -> None:
    table = resources["Table"]["Properties"]
    waiting, open_cases = table["GlobalSecondaryIndexes"]
    assert [key["AttributeName"] for key in table["KeySchema"]] == ["pk", "sk"]
    assert [key["AttributeName"] for key in waiting["KeySchema"]] == ["waits_for", "due_at"]
    assert waiting["IndexName"] == "waiting"
    assert waiting["Projection"] == {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["since"]}
    assert [key["AttributeName"] for key in open_cases["KeySchema"]] == ["open_in", "opened_at"]
    assert open_cases["IndexName"] == "open_cases"
    assert open_cases["Projection"] == {"ProjectionType": "KEYS_ONLY"}
    assert table["StreamSpecification"] == {"StreamViewType": "NEW_IMAGE"}
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["DeletionProtectionEnabled"] == {"Fn::If": ["IsProd", True, False]}


@pytest.mark.parametrize("kept", ["Table", "Files", "Pages"])
def test_what_people_told_us_outlives_the_stack(resources: Resources, kept: str) -> None:
    assert resources[kept]["DeletionPolicy"] == "Retain"
    assert resources[kept]["UpdateReplacePolicy"] == "Retain"


def test_files_are_private(resources: Resources) -> None:
    assert resources["FilesPolicy"]["Condition"] == "IsProd"
    (statement,) = resources["FilesPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    assert set(resources["Files"]["Properties"]["PublicAccessBlockConfiguration"].values()) == {True}
    assert (statement["Effect"], statement["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})


def test_status_pages_are_read_by_anybody_and_nothing_else_is(resources: Resources) -> None:
    policies = _of_type(resources, "AWS::S3::BucketPolicy")
    allowed = {
        (name, json.dumps(statement))
        for name, policy in policies.items()
        for statement in policy["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Allow"
    }
    ((name, statement),) = allowed
    assert name == "PagesPolicy"
    assert json.loads(statement) == {
        "Sid": "AnybodyReads",
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": {"Fn::Sub": "${Pages.Arn}/*"},
    }
    shut = resources["Pages"]["Properties"]["PublicAccessBlockConfiguration"]
    assert (shut["BlockPublicAcls"], shut["IgnorePublicAcls"]) == (True, True), "only the policy opens it"
    (rule,) = resources["Pages"]["Properties"]["CorsConfiguration"]["CorsRules"]
    assert (rule["AllowedOrigins"], rule["AllowedMethods"]) == (["*"], ["GET", "HEAD"])


@pytest.mark.parametrize("queue", [*WORKERS.values(), "UploadEvents", "StreamDlq"])
def test_somebody_is_told_when_a_queue_is_in_trouble(resources: Resources, queue: str) -> None:
    watched = {
        (alarm["MetricName"], alarm["Dimensions"][0]["Value"]["Fn::GetAtt"][0])
        for alarm in _of_type(resources, "AWS::CloudWatch::Alarm").values()
        if alarm["Namespace"] == "AWS/SQS"
    }
    letters = queue.replace("Orders", "DeadLetters").replace("Events", "DeadLetters")
    if queue != "StreamDlq":
        assert ("ApproximateAgeOfOldestMessage", queue) in watched
    assert ("ApproximateNumberOfMessagesVisible", letters) in watched


def test_the_api_compresses_what_it_answers(resources: Resources) -> None:
    """The widget is weighed as it travels."""
    assert resources["RestAPI"]["Properties"]["MinimumCompressionSize"] == 1024


@pytest.mark.parametrize("response", ["DEFAULT_4XX", "DEFAULT_5XX"])
def test_what_api_gateway_refuses_by_itself_is_a_problem_too(resources: Resources, response: str) -> None:
    """RFC 9457. The template's key is API Gateway's, which looks for no other; the header says what is sent."""
    made = resources["RestAPI"]["Properties"]["GatewayResponses"][response]
    assert made["ResponseParameters"]["Headers"]["Content-Type"] == "'application/problem+json'"
    said = json.loads(made["ResponseTemplates"]["application/json"].replace("$context.error.messageString", '"No."'))
    assert said == {"type": "about:blank", "title": "No.", "detail": "No."}
