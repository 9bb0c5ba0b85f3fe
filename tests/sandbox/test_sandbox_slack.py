"""The unmodified `slack_sdk` client against the stand-in, what Slack refuses, and what it sends when people act."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier

from tests.sandbox.running import CREDENTIALS, Running, Wilco, eventually

CHANNEL = "C0WILCO"
BUTTON: dict[str, Any] = {
    "type": "button",
    "action_id": "take",
    "value": "case-1",
    "text": {"type": "plain_text", "text": "Take"},
}
TAKE: dict[str, Any] = {"type": "actions", "elements": [BUTTON]}
MODAL: dict[str, Any] = {
    "type": "modal",
    "callback_id": "ask",
    "private_metadata": "case-1",
    "title": {"type": "plain_text", "text": "Ask the reporter"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "question",
            "label": {"type": "plain_text", "text": "Question"},
            "element": {"type": "plain_text_input", "action_id": "text", "multiline": True},
        },
        {
            "type": "input",
            "block_id": "lang",
            "optional": True,
            "label": {"type": "plain_text", "text": "Language"},
            "element": {
                "type": "static_select",
                "action_id": "pick",
                "options": [{"text": {"type": "plain_text", "text": "English"}, "value": "en"}],
            },
        },
    ],
}


@pytest.fixture
def client(sandbox: Running) -> WebClient:
    return sandbox.slack()


def section(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def refused(call: Any, *arguments: Any, **named: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        call(*arguments, **named)
    return str(caught.value.response["error"])


def test_a_conversation_of_the_real_client(client: WebClient) -> None:
    metadata = {"event_type": "wilco_case", "event_payload": {"case": "c1", "n": 1}}
    assert client.auth_test()["user_id"] == "U0WILCO"
    parent = client.chat_postMessage(channel=CHANNEL, text="New", blocks=[section("*New*"), TAKE], metadata=metadata)
    reply = client.chat_postMessage(channel=CHANNEL, text="Moved", thread_ts=parent["ts"])
    assert float(reply["ts"]) > float(parent["ts"])
    client.chat_update(channel=CHANNEL, ts=parent["ts"], text="Taken", blocks=[section("*Taken*")])
    client.reactions_add(channel=CHANNEL, timestamp=parent["ts"], name="eyes")

    [message] = client.conversations_history(channel=CHANNEL, include_all_metadata=True)["messages"]
    assert message["blocks"][0]["text"]["text"] == "*Taken*"
    assert message["metadata"] == metadata, "an update without metadata keeps it"
    assert message["reply_count"] == 1
    assert message["reactions"][0]["name"] == "eyes"
    assert "metadata" not in client.conversations_history(channel=CHANNEL)["messages"][0]
    thread = client.conversations_replies(channel=CHANNEL, ts=parent["ts"])["messages"]
    assert [one["text"] for one in thread] == ["Taken", "Moved"]
    link = client.chat_getPermalink(channel=CHANNEL, message_ts=parent["ts"])["permalink"]
    assert link.endswith("/slack/archives/C0WILCO/p" + parent["ts"].replace(".", ""))

    client.chat_update(channel=CHANNEL, ts=parent["ts"], text="Only text")
    assert "blocks" not in client.conversations_history(channel=CHANNEL)["messages"][0]
    client.chat_delete(channel=CHANNEL, ts=parent["ts"])
    assert client.conversations_history(channel=CHANNEL)["messages"] == []


def test_history_is_cut_by_time_and_pages(client: WebClient) -> None:
    stamps = [client.chat_postMessage(channel=CHANNEL, text=str(n))["ts"] for n in range(4)]
    page = client.conversations_history(channel=CHANNEL, limit=3)
    assert [one["ts"] for one in page["messages"]] == stamps[:0:-1]
    cursor = page["response_metadata"]["next_cursor"]
    assert client.conversations_history(channel=CHANNEL, limit=3, cursor=cursor)["messages"][0]["ts"] == stamps[0]
    between = {"oldest": stamps[1], "latest": stamps[2]}
    assert client.conversations_history(channel=CHANNEL, **between)["messages"] == []
    assert len(client.conversations_history(channel=CHANNEL, **between, inclusive=True)["messages"]) == 2


def test_who_is_who(client: WebClient) -> None:
    assert client.users_lookupByEmail(email="erin@example.com")["user"]["id"] == "U0ERIN"
    assert refused(client.users_lookupByEmail, email="nobody@example.com") == "users_not_found"
    assert client.users_info(user="U0PRIYA")["user"]["real_name"] == "Priya Nair"
    assert client.conversations_info(channel="C0MEDIA")["channel"]["name"] == "media"
    assert len(client.conversations_list()["channels"]) == 3


@pytest.mark.parametrize(
    ("blocks", "error"),
    [
        ([section("x" * 3001)], "invalid_blocks"),
        ([section("")], "invalid_blocks"),
        ([{"type": "section"}], "invalid_blocks"),
        ([{"type": "section", "fields": [{"type": "mrkdwn", "text": "x"}] * 11}], "invalid_blocks"),
        ([{"type": "section", "fields": [{"type": "mrkdwn", "text": "x" * 2001}]}], "invalid_blocks"),
        ([{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}], "invalid_blocks"),
        ([{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}], "invalid_blocks"),
        ([{"type": "context", "elements": [{"type": "mrkdwn", "text": "x"}] * 11}], "invalid_blocks"),
        ([{"type": "context", "elements": []}], "invalid_blocks"),
        ([{**TAKE, "elements": [BUTTON | {"action_id": "x" * 256}]}], "invalid_blocks"),
        ([{**TAKE, "elements": [BUTTON | {"value": "x" * 2001}]}], "invalid_blocks"),
        ([{**TAKE, "elements": [BUTTON, BUTTON]}], "invalid_blocks"),
        ([{**TAKE, "elements": [BUTTON | {"style": "green"}]}], "invalid_blocks"),
        ([section("a", block_id="same"), section("b", block_id="same")], "invalid_blocks"),
        ([{"type": "divider"}] * 51, "invalid_blocks"),
        ([{"type": "nonsense"}], "invalid_blocks"),
        ([section("x" * 2900) for _ in range(5)], "msg_blocks_too_long"),
    ],
)
def test_blocks_that_are_refused(client: WebClient, blocks: list[dict[str, Any]], error: str) -> None:
    assert refused(client.chat_postMessage, channel=CHANNEL, text="x", blocks=blocks) == error
    assert client.conversations_history(channel=CHANNEL)["messages"] == []


def test_messages_that_are_refused(sandbox: Running, client: WebClient) -> None:
    post = client.chat_postMessage
    assert refused(post, channel="C0NOPE", text="x") == "channel_not_found"
    assert refused(client.api_call, "chat.postMessage", json={"channel": CHANNEL, "text": ""}) == "no_text"
    assert refused(post, channel=CHANNEL, text="x" * 40_001) == "msg_too_long"
    assert refused(post, channel=CHANNEL, text="x", thread_ts="1.000100") == "thread_not_found"
    assert refused(client.chat_update, channel=CHANNEL, ts="1.000100", text="x") == "message_not_found"
    assert refused(client.conversations_replies, channel=CHANNEL, ts="1.000100") == "thread_not_found"
    bad = {"event_type": "c", "event_payload": {"a": {"b": {"c": 1}}}}
    assert refused(post, channel=CHANNEL, text="x", metadata=bad) == "invalid_metadata_format"
    assert refused(client.api_call, "chat.dance") == "unknown_method"
    stranger = WebClient("xoxb-wrong", f"{sandbox.url}/slack/api/")
    assert refused(stranger.auth_test) == "invalid_auth"
    assert httpx.post(f"{sandbox.url}/slack/api/auth.test").json()["error"] == "not_authed"


def payload_of(wilco: Wilco, number: int = -1) -> dict[str, Any]:
    """Return the payload of an interaction, checked as Slack's own verifier does."""
    heard = wilco.heard[number]
    assert SignatureVerifier(CREDENTIALS.slack_signing_secret).is_valid_request(heard.body, heard.headers)
    payload: dict[str, Any] = json.loads(parse_qs(heard.body.decode())["payload"][0])
    return payload


