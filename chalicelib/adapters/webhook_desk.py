"""Any other chat: what Wilco would do there is sent as a webhook (standardwebhooks.com), to whoever does it there.

Such a desk has no API to ask. Nobody has to: `webhook-id` is the same each time a note or a reply is sent again, so
that the receiver takes it once.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from chalicelib import observe
from chalicelib.adapters.chat_errors import Attempt, delivery_error
from chalicelib.adapters.chat_http import Account, ChatHttp
from chalicelib.errors import Permanent
from chalicelib.model.dialog import DialogState
from chalicelib.ports import ChatDesk

_PREFIX = "whsec_"


class WebhookDesk(ChatDesk):
    """A desk that is told by webhooks; its token is the secret that signs them. Errors are those of the port."""

    def __init__(self, account: Account, *, now: Callable[[], datetime] = observe.now) -> None:
        self._account, self._now = account, now
        self._http = ChatHttp(account, {"Content-Type": "application/json", "User-Agent": "Wilco"}, now)

    def read(self, dialog_id: str) -> DialogState:
        raise Permanent(f"read: the desk {self._account.name} is told by webhooks and can't be read")

    def tagged(self, tag: str) -> list[str]:
        return []

    def note(self, dialog_id: str, text: str, mark: str, *, look_first: bool) -> str:
        return self._send(Attempt("note", writes=True), "dialog.noted", dialog_id, mark, text=text)

    def reply(self, dialog_id: str, text: str, mark: str, *, look_first: bool) -> str:
        return self._send(Attempt("reply", writes=True), "dialog.replied", dialog_id, mark, text=text)

    def tag(self, dialog_id: str, tag: str) -> None:
        # Doing it again harms nothing, but a tag or an owner may come back: each sending is a message of its own.
        self._send(Attempt("tag", writes=True), "dialog.tagged", dialog_id, uuid4().hex, tag=tag)

    def assign(self, dialog_id: str, operator: str) -> None:
        self._send(Attempt("assign", writes=True), "dialog.assigned", dialog_id, uuid4().hex, operator=operator)

    def _send(self, attempt: Attempt, kind: str, dialog_id: str, mark: str, **said: str) -> str:
        now = self._now()
        message_id = f"msg_{hashlib.sha256(f'{self._account.name} {kind} {mark}'.encode()).hexdigest()[:32]}"
        data = {"desk": self._account.name, "dialog": dialog_id, **said}
        body = json.dumps({"type": kind, "timestamp": now.isoformat(), "data": data}, ensure_ascii=False).encode()
        seconds = int(now.timestamp())
        headers = {
            "webhook-id": message_id,
            "webhook-timestamp": str(seconds),
            "webhook-signature": signature(self._account.token, message_id, seconds, body),
        }
        answer = self._http.exchange(attempt, "POST", "", data=body, headers=headers)
        if not 200 <= answer.status < 300:
            raise delivery_error(attempt, answer, now)
        return message_id


def signature(secret: str, message_id: str, seconds: int, body: bytes) -> str:
    """The header's value. The time is that of this sending, so each one is signed anew."""
    signed = b".".join((message_id.encode(), str(seconds).encode(), body))
    return f"v1,{base64.b64encode(hmac.digest(_key(secret), signed, hashlib.sha256)).decode()}"


def _key(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not secret.startswith(_PREFIX) or not key:
        raise Permanent("the desk's token is not a Standard Webhooks secret (`whsec_` and base64)")
    return key
