"""What a support chat's refusals mean for an order. No library here: only what was asked and what was answered."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from chalicelib.adapters.retry_after import seconds_to_wait
from chalicelib.errors import Conflict, DeliveryError, Permanent, Rejected, Retryable, Unknown

_NOT_DONE = {408, 425, 429, 503}
# What an adapter falls over with when the answer is not the chat's: a proxy's page, or JSON of another shape.
_NOT_THEIR_ANSWER = (AttributeError, LookupError, TypeError, ValueError, OverflowError)


class Gone(Permanent):
    """The dialog, or what was named beside it (an operator, a tag), is deleted or hidden from our account."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What is tried: `verb` for the reason, `writes` because a write that was cut off may have been done."""

    verb: str
    writes: bool = False

    def cut_off(self, how: str) -> DeliveryError:
        """The line dropped after the request had gone: a read may simply be done again, a write may not."""
        reason = f"{self.verb}: {how}"
        return Unknown(reason) if self.writes else Retryable(reason)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered; `body` is the decoded JSON, None when there was none. `foreign`: something else was there."""

    status: int
    headers: Mapping[str, str]
    body: object = None
    foreign: bool = False


def delivery_error(attempt: Attempt, answer: Answer, now: datetime, code: str = "") -> DeliveryError:
    """The error to raise for an answer that is not of the 200s.

    `code` is the vendor's own short name of it, if it has one; nothing else of the body gets into a reason. Redirects
    are not followed: a request that carries a token goes where the team's file says, or nowhere.
    """
    reason = f"{attempt.verb}: the chat answered {answer.status} {code}".strip()
    wait = seconds_to_wait(answer.headers, now)
    match answer.status:
        case 401:  # an expired token must lose nothing: everything waits until there is a new one
            return Retryable(f"{reason} (is the desk's token valid?)")
        case 403:
            return Permanent(f"{reason} (may the account of the desk's token do this?)")
        case 404 | 410:
            return Gone(f"{reason} (gone, or hidden from the desk's account)")
        case 409:
            return Conflict(reason)
        case status if status in _NOT_DONE:
            return Retryable(reason, wait)
        case status if status >= 500:
            return Unknown(reason) if attempt.writes else Retryable(reason, wait)
        case status if status < 400:
            return Permanent(f"{reason} (is the desk's `api` right?)")
    return Rejected(reason)


@contextmanager
def understanding(attempt: Attempt) -> Iterator[None]:
    """Take an answer of another shape for none: whether a write was done is then not known."""
    try:
        yield
    except _NOT_THEIR_ANSWER as error:
        raise attempt.cut_off(f"the answer was not the chat's ({type(error).__name__})") from None
