"""What MiniStack 1.5.33 leaves undone of a template, done after each deployment. Nothing here is used on AWS."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from infra.deploy import STACK
from infra.engine import Engine


def mend(engine: Engine, outputs: Mapping[str, str], template: Path, sender: str, endpoints: Mapping[str, str]) -> None:
    """Make the stack on the engine what the template says, and verify the sender of mail as SES wants it.

    `endpoints` are variables of the function that mails: where SES is for it, as far as the engine is not.
    """
    gateway, api = engine.client("apigateway"), json.loads(template.read_text("utf-8"))["Resources"]["RestAPI"]
    _answer_preflights(gateway, outputs["RestAPIId"], api["Properties"]["DefinitionBody"]["paths"])
    _refuse_as_written(gateway, outputs["RestAPIId"], api["Properties"])
    _expire_items(engine.client("dynamodb"), outputs["TableName"])
    _word_policies_for_the_engine(engine)
    engine.client("ses").verify_email_identity(EmailAddress=sender)
    _mail_by(engine.client("lambda"), endpoints)


def _mail_by(functions: Any, endpoints: Mapping[str, str]) -> None:
    """A mail in bulk loses its headers here, and the account's quota is a fixed one: the sandbox has its own SES."""
    (name,) = (
        one["FunctionName"] for one in functions.list_functions()["Functions"] if "-ToMail-" in one["FunctionName"]
    )
    variables = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    functions.update_function_configuration(FunctionName=name, Environment={"Variables": {**variables, **endpoints}})


def _answer_preflights(gateway: Any, api: str, paths: Mapping[str, Any]) -> None:
    """The import of an API drops the answers of its mocks: a browser's preflight would get no CORS headers."""
    for resource in gateway.get_resources(restApiId=api, limit=500)["items"]:
        preflight = paths.get(resource["path"], {}).get("options")
        if preflight is not None:
            answers = preflight["x-amazon-apigateway-integration"]["responses"]
            headers = answers["default"]["responseParameters"]
            place = {"restApiId": api, "resourceId": resource["id"], "httpMethod": "OPTIONS", "statusCode": "200"}
            gateway.put_method_response(**place, responseParameters=dict.fromkeys(headers, False))
            gateway.put_integration_response(**place, responseParameters=headers)


def _refuse_as_written(gateway: Any, api: str, properties: Mapping[str, Any]) -> None:
    """SAM's GatewayResponses are taken but not applied; a deployment keeps those that it finds."""
    for name, response in properties["GatewayResponses"].items():
        headers = response["ResponseParameters"]["Headers"]
        gateway.put_gateway_response(
            restApiId=api,
            responseType=name,
            responseParameters={f"gatewayresponse.header.{header}": value for header, value in headers.items()},
            responseTemplates=response["ResponseTemplates"],
        )
    gateway.create_deployment(restApiId=api, stageName=properties["StageName"])


def _expire_items(dynamodb: Any, table: str) -> None:
    """A table's TimeToLiveSpecification is taken but not applied."""
    status = dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"]["TimeToLiveStatus"]
    if status == "DISABLED":
        dynamodb.update_time_to_live(TableName=table, TimeToLiveSpecification={"Enabled": True, "AttributeName": "ttl"})


def _word_policies_for_the_engine(engine: Engine) -> None:
    """IAM on the engine asks for SendMessageBatch where AWS asks for SendMessage, and for a mail's `*` identity."""
    cloudformation, iam = engine.client("cloudformation"), engine.client("iam")
    for logical_id in ("RelayRole", "SweepRole", "ToMailRole"):
        found = cloudformation.describe_stack_resource(StackName=STACK, LogicalResourceId=logical_id)
        role = found["StackResourceDetail"]["PhysicalResourceId"]
        (name,) = iam.list_role_policies(RoleName=role)["PolicyNames"]
        policy = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
        worded = policy | {"Statement": [_worded_for_the_engine(statement) for statement in policy["Statement"]]}
        iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=json.dumps(worded))


def _worded_for_the_engine(statement: Mapping[str, Any]) -> dict[str, Any]:
    actions = list(statement["Action"])
    if "sqs:SendMessage" in actions:
        return {**statement, "Action": [*actions, "sqs:SendMessageBatch"]}
    if "ses:SendRawEmail" in actions:
        return {**statement, "Resource": "*"}
    return dict(statement)
