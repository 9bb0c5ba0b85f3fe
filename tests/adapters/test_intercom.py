"""Intercom's adapter: what is sent, and what its objects say (developers.intercom.com, version 2.14)."""

from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib.adapters.chat_http import Account
from chalicelib.adapters.intercom import Intercom
from chalicelib.errors import Permanent
from chalicelib.model.dialog import Dialog
from chalicelib.model.person import Person, Place
from tests.adapters.chat_line import NOW, OPERATOR, ChatLine
from tests.adapters.loopback import HTML, Reply, Vendor, as_json

TAGS = as_json({"type": "list", "data": [{"type": "tag", "id": "17513", "name": "Bug"}]})
BEGAN = int(NOW.timestamp()) - 3600
DARIA = {"type": "admin", "id": "139584", "name": "Daria Belova", "email": "daria@example.com"}
WILCO = {"type": "admin", "id": OPERATOR, "name": "Wilco", "email": "wilco-bot@example.com"}
ANN = {"type": "user", "id": "6762f0dd1bb69f9f2193bb83", "name": "Ann", "email": "ann@example.com"}
CONTACT = {
    "type": "contact", "id": ANN["id"], "external_id": "customer-ann", "role": "user", "name": "Ann",
    "email": "ann@example.com", "language_override": None, "browser_language": "ru",
}  # fmt: skip


def part(ident: int, kind: str = "comment", body: str | None = "Hello", author: Any = ANN, **more: Any) -> Any:
    return {
        "type": "conversation_part", "id": str(ident), "part_type": kind, "body": body, "author": author,
        "created_at": BEGAN + ident, "attachments": [], "redacted": False, **more,
    }  # fmt: skip


def conversation(*parts: Any, **more: Any) -> dict[str, Any]:
    source = {
        "type": "conversation", "id": "403918349", "delivered_as": "customer_initiated", "subject": "",
        "body": "My order shows 0.00", "author": ANN, "attachments": [], "url": "https://shop.example/a",
    }  # fmt: skip
    return {
        "type": "conversation",
        "id": "215473840",
        "created_at": BEGAN,
        "state": "open",
        "open": True,
        "admin_assignee_id": 139584,
        "source": source,
        "contacts": {"type": "contact.list", "contacts": [{"type": "contact", "id": ANN["id"], "external_id": None}]},
        "tags": {"type": "tag.list", "tags": [{"type": "tag", "id": "17513", "name": "Bug"}]},
        "conversation_parts": {"type": "conversation_part.list", "conversation_parts": list(parts)},
        **more,
    }


@pytest.fixture
def desk(vendor: Vendor) -> Intercom:
    return Intercom(Account("inter", vendor.url, "hunter2", OPERATOR), now=lambda: NOW)


class TestLine(ChatLine):
    build = Intercom
    before: ClassVar = {"tag": [TAGS], "tagged": [TAGS]}


