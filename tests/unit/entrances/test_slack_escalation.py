"""Opening the form to hand a dialog over: *Escalate* on any message, wherever its link stands."""

import json
from typing import Any

import pytest

from chalicelib.store.orders import ledger
from tests.conftest import World
from tests.events import slack_shortcut
from tests.slack_forms import slack_view
from tests.unit.entrances.conftest import Api
from tests.unit.entrances.test_slack_handover import CASE, LINK, SAID, element, linked, opened, send

pytestmark = pytest.mark.usefixtures("desk_links")


@pytest.mark.parametrize(
    "message",
    [
        SAID,
        {"ts": "1.2", "thread_ts": "1.1", "text": SAID["text"]},
        {"ts": "1.2", "text": SAID["text"], "blocks": [{"type": "rich_text", "elements": []}], "attachments": None},
    ],
)
def test_the_shortcut_opens_the_form_with_the_dialog_and_the_words(api: Api, world: World, message: Any) -> None:
    view = opened(api, world, message)
    assert (view["callback_id"], element(view, "link")["initial_value"]) == ("escalate", LINK)
    assert element(view, "words")["initial_value"] == "The price is 0 & falling:"
    about = json.loads(view["private_metadata"])
    assert about == {"product": "shop", "channel": "C0WILCO", "ts": message["ts"]}


@pytest.mark.parametrize(
    "more",
    [
        {"blocks": [{"type": "rich_text", "elements": [{"elements": [{"type": "link", "url": LINK}]}]}]},
        {"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": f"<{LINK}|The dialog>"}}]},
        {"attachments": [{"title": "A dialog", "title_link": LINK, "fields": [{"value": 7}]}]},
        {"attachments": [{"fallback": LINK}]},
    ],
)
def test_a_link_is_found_wherever_an_integration_puts_it(api: Api, world: World, more: Any) -> None:
    view = opened(api, world, {"ts": "1.2", "text": "A new question", **more})
    assert (element(view, "link")["initial_value"], element(view, "words")["initial_value"]) == (LINK, "A new question")


def test_a_message_without_a_dialog_and_no_message_at_all(api: Api, world: World) -> None:
    assert "initial_value" not in element(opened(api, world, {"ts": "1.2", "text": "17 people wait"}), "link")
    send(api, {"type": "shortcut", "callback_id": "escalate", "user": {"id": "U0ERIN"}, "trigger_id": "9"})
    assert "initial_value" not in element(dict(world.slack.views[-1][1]), "link")


def test_another_shortcut_is_left_alone(api: Api, world: World) -> None:
    assert send(api, {**slack_shortcut(SAID), "callback_id": "another"}) is None
    assert world.slack.views == []


def test_the_shortcut_on_a_dialog_that_is_handed_over_adds_to_it(api: Api, world: World) -> None:
    linked()
    view = opened(api, world)
    assert view["callback_id"] == "add_words"
    assert "Priya" in view["blocks"][0]["text"]["text"]
    for _ in range(2):
        assert send(api, slack_view(view, {"words": "Also in Safari"}, "V0ADD")) is None
    assert set(ledger(CASE.id)) == {"jira:operator:V0ADD:comment", "slack:operator:V0ADD:said"}
