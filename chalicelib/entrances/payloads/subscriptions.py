"""What `POST /v1/status/{product}/subscriptions` takes and answers. The OpenAPI document is made from these models."""

from typing import Literal

from chalicelib.entrances.payloads.body import Answer, Body, Email, Locale


class SubscriptionBody(Body):
    """An address that wants to hear of outages, and its owner's language."""

    email: Email
    locale: Locale | None = None


class SubscriptionTaken(Answer):
    """The same, whether the address is asked, is subscribed already, or was asked enough."""

    status: Literal["taken"] = "taken"
