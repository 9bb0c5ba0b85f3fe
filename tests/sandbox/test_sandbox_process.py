"""The process around the stand-ins: faults, durability, the front door, mail, and busy ports."""

from __future__ import annotations

import signal
import smtplib
import subprocess
from email.message import EmailMessage
from pathlib import Path

import httpx
import jwt
import pytest
import requests
from jira import JIRAError
from slack_sdk.errors import SlackApiError

from tests.sandbox.running import CREDENTIALS, ROOT, Running, Wilco, eventually

BUG = {"project": {"key": "SHOP"}, "issuetype": {"name": "Bug"}, "summary": "Wrong price"}


def create(sandbox: Running) -> str:
    client = sandbox.jira(get_server_info=False)
    return str(client.create_issue(fields=BUG, prefetch=False).key)


def issues(sandbox: Running) -> int:
    return int(sandbox.panel("state")["jira"]["issues"])


def test_429_says_when_to_come_back_and_does_nothing(sandbox: Running) -> None:
    sandbox.panel("faults", vendor="jira", fault="429", match="POST .*/issue$", times=1, seconds=7)
    with pytest.raises(JIRAError) as caught:
        create(sandbox)
    assert caught.value.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "7"
    assert issues(sandbox) == 0
    create(sandbox)  # the next call is well again
    assert issues(sandbox) == 1


@pytest.mark.parametrize("fault", ["500", "503"])
def test_5xx_does_nothing(sandbox: Running, fault: str) -> None:
    sandbox.panel("faults", vendor="jira", fault=fault, times=1)
    with pytest.raises(JIRAError) as caught:
        create(sandbox)
    assert caught.value.status_code == int(fault)
    assert issues(sandbox) == 0


@pytest.mark.parametrize(("fault", "made"), [("drop", 0), ("commit-then-timeout", 1)])
def test_a_cut_connection_before_and_after_the_work(sandbox: Running, fault: str, made: int) -> None:
    sandbox.panel("faults", vendor="jira", fault=fault, match="POST .*/issue$", times=1, seconds=0)
    with pytest.raises(requests.exceptions.ConnectionError):
        create(sandbox)
    assert issues(sandbox) == made


def test_slack_fails_in_its_own_words(sandbox: Running) -> None:
    sandbox.panel("faults", vendor="slack", fault="429", match="chat.postMessage", times=1, seconds=3)
    with pytest.raises(SlackApiError) as caught:
        sandbox.slack().chat_postMessage(channel="C0WILCO", text="x")
    assert caught.value.response["error"] == "ratelimited"
    assert caught.value.response.headers["Retry-After"] == "3"


def test_slow_is_slow_but_works(sandbox: Running) -> None:
    sandbox.panel("faults", vendor="jira", fault="slow", times=1, seconds=0.2)
    create(sandbox)
    assert issues(sandbox) == 1


def test_the_search_index_can_lag(sandbox: Running) -> None:
    create(sandbox)
    sandbox.panel("faults", vendor="jira", fault="stale-search", match="search", times=1, seconds=60)
    client = sandbox.jira()
    assert client.enhanced_search_issues("project = SHOP") == []
    assert len(client.enhanced_search_issues("project = SHOP")) == 1


def test_chance_is_the_same_for_the_same_seed(sandbox: Running) -> None:
    outcomes = []
    for _ in range(2):
        httpx.delete(f"{sandbox.url}/panel/faults").raise_for_status()
        sandbox.panel("faults", vendor="slack", fault="500", probability=0.5, seed=7)
        statuses = [httpx.post(f"{sandbox.url}/slack/api/api.test").status_code for _ in range(12)]
        outcomes.append(statuses)
    assert outcomes[0] == outcomes[1]
    assert set(outcomes[0]) == {200, 500}


def test_an_unknown_fault_is_refused(sandbox: Running) -> None:
    answer = httpx.post(f"{sandbox.url}/panel/faults", json={"vendor": "jira", "fault": "sulk"})
    assert answer.status_code == 400


