"""Moving dead letters back to the queue that gave them up.

Not StartMessageMoveTask, which the local engine lacks: one way for both, and what is done by now need not go again.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.store import keys
from chalicelib.store.orders import is_open

UPLOADS = "uploads"
_HIDDEN_SECONDS = 60  # while we look at them, and then those that we left are there again


@dataclass(slots=True)
class Redriven:
    """How many messages were sent again, were done already and so deleted, or are no orders and so were left."""

    sent_again: int = 0
    done_already: int = 0
    left: int = 0


def redrive(sqs: Any, dead_letters: str, queue: str) -> Redriven:
    """Empty the dead letters. Killed in between or done twice it harms nothing: claims see to that."""
    moved, left = Redriven(), set[str]()
    for message in _received(sqs, dead_letters):
        key = _order_of(message)
        if key is None:
            left.add(message["MessageId"])
            continue
        if is_open(key):
            _send(sqs, queue, message)
            moved.sent_again += 1
        else:
            moved.done_already += 1
        sqs.delete_message(QueueUrl=dead_letters, ReceiptHandle=message["ReceiptHandle"])
    moved.left = len(left)
    return moved


def redrive_uploads(sqs: Any, dead_letters: str, queue: str) -> Redriven:
    """The same for what S3 told: all of it goes again, since looking twice at an upload harms nothing."""
    moved = Redriven()
    for message in _received(sqs, dead_letters):
        sqs.send_message(QueueUrl=queue, MessageBody=message["Body"])
        moved.sent_again += 1
        sqs.delete_message(QueueUrl=dead_letters, ReceiptHandle=message["ReceiptHandle"])
    return moved


def _received(sqs: Any, url: str) -> Iterator[dict[str, Any]]:
    """Until nothing is visible. A second's wait asks all of SQS's servers, where a short poll asks some."""
    while True:
        answer = sqs.receive_message(
            QueueUrl=url,
            MaxNumberOfMessages=10,
            VisibilityTimeout=_HIDDEN_SECONDS,
            WaitTimeSeconds=1,
            AttributeNames=["MessageGroupId"],
        )
        if not answer.get("Messages"):
            return
        yield from answer["Messages"]


def _order_of(message: Mapping[str, Any]) -> keys.Key | None:
    """Which row the message is about; None when it is none of ours."""
    try:
        body = json.loads(message["Body"])
        return keys.order(body["case"], body["order"])
    except (ValueError, KeyError, TypeError):
        return None


def _send(sqs: Any, queue: str, message: Mapping[str, Any]) -> None:
    """In its old lane. The dead letter's id is new to the queue, and the same again when we die before deleting."""
    sqs.send_message(
        QueueUrl=queue,
        MessageBody=message["Body"],
        MessageGroupId=message["Attributes"]["MessageGroupId"],
        MessageDeduplicationId=message["MessageId"],
    )
