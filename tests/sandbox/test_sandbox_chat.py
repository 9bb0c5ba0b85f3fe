"""Carrot quest's API as the stand-in speaks it: its envelope, its ids, its refusals, its faults."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.sandbox.running import CHAT_AUTH, CREDENTIALS, Running

LARGEST_EXACT = 2**53


@pytest.fixture(params=["/v1", "/v2", ""])
def any_version(sandbox: Running, request: pytest.FixtureRequest) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{sandbox.url}/chat{request.param}/", headers=CHAT_AUTH) as opened:
        yield opened


def data(answer: httpx.Response) -> Any:
    """Return `data` of an answer that says 200 in both of its places."""
    body = answer.json()
    assert answer.status_code == body["meta"]["status"] == 200, answer.text
    return body["data"]


def refused(answer: httpx.Response, status: int, error: str) -> dict[str, Any]:
    """Return `meta` of a refusal, whose envelope is whole too."""
    body = answer.json()
    assert (answer.status_code, body["meta"]["status"], body["meta"]["error"]) == (status, status, error)
    assert body["data"] == {}
    assert body["meta"]["error_message"]
    return dict(body["meta"])


def types(client: httpx.Client, dialog: str) -> list[str]:
    """Return the types of a dialog's parts, newest first."""
    return [part["type"] for part in data(client.get(f"conversations/{dialog}/parts"))]


def test_a_conversation_as_an_integration_has_it(any_version: httpx.Client, dialog: str) -> None:
    post = any_version.post
    said = data(post(f"conversations/{dialog}/reply", data={"body": "Привет", "external_id": "order-1"}))
    noted = data(post(f"conversations/{dialog}/reply", data={"body": "Only us", "type": "note", "random_id": "7"}))
    assert data(post(f"conversations/{dialog}/tag", data={"tag": "bug"})).keys() == {"id", "part_group"}
    assert data(post(f"conversations/{dialog}/assign", data={"admin": "139591"})).keys() == {"id", "part_group"}

    assert (said["type"], said["body"], said["external_id"], said["sent_via"]) == (
        "reply_admin", "Привет", "order-1", "api",
    )  # fmt: skip
    assert said["from"]["type"] == "bot", "the default sender is a service operator"
    assert (noted["type"], noted["random_id"]) == ("note", 7)
    found = data(any_version.get(f"conversations/{dialog}"))
    assert (found["tags"], found["closed"], found["parts_count"]) == (["bug"], False, 5)
    assert found["assignee"]["name"] == "Erin Walsh"
    assert found["user"]["props"] == {"$name": "Ann", "$email": "ann@example.com"}
    assert found["part_last"]["type"] == "assigned"
    assert found["reply_last"]["body"] == "Привет", "a note is no reply"
    assert types(any_version, dialog) == ["assigned", "tag_added", "note", "reply_admin", "reply_user"]


def test_ids_are_numbers_that_a_float_spoils(v2: httpx.Client, dialog: str) -> None:
    found = data(v2.get(f"conversations/{dialog}"))
    for ident in (found["id"], found["user"]["id"], found["part_last"]["id"], found["part_last"]["conversation"]):
        assert isinstance(ident, int)
        assert LARGEST_EXACT < ident != int(float(ident))
        assert len(str(ident)) == 19
    as_text = data(v2.get(f"conversations/{dialog}", params={"id_as_string": "true"}))
    assert as_text["id"] == dialog == str(found["id"])
    assert as_text["user"]["id"] == str(found["user"]["id"])
    assert as_text["part_last"]["from"] == as_text["user"]["id"]


def test_a_repeated_reply_is_a_second_one(v2: httpx.Client, dialog: str) -> None:
    again = {"body": "Hello", "random_id": "5", "external_id": "the same"}
    ids = {data(v2.post(f"conversations/{dialog}/reply", data=again))["id"] for _ in range(2)}
    assert len(ids) == 2
    assert types(v2, dialog).count("reply_admin") == 2


