"""`context` in `POST /v1/reports`: what the browser had to say, within limits, kept with the report."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.model.report import ConsoleLine, Context, FailedRequest, Report
from chalicelib.store import keys
from chalicelib.store.cases import get_report
from chalicelib.store.tables import Row
from tests.unit.entrances.conftest import Api
from tests.unit.entrances.test_http_reports import a_body

Problem = Callable[[Any, int], dict[str, Any]]
LINE = {"level": "error", "text": "TypeError: x is not a function", "at": "2026-11-21T11:59:58.120Z"}
REQUEST = {"method": "GET", "url": "/api/prices", "status": 503, "at": "2026-11-21T11:59:59Z"}
# DynamoDB takes items of 400 KB, and 4 MB in a transaction.
FAR_BELOW = 150_000


def kept(api: Api, context: Any) -> Report:
    answer = api.post("/v1/reports", a_body(context=context))
    assert answer.status_code == 202, answer.body
    report = get_report(json.loads(answer.body)["report_id"])
    assert report is not None
    return report


def test_it_is_kept_with_the_report(api: Api) -> None:
    assert kept(api, {"console": [LINE], "requests": [REQUEST]}).context == Context(
        (ConsoleLine("error", "TypeError: x is not a function", "2026-11-21T11:59:58.120Z"),),
        (FailedRequest("GET", "/api/prices", 503, "2026-11-21T11:59:59Z"),),
    )


@pytest.mark.parametrize(
    ("context", "same"),
    [
        (None, None),
        ({}, Context()),
        ({"console": [], "mood": "sad"}, Context()),
        ({"console": [{"text": "x"}]}, Context((ConsoleLine("", "x", ""),))),
        ({"requests": [{"url": "/x"}]}, Context((), (FailedRequest("", "/x", 0, ""),))),
    ],
)
def test_what_is_left_out_is_not_made_up(api: Api, context: Any, same: Context | None) -> None:
    assert kept(api, context).context == same


@pytest.mark.parametrize(
    ("context", "field"),
    [
        ({"console": [LINE] * 11}, "context.console"),
        ({"requests": [REQUEST] * 11}, "context.requests"),
        ({"console": [LINE | {"text": "x" * 301}]}, "context.console.0.text"),
        ({"console": [LINE | {"level": "x" * 41}]}, "context.console.0.level"),
        ({"console": [LINE | {"at": "x" * 41}]}, "context.console.0.at"),
        ({"console": [{"level": "error"}]}, "context.console.0.text"),
        ({"requests": [REQUEST, REQUEST | {"url": "x" * 501}]}, "context.requests.1.url"),
        ({"requests": [REQUEST | {"method": "x" * 41}]}, "context.requests.0.method"),
        ({"requests": [REQUEST | {"status": 1000}]}, "context.requests.0.status"),
        ({"requests": [REQUEST | {"status": "all"}]}, "context.requests.0.status"),
        ({"requests": {}}, "context.requests"),
        ([], "context"),
    ],
)
def test_what_has_to_change_is_named(api: Api, problem: Problem, context: Any, field: str) -> None:
    said = problem(api.post("/v1/reports", a_body(context=context)), 422)
    assert [error["field"] for error in said["errors"]] == [field]


@pytest.mark.parametrize("letter", ["x", "\\", "\x01", "Ж"])
def test_the_largest_is_far_from_what_the_table_refuses(api: Api, letter: str) -> None:
    """Twice in one transaction: in the report, and in the order that opens the issue."""
    context = {
        "console": [{"level": letter * 40, "text": letter * 300, "at": letter * 40}] * 10,
        "requests": [{"method": letter * 40, "url": letter * 500, "status": 500, "at": letter * 40}] * 10,
    }
    report = kept(api, context)
    rows = [Row.get(*keys.report(report.id)), Row.get(*keys.order(report.case_id, "jira:opened"))]
    assert sum(len((row.data or "").encode()) for row in rows) < FAR_BELOW


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
lines = st.fixed_dictionaries({}, optional={"level": anything, "text": anything, "at": anything})
requests = st.fixed_dictionaries({}, optional={"method": anything, "url": anything, "status": anything})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.fixed_dictionaries(
        {}, optional={"console": st.lists(lines, max_size=3) | anything, "requests": st.lists(requests, max_size=3)}
    )
    | anything
)
def test_no_context_surprises_us(api: Api, context: Any) -> None:
    answer = api.post("/v1/reports", a_body(context=context))
    assert answer.status_code in (202, 400, 409, 422), answer.body
