"""What nobody has carried on for too long: lost on its way, by the table's own account."""

from datetime import datetime

from pynamodb.exceptions import DoesNotExist

from chalicelib.model.orders import Order
from chalicelib.store import keys
from chalicelib.store.changes import NEEDS_A_PERSON, NOT_WAITING
from chalicelib.store.tables import Row

_GOES_ON = Row.waits_for.exists() & ~Row.waits_for.is_in(*NEEDS_A_PERSON)
_LOOKED_THROUGH = 2000  # rows; behind so many the age of the oldest is an estimate, and a long one


def overdue(waits_for: str, now: datetime, at_most: int) -> list[keys.Key]:
    """Rows whose time to be done by `waits_for` has passed, oldest first."""
    rows = Row.waiting.query(waits_for, Row.due_at < now.isoformat(), limit=at_most)
    return [keys.Key(row.pk, row.sk) for row in rows]


def oldest(waits_for: str) -> datetime | None:
    """Since when the first of the rows waits; None when nothing waits. What this grows to is what people feel.

    Not the row that is overdue first: one that is put back again and again is always due later than a new one.
    """
    rows = Row.waiting.query(waits_for, limit=_LOOKED_THROUGH)
    return min((datetime.fromisoformat(row.since) for row in rows if row.since), default=None)


def still_waiting(key: keys.Key, until: datetime) -> str | None:
    """The order's lane when it is still to be done, and it is not overdue again before `until`; else None."""
    row = put_off(key, until)
    return row.group if row else None


def put_off(key: keys.Key, until: datetime) -> Row | None:
    """The row, not overdue again before `until`; None when nothing about it is waited for any more."""
    row = Row(key.pk, key.sk)
    return row if row.changed([Row.due_at.set(until.isoformat())], _GOES_ON) else None


def give_up(key: keys.Key) -> None:
    """Nobody need carry this row on any more."""
    Row(key.pk, key.sk).update(list(NOT_WAITING))


def exists(key: keys.Key) -> bool:
    """Whether there is such a row."""
    try:
        Row.get(key.pk, key.sk, consistent_read=True, attributes_to_get=["pk"])
    except DoesNotExist:
        return False
    return True


def is_made(order: Order) -> bool:
    """Whether there is this order already, whatever has become of it."""
    return exists(keys.order(order.case_id, order.id))


def row_data(key: keys.Key) -> str | None:
    """A fact's JSON, or None when it was judged in the meantime."""
    try:
        row = Row.get(key.pk, key.sk, consistent_read=True)
    except DoesNotExist:
        return None
    return row.data if row.waits_for else None
