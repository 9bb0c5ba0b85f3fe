"""The operators' desk, and the small customers' side where a person writes and reads what was meant for them."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.chat import directory
from sandbox.chat.site import MESSAGES, ChatSite
from sandbox.state import Json
from sandbox.templating import page

OPERATORS = [one for one in directory.OPERATORS.values() if one is not directory.BOT]
PARTS = {"list": "chat_list.html", "stream": "chat_stream.html", "details": "chat_details.html"}


def routes(site: ChatSite) -> list[Route]:
    """Return the routes of the chat's pages."""

    async def desk(request: Request) -> Response:
        newest = site.conversations()[:1]
        return page("chat.html", listed=True, **_desk(site, newest[0] if newest else None))

    async def dialog(request: Request) -> Response:
        app, ident = request.path_params["app"], request.path_params["id"]
        chosen = site.state.get("chat conversation", ident)
        if chosen is None or app != directory.APP_ID:
            return page("missing.html", what=f"No dialog {ident}")
        name = PARTS.get(request.query_params.get("part", ""), "chat.html")
        return page(name, listed=False, **_desk(site, chosen))

    async def customer(request: Request) -> Response:
        handle = request.query_params.get("who", "")
        who = directory.PERSONS.get(handle) or directory.PERSONS["ann"]
        name = "chat_customer_part.html" if "part" in request.query_params else "chat_customer.html"
        return page(name, **_customers_side(site, who, request.query_params.get("dialog", "")))

    return [
        Route("/chat", desk),
        Route("/chat/", desk),
        Route("/chat/customer", customer),
        Route("/chat/panel/{app}/conversations", desk),
        Route("/chat/panel/{app}/conversations/{id}", dialog),
    ]


def _desk(site: ChatSite, chosen: Json | None) -> Json:
    known: Json = {"rows": [_row(site, one) for one in site.conversations()], "operators": OPERATORS, "chosen": None}
    if chosen is None:
        return known
    user = site.user(chosen["belongs_to"])
    locale = user["props_custom"].get("locale")
    return known | {
        "chosen": chosen,
        "link": site.link(chosen),
        "path": _path(chosen),
        "user": user,
        "name": _name(user),
        "locale": locale,
        "messages": [_message(site, one) for one in site.parts(chosen)],
        "others": [_row(site, one) for one in site.conversations(user["id"]) if one["id"] != chosen["id"]],
    }


def _path(conversation: Json) -> str:
    return f"/chat/panel/{directory.APP_ID}/conversations/{conversation['id']}"


def _name(user: Json) -> str:
    return str(user["props"].get("$name") or f"Visitor {user['id'][-7:-3]}")


def _row(site: ChatSite, conversation: Json) -> Json:
    messages = [one for one in site.parts(conversation) if one["type"] in MESSAGES]
    owner = directory.BY_ID.get(conversation["assignee"] or "")
    return {
        "id": conversation["id"],
        "path": _path(conversation),
        "name": _name(site.user(conversation["belongs_to"])),
        "last": messages[-1],
        "waiting": 0 if conversation["closed"] else site.waiting(conversation),
        "closed": conversation["closed"],
        "tags": conversation["tags"],
        "owner": owner.name if owner else None,
        "at": conversation["last_update"],
    }


def _message(site: ChatSite, part: Json) -> Json:
    """Return a part as the desk shows it: somebody's words, or a line about what was changed."""
    operator = directory.BY_ID.get(part["by"])
    name = operator.name if operator else _name(site.user(part["by"]))
    said = part["type"] in MESSAGES or part["type"] == "note"
    kind = "person" if operator is None else "note" if part["type"] == "note" else "operator" if said else "change"
    return {**part, "kind": kind, "name": name, "bot": operator is directory.BOT, "change": _change(part)}


def _change(part: Json) -> str:
    if part["type"] == "assigned":
        to = directory.BY_ID.get(part["assignee"] or "")
        return f"assigned the dialog to {to.name}" if to else "took the assignment back"
    named = {"tag_added": "added the tag", "tag_deleted": "took off the tag", "closed": "closed the dialog"}
    return named.get(part["type"], "")


def _customers_side(site: ChatSite, who: directory.Person, asked: str) -> Json:
    """Return what a person sees: their own dialogs, and of a dialog the messages alone."""
    user = next((one for one in site.state.all("chat user") if one.get("handle") == who.handle), None)
    mine = site.conversations(user["id"]) if user else []
    chosen = next((one for one in mine if one["id"] == asked), None)
    if chosen is None and asked != "new" and mine:
        chosen = mine[0]
    parts = site.parts(chosen) if chosen else []
    return {
        "who": who,
        "persons": directory.PERSONS.values(),
        "dialogs": [_row(site, one) for one in mine],
        "chosen": chosen,
        "messages": [_message(site, one) for one in parts if one["type"] in MESSAGES],
    }
