"""The mailer on a line that fails, and every code that SES documents."""

import base64
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs

import botocore.exceptions
import pytest
from botocore.loaders import Loader

from chalicelib.adapters import aws as aws_adapter
from chalicelib.adapters import ses_errors
from chalicelib.adapters.ses_mail import SesMail
from chalicelib.errors import DeliveryError, Permanent, Rejected, Retryable, Unknown
from chalicelib.ports import Mail
from tests.adapters.loopback import HTML, Drop, Hold, Reply, Vendor

pytestmark = pytest.mark.usefixtures("aws")

MAIL = Mail(
    to="ann@example.com",
    subject="Prices: wrong value",
    text="Hello",
    html="<p>Hello</p>",
    headers={"References": "<f1@shop.example>"},
    tags={"kind": "received", "case": "c1"},
)
NAMESPACE = "http://ses.amazonaws.com/doc/2010-12-01/"
SENT = Reply(
    200,
    f'<SendRawEmailResponse xmlns="{NAMESPACE}"><SendRawEmailResult><MessageId>m-1</MessageId>'
    "</SendRawEmailResult></SendRawEmailResponse>".encode(),
    {"Content-Type": "text/xml"},
)


def refused(code: str, message: str = "", status: int = 400) -> Reply:
    error = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>"
    body = f'<ErrorResponse xmlns="{NAMESPACE}">{error}<RequestId>r</RequestId></ErrorResponse>'
    return Reply(status, body.encode(), {"Content-Type": "text/xml"})


def mailer(url: str, read_seconds: float = 5.0) -> SesMail:
    return SesMail("support@shop.example", "wilco", region="us-east-1", endpoint_url=url, read_seconds=read_seconds)


@pytest.fixture
def ses(vendor: Vendor) -> Iterator[SesMail]:
    adapter = mailer(vendor.url)
    yield adapter
    adapter._client.close()


def failure(adapter: SesMail, mail: Mail = MAIL) -> DeliveryError:
    with pytest.raises(DeliveryError) as raised:
        adapter.send(mail)
    return raised.value


class TestLine:
    def test_a_mail_is_sent_once_and_whole(self, vendor: Vendor, ses: SesMail) -> None:
        vendor.answers(SENT)
        assert ses.send(MAIL) == "m-1"
        [asked] = vendor.asked
        form = parse_qs(asked.body.decode())
        assert form["Action"] == ["SendRawEmail"]
        assert form["Source"] == ["support@shop.example"]
        assert form["Destinations.member.1"] == ["ann@example.com"]
        assert form["ConfigurationSetName"] == ["wilco"]
        assert (form["Tags.member.2.Name"], form["Tags.member.2.Value"]) == (["case"], ["c1"])
        assert b"References: <f1@shop.example>\r\n" in base64.b64decode(form["RawMessage.Data"][0])

    def test_nobody_there_means_not_sent(self, nobody: str) -> None:
        assert type(failure(mailer(nobody))) is Retryable

    @pytest.mark.parametrize("reply", [Drop(), Reply(200, HTML)])
    def test_no_answer_is_unknown_and_it_was_sent_once(self, vendor: Vendor, ses: SesMail, reply: Reply) -> None:
        vendor.answers(reply)
        assert type(failure(ses)) is Unknown
        assert len(vendor.asked) == 1

    def test_a_slow_answer_is_unknown(self, vendor: Vendor) -> None:
        vendor.answers(Hold())
        assert type(failure(mailer(vendor.url, read_seconds=0.05))) is Unknown
        assert len(vendor.asked) == 1

    @pytest.mark.parametrize("reply", [Reply(502, HTML), Reply(503, HTML), refused("InternalFailure", status=500)])
    def test_a_server_that_fails_did_not_send(self, vendor: Vendor, ses: SesMail, reply: Reply) -> None:
        vendor.answers(reply)
        raised = failure(ses)
        assert type(raised) is Retryable
        assert "hunter2" not in raised.reason
        assert len(vendor.asked) == 1


