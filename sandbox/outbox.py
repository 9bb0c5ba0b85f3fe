"""The webhooks of every stand-in: written to the outbox in the transaction of the change, then sent and retried.

The waits are shorter than any vendor's minutes, so that a person can watch them.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from sandbox.faults import Faults
from sandbox.state import Json, State

AT_ONCE = 8
NEVER_HELD_LONGER = 10.0


@dataclass(frozen=True)
class Line:
    """How one vendor sends: where to, with which headers, and when it tries again.

    `waits` are the seconds before each repetition; there is one for each.
    """

    name: str
    target: str
    headers: Callable[[Json], dict[str, str]]
    worth_a_retry: Callable[[int], bool]
    waits: tuple[float, ...]


class Outbox:
    """What is to be sent. Events of one owner go out one after the other unless a fault says otherwise."""

    def __init__(self, state: State, faults: Faults, http: httpx.AsyncClient) -> None:
        self._state = state
        self._faults = faults
        self._http = http
        self._lines: dict[str, Line] = {}
        self._something = asyncio.Event()

    def add(self, line: Line) -> None:
        """Know a vendor's line, also for what an earlier run left."""
        self._lines[line.name] = line

    def enqueue(self, line: str, owner: str, event: str, name: str, body: str) -> None:
        """Put an event into the outbox; call it inside the transaction of the change. `name` is for the faults."""
        rule = self._faults.strike("webhooks", f"{event} {name}")
        fault = rule.fault if rule else ""
        if fault == "never":
            self._state.tally("webhooks never sent")
            return
        delays = {"late": rule.seconds if rule else 0.0, "out-of-order": NEVER_HELD_LONGER}
        entry: Json = {
            "belongs_to": owner,
            "line": line,
            "event": event,
            "identifier": str(uuid.uuid4()),
            "body": body,
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
        line = self._lines[entry["line"]]
        content, headers = entry["body"].encode(), line.headers(entry)
        try:
            answer = await self._http.post(line.target, content=content, headers=headers, timeout=30)
            status = answer.status_code
        except httpx.HTTPError:
            status = 0
        self._record(line, entry, status)

    def _record(self, line: Line, entry: Json, status: int) -> None:
        if self._state.get("webhook", entry["id"]) is None:  # the panel emptied everything meanwhile
            return
        with self._state.transaction():
            self._state.log_call("webhooks", entry["event"], str(status or "connection failed"))
            if line.worth_a_retry(status) and entry["attempt"] < len(line.waits):
                due = time.time() + line.waits[entry["attempt"]]
                self._state.put("webhook", entry["id"], {**entry, "attempt": entry["attempt"] + 1, "due": due})
                return
            self._state.delete("webhook", entry["id"])
            self._state.tally("webhooks sent" if 200 <= status < 300 else "webhooks failed")
            self._release_held(line)

    def _release_held(self, line: Line) -> None:
        for entry in self._state.all("webhook"):
            if entry["held"] and entry["line"] == line.name:
                self._state.put("webhook", entry["id"], {**entry, "held": False, "due": time.time()})
