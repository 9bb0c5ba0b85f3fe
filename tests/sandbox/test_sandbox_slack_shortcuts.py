"""What a member does in the stand-in of Slack beside pressing: writing, shortcuts, forms that are answered by forms."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.sandbox.running import Running, Wilco
from tests.sandbox.test_sandbox_slack import CHANNEL, MODAL, payload_of


@pytest.fixture
def client(sandbox: Running) -> WebClient:
    return sandbox.slack()


def test_a_shortcut_on_a_message_in_a_thread(sandbox: Running, client: WebClient, wilco: Wilco) -> None:
    parent = sandbox.panel("slack/write", by="U0PRIYA", text="Ann waits")
    reply = sandbox.panel("slack/write", by="U0PRIYA", text="See <this> & that", thread_ts=parent["ts"])
    answer = sandbox.panel("slack/shortcut", by="U0ERIN", ts=reply["ts"], callback_id="escalate")
    assert answer["status"] == 200
    chosen = payload_of(wilco)
    assert (chosen["type"], chosen["callback_id"], chosen["user"]["id"]) == ("message_action", "escalate", "U0ERIN")
    assert (chosen["channel"]["id"], chosen["message_ts"]) == (CHANNEL, reply["ts"])
    assert chosen["message"]["text"] == "See &lt;this&gt; &amp; that"
    assert (chosen["message"]["user"], chosen["message"]["thread_ts"]) == ("U0PRIYA", parent["ts"])
    assert client.views_open(trigger_id=chosen["trigger_id"], view=MODAL)["view"]["callback_id"] == "ask"
    httpx.post(chosen["response_url"], json={"text": "for you alone"}).raise_for_status()


def test_a_shortcut_of_the_workspace_has_no_message(sandbox: Running, wilco: Wilco) -> None:
    sandbox.panel("slack/shortcut", by="U0ERIN", callback_id="escalate")
    chosen = payload_of(wilco)
    assert chosen["type"] == "shortcut"
    assert not {"message", "channel", "response_url"} & chosen.keys()


@pytest.mark.parametrize(
    ("act", "body"),
    [
        ("slack/shortcut", {"by": "U0ERIN", "callback_id": "dance"}),
        ("slack/shortcut", {"by": "U0NOBODY", "callback_id": "escalate"}),
        ("slack/shortcut", {"by": "U0ERIN", "callback_id": "escalate", "ts": "1.000100"}),
        ("slack/write", {"by": "U0NOBODY", "text": "x"}),
        ("slack/write", {"by": "U0ERIN", "text": "x", "channel": "C0NOPE"}),
        ("slack/write", {"by": "U0ERIN", "text": " "}),
    ],
)
def test_what_nobody_can_do(sandbox: Running, wilco: Wilco, act: str, body: dict[str, Any]) -> None:
    assert httpx.post(f"{sandbox.url}/panel/{act}", json=body).status_code == 400
    assert wilco.heard == []


def test_what_only_one_person_sees_has_no_shortcuts(sandbox: Running, wilco: Wilco) -> None:
    wilco.answers["/v1/slack/commands"] = [(200, b'{"text": "for you alone"}')]
    sandbox.panel("slack/command", by="U0PRIYA", text="help")
    [said] = sandbox.panel("slack/messages")["ephemeral"]
    body = {"by": "U0PRIYA", "ts": said["ts"], "callback_id": "escalate"}
    assert httpx.post(f"{sandbox.url}/panel/slack/shortcut", json=body).status_code == 400


def test_a_form_is_replaced_by_the_answer_to_it(sandbox: Running, client: WebClient, wilco: Wilco) -> None:
    """The form of an update may hold radio buttons, each with a description, and one chosen before."""
    sandbox.panel("slack/shortcut", by="U0ERIN", callback_id="escalate")
    view = client.views_open(trigger_id=payload_of(wilco)["trigger_id"], view=MODAL)["view"]
    options = [
        {
            "text": {"type": "plain_text", "text": name},
            "value": name,
            "description": {"type": "plain_text", "text": "x"},
        }
        for name in ("new", "case-1")
    ]
    element = {"type": "radio_buttons", "action_id": "pick", "options": options, "initial_option": options[0]}
    same = {"type": "input", "block_id": "same", "label": {"type": "plain_text", "text": "Same?"}, "element": element}
    update = {"response_action": "update", "view": {**MODAL, "blocks": [same]}}
    wilco.answers["/v1/slack/interactions"] = [(200, json.dumps(update).encode())]
    sandbox.panel("slack/submit", view_id=view["id"], by="U0ERIN", values={"question": {"text": "x"}})
    [kept] = sandbox.panel("slack/messages")["views"]
    assert kept["view"]["blocks"][0]["block_id"] == "same"
    page = httpx.get(f"{sandbox.url}/slack/modal", cookies={"slack_me": "U0ERIN"}).text
    assert 'value="new" checked' in page
    sandbox.panel("slack/submit", view_id=view["id"], by="U0ERIN", values={"same": {"pick": "case-1"}})
    assert payload_of(wilco)["view"]["state"]["values"]["same"]["pick"]["selected_option"]["value"] == "case-1"
    assert sandbox.panel("slack/messages")["views"] == []


def test_a_description_has_its_limit(sandbox: Running, client: WebClient, wilco: Wilco) -> None:
    sandbox.panel("slack/shortcut", by="U0ERIN", callback_id="escalate")
    described = {"type": "plain_text", "text": "x" * 76}
    option = {"text": {"type": "plain_text", "text": "x"}, "value": "x", "description": described}
    element = {"type": "static_select", "action_id": "pick", "options": [option]}
    view = {**MODAL, "blocks": [{**MODAL["blocks"][1], "element": element}]}
    with pytest.raises(SlackApiError) as refused:
        client.views_open(trigger_id=payload_of(wilco)["trigger_id"], view=view)
    assert "/options/0/description/text" in str(refused.value.response["response_metadata"])
