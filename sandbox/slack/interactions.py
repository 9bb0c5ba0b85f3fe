"""What Slack sends when a person presses, picks, submits or types a command: signed, and heard for three seconds.

Payload shapes: docs.slack.dev/reference/interaction-payloads.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from dataclasses import asdict, dataclass
from urllib.parse import urlencode

import httpx

from sandbox.credentials import Credentials
from sandbox.slack import directory
from sandbox.slack.choices import action_of, element_of, view_state
from sandbox.slack.refusals import SlackRefusal
from sandbox.slack.representation import shown, view_body
from sandbox.slack.site import SlackSite
from sandbox.state import Json

PATIENCE = 3.0


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Return the value of X-Slack-Signature, version 0."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


def escaped(text: str) -> str:
    """Return what a person typed as Slack keeps it: three characters as entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@dataclass(frozen=True)
class Answer:
    """What came back: status 0 with an error when nothing did."""

    status: int
    body: str
    milliseconds: int
    error: str | None = None

    def as_json(self) -> Json:
        """Return the answer for the page and the panel."""
        return asdict(self)


class Interactions:
    """Acts as a member of the workspace does and tells Wilco of it."""

    def __init__(self, site: SlackSite, http: httpx.AsyncClient, front: str, credentials: Credentials) -> None:
        self._site = site
        self._http = http
        self._front = front
        self._secret = credentials.slack_signing_secret

    async def press(self, by: str, message: Json, action_id: str, value: str | None = None) -> Answer:
        """Press a button of a message, or pick an option of a menu in it."""
        block, element = element_of(message, action_id)
        if block is None or element is None:
            raise SlackRefusal("no_such_action")
        payload = self._who(by, "block_actions") | self._where(by, message)
        payload["actions"] = [action_of(block, element, value)]
        return await self._send_payload(payload)

    def _who(self, by: str, kind: str) -> Json:
        if by not in directory.MEMBERS:
            raise SlackRefusal("user_not_found")
        return {
            "type": kind,
            "user": directory.MEMBERS[by].brief(),
            "api_app_id": directory.APP_ID,
            "token": "deprecated",
            "team": {"id": directory.TEAM_ID, "domain": directory.TEAM_DOMAIN},
            "enterprise": None,
            "is_enterprise_install": False,
            "trigger_id": self._site.trigger(by),
        }

    def _where(self, by: str, message: Json) -> Json:
        channel = directory.CHANNELS[message["channel"]]
        container = {
            "type": "message",
            "message_ts": message["ts"],
            "channel_id": channel.id,
            "is_ephemeral": "ephemeral_for" in message,
        }
        if "thread_ts" in message:
            container["thread_ts"] = message["thread_ts"]
        return {
            "container": container,
            "channel": {"id": channel.id, "name": channel.name},
            "message": shown(self._site, message),
            "state": {"values": {}},
            "response_url": self._site.response_url(channel.id, by, message["ts"]),
        }

    async def shortcut(self, by: str, message: Json | None, callback_id: str) -> Answer:
        """Choose a shortcut in a message's menu; without a message, one of the workspace's own."""
        if callback_id not in directory.SHORTCUTS:
            raise SlackRefusal("no_such_shortcut")
        about: Json = {"callback_id": callback_id, "action_ts": f"{time.time():.6f}"}
        if message is None:
            return await self._send_payload(self._who(by, "shortcut") | about)
        if "ephemeral_for" in message:
            raise SlackRefusal("message_not_found")
        channel = directory.CHANNELS[message["channel"]]
        about |= {
            "channel": {"id": channel.id, "name": channel.name},
            "message_ts": message["ts"],
            "message": shown(self._site, message, metadata=False),
            "response_url": self._site.response_url(channel.id, by, message["ts"]),
        }
        return await self._send_payload(self._who(by, "message_action") | about)

    async def submit(self, by: str, view_id: str, values: dict[str, Json]) -> Answer:
        """Submit a modal with `{block_id: {action_id: value}}` and do what the answer says."""
        kept = self._view(by, view_id)
        state, missing = view_state(kept["view"]["blocks"], values)
        if missing:
            errors = {block: "Please complete this required field." for block in missing}
            return Answer(0, json.dumps({"response_action": "errors", "errors": errors}), 0, "not_complete")
        payload = self._who(by, "view_submission")
        answer = await self._send_payload(payload | {"view": view_body(kept, state), "response_urls": []})
        if answer.status == 200:
            self._follow(kept, _parsed(answer.body))
        return answer

    def _view(self, by: str, view_id: str) -> Json:
        kept = self._site.state.get("view", view_id)
        if kept is None or kept["user"] != by:
            raise SlackRefusal("not_found")
        return kept

    def _follow(self, kept: Json, said: Json) -> None:
        action = said.get("response_action")
        if action == "update":
            self._site.update_view(kept["id"], None, None, said.get("view"))
        elif action != "errors":
            self._site.close_view(kept["id"])

    async def close(self, by: str, view_id: str) -> Answer:
        """Close a modal without submitting it; Wilco hears of it when the view asked for that."""
        kept = self._view(by, view_id)
        self._site.close_view(view_id)
        if not kept["view"].get("notify_on_close"):
            return Answer(200, "", 0)
        payload = self._who(by, "view_closed")
        return await self._send_payload(payload | {"view": view_body(kept), "is_cleared": False})

    async def command(self, by: str, channel_id: str, text: str) -> Answer:
        """Type `/wilco text` in a channel and show what comes back."""
        who = self._who(by, "command")
        channel = directory.CHANNELS[self._site.channel(channel_id)]
        form = {
            "token": "deprecated",
            "team_id": directory.TEAM_ID,
            "team_domain": directory.TEAM_DOMAIN,
            "channel_id": channel.id,
            "channel_name": channel.name,
            "user_id": by,
            "user_name": directory.MEMBERS[by].handle,
            "command": "/wilco",
            "text": escaped(text),
            "api_app_id": directory.APP_ID,
            "is_enterprise_install": "false",
            "response_url": self._site.response_url(channel.id, by, None),
            "trigger_id": who["trigger_id"],
        }
        answer = await self._send("/v1/slack/commands", form)
        said = _parsed(answer.body)
        if answer.status == 200 and (said.get("text") or said.get("blocks")):
            in_channel = said.get("response_type") == "in_channel"
            post = self._site.post if in_channel else self._site.whisper
            post(channel.id, directory.BOT_USER if in_channel else by, said)
        return answer

    async def _send_payload(self, payload: Json) -> Answer:
        return await self._send("/v1/slack/interactions", {"payload": json.dumps(payload, ensure_ascii=False)})

    async def _send(self, path: str, form: dict[str, str]) -> Answer:
        body, timestamp = urlencode(form).encode(), str(int(time.time()))
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self._secret, timestamp, body),
        }
        began = time.monotonic()
        try:
            async with asyncio.timeout(PATIENCE):
                answer = await self._http.post(self._front + path, content=body, headers=headers)
            status, text, error = answer.status_code, answer.text, None
        except TimeoutError:
            status, text, error = 0, "", "operation_timeout"
        except httpx.HTTPError:
            status, text, error = 0, "", "connection_failed"
        spent = round((time.monotonic() - began) * 1000)
        self._site.state.log_call("slack interactions", f"POST {path}", str(status or error))
        return Answer(status, text, spent, error)


def _parsed(body: str) -> Json:
    try:
        said = json.loads(body or "{}")
    except ValueError:
        return {"text": body}
    return said if isinstance(said, dict) else {}
