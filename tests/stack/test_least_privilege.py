"""Each function may do what its work needs: a report goes all the way and back while IAM is enforced."""

import json
import uuid
from typing import Any

import httpx
import pytest

from infra.local_stack import LocalStack
from tests.stack.polling import eventually

pytestmark = pytest.mark.stack


def _panel(stack: LocalStack) -> dict[str, Any]:
    state: dict[str, Any] = httpx.get(f"{stack.sandbox}/panel/state").json()
    return state


def _report(stack: LocalStack) -> dict[str, Any]:
    identity = httpx.get(f"{stack.sandbox}/shop/identity", cookies={"shop_who": "ann"}).json()["identity"]
    return {
        "key": str(uuid.uuid4()),
        "product": "shop",
        "trigger": {"area": "prices", "kind": "wrong-value", "fingerprint": uuid.uuid4().hex, "label": "Price"},
        "place": {"url": f"{stack.sandbox}/shop/orders/48151", "title": "Order 48151"},
        "client": {"browser": "Firefox 151.0", "os": "Windows 10", "locale": "en", "time_zone": "Europe/Berlin"},
        "identity": identity,
    }


def _log_lines(stack: LocalStack) -> list[str]:
    logs = stack.engine.client("logs")
    groups = [group["logGroupName"] for group in logs.describe_log_groups()["logGroups"]]
    pages = [logs.get_paginator("filter_log_events").paginate(logGroupName=group) for group in groups]
    return [event["message"] for group in pages for page in group for event in page["events"]]


def _sweep(stack: LocalStack) -> dict[str, Any]:
    """Run the sweep now instead of within the minute."""
    lambdas = stack.engine.client("lambda")
    names = [function["FunctionName"] for function in lambdas.list_functions()["Functions"]]
    (sweep,) = [name for name in names if name.startswith("wilco-Sweep-")]
    clock = {
        "id": "1",
        "source": "aws.events",
        "detail-type": "Scheduled Event",
        "detail": {},
        "time": "",
        "region": "",
    }
    clock |= {"account": "", "resources": [], "version": "0"}
    ended: dict[str, Any] = lambdas.invoke(FunctionName=sweep, Payload=json.dumps(clock))
    return ended


def test_a_report_goes_all_the_way_and_back_within_the_policies(stack: LocalStack) -> None:
    before = _panel(stack)["mail"]["by_kind"]
    assert httpx.post(f"{stack.front}/v1/reports", json=_report(stack), timeout=60).status_code == 202
    eventually(lambda: _panel(stack)["mail"]["by_kind"].get("received", 0) > before.get("received", 0))
    issues = eventually(lambda: httpx.get(f"{stack.sandbox}/panel/jira/issues").json())
    eventually(lambda: _panel(stack)["slack"]["parents"])

    moved = httpx.post(f"{stack.sandbox}/panel/jira/{issues[-1]['key']}/move", json={"to": "Done", "by": "erin"})
    assert moved.status_code == 200
    eventually(lambda: _panel(stack)["mail"]["by_kind"].get("resolved", 0) > before.get("resolved", 0))

    assert "FunctionError" not in _sweep(stack)
    assert [line for line in _log_lines(stack) if "AccessDenied" in line] == []