class TestSending:
    def test_a_note(self, vendor: Vendor, desk: Intercom) -> None:
        mine = part(9, "note", "<p>Told</p>", WILCO)
        vendor.answers(as_json(conversation(part(8, "note", "Hm", DARIA), mine, part(10, "assignment", None, WILCO))))
        assert desk.note("215473840", "Told & <b>\nmore", "c1/o1", look_first=False) == "9"
        (asked,) = vendor.asked
        assert (asked.method, asked.path) == ("POST", "/conversations/215473840/reply")
        assert asked.headers["Authorization"] == "Bearer hunter2"
        assert asked.headers["Intercom-Version"] == "2.14"
        assert asked.json == {
            "message_type": "note",
            "type": "admin",
            "admin_id": OPERATOR,
            "body": "Told &amp; &lt;b&gt;<br>more",
        }

    def test_a_reply(self, vendor: Vendor, desk: Intercom) -> None:
        vendor.answers(as_json(conversation(part(9, "comment", "<p>Told</p>", WILCO))))
        assert desk.reply("215473840", "Told", "c1/o1", look_first=False) == "9"
        assert vendor.asked[0].json["message_type"] == "comment"

    @pytest.mark.parametrize(
        ("left", "found"),
        [
            (part(9, "note", "Told  twice\n\n over", WILCO), "9"),
            (part(9, "note", "Told twice over", WILCO, created_at=BEGAN - 86_400), None),
            (part(9, "comment", "Told twice over", WILCO), None),
            (part(9, "note", "Told twice over", DARIA), None),
            (part(9, "note", "Told otherwise", WILCO), None),
        ],
    )
    def test_an_earlier_attempt_is_known_by_our_words(
        self, vendor: Vendor, desk: Intercom, left: Any, found: str | None
    ) -> None:
        made = conversation(left, part(11, "note", "x", WILCO))
        vendor.answers(as_json(conversation(left, part(10))), as_json(made))
        assert desk.note("215473840", "Told twice\nover", "c1/o1", look_first=True) == (found or "11")
        assert vendor.asked[0].path == "/conversations/215473840?display_as=plaintext"
        assert len(vendor.asked) == (1 if found else 2)

    def test_a_tag_is_attached_by_its_id(self, vendor: Vendor, desk: Intercom) -> None:
        vendor.answers(TAGS, as_json({"type": "tag", "id": "17513", "name": "Bug"}))
        desk.tag("215473840", "bug")
        assert [(asked.method, asked.path) for asked in vendor.asked] == [
            ("GET", "/tags"),
            ("POST", "/conversations/215473840/tags"),
        ]
        assert vendor.asked[1].json == {"id": "17513", "admin_id": OPERATOR}

    def test_a_tag_that_nobody_has_used_is_made(self, vendor: Vendor, desk: Intercom) -> None:
        vendor.answers(TAGS, as_json({"type": "tag", "id": "17514", "name": "defect"}), as_json({}))
        desk.tag("215473840", "defect")
        assert (vendor.asked[1].path, vendor.asked[1].json) == ("/tags", {"name": "defect"})
        assert vendor.asked[2].json["id"] == "17514"

    def test_an_assignment(self, vendor: Vendor, desk: Intercom) -> None:
        vendor.answers(as_json(conversation()))
        desk.assign("215473840", "139591")
        assert vendor.asked[0].path == "/conversations/215473840/parts"
        assert vendor.asked[0].json == {
            "message_type": "assignment",
            "type": "admin",
            "admin_id": OPERATOR,
            "assignee_id": "139591",
        }

    def test_nobody_to_write_as(self, vendor: Vendor) -> None:
        with pytest.raises(Permanent, match=r"desks\.inter\.operator"):
            Intercom(Account("inter", vendor.url, "hunter2")).note("1", "Told", "c1/o1", look_first=False)
        assert vendor.asked == []

    def test_open_dialogs_with_a_tag(self, vendor: Vendor, desk: Intercom) -> None:
        vendor.answers(TAGS, as_json({"type": "conversation.list", "conversations": [{"id": "2"}, {"id": "1"}]}))
        assert desk.tagged("bug") == ["2", "1"]
        assert vendor.asked[1].path == "/conversations/search"
        assert vendor.asked[1].json["query"]["value"] == [
            {"field": "tag_ids", "operator": "=", "value": "17513"},
            {"field": "open", "operator": "=", "value": True},
        ]

    def test_a_tag_that_is_not_there_is_on_no_dialog(self, vendor: Vendor, desk: Intercom) -> None:
        vendor.answers(TAGS)
        assert desk.tagged("defect") == []
        assert len(vendor.asked) == 1


class TestReading:
    def test_everything_there_is(self, vendor: Vendor, desk: Intercom) -> None:
        parts = [
            part(5, "note", "/bug the price", DARIA),
            part(4, "comment", "I am looking", DARIA),
            part(6, "assignment", None, DARIA),
            part(7, "comment", "Taken", WILCO),
            part(8, "close", "Bye", DARIA),
            part(9, "comment", None, ANN, attachments=[{"type": "upload", "name": "a.png", "url": "https://x"}]),
            part(10, "comment", "secret", ANN, redacted=True),
            part(11, "conversation_attribute_updated_by_admin", "x", DARIA),
        ]
        vendor.answers(as_json(conversation(*parts)), as_json(CONTACT))
        state = desk.read("215473840")
        assert state.dialog == Dialog("inter", "215473840")
        assert state.person == Person("user:customer-ann", "Ann", "ann@example.com", "ru")
        assert state.page == Place("https://shop.example/a")
        assert (state.tags, state.assignee) == (("Bug",), "139584")
        assert [(line.id, line.who, line.text, line.ours) for line in state.lines] == [
            ("403918349", "person", "My order shows 0.00", False),
            ("4", "operator", "I am looking", False),
            ("5", "note", "/bug the price", False),
            ("7", "operator", "Taken", True),
            ("8", "operator", "Bye", False),
            ("9", "person", "[a.png]", False),
        ]
        path = urlsplit(vendor.asked[0].path)
        assert (path.path, parse_qs(path.query)) == ("/conversations/215473840", {"display_as": ["plaintext"]})
        assert vendor.asked[1].path == f"/contacts/{ANN['id']}"

    def test_a_lead_has_only_said_who_they_are(self, vendor: Vendor, desk: Intercom) -> None:
        lead = CONTACT | {"role": "lead", "external_id": None, "language_override": "pt-BR", "browser_language": None}
        vendor.answers(as_json(conversation(admin_assignee_id=None, tags=None)), as_json(lead))
        state = desk.read("215473840")
        assert state.person == Person(f"inter:{ANN['id']}", "Ann", None, "pt-BR")
        assert (state.tags, state.assignee) == ((), None)

    def test_a_contact_who_was_deleted(self, vendor: Vendor, desk: Intercom) -> None:
        vendor.answers(as_json(conversation()), Reply(404, HTML))
        assert desk.read("215473840").person == Person(f"inter:{ANN['id']}")

    def test_the_newest_fifty(self, vendor: Vendor, desk: Intercom) -> None:
        vendor.answers(as_json(conversation(*(part(n, "comment", str(n)) for n in range(1, 120)))), as_json(CONTACT))
        assert [line.text for line in desk.read("215473840").lines] == [str(n) for n in range(70, 120)]
