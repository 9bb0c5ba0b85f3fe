"""Jira's webhooks: written to the outbox in the transaction of the change, then sent, signed and retried.

Source of the headers and of what is retried: developer.atlassian.com/cloud/jira/platform/webhooks. The waits are
shorter than Atlassian's minutes, so that a person can watch them.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
import uuid

import httpx

from sandbox.faults import Faults
from sandbox.state import Json, State

WAITS = (1.0, 2.0, 4.0, 8.0, 16.0)
RETRIED = {408, 409, 425, 429}
AT_ONCE = 8
NEVER_HELD_LONGER = 10.0


def signature(secret: str, body: bytes) -> str:
    """Return the value of X-Hub-Signature (WebSub's `method=hex`)."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


class Webhooks:
    """The outbox. Events of one issue go out one after the other unless a fault says otherwise."""

    def __init__(self, state: State, faults: Faults, http: httpx.AsyncClient, target: str, secret: str) -> None:
        self._state = state
        self._faults = faults
        self._http = http
        self._target = target
        self._secret = secret
        self._something = asyncio.Event()

    def enqueue(self, issue: Json, event: Json) -> None:
        """Put an event into the outbox; call it inside the transaction of the change."""
        rule = self._faults.strike("webhooks", f"{event['webhookEvent']} {issue['key']}")
        fault = rule.fault if rule else ""
        if fault == "never":
            self._state.tally("webhooks never sent")
            return
        delays = {"late": rule.seconds if rule else 0.0, "out-of-order": NEVER_HELD_LONGER}
        entry: Json = {
            "belongs_to": issue["id"],
            "event": event["webhookEvent"],
            "identifier": str(uuid.uuid4()),
            "body": json.dumps(event, ensure_ascii=False),
            "attempt": 0,
            "due": time.time() + delays.get(fault, 0.0),
            "held": fault == "out-of-order",
        }
        for _ in range(2 if fault == "twice" else 1):
            ident = f"hook-{self._state.next('webhook')}"
            self._state.put("webhook", ident, {**entry, "id": ident})
        self._something.set()

    def counts(self) -> dict[str, int]:
        """Return how many webhooks were sent, failed for good, are waiting, or were told never to go."""
        return {
            "sent": self._state.tallied("webhooks sent"),
            "failed": self._state.tallied("webhooks failed"),
            "waiting": self._state.count("webhook"),
            "never": self._state.tallied("webhooks never sent"),
        }

    async def run(self) -> None:
        """Send what is due, for ever."""
        in_flight: dict[asyncio.Task[None], str] = {}
        while True:
            self._something.clear()
            pause = self._start_due(in_flight)
            news = asyncio.ensure_future(self._something.wait())
            await asyncio.wait({news, *in_flight}, timeout=pause, return_when=asyncio.FIRST_COMPLETED)
            news.cancel()
            for task in [task for task in in_flight if task.done()]:
                del in_flight[task]
                task.result()  # a mistake in the sending must not go by in silence

    def _start_due(self, in_flight: dict[asyncio.Task[None], str]) -> float:
        """Start what is due and free to go; return the seconds until something else is."""
        now, pause = time.time(), 60.0
        for entry in self._state.all("webhook"):
            if entry["due"] > now:
                pause = min(pause, entry["due"] - now)
            elif entry["belongs_to"] not in in_flight.values() and len(in_flight) < AT_ONCE:
                in_flight[asyncio.ensure_future(self._send(entry))] = entry["belongs_to"]
        return pause

    async def _send(self, entry: Json) -> None:
        body = entry["body"].encode()
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Atlassian Webhook HTTP Client",
            "X-Hub-Signature": signature(self._secret, body),
            "X-Atlassian-Webhook-Identifier": entry["identifier"],
            "X-Atlassian-Webhook-Flow": "Primary",
        }
        if entry["attempt"]:
            headers["X-Atlassian-Webhook-Retry"] = str(entry["attempt"])
        try:
            answer = await self._http.post(self._target, content=body, headers=headers, timeout=30)
            status = answer.status_code
        except httpx.HTTPError:
            status = 0
        self._record(entry, status)

    def _record(self, entry: Json, status: int) -> None:
        if self._state.get("webhook", entry["id"]) is None:  # the panel emptied everything meanwhile
            return
        with self._state.transaction():
            self._state.log_call("webhooks", entry["event"], str(status or "connection failed"))
            if _worth_a_retry(status) and entry["attempt"] < len(WAITS):
                due = time.time() + WAITS[entry["attempt"]]
                self._state.put("webhook", entry["id"], {**entry, "attempt": entry["attempt"] + 1, "due": due})
                return
            self._state.delete("webhook", entry["id"])
            self._state.tally("webhooks sent" if 200 <= status < 300 else "webhooks failed")
            self._release_held()

    def _release_held(self) -> None:
        for entry in self._state.all("webhook"):
            if entry["held"]:
                self._state.put("webhook", entry["id"], {**entry, "held": False, "due": time.time()})


def _worth_a_retry(status: int) -> bool:
    return status == 0 or status in RETRIED or status >= 500
