"""What Carrot quest's objects say: people, pages, and which parts of a conversation are words."""

from typing import Any

import pytest

from chalicelib.adapters.carrot_quest import CarrotQuest
from chalicelib.adapters.chat_http import Account
from chalicelib.model.person import Person, Place
from tests.adapters.carrot_shapes import (
    DARIA,
    DIALOG,
    TOKEN,
    USER,
    WILCO,
    conversation,
    good,
    part,
    query,
    refused,
    user,
)
from tests.adapters.chat_line import OPERATOR
from tests.adapters.loopback import Vendor


@pytest.fixture
def desk(vendor: Vendor) -> CarrotQuest:
    return CarrotQuest(Account("carrot", f"{vendor.url}/v2/", TOKEN, OPERATOR))


class TestReading:
    def test_everything_there_is(self, vendor: Vendor, desk: CarrotQuest) -> None:
        here = {"$current_page_url": "https://shop.example/a", "$current_page_title": "A"}
        who = user(
            user_id="customer-ann",
            presence="online",
            presence_details=here,
            props={"$name": "Ann", "$email": "ann@example.com"},
            props_custom={"locale": "pt_BR"},
        )
        vendor.answers(good(conversation()), good(who), good([part(2, "reply_admin", "Hi"), part(1)]))
        state = desk.read(DIALOG)
        assert state.person == Person("user:customer-ann", "Ann", "ann@example.com", "pt-BR")
        assert state.page == Place("https://shop.example/a", "A")
        assert (state.dialog.desk, state.dialog.id) == ("carrot", DIALOG)
        assert (state.tags, state.assignee) == (("bug",), "139584")
        assert [(line.who, line.name, line.text) for line in state.lines] == [
            ("person", "Ann", "Hello"),
            ("operator", "Daria Belova", "Hi"),
        ]
        assert all(query(asked)["id_as_string"] == "true" for asked in vendor.asked)
        assert query(vendor.asked[1])["presence_details"] == "true"

    def test_a_stranger(self, vendor: Vendor, desk: CarrotQuest) -> None:
        who = user(props={"$email": "not an address", "$name": " "}, props_custom={"locale": 7})
        vendor.answers(good(conversation(assignee=None, tags=None)), good(who), good([]))
        state = desk.read(DIALOG)
        assert state.person == Person(f"carrot:{USER}")
        assert (state.page, state.assignee, state.tags, state.lines) == (None, None, (), ())

    def test_who_has_left_is_on_no_page(self, vendor: Vendor, desk: CarrotQuest) -> None:
        left = user(presence="offline", presence_details={"$current_page_url": "https://shop.example/a"})
        vendor.answers(good(conversation()), good(left), good([]))
        assert desk.read(DIALOG).page is None

    def test_a_person_who_was_deleted(self, vendor: Vendor, desk: CarrotQuest) -> None:
        vendor.answers(good(conversation()), refused("LookupError"), good([]))
        assert desk.read(DIALOG).person == Person(f"carrot:{USER}")

    def test_ids_that_came_as_numbers(self, vendor: Vendor, desk: CarrotQuest) -> None:
        raw = conversation(id=int(DIALOG), user=user(id=int(USER)), assignee=DARIA | {"id": 139584})
        vendor.answers(good(raw), good(user(id=int(USER))), good([part(1) | {"id": 1800000000000002007}]))
        state = desk.read(DIALOG)
        assert (state.dialog.id, state.person.id, state.assignee) == (DIALOG, f"carrot:{USER}", "139584")
        assert state.lines[0].id == "1800000000000002007"

    def test_what_is_a_line(self, vendor: Vendor, desk: CarrotQuest) -> None:
        file = {"id": "1", "type": "file", "filename": "screen.png"}
        parts = [
            part(1, "reply_user", "<p>One &amp; <b>two</b></p><p><a href='https://a.example'>see</a></p>"),
            part(2, "auto_reply", "We are away", **{"from": {"type": "admin", "name": None, "id": "1"}}),
            part(3, "article", "Read this"),
            part(4, "note", "Hm"),
            part(5, "reply_user", "", attachments=[file]),
            part(6, "tag_added", "", tag="bug"),
            part(7, "assigned", ""),
            part(8, "chat_bot_admin", "Choose"),
            part(9, "brand_new", "?"),
            part(10, "reply_user", "Gone", removed=1764000000),
            part(11, "reply_user", "1 < 2 and <price> stays"),
        ]
        vendor.answers(good(conversation()), good(user()), good(parts[::-1]))
        assert [(line.id, line.who, line.text) for line in desk.read(DIALOG).lines] == [
            ("1", "person", "One & two\nsee (https://a.example)"),
            ("2", "operator", "We are away"),
            ("3", "operator", "Read this"),
            ("4", "note", "Hm"),
            ("5", "person", "[screen.png]"),
            ("11", "person", "1 < 2 and <price> stays"),
        ]

    @pytest.mark.parametrize(
        ("more", "ours"),
        [
            ({"external_id": "wilco:c1/o1", "sent_via": "api", "from": WILCO}, True),
            ({"external_id": "wilco:c1/o1", "from": DARIA}, True),
            ({"sent_via": "api", "from": WILCO}, True),
            ({"sent_via": "api", "from": DARIA}, False),
            ({"sent_via": "web_panel", "from": WILCO}, False),
            ({"external_id": "other:1", "sent_via": "integrations"}, False),
        ],
    )
    def test_which_lines_are_ours(self, vendor: Vendor, desk: CarrotQuest, more: dict[str, Any], ours: bool) -> None:
        vendor.answers(good(conversation()), good(user()), good([part(1, "note", **more)]))
        assert [line.ours for line in desk.read(DIALOG).lines] == [ours]

    def test_pages_that_overlap_and_hold_other_things(self, vendor: Vendor, desk: CarrotQuest) -> None:
        noise = [part(ident, "assigned", "") for ident in range(90, 60, -1)]
        vendor.answers(
            good(conversation()),
            good(user()),
            good([*noise, part(60)], next_before_position=["60"]),
            good([part(60), part(7)], next_before_position=None),
        )
        assert [line.id for line in desk.read(DIALOG).lines] == ["7", "60"]

    def test_it_stops_once_there_is_enough(self, vendor: Vendor, desk: CarrotQuest) -> None:
        pages = [good([part(n) for n in range(top, top - 50, -1)], next_before_position=["x"]) for top in (200, 150)]
        vendor.answers(good(conversation()), good(user()), *pages)
        lines = desk.read(DIALOG).lines
        assert (len(lines), lines[-1].id, len(vendor.asked)) == (50, "200", 3)