def test_a_press_opens_a_modal_and_is_submitted(sandbox: Running, client: WebClient, wilco: Wilco) -> None:
    ts = client.chat_postMessage(channel=CHANNEL, text="x", blocks=[section("x"), TAKE])["ts"]
    answer = sandbox.panel("slack/press", ts=ts, action_id="take", by="U0ERIN")
    assert answer["status"] == 200
    assert answer["milliseconds"] < 3000
    pressed = payload_of(wilco)
    assert pressed["type"] == "block_actions"
    assert pressed["actions"][0]["value"] == "case-1"
    assert pressed["container"]["message_ts"] == ts
    assert pressed["user"]["id"] == "U0ERIN"

    view = client.views_open(trigger_id=pressed["trigger_id"], view=MODAL)["view"]
    assert refused(client.views_open, trigger_id=pressed["trigger_id"], view=MODAL) == "exchanged_trigger_id"
    updated = {**MODAL, "title": {"type": "plain_text", "text": "Ask"}}
    assert refused(client.views_update, view_id=view["id"], hash="old", view=updated) == "hash_conflict"
    client.views_update(view_id=view["id"], hash=view["hash"], view=updated)

    said = {"question": {"text": "Which browser?"}, "lang": {"pick": "en"}}
    empty = sandbox.panel("slack/submit", view_id=view["id"], by="U0ERIN", values={"lang": {"pick": "en"}})
    assert empty["error"] == "not_complete", "Slack itself asks for a required field"
    errors = json.dumps({"response_action": "errors", "errors": {"question": "Too short"}}).encode()
    wilco.answers["/v1/slack/interactions"] = [(200, errors)]
    sandbox.panel("slack/submit", view_id=view["id"], by="U0ERIN", values=said)
    assert len(sandbox.panel("slack/messages")["views"]) == 1, "errors keep the modal open"
    sandbox.panel("slack/submit", view_id=view["id"], by="U0ERIN", values=said)
    submitted = payload_of(wilco)
    assert submitted["view"]["private_metadata"] == "case-1"
    assert submitted["view"]["state"]["values"]["question"]["text"]["value"] == "Which browser?"
    assert submitted["view"]["state"]["values"]["lang"]["pick"]["selected_option"]["value"] == "en"
    assert sandbox.panel("slack/messages")["views"] == []


