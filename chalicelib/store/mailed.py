"""The storm guard's count: how many mails went to a person, and to everybody, in the windows that are capped.

One row a person and day, one row for all and day; each mail is one conditional write that counts it or says no.
The windows are those of the clock (ten minutes, an hour, a day in UTC), because a sliding one would have to be read.
A mail that the provider then refuses stays counted: the guard may be too careful, never too generous.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pynamodb.exceptions import TransactWriteError

from chalicelib.store import keys
from chalicelib.store.tables import Row, connection

_KEPT_FOR = timedelta(days=2)
_A_MOMENT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Caps:
    """The most mails in a window: for one person, and for all together."""

    ten_minutes: int
    hour: int
    day: int
    all_in_a_minute: int
    all_in_a_day: int


class Stopped(Exception):
    """The follower wants no mail about this case."""


def may_mail(address: str, caps: Caps, now: datetime, follower: keys.Key | None = None) -> timedelta | None:
    """Count one more mail to `address`; None when it may go, else how long until the next window opens.

    Raises Stopped when `follower` has stopped the mails: asked in the same write, because between the order and its
    mail there may be hours, and because a call of its own for each mail would cost more than the condition.
    """
    at = now.astimezone(UTC)
    person = hashlib.sha256(address.casefold().encode()).hexdigest()[:32]
    windows = [(f"t{at:%H}{at.minute // 10}", caps.ten_minutes), (f"h{at:%H}", caps.hour), ("d", caps.day)]
    everybody = [(f"m{at:%H%M}", caps.all_in_a_minute), ("d", caps.all_in_a_day)]
    try:
        connection().transact_write_items(
            condition_check_items=[_wants_mail(follower)] if follower else [],
            delete_items=[],
            put_items=[],
            update_items=[_count(person, windows, at), _count("all", everybody, at)],
        )
    except TransactWriteError as error:
        return _until_free([reason.code if reason else "" for reason in error.cancellation_reasons], error, at)
    return None


def _until_free(codes: list[str], error: TransactWriteError, at: datetime) -> timedelta:
    """What the reasons say, which stand in the order of the writes: the follower's (if asked), the person's, all's."""
    *asked, person, everybody = codes or ["", ""]
    if "ConditionalCheckFailed" in asked:
        raise Stopped from error
    if person == "ConditionalCheckFailed":
        return _until_next(minutes=10, now=at)
    if everybody == "ConditionalCheckFailed":
        return _until_next(minutes=1, now=at)
    if "TransactionConflict" in codes:  # another worker counts at this moment; nothing was counted or sent
        return _A_MOMENT
    raise error


def _wants_mail(follower: keys.Key) -> dict[str, Any]:
    return {
        "TableName": Row.Meta.table_name,
        "Key": {"pk": {"S": follower.pk}, "sk": {"S": follower.sk}},
        "ConditionExpression": "attribute_not_exists(stopped_at)",
    }


def _count(who: str, windows: list[tuple[str, int]], at: datetime) -> dict[str, Any]:
    """One update that adds to every window of the row, as long as none of them is full."""
    key = keys.mailed(who, f"{at:%Y-%m-%d}")
    names = {f"#{number}": name for number, (name, _) in enumerate(windows)}
    caps = {f":{number}": {"N": str(cap)} for number, (_, cap) in enumerate(windows)}
    free = " AND ".join(f"(attribute_not_exists(#{n}) OR #{n} < :{n})" for n in range(len(windows)))
    return {
        "TableName": Row.Meta.table_name,
        "Key": {"pk": {"S": key.pk}, "sk": {"S": key.sk}},
        "UpdateExpression": "SET #ttl = :ttl ADD " + ", ".join(f"#{n} :one" for n in range(len(windows))),
        "ConditionExpression": free,
        "ExpressionAttributeNames": {"#ttl": "ttl", **names},
        "ExpressionAttributeValues": {
            ":one": {"N": "1"},
            ":ttl": {"N": str(int((at + _KEPT_FOR).timestamp()))},
            **caps,
        },
    }


def _until_next(minutes: int, now: datetime) -> timedelta:
    """How long until the clock's next window of so many minutes."""
    begun = now.replace(minute=now.minute - now.minute % minutes, second=0, microsecond=0)
    return begun + timedelta(minutes=minutes) - now
