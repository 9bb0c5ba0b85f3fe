"""Promises and reminders: when the sweep has to look at each, and how many promises were kept in a month."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pynamodb.exceptions import DoesNotExist

from chalicelib.model.promise import (
    PromiseCounted,
    PromiseEnded,
    PromiseWaits,
    Reminder,
    ReminderEnded,
    ReminderSet,
)
from chalicelib.store import keys
from chalicelib.store.changes import NOT_WAITING, Writes, write
from chalicelib.store.codec import dump, load
from chalicelib.store.tables import Row

WAITS_FOR_PROMISE = "promise"
WAITS_FOR_REMINDER = "reminder"


@dataclass(frozen=True, slots=True)
class Counts:
    """A product's promises in one month."""

    kept: int = 0
    broken: int = 0


def counts(product: str, month: str) -> Counts:
    """How many of the product's promises were kept and broken in the month (`2026-11`, by UTC)."""
    try:
        row = Row.get(*keys.promises(product, month))
    except DoesNotExist:
        return Counts()
    return Counts(int(row.kept or 0), int(row.broken or 0))


def reminder(data: str) -> Reminder:
    """What a reminder's row says."""
    return load(Reminder, data)


@write.register
def _(change: PromiseWaits, writes: Writes, now: datetime) -> None:
    _wait(writes, keys.promise(change.case_id), WAITS_FOR_PROMISE, change.due)


@write.register
def _(change: PromiseEnded, writes: Writes, now: datetime) -> None:
    _end(writes, keys.promise(change.case_id))


@write.register
def _(change: PromiseCounted, writes: Writes, now: datetime) -> None:
    one_more = Row.kept.add(1) if change.kept else Row.broken.add(1)
    writes.updates.append((keys.promises(change.product, change.month), [one_more], None))


@write.register
def _(change: ReminderSet, writes: Writes, now: datetime) -> None:
    reminder = change.reminder
    _wait(writes, keys.reminder(reminder.case_id), WAITS_FOR_REMINDER, change.due, Row.data.set(dump(reminder)))


@write.register
def _(change: ReminderEnded, writes: Writes, now: datetime) -> None:
    _end(writes, keys.reminder(change.case_id))


def _wait(writes: Writes, key: keys.Key, whom: str, due: datetime, *more: Any) -> None:
    """No condition of its own: what stands beside it in the transaction is on the case, and holds once."""
    at = due.astimezone(UTC).isoformat()
    writes.updates.append((key, [Row.waits_for.set(whom), Row.due_at.set(at), *more], None))


def _end(writes: Writes, key: keys.Key) -> None:
    writes.updates.append((key, list(NOT_WAITING), None))
