"""Asking for a place: whoever has the report's reference gets one of three, and a form for one picture only."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.entrances.http_reports import accept
from chalicelib.model.report import Report
from chalicelib.store.screenshots import screenshots
from tests.builders import NOW, a_report
from tests.conftest import World
from tests.unit.entrances.conftest import Api

Problem = Callable[[Any, int], dict[str, Any]]
PNG = {"content_type": "image/png"}


@pytest.fixture
def report(api: Api) -> Report:
    return accept(a_report(), None, NOW)


def path(report: Report) -> str:
    return f"/v1/reports/{report.reference}/screenshots"


def test_a_place_and_its_form(api: Api, world: World, report: Report) -> None:
    answer = api.post(path(report), PNG)
    said = json.loads(answer.body)
    assert answer.status_code == 201
    assert said.keys() == {"url", "fields", "max_bytes", "expires_at"}
    assert said["max_bytes"] == 3_000_000
    (place,) = screenshots(report.id)
    assert said["fields"]["key"] == place.incoming == f"incoming/{report.id}/{place.upload}"
    assert said["fields"]["Content-Type"] == place.kind == "image/png"
    assert len(place.upload) >= 20, "it can't be guessed"


def test_each_has_a_place_of_its_own_and_a_fourth_has_none(
    api: Api, world: World, report: Report, problem: Problem
) -> None:
    keys = {json.loads(api.post(path(report), PNG).body)["fields"]["key"] for _ in range(3)}
    assert len(keys) == 3
    assert problem(api.post(path(report), PNG), 409)["title"] == "No room for another picture"
    assert world.files.calls == ["form"] * 3


@pytest.mark.parametrize("kind", ["image/svg+xml", "text/html", "image/gif", "image/png; x=y", "", None, 7])
def test_another_kind_is_refused(api: Api, report: Report, problem: Problem, kind: Any) -> None:
    assert problem(api.post(path(report), {"content_type": kind}), 422)["errors"][0]["field"] == "content_type"
    assert screenshots(report.id) == []


@pytest.mark.parametrize("reference", ["none.none", "report-0001", "report-0001.", "report-0001.x", "x" * 300])
def test_a_stranger_is_told_nothing(api: Api, world: World, report: Report, problem: Problem, reference: str) -> None:
    answer = api.post(f"/v1/reports/{reference}/screenshots", PNG)
    assert problem(answer, 404) == problem(api.get("/v1/reports/none.none"), 404)
    assert world.files.calls == []
