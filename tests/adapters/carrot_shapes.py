"""Carrot quest's answers, as its documentation has them (developers.carrotquest.io/objects)."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.adapters.chat_line import OPERATOR
from tests.adapters.loopback import Asked, Reply, as_json

DIALOG, USER = "1800000000000001007", "1800000000000000007"
TOKEN = "app.57562.hunter2"
DARIA = {"id": "139584", "name": "Daria Belova", "type": "admin", "name_internal": "daria@example.com"}
WILCO = {"id": OPERATOR, "name": "Wilco", "type": "bot"}


def good(data: object, **meta: Any) -> Reply:
    """An answer of 200."""
    return as_json({"meta": {"status": 200, **meta}, "data": data})


def refused(error: str, status: int = 400, http: int | None = None) -> Reply:
    """A named error; `http` is the status of the line, where that says something else."""
    meta = {"status": status, "error": error, "error_message": f"{error} of hunter2"}
    return as_json({"meta": meta, "data": {}}, http or status)


def conversation(**more: Any) -> dict[str, Any]:
    """A conversation, as `GET /conversations/{id}` has it."""
    who: dict[str, Any] = {"id": USER, "user_id": None, "props": {}}
    return {"id": DIALOG, "user": who, "assignee": DARIA, "tags": ["bug"], **more}


def part(ident: int, kind: str = "reply_user", body: str = "Hello", **more: Any) -> dict[str, Any]:
    """A part of a conversation."""
    author = USER if kind == "reply_user" else DARIA
    return {
        "id": str(ident), "type": kind, "body": body, "created": 1764000000 + ident, "from": author,
        "external_id": None, "sent_via": "web_panel", "removed": None, "attachments": [], **more,
    }  # fmt: skip


def user(**more: Any) -> dict[str, Any]:
    """A person, as `GET /users/{id}` has them."""
    return {"id": USER, "user_id": None, "presence": "offline", "props": {}, "props_custom": {}, **more}


def query(asked: Asked) -> dict[str, str]:
    """What was asked for in the address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(asked.path).query).items()}


def form(asked: Asked) -> dict[str, str]:
    """What was sent as a form."""
    return {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
