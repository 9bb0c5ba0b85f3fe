"""The desk that is told by webhooks: the signature of Standard Webhooks, and what a receiver may answer."""

import re

import pytest

from chalicelib.adapters.chat_errors import Gone
from chalicelib.adapters.chat_http import Account
from chalicelib.adapters.webhook_desk import WebhookDesk, signature
from chalicelib.errors import Permanent
from tests.adapters.chat_line import NOW, WRITES, WritingLine, failure
from tests.adapters.loopback import HTML, Drop, Reply, Vendor

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest.fixture
def desk(vendor: Vendor) -> WebhookDesk:
    return WebhookDesk(Account("other", f"{vendor.url}/hook", SECRET), now=lambda: NOW)


class TestLine(WritingLine):
    build = WebhookDesk
    token = SECRET
    path = "/hook"
    no_answers = (Drop(), Reply(500, HTML), Reply(502, HTML))  # any page of the 200s is a yes


class TestSignature:
    def test_the_vector_of_the_standard(self) -> None:
        """`test_sign_function` in each of the libraries of github.com/standard-webhooks/standard-webhooks."""
        signed = signature(SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
        assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="

    @pytest.mark.parametrize(
        "secret", ["", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_not base64", "whsec_й"]
    )
    def test_a_secret_of_another_shape(self, vendor: Vendor, secret: str) -> None:
        raised = failure(WRITES["note"], WebhookDesk(Account("other", vendor.url, secret)))
        assert type(raised) is Permanent
        assert vendor.asked == []

    @pytest.mark.parametrize("name", WRITES)
    def test_what_is_sent_is_what_is_signed(self, vendor: Vendor, desk: WebhookDesk, name: str) -> None:
        WRITES[name](desk)
        (asked,) = vendor.asked
        headers = {key.lower(): value for key, value in asked.headers.items()}
        seconds = int(headers["webhook-timestamp"])
        assert seconds == int(NOW.timestamp())
        assert headers["webhook-signature"] == signature(SECRET, headers["webhook-id"], seconds, asked.body)
        assert re.fullmatch(r"msg_[0-9a-f]{32}", headers["webhook-id"])
        assert headers["content-type"] == "application/json"
        assert (asked.method, asked.path) == ("POST", "/hook")


class TestMessages:
    @pytest.mark.parametrize(
        ("name", "kind", "said"),
        [
            ("note", "dialog.noted", {"text": "Told"}),
            ("reply", "dialog.replied", {"text": "Told"}),
            ("tag", "dialog.tagged", {"tag": "bug"}),
            ("assign", "dialog.assigned", {"operator": "42"}),
        ],
    )
    def test_their_shape(self, vendor: Vendor, desk: WebhookDesk, name: str, kind: str, said: dict[str, str]) -> None:
        WRITES[name](desk)
        assert vendor.asked[0].json == {
            "type": kind,
            "timestamp": "2026-11-21T12:00:00+00:00",
            "data": {"desk": "other", "dialog": "77", **said},
        }

    def test_a_repeat_is_the_same_message(self, vendor: Vendor, desk: WebhookDesk) -> None:
        sent = [
            desk.note("77", "Told", "c1/o1", look_first=False),
            desk.note("77", "Told", "c1/o1", look_first=True),
            desk.note("77", "Told", "c1/o2", look_first=False),
            desk.reply("77", "Told", "c1/o1", look_first=False),
        ]
        assert sent[0] == sent[1]
        assert len(set(sent)) == 3
        assert [asked.headers["webhook-id"] for asked in vendor.asked] == sent

    def test_an_owner_who_comes_back_is_news(self, vendor: Vendor, desk: WebhookDesk) -> None:
        for operator in ("1", "2", "1"):
            desk.assign("77", operator)
        assert len({asked.headers["webhook-id"] for asked in vendor.asked}) == 3

    @pytest.mark.parametrize("reply", [Reply(200, b"ok"), Reply(202, HTML), Reply(204), Reply(299, b"{")])
    def test_all_of_the_200s_are_a_yes(self, vendor: Vendor, desk: WebhookDesk, reply: Reply) -> None:
        vendor.answers(reply)
        desk.note("77", "Told", "c1/o1", look_first=False)

    def test_a_redirect_is_not_followed(self, vendor: Vendor, desk: WebhookDesk) -> None:
        vendor.answers(Reply(308, b"", {"Location": f"{vendor.url}/elsewhere"}), Reply(200))
        assert type(failure(WRITES["note"], desk)) is Permanent
        assert [asked.path for asked in vendor.asked] == ["/hook"]

    def test_gone_is_for_ever(self, vendor: Vendor, desk: WebhookDesk) -> None:
        vendor.answers(Reply(410))
        assert type(failure(WRITES["reply"], desk)) is Gone


class TestReading:
    def test_it_says_that_it_can_not_be_read(self, vendor: Vendor, desk: WebhookDesk) -> None:
        with pytest.raises(Permanent, match="can't be read"):
            desk.read("77")
        assert desk.tagged("bug") == []
        assert vendor.asked == []
