"""What can go wrong, said as what the caller should do about it.

Adapters map every vendor error to one of the first four; entrances answer with a `Refusal`.

    DeliveryError
     ├── Retryable   the vendor did not do it: try again, after `retry_after` seconds when it said so
     │    └── OwnLimit  our own storm guard says later
     ├── Unknown     the vendor may have done it (time-out, dropped line): ask before trying again
     ├── Permanent   it will never be done as asked: record the reason and go on with the next order
     │    └── Rejected  the vendor refused what we sent: our mistake, worth an alarm
     ├── Conflict    somebody else changed the thing first: read it again, then try again
     └── NotYet      what it needs is still on its way: step aside, the sweep brings it back
    Refusal          an RFC 9457 problem for the person or program that called us
"""

from collections.abc import Sequence

from chalicelib.frozen import dataclass


class DeliveryError(Exception):
    """A vendor call that did not end well; `reason` is safe to store and to show (no bodies, no tokens)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Retryable(DeliveryError):
    """Not done, and it is safe to do it again; `retry_after` is in seconds, None when the vendor named none."""

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class OwnLimit(Retryable):
    """Our own storm guard says later: the vendor is well, so its circuit stays closed."""


class Unknown(DeliveryError):
    """The call may or may not have been carried out: nobody may guess, the next attempt asks first."""


class Permanent(DeliveryError):
    """It will never work as asked (the channel is gone, the address is suppressed)."""


class Rejected(Permanent):
    """The vendor refused the content of our request: a defect of ours or of the team's file."""


class Conflict(DeliveryError):
    """The thing changed under our hands; read it again and decide again."""


class NotYet(DeliveryError):
    """Nothing was tried, because another order has to be done first; in its lane it must not stand in the way."""


@dataclass(frozen=True, slots=True)
class FieldError:
    """One field of a request and what to change about it."""

    field: str
    message: str


class Refusal(Exception):
    """A problem (RFC 9457) to be answered: `detail` says what to change, never what is inside Wilco."""

    def __init__(
        self, status: int, title: str, detail: str, *, errors: Sequence[FieldError] = (), kind: str = "about:blank"
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.title = title
        self.detail = detail
        self.errors = tuple(errors)
        self.kind = kind
