"""The HTTP entrances as API Gateway calls them, on a real table and with the vendors in memory."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from chalice.test import Client, HTTPResponse

from app import app
from tests.conftest import World


class Api:
    """The API; a body that is no bytes is sent as JSON."""

    def __init__(self) -> None:
        self._http = Client(app).http

    def post(self, path: str, body: Any, headers: Mapping[str, str] | None = None) -> HTTPResponse:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self._http.post(path, headers={"Content-Type": "application/json", **(headers or {})}, body=raw)

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> HTTPResponse:
        return self._http.get(path, headers=dict(headers or {}))


@pytest.fixture
def api(table: str, world: World) -> Api:
    """The API in front of an empty table."""
    return Api()


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
