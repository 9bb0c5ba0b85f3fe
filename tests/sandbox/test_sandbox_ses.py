"""The stand-in of SES, spoken to by boto3: what it takes, what it refuses, its quota, and how it fails."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import boto3
import httpx
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError

from tests.sandbox.running import Running

RAW = b"From: s@shop.example\r\nTo: ann@example.com\r\nSubject: Hi\r\nX-Wilco-Kind: taken\r\n\r\nHello\r\n"


def client(sandbox: Running, name: str) -> Any:
    return boto3.client(
        name,
        endpoint_url=f"{sandbox.url}/ses",
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"total_max_attempts": 1}),
    )


@pytest.fixture
def v1(sandbox: Running) -> Iterator[Any]:
    made = client(sandbox, "ses")
    yield made
    made.close()


@pytest.fixture
def v2(sandbox: Running) -> Iterator[Any]:
    made = client(sandbox, "sesv2")
    yield made
    made.close()


def call(*people: str, **content: str) -> dict[str, Any]:
    """A bulk call to these people, each with their own name and header."""
    template = {"Subject": "Новости", "Text": "Hello, {{name}}!", "Html": "<p>Hello, {{ name }}!</p>"} | content
    shared = [{"Name": "List-Id", "Value": "<shop.example>"}, {"Name": "X-Own", "Value": "everybody's"}]
    return {
        "FromEmailAddress": '"Shop support" <support@shop.example>',
        "DefaultContent": {"Template": {"TemplateContent": template, "TemplateData": "{}", "Headers": shared}},
        "BulkEmailEntries": [entry(to) for to in people],
    }


def entry(to: str) -> dict[str, Any]:
    name = to.partition("@")[0]
    return {
        "Destination": {"ToAddresses": [to]},
        "ReplacementEmailContent": {"ReplacementTemplate": {"ReplacementTemplateData": json.dumps({"name": name})}},
        "ReplacementHeaders": [{"Name": "X-Own", "Value": f"{name!a} own"}],
    }


def mails(sandbox: Running) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = httpx.get(f"{sandbox.url}/mail/api/messages").json()
    return found


def statuses(answer: dict[str, Any]) -> list[str]:
    return [result["Status"] for result in answer["BulkEmailEntryResults"]]


def test_a_raw_mail_is_delivered_as_it_is(sandbox: Running, v1: Any) -> None:
    sent = v1.send_raw_email(Source="s@shop.example", Destinations=["ann@example.com"], RawMessage={"Data": RAW})
    (mail,) = mails(sandbox)
    assert (mail["to"], mail["kind"], mail["text"].strip()) == ("ann@example.com", "taken", "Hello")
    assert mail["headers"]["Message-ID"] == f"<{sent['MessageId']}@email.amazonses.com>"


def test_many_get_each_their_own(sandbox: Running, v2: Any) -> None:
    answer = v2.send_bulk_email(**call("ann@example.com", "boris@example.com"))
    assert statuses(answer) == ["SUCCESS", "SUCCESS"]
    ann, boris = mails(sandbox)
    assert (ann["subject"], ann["text"].strip(), boris["html"].strip()) == (
        "Новости",
        "Hello, ann!",
        "<p>Hello, boris!</p>",
    )
    assert ann["headers"]["X-Own"] == "'ann' own", "an entry's own header takes the place of the template's"
    assert ann["headers"]["List-Id"] == "<shop.example>", "what only the template has is added"
    assert ann["from"] == "Shop support <support@shop.example>"


@pytest.mark.parametrize(
    "text", ["{{#if name}}x{{/if}}", "{{{name}}}", "{{> part}}", "{{name", "{{ {{name}} }}", "{{a.b}}"]
)
def test_a_template_in_a_call_takes_plain_slots_only(sandbox: Running, v2: Any, text: str) -> None:
    with pytest.raises(ClientError, match="unsupported operations") as refused:
        v2.send_bulk_email(**call("ann@example.com", Text=text))
    assert refused.value.response["Error"]["Code"] == "BadRequestException"
    assert mails(sandbox) == []


def test_a_slot_without_a_value_is_taken_and_never_comes(sandbox: Running, v2: Any) -> None:
    assert statuses(v2.send_bulk_email(**call("ann@example.com", Text="{{nobody}}"))) == ["SUCCESS"]
    assert mails(sandbox) == []


@pytest.mark.parametrize("to", ["nobody", "a@localhost", "a@example.com, b@example.com", "Аня@example.com"])
def test_an_address_that_is_none_is_refused_alone(sandbox: Running, v2: Any, to: str) -> None:
    answer = v2.send_bulk_email(**call("ann@example.com", to))
    assert statuses(answer) == ["SUCCESS", "INVALID_PARAMETER"]
    assert len(mails(sandbox)) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [("X-Own", "строка"), ("X-Own", "a\nb"), ("Reply-To", "a@b.example"), ("X Own", "x"), ("X-1", "x" * 996)],
)
def test_a_header_that_may_not_be_set_refuses_the_call(sandbox: Running, v2: Any, name: str, value: str) -> None:
    asked = call("ann@example.com")
    asked["BulkEmailEntries"][0]["ReplacementHeaders"] = [{"Name": name, "Value": value}]
    with pytest.raises(ClientError):
        v2.send_bulk_email(**asked)
    assert mails(sandbox) == []


def test_fifty_at_most(sandbox: Running, v2: Any) -> None:
    with pytest.raises(ClientError, match="destinations"):
        v2.send_bulk_email(**call(*(f"p{number}@example.com" for number in range(51))))


def test_a_second_takes_no_more_than_the_rate(sandbox: Running, v1: Any, v2: Any) -> None:
    sandbox.panel("ses", rate=3)
    answer = v2.send_bulk_email(**call(*(f"p{number}@example.com" for number in range(5))))
    assert statuses(answer) == ["SUCCESS"] * 3 + ["ACCOUNT_THROTTLED"] * 2
    with pytest.raises(ClientError, match="Maximum sending rate exceeded") as refused:
        v1.send_raw_email(Source="s@shop.example", Destinations=["ann@example.com"], RawMessage={"Data": RAW})
    assert refused.value.response["Error"]["Code"] == "Throttling"
    told = sandbox.panel("state")["ses"]
    assert (told["most_in_a_second"], told["throttled"], len(mails(sandbox))) == (3, 3, 3)


def test_a_day_takes_no_more_than_the_quota_and_says_how_much_is_left(sandbox: Running, v2: Any) -> None:
    sandbox.panel("ses", rate=14, daily=3)
    answer = v2.send_bulk_email(**call(*(f"p{number}@example.com" for number in range(4))))
    assert statuses(answer) == ["SUCCESS"] * 3 + ["ACCOUNT_DAILY_QUOTA_EXCEEDED"]
    assert v2.get_account()["SendQuota"] == {"Max24HourSend": 3, "MaxSendRate": 14, "SentLast24Hours": 3}


def test_an_account_that_is_paused_takes_nothing(sandbox: Running, v1: Any, v2: Any) -> None:
    sandbox.panel("ses", enabled=False)
    assert v2.get_account()["SendingEnabled"] is False
    with pytest.raises(v2.exceptions.SendingPausedException):
        v2.send_bulk_email(**call("ann@example.com"))
    with pytest.raises(ClientError, match="paused"):
        v1.send_raw_email(Source="s@shop.example", Destinations=["ann@example.com"], RawMessage={"Data": RAW})


@pytest.mark.parametrize("fault", ["429", "503"])
def test_it_fails_in_its_own_words(sandbox: Running, v1: Any, v2: Any, fault: str) -> None:
    sandbox.panel("faults", vendor="ses", fault=fault)
    with pytest.raises(ClientError) as first:
        v1.send_raw_email(Source="s@shop.example", Destinations=["ann@example.com"], RawMessage={"Data": RAW})
    with pytest.raises(ClientError) as second:
        v2.send_bulk_email(**call("ann@example.com"))
    codes = {one.value.response["Error"]["Code"] for one in (first, second)}
    expected = {"429": {"Throttling", "TooManyRequestsException"}}
    assert codes == expected.get(fault, {"ServiceUnavailable", "ServiceUnavailableException"})
    assert mails(sandbox) == []


@pytest.mark.parametrize(("fault", "delivered"), [("drop", 0), ("commit-then-timeout", 1)])
def test_the_line_drops_before_or_after_it_was_taken(sandbox: Running, v2: Any, fault: str, delivered: int) -> None:
    sandbox.panel("faults", vendor="ses", fault=fault, match="SendBulkEmail", times=1, seconds=0)
    with pytest.raises(ConnectionClosedError):
        v2.send_bulk_email(**call("ann@example.com"))
    assert len(mails(sandbox)) == delivered


def test_what_was_granted_and_sent_is_known_after_a_restart(sandbox: Running, v2: Any) -> None:
    sandbox.panel("ses", daily=5)
    v2.send_bulk_email(**call("ann@example.com"))
    sandbox.stop()
    sandbox.start()
    assert sandbox.panel("state")["ses"] | {"throttled": 0, "most_in_a_second": 0} == {
        "rate": 200.0,
        "daily": 5,
        "enabled": True,
        "sent_today": 1,
        "throttled": 0,
        "most_in_a_second": 0,
    }


def test_who_does_not_sign_is_refused(sandbox: Running) -> None:
    answer = httpx.post(f"{sandbox.url}/ses/v2/email/outbound-bulk-emails", json={})
    assert (answer.status_code, answer.headers["x-amzn-errortype"]) == (403, "MissingAuthenticationToken")
