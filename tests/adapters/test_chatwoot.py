"""Chatwoot's adapter: what is sent, and what its objects say (developers.chatwoot.com)."""

from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib.adapters.chat_http import Account
from chalicelib.adapters.chatwoot import Chatwoot
from chalicelib.errors import Rejected
from chalicelib.model.dialog import Dialog
from chalicelib.model.person import Person, Place
from tests.adapters.chat_line import NOW, OPERATOR, ChatLine
from tests.adapters.loopback import Vendor, as_json

LABELS = as_json({"payload": ["prices"]})
ANN = {"id": 55, "name": "Ann", "email": "ann@example.com", "identifier": "customer-ann", "type": "contact"}
BEGAN = int(NOW.timestamp()) - 3600
DARIA = {"id": 139584, "name": "Daria Belova", "email": "daria@example.com", "type": "user"}
WILCO = {"id": int(OPERATOR), "name": "Wilco", "type": "user"}


def message(
    ident: int, kind: int = 0, content: str | None = "Hello", sender: Any = ANN, *, private: bool = False, **more: Any
) -> dict[str, Any]:
    return {
        "id": ident, "content": content, "message_type": kind, "private": private, "sender": sender,
        "created_at": BEGAN + ident, "content_type": "text", "content_attributes": {}, "source_id": None, **more,
    }  # fmt: skip


def messages(*oldest_first: Any) -> Any:
    return as_json({"meta": {"labels": []}, "payload": oldest_first})


def conversation(**meta: Any) -> Any:
    return as_json(
        {
            "id": 77,
            "meta": {
                "sender": ANN, "channel": "Channel::WebWidget", "assignee": DARIA, "hmac_verified": True, **meta,
            },
            "labels": ["bug"],
            "status": "open",
            "additional_attributes": {"browser_language": "ru", "referer": "https://shop.example/a"},
        }
    )  # fmt: skip


@pytest.fixture
def desk(vendor: Vendor) -> Chatwoot:
    return Chatwoot(Account("woot", f"{vendor.url}/api/v1/accounts/3", "hunter2", OPERATOR), now=lambda: NOW)


class TestLine(ChatLine):
    build = Chatwoot
    before: ClassVar = {"tag": [LABELS]}


class TestSending:
    @pytest.mark.parametrize(("name", "private"), [("note", True), ("reply", False)])
    def test_a_message_says_who_may_read_it(self, vendor: Vendor, desk: Chatwoot, name: str, private: bool) -> None:
        vendor.answers(as_json(message(9, 1, "Told", WILCO, private=private)))
        assert getattr(desk, name)("77", "Told & <b>\nmore", "c1/o1", look_first=False) == "9"
        (asked,) = vendor.asked
        assert (asked.method, asked.path) == ("POST", "/api/v1/accounts/3/conversations/77/messages")
        assert asked.headers["api_access_token"] == "hunter2"
        assert asked.json == {
            "content": "Told & <b>\nmore",
            "message_type": "outgoing",
            "private": private,
            "content_attributes": {"wilco_order": "c1/o1"},
        }

    @pytest.mark.parametrize(
        ("left", "found"),
        [
            (message(9, 1, "Told", WILCO, private=True, content_attributes={"wilco_order": "c1/o1"}), True),
            (message(9, 1, "Told", WILCO, private=True, content_attributes={"wilco_order": "c1/o2"}), False),
            (message(9, 1, " Told\n", WILCO, private=True, content_attributes=None), True),
            (message(9, 1, "Told", WILCO, private=True, created_at=BEGAN - 86_400), False),
            (message(9, 1, "Told", WILCO, private=False), False),
            (message(9, 1, "Told", DARIA, private=True), False),
            (message(9, 0, "Told", ANN), False),
            (message(9, 1, "Told otherwise", WILCO, private=True), False),
        ],
    )
    def test_an_earlier_attempt_is_found(self, vendor: Vendor, desk: Chatwoot, left: Any, found: bool) -> None:
        written = as_json(message(11, 1, "Told", WILCO, private=True))
        vendor.answers(messages(left, message(10)), messages(), written)
        assert desk.note("77", "Told", "c1/o1", look_first=True) == ("9" if found else "11")
        assert [asked.method for asked in vendor.asked] == ["GET", "GET", *([] if found else ["POST"])]

    def test_a_label_joins_the_others(self, vendor: Vendor, desk: Chatwoot) -> None:
        vendor.answers(LABELS, as_json({"payload": ["prices", "bug"]}))
        desk.tag("77", "bug")
        assert [asked.method for asked in vendor.asked] == ["GET", "POST"]
        assert vendor.asked[1].path == "/api/v1/accounts/3/conversations/77/labels"
        assert vendor.asked[1].json == {"labels": ["prices", "bug"]}

    def test_a_label_that_is_there_already(self, vendor: Vendor, desk: Chatwoot) -> None:
        vendor.answers(LABELS)
        desk.tag("77", "Prices")
        assert len(vendor.asked) == 1

    def test_an_assignment(self, vendor: Vendor, desk: Chatwoot) -> None:
        vendor.answers(as_json(DARIA))
        desk.assign("77", "139584")
        assert vendor.asked[0].path == "/api/v1/accounts/3/conversations/77/assignments"
        assert vendor.asked[0].json == {"assignee_id": 139584}
        with pytest.raises(Rejected):
            desk.assign("77", "daria")

    def test_open_dialogs_with_a_label(self, vendor: Vendor, desk: Chatwoot) -> None:
        pages = [[{"id": 9}, {"id": 8}], [{"id": 8}, {"id": 7}]]
        vendor.answers(*(as_json({"data": {"meta": {}, "payload": page}}) for page in pages))
        assert desk.tagged("bug") == ["9", "8", "7"]
        asked = [parse_qs(urlsplit(one.path).query) for one in vendor.asked]
        assert asked == [{"status": ["open"], "labels[]": ["bug"], "page": [page]} for page in ("1", "2")]


