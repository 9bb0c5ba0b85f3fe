"""What SES's refusals mean: of a whole call of either API, and of one mail among the fifty of a bulk call."""

import re
from collections.abc import Mapping

from botocore.exceptions import ClientError

from chalicelib.adapters import aws
from chalicelib.errors import Permanent, Rejected, Retryable

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

# Of one mail of a bulk call (botocore's model of SESv2, BulkEmailStatus). One that is in none of these sets is refused.
NOT_SENT = _codes("ACCOUNT_THROTTLED TRANSIENT_FAILURE")
NOT_SENT_TODAY = _codes("ACCOUNT_DAILY_QUOTA_EXCEEDED")
NOT_SENT_UNTIL_MENDED = _codes(
    """
    ACCOUNT_SENDING_PAUSED ACCOUNT_SUSPENDED CONFIGURATION_SET_NOT_FOUND CONFIGURATION_SET_SENDING_PAUSED
    INVALID_SENDING_POOL_NAME MAIL_FROM_DOMAIN_NOT_VERIFIED TEMPLATE_NOT_FOUND
    """
)


def refusal(action: str, error: ClientError, sender: str) -> Permanent | Retryable:
    """What to do about a whole call that was refused. SES carried out none of it."""
    code = aws.code_of(error)
    message = str(error.response.get("Error", {}).get("Message", ""))
    reason = _reason(action, code, message)
    if code in NOT_US or _sender_unverified(code, message, sender):
        return Retryable(reason, MENDING_WAIT)
    if code in OUR_MISTAKE:
        return Rejected(reason)
    return Retryable(reason, DAILY_QUOTA_WAIT if code in TOO_FAST and "Daily" in message else None)


def of_one(action: str, status: str, message: str, sender: str) -> Permanent | Retryable:
    """What to do about one mail of a bulk call that was not taken."""
    reason = _reason(action, status, message)
    if status in NOT_SENT:
        return Retryable(reason)
    if status in NOT_SENT_TODAY:
        return Retryable(reason, DAILY_QUOTA_WAIT)
    if status in NOT_SENT_UNTIL_MENDED or _sender_unverified(status, message, sender):
        return Retryable(reason, MENDING_WAIT)
    return Permanent(reason)


def tags(given: Mapping[str, str]) -> list[dict[str, str]]:
    """The tags as both APIs take them. Rejected: a character that SES refuses."""
    for name, value in given.items():
        if not _TAG.fullmatch(name) or not _TAG.fullmatch(value):
            raise Rejected(f"send mail: tag {name!r:.40} may have letters, digits, - and _ only")
    return [{"Name": name, "Value": value} for name, value in given.items()]


def _sender_unverified(code: str, message: str, sender: str) -> bool:
    """SES says MessageRejected of the sender and of the recipient alike; the sender is the team's to mend."""
    return code in ("MessageRejected", "MESSAGE_REJECTED") and "not verified" in message and sender in message


def _reason(action: str, code: str, message: str) -> str:
    return f"{action}: {code} {_ADDRESS.sub('(address)', message)}".rstrip()[:_REASON_LENGTH]
