"""What support chats send, in their own shapes and signed as each of them signs; and desks to send them to."""

import base64
import hmac
import json
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha1, sha256
from typing import Any
from urllib.parse import urlencode

from chalicelib.team import team

Headers = dict[str, str]
Request = tuple[bytes, Headers]

STANDARD_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # the one of standardwebhooks' own tests
DESK_SECRETS = {
    "desk_carrot_webhook": "a-carrot-token",
    "desk_inter_webhook": "intercoms-client-secret",
    "desk_zen_webhook": "zendesks-signing-secret",
    "desk_woot_webhook": "chatwoots-secret",
    "desk_forms_webhook": STANDARD_SECRET,
    "desk_carrot_escalations": STANDARD_SECRET,
}
OPERATOR = "139600"
BIG = "18446744073709551615"  # 2^64 - 1
DIALOG = "1929304850120394857"


def team_with_desks() -> dict[str, Any]:
    """The team's file with a desk at each vendor: carrot, inter, zen, woot, and forms, which can't be read."""
    said = team().model_dump(mode="json")
    vendors = {"inter": "intercom", "zen": "zendesk", "woot": "chatwoot", "forms": "webhook"}
    carrot = said["desks"]["carrot"]
    said["desks"] |= {name: {**carrot, "vendor": vendor} for name, vendor in vendors.items()}
    return said


# Carrot quest


def carrot_part(**given: Any) -> dict[str, Any]:
    """A message as the webhook of 2025 has it: ids as text, of nineteen digits."""
    part = {
        "id": "1929304850120399001",
        "created": 1795262400,
        "conversation": DIALOG,
        "part_group": "1929304850120394858",
        "body": "Мой заказ пропал",
        "body_json": {},
        "direction": "u2a",
        "type": "reply_user",
        "sent_via": "web_user",
        "from": "1929304850120391111",
        "external_id": None,
        "random_id": 1234567,
        "conversation_closed": False,
        "conversation_tags": ["vip"],
        "conversation_type": "popup_chat",
        "channel": None,
        "assignee": {"id": "139584", "name": "Daria", "type": "admin", "name_internal": "daria@example.com"},
        "user": "1929304850120391111",
    }
    return part | given


