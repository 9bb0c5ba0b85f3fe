"""Files on the stand-in's issues: what the real client sends, what Jira refuses, and what a browser does with them."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import httpx
import pytest
from jira import JIRA

from sandbox.jira.attachments import UPLOAD_LIMIT
from tests.sandbox.running import Running, Wilco, eventually
from tests.sandbox.test_sandbox_jira import AUTH, BUG

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
UNCHECKED = {"X-Atlassian-Token": "no-check"}


@pytest.fixture
def client(sandbox: Running) -> JIRA:
    return sandbox.jira()


@pytest.fixture
def key(client: JIRA) -> str:
    return str(client.create_issue(fields=BUG).key)


@pytest.fixture(params=["2", "3"])
def rest(sandbox: Running, request: pytest.FixtureRequest) -> Iterator[httpx.Client]:
    base = f"{sandbox.url}/jira/rest/api/{request.param}/"
    with httpx.Client(base_url=base, auth=AUTH, follow_redirects=True) as opened:
        yield opened


def attach(rest: httpx.Client, key: str, name: str = "a.png", content: bytes = PICTURE) -> httpx.Response:
    file = {"file": (name, content, "image/png")}
    return rest.post(f"issue/{key}/attachments", files=file, headers=UNCHECKED)


def test_the_real_client_attaches_and_reads(client: JIRA, key: str) -> None:
    made = client.add_attachment(key, BytesIO(PICTURE), "a.png")
    (listed,) = client.issue(key, fields="attachment").fields.attachment
    assert (listed.id, listed.filename, listed.size) == (made.id, "a.png", len(PICTURE))
    assert listed.author.displayName == "Wilco"
    assert made.get() == PICTURE


def test_what_a_file_is_called_and_where_it_is(rest: httpx.Client, key: str) -> None:
    answer = attach(rest, key)
    assert answer.status_code == 200
    (made,) = answer.json()
    assert (made["filename"], made["size"], made["mimeType"]) == ("a.png", len(PICTURE), "image/png")
    assert rest.get(made["self"]).json() == made
    for place in (made["content"], made["thumbnail"]):
        assert rest.get(place).content == PICTURE
    assert rest.get(made["content"], params={"redirect": "false"}).content == PICTURE
    assert rest.get(f"issue/{key}").json()["fields"]["attachment"] == [made]


def test_the_same_name_again_is_another_file(rest: httpx.Client, key: str) -> None:
    ids = {attach(rest, key).json()[0]["id"] for _ in range(2)}
    assert {one["id"] for one in rest.get(f"issue/{key}").json()["fields"]["attachment"]} == ids
    assert len(ids) == 2


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"files": {"file": ("a.png", PICTURE)}}, 403),
        ({"files": {"other": ("a.png", PICTURE)}, "headers": UNCHECKED}, 400),
        ({"json": {}, "headers": UNCHECKED}, 415),
        ({"files": {"file": ("a.png", PICTURE)}, "headers": UNCHECKED, "auth": ("x", "y")}, 401),
        ({"files": {"file": ("a.png", bytes(UPLOAD_LIMIT + 1))}, "headers": UNCHECKED}, 413),
    ],
)
def test_what_is_refused(rest: httpx.Client, key: str, sent: dict[str, Any], status: int) -> None:
    assert rest.post(f"issue/{key}/attachments", **sent).status_code == status
    assert rest.get(f"issue/{key}").json()["fields"]["attachment"] == []


def test_what_is_not_there(rest: httpx.Client) -> None:
    assert attach(rest, "SHOP-9999").status_code == 404
    for path in ("attachment/1", "attachment/content/1"):
        assert rest.get(path).status_code == 404


def test_a_file_goes_with_its_issue_or_alone(rest: httpx.Client, key: str) -> None:
    first, second = (attach(rest, key).json()[0] for _ in range(2))
    assert rest.delete(f"attachment/{first['id']}").status_code == 204
    assert [one["id"] for one in rest.get(f"issue/{key}").json()["fields"]["attachment"]] == [second["id"]]
    rest.delete(f"issue/{key}")
    assert rest.get(f"attachment/{second['id']}").status_code == 404


def test_a_file_is_told_to_wilco_and_kept_in_the_history(wilco: Wilco, rest: httpx.Client, key: str) -> None:
    attach(rest, key)
    eventually(lambda: wilco.events("jira:issue_updated"))
    (told,) = wilco.events("jira:issue_updated")
    (item,) = told["changelog"]["items"]
    assert (item["field"], item["fromString"], item["toString"]) == ("Attachment", None, "a.png")
    assert told["issue_event_type_name"] == "issue_updated"
    assert rest.get(f"issue/{key}/changelog").json()["values"][0]["items"] == [item]


def test_the_issues_page_shows_it_and_a_browser_keeps_it(sandbox: Running, rest: httpx.Client, key: str) -> None:
    (made,) = attach(rest, key, 'x"><script>.png').json()
    page = httpx.get(f"{sandbox.url}/jira/browse/{key}").text
    assert f"/secure/attachment/{made['id']}/" in page
    assert "<img" in page
    assert "<script>.png" not in page
    file = rest.get(made["content"])
    assert file.headers["Content-Disposition"].startswith("attachment;")
    assert file.headers["X-Content-Type-Options"] == "nosniff"
