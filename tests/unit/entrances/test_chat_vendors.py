"""Intercom's, Zendesk's and Chatwoot's webhooks: what each event says, and when it is our own that comes back."""

import time
from typing import Any

import pytest

from chalicelib.entrances.payloads.chats import Chatwoot, Intercom, Zendesk
from tests.chat_events import (
    OPERATOR,
    chatwoot,
    chatwoot_event,
    intercom,
    intercom_event,
    zendesk,
    zendesk_event,
)
from tests.unit.entrances.conftest import Api
from tests.unit.entrances.test_chat_webhook import nothing_written, orders, send

US = {"type": "admin", "id": OPERATOR}
ERIN = {"type": "admin", "id": "139591"}
ANNA = {"type": "user", "id": "5ee3"}
TICKET = {"ticket_id": "5158", "event": "comment", "author_id": "7"}  # docs/desks.md


def told(heard: Any) -> tuple[str, str] | None:
    """Which dialog, and whether it is our own; None when it is nothing for us."""
    return (heard.dialog_id, "ours" if heard.ours else "theirs") if heard else None


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        pytest.param(intercom_event(), ("137324500000000", "theirs"), id="a person has written"),
        pytest.param(intercom_event("conversation.admin.noted", ERIN), ("137324500000000", "theirs"), id="a note"),
        pytest.param(intercom_event("conversation.admin.noted", US), ("137324500000000", "ours"), id="our note"),
        pytest.param(intercom_event("conversation.admin.assigned", US), ("137324500000000", "ours"), id="we assigned"),
        pytest.param(
            intercom_event("conversation_part.tag.created", US),
            ("137324500000000", "theirs"),
            id="an operator has tagged what we wrote",
        ),
        pytest.param(
            intercom_event("conversation.user.replied", {"type": "user", "id": OPERATOR}),
            ("137324500000000", "theirs"),
            id="a person of our number",
        ),
        pytest.param(
            intercom_event("conversation_part.tag.created", type="conversation_part", id="9", conversation_id="77"),
            ("77", "theirs"),
            id="a part that names its dialog",
        ),
        pytest.param(
            intercom_event("conversation_part.tag.created", type="tag", id="9", conversation={"id": 77}),
            ("77", "theirs"),
            id="a tag that brings its dialog",
        ),
        pytest.param(intercom_event("conversation_part.tag.created", type="tag", id="9"), None, id="a tag of nothing"),
        pytest.param(
            intercom_event("conversation.admin.noted", conversation_parts=None),
            ("137324500000000", "theirs"),
            id="without parts",
        ),
        pytest.param(intercom_event("ping", type="ping"), None, id="a ping"),
        pytest.param(intercom_event("contact.created"), None, id="not of a dialog"),
        pytest.param(intercom_event("conversation.deleted"), None, id="gone"),
        pytest.param(intercom_event("conversation.read"), None, id="read"),
        pytest.param(
            {"type": "notification_event", "topic": "ping", "data": {"item": {"message": "hi"}}}, None, id="ping"
        ),
    ],
)
def test_intercom(event: Any, expected: Any) -> None:
    heard = Intercom.model_validate(event).heard(OPERATOR)
    assert told(heard) == expected
    assert heard is None or heard.cause == event["id"]


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        pytest.param(TICKET, ("5158", "theirs"), id="a trigger"),
        pytest.param(TICKET | {"author_id": OPERATOR}, ("5158", "ours"), id="our note, by a trigger"),
        pytest.param(TICKET | {"author_id": int(OPERATOR)}, ("5158", "ours"), id="the same, as a number"),
        pytest.param({"ticket_id": "5158"}, ("5158", "theirs"), id="a trigger that says only which"),
        pytest.param({"ticket_id": ""}, None, id="a placeholder that stayed empty"),
        pytest.param({"hello": "world"}, None, id="another body of the team's"),
        pytest.param(zendesk_event(), ("5158", "theirs"), id="a comment"),
        pytest.param(zendesk_event(actor=OPERATOR), ("5158", "ours"), id="our comment"),
        pytest.param(zendesk_event("tags_changed", tags_added=["bug"]), ("5158", "theirs"), id="a tag"),
        pytest.param(zendesk_event("tags_changed", OPERATOR, tags_added=["bug"]), ("5158", "ours"), id="our tag"),
        pytest.param(zendesk_event() | {"type": "zen:event-type:user.created"}, None, id="not of a ticket"),
        pytest.param(zendesk_event() | {"detail": None}, None, id="without its detail"),
    ],
)
def test_zendesk(event: Any, expected: Any) -> None:
    assert told(Zendesk.model_validate(event).heard({}, OPERATOR)) == expected


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        pytest.param(chatwoot_event(), ("42", "theirs"), id="a person has written"),
        pytest.param(
            chatwoot_event(message_type="outgoing", private=True, sender={"id": 139600, "type": "user"}),
            ("42", "ours"),
            id="our note",
        ),
        pytest.param(
            chatwoot_event(message_type=1, private=True, sender={"id": OPERATOR}), ("42", "ours"), id="by numbers"
        ),
        pytest.param(
            chatwoot_event(message_type="outgoing", private=True, sender={"id": 7, "type": "user"}),
            ("42", "theirs"),
            id="an operator's note",
        ),
        pytest.param(
            chatwoot_event(sender={"id": 139600, "type": "contact"}), ("42", "theirs"), id="a person of our number"
        ),
        pytest.param(chatwoot_event(sender={"id": 139600}), ("42", "theirs"), id="the same, its type not said"),
        pytest.param(chatwoot_event(sender=None), ("42", "theirs"), id="nobody did it"),
        pytest.param(chatwoot_event(conversation={"id": 9001, "display_id": 42}), ("42", "theirs"), id="two numbers"),
        pytest.param(chatwoot_event("message_updated"), ("42", "theirs"), id="edited"),
        pytest.param(chatwoot_event(conversation=None), None, id="a message of no dialog: its id is its own"),
        pytest.param({"event": "conversation_updated", "id": 42, "labels": ["bug"]}, ("42", "theirs"), id="labelled"),
        pytest.param({"event": "conversation_status_changed", "id": 42}, ("42", "theirs"), id="its status"),
        pytest.param({"event": "conversation_created", "id": 9001, "display_id": 42}, ("42", "theirs"), id="a new one"),
        pytest.param({"event": "webwidget_triggered", "id": 42}, None, id="not of a dialog"),
        pytest.param({"id": 42}, None, id="no event"),
    ],
)
def test_chatwoot(event: Any, expected: Any) -> None:
    assert told(Chatwoot.model_validate(event).heard({}, OPERATOR)) == expected


