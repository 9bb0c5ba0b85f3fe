"""The unmodified `jira` client against the stand-in, and everything that Jira Cloud refuses."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from jira import JIRA, JIRAError

from sandbox.jira.webhooks import signature
from tests.sandbox.running import CREDENTIALS, Running, Wilco, eventually

AUTH = httpx.BasicAuth(CREDENTIALS.jira_email, CREDENTIALS.jira_token)
BUG: dict[str, Any] = {
    "project": {"key": "SHOP"},
    "issuetype": {"name": "Bug"},
    "summary": "Wrong price",
    "labels": ["wilco-01", "kind-wrong-value"],
}
DOCUMENT = {
    "type": "doc",
    "version": 1,
    "content": [{"type": "paragraph", "content": [{"type": "text", "text": "Hello"}]}],
}


@pytest.fixture
def client(sandbox: Running) -> JIRA:
    return sandbox.jira()


@pytest.fixture
def rest(sandbox: Running) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{sandbox.url}/jira/rest/api/2/", auth=AUTH) as opened:
        yield opened


@pytest.mark.filterwarnings("ignore:Unable to gather applicationlinks")  # as on Cloud, a bot may not list them
def test_a_conversation_of_the_real_client(client: JIRA) -> None:
    issue = client.create_issue(fields=BUG | {"description": "*bold*", "components": [{"name": "Prices"}]})
    assert issue.key.startswith("SHOP-")
    issue.update(update={"labels": [{"add": "impact-many"}, {"remove": "wilco-01"}]}, notify=False)
    client.transition_issue(issue, "Done")
    client.assign_issue(issue, "erin@example.com")
    client.add_comment(issue, "[public] fixed")
    other = client.create_issue(fields=BUG)
    client.create_issue_link("Relates", issue.key, other.key)
    client.add_remote_link(issue, {"url": "http://example.com", "title": "Report"}, "report=1")

    fresh = client.issue(issue.id)
    assert fresh.fields.labels == ["kind-wrong-value", "impact-many"]
    assert fresh.fields.status.statusCategory.key == "done"
    assert fresh.fields.resolution.name == "Done"
    assert fresh.fields.assignee.displayName == "Erin Walsh"
    assert [comment.body for comment in fresh.fields.comment.comments] == ["[public] fixed"]
    assert fresh.fields.issuelinks[0].outwardIssue.key == other.key
    assert client.remote_links(issue)[0].globalId == "report=1"


def test_the_real_client_searches(client: JIRA) -> None:
    made = client.create_issue(fields=BUG)
    client.create_issue(fields=BUG | {"labels": ["other"]})
    found = client.enhanced_search_issues('project = SHOP AND labels = "wilco-01"', fields="summary")
    assert [issue.key for issue in found] == [made.key]
    assert found[0].fields.summary == "Wrong price"


@pytest.mark.parametrize(
    ("jql", "count"),
    [
        ("project = SHOP", 3),
        ("labels in (a, b)", 2),
        ("labels in (a) AND project = SHOP ORDER BY created DESC", 1),
        ("key in ({first}, {last})", 2),
        ("statusCategory != Done", 2),
        ("statusCategory = done", 1),
        ('updated >= "-5m"', 3),
        ('updated >= "2099-01-01"', 0),
        ("(labels = a OR labels = b) AND NOT status = Done", 1),
        ("assignee is EMPTY", 3),
        ("priority = Medium and issuetype = bug", 3),
        ('summary ~ "price"', 3),
        ('"Affected people" >= 5', 1),
    ],
)
def test_the_query_language(client: JIRA, rest: httpx.Client, jql: str, count: int) -> None:
    keys = [
        client.create_issue(fields=BUG | {"labels": labels, "customfield_10050": affected}, prefetch=False).key
        for labels, affected in ((["a"], 7), (["b"], None), ([], None))
    ]
    client.transition_issue(keys[0], "41")
    jql = jql.format(first=keys[0], last=keys[2])
    body = rest.post("search/jql", json={"jql": jql}).json()
    assert len(body["issues"]) == count
    assert all(set(issue) == {"id"} for issue in body["issues"]), "only the id comes unasked"
    assert rest.post("search/approximate-count", json={"jql": jql}).json() == {"count": count}


def test_a_search_comes_in_pages(client: JIRA, rest: httpx.Client) -> None:
    for _ in range(3):
        client.create_issue(fields=BUG, prefetch=False)
    first = rest.get("search/jql", params={"jql": "project = SHOP", "maxResults": 2}).json()
    assert not first["isLast"]
    token = first["nextPageToken"]
    rest_of_it = rest.get("search/jql", params={"jql": "project = SHOP", "nextPageToken": token}).json()
    assert rest_of_it["isLast"]
    assert "nextPageToken" not in rest_of_it
    assert len(rest_of_it["issues"]) == 1


@pytest.mark.parametrize(
    ("jql", "says"),
    [
        ("", "Unbounded"),
        ("ORDER BY created", "Unbounded"),
        ("project = NOPE", "does not exist for the field"),
        ("colour = red", "does not exist or you do not have permission"),
        ("project = ", "ends too early"),
        ("project = SHOP labels = a", "Expecting operator or end"),
        ('updated >= "soon"', "Date value"),
    ],
)
def test_queries_that_are_refused(rest: httpx.Client, jql: str, says: str) -> None:
    answer = rest.get("search/jql", params={"jql": jql})
    assert answer.status_code == 400
    assert says in answer.json()["errorMessages"][0]


def test_the_old_search_is_gone(rest: httpx.Client) -> None:
    assert rest.get("search", params={"jql": "project = SHOP"}).status_code == 410


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"summary": None}, "summary"),
        ({"summary": " "}, "summary"),
        ({"summary": "x" * 256}, "summary"),
        ({"summary": "two\nlines"}, "summary"),
        ({"labels": ["with space"]}, "labels"),
        ({"labels": "one"}, "labels"),
        ({"labels": ["x" * 256]}, "labels"),
        ({"project": {"key": "NOPE"}}, "project"),
        ({"issuetype": {"name": "Epic"}}, "issuetype"),
        ({"priority": {"name": "Urgent"}}, "priority"),
        ({"components": [{"name": "Nope"}]}, "components"),
        ({"components": ["Prices"]}, "components"),
        ({"assignee": {"name": "erin"}}, "assignee"),
        ({"assignee": {"accountId": "nobody"}}, "assignee"),
        ({"description": "x" * 32_768}, "description"),
        ({"description": DOCUMENT}, "description"),
        ({"customfield_10050": "5"}, "customfield_10050"),
        ({"customfield_99999": 5}, "customfield_99999"),
        ({"status": {"name": "Done"}}, "status"),
    ],
)
def test_issues_that_are_refused(rest: httpx.Client, change: dict[str, Any], field: str) -> None:
    answer = rest.post("issue", json={"fields": BUG | change})
    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == {field}
    assert rest.post("search/approximate-count", json={"jql": "project = SHOP"}).json() == {"count": 0}


def test_a_field_is_set_in_one_place_only(rest: httpx.Client) -> None:
    answer = rest.post("issue", json={"fields": BUG, "update": {"labels": [{"add": "x"}]}})
    assert set(answer.json()["errors"]) == {"labels"}


def test_properties_travel_with_the_issue(rest: httpx.Client) -> None:
    made = rest.post("issue", json={"fields": BUG, "properties": [{"key": "wilco", "value": {"case": "c1"}}]})
    key = made.json()["key"]
    shown = rest.get(f"issue/{key}", params={"properties": "wilco", "fields": "summary"}).json()
    assert shown["properties"] == {"wilco": {"case": "c1"}}
    assert rest.put(f"issue/{key}/properties/seen", json=3).status_code == 201
    assert rest.put(f"issue/{key}/properties/seen", json=4).status_code == 200
    assert rest.get(f"issue/{key}/properties/seen").json() == {"key": "seen", "value": 4}


def test_version_3_speaks_documents(sandbox: Running, client: JIRA) -> None:
    key = client.create_issue(fields=BUG).key
    with httpx.Client(base_url=f"{sandbox.url}/jira/rest/api/3/", auth=AUTH) as rest:
        assert rest.post(f"issue/{key}/comment", json={"body": "text"}).status_code == 400
        assert rest.post(f"issue/{key}/comment", json={"body": DOCUMENT}).status_code == 201
        shown = rest.get(f"issue/{key}/comment").json()["comments"][0]
    assert shown["body"] == DOCUMENT
    assert client.comments(key)[0].body == "Hello"


def test_unknown_things_are_404_and_401(sandbox: Running, rest: httpx.Client, client: JIRA) -> None:
    assert rest.get("issue/SHOP-9999").status_code == 404
    assert rest.post("issue/SHOP-9999/comment", json={"body": "x"}).status_code == 404
    assert rest.get("project/NOPE").status_code == 404
    assert rest.get("myself", auth=("wilco-bot@example.com", "wrong")).status_code == 401
    key = client.create_issue(fields=BUG).key
    assert rest.post(f"issue/{key}/transitions", json={"transition": {"id": "99"}}).status_code == 400
    assert rest.post(f"issue/{key}/transitions", json={"transition": {"id": "11"}}).status_code == 400
    assert rest.post(f"issue/{key}/comment", json={"body": " "}).status_code == 400
    assert rest.post(f"issue/{key}/comment", content=b"{", headers={"content-type": "application/json"}).is_error
    with pytest.raises(JIRAError):
        client.issue("SHOP-9999")


def test_a_remote_link_is_replaced_by_its_global_id(rest: httpx.Client, client: JIRA) -> None:
    key = client.create_issue(fields=BUG).key
    full = {"globalId": "r=1", "relationship": "reported in", "object": {"url": "http://e.com", "title": "A"}}
    assert rest.post(f"issue/{key}/remotelink", json=full).status_code == 201
    assert rest.post(f"issue/{key}/remotelink", json={**full, "relationship": None}).status_code == 200
    [link] = rest.get(f"issue/{key}/remotelink").json()
    assert "relationship" not in link, "what is left out is emptied"
    assert rest.post(f"issue/{key}/remotelink", json={"object": {"title": "A"}}).status_code == 400


def test_comments_have_properties_and_can_be_changed(rest: httpx.Client, client: JIRA) -> None:
    key = client.create_issue(fields=BUG).key
    body = {"body": "one", "properties": [{"key": "wilco", "value": "m1"}]}
    ident = rest.post(f"issue/{key}/comment", json=body).json()["id"]
    rest.put(f"issue/{key}/comment/{ident}", json={"body": "two"})
    [shown] = rest.get(f"issue/{key}/comment", params={"expand": "properties"}).json()["comments"]
    assert shown["body"] == "two"
    assert shown["properties"] == [{"key": "wilco", "value": "m1"}]


def test_what_is_looked_up(rest: httpx.Client, client: JIRA) -> None:
    key = client.create_issue(fields=BUG).key
    assert rest.get("field").status_code == 200
    screen = rest.get("issue/createmeta/SHOP/issuetypes/10004").json()["fields"]
    assert "customfield_10050" in {field["fieldId"] for field in screen}
    assert len(rest.get("issue/createmeta/SHOP/issuetypes").json()["issueTypes"]) == 3
    assert rest.get("user/assignable/search", params={"query": "erin"}).json()[0]["accountId"] == "5b10a-erin"
    fetched = rest.post("issue/bulkfetch", json={"issueIdsOrKeys": [key, "SHOP-9999"], "fields": ["summary"]})
    assert fetched.json()["issues"][0]["fields"] == {"summary": "Wrong price"}
    assert fetched.json()["issueErrors"][0]["id"] == "SHOP-9999"


def test_a_signature_is_atlassians() -> None:
    # The vector of developer.atlassian.com/cloud/jira/platform/webhooks
    expected = "sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9"
    assert signature("It's a Secret to Everybody", b"Hello World!") == expected


def test_a_move_by_a_person_is_told_to_wilco(sandbox: Running, wilco: Wilco, client: JIRA) -> None:
    key = client.create_issue(fields=BUG).key
    sandbox.panel(f"jira/{key}/move", to="Done", by="erin")
    sandbox.panel(f"jira/{key}/assign", to="priya", by="erin")
    eventually(lambda: len(wilco.events()) == 3)
    created, moved, assigned = wilco.events()
    assert created["webhookEvent"] == "jira:issue_created"
    assert created["user"]["accountId"] == "5b10a-wilco-bot"
    assert moved["issue_event_type_name"] == "issue_generic"
    assert {item["field"]: item["toString"] for item in moved["changelog"]["items"]} == {
        "status": "Done",
        "resolution": "Done",
    }
    assert "emailAddress" not in moved["user"]
    assert assigned["issue_event_type_name"] == "issue_assigned"
    for heard in wilco.heard:
        secret = CREDENTIALS.jira_webhook_secret.encode()
        expected = hmac.new(secret, heard.body, hashlib.sha256).hexdigest()
        assert heard.headers["x-hub-signature"] == f"sha256={expected}"
        assert heard.headers["x-atlassian-webhook-flow"] == "Primary"


def test_moving_back_takes_the_resolution_away(sandbox: Running, client: JIRA) -> None:
    key = client.create_issue(fields=BUG).key
    sandbox.panel(f"jira/{key}/move", to="Won't Do", by="erin")
    assert client.issue(key).fields.resolution.name == "Won't Do"
    sandbox.panel(f"jira/{key}/move", to="To Do", by="erin")
    assert client.issue(key).fields.resolution is None


def test_a_comment_and_a_deletion_are_told(sandbox: Running, wilco: Wilco, client: JIRA) -> None:
    issue = client.create_issue(fields=BUG)
    sandbox.panel(f"jira/{issue.key}/comment", body="[public] hi", by="erin")
    eventually(lambda: wilco.events("jira:issue_updated"))
    assert wilco.events("comment_created")[0]["comment"]["body"] == "[public] hi"
    assert wilco.events("jira:issue_updated")[0]["issue_event_type_name"] == "issue_commented"
    issue.delete()
    eventually(lambda: wilco.events("jira:issue_deleted"))


def test_a_refused_webhook_comes_again_under_the_same_name(sandbox: Running, wilco: Wilco, client: JIRA) -> None:
    wilco.answers["/v1/jira/webhook"] = [(503, b""), (401, b"")]
    client.create_issue(fields=BUG)
    eventually(lambda: len(wilco.heard) == 2)
    first, second = wilco.heard
    name = "x-atlassian-webhook-identifier"
    assert first.headers[name] == second.headers[name]
    assert "x-atlassian-webhook-retry" not in first.headers
    assert second.headers["x-atlassian-webhook-retry"] == "1"
    eventually(lambda: sandbox.panel("state")["webhooks"]["failed"] == 1)
