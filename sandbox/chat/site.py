"""What happens in this chat: each change is checked, stored, and told to the webhook in one transaction.

The API, the desk, the customers' side and the panel all come through here. `by` is an operator of the directory.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from sandbox.chat import directory, props, refusals
from sandbox.chat.directory import Operator
from sandbox.chat.refusals import ChatRefusal
from sandbox.state import Json, State

Tell = Callable[["ChatSite", Json, Json], None]
MESSAGES = ("reply_user", "reply_admin", "article", "auto_reply")
CHANGES = ("tag_added", "tag_deleted", "assigned", "closed")


class ChatSite:
    """The dialogs, called conversations by the API, and their parts. `tell` hears of each part as it is made."""

    def __init__(self, state: State, base: str, tell: Tell, clock: Callable[[], float] = time.time) -> None:
        self.state = state
        self.base = base
        self._tell = tell
        self._clock = clock

    def find(self, ident: str) -> Json:
        """Return a conversation; LookupError otherwise."""
        found = self.state.get("chat conversation", ident)
        if found is None:
            raise refusals.not_found("Conversation", ident)
        return found

    def conversations(self, user: str | None = None) -> list[Json]:
        """Return the conversations, of all or of one person, the one with the latest news first."""
        known = self.state
        found = known.all("chat conversation") if user is None else known.belonging("chat conversation", user)
        return sorted(found, key=lambda one: (one["last_update"], int(one["id"])), reverse=True)

    def parts(self, conversation: Json) -> list[Json]:
        """Return the parts of a conversation, oldest first."""
        return self.state.belonging("chat part", conversation["id"])

    def waiting(self, conversation: Json) -> int:
        """Return how many messages the person has written since an operator's last."""
        replies = [one["type"] for one in self.parts(conversation) if one["type"] in MESSAGES]
        return next((n for n, kind in enumerate(reversed(replies)) if kind != "reply_user"), len(replies))

    def link(self, conversation: Json) -> str:
        """Return the address of a conversation in the operators' panel."""
        return f"{self.base}/panel/{directory.APP_ID}/conversations/{conversation['id']}"

    def user(self, ident: str, by_user_id: bool = False) -> Json:
        """Return a person by the chat's id, or by the shop's own; LookupError otherwise."""
        found = self._by_user_id(ident) if by_user_id else self.state.get("chat user", ident)
        if found is None:
            raise refusals.not_found("User", ident)
        return found

    def user_or_new(self, user_id: str) -> Json:
        """Return the person with the shop's own id, who is made when there is none."""
        return self._by_user_id(user_id) or self._new_user(user_id, {}, {})

    def person(self, handle: str) -> Json:
        """Return somebody of the directory as the chat knows them, who is made at the first meeting."""
        who = directory.PERSONS[handle]
        found = next((one for one in self.state.all("chat user") if one.get("handle") == handle), None)
        system = {"$name": who.name, **({"$email": who.email} if who.email else {})}
        return found or self._new_user(who.user_id, system, {"locale": who.locale}, handle)

    def _by_user_id(self, user_id: str) -> Json | None:
        return next((one for one in self.state.all("chat user") if one["user_id"] == user_id), None)

    def _new_user(self, user_id: str | None, system: Json, custom: Json, handle: str | None = None) -> Json:
        ident = self._id()
        user = {"id": ident, "user_id": user_id, "props": system, "props_custom": custom, "page": None}
        return self.state.put("chat user", ident, {**user, "handle": handle})

    def _id(self) -> str:
        """Return an id as theirs are, 19 digits that grow with time; an odd one, so that a float always spoils it."""
        return str(self.state.next("chat id", time.time_ns() // 1000) * 1000 + 7)

    def set_props(self, user: Json, operations: list[Any]) -> Json:
        """Change a person's properties; return the `meta` that tells what became of each operation."""
        if len(operations) > refusals.OPERATIONS_LIMIT:
            raise refusals.invalid("operations", f"At most {refusals.OPERATIONS_LIMIT} operations are allowed.")
        after, meta = props.apply({**user["props"], **user["props_custom"]}, operations)
        system = {key: value for key, value in after.items() if key.startswith("$")}
        custom = {key: value for key, value in after.items() if not key.startswith("$")}
        self.state.put("chat user", user["id"], {**user, "props": system, "props_custom": custom})
        return meta

    def visit(self, user: Json, url: str, title: str = "") -> Json:
        """Remember the page that a person is on."""
        return self.state.put("chat user", user["id"], {**user, "page": {"url": url, "title": title or url}})

    def start(self, user: Json, body: str, *, random_id: int = 0) -> Json:
        """Start a conversation with a person's words."""
        refusals.check_body(body)
        with self.state.transaction():
            ident, now = self._id(), self._clock()
            conversation = {
                "id": ident,
                "belongs_to": user["id"],
                "created": now,
                "last_update": now,
                "closed": False,
                "assignee": None,
                "tags": [],
            }
            self.state.put("chat conversation", ident, conversation)
            self.say(conversation, body, random_id=random_id)
            return self.find(ident)

    def say(self, conversation: Json, body: str, *, sent_via: str = "web_user", **more: Any) -> Json:
        """Write as the person; a conversation that was closed is open again."""
        refusals.check_body(body)
        with self.state.transaction():
            part = {"type": "reply_user", "by": conversation["belongs_to"], "body": body, "sent_via": sent_via, **more}
            return self._add(conversation, part, closed=False)

    def reply(
        self, conversation: Json, by: Operator, body: str, *, type: str = "reply_admin", via: str = "web_panel",
        **more: Any,
    ) -> Json:  # fmt: skip
        """Write as an operator, to the person or, as a note, to the other operators."""
        if type not in refusals.REPLY_TYPES:
            raise refusals.invalid("type", f'"{type}" is not a valid choice.')
        refusals.check_body(body)
        with self.state.transaction():
            return self._add(conversation, {"type": type, "by": by.id, "body": body, "sent_via": via, **more})

    def assign(self, conversation: Json, to: Operator | None, by: Operator, **more: Any) -> Json | None:
        """Give a conversation to an operator, or to nobody; None when it was so already."""
        wanted = to.id if to else None
        if conversation["assignee"] == wanted:
            return None
        with self.state.transaction():
            part = {"type": "assigned", "by": by.id, "assignee": wanted, **more}
            return self._add(conversation, part, assignee=wanted)

    def tag(self, conversation: Json, tag: str, by: Operator, **more: Any) -> Json:
        """Put a tag on a conversation."""
        tag = refusals.check_tag(tag)
        if tag in conversation["tags"]:
            raise ChatRefusal(400, "ConversationTagAlreadyAssigned", f"Tag {tag} is already assigned")
        with self.state.transaction():
            part = {"type": "tag_added", "by": by.id, "tag": tag, **more}
            return self._add(conversation, part, tags=[*conversation["tags"], tag])

    def untag(self, conversation: Json, tag: str, by: Operator, **more: Any) -> Json:
        """Take a tag off a conversation."""
        if tag not in conversation["tags"]:
            raise ChatRefusal(400, "ConversationTagIsNotAssigned", f"Tag {tag} is not assigned")
        with self.state.transaction():
            part = {"type": "tag_deleted", "by": by.id, "tag": tag, **more}
            return self._add(conversation, part, tags=[one for one in conversation["tags"] if one != tag])

    def close(self, conversation: Json, by: Operator, **more: Any) -> Json | None:
        """Close a conversation; None when it was closed already."""
        if conversation["closed"]:
            return None
        with self.state.transaction():
            return self._add(conversation, {"type": "closed", "by": by.id, **more}, closed=True)

    def _add(self, conversation: Json, about: Json, **changes: Any) -> Json:
        """Add a part, and change the conversation with it."""
        ident, now = self._id(), self._clock()
        asked = [one["id"] for one in self.parts(conversation) if one["type"] == "reply_user"]
        group = ident if about["type"] == "reply_user" or not asked else asked[-1]
        defaults = {"body": "", "sent_via": "web_panel", "external_id": None, "random_id": 0, "part_group": group}
        part = {**defaults, **about, "id": ident, "belongs_to": conversation["id"], "created": now}
        self.state.put("chat part", ident, part)
        changed = {**self.find(conversation["id"]), **changes, "last_update": now}
        self.state.put("chat conversation", conversation["id"], changed)
        self._tell(self, changed, part)
        return part
