"""The shapes in which Carrot quest's webhooks were seen; its pages: help.carrotquest.io/article/187,
developers.carrotquest.io/webhooks.

A form, or one in base64; the message in it as JSON, or in base64; ids as numbers or as text; or flat fields, which a
trigger of the team's sends, as a form or as JSON. The content type is misspelt in the vendor's own documentation.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

from pydantic import Field, TypeAdapter, ValidationError

from chalicelib.entrances.payloads.hints import Author, Heard, Hint, Ident
from chalicelib.errors import Refusal

OUR_MARK = "wilco:"  # how the external ids begin of what we write
_MOST_FIELDS = 100
_OF_NO_DIALOG = ("event",)
_TRIGGERED = "message_webhook"
_OBJECT: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[str, Any])


class Message(Hint):
    """One part of a dialog. The author of an operator's part is an object, a person's is a bare id."""

    id: Ident = ""
    conversation: Ident = ""
    sent_via: str = ""
    external_id: str = ""
    author: Author = Field(default=Author(), validation_alias="from")

    def by(self, operator: str) -> bool:
        """Whether this operator's account has written it through the API, as we do."""
        through_api = self.sent_via == "api" and bool(operator) and self.author.id == operator
        return through_api or self.external_id.startswith(OUR_MARK)


class Sent(Hint):
    """The fields of a form. `token` has to be checked before anything else is looked at."""

    type: str = ""
    token: str = ""
    conversation: Any = None
    conversation_id: Ident = ""
    sending_id: Ident = ""

    def heard(self, operator: str) -> Heard | None:
        """What it tells; None when that is nothing for us. Raises Refusal when the message can't be read."""
        if self.type in _OF_NO_DIALOG:
            return None
        if self.type == _TRIGGERED:  # `sending_id` is the dialog's: an operator's trigger has written into it
            return Heard(self.sending_id) if self.sending_id else None
        message = _message(self.conversation) if self.conversation else Message()
        dialog_id = message.conversation or self.conversation_id
        return Heard(dialog_id, message.id, message.by(operator)) if dialog_id else None


def sent(raw: bytes) -> Sent:
    """The body's fields, in whichever shape has a token; without one, nothing at all."""
    for body in (raw, _decoded(raw)):
        for fields in _readings(body):
            if fields.get("token"):
                return Sent.model_validate(fields)
    return Sent()


def _readings(body: bytes) -> Iterator[dict[str, Any]]:
    try:
        yield dict(parse_qsl(body.decode(), max_num_fields=_MOST_FIELDS))
    except ValueError:  # not UTF-8, or an absurd number of fields
        return
    try:
        yield _OBJECT.validate_json(body)
    except ValidationError:
        return


def _message(value: Any) -> Message:
    """The message as an object, as JSON, or as JSON in base64. Raises Refusal."""
    if isinstance(value, dict):
        return Message.model_validate(value)
    text = str(value).encode(errors="replace")
    for one in (text, _decoded(text)):
        try:
            return Message.model_validate_json(one)
        except ValidationError:
            continue
    raise Refusal(400, "Not a message", "Send `conversation` as a JSON object.")


def _decoded(text: bytes) -> bytes:
    """Out of base64, empty when it is none. A form turns the plus sign into a space; the padding may be missing."""
    packed = re.sub(rb"[\r\n=]", b"", text.strip()).replace(b" ", b"+").translate(bytes.maketrans(b"-_", b"+/"))
    try:
        return base64.b64decode(packed + b"=" * (-len(packed) % 4), validate=True)
    except binascii.Error:
        return b""