def test_webhooks_come_twice_not_at_all_or_out_of_order(sandbox: Running, wilco: Wilco) -> None:
    key = create(sandbox)
    eventually(lambda: len(wilco.heard) == 1)
    sandbox.panel("faults", vendor="webhooks", fault="twice", times=1)
    sandbox.panel(f"jira/{key}/move", to="In Progress", by="erin")
    eventually(lambda: len(wilco.heard) == 3)
    names = [one.headers["x-atlassian-webhook-identifier"] for one in wilco.heard]
    assert names[1] == names[2] != names[0]

    sandbox.panel("faults", vendor="webhooks", fault="never", times=1)
    sandbox.panel(f"jira/{key}/move", to="To Do", by="erin")
    sandbox.panel("faults", vendor="webhooks", fault="out-of-order", times=1)
    sandbox.panel(f"jira/{key}/move", to="In Review", by="erin")
    sandbox.panel(f"jira/{key}/move", to="Done", by="erin")
    eventually(lambda: len(wilco.heard) == 5)
    statuses = [event["changelog"]["items"][0]["toString"] for event in wilco.events()[3:]]
    assert statuses == ["Done", "In Review"]
    assert sandbox.panel("state")["webhooks"]["never"] == 1


def test_a_late_webhook_is_late(sandbox: Running, wilco: Wilco) -> None:
    sandbox.panel("faults", vendor="webhooks", fault="late", times=1, seconds=0.3)
    create(sandbox)
    assert sandbox.panel("state")["webhooks"] == {"sent": 0, "failed": 0, "waiting": 1, "never": 0}
    eventually(lambda: sandbox.panel("state")["webhooks"]["sent"] == 1)


def test_a_kill_loses_nothing(tmp_path: Path, wilco: Wilco) -> None:
    running = Running(tmp_path / "state.sqlite")
    running.start()
    try:
        key = create(running)  # its webhook has nowhere to go yet
        ts = running.slack().chat_postMessage(channel="C0WILCO", text="x")["ts"]
        running.panel("faults", vendor="jira", fault="500", match="nothing")
        running.stop(signal.SIGKILL)
        running.start("--wilco-api", wilco.url)
        assert running.jira().issue(key).fields.summary == "Wrong price"
        assert running.slack().conversations_history(channel="C0WILCO")["messages"][0]["ts"] == ts
        assert len(running.panel("faults")) == 1
        assert create(running) == "SHOP-2"
        eventually(lambda: {event["issue"]["key"] for event in wilco.events()} == {"SHOP-1", "SHOP-2"})
    finally:
        assert running.stop() == 0


