"""How people, conversations and their parts look in the API's answers.

Ids are JSON numbers beyond 2^53 unless a call says `id_as_string=true`. Source of the fields:
developers.carrotquest.io/objects; of the page that a person is on: developers.dashly.io/presence.
"""

from __future__ import annotations

from typing import Any

from sandbox.chat import directory
from sandbox.chat.site import MESSAGES, ChatSite
from sandbox.state import Json


class Representation:
    """Renders answers of one call."""

    def __init__(self, site: ChatSite, as_string: bool) -> None:
        self._site = site
        self._as_string = as_string

    def id(self, ident: str | None) -> Any:
        """Return an id as the call wants it."""
        return ident if ident is None or self._as_string else int(ident)

    def admin(self, ident: str | None) -> Json | None:
        """Return an operator."""
        if ident is None:
            return None
        body = directory.BY_ID[ident].body()
        return {**body, "id": self.id(body["id"])}

    def user(self, user: Json, *, custom: bool = False, details: bool = False) -> Json:
        """Return a person; who has left the pages is offline and has no details."""
        page = user["page"]
        shown = {
            "id": self.id(user["id"]),
            "app": self.id(directory.APP_ID),
            "user_id": user["user_id"],
            "removed": None,
            "presence": "online" if page else "offline",
            "props": user["props"],
        }
        if custom:
            shown["props_custom"] = user["props_custom"]
        if details and page:
            shown["presence_details"] = {"$current_page_url": page["url"], "$current_page_title": page["title"]}
        return shown

    def part(self, part: Json) -> Json:
        """Return a part. The author is an id for the person and an object for an operator."""
        by_person = part["type"] == "reply_user"
        shown = {
            "id": self.id(part["id"]),
            "created": int(part["created"]),
            "edited": None,
            "removed": None,
            "conversation": self.id(part["belongs_to"]),
            "part_group": self.id(part["part_group"]),
            "body": part["body"],
            "body_json": {},
            "direction": "u2a" if by_person else "a2u",
            "type": part["type"],
            "sent_via": part["sent_via"],
            "from": self.id(part["by"]) if by_person else self.admin(part["by"]),
            "read": True,
            "first": part["part_group"] == part["id"],
            "reply_type": "no",
            "meta_data": {},
            "actions": None,
            "external_id": part["external_id"],
            "random_id": part["random_id"],
            "attachments": [],
        }
        if "tag" in part:
            shown["tag"] = part["tag"]
        if "assignee" in part:
            shown["assignee"] = self.admin(part["assignee"])
        return shown

    def made(self, part: Json | None) -> Json:
        """Return what an assignment, a tag or a close is answered with; nothing when nothing has changed."""
        return {"id": self.id(part["id"]), "part_group": self.id(part["part_group"])} if part else {}

    def conversation(self, conversation: Json, *, with_user: bool = True) -> Json:
        """Return a conversation with its last parts."""
        parts = self._site.parts(conversation)
        replies = [one for one in parts if one["type"] in MESSAGES]
        admins = [one["by"] for one in parts if one["type"] != "reply_user"]
        shown = {
            "id": self.id(conversation["id"]),
            "app": self.id(directory.APP_ID),
            "created": int(conversation["created"]),
            "read": True,
            "replied": True,
            "clicked": False,
            "unsubscribed": False,
            "closed": conversation["closed"],
            "message": None,
            "type": "popup_chat",
            "reply_type": "text",
            "channel": None,
            "part_last": self._last(parts),
            "reply_last": self._last(replies),
            "important_part_last": self._last(replies),
            "parts_count": len(parts),
            "unread_parts_count": 0,
            "assignee": self.admin(conversation["assignee"]),
            "last_admin": self.admin(admins[-1] if admins else None),
            "last_update": int(conversation["last_update"]),
            "tags": conversation["tags"],
        }
        if with_user:
            shown["user"] = self.user(self._site.user(conversation["belongs_to"]))
        return shown

    def _last(self, parts: list[Json]) -> Json | None:
        return self.part(parts[-1]) if parts else None
