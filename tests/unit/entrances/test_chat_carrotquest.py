"""Carrot quest's webhook: every shape in which it was seen, in the vendor's pages, in the wild, from our stand-in."""

import base64
import json
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest

from chalicelib.entrances.payloads.carrotquest import sent
from chalicelib.entrances.payloads.hints import Heard
from sandbox.chat.directory import BOT, OPERATORS
from sandbox.chat.site import ChatSite
from sandbox.chat.webhooks import SHAPES, ChatWebhooks
from sandbox.faults import Faults
from sandbox.outbox import Outbox
from sandbox.state import State
from tests.chat_events import DESK_SECRETS, DIALOG, OPERATOR, carrot, carrot_form, carrot_part
from tests.unit.entrances.conftest import Api
from tests.unit.entrances.test_chat_webhook import nothing_written, orders, send

TOKEN = DESK_SECRETS["desk_carrot_webhook"]
PART = "1929304850120399001"
FORM, HEADERS = carrot()


def heard(body: bytes) -> Heard | None:
    said = sent(body)
    assert said.token == TOKEN
    return said.heard(OPERATOR)


def in_lines(text: bytes) -> bytes:
    return b"\r\n".join(text[at : at + 76] for at in range(0, len(text), 76)) + b"\r\n"


def value(packed: bytes) -> bytes:
    return urlencode({"type": "conversation", "token": TOKEN, "conversation": packed.decode()}).encode()


NUMBERS = carrot(id=int(PART), conversation=int(DIALOG), **{"from": 1929304850120391111})[0]
JSON = json.dumps(carrot_part()).encode()
# A plus sign in its base64, which a sender may leave as it is.
WITH_A_PLUS = next(
    one
    for one in (json.dumps(carrot_part(body="я" * n + "~>?"), ensure_ascii=False).encode() for n in range(50))
    if b"+" in base64.b64encode(one)
)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(FORM, id="a form"),
        pytest.param(NUMBERS, id="ids as numbers"),
        pytest.param(base64.b64encode(FORM), id="the body in base64"),
        pytest.param(base64.b64encode(FORM).rstrip(b"="), id="without its padding"),
        pytest.param(base64.urlsafe_b64encode(FORM), id="the base64 of addresses"),
        pytest.param(in_lines(base64.b64encode(FORM)), id="in lines"),
        pytest.param(value(base64.b64encode(JSON)), id="the message in base64"),
        pytest.param(
            b"type=conversation&token=" + TOKEN.encode() + b"&conversation=" + base64.b64encode(WITH_A_PLUS),
            id="a plus sign that the form turns into a space",
        ),
        pytest.param(base64.b64encode(value(base64.b64encode(JSON))), id="both"),
        pytest.param(
            json.dumps({"token": TOKEN, "type": "conversation", "conversation": carrot_part()}).encode(), id="JSON"
        ),
    ],
)
def test_each_shape_says_the_same(body: bytes) -> None:
    assert heard(body) == Heard(DIALOG, PART, ours=False)


@pytest.mark.parametrize(
    "content_type",
    [
        "application/x-www-form-urlencoded",
        "application/x-www-from-urlencoded",
        "application/x-www-form-urlencoded; charset=utf-8",
        "text/plain",
        "application/json",
    ],
)
def test_the_content_type_is_not_believed(api: Api, content_type: str) -> None:
    """The vendor's own page misspells it."""
    assert send(api, "carrot", (FORM, {"Content-Type": content_type})) == 200
    assert len(orders("carrot", DIALOG)) == 1


@pytest.mark.parametrize("shape", SHAPES)
def test_what_the_stand_in_sends(api: Api, shape: str) -> None:
    state = State(":memory:")
    hooks = ChatWebhooks(state, Outbox(state, Faults(state), None), "http://127.0.0.1", TOKEN)  # type: ignore[arg-type]
    hooks.switch(shape=shape, notes=True, changes=True)
    site = ChatSite(state, "http://127.0.0.1", hooks.tell)
    dialog = site.start(site.person("elif"), "It is gone")
    site.reply(dialog, OPERATORS["daria"], "/bug it is gone", type="note")
    site.tag(site.find(dialog["id"]), "bug", OPERATORS["daria"])
    site.reply(dialog, BOT, "SHOP-1", type="note", via="api", external_id="wilco:x")
    bodies = [entry["body"].encode() for entry in state.all("webhook")]
    assert len(bodies) == 4
    assert [send(api, "carrot", (body, HEADERS)) for body in bodies] == [200] * 4
    # The flat shape does not say who has written: our own note is heard too, and does no harm.
    assert len(orders("carrot", dialog["id"])) == (4 if shape == "flat" else 3)


