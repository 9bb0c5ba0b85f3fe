"""One mail to many people through Amazon SES, by `SendBulkEmail` of its second API.

Only that call takes fifty people, and headers of each. A template inside the call takes plain `{{slots}}` and nothing
else ("only simple substitutions", API reference, Template; what is more is refused: aws/aws-sdk-js-v3 issue 6657), and
SES escapes nothing in it (developer guide, "Advanced email personalization"), so values come escaped as they must be.
A `{{` that somebody has written must not become a slot.

The body is written here, not by botocore: to check and to serialize fifty people value by value takes it twice as long
as all the rest. The tests hold what is sent to its model.
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.adapters import aws, mime, ses_errors
from chalicelib.errors import Permanent, Rejected, Retryable
from chalicelib.model.mail import COPIES_AT_MOST, Copy, Letter, Pieces, Quota
from chalicelib.ports import BulkMailer

HEADERS_MOST = 15  # of one mail (API reference, Template.Headers and BulkEmailEntry.ReplacementHeaders)
_BRACE = "brace"  # the slot that holds one
_LOOSE_BRACE = re.compile(r"\{(?=\{|$)")

Handed = str | Permanent | Retryable


class SesBulk(BulkMailer):
    """The mailer. `sender` must be verified in SES; the configuration set reports bounces; time-outs in seconds."""

    def __init__(
        self,
        sender: str,
        configuration_set: str,
        *,
        reply_to: str | None = None,
        region: str | None = None,
        endpoint_url: str | None = None,
        connect_seconds: float = aws.CONNECT_SECONDS,
        read_seconds: float = aws.READ_SECONDS,
    ) -> None:
        self._sender = sender
        self._body = b""
        self._common: dict[str, Any] = {"ConfigurationSetName": configuration_set}
        if reply_to:
            self._common["ReplyToAddresses"] = [mime.wire_address(reply_to)]
        self._make_client = partial(
            aws.client,
            "sesv2",
            region=region,
            endpoint_url=endpoint_url,
            connect_seconds=connect_seconds,
            read_seconds=read_seconds,
            validates=False,
        )

    @cached_property
    def _client(self) -> Any:
        """Made when first needed: most mails go one by one, and need none."""
        made = self._make_client()
        made.meta.events.register("before-call.sesv2.SendBulkEmail", self._put_body)
        return made

    def _put_body(self, params: dict[str, Any], **_: Any) -> None:
        params["body"] = self._body

    def send_many(self, letter: Letter, copies: Sequence[Copy]) -> Sequence[Handed]:
        if len(copies) > COPIES_AT_MOST:
            raise Rejected(f"send mails: {len(copies)} at once, and SES takes {COPIES_AT_MOST}")
        head = self._head(letter)
        entries = [_entry(letter, copy) for copy in copies]
        taken = [entry for entry in entries if not isinstance(entry, Permanent)]
        answers = iter(self._asked(head, taken) if taken else ())
        return [entry if isinstance(entry, Permanent) else next(answers) for entry in entries]

    def quota(self) -> Quota:
        try:
            account = self._client.get_account()
            quota = account["SendQuota"]
            most, sent = float(quota["Max24HourSend"]), float(quota["SentLast24Hours"])
            left = math.inf if most < 0 else max(0.0, most - sent)  # -1: without limit (API reference, SendQuota)
            return Quota(float(quota["MaxSendRate"]), left if account["SendingEnabled"] else 0.0)
        except ClientError as error:
            raise ses_errors.refusal("ask for the quota", error, self._sender) from None
        except aws.BROKEN as error:  # nothing is done by asking, whatever became of the answer
            raise Retryable(f"ask for the quota: {type(error).__name__}") from None

    def _head(self, letter: Letter) -> dict[str, Any]:
        content = {
            "Subject": _template((mime.one_line("Subject", letter.subject),)),
            "Text": _template(letter.text),
            "Html": _template(letter.html),
        }
        template = {"TemplateContent": content, "TemplateData": "{}", "Headers": _headers(letter.headers)}
        return {
            "FromEmailAddress": mime.mailbox(self._sender, letter.from_name),
            "DefaultEmailTags": ses_errors.tags(letter.tags),
            "DefaultContent": {"Template": template},
            **self._common,
        }

    def _asked(self, head: Mapping[str, Any], entries: Sequence[Any]) -> list[Handed]:
        try:
            self._body = json.dumps({**head, "BulkEmailEntries": entries}).encode()
            answer = self._client.send_bulk_email(DefaultContent={}, BulkEmailEntries=[])
            results = answer["BulkEmailEntryResults"]
            if len(results) != len(entries):
                raise KeyError("BulkEmailEntryResults")
            return [self._handed(result) for result in results]
        except ClientError as error:
            raise ses_errors.refusal("send mails", error, self._sender) from None
        except aws.BROKEN as error:
            raise aws.broken_call("send mails", error) from None

    def _handed(self, result: Mapping[str, Any]) -> Handed:
        if result["Status"] == "SUCCESS":
            return str(result["MessageId"])
        return ses_errors.of_one("send mails", str(result["Status"]), str(result.get("Error", "")), self._sender)


def _entry(letter: Letter, copy: Copy) -> dict[str, Any] | Permanent:
    """A copy that can't be sent is refused by itself: SES would refuse all of them."""
    try:
        if len(letter.headers) + len(copy.headers) > HEADERS_MOST:
            raise Rejected(f"mail: more than {HEADERS_MOST} headers")
        data = json.dumps({**copy.values, _BRACE: "{"})
        return {
            "Destination": {"ToAddresses": [mime.mailbox(copy.to, copy.to_name)]},
            "ReplacementEmailContent": {"ReplacementTemplate": {"ReplacementTemplateData": data}},
            "ReplacementHeaders": _headers(copy.headers),
        }
    except Permanent as error:
        return error


def _headers(headers: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"Name": mime.allowed(name), "Value": mime.plain(name, value)} for name, value in headers.items()]


def _template(pieces: Pieces) -> str:
    """The pieces as SES's template, in which a brace that might be taken for a slot's comes by a slot itself."""
    return "".join(
        f"{{{{{piece}}}}}" if number % 2 else _LOOSE_BRACE.sub(f"{{{{{_BRACE}}}}}", piece)
        for number, piece in enumerate(pieces)
    )
