"""What Carrot quest refuses, under the names that it gives to errors.

Sources: developers.carrotquest.io/webapi/exceptions, its English twin developers.dashly.io/webapi/exceptions (the
only one that lists TooManyRequests), and the pages of the single methods.
"""

from __future__ import annotations

import json
from typing import Any

from sandbox.state import Json

TAG_LIMIT, BODY_LIMIT, OPERATIONS_LIMIT = 255, 20_000, 250
LARGEST_PAGE, PAGE = 50, 20
REPLY_TYPES = ("reply_admin", "note", "article")


class ChatRefusal(Exception):
    """An answer that is not 200. What is not found is a 400 too."""

    def __init__(self, status: int, error: str, message: str, **more: Any) -> None:
        super().__init__(error, message)
        self.status = status
        self.body: Json = {"meta": {"status": status, "error": error, "error_message": message, **more}, "data": {}}

    @property
    def message(self) -> str:
        """Return what a person is told."""
        return str(self.body["meta"]["error_message"])


def not_found(what: str, ident: str) -> ChatRefusal:
    """Return the refusal of an id that names nothing."""
    return ChatRefusal(400, "LookupError", f"{what} with id {ident} is not found")


def invalid(field: str, why: str) -> ChatRefusal:
    """Return the refusal of an argument."""
    return ChatRefusal(400, "ValidationError", f"{field}: {why}", error_fields={field: [why]})


def true(value: str | None) -> bool:
    """Read a boolean as they do: "false", "0" and nothing are false, any other text is true, "no" too."""
    return value is not None and value.lower() not in ("false", "0", "")


def integer(field: str, value: str | None, default: int = 0) -> int:
    """Read a whole number."""
    try:
        return int(value) if value else default
    except ValueError:
        raise invalid(field, "A valid integer is required.") from None


def array(field: str, value: str) -> list[Any]:
    """Read an array: JSON, or words with commas between them."""
    try:
        read = json.loads(value) if value.startswith("[") else value.split(",")
    except ValueError:
        raise invalid(field, "Value must be valid JSON.") from None
    return read if isinstance(read, list) else [read]


def check_body(body: str) -> str:
    """Take the text of a message."""
    if not body.strip():
        raise invalid("body", "This field is required.")
    if len(body) > BODY_LIMIT:  # that there is a limit is documented, how much it is is not
        raise ChatRefusal(400, "ReplyTooBig", "Text is too long")
    return body


def check_tag(tag: str) -> str:
    """Take a tag: 1 to 255 characters, no comma, since commas stand between tags in a filter."""
    if not 1 <= len(tag.strip()) <= TAG_LIMIT or "," in tag:
        raise invalid("tag", f"A tag has 1 to {TAG_LIMIT} characters and no comma.")
    return tag.strip()
