"""Carrot quest's API: conversations, their parts, people and their properties.

Source: developers.carrotquest.io/webapi/endpoints, and the English developers.dashly.io of the same service.
"""

from __future__ import annotations

from typing import Any

from starlette.routing import Route

from sandbox.chat import directory
from sandbox.chat.calls import Call, Handler, no_such_method, operator, routes_of
from sandbox.chat.pagination import Item, page
from sandbox.chat.refusals import ChatRefusal, integer
from sandbox.chat.site import ChatSite
from sandbox.credentials import Credentials
from sandbox.state import Json

Answer = tuple[Any, Json]


def routes(site: ChatSite, credentials: Credentials) -> list[Route]:
    """Return every route of the API."""
    known = [routes_of(path, handlers, site, credentials) for path, handlers in ROUTES.items()]
    return [route for routes in known for route in routes] + no_such_method()


def conversation(call: Call) -> Answer:
    return call.show.conversation(call.conversation), {}


def parts(call: Call) -> Answer:
    show = call.show
    items = [Item((int(part["id"]),), show.part(part)) for part in call.site.parts(call.conversation)]
    return page(items, call.arguments, call.version)


def reply(call: Call) -> Answer:
    found, body = call.conversation, call.text("body")
    marks = {"external_id": call.text("external_id") or None, "random_id": integer("random_id", call.text("random_id"))}
    if call.text("from_user"):
        return call.show.part(call.site.say(found, body, sent_via="api", **marks)), {}
    by = call.operator("from_admin")
    if call.text("auto_assign"):
        number = integer("auto_assign_random_id", call.text("auto_assign_random_id"))
        call.site.assign(found, operator(call.text("auto_assign")), by, sent_via="api", random_id=number)
    kind = call.text("type") or "reply_admin"
    return call.show.part(call.site.reply(found, by, body, type=kind, via="api", **marks)), {}


def assign(call: Call) -> Answer:
    to = operator(call.text("admin")) if call.text("admin") else None
    return call.show.made(call.site.assign(call.conversation, to, call.operator("from_admin"), **_sent(call))), {}


def tag(call: Call) -> Answer:
    if call.text("action") == "delete":  # the old way
        return untag(call)
    made = call.site.tag(call.conversation, call.text("tag"), call.operator("from_admin"), **_sent(call))
    return call.show.made(made), {}


def untag(call: Call) -> Answer:
    made = call.site.untag(call.conversation, call.text("tag"), call.operator("from_admin"), **_sent(call))
    return call.show.made(made), {}


def close(call: Call) -> Answer:
    return call.show.made(call.site.close(call.conversation, call.operator("from_admin"), **_sent(call))), {}


def _sent(call: Call) -> Json:
    return {"sent_via": "api", "random_id": integer("random_id", call.text("random_id"))}


def _user(call: Call) -> Json:
    return call.site.user(call.path("id"), call.flag("by_user_id"))


def _user_or_new(call: Call) -> Json:
    return call.site.user_or_new(call.path("id")) if call.flag("by_user_id") else _user(call)


def user(call: Call) -> Answer:
    custom, details = call.flag("props_custom"), call.flag("presence_details")
    shown = call.show.user(_user_or_new(call), custom=custom, details=details)
    if not call.flag("props", True):
        del shown["props"]
    return shown, {}


def props(call: Call) -> Answer:
    return {}, call.site.set_props(_user_or_new(call), call.words("operations"))


def start_conversation(call: Call) -> Answer:
    who = _user_or_new(call)
    if call.text("referrer"):
        who = call.site.visit(who, call.text("referrer"))
    started = call.site.start(who, call.text("body"), random_id=integer("random_id", call.text("random_id")))
    return {"id": call.show.id(started["id"])}, {}


def user_conversations(call: Call) -> Answer:
    found = call.site.conversations(_user(call)["id"])
    return _listed(call, found, with_user=call.version > 1)  # version 1 leaves the person out of their own list


def app_conversations(call: Call) -> Answer:
    if call.path("id") != directory.APP_ID:
        raise ChatRefusal(403, "PermissionDeniedError", "The token is of another app")
    return _listed(call, [one for one in call.site.conversations() if _wanted(call, one)], with_user=True)


def _listed(call: Call, found: list[Json], with_user: bool) -> Answer:
    show = call.show
    items = [Item((one["last_update"], int(one["id"])), show.conversation(one, with_user=with_user)) for one in found]
    return page(items, call.arguments, call.version)


def _wanted(call: Call, conversation: Json) -> bool:
    """Say whether a conversation passes the filters: a filter that is not given lets all through."""
    answered = call.site.waiting(conversation) == 0
    assigned, owner = call.text("assigned"), conversation["assignee"] or "0"
    loose = owner == "0" and call.flag("include_not_assigned")
    return (
        call.flag("closed", conversation["closed"]) == conversation["closed"]
        and call.flag("answered", answered) == answered
        and (not assigned or loose or owner == assigned != "0")
        and (set(call.words("tags")) <= set(conversation["tags"]) or _untagged(call, conversation))
    )


def _untagged(call: Call, conversation: Json) -> bool:
    return not conversation["tags"] and call.flag("include_no_tags")


ROUTES: dict[str, dict[str, Handler]] = {
    "conversations/{id}": {"GET": conversation},
    "conversations/{id}/parts": {"GET": parts},
    "conversations/{id}/reply": {"POST": reply},
    "conversations/{id}/assign": {"POST": assign},
    "conversations/{id}/tag": {"POST": tag, "DELETE": untag},
    "conversations/{id}/close": {"POST": close},
    "users/{id}": {"GET": user},
    "users/{id}/props": {"POST": props},
    "users/{id}/conversations": {"GET": user_conversations},
    "users/{id}/startconversation": {"POST": start_conversation},
    "apps/{id}/conversations": {"GET": app_conversations},
}
