"""Jira's line of webhooks: signed, named, and repeated when Jira would.

Source of the headers and of what is retried: developer.atlassian.com/cloud/jira/platform/webhooks.
"""

from __future__ import annotations

import hashlib
import hmac
import json

from sandbox.outbox import Line, Outbox
from sandbox.state import Json

WAITS = (1.0, 2.0, 4.0, 8.0, 16.0)
RETRIED = {408, 409, 425, 429}
NAME = "jira"


def signature(secret: str, body: bytes) -> str:
    """Return the value of X-Hub-Signature (WebSub's `method=hex`)."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


class Webhooks:
    """Puts Jira's events into the outbox."""

    def __init__(self, outbox: Outbox, target: str, secret: str) -> None:
        self._outbox = outbox
        self._secret = secret
        outbox.add(Line(NAME, target, self._headers, _worth_a_retry, WAITS))

    def enqueue(self, issue: Json, event: Json) -> None:
        """Put an event into the outbox; call it inside the transaction of the change."""
        body = json.dumps(event, ensure_ascii=False)
        self._outbox.enqueue(NAME, issue["id"], event["webhookEvent"], issue["key"], body)

    def _headers(self, entry: Json) -> dict[str, str]:
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Atlassian Webhook HTTP Client",
            "X-Hub-Signature": signature(self._secret, entry["body"].encode()),
            "X-Atlassian-Webhook-Identifier": entry["identifier"],
            "X-Atlassian-Webhook-Flow": "Primary",
        }
        if entry["attempt"]:
            headers["X-Atlassian-Webhook-Retry"] = str(entry["attempt"])
        return headers


def _worth_a_retry(status: int) -> bool:
    return status == 0 or status in RETRIED or status >= 500
