"""Slack's Web API, as `slack_sdk` speaks it: forms, JSON and queries in, HTTP 200 with `ok` out."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from sandbox.credentials import Credentials
from sandbox.slack import directory
from sandbox.slack.refusals import SlackRefusal
from sandbox.slack.representation import shown, view_body
from sandbox.slack.site import SlackSite
from sandbox.state import Json

Method = Callable[[SlackSite, Json], Json]
PAGE, LARGEST_PAGE = 100, 999
JSON_FIELDS = ("blocks", "metadata", "view", "attachments")
BOT = directory.BOT_USER


def routes(site: SlackSite, credentials: Credentials) -> list[Route]:
    """Return the routes of the Web API and of the response URLs."""

    async def call(request: Request) -> Response:
        try:
            arguments = await _arguments(request)
            _authenticate(request, arguments, credentials)
            method = METHODS.get(request.path_params["method"])
            if method is None:
                raise SlackRefusal("unknown_method")
            return JSONResponse({"ok": True, **method(site, arguments)})
        except SlackRefusal as refusal:
            return JSONResponse(refusal.body)

    async def respond(request: Request) -> Response:
        try:
            site.respond(request.path_params["id"], await _arguments(request))
        except SlackRefusal as refusal:
            return PlainTextResponse(refusal.body["error"], status_code=404)
        return PlainTextResponse("ok")

    return [
        Route("/slack/api/{method}", call, methods=["GET", "POST"]),
        Route("/slack/response/{id}", respond, methods=["POST"]),
    ]


async def _arguments(request: Request) -> Json:
    """Return the arguments of a call from its query, form or JSON body."""
    arguments: Json = dict(request.query_params)
    if "json" in request.headers.get("content-type", ""):
        try:
            body = json.loads(await request.body() or b"{}")
        except ValueError:
            raise SlackRefusal("invalid_json") from None
        if not isinstance(body, dict):
            raise SlackRefusal("json_not_object")
        return {**arguments, **body}
    async with request.form() as form:
        arguments |= {name: value for name, value in form.items() if isinstance(value, str)}
    for name in JSON_FIELDS:
        if isinstance(arguments.get(name), str):
            arguments[name] = _decoded(name, arguments[name])
    return arguments


def _decoded(name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        error = {"blocks": "invalid_blocks_format", "metadata": "invalid_metadata_format"}
        raise SlackRefusal(error.get(name, "invalid_arguments")) from None


def _authenticate(request: Request, arguments: Json, credentials: Credentials) -> None:
    given = request.headers.get("authorization", "").removeprefix("Bearer ") or arguments.pop("token", "")
    if not given:
        raise SlackRefusal("not_authed")
    if given != credentials.slack_token:
        raise SlackRefusal("invalid_auth")


def api_test(site: SlackSite, arguments: Json) -> Json:
    return {"args": arguments}


def auth_test(site: SlackSite, arguments: Json) -> Json:
    return {
        "url": f"{site.base}/",
        "team": "Sandbox",
        "user": "wilco",
        "team_id": directory.TEAM_ID,
        "user_id": BOT,
        "bot_id": directory.BOT_ID,
        "is_enterprise_install": False,
    }


def post_message(site: SlackSite, arguments: Json) -> Json:
    channel = site.channel(arguments.get("channel"))
    message = site.post(channel, BOT, arguments)
    return {"channel": channel, "ts": message["ts"], "message": shown(site, message)}


def update(site: SlackSite, arguments: Json) -> Json:
    channel = site.channel(arguments.get("channel"))
    message = site.update(channel, arguments.get("ts"), BOT, arguments)
    return {
        "channel": channel,
        "ts": message["ts"],
        "text": message["text"],
        "message": shown(site, message),
    }


def delete(site: SlackSite, arguments: Json) -> Json:
    channel = site.channel(arguments.get("channel"))
    site.delete(channel, arguments.get("ts"), BOT)
    return {"channel": channel, "ts": arguments["ts"]}


def post_ephemeral(site: SlackSite, arguments: Json) -> Json:
    channel = site.channel(arguments.get("channel"))
    return {"message_ts": site.whisper(channel, arguments.get("user"), arguments)["ts"]}


def get_permalink(site: SlackSite, arguments: Json) -> Json:
    channel = site.channel(arguments.get("channel"))
    message = site.message(channel, arguments.get("message_ts"))
    link = f"{site.base}/archives/{channel}/p{message['ts'].replace('.', '')}"
    if "thread_ts" in message:
        link += f"?thread_ts={message['thread_ts']}&cid={channel}"
    return {"channel": channel, "permalink": link}


def history(site: SlackSite, arguments: Json) -> Json:
    channel = site.channel(arguments.get("channel"))
    return _page(site, site.top_level(channel)[::-1], arguments)


def replies(site: SlackSite, arguments: Json) -> Json:
    channel = site.channel(arguments.get("channel"))
    parent = site.state.get("message", f"{channel}:{arguments.get('ts')}")
    if parent is None:
        raise SlackRefusal("thread_not_found")
    return _page(site, [parent, *site.replies(parent)], arguments)


def _page(site: SlackSite, messages: list[Json], arguments: Json) -> Json:
    within = [message for message in messages if _within(message["ts"], arguments)]
    start = int(str(arguments.get("cursor") or "at:0").removeprefix("at:"))
    size = min(int(arguments.get("limit") or PAGE), LARGEST_PAGE)
    metadata = _true(arguments.get("include_all_metadata"))
    more = start + size < len(within)
    return {
        "messages": [shown(site, message, metadata) for message in within[start : start + size]],
        "has_more": more,
        "response_metadata": {"next_cursor": f"at:{start + size}" if more else ""},
    }


def _within(ts: str, arguments: Json) -> bool:
    oldest = float(arguments.get("oldest") or 0)
    latest = float(arguments.get("latest") or "inf")
    if _true(arguments.get("inclusive")):
        return oldest <= float(ts) <= latest
    return oldest < float(ts) < latest


def _true(value: Any) -> bool:
    return str(value).lower() in ("1", "true")


def channel_info(site: SlackSite, arguments: Json) -> Json:
    return {"channel": directory.CHANNELS[site.channel(arguments.get("channel"))].body()}


def list_channels(site: SlackSite, arguments: Json) -> Json:
    listed = [channel.body() for channel in directory.CHANNELS.values()]
    return {"channels": listed, "response_metadata": {"next_cursor": ""}}


def user_info(site: SlackSite, arguments: Json) -> Json:
    member = directory.MEMBERS.get(str(arguments.get("user")))
    if member is None:
        raise SlackRefusal("user_not_found")
    return {"user": member.body()}


def look_up_by_email(site: SlackSite, arguments: Json) -> Json:
    asked = str(arguments.get("email", "")).lower()
    member = next((m for m in directory.MEMBERS.values() if m.email == asked and not m.is_bot), None)
    if member is None:
        raise SlackRefusal("users_not_found")
    return {"user": member.body()}


def views_open(site: SlackSite, arguments: Json) -> Json:
    return {"view": view_body(site.open_view(arguments.get("trigger_id"), arguments.get("view")))}


def views_update(site: SlackSite, arguments: Json) -> Json:
    names = ("view_id", "external_id", "hash", "view")
    return {"view": view_body(site.update_view(*(arguments.get(name) for name in names)))}


def add_reaction(site: SlackSite, arguments: Json) -> Json:
    site.react(site.channel(arguments.get("channel")), arguments.get("timestamp"), arguments.get("name"), BOT)
    return {}


METHODS: dict[str, Method] = {
    "api.test": api_test,
    "auth.test": auth_test,
    "chat.postMessage": post_message,
    "chat.update": update,
    "chat.delete": delete,
    "chat.postEphemeral": post_ephemeral,
    "chat.getPermalink": get_permalink,
    "conversations.history": history,
    "conversations.replies": replies,
    "conversations.info": channel_info,
    "conversations.list": list_channels,
    "users.info": user_info,
    "users.lookupByEmail": look_up_by_email,
    "views.open": views_open,
    "views.update": views_update,
    "reactions.add": add_reaction,
}