def test_our_own_writing_makes_no_order(api: Api, desks: None) -> None:
    ours = chatwoot_event(message_type="outgoing", sender={"id": OPERATOR, "type": "user"})
    assert send(api, "inter", intercom(intercom_event("conversation.admin.noted", US))) == 200
    assert send(api, "zen", zendesk(zendesk_event(actor=OPERATOR))) == 200
    assert send(api, "woot", chatwoot(ours)) == 200
    assert nothing_written()


@pytest.mark.parametrize("late", [-310, 310, 86_400])
def test_what_is_not_of_now_is_refused(api: Api, desks: None, late: int) -> None:
    at = time.time() + late
    assert send(api, "zen", zendesk(zendesk_event(), at)) == 401
    assert send(api, "woot", chatwoot(chatwoot_event(), at)) == 401
    assert nothing_written()


def test_a_triggers_body_is_the_same_each_time_and_its_invocation_is_not(api: Api, desks: None) -> None:
    for invocation in ("a", "a", "b"):
        send(api, "zen", zendesk(TICKET, invocation=invocation))
    assert len(orders("zen", "5158")) == 2


def test_without_an_invocation_the_moment_tells_them_apart(api: Api, desks: None) -> None:
    moment = time.time()
    for at in (moment, moment, moment - 5):
        send(api, "zen", zendesk(TICKET, at, invocation=""))
    assert len(orders("zen", "5158")) == 2


def test_an_edited_message_is_read_for_again(api: Api, desks: None) -> None:
    send(api, "woot", chatwoot(chatwoot_event(), delivery="d-1"))
    send(api, "woot", chatwoot(chatwoot_event("message_updated"), delivery="d-2"))
    unnamed = chatwoot(chatwoot_event("message_updated"), delivery="")
    send(api, "woot", unnamed)
    send(api, "woot", unnamed)
    assert len(orders("woot", "42")) == 3
