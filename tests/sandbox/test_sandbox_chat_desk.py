"""The chat's webhook in its shapes and with its faults, and the two sides of the desk."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest

from tests.sandbox.running import CHAT_AUTH, CREDENTIALS, Heard, Running, Wilco, eventually

ADDRESS = "/v1/chat/carrot"
EVIL = "<script>alert(1)</script>"


def hooks(wilco: Wilco) -> list[Heard]:
    """Return the chat's webhooks."""
    return [one for one in wilco.heard if one.path == ADDRESS]


def fields(body: bytes) -> dict[str, str]:
    """Return the fields of a form."""
    return {name: values[0] for name, values in parse_qs(body.decode(), strict_parsing=True).items()}


def part(heard: Heard) -> dict[str, Any]:
    """Return the part that a webhook of the usual shape tells of, having checked what it comes with."""
    form = fields(heard.body)
    assert form.keys() == {"type", "token", "conversation"}
    assert (form["type"], form["token"]) == ("conversation", CREDENTIALS.desk_carrot_webhook)
    told: dict[str, Any] = json.loads(form["conversation"])
    return told


def start(sandbox: Running, by: str = "ann", body: str = "The price is 0") -> str:
    return str(sandbox.panel("chat/start", by=by, body=body)["id"])


def test_messages_are_told_and_nothing_else_when_the_panel_says_so(sandbox: Running, wilco: Wilco) -> None:
    sandbox.panel("chat/webhook", notes=False, changes=False)
    dialog = start(sandbox, "boris", "Где мой заказ?")
    sandbox.panel(f"chat/{dialog}/note", body="Hm", by="daria")
    sandbox.panel(f"chat/{dialog}/tag", tag="bug", by="daria")
    sandbox.panel(f"chat/{dialog}/assign", to="erin", by="daria")
    sandbox.panel(f"chat/{dialog}/reply", body="Смотрим", by="daria")
    eventually(lambda: sandbox.panel("state")["webhooks"]["sent"] == 2)
    asked, answered = (part(one) for one in hooks(wilco))
    assert (asked["type"], asked["body"], asked["sent_via"]) == ("reply_user", "Где мой заказ?", "web_user")
    assert (asked["conversation"], asked["conversation_tags"], asked["assignee"]) == (dialog, [], None)
    assert asked["from"] == asked["user"]
    assert isinstance(asked["id"], str)
    assert (answered["type"], answered["from"]["name"]) == ("reply_admin", "Daria Belova")
    assert (answered["conversation_tags"], answered["assignee"]["name"]) == (["bug"], "Erin Walsh")
    for heard in hooks(wilco):
        assert heard.headers["user-agent"] == "Carrotquest Webhook 1.0"
        assert heard.headers["content-type"] == "application/x-www-form-urlencoded"


def test_notes_and_changes_are_told(sandbox: Running, wilco: Wilco) -> None:
    dialog = start(sandbox)
    sandbox.panel(f"chat/{dialog}/note", body="/bug wrong price", by="daria")
    sandbox.panel(f"chat/{dialog}/tag", tag="bug", by="daria")
    sandbox.panel(f"chat/{dialog}/assign", to="daria", by="daria")
    sandbox.panel(f"chat/{dialog}/untag", tag="bug", by="daria")
    sandbox.panel(f"chat/{dialog}/close", by="daria")
    eventually(lambda: len(hooks(wilco)) == 6)
    told = [part(one) for one in hooks(wilco)]
    assert [one["type"] for one in told] == ["reply_user", "note", "tag_added", "assigned", "tag_deleted", "closed"]
    assert told[2]["tag"] == "bug"
    assert told[5]["conversation_closed"] is True


def test_our_own_reply_comes_back(sandbox: Running, wilco: Wilco) -> None:
    dialog = start(sandbox)
    form = {"body": "Taken", "external_id": "order-1", "random_id": "77"}
    httpx.post(f"{sandbox.url}/chat/v2/conversations/{dialog}/reply", data=form, headers=CHAT_AUTH).raise_for_status()
    eventually(lambda: len(hooks(wilco)) == 2)
    echo = part(hooks(wilco)[1])
    assert (echo["sent_via"], echo["external_id"], echo["random_id"]) == ("api", "order-1", 77)


@pytest.mark.parametrize("shape", ["numbers", "base64 body", "base64 value", "flat"])
def test_the_other_shapes(sandbox: Running, wilco: Wilco, shape: str) -> None:
    sandbox.panel("chat/webhook", shape=shape)
    dialog = start(sandbox, body="Цена 0 & more = less")
    eventually(lambda: hooks(wilco))
    raw = hooks(wilco)[0].body
    form = fields(base64.b64decode(raw, validate=True) if shape == "base64 body" else raw)
    assert form["token"] == CREDENTIALS.desk_carrot_webhook
    if shape == "flat":
        assert (form["conversation_id"], form["conversation_body"]) == (dialog, "Цена 0 & more = less")
        return
    value = form["conversation"]
    told = json.loads(base64.b64decode(value, validate=True) if shape == "base64 value" else value)
    assert told["body"] == "Цена 0 & more = less"
    assert told["conversation"] == (int(dialog) if shape == "numbers" else dialog)