def test_a_trigger_says_the_same_each_time_and_each_time_there_is_news(api: Api, desks: None) -> None:
    """Its body names no message: what is written five minutes later must not be taken for a repeat."""
    body = urlencode({"token": TOKEN, "type": "message_webhook", "sending_id": "77"}).encode()
    assert [send(api, "carrot", (body, HEADERS)) for _ in range(2)] == [200] * 2
    assert len(orders("carrot", "77")) == 2


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({"type": "event", "event_name": "$cart_added", "user_id": "7"}, None, id="an event of a person's"),
        pytest.param({"type": "event", "conversation_id": "7"}, None, id="an event, whatever it has"),
        pytest.param({"type": "message_webhook", "sending_id": "77", "message_id": "5"}, Heard("77"), id="a trigger"),
        pytest.param({"type": "message_webhook", "message_id": "5"}, None, id="a trigger without a dialog"),
        pytest.param({"conversation_id": "77", "conversation_body": "Hello"}, Heard("77"), id="flat"),
        pytest.param({"type": "", "conversation_id": "77"}, Heard("77"), id="flat without a type"),
        pytest.param({"type": "conversation"}, None, id="no dialog at all"),
        pytest.param({"conversation": {"id": "5"}}, None, id="a message of no dialog"),
        pytest.param({"conversation": {"id": "5"}, "conversation_id": "77"}, Heard("77", "5"), id="in two places"),
        pytest.param({"type": "something_new"}, None, id="a type that we do not know"),
    ],
)
def test_fields_of_other_webhooks(fields: dict[str, Any], expected: Heard | None) -> None:
    assert heard(carrot_form(**fields)[0]) == expected


@pytest.mark.parametrize("broken", ["{", "no json", "[1]", "7", "////", "=", "ü"])
def test_a_message_that_cant_be_read_is_refused(api: Api, problem: Any, broken: str) -> None:
    problem(api.post("/v1/chat/carrot", *carrot_form(conversation=broken)), 400)
    assert nothing_written()


ADMIN = {"id": OPERATOR, "name": "Wilco", "type": "admin"}


@pytest.mark.parametrize(
    ("given", "ours"),
    [
        pytest.param({"external_id": "wilco:dialog:carrot:1/chat:noted"}, True, id="by our mark"),
        pytest.param({"sent_via": "api", "from": ADMIN}, True, id="by our account"),
        pytest.param({"sent_via": "api", "from": {**ADMIN, "id": int(OPERATOR)}}, True, id="its id a number"),
        pytest.param({"sent_via": "web_panel", "from": ADMIN}, False, id="a person who uses the account in the panel"),
        pytest.param({"sent_via": "api", "from": {**ADMIN, "id": "139584"}}, False, id="another robot"),
        pytest.param({"sent_via": "api", "from": OPERATOR}, False, id="a person of the same number"),
        pytest.param({"external_id": "theirs:wilco:"}, False, id="another's mark"),
        pytest.param({"sent_via": None, "from": None}, False, id="nobody did it"),
    ],
)
def test_our_own_note_comes_back(api: Api, given: dict[str, Any], ours: bool) -> None:
    assert send(api, "carrot", carrot(type="note", **given)) == 200
    assert len(orders("carrot", DIALOG)) == (0 if ours else 1)


def test_without_an_operator_of_ours_only_the_mark_tells() -> None:
    part = carrot_part(sent_via="api", **{"from": {"id": ""}})
    said = sent(carrot_form(conversation=part)[0]).heard("")
    assert said is not None
    assert not said.ours


def test_each_message_is_read_for(api: Api) -> None:
    for part in ("1", "2", "2"):
        send(api, "carrot", carrot(id=part))
    assert len(orders("carrot", DIALOG)) == 2


def test_nothing_of_the_message_is_kept(api: Api) -> None:
    send(api, "carrot", carrot(body="a secret of a person"))
    (order,) = orders("carrot", DIALOG)
    assert "secret" not in repr(order)


def test_the_token_stands_in_a_field_and_nowhere_else(api: Api) -> None:
    body = urlencode({"conversation_id": "5", "conversation": json.dumps({"token": TOKEN})}).encode()
    assert send(api, "carrot", (body, HEADERS)) == 401
    assert TOKEN in parse_qs(FORM.decode())["token"]
