"""From the table's stream to the queues: the only publisher. It decides nothing and knows no vendor.

It raises when any order was not taken, and then the whole batch comes again: FIFO deduplication makes that
harmless, and no order can be half sent. What is lost all the same, the sweep finds.
"""

from collections.abc import Mapping
from typing import Any

from chalicelib import wiring
from chalicelib.model.orders import Destination
from chalicelib.observe import log
from chalicelib.ports import QueuedOrder
from chalicelib.store import keys


def relay(event: Mapping[str, Any]) -> None:
    """Send each new order to its destination's queue."""
    orders = [_queued(record["dynamodb"]["NewImage"]) for record in event["Records"]]
    wiring.queue().send(orders)
    log("orders_relayed", orders=len(orders))


def _queued(image: Mapping[str, Mapping[str, str]]) -> QueuedOrder:
    """The row as the stream tells it; the event source's filter lets only new orders through."""
    return QueuedOrder(
        case_id=image["pk"]["S"].removeprefix("CASE#"),
        order_id=image["sk"]["S"].removeprefix(keys.ORDER_PREFIX),
        destination=Destination(image["destination"]["S"]),
        group=image["group"]["S"],
    )
