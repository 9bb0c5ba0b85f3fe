"""Who wants to hear of a product's outages without having reported one, and what a decision writes of it."""

from datetime import datetime
from typing import Literal

from chalicelib.frozen import dataclass
from chalicelib.model.case import Follower, follower_id
from chalicelib.model.contact import Confirmation, address_id

# How a subscription stands for whoever opens its page, or has just pressed a button there.
SubscriptionState = Literal["asked", "address_wrong", "question", "refused", "subscribed", "stopping", "stopped"]


@dataclass(frozen=True, slots=True)
class Subscriber:
    """An address whose owner has confirmed it. `token` is the secret half of the link in each of their mails."""

    product: str
    address: str
    locale: str
    token: str
    since: datetime
    stopped_at: datetime | None = None

    @property
    def id(self) -> str:
        """Names them among the product's, without saying the address."""
        return address_id(self.address)

    @property
    def name(self) -> str:
        """Names them among all: a product's name has no dot."""
        return f"{self.product}.{self.id}"

    def follows(self, outage_id: str, now: datetime) -> Follower:
        """They as a follower of one outage: the same as whoever reports it with this address."""
        person = follower_id(outage_id, self.address)
        return Follower(
            person, outage_id, self.address, self.locale, self.name, self.token, joined_at=now, subscribed=True
        )


def subscriber_of(asked: Confirmation, now: datetime) -> Subscriber:
    """Whom a confirmation makes."""
    return Subscriber(asked.product, asked.address, asked.locale, asked.code, now)


@dataclass(frozen=True, slots=True)
class NotSubscribed:
    """Nothing to write, but it holds only while this address is no subscriber of the product."""

    product: str
    address: str


@dataclass(frozen=True, slots=True)
class Subscribed:
    """They are told from now on; holds only while they are not."""

    subscriber: Subscriber


@dataclass(frozen=True, slots=True)
class Unsubscribed:
    """They are told no more, and are forgotten `until` then; holds only while they are told."""

    subscriber: Subscriber
    until: datetime
