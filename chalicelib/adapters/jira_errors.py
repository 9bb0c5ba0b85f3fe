"""What Jira's refusals mean for an order. No library here: only what was asked and what was answered."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.adapters.retry_after import seconds_to_wait
from chalicelib.errors import Conflict, DeliveryError, Permanent, Rejected, Retryable, Unknown
from chalicelib.model.case import Issue

_REASON_LENGTH = 300
_NOT_DONE = {408, 425, 429, 503}
# Without these an issue is still the case's issue; labels are never given up, because `find` knows it by them.
_OPTIONAL_FIELD = re.compile(r"priority|components|environment|customfield_\d+")


class Gone(Permanent):
    """The issue, or a thing on it, is deleted or hidden from our account: Jira answers 404 to both."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was asked: `verb` for the reason, `writes` because a write that was cut off may have been done."""

    verb: str
    writes: bool
    issue: Issue | None = None

    def cut_off(self, how: str) -> DeliveryError:
        """The line dropped after the request had gone: a read may simply be done again, a write may not."""
        reason = f"{self.verb}: {how}"
        return Unknown(reason) if self.writes else Retryable(reason)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered; `body` is the decoded JSON, None when it was none (a proxy's error page)."""

    status: int
    headers: Mapping[str, str]
    body: object

    @property
    def signed_out(self) -> bool:
        """The account was not accepted.

        An expired token does not always make a 401: Jira then goes on as for a stranger, to whom every issue is a
        404 and every project unknown (400), and says so in `X-Seraph-LoginReason` only. Taking those answers at
        their word would throw orders away that only wait for a new token.
        """
        reason = {name.lower(): value for name, value in self.headers.items()}.get("x-seraph-loginreason", "")
        return self.status in (401, 403) or "AUTHENTICATED_FAILED" in reason or "AUTHENTICATION_DENIED" in reason


def delivery_error(attempt: Attempt, answer: Answer, now: datetime) -> DeliveryError:
    """The error to raise for an answer of 400 and above.

    401 and 403 are Retryable: the team must mend the token or a permission, and until then nothing may be lost.
    So is 404 where no issue is named, since then only the base URL can be wrong. A write that ends in 500, 502 or
    504 is Unknown: Jira, or the proxy before it, failed at some point, maybe after the issue was made.
    """
    reason = _reason(attempt, answer)
    wait = seconds_to_wait(answer.headers, now)
    if answer.signed_out:
        return Retryable(f"{reason} (is the token valid, and does the account have the permission?)", wait)
    if answer.status in _NOT_DONE:
        return Retryable(reason, wait)
    if answer.status >= 500:
        return Unknown(reason) if attempt.writes else Retryable(reason, wait)
    if answer.status == 404:
        return _missing(attempt, reason)
    if answer.status == 409:
        return Conflict(reason)
    return Rejected(reason)


def refused_optional_fields(answer: Answer) -> set[str]:
    """Fields that the project does not take so and that an issue can do without.

    Jira names them in a 400: "Field 'priority' cannot be set. It is not on the appropriate screen, or unknown.", or
    a component that somebody has deleted. A problem without its component is worth more than no issue at all.
    """
    if answer.status != 400:
        return set()
    return {field for field in _field_errors(answer.body) if _OPTIONAL_FIELD.fullmatch(field)}


def _missing(attempt: Attempt, reason: str) -> DeliveryError:
    if attempt.issue is None:
        return Retryable(f"{reason} (is Jira's base URL right?)")
    return Gone(f"{attempt.verb}: issue {attempt.issue.key} is gone or hidden")


def _reason(attempt: Attempt, answer: Answer) -> str:
    words = "; ".join(_vendor_words(answer.body))
    return f"{attempt.verb}: Jira answered {answer.status} {words}".strip()[:_REASON_LENGTH]


def _vendor_words(body: object) -> Iterator[str]:
    """Jira's own messages, and nothing else of the body: it may be anybody's."""
    if isinstance(body, Mapping):
        messages = body.get("errorMessages")
        yield from (text for text in messages if isinstance(text, str)) if isinstance(messages, list) else ()
        yield from (f"{field}: {text}" for field, text in _field_errors(body).items())


def _field_errors(body: object) -> dict[str, str]:
    errors = body.get("errors") if isinstance(body, Mapping) else None
    if not isinstance(errors, Mapping):
        return {}
    return {str(field): text for field, text in errors.items() if isinstance(text, str)}
