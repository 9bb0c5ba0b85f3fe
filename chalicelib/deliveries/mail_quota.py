"""What the mail account may send, remembered for a minute: SES answers once in a second, and all workers ask."""

from datetime import datetime, timedelta

from chalicelib import wiring
from chalicelib.errors import OwnLimit, Retryable
from chalicelib.ports import Quota

_READ_EVERY = timedelta(minutes=1)
_ASK_AGAIN = 2.0  # seconds
_known: list[tuple[datetime, Quota]] = []


def quota(now: datetime) -> Quota:
    """The account's quota, a minute old at most, or as it was last known. Raises OwnLimit when it was never known."""
    if _known and now - _known[0][0] < _READ_EVERY:
        return _known[0][1]
    try:
        _known[:] = [(now, wiring.bulk_mailer().quota())]
    except Retryable as error:
        if not _known:
            raise OwnLimit(error.reason, retry_after=error.retry_after or _ASK_AGAIN) from error
    return _known[0][1]


def forget() -> None:
    """SES says that it is less than we thought."""
    _known[:] = [(datetime.min.replace(tzinfo=at.tzinfo), known) for at, known in _known]
