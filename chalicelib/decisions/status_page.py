"""When a product's public status page is made anew: whenever it would say something else, and once an hour.

One lane for each product, whatever the cause: the page shows what is true when it is made, so a later one is never
overwritten by an earlier one.
"""

from datetime import datetime

from chalicelib.model.case import Case
from chalicelib.model.decision import Decision
from chalicelib.model.orders import SWEEP, Destination, Order
from chalicelib.model.outage_acts import PublishStatus


def show_status(case: Case, cause: str) -> Order:
    """Something public of this outage has changed; `cause` says what."""
    return _publish(case.product, case.id, cause)


def renew(product: str, now: datetime) -> Decision:
    """Once an hour, whatever happened: the first page of a product, its new words, what is older than it shows."""
    return Decision("the hour's page", orders=(_publish(product, SWEEP, f"{product}:{now:%Y%m%d%H}"),))


def _publish(product: str, case_id: str, cause: str) -> Order:
    return Order(f"status:{cause}", case_id, Destination.STATUS, f"status:{product}", PublishStatus(product))
