"""The webhooks of Intercom, Zendesk and Chatwoot, as far as they are used: which dialog has news, and who made it."""

from collections.abc import Mapping

from pydantic import Field

from chalicelib.entrances.payloads.hints import Author, Heard, Hint, Ident, ident


class _Named(Hint):
    id: Ident = ""


class _IntercomPart(Hint):
    author: Author = Author()


class _IntercomParts(Hint):
    parts: tuple[_IntercomPart, ...] = Field(default=(), validation_alias="conversation_parts")


class _IntercomItem(Hint):
    type: str = "conversation"
    id: Ident = ""
    conversation_id: Ident = ""
    conversation: _Named = _Named()
    conversation_parts: _IntercomParts = _IntercomParts()

    @property
    def dialog_id(self) -> str:
        own = self.id if self.type == "conversation" else ""
        return self.conversation_id or self.conversation.id or own


class _IntercomData(Hint):
    item: _IntercomItem = _IntercomItem()


class Intercom(Hint):
    """A notification (developers.intercom.com, "webhook notifications"); its id is the same on a retry."""

    id: Ident = ""
    topic: str = ""
    data: _IntercomData = _IntercomData()

    def heard(self, operator: str) -> Heard | None:
        """What it tells; None when that is nothing for us: a ping, a contact, a dialog that is gone."""
        told = self.topic.startswith(("conversation.", "conversation_part."))
        dialog_id = self.data.item.dialog_id
        if not told or not dialog_id or self.topic in ("conversation.deleted", "conversation.read"):
            return None
        return Heard(dialog_id, self.id, self._ours(operator))

    def _ours(self, operator: str) -> bool:
        """Only of what an operator has done: on a tag, the part is the tagged one, and may be our own note."""
        parts = self.data.item.conversation_parts.parts
        if not operator or not parts or not self.topic.startswith("conversation.admin."):
            return False
        return parts[-1].author == Author(id=operator, type="admin")


class _ZendeskDetail(Hint):
    id: Ident = ""
    actor_id: Ident = ""


class _ZendeskComment(Hint):
    author: _Named = _Named()


class _ZendeskEvent(Hint):
    comment: _ZendeskComment = _ZendeskComment()


class Zendesk(Hint):
    """A trigger's body, which is the team's own (docs/desks.md), or the event of a subscription, which is fixed."""

    id: Ident = ""
    type: str = ""
    ticket_id: Ident = ""
    author_id: Ident = ""
    detail: _ZendeskDetail = _ZendeskDetail()
    event: _ZendeskEvent = _ZendeskEvent()

    def heard(self, headers: Mapping[str, str], operator: str) -> Heard | None:
        """What it tells; None when that is nothing for us."""
        event = self.type.startswith("zen:event-type:ticket.")
        dialog_id = self.detail.id if event else self.ticket_id
        if not dialog_id:
            return None
        authors = (self.detail.actor_id, self.event.comment.author.id) if event else (self.author_id,)
        cause = self.id if event else ident(headers.get("x-zendesk-webhook-invocation-id"))
        return Heard(dialog_id, cause, bool(operator) and operator in authors)


class _ChatwootConversation(Hint):
    id: Ident = ""
    display_id: Ident = ""


class Chatwoot(Hint):
    """An event. Of a message, `id` is the message's; of a conversation, its own."""

    event: str = ""
    id: Ident = ""
    display_id: Ident = ""
    message_type: Ident = ""
    sender: Author = Author()
    conversation: _ChatwootConversation = _ChatwootConversation()

    def heard(self, headers: Mapping[str, str], operator: str) -> Heard | None:
        """What it tells; None when that is nothing for us."""
        if self.event in ("message_created", "message_updated"):
            dialog_id = self.conversation.display_id or self.conversation.id
        elif self.event in ("conversation_created", "conversation_updated", "conversation_status_changed"):
            dialog_id = self.display_id or self.conversation.display_id or self.conversation.id or self.id
        else:
            return None
        cause = ident(headers.get("x-chatwoot-delivery"))
        return Heard(dialog_id, cause, self._ours(operator)) if dialog_id else None

    def _ours(self, operator: str) -> bool:
        """Contacts have ids of their own, which may be the same number: what comes in is never ours."""
        incoming = self.message_type in ("incoming", "0") or self.sender.type == "contact"
        return bool(operator) and self.sender.id == operator and not incoming
