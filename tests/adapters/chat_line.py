"""What a broken line and a refusal mean, for every support chat alike: inherited by the tests of each adapter."""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar

import pytest

from chalicelib.adapters.chat_errors import Gone
from chalicelib.adapters.chat_http import Account
from chalicelib.errors import Conflict, DeliveryError, Permanent, Rejected, Retryable, Unknown
from chalicelib.ports import ChatDesk
from tests.adapters.loopback import HTML, Drop, Hold, Reply, Vendor, as_json

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
OPERATOR = "139600"
Call = Callable[[ChatDesk], object]

WRITES: dict[str, Call] = {
    "note": lambda desk: desk.note("77", "Told", "c1/o1", look_first=False),
    "reply": lambda desk: desk.reply("77", "Told", "c1/o1", look_first=False),
    "tag": lambda desk: desk.tag("77", "bug"),
    "assign": lambda desk: desk.assign("77", "42"),
}
READS: dict[str, Call] = {
    "read": lambda desk: desk.read("77"),
    "tagged": lambda desk: desk.tagged("bug"),
}
LOOKS: dict[str, Call] = {
    "note": lambda desk: desk.note("77", "Told", "c1/o1", look_first=True),
    "reply": lambda desk: desk.reply("77", "Told", "c1/o1", look_first=True),
}


def failure(call: Call, desk: ChatDesk) -> DeliveryError:
    """What a call raises."""
    with pytest.raises(DeliveryError) as raised:
        call(desk)
    return raised.value


class WritingLine:
    """`build` makes the desk; `before` are good answers that a call gets before the one that matters."""

    build: ClassVar[Callable[..., ChatDesk]]
    token: ClassVar[str] = "hunter2"
    path: ClassVar[str] = "/v2"
    before: ClassVar[Mapping[str, Sequence[Any]]] = {}
    no_answers: ClassVar[Sequence[Any]] = (Drop(), Reply(200, HTML), Reply(500, HTML), Reply(502, HTML))

    def desk(self, url: str, read_timeout: float = 10.0) -> ChatDesk:
        account = Account("carrot", f"{url}{self.path}", self.token, OPERATOR, (3.05, read_timeout))
        made: ChatDesk = type(self).build(account, now=lambda: NOW)
        return made

    def failing(self, vendor: Vendor, name: str, reply: Any, read_timeout: float = 10.0) -> DeliveryError:
        """What the call raises when it is answered so; it was asked for that once."""
        prepared = self.before.get(name, ())
        vendor.asked.clear()
        vendor.answers(*prepared, reply)
        raised = failure((WRITES | READS)[name], self.desk(vendor.url, read_timeout))
        assert len(vendor.asked) == len(prepared) + 1
        return raised

    @pytest.mark.parametrize("name", WRITES)
    def test_nobody_there_means_not_done(self, nobody: str, name: str) -> None:
        assert type(failure(WRITES[name], self.desk(nobody))) is Retryable

    @pytest.mark.parametrize("name", WRITES)
    def test_no_answer_to_a_write_is_unknown_and_it_was_sent_once(self, vendor: Vendor, name: str) -> None:
        for reply in self.no_answers:
            assert type(self.failing(vendor, name, reply)) is Unknown

    @pytest.mark.parametrize("name", WRITES)
    def test_a_slow_answer_to_a_write_is_unknown(self, vendor: Vendor, name: str) -> None:
        assert type(self.failing(vendor, name, Hold(), 0.5)) is Unknown

    @pytest.mark.parametrize("name", WRITES)
    def test_too_fast_waits_as_told(self, vendor: Vendor, name: str) -> None:
        for status in (429, 503):
            limited = self.failing(vendor, name, Reply(status, HTML, {"Retry-After": "30"}))
            assert isinstance(limited, Retryable)
            assert limited.retry_after == 30

    @pytest.mark.parametrize(
        ("status", "kind"),
        [
            (301, Permanent),
            (307, Permanent),
            (400, Rejected),
            (401, Retryable),
            (403, Permanent),
            (404, Gone),
            (409, Conflict),
            (410, Gone),
            (413, Rejected),
            (422, Rejected),
        ],
    )
    @pytest.mark.parametrize("name", WRITES)
    def test_a_refusal(self, vendor: Vendor, name: str, status: int, kind: type[DeliveryError]) -> None:
        refused = self.failing(vendor, name, Reply(status, HTML, {"Location": f"{vendor.url}/elsewhere"}))
        assert type(refused) is kind
        assert ("token" in refused.reason) == (status in (401, 403))

    @pytest.mark.parametrize("name", WRITES)
    def test_nothing_of_ours_and_nothing_of_a_proxy_is_in_reason_or_log(
        self, vendor: Vendor, name: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG, "chalicelib")
        for reply in (Drop(), *(Reply(status, HTML) for status in (301, 400, 401, 404, 409, 429, 500, 503))):
            raised = self.failing(vendor, name, reply)
            for secret in (self.token, "hunter2", "127.0.0.1", "Told"):
                assert secret not in raised.reason
            assert raised.__suppress_context__ or raised.__context__ is None
        assert "hunter2" not in caplog.text

    def test_a_desk_does_not_show_its_token(self) -> None:
        assert self.token not in repr(Account("carrot", "https://chat.example", self.token))


class ChatLine(WritingLine):
    """The same, for a chat that can be read as well."""

    @pytest.mark.parametrize("name", LOOKS)
    def test_an_answer_of_another_shape_to_a_write_is_unknown(self, vendor: Vendor, name: str) -> None:
        shapes = (as_json([]), as_json({}), as_json("text"), as_json({"meta": {"status": 200}, "data": []}))
        for reply in shapes:
            assert type(self.failing(vendor, name, reply)) is Unknown

    @pytest.mark.parametrize("name", READS)
    def test_a_read_may_simply_be_done_again(self, vendor: Vendor, nobody: str, name: str) -> None:
        assert type(failure(READS[name], self.desk(nobody))) is Retryable
        shapes = (as_json([]), as_json({}), as_json("text"), as_json({"data": 5}))
        for reply in (Drop(), Reply(200, HTML), Reply(500, HTML), Reply(504, HTML), *shapes):
            assert type(self.failing(vendor, name, reply)) is Retryable
        assert type(self.failing(vendor, name, Hold(), 0.5)) is Retryable

    @pytest.mark.parametrize("name", READS)
    @pytest.mark.parametrize(("status", "kind"), [(401, Retryable), (404, Gone), (302, Permanent), (422, Rejected)])
    def test_a_read_that_is_refused(self, vendor: Vendor, name: str, status: int, kind: type[DeliveryError]) -> None:
        assert type(self.failing(vendor, name, Reply(status, HTML))) is kind

    @pytest.mark.parametrize("name", LOOKS)
    def test_who_can_not_look_writes_nothing(self, vendor: Vendor, name: str) -> None:
        for reply in (Drop(), Reply(500, HTML), Reply(429, HTML)):
            vendor.asked.clear()
            vendor.answers(reply)
            assert type(failure(LOOKS[name], self.desk(vendor.url))) is Retryable
            assert [asked.method for asked in vendor.asked] == ["GET"]
