"""The deployed stack itself, before any flow: it answers, a browser may ask, refusals of the gateway are plain."""

import httpx
import pytest

from infra.local_stack import LocalStack

pytestmark = pytest.mark.stack


def test_the_api_answers_behind_its_front_door(stack: LocalStack) -> None:
    assert httpx.get(f"{stack.front}/v1/health").status_code == 200


def test_a_browser_may_send_a_report_from_another_page(stack: LocalStack) -> None:
    asked = {"Origin": stack.sandbox, "Access-Control-Request-Method": "POST"}
    answer = httpx.options(f"{stack.front}/v1/reports", headers=asked)
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert "Content-Type" in answer.headers["access-control-allow-headers"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/widget.js", 200),
        ("/widget/none.js", 404),
        ("/v1/widget/shop", 200),
        ("/v1/widget/none", 404),
        ("/v1/reports/none.none", 404),
    ],
)
def test_a_page_on_another_origin_reads_the_answer_and_the_refusal(stack: LocalStack, path: str, status: int) -> None:
    answer = httpx.get(f"{stack.front}{path}", headers={"Origin": stack.sandbox})
    assert answer.status_code == status
    assert answer.headers["access-control-allow-origin"] == "*"
    preflight = httpx.options(
        f"{stack.front}{path}", headers={"Origin": stack.sandbox, "Access-Control-Request-Method": "GET"}
    )
    assert preflight.headers["access-control-allow-origin"] == "*"
    assert "GET" in preflight.headers["access-control-allow-methods"]


def test_every_listener_is_on(stack: LocalStack) -> None:
    mappings = stack.engine.client("lambda").list_event_source_mappings()["EventSourceMappings"]
    assert {mapping["State"] for mapping in mappings} == {"Enabled"}
    assert len(mappings) == 9


def test_items_expire(stack: LocalStack) -> None:
    dynamodb = stack.engine.client("dynamodb")
    described = dynamodb.describe_time_to_live(TableName=stack.outputs["TableName"])["TimeToLiveDescription"]
    assert described == {"TimeToLiveStatus": "ENABLED", "AttributeName": "ttl"}