def test_a_busy_port_is_named(sandbox: Running, tmp_path: Path) -> None:
    second = Running(tmp_path / "state.sqlite", port=sandbox.port)
    ended = subprocess.run(second.command(), cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert f"port {sandbox.port} on 127.0.0.1 is busy" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_the_front_door_passes_everything_untouched(sandbox: Running, wilco: Wilco) -> None:
    wilco.answers["/v1/x%2Fy?a=%20b"] = [(418, b"\x00raw")]
    headers = {"X-Custom": "1", "Origin": "http://shop"}
    answer = httpx.put(f"{sandbox.front}/v1/x%2Fy?a=%20b", content=b"\xff\x00", headers=headers)
    assert (answer.status_code, answer.content, answer.headers["x-from"]) == (418, b"\x00raw", "wilco")
    assert "access-control-allow-origin" not in answer.headers
    [heard] = wilco.heard
    assert (heard.method, heard.body, heard.headers["x-custom"]) == ("PUT", b"\xff\x00", "1")
    assert httpx.options(f"{sandbox.front}/v1/reports").status_code == 200


def test_the_front_door_says_when_wilco_is_away(sandbox: Running) -> None:
    sandbox.panel("wilco", api="http://127.0.0.1:9")
    answer = httpx.get(f"{sandbox.front}/v1/reports")
    assert answer.status_code == 502
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 502


def test_the_front_door_can_be_shut(sandbox: Running, wilco: Wilco) -> None:
    sandbox.panel("faults", vendor="wilco", fault="503", match="POST /v1/reports", times=1)
    assert httpx.get(f"{sandbox.front}/v1/health").status_code == 200
    assert httpx.post(f"{sandbox.front}/v1/reports").status_code == 503
    assert httpx.post(f"{sandbox.front}/v1/reports").status_code == 200
    assert [heard.path for heard in wilco.heard] == ["/v1/health", "/v1/reports"]


def letter(to: str, subject: str, **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "wilco@example.com", to, subject
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content("Plain привет")
    message.add_alternative("<p>Rich</p>", subtype="html")
    return message


def send(sandbox: Running, message: EmailMessage) -> None:
    with smtplib.SMTP("127.0.0.1", sandbox.smtp_port) as smtp:
        smtp.send_message(message)


def test_mail_is_kept_and_grouped(sandbox: Running) -> None:
    send(sandbox, letter("ann@example.com", "Received", Message_ID="<1@w>", X_Wilco_Kind="received"))
    send(sandbox, letter("ann@example.com", "Solved", Message_ID="<2@w>", References="<1@w>", X_Wilco_Kind="solved"))
    send(sandbox, letter("boris@example.com", "Принято", Message_ID="<3@w>", X_Wilco_Kind="received"))
    read = httpx.get(f"{sandbox.url}/mail/api/messages", params={"to": "ANN@example.com"}).json()
    assert [one["subject"] for one in read] == ["Received", "Solved"]
    assert read[0]["conversation"] == read[1]["conversation"]
    assert read[0]["text"].strip() == "Plain привет"
    assert read[0]["html"].strip() == "<p>Rich</p>"
    assert read[1]["headers"]["References"] == "<1@w>"
    later = httpx.get(f"{sandbox.url}/mail/api/messages", params={"since_id": read[1]["id"]}).json()
    assert [one["subject"] for one in later] == ["Принято"]
    assert sandbox.panel("state")["mail"]["by_kind"] == {"received": 2, "solved": 1}


@pytest.mark.parametrize("code", ["451", "554"])
def test_mail_can_be_refused(sandbox: Running, code: str) -> None:
    sandbox.panel("faults", vendor="mail", fault=code, match="ann@", times=1)
    with pytest.raises(smtplib.SMTPDataError) as caught:
        send(sandbox, letter("ann@example.com", "x"))
    assert caught.value.smtp_code == int(code)
    send(sandbox, letter("ann@example.com", "x"))
    assert sandbox.panel("state")["mail"]["total"] == 1


def test_the_shop_signs_who_is_logged_in(sandbox: Running) -> None:
    address = f"{sandbox.url}/shop/identity"
    with httpx.Client() as browser:
        browser.post(f"{sandbox.url}/shop/session", data={"user": "boris", "language": "ru"})
        token = browser.get(address).json()["identity"]
        assert '<html lang="ru">' in browser.get(f"{sandbox.url}/shop").text
        browser.post(f"{sandbox.url}/shop/session", data={"user": "", "language": "en"})
        assert browser.get(address).status_code == 204
    claims = jwt.decode(token, CREDENTIALS.host_secret_shop, ["HS256"], audience="wilco", issuer="shop")
    assert (claims["email"], claims["locale"]) == ("boris@example.com", "ru")
    assert claims["exp"] - claims["iat"] == 120
    assert httpx.get(address).status_code == 204


def test_a_reset_empties_but_never_gives_an_id_again(sandbox: Running) -> None:
    first = create(sandbox)
    httpx.post(f"{sandbox.url}/panel/reset").raise_for_status()
    assert issues(sandbox) == 0
    assert create(sandbox) != first


def test_calls_are_counted_by_kind(sandbox: Running) -> None:
    for _ in range(2):
        key = create(sandbox)
        sandbox.jira(get_server_info=False).issue(key)
    calls = sandbox.panel("state")["calls"]["jira"]
    assert calls["POST /issue"] == 2
    assert calls["GET /issue/{id}"] == 2
