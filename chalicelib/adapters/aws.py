"""What the AWS adapters share: how a client is made, and which failures of the line mean what.

botocore's own retries are off (`total_max_attempts` 1): it repeats a call whose answer was lost, and a mail has no
idempotency token. What Lambda's copy of botocore would do by default differs between versions; this does not.
"""

from typing import Any

import boto3
from botocore import exceptions as wire
from botocore.config import Config
from botocore.parsers import ResponseParserError

from chalicelib.errors import DeliveryError, Rejected, Retryable, Unknown

CONNECT_SECONDS = 3.05
READ_SECONDS = 10.0

# The request left, or may have left, when these were raised. All else in botocore comes before: no connection, no
# credentials, no region.
_CUT_OFF = (wire.HTTPClientError, wire.IncompleteReadError, wire.ChecksumError, ResponseParserError, KeyError)
# Everything that a call may raise except the service's own refusal. KeyError is how botocore, and we, stumble over a
# proxy's page that came with a 200.
BROKEN = (wire.BotoCoreError, ResponseParserError, KeyError)

# Of itself botocore signs a form in the way of 2006, and sends it to an address that leads to the bucket's region by a
# redirect, which a browser does not follow for another page's sake.
_S3 = {"signature_version": "s3v4", "s3": {"addressing_style": "virtual", "us_east_1_regional_endpoint": "regional"}}


def client(
    service: str,
    *,
    region: str | None = None,
    endpoint_url: str | None = None,
    connect_seconds: float = CONNECT_SECONDS,
    read_seconds: float = READ_SECONDS,
    validates: bool = True,
) -> Any:
    """A boto3 client. What is not given (region, endpoint, credentials) comes from where boto3 looks for it.

    One that `validates` looks at all that it is given before it sends it; AWS does so in any case.
    """
    config = Config(
        retries={"mode": "standard", "total_max_attempts": 1},
        connect_timeout=connect_seconds,
        read_timeout=read_seconds,
        parameter_validation=validates,
        user_agent="wilco",  # else botocore composes one anew for each call, which costs a tenth of it
        **(_S3 if service == "s3" else {}),
    )
    return boto3.client(service, region_name=region, endpoint_url=endpoint_url, config=config)


def broken_call(action: str, error: Exception) -> DeliveryError:
    """A call that brought no answer of the service: Unknown where it may have been carried out."""
    reason = f"{action}: {type(error).__name__}"
    if isinstance(error, wire.ParamValidationError):
        return Rejected(reason)
    return Unknown(reason) if isinstance(error, _CUT_OFF) else Retryable(reason)


def code_of(error: wire.ClientError) -> str:
    """The service's code; empty when the answer was a proxy's page."""
    return str(error.response.get("Error", {}).get("Code", ""))
