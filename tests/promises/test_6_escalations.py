"""Promise 6, for what operators type: a message or a command full of weapons opens a form, and nothing else happens."""

import json
from dataclasses import replace
from typing import Any

import pytest
from chalice.test import Client

from app import app
from chalicelib import wiring
from chalicelib.model.decision import CaseOpened, Decision
from chalicelib.store.commit import commit
from sandbox.slack.blocks import check_view
from tests.builders import NOW, a_case
from tests.conftest import LINKS, World
from tests.events import slack_command, slack_request, slack_shortcut
from tests.promises.test_6_nothing_typed_acts import WEAPONS, strings
from tests.slack_forms import slack_view

DESK = "https://desk.example"
LINK = f"{DESK}/chat/panel/57562/conversations/1779563"
every_weapon = pytest.mark.parametrize("weapon", WEAPONS, ids=range(len(WEAPONS)))


class Slack:
    """Slack, in which everything that can be typed is a weapon; keeps what it was answered and told to show."""

    def __init__(self, world: World) -> None:
        self.world, self._http, self.shown = world, Client(app).http, list[Any]()

    def command(self, text: str) -> None:
        self._post("/v1/slack/commands", *slack_command(text, trigger_id=f"t{len(self.world.slack.views)}"))

    def shortcut(self, text: str) -> dict[str, Any]:
        message = {
            "ts": "1.2",
            "text": text,
            "blocks": [{"type": text, "text": text}],
            "attachments": [{"title": text}],
        }
        self._post("/v1/slack/interactions", *slack_request(slack_shortcut(message, trigger_id=text)))
        return dict(self.world.slack.views[-1][1])

    def submit(self, view: dict[str, Any], weapon: str) -> None:
        chosen = {"area": "prices", "kind": "wrong-value", "impact": "blocks"}
        typed = {"words": weapon, "tried": weapon, "link": f"{LINK} {weapon}"}
        self._post("/v1/slack/interactions", *slack_request(slack_view(view, chosen | typed)))

    def _post(self, path: str, body: bytes, headers: dict[str, str]) -> None:
        answer = self._http.post(path, headers=headers, body=body)
        assert answer.status_code == 200, answer.body
        if answer.body:
            self.shown.append(json.loads(answer.body))


@pytest.fixture
def slack(table: str, world: World, monkeypatch: pytest.MonkeyPatch) -> Slack:
    monkeypatch.setattr(wiring, "links", lambda: replace(LINKS, sandbox_url=DESK))
    return Slack(world)


def act(slack: Slack, weapon: str) -> None:
    commit(Decision("before", (CaseOpened(a_case(words=weapon, place=weapon)),)), NOW)
    slack.command(weapon)
    slack.command(f"{LINK} {weapon}")
    slack.submit(slack.shortcut(f"{weapon} {LINK}"), weapon)


@every_weapon
def test_it_is_shown_only_where_slack_formats_nothing(slack: Slack, weapon: str) -> None:
    act(slack, weapon)
    assert len(slack.world.slack.views) == 2
    for shown in [*(dict(view) for _, view in slack.world.slack.views), *slack.shown]:
        for text in strings(shown):
            assert not [control for control in text.split("<")[1:] if not control.startswith("https://wilco.example/")]
            assert "evil" not in text
    (again,) = [one["view"] for one in slack.shown if one.get("response_action") == "update"]
    for view in [*(dict(view) for _, view in slack.world.slack.views), again]:
        check_view(view)


@every_weapon
def test_logs(slack: Slack, weapon: str, capsys: pytest.CaptureFixture[str]) -> None:
    act(slack, weapon)
    for line in capsys.readouterr().out.splitlines():
        said = json.loads(line)
        assert {"at", "level", "event"} <= said.keys()
        assert said["at"] != "forged"
        assert "evil" not in line
        assert "anna" not in line
