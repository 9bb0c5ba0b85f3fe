"""The calls of SES that Wilco makes: `SendRawEmail` of the first API, `SendBulkEmail` and `GetAccount` of the second.

What is taken goes into the mailbox at once. Every AWS client signs; a signature is asked for here and not checked, as
the local engine does.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Awaitable, Callable
from email.utils import formatdate
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.mail.mailbox import Mailbox
from sandbox.ses import refusals
from sandbox.ses.account import Account
from sandbox.ses.letters import Letter, RenderingFailed, address_of, entries_of, recipient
from sandbox.ses.refusals import Answer, SesRefusal
from sandbox.state import Json, State

PREFIX = "/ses"
_BULK, _ACCOUNT = f"{PREFIX}/v2/email/outbound-bulk-emails", f"{PREFIX}/v2/email/account"
_STATUS = {"rate": "ACCOUNT_THROTTLED", "daily": "ACCOUNT_DAILY_QUOTA_EXCEEDED"}
_WORDS = {"rate": refusals.TOO_FAST, "daily": refusals.TOO_MANY_TODAY}


def operation_of(path: str) -> str:
    """Return the name of the call at a path."""
    return {_BULK: "SendBulkEmail", _ACCOUNT: "GetAccount"}.get(path, "SendRawEmail")


class Ses:
    """The service: takes what the account's quota allows, and puts it into the mailbox."""

    def __init__(self, state: State, mailbox: Mailbox, account: Account) -> None:
        self._state, self._mailbox, self._account = state, mailbox, account

    def send_raw(self, form: dict[str, list[str]]) -> Answer:
        """Take one mail as it is written; Date and Message-ID are SES's own."""
        if form.get("Action") != ["SendRawEmail"]:
            raise SesRefusal(400, "InvalidAction", "The sandbox knows SendRawEmail.")
        if not self._account.settings.enabled:
            raise SesRefusal(400, "AccountSendingPaused", "Sending is paused.")
        recipients = [values[0] for name, values in form.items() if name.startswith("Destinations.member.")]
        if used_up := self._account.take():
            raise SesRefusal(400, "Throttling", _WORDS[used_up])
        message_id = self._next_id()
        stamp = f"Message-ID: <{message_id}@email.amazonses.com>\r\nDate: {formatdate()}\r\n"
        raw = stamp.encode() + base64.b64decode(form["RawMessage.Data"][0])
        self._mailbox.receive(form["Source"][0], recipients, raw)
        return refusals.sent_raw(message_id)

    def send_bulk(self, body: Json) -> Json:
        """Take as many as the quota allows, in their order, and say of each what became of it."""
        if not self._account.settings.enabled:
            raise SesRefusal(400, "SendingPausedException", "Sending is paused.")
        letter, entries = Letter(body), entries_of(body)
        with self._state.transaction():
            return {"BulkEmailEntryResults": [self._send_one(letter, entry) for entry in entries]}

    def account(self) -> Json:
        """Return the account, as much as it has here."""
        settings = self._account.settings
        quota = {"Max24HourSend": settings.daily, "MaxSendRate": settings.rate}
        quota["SentLast24Hours"] = self._account.sent_today()
        enabled = {"SendingEnabled": settings.enabled, "ProductionAccessEnabled": True}
        return {**enabled, "EnforcementStatus": "HEALTHY", "SendQuota": quota}

    def _send_one(self, letter: Letter, entry: Json) -> Json:
        message_id = self._next_id()
        try:
            address, raw = address_of(recipient(entry)), letter.filled(entry, message_id)
        except RenderingFailed:
            raw = b""
        except ValueError as error:
            return {"Status": "INVALID_PARAMETER", "Error": str(error)}
        if used_up := self._account.take():
            return {"Status": _STATUS[used_up], "Error": _WORDS[used_up]}
        if raw:
            self._mailbox.receive(letter.sender, [address], raw)
        return {"Status": "SUCCESS", "MessageId": message_id}

    def _next_id(self) -> str:
        return f"0100{self._state.next('ses message'):012x}-sandbox-000000"


def routes(ses: Ses) -> list[Route]:
    """Return the routes of both APIs."""

    async def raw(request: Request) -> Answer:
        return ses.send_raw(parse_qs((await request.body()).decode()))

    async def bulk(request: Request) -> Answer:
        return _json(ses.send_bulk(json.loads(await request.body())))

    async def account(request: Request) -> Answer:
        return _json(ses.account())

    return [
        Route(PREFIX, _answering(raw, refusals.in_xml), methods=["POST"]),
        Route(_BULK, _answering(bulk, refusals.in_json), methods=["POST"]),
        Route(_ACCOUNT, _answering(account, refusals.in_json)),
    ]


def _answering(act: Callable[[Request], Awaitable[Answer]], say: Callable[[SesRefusal], Answer]) -> Any:
    async def answer(request: Request) -> Response:
        try:
            if "AWS4-HMAC-SHA256" not in request.headers.get("authorization", ""):
                raise SesRefusal(403, "MissingAuthenticationToken", "Missing Authentication Token")
            status, headers, content = await act(request)
        except SesRefusal as refusal:
            status, headers, content = say(refusal)
        except (KeyError, TypeError, ValueError) as error:
            status, headers, content = say(refusals.bad(f"{type(error).__name__}: {error}"))
        return Response(content, status_code=status, headers=headers)

    return answer


def _json(body: Json) -> Answer:
    return 200, {"content-type": "application/json"}, json.dumps(body).encode()