@pytest.mark.parametrize(
    "change",
    [
        {"title": {"type": "plain_text", "text": "x" * 25}},
        {"private_metadata": "x" * 3001},
        {"submit": None},
        {"blocks": [{"type": "divider"}] * 101},
    ],
)
def test_modals_that_are_refused(sandbox: Running, client: WebClient, wilco: Wilco, change: dict[str, Any]) -> None:
    ts = client.chat_postMessage(channel=CHANNEL, text="x", blocks=[TAKE])["ts"]
    sandbox.panel("slack/press", ts=ts, action_id="take", by="U0ERIN")
    trigger = payload_of(wilco)["trigger_id"]
    assert refused(client.views_open, trigger_id=trigger, view=MODAL | change) == "invalid_arguments"


def test_a_response_url_takes_five_answers(sandbox: Running, client: WebClient, wilco: Wilco) -> None:
    ts = client.chat_postMessage(channel=CHANNEL, text="x", blocks=[TAKE])["ts"]
    sandbox.panel("slack/press", ts=ts, action_id="take", by="U0ERIN")
    url = payload_of(wilco)["response_url"]
    httpx.post(url, json={"text": "for you alone"}).raise_for_status()
    httpx.post(url, json={"text": "replaced", "replace_original": True}).raise_for_status()
    dump = sandbox.panel("slack/messages")
    assert [one["text"] for one in dump["ephemeral"]] == ["for you alone"]
    assert [one["text"] for one in dump["messages"]] == ["replaced"]
    for _ in range(3):
        httpx.post(url, json={"text": "more"}).raise_for_status()
    spent = httpx.post(url, json={"text": "too much"})
    assert (spent.status_code, spent.text) == (404, "expired_url")


def test_a_slash_command_answers_where_it_was_typed(sandbox: Running, wilco: Wilco) -> None:
    wilco.answers["/v1/slack/commands"] = [(200, b'{"response_type": "ephemeral", "text": "3 open cases"}')]
    sandbox.panel("slack/command", by="U0PRIYA", text="open <now>")
    form = parse_qs(wilco.heard[-1].body.decode())
    assert form["command"] == ["/wilco"]
    assert form["text"] == ["open &lt;now&gt;"]
    [said] = sandbox.panel("slack/messages")["ephemeral"]
    assert (said["ephemeral_for"], said["text"]) == ("U0PRIYA", "3 open cases")


def test_a_silent_wilco_is_a_refused_press(sandbox: Running, client: WebClient, wilco: Wilco) -> None:
    wilco.answers["/v1/slack/interactions"] = [(401, b"")]
    ts = client.chat_postMessage(channel=CHANNEL, text="x", blocks=[TAKE])["ts"]
    assert sandbox.panel("slack/press", ts=ts, action_id="take", by="U0ERIN")["status"] == 401
    eventually(lambda: sandbox.panel("state")["calls"]["slack interactions"])
