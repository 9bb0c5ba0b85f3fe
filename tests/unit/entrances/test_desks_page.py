"""docs/desks.md: its example is run as it stands there, and its shapes are those that are understood."""

import io
import json
import re
from typing import Any

import pytest
import yaml

from chalicelib.entrances.payloads.chats import Zendesk
from chalicelib.entrances.payloads.escalations import EscalationBody
from chalicelib.team import Desk, team
from tests.chat_events import OPERATOR, STANDARD_SECRET
from tests.conftest import ROOT
from tests.unit.entrances.conftest import Api

PAGE = (ROOT / "docs" / "desks.md").read_text(encoding="utf-8")


def example(language: str) -> str:
    (found,) = re.findall(rf"^ *```{language}\n(.*?)^ *```$", PAGE, re.MULTILINE | re.DOTALL)
    return str(found)


def test_the_example_hands_a_dialog_over(api: Api, desks: None, monkeypatch: pytest.MonkeyPatch) -> None:
    answers: list[bytes] = []

    def urlopen(request: Any) -> io.BytesIO:
        answer = api.post(request.selector, request.data, dict(request.header_items()))
        answers.append(answer.body)
        return io.BytesIO(answer.body)

    monkeypatch.setenv("WILCO_DESK_SECRET", STANDARD_SECRET)
    monkeypatch.setattr("urllib.request.urlopen", urlopen)
    exec(compile(example("python"), "docs/desks.md", "exec"), {"__name__": "example"})
    said = {"dialog": "forms:D-17", "status": "accepted"}
    assert [json.loads(body) for body in answers] == [said]
    assert f"202 `{json.dumps(said)}`" in PAGE


def test_the_triggers_body_is_understood() -> None:
    body = example("json").replace("{{ticket.id}}", "5158").replace("{{current_user.id}}", OPERATOR)
    heard = Zendesk.model_validate_json(body).heard({}, OPERATOR)
    assert heard is not None
    assert (heard.dialog_id, heard.ours) == ("5158", True)


def test_the_desk_of_the_page_is_one() -> None:
    (desk,) = (Desk.model_validate(one) for one in yaml.safe_load(example("yaml"))["desks"].values())
    assert desk.model_dump().keys() == Desk.model_fields.keys() == desk.model_fields_set
    assert (desk.tag, desk.command) == (team().desks["carrot"].tag, team().desks["carrot"].command)


def test_every_field_of_an_escalation_is_on_the_page() -> None:
    named = set(re.findall(r"`(\w+)`", PAGE))
    assert set(EscalationBody.model_fields) <= named


def test_the_secret_that_the_page_makes_is_of_the_right_kind() -> None:
    assert "whsec_$(openssl rand -base64 32)" in example("sh")


def test_what_is_sent_back_is_on_the_page() -> None:
    sent = (ROOT / "chalicelib" / "adapters" / "webhook_desk.py").read_text(encoding="utf-8")
    kinds = set(re.findall(r'"(dialog\.\w+)"', sent))
    assert kinds
    assert kinds == set(re.findall(r"^\| `(dialog\.\w+)` \|", PAGE, re.MULTILINE))
