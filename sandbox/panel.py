"""The switch panel's JSON API: break things, look at everything, act as a person does.

Tests and the tour act through it; the page of the panel uses it too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.chat import acts as chat_acts
from sandbox.chat.refusals import ChatRefusal
from sandbox.chat.site import MESSAGES
from sandbox.jira import catalogue
from sandbox.jira.refusals import Refusal
from sandbox.jira.representation import Representation
from sandbox.sandbox import Sandbox
from sandbox.ses import acts as ses_acts
from sandbox.slack import directory
from sandbox.slack.interactions import escaped
from sandbox.slack.refusals import SlackRefusal
from sandbox.slack.representation import shown
from sandbox.state import Json

Act = Callable[[Sandbox, Request, Json], Awaitable[Any]]


def routes(sandbox: Sandbox) -> list[Route]:
    """Return the routes of the panel's API."""
    return [
        _route(sandbox, method, path, act)
        for method_and_path, act in ACTS.items()
        for method, path in [method_and_path.split(" ")]
    ]


def _route(sandbox: Sandbox, method: str, path: str, act: Act) -> Route:
    async def answer(request: Request) -> Response:
        try:
            raw = await request.body()
            return JSONResponse(await act(sandbox, request, json.loads(raw) if raw else {}))
        except Refusal as refusal:
            return JSONResponse(refusal.body, status_code=refusal.status)
        except SlackRefusal as refusal:
            return JSONResponse(refusal.body, status_code=400)
        except ChatRefusal as refusal:
            return JSONResponse({"error": refusal.message}, status_code=400)
        except (KeyError, TypeError, ValueError, re.error) as error:
            return JSONResponse({"error": f"{type(error).__name__}: {error}"}, status_code=400)

    return Route(f"/panel/{path}", answer, methods=[method])


async def deploy(sandbox: Sandbox, request: Request, body: Json) -> Json:
    """Say where Wilco's API is."""
    sandbox.deploy_wilco(str(body["api"]))
    return {"api": sandbox.wilco_api}


async def list_faults(sandbox: Sandbox, request: Request, body: Json) -> list[Json]:
    """Return the faults in force."""
    return [asdict(rule) for rule in sandbox.faults.rules()]


async def add_fault(sandbox: Sandbox, request: Request, body: Json) -> Json:
    """Add a fault."""
    return asdict(sandbox.faults.add(body))


async def clear_faults(sandbox: Sandbox, request: Request, body: Json) -> Json:
    """Take the faults back, all of them or the one named by `?id=`."""
    if ident := request.query_params.get("id"):
        sandbox.faults.remove(ident)
    else:
        sandbox.faults.clear()
    return {"left": len(sandbox.faults.rules())}


async def reset(sandbox: Sandbox, request: Request, body: Json) -> Json:
    """Empty everything but where Wilco's API is."""
    sandbox.state.reset()
    sandbox.mail_account.begin_anew()
    return {"reset": True}


async def state(sandbox: Sandbox, request: Request, body: Json) -> Json:
    """Return the counts of everything."""
    kept = sandbox.state
    messages = kept.all("message")
    replies = sum("thread_ts" in message for message in messages)
    return {
        "wilco_api": sandbox.wilco_api,
        "jira": {
            "issues": kept.count("issue"),
            "comments": kept.count("comment"),
            "remote_links": kept.count("remotelink"),
            "issue_links": kept.count("issuelink"),
            "transitions": kept.tallied("jira transitions"),
        },
        "slack": {
            "parents": len(messages) - replies,
            "replies": replies,
            "updates": kept.tallied("slack updates"),
            "ephemeral": kept.count("ephemeral"),
            "open_views": kept.count("view"),
        },
        "chat": {
            "dialogs": kept.count("chat conversation"),
            "messages": sum(part["type"] in MESSAGES for part in kept.all("chat part")),
            "notes": sum(part["type"] == "note" for part in kept.all("chat part")),
        },
        "mail": sandbox.mailbox.counts(),
        "ses": sandbox.mail_account.told(),
        "webhooks": sandbox.outbox.counts(),
        "calls": kept.count_calls(),
        "faults": len(sandbox.faults.rules()),
    }


def _account(body: Json, name: str = "by") -> str:
    found = catalogue.person(str(body[name]))
    if found is None:
        raise ValueError(f"nobody is called {body[name]!r}")
    return found.account_id


async def move(sandbox: Sandbox, request: Request, body: Json) -> Json:
    """Move an issue to the status named, as the person named."""
    issue = sandbox.jira.find(request.path_params["key"])
    target = catalogue.status(str(body["to"]))
    transition = target.transition_id if target else str(body["to"])
    moved = sandbox.jira.move(issue, transition, {}, "2", _account(body))
    return {"key": moved["key"], "status": catalogue.status_of(moved["fields"]["status"]).name}


