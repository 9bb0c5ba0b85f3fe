"""A desk of the team's file becomes the adapter of its provider, with its address, its token and its operator."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from chalicelib import wiring
from chalicelib.errors import Retryable
from chalicelib.rendering.links import Links
from tests.adapters.chat_line import failure
from tests.adapters.loopback import HTML, Reply, Vendor, as_json
from tests.conftest import ROOT
from tests.fakes import FakeSecrets

ADDRESS = "/chat/v2"


@pytest.fixture
def tokens(
    vendor: Vendor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> dict[str, str]:
    """The secret of the desks; the team's one is at the provider that the test names, on the local sandbox."""
    team: dict[str, Any] = yaml.safe_load((ROOT / "wilco.yaml").read_text(encoding="utf-8"))
    team["desks"]["carrot"] |= {"vendor": request.param, "api": ADDRESS}
    (tmp_path / "wilco.json").write_text(json.dumps(team), encoding="utf-8")
    monkeypatch.setenv("WILCO_TEAM_FILE", str(tmp_path / "wilco.json"))
    monkeypatch.setenv("WILCO_SECRET_DESKS", "wilco/desks")
    kept = {"desk_carrot_token": "whsec_aHVudGVyMg=="}
    secrets = FakeSecrets({"wilco/desks": kept})
    links = Links("https://wilco.example", "https://shop.atlassian.example", vendor.url)
    for name, made in {"secrets": secrets, "links": links}.items():
        monkeypatch.setattr(wiring, name, lambda made=made: made)
    return kept


def header(vendor: Vendor, name: str) -> str:
    headers: Mapping[str, str] = {key.lower(): value for key, value in vendor.asked[-1].headers.items()}
    return headers.get(name, "")


@pytest.mark.parametrize(
    ("tokens", "path", "header_name", "value"),
    [
        ("carrotquest", "/chat/v2/conversations/77/reply", "authorization", "Token whsec_aHVudGVyMg=="),
        ("intercom", "/chat/v2/conversations/77/reply", "authorization", "Bearer whsec_aHVudGVyMg=="),
        ("zendesk", "/chat/v2/tickets/77.json", "authorization", "Basic d2hzZWNfYUhWdWRHVnlNZz09"),
        ("chatwoot", "/chat/v2/conversations/77/messages", "api_access_token", "whsec_aHVudGVyMg=="),
        ("webhook", "/chat/v2", "user-agent", "Wilco"),
    ],
    indirect=["tokens"],
)
def test_each_provider_is_spoken_to_in_its_own_way(
    vendor: Vendor, tokens: dict[str, str], path: str, header_name: str, value: str
) -> None:
    vendor.answers(Reply(503, HTML))
    note = failure(lambda desk: desk.note("77", "Told", "c1/o1", look_first=False), wiring.desk("carrot"))
    assert type(note) is Retryable
    assert (vendor.asked[-1].path, header(vendor, header_name)) == (path, value)
    assert b"139600" in vendor.asked[-1].body or header_name in ("api_access_token", "user-agent")


@pytest.mark.parametrize("tokens", ["carrotquest"], indirect=True)
def test_a_new_token_is_used_and_an_old_client_kept_until_then(vendor: Vendor, tokens: dict[str, str]) -> None:
    vendor.answers(as_json({"meta": {"status": 200}, "data": {}}))
    before = wiring.desk("carrot")
    assert wiring.desk("carrot") is before
    tokens["desk_carrot_token"] = "app.1.new"
    wiring.desk("carrot").tag("77", "bug")
    assert header(vendor, "authorization") == "Token app.1.new"
