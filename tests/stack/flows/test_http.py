"""The API as strangers meet it: signatures, refusals, other pages' scripts, and the document that describes it."""

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from tests.stack.flows.scene import Scene, problem

pytestmark = pytest.mark.stack
ROOT = Path(__file__).parents[3]


def _slack_press(scene: Scene, **headers: str) -> httpx.Response:
    """*Take*, pressed by somebody who does not know the signing secret."""
    case = scene.parent()["blocks"][-1]["elements"][0]["value"]
    action = {"action_id": "take", "value": case}
    payload = {"type": "block_actions", "user": {"id": "U0ERIN"}, "actions": [action]}
    body = urlencode({"payload": json.dumps(payload)})
    stamp = str(int(time.time()))
    forged = hmac.new(b"guessed", f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    sent = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={forged}"} | headers
    return scene.world.http.post(f"{scene.world.stack.front}/v1/slack/interactions", content=body, headers=sent)


@pytest.mark.parametrize("headers", [{}, {"X-Slack-Signature": "v0="}, {"X-Slack-Request-Timestamp": "yesterday"}])
def test_a_press_that_slack_did_not_sign_does_nothing(scene: Scene, headers: Mapping[str, str]) -> None:
    ann = scene.person("Ann")
    scene.happens(ann)
    assert problem(_slack_press(scene, **headers))["status"] == 401
    scene.world.until_quiet()
    assert scene.told(ann) == ["received"]


@pytest.mark.parametrize("signature", ["", "sha256=", "sha256=" + "0" * 64, "sha1=" + "0" * 40])
def test_a_webhook_that_jira_did_not_sign_does_nothing(scene: Scene, signature: str) -> None:
    ann = scene.person("Ann")
    scene.happens(ann)
    reads = scene.world.counts()["calls"]["jira"].get("GET /issue/{id}", 0)
    event = {"webhookEvent": "jira:issue_updated", "issue": {"id": scene.issue()["id"]}}
    sent = {"X-Hub-Signature": signature} if signature else {}
    answer = scene.world.http.post(f"{scene.world.stack.front}/v1/jira/webhook", json=event, headers=sent)
    assert problem(answer)["status"] == 401
    scene.world.until_quiet()
    assert scene.world.counts()["calls"]["jira"].get("GET /issue/{id}", 0) == reads


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"key": "x"}, 422, "key"),
        ({"product": "no-such"}, 422, "product"),
        ({"trigger": {"area": "prices", "kind": "no-such"}}, 422, "trigger.kind"),
        ({"trigger": {"area": "no-such", "kind": "wrong-value"}}, 422, "trigger.area"),
        ({"place": {"url": "javascript:alert(1)"}}, 422, "place.url"),
        ({"comment": "x" * 4001}, 422, "comment"),
        ({"comment": "x" * 70_000}, 413, None),
        ({"identity": "not.a.token"}, 401, None),
        ({"contact": {"email": "a@b.example\r\nBcc: c@d.example"}}, 422, "contact.email"),
    ],
)
def test_a_refusal_says_what_to_change(scene: Scene, change: dict[str, Any], status: int, field: str | None) -> None:
    said = problem(scene.world.report(scene.click(**change)))
    assert said["status"] == status
    assert [error["field"] for error in said.get("errors", [])] == ([field] if field else [])


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"\xff"', b"null"])
def test_a_body_that_is_no_report_is_refused(scene: Scene, body: bytes) -> None:
    answer = scene.world.http.post(f"{scene.world.stack.front}/v1/reports", content=body)
    assert problem(answer)["status"] in (400, 422)


def test_a_token_is_good_for_one_report(scene: Scene) -> None:
    click = scene.click(scene.person("Ann"))
    assert scene.world.report(click).status_code == 202
    assert problem(scene.world.report(scene.click(identity=click["identity"])))["status"] == 401


def test_a_key_is_good_for_one_report(scene: Scene) -> None:
    click = scene.click()
    assert scene.world.report(click).status_code == 202
    assert problem(scene.world.report(click | {"comment": "Something else."}))["status"] == 409


def test_a_page_of_somebody_else_may_not_report(scene: Scene) -> None:
    url = f"{scene.world.stack.front}/v1/reports"
    answer = scene.world.http.post(url, json=scene.click(), headers={"Origin": "https://evil.example"})
    assert problem(answer)["status"] == 403


@pytest.mark.parametrize("change", [{}, {"key": "x"}])
def test_a_page_on_another_origin_reads_the_answer(scene: Scene, change: dict[str, Any]) -> None:
    url = f"{scene.world.stack.front}/v1/reports"
    page = {"Origin": "http://127.0.0.1:8781"}
    answer = scene.world.http.post(url, json=scene.click(**change), headers=page)
    assert answer.headers["access-control-allow-origin"] in ("*", page["Origin"])
    asked = page | {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    preflight = scene.world.http.options(url, headers=asked)
    assert preflight.status_code in (200, 204)
    assert "content-type" in preflight.headers["access-control-allow-headers"].lower()


def test_what_never_reaches_us_is_refused_as_we_do(scene: Scene) -> None:
    answer = scene.world.http.get(f"{scene.world.stack.front}/v1/no-such-thing")
    assert answer.status_code in (403, 404)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.json()["title"]


def test_the_tracking_page_needs_the_whole_link(scene: Scene) -> None:
    ann = scene.person("Ann")
    page = scene.send(ann)["tracking_url"]
    found = scene.world.http.get(page)
    assert (found.status_code, found.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert (
        "script-src" in found.headers["content-security-policy"]
        or "default-src 'none'" in (found.headers["content-security-policy"])
    )
    report, token = page.rpartition("/")[2].split(".")
    for wrong in (report, f"{report}.", f"{report}.{token[:-1]}", f"{report}.{token}x", f".{token}", f"{report}.é"):
        for answer in (
            scene.world.http.get(f"{scene.world.stack.front}/t/{wrong}"),
            scene.world.http.post(f"{scene.world.stack.front}/t/{wrong}", data={"note": "Hello"}),
        ):
            assert answer.status_code == 404
            assert scene.word not in answer.text
        assert problem(scene.world.http.get(f"{scene.world.stack.front}/v1/reports/{wrong}"))["status"] == 404
    scene.world.until_quiet()
    assert scene.comments() == []


def test_the_document_that_is_served_is_the_one_that_is_kept(scene: Scene) -> None:
    served = scene.world.http.get(f"{scene.world.stack.front}/v1/openapi.json").json()
    assert served == json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))
