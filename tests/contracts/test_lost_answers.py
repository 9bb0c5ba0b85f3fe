"""The answer is lost after the vendor has done the work: it was asked once, says so, and is found again."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from chalicelib.adapters.carrot_quest import CarrotQuest
from chalicelib.adapters.jira_cloud import JiraCloud
from chalicelib.adapters.slack_web import SlackWeb
from chalicelib.errors import Retryable, Unknown
from chalicelib.observe import now
from chalicelib.ports import Message, NamedFile
from tests.contracts.conftest import Sandbox
from tests.contracts.desks import carrot
from tests.contracts.worlds import CREDENTIALS

FIELDS = {"project": {"key": "SHOP"}, "issuetype": {"name": "Bug"}, "summary": "s", "labels": ["wilco-c1"]}
FILE = NamedFile("wilco-r1-1.png", "image/png", b"\x89PNG")
MESSAGE = Message("Wrong price", [])


@pytest.fixture
def panel(sandbox: Sandbox) -> Iterator[httpx.Client]:
    """The sandbox's switches, with everything emptied."""
    with httpx.Client(base_url=f"{sandbox.url}/panel/") as client:
        client.post("reset").raise_for_status()
        yield client
        client.delete("faults").raise_for_status()


@pytest.fixture
def jira(sandbox: Sandbox) -> JiraCloud:
    return JiraCloud(f"{sandbox.url}/jira", CREDENTIALS.jira_email, CREDENTIALS.jira_token)


@pytest.fixture
def slack(sandbox: Sandbox) -> SlackWeb:
    return SlackWeb(f"{sandbox.url}/slack/api/", CREDENTIALS.slack_token)


@pytest.fixture
def desk(sandbox: Sandbox) -> CarrotQuest:
    return carrot(sandbox.url)


def break_next(panel: httpx.Client, vendor: str, fault: str, match: str) -> None:
    rule: dict[str, Any] = {"vendor": vendor, "fault": fault, "match": match, "times": 1, "seconds": 0}
    panel.post("faults", json=rule).raise_for_status()


def test_an_issue_whose_answer_was_lost(panel: httpx.Client, jira: JiraCloud) -> None:
    break_next(panel, "jira", "commit-then-timeout", "POST .*/issue$")
    with pytest.raises(Unknown):
        jira.open(FIELDS)
    assert jira.find("SHOP", "wilco-c1") is not None
    assert panel.get("state").json()["jira"]["issues"] == 1


def test_a_comment_whose_answer_was_lost(panel: httpx.Client, jira: JiraCloud) -> None:
    issue = jira.open(FIELDS)
    break_next(panel, "jira", "commit-then-timeout", "POST .*/comment$")
    with pytest.raises(Unknown):
        jira.comment(issue, "Once", "c1/o1", look_first=False)
    jira.comment(issue, "Once", "c1/o1", look_first=True)
    assert panel.get("state").json()["jira"]["comments"] == 1


def test_a_file_whose_answer_was_lost(panel: httpx.Client, jira: JiraCloud) -> None:
    issue = jira.open(FIELDS)
    break_next(panel, "jira", "commit-then-timeout", "POST .*/attachments$")
    with pytest.raises(Unknown):
        jira.attach(issue, FILE, look_first=False)
    jira.attach(issue, FILE, look_first=True)
    (shown,) = panel.get("jira/issues").json()
    assert [one["filename"] for one in shown["fields"]["attachment"]] == [FILE.name]


def test_a_post_whose_answer_was_lost(panel: httpx.Client, slack: SlackWeb) -> None:
    break_next(panel, "slack", "commit-then-timeout", "chat.postMessage")
    with pytest.raises(Unknown):
        slack.post("C0WILCO", MESSAGE, "c1/o1")
    assert slack.find("C0WILCO", "c1/o1", now()) is not None
    assert panel.get("state").json()["slack"]["parents"] == 1


@pytest.mark.parametrize(("name", "kind"), [("note", "note"), ("reply", "reply_admin")])
def test_words_in_a_dialog_whose_answer_was_lost(panel: httpx.Client, desk: CarrotQuest, name: str, kind: str) -> None:
    dialog = panel.post("chat/start", json={"by": "ann", "body": "Hello"}).json()["id"]
    write = getattr(desk, name)
    break_next(panel, "chat", "commit-then-timeout", "POST .*/reply$")
    with pytest.raises(Unknown):
        write(dialog, "Once", "c1/o1", look_first=False)
    left = write(dialog, "Once", "c1/o1", look_first=True)
    parts = panel.get(f"chat/{dialog}").json()["parts"]
    assert [part["id"] for part in parts if part["type"] == kind] == [left]


def test_a_limited_call_was_not_done_and_waits(panel: httpx.Client, jira: JiraCloud, slack: SlackWeb) -> None:
    for vendor, match in (("jira", "POST .*/issue$"), ("slack", "chat.postMessage")):
        break_next(panel, vendor, "429", match)
    with pytest.raises(Retryable) as limited:
        jira.open(FIELDS)
    assert limited.value.retry_after is not None
    with pytest.raises(Retryable) as limited:
        slack.post("C0WILCO", MESSAGE, "c1/o1")
    assert limited.value.retry_after is not None
    state = panel.get("state").json()
    assert (state["jira"]["issues"], state["slack"]["parents"]) == (0, 0)
