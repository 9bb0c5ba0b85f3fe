"""Each product's status page once an hour, so that there is one before its first outage, and with the team's words."""

from datetime import datetime

from chalicelib.decisions.status_page import renew
from chalicelib.observe import log
from chalicelib.store.commit import settle_once
from chalicelib.store.overdue import is_made
from chalicelib.team import team


def renew_pages(at: datetime) -> None:
    """Those that have not been ordered this hour."""
    for product in team().products:
        decision = renew(product, at)
        (order,) = decision.orders
        if not is_made(order):
            settle_once(decision, at)  # another sweep may have been quicker
            log("status_page_ordered", product=product)
