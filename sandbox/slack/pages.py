"""The Slack page: channels, messages, a thread, modals, as one member sees them."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sandbox.slack import directory
from sandbox.slack.site import SlackSite
from sandbox.state import Json
from sandbox.templating import page

PEOPLE = [member for member in directory.MEMBERS.values() if not member.is_bot]
SHOWN = 100  # as a client does, the page shows the latest


def routes(site: SlackSite) -> list[Route]:
    """Return the routes of Slack's pages."""

    async def channel_page(request: Request) -> Response:
        known = _known(site, request)
        return page("slack_messages.html" if "part" in request.query_params else "slack.html", **known)

    async def modal(request: Request) -> Response:
        views = [view for view in site.state.all("view") if view["user"] == _me(request)]
        return page("slack_modal.html", kept=views[-1] if views else None)

    async def permalink(request: Request) -> Response:
        channel, stamp = request.path_params["channel"], request.path_params["stamp"]
        ts = f"{stamp[1:-6]}.{stamp[-6:]}"
        thread = request.query_params.get("thread_ts", ts)
        return RedirectResponse(f"/slack?channel={channel}&thread={thread}#m{ts}")

    return [
        Route("/slack", channel_page),
        Route("/slack/", channel_page),
        Route("/slack/modal", modal),
        Route("/slack/archives/{channel}/{stamp}", permalink),
    ]


def _me(request: Request) -> str:
    chosen = request.cookies.get("slack_me", "")
    return chosen if chosen in directory.MEMBERS else PEOPLE[0].id


def _known(site: SlackSite, request: Request) -> Json:
    me = _me(request)
    asked = request.query_params.get("channel", "")
    channel = directory.CHANNELS.get(asked) or directory.CHANNELS["C0WILCO"]
    parent = site.state.get("message", f"{channel.id}:{request.query_params.get('thread')}")
    whispers = [one for one in site.state.belonging("ephemeral", channel.id) if one["ephemeral_for"] == me]
    in_thread = [one for one in whispers if parent and one.get("thread_ts") == parent["ts"]]
    at_top = [one for one in whispers if "thread_ts" not in one]
    messages = _in_time([*site.top_level(channel.id)[-SHOWN:], *at_top])
    return {
        "me": me,
        "people": PEOPLE,
        "channel": channel,
        "shortcuts": directory.SHORTCUTS,
        "channels": directory.CHANNELS.values(),
        "messages": messages,
        "replies": {one["ts"]: site.replies(one) for one in messages},
        "parent": parent,
        "thread": _in_time([*site.replies(parent), *in_thread]) if parent else [],
    }


def _in_time(messages: list[Json]) -> list[Json]:
    return sorted(messages, key=lambda one: float(one["ts"]))
