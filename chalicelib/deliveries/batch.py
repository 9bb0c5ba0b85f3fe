"""A batch of SQS FIFO messages: each order by itself, and a lane that stops keeps its order.

Chalice knows nothing of partial batch answers (aws/chalice issue 2029), so the worker answers in Lambda's shape.
A lane's first failure fails the rest of the lane, and all of them get the same visibility: a message left at the
queue's own time-out would hold up its lane for that long.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from chalicelib import wiring
from chalicelib.deliveries.once import Act, Later, deliver
from chalicelib.errors import DeliveryError
from chalicelib.model.orders import Destination
from chalicelib.observe import log, now
from chalicelib.store import gates, keys

Answer = dict[str, list[dict[str, str]]]
_AFTER_A_SURPRISE = Later(30)
# No order is begun later than this: the slowest one must end within its function's time-out (infra/resources.yml).
_TIME_FOR_A_BATCH = timedelta(seconds=12)
# What is given back counts as received, and after so many receives a message is a dead letter: a vendor that is only
# slow must not use them up.
_WHEN_OUR_TIME_IS_UP = Later(6)


def work(event: Mapping[str, Any], destination: Destination, act: Act) -> Answer:
    """Deliver every order of the event; the answer names the messages that have to come again."""
    stopped: dict[str, Later] = {}
    failed: list[dict[str, str]] = []
    began = now()
    for message in event["Records"]:
        lane = message["attributes"]["MessageGroupId"]
        if lane not in stopped:
            later = _not_now(destination, began) or _try(message, act)
            if later is None:
                continue
            stopped[lane] = later
        _postpone(destination, message, stopped[lane])
        failed.append({"itemIdentifier": message["messageId"]})
    log("batch_worked", destination=destination.value, messages=len(event["Records"]), failed=len(failed))
    return {"batchItemFailures": failed}


def _not_now(destination: Destination, began: datetime) -> Later | None:
    """A reason to leave the rest of the batch alone: the destination is held or rests, or our time is nearly up."""
    at = now()
    if at - began > _TIME_FOR_A_BATCH:
        return _WHEN_OUR_TIME_IS_UP
    closed = gates.gate(destination, at).closed_until(at)
    return Later((closed - at).total_seconds()) if closed else None


def _postpone(destination: Destination, message: Mapping[str, Any], later: Later) -> None:
    """As long as the vendor asks; where that can't be said, the queue's own time-out has to do."""
    try:
        wiring.queue().postpone(destination, message["receiptHandle"], later.seconds)
    except DeliveryError as error:
        log("message_not_postponed", "WARNING", message=message["messageId"], reason=error.reason)


def _try(message: Mapping[str, Any], act: Act) -> Later | None:
    """One message. Whatever surprises us is kept in the queue, and after its receives in the dead-letter queue."""
    try:
        body = json.loads(message["body"])
        deliver(keys.order(body["case"], body["order"]), act, now())
    except Later as later:
        return later
    except Exception as error:
        log("worker_surprised", "ERROR", message=message["messageId"], error=type(error).__name__)
        return _AFTER_A_SURPRISE
    return None
