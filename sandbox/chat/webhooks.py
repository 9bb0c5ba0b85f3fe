"""The webhook for chat messages: which parts it tells of, and in which of the shapes that were seen.

The fields are those of a request captured in 2025 (ids as text); the older ones had ids as numbers, an article of the
vendor's speaks of base64, and a bridge may send flat fields. Source: help.carrotquest.io/article/187. It is repeated
"several times after some time" until the answer is 200.
"""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from sandbox.chat import directory
from sandbox.chat.representation import Representation
from sandbox.chat.site import CHANGES, MESSAGES, ChatSite
from sandbox.outbox import Line, Outbox
from sandbox.state import Json, State

NAME = "chat"
WAITS = (1.0, 2.0, 4.0, 8.0)
HEADERS = {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": "Carrotquest Webhook 1.0"}
SHAPES = ("form", "numbers", "base64 body", "base64 value", "flat")


@dataclass(frozen=True)
class Switches:
    """What the panel has set. The vendor promises messages alone, so that a note is read when the next one comes; tests
    switch the rest off, and who tries the desk by hand is not left waiting.
    """

    shape: str = "form"
    notes: bool = True
    changes: bool = True

    def __post_init__(self) -> None:
        if self.shape not in SHAPES:
            raise ValueError(f"there is no shape {self.shape!r}; there are {', '.join(SHAPES)}")

    def want(self, kind: str) -> bool:
        """Say whether a part of this type is told of."""
        return kind in MESSAGES or (kind == "note" and self.notes) or (kind in CHANGES and self.changes)


class ChatWebhooks:
    """Puts parts into the outbox."""

    def __init__(self, state: State, outbox: Outbox, front: str, token: str) -> None:
        self._state = state
        self._outbox = outbox
        self._token = token
        outbox.add(Line(NAME, f"{front}/v1/chat/{directory.DESK}", _headers, _worth_a_retry, WAITS))

    @property
    def switches(self) -> Switches:
        """Return how they are set; a reset puts them back."""
        return Switches(**(self._state.get("chat webhook", "switches") or {}))

    def switch(self, **wanted: Any) -> Switches:
        """Set some of them."""
        switches = Switches(**{**asdict(self.switches), **wanted})
        self._state.put("chat webhook", "switches", asdict(switches))
        return switches

    def tell(self, site: ChatSite, conversation: Json, part: Json) -> None:
        """Put a part into the outbox, if it is one to tell of; called inside the transaction of the change."""
        switches = self.switches
        if switches.want(part["type"]):
            event = f"chat {part['type']}"
            body = self._body(site, conversation, part, switches.shape)
            self._outbox.enqueue(NAME, conversation["id"], event, conversation["id"], body)

    def _body(self, site: ChatSite, conversation: Json, part: Json, shape: str) -> str:
        form = {"type": "conversation", "token": self._token}
        if shape == "flat":
            form |= {"conversation_id": conversation["id"], "conversation_body": part["body"]}
            return urlencode(form)
        told = json.dumps(said(site, conversation, part, as_string=shape != "numbers"))
        if shape == "base64 value":
            told = base64.b64encode(told.encode()).decode()
        body = urlencode({**form, "conversation": told})
        return base64.b64encode(body.encode()).decode() if shape == "base64 body" else body


def said(site: ChatSite, conversation: Json, part: Json, as_string: bool) -> Json:
    """Return a part as the webhook has it: with what there is to know of its conversation."""
    show = Representation(site, as_string)
    parts = site.parts(conversation)
    by_person = [int(one["created"]) for one in parts if one["type"] == "reply_user"]
    shown = show.part(part)
    return {
        **{name: value for name, value in shown.items() if name not in ("read", "first", "attachments")},
        "conversation_delayed_until": None,
        "conversation_last_update": int(conversation["last_update"]),
        "conversation_closed": conversation["closed"],
        "conversation_replied": True,
        "conversation_tags": conversation["tags"],
        "conversation_admin_unread_count": site.waiting(conversation),
        "conversation_last_user_reply_time": by_person[-1] if by_person else None,
        "conversation_type": "popup_chat",
        "conversation_not_answered_admin_replies": 0,
        "conversation_assistant_type": None,
        "channel": None,
        "assignee": show.admin(conversation["assignee"]),
        "user": show.id(conversation["belongs_to"]),
    }


def _headers(entry: Json) -> dict[str, str]:
    return dict(HEADERS)


def _worth_a_retry(status: int) -> bool:
    return status != 200
