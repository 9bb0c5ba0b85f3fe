"""Each product's status page once an hour, so that there is one before its first outage, and with the team's words."""

from datetime import datetime

from chalicelib.decisions.status_page import renew
from chalicelib.model.decision import Decision
from chalicelib.observe import log
from chalicelib.store import keys
from chalicelib.store.commit import settle
from chalicelib.store.overdue import exists
from chalicelib.team import team


def renew_pages(at: datetime) -> None:
    """Those that have not been ordered this hour."""
    for product in team().products:
        decision = renew(product, at)
        (order,) = decision.orders
        if not exists(keys.order(order.case_id, order.id)):
            _order(decision, at)
            log("status_page_ordered", product=product)


def _order(decision: Decision, at: datetime) -> None:
    """Another sweep may have been quicker."""
    settle(lambda stale: Decision("ordered already") if stale else decision, at)
