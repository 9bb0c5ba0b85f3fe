"""Mail through Amazon SES, by boto3.

`send_raw_email` of the first API, because Wilco writes the MIME itself: the headers that keep a case in one
conversation go out as written, and the local engine relays them whole only through this call. On AWS both APIs
take raw mail alike (up to 10 MB here, far above any mail of ours).
"""

import re
from collections.abc import Mapping

from botocore.exceptions import ClientError

from chalicelib.adapters import aws
from chalicelib.adapters.mime import mail_bytes, wire_address
from chalicelib.errors import DeliveryError, Rejected, Retryable
from chalicelib.ports import Mail, Mailer

_REASON_LENGTH = 300
_TAG = re.compile(r"[A-Za-z0-9_-]{1,256}")
_ADDRESS = re.compile(r"[^\s<>,;:()\"']+@[^\s<>,;:()\"']+")

# Seconds. SES names no time: the team needs minutes to mend something, the daily quota is a rolling window.
MENDING_WAIT = 300.0
DAILY_QUOTA_WAIT = 900.0


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Codes of both SES APIs and those common to all AWS services (botocore's models, and "Common errors" of the
# SES API reference). One that is in none of these sets is retried until the dead-letter queue shows it.
TOO_FAST = _codes(
    """
    LimitExceeded LimitExceededException RequestThrottled Throttling ThrottlingException
    TooManyRequestsException
    """
)
NOT_US = _codes(
    """
    AccessDenied AccessDeniedException AccountSendingPausedException AccountSuspendedException
    ConfigurationSetDoesNotExist ConfigurationSetDoesNotExistException ConfigurationSetSendingPausedException
    ExpiredToken ExpiredTokenException IncompleteSignature InvalidClientTokenId MailFromDomainNotVerified
    MailFromDomainNotVerifiedException MissingAuthenticationToken MissingAuthenticationTokenException
    NotAuthorized NotFoundException OptInRequired RequestExpired SendingPausedException SignatureDoesNotMatch
    UnrecognizedClientException
    """
)
OUR_MISTAKE = _codes(
    """
    BadRequest BadRequestException InvalidAction InvalidParameterCombination InvalidParameterValue
    InvalidQueryParameter MalformedQueryString MessageRejected MissingAction MissingParameter ValidationError
    ValidationException
    """
)


class SesMail(Mailer):
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
        self._configuration_set = configuration_set
        self._reply_to = reply_to
        self._client = aws.client(
            "ses",
            region=region,
            endpoint_url=endpoint_url,
            connect_seconds=connect_seconds,
            read_seconds=read_seconds,
        )

    def send(self, mail: Mail) -> str:
        raw = mail_bytes(mail, self._sender, self._reply_to)
        tags = _tags(mail.tags)
        try:
            answer = self._client.send_raw_email(
                Source=self._sender,
                Destinations=[wire_address(mail.to)],
                RawMessage={"Data": raw},
                Tags=tags,
                ConfigurationSetName=self._configuration_set,
            )
            return str(answer["MessageId"])
        except ClientError as error:
            raise self._refusal(error) from None
        except aws.BROKEN as error:
            raise aws.broken_call("send mail", error) from None

    def _refusal(self, error: ClientError) -> DeliveryError:
        code = aws.code_of(error)
        message = str(error.response.get("Error", {}).get("Message", ""))
        reason = f"send mail: {code} {_ADDRESS.sub('(address)', message)}"[:_REASON_LENGTH]
        if code in NOT_US or self._sender_unverified(code, message):
            return Retryable(reason, MENDING_WAIT)
        if code in OUR_MISTAKE:
            return Rejected(reason)
        return Retryable(reason, DAILY_QUOTA_WAIT if code in TOO_FAST and "Daily" in message else None)

    def _sender_unverified(self, code: str, message: str) -> bool:
        """SES says MessageRejected of the sender and of the recipient alike; the sender is the team's to mend."""
        return code == "MessageRejected" and "not verified" in message and self._sender in message


def _tags(tags: Mapping[str, str]) -> list[dict[str, str]]:
    for name, value in tags.items():
        if not _TAG.fullmatch(name) or not _TAG.fullmatch(value):
            raise Rejected(f"send mail: tag {name!r:.40} may have letters, digits, - and _ only")
    return [{"Name": name, "Value": value} for name, value in tags.items()]
