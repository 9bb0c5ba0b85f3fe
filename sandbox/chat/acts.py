"""What people do in the chat, for the panel's API: the desk, the customers' side, the tests and the tour use it."""

from __future__ import annotations

from dataclasses import asdict

from starlette.requests import Request

from sandbox.chat.directory import OPERATORS, PERSONS, Operator
from sandbox.chat.representation import Representation
from sandbox.chat.site import MESSAGES
from sandbox.sandbox import Sandbox
from sandbox.state import Json


def _conversation(sandbox: Sandbox, request: Request) -> Json:
    return sandbox.chat.find(request.path_params["id"])


def _operator(body: Json, name: str = "by") -> Operator:
    if body[name] not in OPERATORS:
        raise ValueError(f"no operator is called {body[name]!r}")
    return OPERATORS[body[name]]


def _shown(sandbox: Sandbox, conversation: Json) -> Json:
    """Return a dialog with all its parts, ids as text, and what the person sees of it."""
    show, site = Representation(sandbox.chat, as_string=True), sandbox.chat
    parts = site.parts(conversation)
    return {
        **show.conversation(conversation),
        "url": site.link(conversation),
        "parts": [show.part(part) for part in parts],
        "seen_by_person": [part["body"] for part in parts if part["type"] in MESSAGES],
    }


async def dialogs(sandbox: Sandbox, request: Request, body: Json) -> list[Json]:
    """Return every dialog, the one with the latest news first."""
    return [_shown(sandbox, one) for one in sandbox.chat.conversations()]


async def dialog(sandbox: Sandbox, request: Request, body: Json) -> Json:
    """Return one dialog."""
    return _shown(sandbox, _conversation(sandbox, request))


async def start(sandbox: Sandbox, request: Request, body: Json) -> Json:
    """Start a dialog as a person of the shop, on a page of it."""
    if body["by"] not in PERSONS:
        raise ValueError(f"nobody is called {body['by']!r}")
    who = sandbox.chat.person(body["by"])
    if body.get("page"):
        who = sandbox.chat.visit(who, body["page"])
    return _shown(sandbox, sandbox.chat.start(who, str(body["body"])))


async def say(sandbox: Sandbox, request: Request, body: Json) -> Json:
    """Write in a dialog as its person."""
    return {"id": sandbox.chat.say(_conversation(sandbox, request), str(body["body"]))["id"]}


async def reply(sandbox: Sandbox, request: Request, body: Json) -> Json:
    """Write to the person as an operator."""
    return {"id": sandbox.chat.reply(_conversation(sandbox, request), _operator(body), str(body["body"]))["id"]}


async def note(sandbox: Sandbox, request: Request, body: Json) -> Json:
    """Write a note to the other operators."""
    found, by = _conversation(sandbox, request), _operator(body)
    return {"id": sandbox.chat.reply(found, by, str(body["body"]), type="note")["id"]}


async def tag(sandbox: Sandbox, request: Request, body: Json) -> Json:
    """Put a tag on a dialog."""
    return {"id": sandbox.chat.tag(_conversation(sandbox, request), str(body["tag"]), _operator(body))["id"]}


async def untag(sandbox: Sandbox, request: Request, body: Json) -> Json:
    """Take a tag off a dialog."""
    return {"id": sandbox.chat.untag(_conversation(sandbox, request), str(body["tag"]), _operator(body))["id"]}


async def assign(sandbox: Sandbox, request: Request, body: Json) -> Json:
    """Give a dialog to an operator, or with `to` null to nobody."""
    to = _operator(body, "to") if body["to"] else None
    sandbox.chat.assign(_conversation(sandbox, request), to, _operator(body))
    return {"assignee": to.id if to else None}


async def close(sandbox: Sandbox, request: Request, body: Json) -> Json:
    """Close a dialog."""
    sandbox.chat.close(_conversation(sandbox, request), _operator(body))
    return {"closed": True}


async def switches(sandbox: Sandbox, request: Request, body: Json) -> Json:
    """Return how the webhook is set."""
    return asdict(sandbox.chat_webhooks.switches)


async def switch(sandbox: Sandbox, request: Request, body: Json) -> Json:
    """Set the webhook: its shape, and whether notes and changes are told of."""
    return asdict(sandbox.chat_webhooks.switch(**body))


ACTS = {
    "GET chat/dialogs": dialogs,
    "GET chat/webhook": switches,
    "POST chat/webhook": switch,
    "POST chat/start": start,
    "GET chat/{id}": dialog,
    "POST chat/{id}/say": say,
    "POST chat/{id}/reply": reply,
    "POST chat/{id}/note": note,
    "POST chat/{id}/tag": tag,
    "POST chat/{id}/untag": untag,
    "POST chat/{id}/assign": assign,
    "POST chat/{id}/close": close,
}