def test_what_is_so_already(v2: httpx.Client, dialog: str) -> None:
    to_tom = {"admin": "139585", "from_admin": "139584"}
    assert data(v2.post(f"conversations/{dialog}/assign", data=to_tom)) != {}
    assert data(v2.post(f"conversations/{dialog}/assign", data=to_tom)) == {}
    assert data(v2.post(f"conversations/{dialog}/assign", data={"admin": ""})) != {}
    v2.post(f"conversations/{dialog}/tag", data={"tag": "bug"})
    refused(v2.post(f"conversations/{dialog}/tag", data={"tag": "bug"}), 400, "ConversationTagAlreadyAssigned")
    assert data(v2.request("DELETE", f"conversations/{dialog}/tag", data={"tag": "bug"})) != {}
    gone = v2.request("DELETE", f"conversations/{dialog}/tag", params={"tag": "bug"})
    refused(gone, 400, "ConversationTagIsNotAssigned")
    assert data(v2.post(f"conversations/{dialog}/close")) != {}
    assert data(v2.post(f"conversations/{dialog}/close")) == {}
    v2.post(f"conversations/{dialog}/reply", data={"body": "One more thing", "from_user": "default_user"})
    assert data(v2.get(f"conversations/{dialog}"))["closed"] is False, "the person opens it again"


@pytest.mark.parametrize(
    ("path", "form", "error"),
    [
        ("reply", {}, "ValidationError"),
        ("reply", {"body": " "}, "ValidationError"),
        ("reply", {"body": "x", "type": "shout"}, "ValidationError"),
        ("reply", {"body": "x", "random_id": "many"}, "ValidationError"),
        ("reply", {"body": "x" * 20_001}, "ReplyTooBig"),
        ("reply", {"body": "x", "from_admin": "1"}, "LookupError"),
        ("assign", {"admin": "1"}, "LookupError"),
        ("tag", {}, "ValidationError"),
        ("tag", {"tag": "a,b"}, "ValidationError"),
        ("tag", {"tag": "x" * 256}, "ValidationError"),
    ],
)
def test_what_is_refused(v2: httpx.Client, dialog: str, path: str, form: dict[str, str], error: str) -> None:
    meta = refused(v2.post(f"conversations/{dialog}/{path}", data=form), 400, error)
    assert ("error_fields" in meta) == (error == "ValidationError")
    assert types(v2, dialog) == ["reply_user"]


def test_a_json_body_says_nothing(v2: httpx.Client, dialog: str) -> None:
    refused(v2.post(f"conversations/{dialog}/reply", json={"body": "x"}), 400, "ValidationError")


def test_what_is_not_there_is_a_400(any_version: httpx.Client) -> None:
    for path in ("conversations/1795308835591474007", "conversations/1/parts", "users/5", "users/5/conversations"):
        refused(any_version.get(path), 400, "LookupError")
    refused(any_version.get("users/nobody/conversations", params={"by_user_id": "true"}), 400, "LookupError")
    refused(any_version.get("apps/1/conversations"), 403, "PermissionDeniedError")


def test_a_path_or_a_method_that_is_not_known(v2: httpx.Client, dialog: str) -> None:
    refused(v2.get("dreams/1"), 404, "Error404")
    refused(v2.post(f"conversations/{dialog}"), 405, "MethodNotAllowed")


def test_who_may_call(sandbox: Running, dialog: str) -> None:
    address, token = f"{sandbox.url}/chat/v1/conversations/{dialog}", CREDENTIALS.desk_carrot_token
    for header in ({}, {"Authorization": "Token wrong"}, {"Authorization": token}, {"Authorization": f"Basic {token}"}):
        refused(httpx.get(address, headers=header), 401, "NotAuthenticated")
    for scheme in ("Token", "Bearer"):
        data(httpx.get(address, headers={"Authorization": f"{scheme} {token}"}))
    data(httpx.get(address, params={"auth_token": token}))


