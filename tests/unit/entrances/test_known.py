"""`GET /v1/widget/{product}/known`: what a person is shown of an area's problems before they report."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest

from chalicelib.entrances.http_reports import accept
from tests.builders import NOW, a_report
from tests.unit.entrances.conftest import Api

Problem = Callable[[Any, int], dict[str, Any]]
PAGE = "https://shop.example/orders/62342"


def ask(api: Api, product: str = "shop", **query: str) -> Any:
    return api.get(f"/v1/widget/{product}/known?{urlencode(query)}", {"Origin": "https://shop.example"})


def test_an_open_problem_is_shown_with_nothing_that_was_typed(api: Api) -> None:
    report = accept(replace(a_report(), comment="Anna was here"), None, NOW)
    other = accept(a_report(number=2, kind="late-data", url="https://shop.example/basket"), None, NOW)
    accept(a_report(number=3, area="orders"), None, NOW)
    answer = ask(api, area="prices", url=PAGE)
    assert answer.status_code == 200
    shown = {"status": "received", "since": "2026-11-21T12:00:00Z", "people": 1}
    assert json.loads(answer.body) == {
        "outage": None,
        "known": [
            {"reference": report.case_id, "kind": "wrong-value", "here": True, **shown},
            {"reference": other.case_id, "kind": "late-data", "here": False, **shown},
        ],
    }
    assert answer.headers["Cache-Control"] == "public, max-age=10"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_where_nothing_is_open_nothing_is_shown(api: Api) -> None:
    assert json.loads(ask(api, area="prices", url=PAGE).body) == {"outage": None, "known": []}
    assert json.loads(ask(api, area="prices").body) == {"outage": None, "known": []}


@pytest.mark.parametrize(
    ("product", "query", "status", "field"),
    [
        ("none", {"area": "prices"}, 404, "product"),
        ("shop", {}, 422, "area"),
        ("shop", {"area": ""}, 422, "area"),
        ("shop", {"area": "attic"}, 422, "area"),
        ("shop", {"area": "PRICES"}, 422, "area"),
        ("shop", {"area": "x" * 3000}, 422, "area"),
        ("shop", {"area": "shop#prices"}, 422, "area"),
        ("shop", {"area": "prices", "url": f"https://shop.example/{'x' * 2000}"}, 422, "url"),
        ("shop", {"area": "prices", "url": "orders"}, 422, "url"),
        ("shop", {"area": "prices", "url": "javascript:alert(1)"}, 422, "url"),
        ("shop", {"area": "prices", "url": "https://[x]/"}, 422, "url"),
    ],
)
def test_what_has_to_change_is_named(
    api: Api, problem: Problem, product: str, query: dict[str, str], status: int, field: str
) -> None:
    answer = ask(api, product, **query)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert [error["field"] for error in problem(answer, status)["errors"]] == [field]
