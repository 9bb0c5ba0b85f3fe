"""Claim, act, record: how every worker carries out an order, once."""

from collections.abc import Callable
from datetime import datetime, timedelta

from chalicelib.deliveries.circuit import pause
from chalicelib.errors import DeliveryError, NotYet, OwnLimit, Permanent, Retryable
from chalicelib.model.broadcast import TellAll
from chalicelib.model.orders import Destination
from chalicelib.observe import log
from chalicelib.store import gates, keys, orders
from chalicelib.store.orders import Busy, Claim, Outcome

Act = Callable[[Claim, datetime], Outcome]

_FIRST_WAIT = 2.0
_LONGEST_WAIT = 300.0
# Mail has no search: what is not known after a crash stays unknown, is counted, and is never guessed (promise 3).
# A broadcast knows from its row of whom that is so, and goes on with the others.
_CAN_BE_ASKED = frozenset(Destination) - {Destination.MAIL}


class Later(Exception):
    """The order is not done; its message should come again in `seconds`."""

    def __init__(self, seconds: float) -> None:
        self.seconds = max(1, round(seconds))
        super().__init__(f"in {self.seconds} s")


def deliver(key: keys.Key, act: Act, now: datetime) -> None:
    """Carry out the order at `key`. Returns when nothing is left to do about it; raises Later."""
    try:
        _deliver(key, act, now)
    except Busy as busy:  # somebody has it, or has it by now
        raise Later(orders.LEASE.total_seconds()) from busy


def _deliver(key: keys.Key, act: Act, now: datetime) -> None:
    claim = orders.claim(key, now)
    if claim is None:
        return
    askable = claim.order.destination in _CAN_BE_ASKED or isinstance(claim.order.act, TellAll)
    if claim.unsure and not askable:
        orders.leave_unknown(claim, "the process ended between the claim and the outcome", now)
        _tell(claim, "unknown")
        return
    try:
        outcome = act(claim, now)
    except Permanent as error:
        orders.fail(claim, error.reason, now)
        gates.worked(claim.order.destination, now)
        _tell(claim, "failed", error.reason)
    except NotYet as error:
        orders.put_back(claim, error.reason, now, now, ended=True)
        _tell(claim, "stepped_aside", error.reason)
    except Retryable as error:
        raise _put_back(claim, error, now, error.retry_after, ended=True) from error
    except DeliveryError as error:
        if not askable:
            orders.leave_unknown(claim, error.reason, now)
            _tell(claim, "unknown", error.reason)
            return
        raise _put_back(claim, error, now, None, ended=False) from error
    else:
        orders.finish(claim, outcome, now)
        gates.worked(claim.order.destination, now)
        _tell(claim, "done")


def backoff(attempt: int) -> float:
    """Seconds to wait after the attempt of this number, when the vendor names none: 2, 4, 8 … 300."""
    return float(min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(attempt - 1, 10)))


def _put_back(claim: Claim, error: DeliveryError, now: datetime, wait: float | None, *, ended: bool) -> Later:
    seconds = backoff(claim.attempt) if wait is None else wait
    orders.put_back(claim, error.reason, now + timedelta(seconds=seconds), now, ended=ended)
    if not isinstance(error, OwnLimit):
        gates.failed(claim.order.destination, now, pause)
    _tell(claim, "put_back", error.reason)
    return Later(seconds)


def _tell(claim: Claim, state: str, reason: str = "") -> None:
    order = claim.order
    log(
        f"order_{state}",
        "INFO" if state == "done" else "WARNING",
        destination=order.destination.value,
        case=order.case_id,
        order=order.id,
        verb=order.act.verb,
        attempt=claim.attempt,
        **({"reason": reason} if reason else {}),
    )
