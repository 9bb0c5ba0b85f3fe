"""Subscribing to a status page: by an address and its owner's yes (promise 5), and out again by one press.

The question is the one of `contact`, with its limits: one a day and three a month to a mailbox, so many an hour to all.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from chalicelib.decisions.contact import GOOD_FOR
from chalicelib.decisions.following import stop_mails, want_mails
from chalicelib.model.case import Case, Follower
from chalicelib.model.contact import Confirmation, address_id
from chalicelib.model.decision import Change, ConfirmationAsked, Decision, FollowerJoined
from chalicelib.model.joining import welcome
from chalicelib.model.notice import Notice
from chalicelib.model.orders import SUBSCRIPTIONS, Confirm, Destination, Order
from chalicelib.model.subscription import NotSubscribed, Subscribed, Subscriber, Unsubscribed

FORGOTTEN_AFTER = timedelta(days=7)  # until then the link in their mails brings them back


def ask(product: str, address: str, locale: str, code: str, an_hour: int, now: datetime) -> Decision:
    """The address is asked, unless it is subscribed, or it or everybody was asked enough: then this does not hold."""
    confirmation = Confirmation(code, address, locale, product, now + GOOD_FOR, subscribes=True)
    cause = f"{product}:{address_id(address)}:{now:%Y%m%d}"
    lane = f"{SUBSCRIPTIONS}:{address_id(address)}"
    order = Order(f"mail:subscribe:{cause}", SUBSCRIPTIONS, Destination.MAIL, lane, Confirm(confirmation))
    changes = (NotSubscribed(product, address), ConfirmationAsked(confirmation, an_hour))
    return Decision("an address is asked", changes, (order,))


def subscribe(
    subscriber: Subscriber, outages: Sequence[Case], following: Sequence[Follower], now: datetime
) -> Decision:
    """They hear of every outage from now on, and at once of those that are open (`outages`).

    `following` are they, as far as they follow these already.
    """
    known = {follower.case_id: follower for follower in following}
    changes: list[Change] = [Subscribed(subscriber)]
    orders: list[Order] = []
    for outage in outages:
        if outage.id not in known:
            follower = subscriber.follows(outage.id, now)
            changes.append(FollowerJoined(follower))
            orders.append(welcome(follower, Notice("outage", now)))
        elif known[outage.id].subscribed:
            changes += want_mails(known[outage.id]).changes
    return Decision("they have subscribed", tuple(changes), tuple(orders))


def unsubscribe(subscriber: Subscriber, following: Sequence[Follower], now: datetime) -> Decision:
    """No more mail of outages; what they have reported themselves they go on hearing of."""
    stopped = (stop_mails(follower, now) for follower in following if follower.subscribed)
    changes = (change for decision in stopped for change in decision.changes)
    return Decision("they want no more mail", (Unsubscribed(subscriber, now + FORGOTTEN_AFTER), *changes))
