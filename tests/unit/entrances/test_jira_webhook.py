"""`POST /v1/jira/webhook`: the shapes that Jira is known to send, each understood or passed over, none believed."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.entrances.payloads.jira import JiraWebhook
from chalicelib.model.orders import Order, ReadIssue
from chalicelib.store import keys
from chalicelib.store.codec import load
from chalicelib.store.orders import ledger
from chalicelib.store.tables import Row
from tests.builders import a_case
from tests.events import jira_event, jira_request
from tests.unit.entrances.conftest import Api

CASE = a_case().id
BOT = "5b10a-wilco-bot"
COMMENT = {"id": "20001", "author": {"accountId": "5b10a-erin"}, "body": "[public] Yes"}


@pytest.fixture(autouse=True)
def known(table: str) -> None:
    Row(*keys.issue("10001"), data=CASE).save()


def send(api: Api, event: dict[str, Any], delivery: str = "d-1") -> int:
    body, headers = jira_request(event, delivery)
    status: int = api.post("/v1/jira/webhook", body, headers).status_code
    return status


def ordered() -> list[str | None]:
    """The comments to read, one for each order; None when only the issue is."""
    acts = [load(Order, row.data or "").act for row in Row.query(keys.case(CASE).pk, Row.sk.startswith("ORDER#"))]
    return [act.comment_id for act in acts if isinstance(act, ReadIssue)]


@pytest.mark.parametrize(
    ("event", "reads"),
    [
        pytest.param(jira_event("10001"), [None], id="moved"),
        pytest.param(jira_event("10001", webhookEvent="jira:issue_deleted"), [None], id="deleted"),
        pytest.param(
            jira_event("10001", user={"accoundId": "x"}), [None], id="accountId misspelt as in Atlassian's sample"
        ),
        pytest.param(jira_event("10001", user=None), [None], id="nobody did it"),
        pytest.param(jira_event("10001", more="x" * 200_000), [None], id="an issue with much in it"),
        pytest.param(jira_event("10001", changelog=None), [None], id="without a changelog"),
        pytest.param(
            {"webhookEvent": "comment_created", "comment": COMMENT, "issue": {"id": "10001"}}, ["20001"], id="a comment"
        ),
        pytest.param(
            {
                "webhookEvent": "comment_created",
                "comment": COMMENT | {"body": {"type": "doc"}},
                "issue": {"id": "10001"},
            },
            ["20001"],
            id="a comment as ADF",
        ),
        pytest.param(
            jira_event("10001", issue_event_type_name="issue_commented", comment=COMMENT),
            ["20001"],
            id="with the issue",
        ),
        pytest.param(
            {"webhookEvent": "comment_updated", "comment": COMMENT, "issue": {"id": "10001"}},
            [None],
            id="edited comment",
        ),
        pytest.param({"webhookEvent": "comment_created", "comment": COMMENT}, [], id="a comment without its issue"),
        pytest.param(jira_event("10002"), [], id="somebody else's issue"),
        pytest.param({"webhookEvent": "jira:version_released", "version": {"id": "1"}}, [], id="not about an issue"),
        pytest.param(jira_event("10001", by=BOT), [], id="our own change"),
        pytest.param(
            {
                "webhookEvent": "comment_created",
                "comment": COMMENT | {"author": {"accountId": BOT}},
                "issue": {"id": "10001"},
            },
            [],
            id="our own comment",
        ),
    ],
)
def test_what_jira_sends(api: Api, event: dict[str, Any], reads: list[str | None]) -> None:
    assert send(api, event) == 200
    assert ordered() == reads


def test_the_same_delivery_again_is_answered_and_read_once(api: Api) -> None:
    """Never 409: Jira would repeat it."""
    assert [send(api, jira_event("10001")) for _ in range(3)] == [200] * 3
    assert ordered() == [None]


def test_another_delivery_is_read_again(api: Api) -> None:
    send(api, jira_event("10001"), "d-1")
    send(api, jira_event("10001"), "d-2")
    assert ordered() == [None, None]


def test_without_a_delivery_id_the_moment_tells_them_apart(api: Api) -> None:
    for stamp in (1, 1, 2):
        send(api, jira_event("10001", timestamp=stamp), "")
    assert ordered() == [None, None]


@pytest.mark.parametrize("headers", [{}, {"X-Hub-Signature": ""}, {"X-Hub-Signature": "sha256=00"}])
def test_a_stranger_is_refused_and_not_asked_to_repeat(api: Api, headers: dict[str, str]) -> None:
    body, _ = jira_request(jira_event("10001"))
    assert api.post("/v1/jira/webhook", body, headers).status_code == 401
    assert ledger(CASE) == {}


def test_nothing_of_the_event_is_believed(api: Api) -> None:
    """Its words stay outside: only which issue, which comment, and who."""
    send(api, jira_event("10001", issue={"id": "10001", "fields": {"status": {"name": "Done"}}}))
    row = Row.get(*keys.order(CASE, "jira:read:d-1"))
    assert "Done" not in (row.data or "")


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "author", "accountId"]), inner),
    max_leaves=5,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given=st.dictionaries(st.sampled_from([*sorted(JiraWebhook.model_fields), "webhookEvent"]), anything))
def test_no_event_surprises_us(api: Api, given: dict[str, Any]) -> None:
    assert send(api, jira_event("10001") | given) in (200, 422)
