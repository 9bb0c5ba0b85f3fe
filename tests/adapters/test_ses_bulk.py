"""The bulk mailer on a line that fails, every status that SES documents, and its requests before botocore's model."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import botocore.session
import pytest
from botocore.validate import ParamValidator

from chalicelib.adapters import ses_errors
from chalicelib.adapters.ses_bulk import SesBulk
from chalicelib.errors import DeliveryError, Permanent, Retryable, Unknown
from chalicelib.ports import Copy, Letter, Quota
from tests.adapters.loopback import HTML, Drop, Hold, Reply, Vendor, as_json

pytestmark = pytest.mark.usefixtures("aws")

LETTER = Letter(
    subject="Prices: wrong value",
    text=("Hello, ", "name", "! {", "link", ""),
    html=("<p>Hello, ", "name_html", "!</p>"),
    headers={"List-Id": "<shop.example>"},
    tags={"kind": "update", "case": "c1"},
    from_name="Поддержка очень большого магазина, в котором есть всё",
)
ANN = Copy(
    to="ann@example.com",
    to_name='Ann "A" Lee',
    values={"name": "Ann", "name_html": "Ann", "link": "https://w.example/1"},
    headers={"References": "<f1@shop.example>", "List-Unsubscribe": "<https://w.example/1/stop>"},
)
MODEL = botocore.session.get_session().get_service_model("sesv2").operation_model("SendBulkEmail")
STATUSES = MODEL.output_shape.members["BulkEmailEntryResults"].member.members["Status"].enum


def sent(*statuses: str, error: str = "why") -> Reply:
    results = [
        {"Status": status, **({"MessageId": f"m-{number}"} if status == "SUCCESS" else {"Error": error})}
        for number, status in enumerate(statuses)
    ]
    return as_json({"BulkEmailEntryResults": results})


def refused(code: str, message: str = "", status: int = 400) -> Reply:
    return as_json({"message": message}, status, x_amzn_errortype=code)


def mailer(url: str, read_seconds: float = 5.0) -> SesBulk:
    given: Any = {"region": "us-east-1", "endpoint_url": url, "read_seconds": read_seconds}
    return SesBulk("support@shop.example", "wilco", reply_to="help@shop.example", **given)


@pytest.fixture
def ses(vendor: Vendor) -> Iterator[SesBulk]:
    adapter = mailer(vendor.url)
    yield adapter
    adapter._client.close()


def failure(adapter: SesBulk) -> DeliveryError:
    with pytest.raises(DeliveryError) as raised:
        adapter.send_many(LETTER, [ANN])
    return raised.value


class TestRequest:
    def test_it_is_what_botocores_model_says(self, vendor: Vendor, ses: SesBulk) -> None:
        vendor.answers(sent("SUCCESS", "SUCCESS"))
        boris = replace(ANN, to="boris@xn--e1afmkfd.example", to_name="Борис Александрович Рюриков")
        assert ses.send_many(LETTER, [ANN, boris]) == ["m-0", "m-1"]
        [asked] = vendor.asked
        assert (asked.method, asked.path) == ("POST", "/v2/email/outbound-bulk-emails")
        report = ParamValidator().validate(asked.json, MODEL.input_shape)
        assert not report.has_errors(), report.generate_report()
        body = asked.json
        assert body["ConfigurationSetName"] == "wilco"
        assert body["ReplyToAddresses"] == ["help@shop.example"]
        assert body["DefaultEmailTags"] == [{"Name": "kind", "Value": "update"}, {"Name": "case", "Value": "c1"}]
        template = body["DefaultContent"]["Template"]
        assert template["TemplateContent"]["Text"] == "Hello, {{name}}! {{brace}}{{link}}"
        assert template["Headers"] == [{"Name": "List-Id", "Value": "<shop.example>"}]

    def test_an_entry_has_its_own_values_and_headers(self, vendor: Vendor, ses: SesBulk) -> None:
        vendor.answers(sent("SUCCESS"))
        ses.send_many(LETTER, [ANN])
        (entry,) = vendor.asked[0].json["BulkEmailEntries"]
        assert entry["Destination"] == {"ToAddresses": ['"Ann \\"A\\" Lee" <ann@example.com>']}
        data = json.loads(entry["ReplacementEmailContent"]["ReplacementTemplate"]["ReplacementTemplateData"])
        assert data == {**ANN.values, "brace": "{"}
        headers = {header["Name"]: header["Value"] for header in entry["ReplacementHeaders"]}
        assert headers == ANN.headers

    def test_names_are_in_encoded_words_of_a_lawful_length(self, vendor: Vendor, ses: SesBulk) -> None:
        vendor.answers(sent("SUCCESS"))
        ses.send_many(LETTER, [ANN])
        sender = vendor.asked[0].json["FromEmailAddress"]
        assert sender.endswith("<support@shop.example>")
        assert all(len(word) <= 75 for word in sender.split())

    def test_more_headers_than_ses_takes_are_refused_for_that_one(self, vendor: Vendor, ses: SesBulk) -> None:
        vendor.answers(sent("SUCCESS"))
        many = replace(ANN, headers={f"X-{number}": "x" for number in range(15)})
        first, second = ses.send_many(LETTER, [many, ANN])
        assert isinstance(first, Permanent)
        assert second == "m-0"

    def test_nobody_left_to_mail_asks_nothing(self, vendor: Vendor, ses: SesBulk) -> None:
        (answer,) = ses.send_many(LETTER, [replace(ANN, to="nobody")])
        assert isinstance(answer, Permanent)
        assert vendor.asked == []


class TestLine:
    def test_nobody_there_means_not_sent(self, nobody: str) -> None:
        assert type(failure(mailer(nobody))) is Retryable

    @pytest.mark.parametrize("reply", [Drop(), Reply(200, HTML), sent(), sent("SUCCESS", "SUCCESS"), as_json({})])
    def test_no_whole_answer_is_unknown_and_it_was_asked_once(self, vendor: Vendor, ses: SesBulk, reply: Reply) -> None:
        vendor.answers(reply)
        assert type(failure(ses)) is Unknown
        assert len(vendor.asked) == 1

    def test_a_slow_answer_is_unknown(self, vendor: Vendor) -> None:
        vendor.answers(Hold())
        assert type(failure(mailer(vendor.url, read_seconds=0.05))) is Unknown
        assert len(vendor.asked) == 1

    @pytest.mark.parametrize(
        ("reply", "error"),
        [
            (Reply(503, HTML), Retryable),
            (refused("TooManyRequestsException", "Maximum sending rate exceeded.", 429), Retryable),
            (refused("SendingPausedException"), Retryable),
            (refused("BadRequestException", "Template contains unsupported operations."), Permanent),
        ],
    )
    def test_a_call_that_was_refused_sent_nothing(
        self, vendor: Vendor, ses: SesBulk, reply: Reply, error: type[DeliveryError]
    ) -> None:
        vendor.answers(reply)
        assert isinstance(failure(ses), error)
        assert len(vendor.asked) == 1


class TestOfOne:
    @pytest.mark.parametrize("status", STATUSES)
    def test_every_status_of_the_model(self, vendor: Vendor, ses: SesBulk, status: str) -> None:
        vendor.answers(sent(status))
        (answer,) = ses.send_many(LETTER, [ANN])
        if status == "SUCCESS":
            assert answer == "m-0"
        elif status in ("ACCOUNT_THROTTLED", "TRANSIENT_FAILURE"):
            assert isinstance(answer, Retryable)
            assert answer.retry_after is None
        elif status in ("MESSAGE_REJECTED", "INVALID_PARAMETER", "FAILED"):
            assert isinstance(answer, Permanent)
        else:
            assert isinstance(answer, Retryable)
            assert answer.retry_after is not None
            assert answer.retry_after >= 300

    def test_the_answers_stand_in_the_order_of_the_copies(self, vendor: Vendor, ses: SesBulk) -> None:
        vendor.answers(sent("SUCCESS", "ACCOUNT_THROTTLED", "SUCCESS"))
        answers = ses.send_many(LETTER, [ANN, replace(ANN, to="nobody"), ANN, ANN])
        assert [type(one).__name__ for one in answers] == ["str", "Permanent", "Retryable", "str"]

    def test_an_unverified_sender_is_the_teams_to_mend(self, vendor: Vendor, ses: SesBulk) -> None:
        words = "Email address is not verified. The following identities failed the check: support@shop.example"
        vendor.answers(sent("MESSAGE_REJECTED", error=words))
        (answer,) = ses.send_many(LETTER, [ANN])
        assert isinstance(answer, Retryable)
        assert answer.retry_after == ses_errors.MENDING_WAIT
        assert "support@" not in answer.reason


class TestQuota:
    @pytest.mark.parametrize(
        ("account", "quota"),
        [
            ({"Max24HourSend": 200.0, "MaxSendRate": 1.0, "SentLast24Hours": 150.0}, Quota(1.0, 50.0)),
            ({"Max24HourSend": 200.0, "MaxSendRate": 1.0, "SentLast24Hours": 250.0}, Quota(1.0, 0.0)),
            ({"Max24HourSend": -1.0, "MaxSendRate": 90.0, "SentLast24Hours": 5.0}, Quota(90.0, float("inf"))),
        ],
    )
    def test_what_is_left(self, vendor: Vendor, ses: SesBulk, account: dict[str, float], quota: Quota) -> None:
        vendor.answers(as_json({"SendingEnabled": True, "SendQuota": account}))
        assert ses.quota() == quota
        assert (vendor.asked[0].method, vendor.asked[0].path) == ("GET", "/v2/email/account")

    def test_a_paused_account_has_nothing_left(self, vendor: Vendor, ses: SesBulk) -> None:
        account = {"Max24HourSend": 200.0, "MaxSendRate": 14.0, "SentLast24Hours": 0.0}
        vendor.answers(as_json({"SendingEnabled": False, "SendQuota": account}))
        assert ses.quota() == Quota(14.0, 0.0)

    @pytest.mark.parametrize("reply", [Drop(), as_json({}), refused("TooManyRequestsException", "", 429)])
    def test_asking_again_harms_nothing(self, vendor: Vendor, ses: SesBulk, reply: Reply) -> None:
        vendor.answers(reply)
        with pytest.raises(Retryable):
            ses.quota()
