"""What calls Wilco, in the callers' own shapes: Lambda's events, Slack's and Jira's signed requests, hosts' tokens.

Chalice's own generator gives every SQS record the same message id and no group, so batches are built here.
"""

import hmac
import json
import time
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any
from urllib.parse import quote_plus, urlencode

import jwt

HOST_SECRET = "a-host's-secret-of-thirty-two-bytes"
SLACK_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
JIRA_SECRET = "It's a Secret to Everybody"

Headers = dict[str, str]


def sqs_event(messages: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """A batch of an SQS FIFO queue: (body, group) of each message, in order, under ids of their own."""
    return {"Records": [_message(number, body, group) for number, (body, group) in enumerate(messages, 1)]}


def order_message(case_id: str, order_id: str) -> str:
    """The body by which a worker finds an order (chalicelib/adapters/sqs_queue.py)."""
    return json.dumps({"case": case_id, "order": order_id})


def upload_message(key: str) -> str:
    """The body in which S3 tells of a new object (docs.aws.amazon.com/AmazonS3, "Event message structure")."""
    thing = {"key": quote_plus(key, safe="/"), "size": 1, "eTag": "d41d8cd98f00b204e9800998ecf8427e"}
    record = {"eventSource": "aws:s3", "eventName": "ObjectCreated:Post", "s3": {"object": thing}}
    return json.dumps({"Records": [record]})


def _message(number: int, body: str, group: str) -> dict[str, Any]:
    return {
        "messageId": f"message-{number}",
        "receiptHandle": f"receipt-{number}",
        "body": body,
        "attributes": {"ApproximateReceiveCount": "1", "MessageGroupId": group, "SequenceNumber": f"{number:020}"},
        "messageAttributes": {},
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:us-east-1:000000000000:orders.fifo",
        "awsRegion": "us-east-1",
    }


def stream_event(images: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """New rows as the table's stream tells them; text attributes only."""
    return {"Records": [_record(number, image) for number, image in enumerate(images, 1)]}


def _record(number: int, image: Mapping[str, str]) -> dict[str, Any]:
    row = {name: {"S": text} for name, text in image.items()}
    return {
        "eventID": f"event-{number}",
        "eventName": "INSERT",
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": "us-east-1",
        "eventSourceARN": "arn:aws:dynamodb:us-east-1:000000000000:table/wilco/stream/1",
        "dynamodb": {
            "ApproximateCreationDateTime": 1795262400,
            "Keys": {"pk": row["pk"], "sk": row["sk"]},
            "NewImage": row,
            "SequenceNumber": f"{number:021}",
            "SizeBytes": 100,
            "StreamViewType": "NEW_IMAGE",
        },
    }


def slack_request(
    payload: Mapping[str, Any], at: float | None = None, secret: str = SLACK_SECRET
) -> tuple[bytes, Headers]:
    """An interaction as Slack sends it: the form and its headers, signed at `at` (epoch seconds)."""
    return slack_signed_form({"payload": json.dumps(payload)}, at, secret)


def slack_command(
    text: str, user: str = "U0ERIN", trigger_id: str = "1.2.abc", **signing: Any
) -> tuple[bytes, Headers]:
    """`/wilco …` as Slack sends it: what was typed has three characters as entities."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    form = {
        "token": "deprecated",
        "team_id": "T0WILCO",
        "team_domain": "shop",
        "channel_id": "C0WILCO",
        "channel_name": "bugs",
        "user_id": user,
        "user_name": "erin",
        "command": "/wilco",
        "text": escaped,
        "api_app_id": "A0WILCO",
        "is_enterprise_install": "false",
        "response_url": "https://hooks.slack.example/commands/1",
        "trigger_id": trigger_id,
    }
    return slack_signed_form(form, **signing)


def slack_signed_form(
    form: Mapping[str, str], at: float | None = None, secret: str = SLACK_SECRET
) -> tuple[bytes, Headers]:
    """A form with Slack's signature on it."""
    body = urlencode(form).encode()
    stamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, sha256).hexdigest()
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={digest}",
    }
    return body, headers


def slack_press(action: str, case_id: str, user: str = "U0ERIN", trigger_id: str = "1.2.abc") -> dict[str, Any]:
    """A press of a button under a case (docs.slack.dev, block_actions)."""
    return {
        "type": "block_actions",
        "trigger_id": trigger_id,
        "user": {"id": user, "username": "erin", "name": "erin", "team_id": "T0WILCO"},
        "container": {"type": "message", "message_ts": "1.2", "channel_id": "C0WILCO", "is_ephemeral": False},
        "channel": {"id": "C0WILCO", "name": "bugs"},
        "actions": [
            {"type": "button", "action_id": action, "block_id": "case", "value": case_id, "action_ts": "1795262400.1"}
        ],
    }


def slack_shortcut(message: Mapping[str, Any], user: str = "U0ERIN", trigger_id: str = "1.2.abc") -> dict[str, Any]:
    """*Escalate* in a message's menu (docs.slack.dev, message_action)."""
    return {
        "type": "message_action",
        "callback_id": "escalate",
        "trigger_id": trigger_id,
        "action_ts": "1795262400.1",
        "message_ts": message["ts"],
        "user": {"id": user, "username": "erin", "name": "erin", "team_id": "T0WILCO"},
        "team": {"id": "T0WILCO", "domain": "shop"},
        "channel": {"id": "C0WILCO", "name": "bugs"},
        "message": {"type": "message", "user": "U0PRIYA", **message},
        "response_url": "https://hooks.slack.example/actions/1",
    }


def jira_request(event: Mapping[str, Any], delivery: str = "d-1", secret: str = JIRA_SECRET) -> tuple[bytes, Headers]:
    """A webhook as Jira Cloud sends it; `delivery` is the same on retries."""
    body = json.dumps(event).encode()
    headers = {
        "Content-Type": "application/json",
        "X-Hub-Signature": f"sha256={hmac.new(secret.encode(), body, sha256).hexdigest()}",
        "X-Atlassian-Webhook-Identifier": delivery,
    }
    return body, headers


def jira_event(issue_id: str, by: str = "5b10a-erin", **more: Any) -> dict[str, Any]:
    """An issue was changed (developer.atlassian.com/cloud/jira/platform/webhooks)."""
    return {
        "timestamp": 1795262400000,
        "webhookEvent": "jira:issue_updated",
        "issue_event_type_name": "issue_generic",
        "user": {"accountId": by, "displayName": "Erin", "accountType": "atlassian"},
        "issue": {"id": issue_id, "key": "SHOP-1", "fields": {"summary": "x"}},
        "changelog": {
            "id": "10001",
            "items": [{"field": "status", "fieldtype": "jira", "from": "1", "fromString": "To Do", "to": "3"}],
        },
        **more,
    }


def host_token(claims: Mapping[str, Any] | None = None, secret: str = HOST_SECRET, algorithm: str = "HS256") -> str:
    """What the host's server signs for Anna, now; `claims` override, and leave out those that are None."""
    issued = int(time.time())
    said = {
        "iss": "shop",
        "aud": "wilco",
        "sub": "17",
        "name": "Anna",
        "email": "anna@example.com",
        "locale": "en",
        "iat": issued,
        "exp": issued + 120,
        "jti": "token-1",
    }
    said |= claims or {}
    return jwt.encode({name: claim for name, claim in said.items() if claim is not None}, secret, algorithm)