def test_people_and_their_properties(v1: httpx.Client, v2: httpx.Client, dialog: str) -> None:
    found = data(v2.get("users/customer-ann", params={"by_user_id": "true"}))
    assert (found["user_id"], found["presence"]) == ("customer-ann", "online")
    assert "props_custom" not in found
    assert "presence_details" not in found
    asked = {"props_custom": "1", "presence_details": "no", "props": "false"}  # "no" is true with them
    fuller = data(v2.get(f"users/{found['id']}", params=asked))
    assert fuller["props_custom"] == {"locale": "en"}
    assert fuller["presence_details"]["$current_page_url"] == "http://shop.example/shop/orders/62342"
    assert "props" not in fuller

    operations = [
        {"op": "update_or_create", "key": "$email", "value": "new@example.com"},
        {"op": "update_or_create", "key": "$name", "value": "Ann"},
        {"op": "add", "key": "visits", "value": "3"},
        {"op": "union", "key": "plans", "value": "pro"},
        {"op": "explode", "key": "$name", "value": "x"},
        {"op": "add", "key": "visits", "value": "many"},
    ]
    answer = v2.post(f"users/{found['id']}/props", data={"operations": json.dumps(operations)})
    assert data(answer) == {}
    meta = answer.json()["meta"]
    assert meta["affected_props"] == ["$email", "visits", "plans"]
    assert meta["not_changed_props"] == ["$name"]
    assert [one["operation"] for one in meta["ignored_operations"]] == operations[4:]
    after = data(v2.get(f"users/{found['id']}", params={"props_custom": "true"}))
    assert after["props"]["$email"] == "new@example.com"
    assert after["props_custom"] == {"locale": "en", "visits": 3, "plans": ["pro"]}
    too_many = {"operations": json.dumps(operations[:1] * 251)}
    refused(v2.post(f"users/{found['id']}/props", data=too_many), 400, "ValidationError")
    [theirs] = data(v1.get(f"users/{found['id']}/conversations"))
    assert "user" not in theirs, "version 1 leaves the person out"
    assert data(v2.get(f"users/{found['id']}/conversations"))[0]["user"]["id"] == found["id"]


def test_a_conversation_is_started_for_somebody_who_is_not_known(v2: httpx.Client) -> None:
    form = {"body": "Hello", "by_user_id": "true", "referrer": "http://shop.example/x"}
    started = data(v2.post("users/new-person/startconversation", data=form))
    assert started.keys() == {"id"}
    found = data(v2.get(f"conversations/{started['id']}"))
    assert (found["user"]["user_id"], found["user"]["props"], found["user"]["presence"]) == ("new-person", {}, "online")
    refused(v2.post("users/5/startconversation", data={"body": "Hello"}), 400, "LookupError")


def test_an_automatic_assignment_is_a_part_of_its_own(v2: httpx.Client, dialog: str) -> None:
    v2.post(f"conversations/{dialog}/reply", data={"body": "Mine", "auto_assign": "139584"})
    assert types(v2, dialog) == ["reply_admin", "assigned", "reply_user"]


@pytest.mark.parametrize(("fault", "error"), [("429", "TooManyRequests"), ("500", "Error500"), ("503", "Error503")])
def test_it_fails_in_its_own_words(sandbox: Running, v2: httpx.Client, dialog: str, fault: str, error: str) -> None:
    sandbox.panel("faults", vendor="chat", fault=fault, match="POST .*/reply$", times=1, seconds=7)
    answer = v2.post(f"conversations/{dialog}/reply", data={"body": "x"})
    refused(answer, int(fault), error)
    assert answer.headers.get("Retry-After") == (None if fault == "500" else "7")
    assert types(v2, dialog) == ["reply_user"]


@pytest.mark.parametrize(("fault", "made"), [("drop", 0), ("commit-then-timeout", 1)])
def test_a_cut_line_before_and_after_the_work(
    sandbox: Running, v2: httpx.Client, dialog: str, fault: str, made: int
) -> None:
    sandbox.panel("faults", vendor="chat", fault=fault, match="/reply$", times=1, seconds=0)
    with pytest.raises(httpx.TransportError):  # an end or a reset, as the kernel has it
        v2.post(f"conversations/{dialog}/reply", data={"body": "x"})
    assert types(v2, dialog).count("reply_admin") == made
    calls = sandbox.panel("state")["calls"]["chat"]
    assert calls == {"GET /conversations/{id}/parts": 1, "POST /conversations/{id}/reply": 1}