class TestReading:
    def test_everything_there_is(self, vendor: Vendor, desk: Chatwoot) -> None:
        newest = [
            message(4, 1, "/bug the price", DARIA, private=True),
            message(5, 2, "Daria assigned herself", None),
            message(6, 3, "We reply in an hour", None),
            message(7, 0, None, attachments=[{"file_type": "image", "data_url": "https://x"}]),
            message(8, 1, "Taken", WILCO),
            message(9, 0, "oops", content_attributes={"deleted": True}),
        ]
        vendor.answers(conversation(), messages(*newest), messages(message(2), message(3, 1, "Hi", DARIA)), messages())
        state = desk.read("77")
        assert state.dialog == Dialog("woot", "77")
        assert state.person == Person("user:customer-ann", "Ann", "ann@example.com", "ru")
        assert state.page == Place("https://shop.example/a")
        assert (state.tags, state.assignee) == (("bug",), "139584")
        assert [(line.id, line.who, line.name, line.text, line.ours) for line in state.lines] == [
            ("2", "person", "Ann", "Hello", False),
            ("3", "operator", "Daria Belova", "Hi", False),
            ("4", "note", "Daria Belova", "/bug the price", False),
            ("7", "person", "Ann", "[image]", False),
            ("8", "operator", "Wilco", "Taken", True),
        ]
        pages = [urlsplit(asked.path).query for asked in vendor.asked[1:]]
        assert pages == ["", "before=4", "before=2"]

    @pytest.mark.parametrize(
        ("meta", "email"),
        [
            ({}, "ann@example.com"),
            ({"hmac_verified": False}, None),
            ({"hmac_verified": False, "channel": "Channel::Email"}, "ann@example.com"),
        ],
    )
    def test_who_vouches_for_an_address(
        self, vendor: Vendor, desk: Chatwoot, meta: dict[str, Any], email: str | None
    ) -> None:
        vendor.answers(conversation(**meta), messages())
        assert desk.read("77").person.email == email

    def test_a_visitor(self, vendor: Vendor, desk: Chatwoot) -> None:
        visitor = {"id": 56, "name": "", "email": None, "identifier": None}
        vendor.answers(conversation(sender=visitor, assignee=None), messages())
        state = desk.read("77")
        assert (state.person, state.assignee) == (Person("woot:56", locale="ru"), None)