def carrot_form(token: str = DESK_SECRETS["desk_carrot_webhook"], **fields: Any) -> Request:
    """A form of Carrot quest's; what is no text is written as JSON."""
    said = {"type": "conversation", "token": token} | {
        name: value if isinstance(value, str) else json.dumps(value) for name, value in fields.items()
    }
    body = urlencode(said).encode()
    return body, {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": "Carrotquest Webhook 1.0"}


def carrot(**given: Any) -> Request:
    """A message, in the plain form."""
    return carrot_form(conversation=carrot_part(**given))


# Intercom


def intercom_event(topic: str = "conversation.user.replied", by: Mapping[str, str] | None = None, **item: Any) -> Any:
    """A notification (developers.intercom.com, "webhook notifications")."""
    author = by or {"type": "user", "id": "5ee3d479d1cf3dedbee23d68"}
    part = {"type": "conversation_part", "id": "6073788584", "part_type": "comment", "author": author}
    parts = {"type": "conversation_part.list", "conversation_parts": [part], "total_count": 1}
    conversation = {"type": "conversation", "id": "137324500000000", "state": "open", "conversation_parts": parts}
    return {
        "type": "notification_event",
        "app_id": "lkqcyt9t",
        "id": "notif_ccd8a4d0-f965-11e3-a367-c779cae3e1b3",
        "topic": topic,
        "delivery_attempts": 1,
        "created_at": 1795262400,
        "data": {"type": "notification_event_data", "item": conversation | item},
    }


def intercom(event: Any, secret: str = DESK_SECRETS["desk_inter_webhook"]) -> Request:
    """Signed with the app's client secret."""
    body = json.dumps(event).encode()
    return body, {"X-Hub-Signature": "sha1=" + hmac.new(secret.encode(), body, sha1).hexdigest()}


# Zendesk


def zendesk_event(kind: str = "comment_added", actor: str = "8447388090494", **event: Any) -> Any:
    """An event of a subscription (developer.zendesk.com, "ticket events")."""
    return {
        "account_id": 22129848,
        "detail": {"actor_id": actor, "assignee_id": "8447388090494", "id": "5158", "status": "OPEN", "tags": []},
        "event": event or {"comment": {"author": {"id": actor, "is_staff": False}, "body": "Hello", "id": "1"}},
        "id": "2b24ac15-e9e4-4d6c-a71b-7f4c1c1b6a8f",
        "subject": "zen:ticket:5158",
        "time": "2026-11-21T12:00:00Z",
        "type": f"zen:event-type:ticket.{kind}",
        "zendesk_event_version": "2022-11-06",
    }


def zendesk(event: Any, at: float | None = None, invocation: str = "01HEXAMPLE") -> Request:
    """Signed with the webhook's secret; an event that is bytes goes as it is."""
    body = event if isinstance(event, bytes) else json.dumps(event).encode()
    stamp = datetime.fromtimestamp(time.time() if at is None else at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    headers = {
        "X-Zendesk-Webhook-Signature": base64_hmac(DESK_SECRETS["desk_zen_webhook"].encode(), stamp.encode() + body),
        "X-Zendesk-Webhook-Signature-Timestamp": stamp,
        "X-Zendesk-Webhook-Invocation-Id": invocation,
    }
    return body, {name: text for name, text in headers.items() if text}


# Chatwoot


def chatwoot_event(event: str = "message_created", **given: Any) -> Any:
    """A message's event (chatwoot.com, "how to use webhooks")."""
    return {
        "event": event,
        "id": 501,
        "content": "Hello",
        "message_type": "incoming",
        "private": False,
        "sender": {"id": 7, "name": "Anna", "type": "contact"},
        "conversation": {"id": 42, "status": "open", "messages": [{"id": 501, "message_type": 0}]},
        "account": {"id": 1, "name": "Shop"},
        **given,
    }


def chatwoot(event: Any, at: float | None = None, delivery: str = "0c7f1a52-3f0e-4b7e-9a0e-5f7f5a1b2c3d") -> Request:
    """Signed with the webhook's secret."""
    body = json.dumps(event).encode()
    stamp = str(int(time.time() if at is None else at))
    digest = hmac.new(DESK_SECRETS["desk_woot_webhook"].encode(), stamp.encode() + b"." + body, sha256).hexdigest()
    headers = {
        "X-Chatwoot-Signature": f"sha256={digest}",
        "X-Chatwoot-Timestamp": stamp,
        "X-Chatwoot-Delivery": delivery,
    }
    return body, {name: text for name, text in headers.items() if text}


# Standard Webhooks


def standard(
    said: Any, message: str = "msg_2mX3abc", at: float | None = None, secret: str = STANDARD_SECRET, before: str = ""
) -> Request:
    """An escalation, signed; `before` are signatures that stand before ours in the header."""
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    stamp = str(int(time.time() if at is None else at))
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signature = "v1," + base64_hmac(key, f"{message}.{stamp}.".encode() + body)
    return body, {
        "Content-Type": "application/json",
        "webhook-id": message,
        "webhook-timestamp": stamp,
        "webhook-signature": f"{before} {signature}".strip(),
    }


def an_escalation(**given: Any) -> dict[str, Any]:
    """An operator hands a dialog of the desk `forms` over."""
    return {
        "desk": "forms",
        "dialog": {"id": "D-17", "url": "https://desk.example/d/17"},
        "by": "Daria",
        "words": "The order is not in the list",
        **given,
    }


def base64_hmac(key: bytes, message: bytes) -> str:
    """HMAC-SHA256 as most of them write it."""
    return base64.b64encode(hmac.new(key, message, sha256).digest()).decode()
