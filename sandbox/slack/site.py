"""What is in this Slack: messages, views, and the short-lived keys that interactions hand out."""

from __future__ import annotations

import time
from typing import Any

from sandbox.slack import directory, refusals
from sandbox.slack.blocks import check_message_blocks, check_view
from sandbox.slack.refusals import SlackRefusal
from sandbox.state import Json, State

TRIGGER_LIVES = 3.0
RESPONSE_URL_LIVES, RESPONSE_URL_USES = 1800.0, 5


class SlackSite:
    """The workspace. `user` is always a member's id."""

    def __init__(self, state: State, base: str) -> None:
        self.state = state
        self.base = base

    def channel(self, ident: Any) -> str:
        """Return the id of a channel named by id or by #name; `channel_not_found` otherwise."""
        for channel in directory.CHANNELS.values():
            if ident in (channel.id, channel.name, f"#{channel.name}"):
                return channel.id
        raise SlackRefusal("channel_not_found")

    def message(self, channel: str, ts: Any) -> Json:
        """Return a message; `message_not_found` otherwise."""
        found = self.state.get("message", f"{channel}:{ts}")
        if found is None:
            raise SlackRefusal("message_not_found")
        return found

    def post(self, channel: str, user: str, content: Json) -> Json:
        """Post a message, into a thread when `thread_ts` says so."""
        body = self._content(content, refusals.POST_TEXT_LIMIT)
        thread = self._thread(channel, content.get("thread_ts"))
        with self.state.transaction():
            message: Json = {"channel": channel, "ts": self._ts(), "user": user, **self._with_ids(body)}
            message["belongs_to"] = f"{channel}:{thread}" if thread else channel
            if thread:
                message["thread_ts"] = thread
            return self.state.put("message", f"{channel}:{message['ts']}", message)

    def _content(self, content: Json, limit: int) -> Json:
        """Take the text, blocks and metadata of a message."""
        text = str(content.get("text") or "")
        refusals.check_text(text, limit)
        body: Json = {"text": text}
        if content.get("blocks"):
            body["blocks"] = check_message_blocks(content["blocks"])
        if not text.strip() and "blocks" not in body:
            raise SlackRefusal("no_text")
        if content.get("metadata"):
            body["metadata"] = refusals.check_metadata(content["metadata"])
        return body

    def _with_ids(self, body: Json) -> Json:
        """Give a block_id to the blocks, and an action_id to the elements, that came without."""
        if "blocks" not in body:
            return body
        return {**body, "blocks": [self._identified(block) for block in body["blocks"]]}

    def _identified(self, block: Json) -> Json:
        block = {**block, "block_id": block.get("block_id") or f"b{self.state.next('slack block'):04d}"}
        if block["type"] == "actions":
            block["elements"] = [self._actionable(element) for element in block["elements"]]
        elif block["type"] == "input":
            block["element"] = self._actionable(block["element"])
        return block

    def _actionable(self, element: Json) -> Json:
        return {**element, "action_id": element.get("action_id") or f"a{self.state.next('slack action'):04d}"}

    def _thread(self, channel: str, thread_ts: Any) -> str | None:
        """Return the root of the thread to post into. A reply named as the parent stands for its own parent."""
        if not thread_ts:
            return None
        parent = self.state.get("message", f"{channel}:{thread_ts}")
        if parent is None:
            raise SlackRefusal("thread_not_found")
        return str(parent.get("thread_ts") or parent["ts"])

    def _ts(self) -> str:
        tick = self.state.next("slack ts", int(time.time() * 10_000))
        return f"{tick // 10_000}.{tick % 10_000 * 100:06d}"

    def update(self, channel: str, ts: Any, user: str, content: Json) -> Json:
        """Change a message. Text without blocks takes the blocks away; metadata stays unless it is given."""
        message = self.message(channel, ts)
        if message["user"] != user:
            raise SlackRefusal("cant_update_message")
        kept = {} if "text" in content and "blocks" not in content else _only(message, "text", "blocks")
        body = self._content(kept | _only(content, "text", "blocks", "metadata"), refusals.UPDATE_TEXT_LIMIT)
        with self.state.transaction():
            self.state.tally("slack updates")
            changed = _without(message, "text", "blocks") | self._with_ids(body)
            if "blocks" not in body:
                changed["edited"] = {"user": user, "ts": self._ts()}
            return self.state.put("message", f"{channel}:{ts}", changed)

    def delete(self, channel: str, ts: Any, user: str) -> None:
        """Delete a message and, as there is nobody to mourn it, its thread."""
        message = self.message(channel, ts)
        if message["user"] != user:
            raise SlackRefusal("cant_delete_message")
        with self.state.transaction():
            for reply in self.replies(message):
                self.state.delete("message", f"{channel}:{reply['ts']}")
            self.state.delete("message", f"{channel}:{ts}")

    def whisper(self, channel: str, reader: Any, content: Json) -> Json:
        """Post a message that one member alone sees."""
        if reader not in directory.MEMBERS:
            raise SlackRefusal("user_not_in_channel")
        body = self._content(content, refusals.POST_TEXT_LIMIT)
        with self.state.transaction():
            message = {
                "channel": channel,
                "ts": self._ts(),
                "user": directory.BOT_USER,
                "ephemeral_for": reader,
                "belongs_to": channel,
                **self._with_ids(body),
            }
            if content.get("thread_ts"):
                message["thread_ts"] = str(content["thread_ts"])
            return self.state.put("ephemeral", f"{channel}:{message['ts']}", message)

    def react(self, channel: str, ts: Any, name: Any, user: str) -> None:
        """Add a reaction."""
        message = self.message(channel, ts)
        if not name:
            raise SlackRefusal("no_reaction")
        reactions = message.get("reactions", {})
        if user in reactions.get(name, []):
            raise SlackRefusal("already_reacted")
        changed = {**message, "reactions": {**reactions, str(name): [*reactions.get(name, []), user]}}
        self.state.put("message", f"{channel}:{ts}", changed)

    def top_level(self, channel: str) -> list[Json]:
        """Return the messages of a channel that are no replies, oldest first."""
        return self.state.belonging("message", channel)

    def replies(self, message: Json) -> list[Json]:
        """Return the replies of a thread, oldest first."""
        return self.state.belonging("message", f"{message['channel']}:{message['ts']}")

    def trigger(self, user: str) -> str:
        """Return a trigger_id: good for one view, for three seconds."""
        ident = f"{self.state.next('slack trigger', 1000)}.{directory.TEAM_ID}"
        self.state.put("trigger", ident, {"user": user, "until": time.time() + TRIGGER_LIVES, "used": False})
        return ident

    def open_view(self, trigger_id: Any, view: Any) -> Json:
        """Open a modal for whoever pulled the trigger."""
        trigger = self.state.get("trigger", str(trigger_id))
        if trigger is None:
            raise SlackRefusal("invalid_trigger_id" if trigger_id else "invalid_arguments")
        if trigger["used"]:
            raise SlackRefusal("exchanged_trigger_id")
        if trigger["until"] < time.time():
            raise SlackRefusal("expired_trigger_id")
        check_view(view)
        with self.state.transaction():
            self.state.put("trigger", str(trigger_id), {**trigger, "used": True})
            ident = f"V0{self.state.next('slack view'):05d}"
            return self._keep_view({"id": ident, "user": trigger["user"], "view": view})

    def update_view(self, ident: Any, external_id: Any, expected_hash: Any, view: Any) -> Json:
        """Replace a modal that is open; `hash_conflict` when it has changed since."""
        views = self.state.all("view")
        found = next(
            (v for v in views if v["id"] == ident or (external_id and v["view"].get("external_id") == external_id)),
            None,
        )
        if found is None:
            raise SlackRefusal("not_found")
        if expected_hash and expected_hash != found["hash"]:
            raise SlackRefusal("hash_conflict")
        return self._keep_view({**found, "view": check_view(view)})

    def _keep_view(self, kept: Json) -> Json:
        view = {**kept["view"], "blocks": [self._identified(block) for block in kept["view"]["blocks"]]}
        changed = {**kept, "view": view, "hash": f"{int(time.time())}.{self.state.next('slack hash'):06d}"}
        return self.state.put("view", kept["id"], changed)

    def close_view(self, ident: str) -> None:
        """Close a modal."""
        self.state.delete("view", ident)

    def response_url(self, channel: str, user: str, ts: str | None) -> str:
        """Return an address that takes five answers within thirty minutes, without a token."""
        ident = f"{directory.TEAM_ID}-{self.state.next('slack response', 4000)}"
        until = time.time() + RESPONSE_URL_LIVES
        body = {"channel": channel, "user": user, "ts": ts, "until": until, "left": RESPONSE_URL_USES}
        self.state.put("response_url", ident, body)
        return f"{self.base}/response/{ident}"

    def respond(self, ident: str, content: Json) -> None:
        """Take an answer at a response_url; `expired_url` when it is used up."""
        found = self.state.get("response_url", ident)
        if found is None or found["until"] < time.time() or found["left"] <= 0:
            raise SlackRefusal("expired_url")
        with self.state.transaction():
            self.state.put("response_url", ident, {**found, "left": found["left"] - 1})
            self._answer(found, content)

    def _answer(self, place: Json, content: Json) -> None:
        channel, ts = place["channel"], place["ts"]
        whispered = self.state.get("ephemeral", f"{channel}:{ts}")
        replaces, deletes = content.get("replace_original"), content.get("delete_original")
        if whispered and (replaces or deletes):
            self.state.delete("ephemeral", f"{channel}:{ts}")
            if replaces:
                self.whisper(channel, place["user"], content)
        elif deletes and ts:
            self.delete(channel, ts, directory.BOT_USER)
        elif replaces and ts:
            self.update(channel, ts, directory.BOT_USER, content)
        elif content.get("response_type") == "in_channel":
            self.post(channel, directory.BOT_USER, content)
        else:
            self.whisper(channel, place["user"], content)


def _only(content: Json, *names: str) -> Json:
    return {name: content[name] for name in names if name in content}


def _without(message: Json, *names: str) -> Json:
    return {name: value for name, value in message.items() if name not in names}
