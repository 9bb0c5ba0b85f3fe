"""The storm guard's count: how many mails went to a person, and to everybody, in the windows that are capped.

One row a person and day, one row for all and day; each mail is one conditional write that counts it or says no. The
mails of a broadcast are counted together (`store.mail_rate`).
The windows are those of the clock (ten minutes, an hour, a day in UTC), because a sliding one would have to be read.
A mail that the provider then refuses stays counted: the guard may be too careful, never too generous.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pynamodb.exceptions import TransactWriteError

from chalicelib.store import keys
from chalicelib.store.mail_counts import (
    EVERYBODY,
    Caps,
    Clause,
    Item,
    Turn,
    Windows,
    counting,
    everybody,
    until_next,
    until_room,
)
from chalicelib.store.mail_rate import its_turn, one_in_turn, one_more, too_far
from chalicelib.store.tables import Row, connection

__all__ = ["Caps", "Stopped", "Turn", "may_mail"]

_A_MOMENT = Turn(goes=False, wait=timedelta(seconds=1))
_OF_NO_CONCERN = Clause()


class Stopped(Exception):
    """The follower wants no mail about this case."""


def may_mail(address: str, caps: Caps, now: datetime, follower: keys.Key | None = None, *, paced: bool = False) -> Turn:
    """Count one more mail to `address`, if it may go. What is `paced` has its turn among all that the account sends.

    Raises Stopped when `follower` has stopped the mails: asked in the same write, because between the order and its
    mail there may be hours, and because a call of its own for each mail would cost more than the condition.
    """
    counts = _Counts(address, caps, now.astimezone(UTC), follower)
    refused = counts.add(one_more(now) if paced else _OF_NO_CONCERN)
    if refused is None:
        return Turn(goes=True)
    if turn := counts.why_not(refused):
        return turn
    refused_again = counts.add(one_in_turn(now))  # the rate is spoken for, and all else is well
    return Turn(goes=True, wait=its_turn(refused.everybody, now)) if refused_again is None else _A_MOMENT


@dataclass(frozen=True, slots=True)
class _Refused:
    """Whose condition did not hold, and what everybody's row says."""

    asked: bool
    person: bool
    busy: bool
    everybody: Item


@dataclass(frozen=True, slots=True)
class _Counts:
    """One mail's rows."""

    address: str
    caps: Caps
    at: datetime
    follower: keys.Key | None

    def add(self, pace: Clause) -> _Refused | None:
        """Count it in both rows, or in none."""
        all_of_them = counting(EVERYBODY, everybody(self.caps, self.at), self.at, more=pace)
        updates = [
            counting(self._person(), self._windows(), self.at),
            {**all_of_them, "ReturnValuesOnConditionCheckFailure": "ALL_OLD"},
        ]
        asked = [_wants_mail(self.follower)] if self.follower else []
        try:
            connection().transact_write_items(
                condition_check_items=asked, delete_items=[], put_items=[], update_items=updates
            )
        except TransactWriteError as error:
            return _refused(error)
        return None

    def why_not(self, refused: _Refused) -> Turn | None:
        """When to ask again; None when only the mail's turn has not come."""
        if refused.asked:
            raise Stopped
        if refused.person:
            return Turn(goes=False, wait=until_next(10, self.at))
        if refused.busy:
            return _A_MOMENT
        wait = until_room(refused.everybody, everybody(self.caps, self.at), 1, self.at)
        wait = wait or too_far(refused.everybody, self.at)
        return Turn(goes=False, wait=wait) if wait else None

    def _person(self) -> str:
        return hashlib.sha256(self.address.casefold().encode()).hexdigest()[:32]

    def _windows(self) -> Windows:
        caps, at = self.caps, self.at
        return (f"t{at:%H}{at.minute // 10}", caps.ten_minutes), (f"h{at:%H}", caps.hour), ("d", caps.day)


def _refused(error: TransactWriteError) -> _Refused:
    """What the reasons say, which stand in the order of the writes: the follower's (if asked), the person's, all's."""
    reasons = error.cancellation_reasons
    codes = [reason.code if reason else "" for reason in reasons]
    if not {"ConditionalCheckFailed", "TransactionConflict"} & set(codes):
        raise error
    *asked, person, _ = [code == "ConditionalCheckFailed" for code in codes]
    row = reasons[-1].raw_item if reasons[-1] else None
    return _Refused(any(asked), person, "TransactionConflict" in codes, row or {})


def _wants_mail(follower: keys.Key) -> dict[str, Any]:
    return {
        "TableName": Row.Meta.table_name,
        "Key": {"pk": {"S": follower.pk}, "sk": {"S": follower.sk}},
        "ConditionExpression": "attribute_not_exists(stopped_at)",
    }
