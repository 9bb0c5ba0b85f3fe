"""Zendesk's adapter: what is sent, above all who may read it, and what its objects say (developer.zendesk.com)."""

import base64
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib.adapters.chat_http import Account
from chalicelib.adapters.zendesk import Zendesk
from chalicelib.errors import Rejected
from chalicelib.model.dialog import Dialog
from chalicelib.model.person import Person
from tests.adapters.chat_line import NOW, OPERATOR, ChatLine
from tests.adapters.loopback import Vendor, as_json

TOKEN = "wilco-bot@example.com/token:hunter2"
ANN, DARIA, BOB, WILCO = 20978392, 139584, 20978400, int(OPERATOR)
USERS = [
    {
        "id": ANN, "name": "Ann", "email": "ann@example.com", "verified": True, "role": "end-user",
        "external_id": "customer-ann", "locale": "en-GB",
    },
    {"id": DARIA, "name": "Daria Belova", "email": "daria@example.com", "verified": True, "role": "agent"},
    {"id": BOB, "name": "Bob", "email": "bob@example.com", "verified": False, "role": "end-user"},
    {"id": WILCO, "name": "Wilco", "email": "wilco-bot@example.com", "verified": True, "role": "agent"},
]  # fmt: skip
TICKET = {"id": 35436, "requester_id": ANN, "assignee_id": DARIA, "tags": ["bug", "prices"], "status": "open"}
SYSTEM = {"system": {"ip_address": "192.0.2.1"}}


def comment(ident: int, author: int, body: str = "Hello", *, public: bool = True, **more: Any) -> dict[str, Any]:
    return {
        "id": ident, "type": "Comment", "author_id": author, "body": body, "public": public, "attachments": [],
        "created_at": f"2026-11-21T12:00:{ident:02}Z", "metadata": SYSTEM | {"custom": {}}, **more,
    }  # fmt: skip


def comments(*newest_first: Any) -> Any:
    return as_json({"comments": newest_first, "users": USERS, "meta": {"has_more": False}})


def marked(order: str) -> dict[str, Any]:
    return SYSTEM | {"custom": {"wilco_order": order}}


UPDATED = as_json(
    {
        "ticket": TICKET,
        "audit": {"id": 1, "events": [{"id": 8, "type": "Change"}, {"id": 9, "type": "Comment", "body": "Told"}]},
    }
)


@pytest.fixture
def desk(vendor: Vendor) -> Zendesk:
    return Zendesk(Account("zen", f"{vendor.url}/api/v2", TOKEN, OPERATOR), now=lambda: NOW)


class TestLine(ChatLine):
    build = Zendesk
    token = TOKEN


