"""The middleware before the vendors' APIs: it counts every call and fails the ones it was told to fail."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sandbox.chat.refusals import ChatRefusal
from sandbox.faults import Faults, Rule
from sandbox.ses import api as ses_api
from sandbox.ses import refusals as ses_refusals
from sandbox.state import State

JIRA, SLACK = "/jira/rest/", "/slack/api/"
DROP = "sandbox.drop"  # the key in the ASGI scope of the function that cuts the connection
TOO_MANY = 429
LAG = "sandbox.search_lag"  # the key of the seconds by which the search index is behind
_CHAT = re.compile(r"^/chat(?:/v\d+)?(/(?:conversations|users|apps)/.*)")
_IDS = re.compile(r"(?<=/)([A-Z]+-\d+|\d+)(?=/|$)")


def operation_of(scope: Scope) -> tuple[str, str] | None:
    """Return (vendor, operation) of an API call, or None for a page: `POST /rest/api/2/issue`, `chat.update`."""
    path: str = scope["path"]
    if path.startswith(JIRA):
        return "jira", f"{scope['method']} {path.removeprefix('/jira')}"
    if path.startswith(SLACK):
        return "slack", path.removeprefix(SLACK)
    if chat := _CHAT.match(path):
        return "chat", f"{scope['method']} {chat[1]}"
    if path == ses_api.PREFIX or path.startswith(f"{ses_api.PREFIX}/"):
        return "ses", ses_api.operation_of(path)
    return None


def folded(operation: str) -> str:
    """Return the operation with ids folded, so that calls on different issues are counted as one kind."""
    return _IDS.sub("{id}", re.sub(r"/rest/api/\d", "", operation))


class CallCounter:
    """Logs what was asked and how it ended, and applies the rule that strikes."""

    def __init__(self, app: ASGIApp, state: State, faults: Faults) -> None:
        self._app = app
        self._state = state
        self._faults = faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        call = operation_of(scope) if scope["type"] == "http" else None
        if call is None:
            await self._app(scope, receive, send)
            return
        vendor, operation = call
        rule = self._faults.strike(vendor, operation)
        status = await self._answer(rule, vendor, operation, scope, receive, send)
        self._state.log_call(vendor, folded(operation), status)

    async def _answer(
        self, rule: Rule | None, vendor: str, operation: str, scope: Scope, receive: Receive, send: Send
    ) -> str:
        if rule is None:
            return await _watched(self._app, scope, receive, send)
        if rule.fault in ("429", "500", "503"):
            await _refuse(rule, vendor, operation, send)
            return rule.fault
        if rule.fault == "drop":
            await _drop(scope, receive)
            return "drop"
        if rule.fault == "commit-then-timeout":
            await self._app(scope, receive, _nowhere)
            await asyncio.sleep(rule.seconds)
            await _drop(scope, receive)
            return "commit-then-timeout"
        if rule.fault == "slow":
            await asyncio.sleep(rule.seconds)
        else:
            scope[LAG] = rule.seconds
        return await _watched(self._app, scope, receive, send)


async def _watched(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> str:
    status = "none"

    async def note_status(message: Message) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = str(message["status"])
        await send(message)

    await app(scope, receive, note_status)
    return status


async def _nowhere(message: Message) -> None:
    """Swallow an answer: the work was done and nobody hears of it."""


async def _drop(scope: Scope, receive: Receive) -> None:
    cut: Callable[[], None] = scope[DROP]
    cut()
    await _until_gone(receive)


async def _until_gone(receive: Callable[[], Awaitable[Message]]) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _refusal(vendor: str, status: int) -> object:
    """Return a body as the vendor's own: Slack's words, Carrot quest's envelope, Jira's error collection."""
    limited = status == TOO_MANY
    if vendor == "slack":
        return {"ok": False, "error": "ratelimited" if limited else "internal_error"}
    if vendor == "chat":
        name = "TooManyRequests" if limited else f"Error{status}"
        return ChatRefusal(status, name, "Request limit exceeded" if limited else "Internal service error").body
    return {"errorMessages": ["Rate limit exceeded." if limited else "Internal server error"], "errors": {}}


async def _refuse(rule: Rule, vendor: str, operation: str, send: Send) -> None:
    if vendor == "ses":
        status, said, content = ses_refusals.broken(operation, rule.fault)
        named = [(name.encode(), value.encode()) for name, value in said.items()]
        await send({"type": "http.response.start", "status": status, "headers": named})
        await send({"type": "http.response.body", "body": content})
        return
    limited, body = rule.fault == str(TOO_MANY), _refusal(vendor, int(rule.fault))
    headers = [(b"content-type", b"application/json")]
    if rule.fault in ("429", "503"):
        headers.append((b"retry-after", str(round(rule.seconds)).encode()))
    if limited and vendor == "jira":
        headers.append((b"ratelimit-reason", b"jira-burst-based"))
    await send({"type": "http.response.start", "status": int(rule.fault), "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(body).encode()})