def test_an_unknown_shape_is_refused(sandbox: Running) -> None:
    assert httpx.post(f"{sandbox.url}/panel/chat/webhook", json={"shape": "xml"}).status_code == 400
    assert sandbox.panel("chat/webhook") == {"shape": "form", "notes": True, "changes": True}


def test_what_is_not_200_comes_again(sandbox: Running, wilco: Wilco) -> None:
    wilco.answers[ADDRESS] = [(401, b""), (202, b"")]
    start(sandbox)
    eventually(lambda: len(hooks(wilco)) == 3)
    assert len({one.body for one in hooks(wilco)}) == 1
    eventually(lambda: sandbox.panel("state")["webhooks"] == {"sent": 1, "failed": 0, "waiting": 0, "never": 0})


def test_twice_never_and_out_of_order(sandbox: Running, wilco: Wilco) -> None:
    sandbox.panel("faults", vendor="webhooks", fault="twice", match="chat reply_user", times=1)
    dialog = start(sandbox, body="one")
    eventually(lambda: len(hooks(wilco)) == 2)
    for fault, body in (("never", "two"), ("out-of-order", "three")):
        sandbox.panel("faults", vendor="webhooks", fault=fault, match=dialog, times=1)
        sandbox.panel(f"chat/{dialog}/say", body=body)
    sandbox.panel(f"chat/{dialog}/say", body="four")
    eventually(lambda: len(hooks(wilco)) == 4)
    assert [part(one)["body"] for one in hooks(wilco)] == ["one", "one", "four", "three"]
    assert sandbox.panel("state")["webhooks"]["never"] == 1


def test_the_person_never_sees_what_is_internal(sandbox: Running) -> None:
    dialog = start(sandbox)
    sandbox.panel(f"chat/{dialog}/note", body="her account is odd", by="daria")
    sandbox.panel(f"chat/{dialog}/tag", tag="suspicious", by="daria")
    sandbox.panel(f"chat/{dialog}/reply", body="We are looking", by="daria")
    theirs = httpx.get(f"{sandbox.url}/chat/customer", params={"who": "ann", "dialog": dialog}).text
    ours = httpx.get(sandbox.panel(f"chat/{dialog}")["url"]).text
    assert "We are looking" in theirs
    assert "her account is odd" not in theirs
    assert "suspicious" not in theirs
    assert "her account is odd" in ours
    assert "suspicious" in ours
    other = httpx.get(f"{sandbox.url}/chat/customer", params={"who": "boris", "dialog": dialog}).text
    assert "We are looking" not in other, "a person reads their own dialogs alone"
    assert sandbox.panel(f"chat/{dialog}")["seen_by_person"] == ["The price is 0", "We are looking"]


def test_every_page_answers_and_escapes(sandbox: Running) -> None:
    empty = httpx.get(f"{sandbox.url}/chat")
    assert empty.status_code == 200
    dialog = start(sandbox, "elif", EVIL)
    sandbox.panel(f"chat/{dialog}/note", body=EVIL + " https://example.com/?a=1&b=2.", by="daria")
    sandbox.panel(f"chat/{dialog}/tag", tag=EVIL, by="daria")
    link = sandbox.panel(f"chat/{dialog}")["url"]
    assert link == f"{sandbox.url}/chat/panel/57562/conversations/{dialog}"
    pages = [link, *(f"{link}?part={name}" for name in ("list", "stream", "details"))]
    pages += [f"{sandbox.url}/chat/{path}" for path in ("", "customer?who=elif", "customer?part=1&who=elif")]
    for page in pages:
        answer = httpx.get(page)
        assert answer.status_code == 200, page
        assert EVIL not in answer.text, page
    assert '<a href="https://example.com/?a=1&amp;b=2" rel="noopener">' in httpx.get(link).text
    assert "No dialog" in httpx.get(f"{sandbox.url}/chat/panel/57562/conversations/1").text


def test_operators_and_people_have_to_be_known(sandbox: Running) -> None:
    dialog = start(sandbox)
    for path, body in (
        ("chat/start", {"by": "nobody", "body": "x"}),
        (f"chat/{dialog}/reply", {"by": "nobody", "body": "x"}),
        (f"chat/{dialog}/reply", {"by": "daria", "body": ""}),
        ("chat/1/say", {"body": "x"}),
    ):
        answer = httpx.post(f"{sandbox.url}/panel/{path}", json=body)
        assert answer.status_code == 400
        assert answer.json()["error"]


def test_the_desk_is_not_empty_at_the_first_start(tmp_path: Path, wilco: Wilco) -> None:
    running = Running(tmp_path / "state.sqlite")
    running.start("--wilco-api", wilco.url)
    try:
        shown = running.panel("chat/dialogs")
        assert [one["user"]["props"]["$name"] for one in shown] == ["Борис", "Ann", "Elif", "Carol"]
        assert "$email" not in shown[2]["user"]["props"]
        assert shown[3]["closed"]
        assert [one["created"] for one in shown[1]["parts"]] == sorted(one["created"] for one in shown[1]["parts"])
        running.stop()
        running.start()
        assert len(running.panel("chat/dialogs")) == 4, "planted once"
        httpx.post(f"{running.url}/panel/reset").raise_for_status()
        running.stop()
        running.start()
        assert running.panel("chat/dialogs") == [], "who has emptied everything wants it empty"
        assert hooks(wilco) == []
    finally:
        assert running.stop() == 0