class TestSending:
    @pytest.mark.parametrize(("name", "public"), [("note", False), ("reply", True)])
    def test_every_comment_says_who_may_read_it(self, vendor: Vendor, desk: Zendesk, name: str, public: bool) -> None:
        vendor.answers(UPDATED)
        assert getattr(desk, name)("35436", "Told & <b>\nmore", "c1/o1", look_first=False) == "9"
        (asked,) = vendor.asked
        assert (asked.method, asked.path) == ("PUT", "/api/v2/tickets/35436.json")
        assert asked.headers["Authorization"] == f"Basic {base64.b64encode(TOKEN.encode()).decode()}"
        assert asked.json == {
            "ticket": {
                "comment": {"body": "Told & <b>\nmore", "public": public, "author_id": WILCO},
                "metadata": {"wilco_order": "c1/o1"},
            }
        }
        assert asked.json["ticket"]["comment"]["public"] is public

    @pytest.mark.parametrize("name", ["note", "reply"])
    def test_without_an_operator_the_tokens_account_writes(self, vendor: Vendor, name: str) -> None:
        vendor.answers(UPDATED)
        desk = Zendesk(Account("zen", f"{vendor.url}/api/v2", TOKEN))
        getattr(desk, name)("35436", "Told", "c1/o1", look_first=False)
        assert vendor.asked[0].json["ticket"]["comment"] == {"body": "Told", "public": name == "reply"}

    @pytest.mark.parametrize(
        ("left", "found"),
        [
            (comment(9, WILCO, "changed by a trigger", public=False, metadata=marked("c1/o1")), True),
            (comment(9, WILCO, "Told", public=False, metadata=marked("c1/o2")), False),
            (comment(9, WILCO, "Told\r\n", public=False), True),
            (comment(9, WILCO, "Told", public=False, metadata=SYSTEM), True),
            (comment(9, WILCO, "Told", public=False, created_at="2026-11-20T11:00:00Z"), False),
            (comment(9, WILCO, "Told", public=True), False),
            (comment(9, DARIA, "Told", public=False), False),
            (comment(9, WILCO, "Told otherwise", public=False), False),
        ],
    )
    def test_an_earlier_attempt_is_found(self, vendor: Vendor, desk: Zendesk, left: Any, found: bool) -> None:
        vendor.answers(comments(comment(10, ANN), left), UPDATED)
        assert desk.note("35436", "Told", "c1/o1", look_first=True) == "9"
        assert [asked.method for asked in vendor.asked] == (["GET"] if found else ["GET", "PUT"])

    def test_a_tag_is_added(self, vendor: Vendor, desk: Zendesk) -> None:
        vendor.answers(as_json({"tags": ["prices", "bug"]}))
        desk.tag("35436", "bug")
        (asked,) = vendor.asked
        assert (asked.method, asked.path) == ("PUT", "/api/v2/tickets/35436/tags.json")
        assert asked.json == {"tags": ["bug"]}

    def test_an_assignment(self, vendor: Vendor, desk: Zendesk) -> None:
        vendor.answers(UPDATED)
        desk.assign("35436", "139591")
        assert vendor.asked[0].json == {"ticket": {"assignee_id": 139591}}
        with pytest.raises(Rejected):
            desk.assign("35436", "erin")
        assert len(vendor.asked) == 1

    def test_open_tickets_with_a_tag(self, vendor: Vendor, desk: Zendesk) -> None:
        vendor.answers(as_json({"results": [{"id": 2, "tags": ["bug"]}, {"id": 1, "tags": ["a", "bug"]}]}))
        assert desk.tagged("bug") == ["2", "1"]
        path = urlsplit(vendor.asked[0].path)
        assert path.path == "/api/v2/search.json"
        assert parse_qs(path.query)["query"] == ['type:ticket status<solved tags:"bug"']

    def test_a_tag_can_not_change_the_search(self, vendor: Vendor, desk: Zendesk) -> None:
        vendor.answers(as_json({"results": [{"id": 2, "tags": ["bugtype:user"]}]}))
        assert desk.tagged('bug" type:user') == []
        assert parse_qs(urlsplit(vendor.asked[0].path).query)["query"][0].endswith('tags:"bugtype:user"')


class TestReading:
    def test_everything_there_is(self, vendor: Vendor, desk: Zendesk) -> None:
        told = [
            comment(7, BOB, "Me too"),
            comment(6, WILCO, "Typed by hand", public=False),
            comment(5, WILCO, "Taken", public=True, metadata=marked("c1/o1")),
            comment(4, ANN, "", attachments=[{"file_name": "a.png", "content_url": "https://x"}]),
            comment(3, DARIA, "/bug the price", public=False),
            comment(2, DARIA, "I am looking"),
            comment(1, ANN, "My order shows 0.00"),
        ]
        vendor.answers(as_json({"ticket": TICKET, "users": USERS[:2]}), comments(*told))
        state = desk.read("35436")
        assert state.dialog == Dialog("zen", "35436")
        assert state.person == Person("user:customer-ann", "Ann", "ann@example.com", "en-GB")
        assert (state.tags, state.assignee, state.page) == (("bug", "prices"), "139584", None)
        assert [(line.who, line.name, line.text, line.ours) for line in state.lines] == [
            ("person", "Ann", "My order shows 0.00", False),
            ("operator", "Daria Belova", "I am looking", False),
            ("note", "Daria Belova", "/bug the price", False),
            ("person", "Ann", "[a.png]", False),
            ("operator", "Wilco", "Taken", True),
            ("note", "Wilco", "Typed by hand", True),
            ("person", "Bob", "Me too", False),
        ]
        path = urlsplit(vendor.asked[1].path)
        assert path.path == "/api/v2/tickets/35436/comments.json"
        assert parse_qs(path.query) == {"sort": ["-created_at"], "page[size]": ["50"], "include": ["users"]}

    def test_an_address_that_zendesk_has_not_verified_is_nobodys(self, vendor: Vendor, desk: Zendesk) -> None:
        ticket = TICKET | {"requester_id": BOB, "assignee_id": None, "tags": []}
        vendor.answers(as_json({"ticket": ticket, "users": USERS}), comments())
        state = desk.read("35436")
        assert state.person == Person(f"zen:{BOB}", "Bob")
        assert state.assignee is None