class TestCodes:
    @pytest.mark.parametrize("code", sorted(ses_errors.OUR_MISTAKE))
    def test_our_mistakes(self, vendor: Vendor, ses: SesMail, code: str) -> None:
        vendor.answers(refused(code))
        assert type(failure(ses)) is Rejected

    @pytest.mark.parametrize("code", sorted(ses_errors.NOT_US))
    def test_what_the_team_must_mend_waits(self, vendor: Vendor, ses: SesMail, code: str) -> None:
        vendor.answers(refused(code))
        raised = failure(ses)
        assert isinstance(raised, Retryable)
        assert raised.retry_after == 300

    @pytest.mark.parametrize(
        ("message", "seconds"), [("Maximum sending rate exceeded.", None), ("Daily message quota exceeded.", 900)]
    )
    def test_too_fast(self, vendor: Vendor, ses: SesMail, message: str, seconds: float | None) -> None:
        vendor.answers(refused("Throttling", message))
        raised = failure(ses)
        assert isinstance(raised, Retryable)
        assert raised.retry_after == seconds

    def test_an_unverified_sender_is_the_teams_to_mend(self, vendor: Vendor, ses: SesMail) -> None:
        text = "Email address is not verified. The following identities failed the check in region US-EAST-1: {}"
        vendor.answers(refused("MessageRejected", text.format("support@shop.example")))
        assert type(failure(ses)) is Retryable
        vendor.answers(refused("MessageRejected", text.format("ann@example.com")))
        raised = failure(ses)
        assert type(raised) is Rejected
        assert "ann@" not in raised.reason
        assert raised.reason.endswith("(address)")

    def test_a_code_that_nobody_knows_is_kept_for_the_dead_letter_queue(self, vendor: Vendor, ses: SesMail) -> None:
        vendor.answers(refused("BrandNew"))
        assert type(failure(ses)) is Retryable

    @pytest.mark.parametrize(("service", "operation"), [("ses", "SendRawEmail"), ("sesv2", "SendEmail")])
    def test_every_code_of_the_model_has_its_place(self, service: str, operation: str) -> None:
        model = Loader().load_service_model(service, "service-2")
        shapes = [error["shape"] for error in model["operations"][operation]["errors"]]
        codes = {model["shapes"][shape].get("error", {}).get("code", shape) for shape in shapes}
        assert codes <= ses_errors.TOO_FAST | ses_errors.NOT_US | ses_errors.OUR_MISTAKE

    def test_no_code_has_two_places(self) -> None:
        sets = (ses_errors.TOO_FAST, ses_errors.NOT_US, ses_errors.OUR_MISTAKE)
        assert len(frozenset().union(*sets)) == sum(map(len, sets))


class TestBeforeTheLine:
    @pytest.mark.parametrize("tags", [{"kind": "два"}, {"a b": "x"}, {"kind": "ann@example.com"}, {"kind": ""}])
    def test_a_bad_tag_is_rejected(self, vendor: Vendor, ses: SesMail, tags: dict[str, str]) -> None:
        assert type(failure(ses, replace(MAIL, tags=tags))) is Rejected
        assert vendor.asked == []

    def test_a_header_that_breaks_out_is_rejected(self, vendor: Vendor, ses: SesMail) -> None:
        assert type(failure(ses, replace(MAIL, subject="a\r\nBcc: x@example.com"))) is Rejected
        assert vendor.asked == []

    def test_an_address_that_is_none_is_permanent(self, vendor: Vendor, ses: SesMail) -> None:
        assert type(failure(ses, replace(MAIL, to="nobody"))) is Permanent
        assert vendor.asked == []


def every_kind(base: type[Exception]) -> Iterator[type[Exception]]:
    for kind in base.__subclasses__():
        yield kind
        yield from every_kind(kind)


UNKNOWN = {
    *("HTTPClientError", "ConnectionClosedError", "ReadTimeoutError", "ResponseStreamingError"),
    *("IncompleteReadError", "ChecksumError"),
}
# The whole of what botocore raises on the line: a new kind among these needs a place.
LINE = UNKNOWN | {
    "ConnectionError",
    "ConnectTimeoutError",
    "EndpointConnectionError",
    "ProxyConnectionError",
    "SSLError",
}


class TestEveryException:
    KINDS = sorted(
        {kind for kind in every_kind(botocore.exceptions.BotoCoreError) if kind.__module__ == "botocore.exceptions"},
        key=lambda kind: kind.__name__,
    )

    @pytest.mark.parametrize("kind", KINDS)
    def test_kinds(self, kind: type[Exception]) -> None:
        meant = type(aws_adapter.broken_call("send mail", kind.__new__(kind)))
        if kind.__name__ == "ParamValidationError":
            assert meant is Rejected
        else:
            assert meant is (Unknown if kind.__name__ in UNKNOWN else Retryable)

    def test_no_new_kind_of_broken_line(self) -> None:
        bases = (botocore.exceptions.HTTPClientError, botocore.exceptions.ConnectionError)
        kinds = {kind.__name__ for base in bases for kind in (base, *every_kind(base))}
        assert kinds <= LINE
