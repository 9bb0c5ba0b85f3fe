"""What SES refuses, and how each of its APIs says so: the first one in XML, the second one in JSON.

Sources: botocore's models of both, and the page on quotas in SES's developer guide ("Errors related to the sending
quotas"), which has the words for too much.
"""

from __future__ import annotations

import json

TOO_FAST, TOO_MANY_TODAY = "Maximum sending rate exceeded.", "Daily message quota exceeded."
_XMLNS = "http://ses.amazonaws.com/doc/2010-12-01/"
# By the fault: the status, code and words of the first API, and of the second.
_BROKEN = {
    "429": ((400, "Throttling", TOO_FAST), (429, "TooManyRequestsException", TOO_FAST)),
    "500": ((500, "InternalFailure", "Try again."), (500, "InternalServiceErrorException", "Try again.")),
    "503": ((503, "ServiceUnavailable", "Try again."), (503, "ServiceUnavailableException", "Try again.")),
}

Answer = tuple[int, dict[str, str], bytes]


class SesRefusal(Exception):
    """A whole call that is refused."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(code, message)
        self.status, self.code, self.message = status, code, message


def bad(message: str) -> SesRefusal:
    """Return the refusal of a request that the second API can't take."""
    return SesRefusal(400, "BadRequestException", message)


def broken(operation: str, fault: str) -> Answer:
    """Return the answer of a service that fails as it was told to."""
    first, second = _BROKEN[fault]
    if operation == "SendRawEmail":
        return in_xml(SesRefusal(*first))
    return in_json(SesRefusal(*second))


def in_xml(refusal: SesRefusal) -> Answer:
    """Say it as the first API does."""
    said = f"<Code>{refusal.code}</Code><Message>{refusal.message}</Message>"
    error = f"<Error><Type>Sender</Type>{said}</Error><RequestId>sandbox</RequestId>"
    text = f'<ErrorResponse xmlns="{_XMLNS}">{error}</ErrorResponse>'
    return refusal.status, {"content-type": "text/xml"}, text.encode()


def in_json(refusal: SesRefusal) -> Answer:
    """Say it as the second API does."""
    headers = {"content-type": "application/json", "x-amzn-errortype": refusal.code}
    return refusal.status, headers, json.dumps({"message": refusal.message}).encode()


def sent_raw(message_id: str) -> Answer:
    """Return the first API's answer to a mail that was taken."""
    result = f"<SendRawEmailResult><MessageId>{message_id}</MessageId></SendRawEmailResult>"
    text = f'<SendRawEmailResponse xmlns="{_XMLNS}">{result}</SendRawEmailResponse>'
    return 200, {"content-type": "text/xml"}, text.encode()
