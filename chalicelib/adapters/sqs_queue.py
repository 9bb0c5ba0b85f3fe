"""The queues between the store and the workers: SQS FIFO, by boto3."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.adapters import aws
from chalicelib.errors import Retryable
from chalicelib.model.orders import Destination
from chalicelib.ports import OrderQueue, QueuedOrder

_BATCH = 10  # the most that SendMessageBatch takes
_LONGEST_GROUP = 128
_LONGEST_SECONDS = 12 * 60 * 60 - 60  # SQS counts twelve hours from the receive, and we are a little later
# The message is visible again, or deleted: there is nothing left to postpone.
_NOT_IN_FLIGHT = {"MessageNotInflight", "ReceiptHandleIsInvalid", "InvalidParameterValue"}


class SqsQueue(OrderQueue):
    """One FIFO queue for each destination that `urls` names, all through one client, which is what costs."""

    def __init__(
        self,
        urls: Mapping[Destination, str],
        *,
        region: str | None = None,
        endpoint_url: str | None = None,
        connect_seconds: float = aws.CONNECT_SECONDS,
        read_seconds: float = aws.READ_SECONDS,
    ) -> None:
        self._urls = urls
        self._client = aws.client(
            "sqs", region=region, endpoint_url=endpoint_url, connect_seconds=connect_seconds, read_seconds=read_seconds
        )

    def send(self, orders: Sequence[QueuedOrder], again: str = "") -> None:
        """Stops at the first batch that is not taken whole, so that later orders of a lane do not run ahead."""
        for destination in dict.fromkeys(order.destination for order in orders):
            bound = [order for order in orders if order.destination is destination]
            for start in range(0, len(bound), _BATCH):
                self._send_batch(destination, bound[start : start + _BATCH], again)

    def postpone(self, destination: Destination, receipt: str, seconds: int) -> None:
        with _asking("postpone", allowed=_NOT_IN_FLIGHT):
            self._client.change_message_visibility(
                QueueUrl=self._url(destination),
                ReceiptHandle=receipt,
                VisibilityTimeout=min(seconds, _LONGEST_SECONDS),
            )

    def _send_batch(self, destination: Destination, orders: Sequence[QueuedOrder], again: str) -> None:
        with _asking("queue"):
            answer = self._client.send_message_batch(
                QueueUrl=self._url(destination),
                Entries=[_entry(position, order, again) for position, order in enumerate(orders)],
            )
        # Counted by what was taken: an answer that says nothing, as a proxy's page does, must not pass for success.
        lacking = len(orders) - len(answer.get("Successful", ()))
        if lacking:
            codes = ", ".join(sorted({str(entry.get("Code", "")) for entry in answer.get("Failed", ())}))
            raise Retryable(f"queue: {lacking} of {len(orders)} orders for {destination} not taken ({codes})")

    def _url(self, destination: Destination) -> str:
        if destination not in self._urls:
            raise Retryable(f"queue: this function was given no address of the queue for {destination}")
        return self._urls[destination]


def _entry(position: int, order: QueuedOrder, again: str) -> dict[str, Any]:
    # A digest, because a deduplication id may have 128 characters and not every one.
    name = hashlib.sha256(f"{order.case_id}/{order.order_id}/{again}".encode()).hexdigest()
    return {
        "Id": str(position),
        "MessageBody": json.dumps({"case": order.case_id, "order": order.order_id}),
        "MessageGroupId": _lane(order.group),
        "MessageDeduplicationId": name,
    }


def _lane(group: str) -> str:
    """The group, by its digest where it is longer than SQS takes: a desk's name and a dialog's id may be together."""
    return group if len(group) <= _LONGEST_GROUP else hashlib.sha256(group.encode()).hexdigest()


@contextmanager
def _asking(action: str, allowed: frozenset[str] | set[str] = frozenset()) -> Iterator[None]:
    """All failures are Retryable: deduplication, or the meaning of the call, makes a second time harmless."""
    try:
        yield
    except ClientError as error:
        code = aws.code_of(error)
        if code.rpartition(".")[2] not in allowed:
            raise Retryable(f"{action}: {code}") from None
    except aws.BROKEN as error:
        raise Retryable(f"{action}: {type(error).__name__}") from None
