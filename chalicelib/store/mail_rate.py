"""The pace of all mail: the account's rate, shared by all workers, and never more than it in any second.

One number in the row that counts everybody's mails: until when the rate is spoken for (`free_at`, microseconds).
Whoever wants to send moves it on by what their mails take, in one conditional write, and may send at the moment where
it was before: the virtual scheduling of the generic cell rate algorithm (ITU-T I.371, annex A). Who comes too early
waits; nobody's turn is lost, so the rate is used up, and the workers need not know of each other.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from pynamodb.exceptions import VerboseClientError

from chalicelib.store.mail_counts import EVERYBODY, Caps, Clause, Item, Turn, counting, everybody, number, until_room
from chalicelib.store.tables import connection

# Nobody's turn is further away than this: it must fit into a worker's time.
HORIZON = timedelta(seconds=10)
# What is left of the rate is for the moments by which one mail is faster on its way than another.
_SHARE = 0.97
_A_SECOND = 1_000_000
_TRIES = 5
_LOST_A_RACE = Turn(goes=False, wait=timedelta(seconds=1))
_last_seen = [0]  # until when the rate was spoken for: which form to try first
_NAMES = {"#free_at": "free_at", "#each": "each"}


def each(a_second: float) -> int:
    """The time that one mail takes of the account's rate, in microseconds."""
    return round(_A_SECOND / (a_second * _SHARE))


def take(mails: int, a_second: float, caps: Caps, now: datetime) -> Turn:
    """Count the mails and give them their turn, all at once; `mails` is at most what each cap allows.

    Two forms, since a condition can't choose the later of two moments: the rate is spoken for, or it is free.
    """
    spoken_for = _last_seen[0] > _micros(now)
    for _ in range(_TRIES):
        clause = _queue(mails, a_second, now) if spoken_for else _begin(mails, a_second, now)
        update = counting(EVERYBODY, everybody(caps, now), now, mails, clause)
        try:
            free_at = number(_written(update), "free_at")
        except VerboseClientError as error:
            if error.response["Error"]["Code"] not in (
                "ConditionalCheckFailedException",
                "TransactionConflictException",
            ):
                raise
        else:
            _last_seen[0] = free_at
            return Turn(goes=True, wait=max(timedelta(0), _moment(free_at - mails * each(a_second)) - now))
        row = _read(update)
        if wait := until_room(row, everybody(caps, now), mails, now) or too_far(row, now):
            return Turn(goes=False, wait=wait)
        spoken_for = number(row, "free_at") > _micros(now)
    return _LOST_A_RACE


def one_more(now: datetime) -> Clause:
    """One mail that goes at once, while the rate is not spoken for. What it takes is as the last broadcast has said."""
    values = {":now": _micros(now), ":nothing": 0}
    free = "(attribute_not_exists(#free_at) OR #free_at <= :now)"
    return Clause(", #free_at = :now + if_not_exists(#each, :nothing)", free, _NAMES, values)


def one_in_turn(now: datetime) -> Clause:
    """One mail behind those that have spoken for the rate."""
    values = {":latest": _micros(now + HORIZON), ":nothing": 0}
    return Clause(", #free_at = #free_at + if_not_exists(#each, :nothing)", "#free_at <= :latest", _NAMES, values)


def its_turn(row: Item, now: datetime) -> timedelta:
    """How long until the rate, as this row tells it, is not spoken for."""
    return max(timedelta(0), _moment(number(row, "free_at")) - now) if "free_at" in row else timedelta(0)


def too_far(row: Item, now: datetime) -> timedelta | None:
    """When it is worth to ask again, if the next turn is beyond the horizon."""
    return HORIZON if its_turn(row, now) > HORIZON else None


def _queue(mails: int, a_second: float, now: datetime) -> Clause:
    values = {":now": _micros(now), ":latest": _micros(now + HORIZON), **_cost(mails, a_second)}
    spoken_for = "#free_at > :now AND #free_at <= :latest"
    return Clause(", #free_at = #free_at + :cost, #each = :each", spoken_for, _NAMES, values)


def _begin(mails: int, a_second: float, now: datetime) -> Clause:
    """A day's row knows nothing of the day before, whose last turns may reach so far into it."""
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    start = max(now, midnight + HORIZON)
    values = {":now": _micros(now), ":start": _micros(start), **_cost(mails, a_second)}
    free = "(attribute_not_exists(#free_at) OR #free_at <= :now)"
    return Clause(", #free_at = :start + :cost, #each = :each", free, _NAMES, values)


def _cost(mails: int, a_second: float) -> dict[str, int]:
    return {":cost": mails * each(a_second), ":each": each(a_second)}


def _written(update: Mapping[str, Any]) -> Item:
    answer: Mapping[str, Item] = connection().dispatch("UpdateItem", {**update, "ReturnValues": "UPDATED_NEW"})
    return answer.get("Attributes", {})


def _read(update: Mapping[str, Any]) -> Item:
    where = {"TableName": update["TableName"], "Key": update["Key"], "ConsistentRead": True}
    answer: Mapping[str, Item] = connection().dispatch("GetItem", where)
    return answer.get("Item", {})


def _micros(at: datetime) -> int:
    return round(at.timestamp() * _A_SECOND)


def _moment(micros: int) -> datetime:
    return datetime.fromtimestamp(micros / _A_SECOND, UTC)
