"""The ledger as people read it: what waits, what was given up, and everything that was ever to be done for a case."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from pynamodb.exceptions import DoesNotExist

from chalicelib.model.orders import Order
from chalicelib.store import keys
from chalicelib.store.codec import load
from chalicelib.store.tables import Row

_LOOKED_THROUGH = 5000  # rows of the index; more of them than a person reads


@dataclass(frozen=True, slots=True)
class Entry:
    """One order and how it stands.

    `due_at` is when the sweep sends it again, or when it failed. `outcome` is the vendor's id, or the last reason.
    """

    order: Order
    state: str
    attempts: int
    since: datetime | None
    due_at: datetime | None
    leased_until: datetime | None
    outcome: str | None


def get_entry(case_id: str, order_id: str) -> Entry | None:
    """One order of a case."""
    try:
        return _entry(Row.get(*keys.order(case_id, order_id), consistent_read=True))
    except DoesNotExist:
        return None


def of_case(case_id: str) -> list[Entry]:
    """Every order of a case, in the order in which they began to wait."""
    return _oldest_first(Row.query(keys.case(case_id).pk, Row.sk.startswith(keys.ORDER_PREFIX), consistent_read=True))


def undelivered(waits_for: str, at_most: int) -> list[Entry]:
    """The oldest orders that wait for a destination, or that `failed` or are `unknown`. Reads the index, no more."""
    found = sorted(Row.waiting.query(waits_for, limit=_LOOKED_THROUGH), key=lambda row: row.since or "")
    rows = Row.batch_get([(row.pk, row.sk) for row in found[:at_most]], consistent_read=True)
    return _oldest_first(row for row in rows if row.waits_for == waits_for)


def _oldest_first(rows: Iterable[Row]) -> list[Entry]:
    return [_entry(row) for row in sorted(rows, key=lambda row: (row.since or "", row.sk))]


def _entry(row: Row) -> Entry:
    return Entry(
        order=load(Order, row.data or ""),
        state=row.state or "",
        attempts=int(row.attempts or 0),
        since=_moment(row.since),
        due_at=_moment(row.due_at),
        leased_until=datetime.fromtimestamp(row.leased_until, UTC) if row.leased_until else None,
        outcome=row.outcome,
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
