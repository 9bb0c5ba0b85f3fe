"""Carrot quest's adapter: its envelope and named errors, and what is sent."""

from urllib.parse import urlsplit

import pytest

from chalicelib.adapters.carrot_quest import CarrotQuest
from chalicelib.adapters.chat_errors import Gone
from chalicelib.adapters.chat_http import Account
from chalicelib.errors import DeliveryError, Permanent, Rejected, Retryable, Unknown
from tests.adapters.carrot_shapes import DIALOG, TOKEN, form, good, part, query, refused
from tests.adapters.chat_line import OPERATOR, WRITES, ChatLine, failure
from tests.adapters.loopback import Vendor


@pytest.fixture
def desk(vendor: Vendor) -> CarrotQuest:
    return CarrotQuest(Account("carrot", f"{vendor.url}/v2/", TOKEN, OPERATOR))


class TestLine(ChatLine):
    build = CarrotQuest
    token = TOKEN


class TestErrors:
    @pytest.mark.parametrize(
        ("error", "status", "kind"),
        [
            ("LookupError", 400, Gone),
            ("Error404", 404, Gone),
            ("NotAuthenticated", 401, Retryable),
            ("PermissionDeniedError", 403, Permanent),
            ("ValidationError", 400, Rejected),
            ("BadRequest", 400, Rejected),
            ("ReplyTooBig", 400, Rejected),
            ("TooManyRequests", 400, Retryable),
            ("InternalError", 500, Unknown),
        ],
    )
    @pytest.mark.parametrize("in_a_good_answer", [False, True])
    @pytest.mark.parametrize("name", WRITES)
    def test_what_a_name_means(
        self, vendor: Vendor, desk: CarrotQuest, name: str, error: str, status: int, kind: type[DeliveryError],
        in_a_good_answer: bool,
    ) -> None:  # fmt: skip
        vendor.answers(refused(error, status, 200 if in_a_good_answer else None))
        raised = failure(WRITES[name], desk)
        assert type(raised) is kind
        assert error in raised.reason
        assert "hunter2" not in raised.reason

    def test_a_tag_that_is_there_already_is_success(self, vendor: Vendor, desk: CarrotQuest) -> None:
        vendor.answers(refused("ConversationTagAlreadyAssigned"))
        desk.tag(DIALOG, "bug")

    def test_a_name_that_is_none_stays_out(self, vendor: Vendor, desk: CarrotQuest) -> None:
        vendor.answers(refused("a b hunter2"))
        assert failure(WRITES["note"], desk).reason == "note: the chat answered 400"

    def test_a_token_that_names_no_app_lists_nothing(self, vendor: Vendor) -> None:
        with pytest.raises(Permanent, match="token"):
            CarrotQuest(Account("carrot", vendor.url, "hunter2")).tagged("bug")
        assert vendor.asked == []


class TestSending:
    def test_a_note(self, vendor: Vendor, desk: CarrotQuest) -> None:
        vendor.answers(good(part(5, "note")))
        assert desk.note(DIALOG, "Told & <b>\nmore", "c1/o1", look_first=False) == "5"
        (asked,) = vendor.asked
        assert (asked.method, asked.path) == ("POST", f"/v2/conversations/{DIALOG}/reply")
        assert asked.headers["Authorization"] == f"Token {TOKEN}"
        assert asked.headers["Content-Type"] == "application/x-www-form-urlencoded"
        sent = form(asked)
        assert 0 < int(sent.pop("random_id")) < 2**31
        assert sent == {
            "type": "note",
            "body": "Told & <b>\nmore",
            "from_admin": OPERATOR,
            "external_id": "wilco:c1/o1",
            "id_as_string": "true",
        }

    def test_a_reply_of_a_desk_without_an_operator(self, vendor: Vendor) -> None:
        vendor.answers(good([part(4, "assigned"), part(5, "reply_admin")]))
        desk = CarrotQuest(Account("carrot", f"{vendor.url}/v2", TOKEN))
        assert desk.reply(DIALOG, "Told", "c1/o1", look_first=False) == "5"
        sent = form(vendor.asked[0])
        assert (sent["type"], sent["from_admin"]) == ("reply_admin", "default_admin")

    def test_the_echo_belongs_to_the_order(self, vendor: Vendor, desk: CarrotQuest) -> None:
        vendor.answers(good(part(5)))
        for mark in ("c1/o1", "c1/o1", "c1/o2"):
            desk.note(DIALOG, "Told", mark, look_first=False)
        first, again, other = (form(asked)["random_id"] for asked in vendor.asked)
        assert first == again != other

    def test_tag_and_assignment(self, vendor: Vendor, desk: CarrotQuest) -> None:
        vendor.answers(good({}))
        desk.tag(DIALOG, "bug")
        desk.assign(DIALOG, "139591")
        assert [form(asked) for asked in vendor.asked] == [
            {"tag": "bug", "from_admin": OPERATOR, "id_as_string": "true"},
            {"admin": "139591", "from_admin": OPERATOR, "id_as_string": "true"},
        ]

    def test_looking_first_goes_page_by_page(self, vendor: Vendor, desk: CarrotQuest) -> None:
        vendor.answers(
            good([part(9), part(8)], next_before_position=["8"]),
            good([part(7, "note", external_id="wilco:c1/o1")], next_before_position=["7"]),
        )
        assert desk.note(DIALOG, "Told", "c1/o1", look_first=True) == "7"
        assert [asked.method for asked in vendor.asked] == ["GET", "GET"]
        assert query(vendor.asked[0]) == {"paginate_count": "50", "id_as_string": "true"}
        assert query(vendor.asked[1])["paginate_position"] == '["8"]'

    def test_open_dialogs_with_a_tag(self, vendor: Vendor, desk: CarrotQuest) -> None:
        vendor.answers(good([{"id": "2"}, {"id": "1"}, {"id": "2"}]))
        assert desk.tagged("bug, or") == ["2", "1"]
        assert urlsplit(vendor.asked[0].path).path == "/v2/apps/57562/conversations"
        assert query(vendor.asked[0]) == {
            "tags": '["bug, or"]',
            "closed": "false",
            "paginate_count": "50",
            "id_as_string": "true",
        }
