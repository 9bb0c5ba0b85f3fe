"""The HTTP entrances as API Gateway calls them, on a real table and with the vendors in memory."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from chalice.test import Client, HTTPResponse

from app import app
from chalicelib import wiring
from chalicelib.team import team
from tests.chat_events import team_with_desks
from tests.conftest import LINKS, World

DESK = "https://desk.example"


class Api:
    """The API; a body that is no bytes is sent as JSON."""

    def __init__(self) -> None:
        self._http = Client(app).http

    def post(self, path: str, body: Any, headers: Mapping[str, str] | None = None) -> HTTPResponse:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self._http.post(path, headers={"Content-Type": "application/json", **(headers or {})}, body=raw)

    def head(self, path: str) -> HTTPResponse:
        return self._http.head(path)

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> HTTPResponse:
        return self._http.get(path, headers=dict(headers or {}))


@pytest.fixture
def api(table: str, world: World) -> Api:
    """The API in front of an empty table."""
    return Api()


@pytest.fixture
def desks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A desk at each chat vendor in the team's file (tests/chat_events.py)."""
    (tmp_path / "wilco.json").write_text(json.dumps(team_with_desks()), encoding="utf-8")
    monkeypatch.setenv("WILCO_TEAM_FILE", str(tmp_path / "wilco.json"))
    team.cache_clear()


@pytest.fixture
def desk_links(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk of the team's file stands at `DESK`."""
    monkeypatch.setattr(wiring, "links", lambda: replace(LINKS, sandbox_url=DESK))


@pytest.fixture
def problem() -> Any:
    """Whatever is refused is an RFC 9457 problem that says what to change; returns its body."""

    def checked(response: HTTPResponse, status: int) -> dict[str, Any]:
        assert response.status_code == status, response.body
        assert response.headers["Content-Type"] == "application/problem+json"
        said: dict[str, Any] = json.loads(response.body)
        assert said["status"] == status
        assert said["type"]
        assert said["title"]
        assert said["detail"]
        return said

    return checked
