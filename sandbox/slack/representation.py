"""How messages and views look in Slack's answers and in the interactions that it sends."""

from __future__ import annotations

from sandbox.slack import directory
from sandbox.slack.site import SlackSite
from sandbox.state import Json


def shown(site: SlackSite, message: Json, metadata: bool = True) -> Json:
    """Return a message as the API shows it."""
    body: Json = {"type": "message", "user": message["user"], "ts": message["ts"], "text": message["text"]}
    if message["user"] == directory.BOT_USER:
        body |= {"bot_id": directory.BOT_ID, "app_id": directory.APP_ID, "team": directory.TEAM_ID}
    names = ("blocks", "thread_ts", "edited", *(("metadata",) if metadata else ()))
    body |= {name: message[name] for name in names if name in message}
    if reactions := message.get("reactions"):
        body["reactions"] = [{"name": n, "users": users, "count": len(users)} for n, users in reactions.items()]
    if replies := site.replies(message):
        users = list(dict.fromkeys(reply["user"] for reply in replies))
        body |= {
            "thread_ts": message["ts"],
            "reply_count": len(replies),
            "reply_users": users,
            "reply_users_count": len(users),
            "latest_reply": replies[-1]["ts"],
        }
    return body


def view_body(kept: Json, values: Json | None = None) -> Json:
    """Return a view as the API and the interactions show it."""
    return {
        "id": kept["id"],
        "team_id": directory.TEAM_ID,
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        "close": None,
        "submit": None,
        "clear_on_close": False,
        "notify_on_close": False,
        **kept["view"],
        "state": {"values": values or {}},
        "hash": kept["hash"],
        "previous_view_id": None,
        "root_view_id": kept["id"],
        "app_id": directory.APP_ID,
        "bot_id": directory.BOT_ID,
        "app_installed_team_id": directory.TEAM_ID,
    }