async def comment(sandbox: Sandbox, request: Request, body: Json) -> Json:
    """Comment on an issue."""
    issue = sandbox.jira.find(request.path_params["key"])
    return {"id": sandbox.jira.comment(issue, {"body": body["body"]}, "2", _account(body))["id"]}


async def assign(sandbox: Sandbox, request: Request, body: Json) -> Json:
    """Give an issue to a person, or with `to` null to nobody."""
    issue = sandbox.jira.find(request.path_params["key"])
    to = _account(body, "to") if body["to"] else None
    return {"assignee": sandbox.jira.assign(issue, to, _account(body))["fields"]["assignee"]}


async def issues(sandbox: Sandbox, request: Request, body: Json) -> list[Json]:
    """Return every issue with its links, comments and properties."""
    kept, show = sandbox.state, Representation(sandbox.state, sandbox.jira.base)
    return [
        {
            **show.issue(issue, properties="*all"),
            "remote_links": [link["body"] for link in kept.belonging("remotelink", issue["id"])],
            "comments": show.comments(issue, "properties")["comments"],
            "history": [show.history(entry) for entry in kept.belonging("history", issue["id"])],
        }
        for issue in kept.all("issue")
    ]


async def messages(sandbox: Sandbox, request: Request, body: Json) -> Json:
    """Return every Slack message, what single members saw, and the modals that are open."""
    kept = sandbox.state
    return {
        "messages": [{**shown(sandbox.slack, one), "channel": one["channel"]} for one in kept.all("message")],
        "ephemeral": kept.all("ephemeral"),
        "views": kept.all("view"),
    }


def _message(sandbox: Sandbox, body: Json) -> Json:
    candidates = [*sandbox.state.all("message"), *sandbox.state.all("ephemeral")]
    found = [one for one in candidates if one["ts"] == body["ts"]]
    if not found:
        raise SlackRefusal("message_not_found")
    return found[0]


async def press(sandbox: Sandbox, request: Request, body: Json) -> Json:
    """Press a button of a message; returns Wilco's answer and how long it took."""
    message = _message(sandbox, body)
    answer = await sandbox.interactions.press(body["by"], message, body["action_id"], body.get("value"))
    return answer.as_json()


async def submit(sandbox: Sandbox, request: Request, body: Json) -> Json:
    """Submit a modal."""
    answer = await sandbox.interactions.submit(body["by"], body["view_id"], body.get("values", {}))
    return answer.as_json()


async def close(sandbox: Sandbox, request: Request, body: Json) -> Json:
    """Close a modal without submitting it."""
    return (await sandbox.interactions.close(body["by"], body["view_id"])).as_json()


async def command(sandbox: Sandbox, request: Request, body: Json) -> Json:
    """Type a slash command."""
    channel = body.get("channel", "C0WILCO")
    return (await sandbox.interactions.command(body["by"], channel, body.get("text", ""))).as_json()


async def shortcut(sandbox: Sandbox, request: Request, body: Json) -> Json:
    """Choose a shortcut in the menu of the message `ts`, or without one."""
    message = _message(sandbox, body) if body.get("ts") else None
    return (await sandbox.interactions.shortcut(body["by"], message, body["callback_id"])).as_json()


async def write(sandbox: Sandbox, request: Request, body: Json) -> Json:
    """Write a message in a channel, or in the thread `thread_ts`, as a member."""
    if body["by"] not in directory.MEMBERS:
        raise SlackRefusal("user_not_found")
    content = {"text": escaped(str(body["text"])), "thread_ts": body.get("thread_ts")}
    return sandbox.slack.post(sandbox.slack.channel(body.get("channel", "C0WILCO")), body["by"], content)


ACTS: dict[str, Act] = {
    "POST wilco": deploy,
    "GET faults": list_faults,
    "POST faults": add_fault,
    "DELETE faults": clear_faults,
    "POST reset": reset,
    "GET state": state,
    "GET jira/issues": issues,
    "POST jira/{key}/move": move,
    "POST jira/{key}/comment": comment,
    "POST jira/{key}/assign": assign,
    "GET slack/messages": messages,
    "POST slack/press": press,
    "POST slack/submit": submit,
    "POST slack/close": close,
    "POST slack/command": command,
    "POST slack/shortcut": shortcut,
    "POST slack/write": write,
    **ses_acts.ACTS,
    **chat_acts.ACTS,
}
