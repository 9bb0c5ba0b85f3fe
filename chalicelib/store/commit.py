"""A decision's facts and orders, written in one conditional transaction: all of it, or nothing and the reason."""

from collections.abc import Callable
from datetime import datetime
from time import sleep

from pynamodb.exceptions import CancellationReason, TransactWriteError

from chalicelib.errors import Retryable
from chalicelib.model.decision import Decision
from chalicelib.model.report import Report
from chalicelib.store import contacts, keys, outages, promises, subscribers, surges
from chalicelib.store.changes import Writes, write
from chalicelib.store.codec import load
from chalicelib.store.tables import Row, connection

__all__ = [
    "AlreadyAccepted",
    "Stale",
    "TokenReplayed",
    "commit",
    "contacts",
    "outages",
    "promises",
    "settle",
    "settle_once",
    "subscribers",
    "surges",
    "transact",
]


class Stale(Exception):
    """The decision rests on what is no longer so, in these rows: read again and decide again."""

    def __init__(self, rows: list[keys.Key]) -> None:
        self.rows = rows
        super().__init__(", ".join(f"{key.pk} {key.sk}" for key in rows))

    @property
    def ordered(self) -> bool:
        """An order of it is there: somebody else has said it."""
        return any(key.sk.startswith(keys.ORDER_PREFIX) for key in self.rows)


class AlreadyAccepted(Exception):
    """A report with this key is in the store; `report` is what it says."""

    def __init__(self, report: Report) -> None:
        self.report = report
        super().__init__(report.id)


class TokenReplayed(Exception):
    """The host's signed token was used before, for another report."""


def settle(decide: Callable[[Stale | None], Decision], now: datetime, tries: int = 6) -> Decision:
    """Decide and commit; when others were quicker, decide again knowing what was stale. Stale after `tries`."""
    stale: Stale | None = None
    for _ in range(tries):
        decision = decide(stale)
        try:
            commit(decision, now)
        except Stale as error:
            stale = error
        else:
            return decision
    raise stale or ValueError("tries must be positive")


def settle_once(decision: Decision, now: datetime) -> None:
    """Commit what others may have written already, by the same rows: then nothing is left to do."""
    settle(lambda stale: Decision("done already") if stale else decision, now)


def commit(decision: Decision, now: datetime) -> None:
    """Write it. Raises AlreadyAccepted, TokenReplayed or Stale; Retryable when DynamoDB was busy with these rows."""
    writes = Writes()
    for part in (*decision.changes, *decision.orders):
        write(part, writes, now)
    if not writes.keys():
        return
    try:
        transact(writes)
    except TransactWriteError as error:
        raise _meaning(error, writes) from error


def transact(writes: Writes) -> None:
    """One TransactWriteItems, patient with others that are at the same rows at this moment."""
    for pause in (0.02, 0.05, 0.1, 0.2, 0.0):
        try:
            _transact_once(writes)
        except TransactWriteError as error:
            if not pause or not _only_conflicts(error):
                raise
            sleep(pause)
        else:
            return


def _transact_once(writes: Writes) -> None:
    connection().transact_write_items(
        condition_check_items=[
            Row.get_operation_kwargs_from_class(key.pk, range_key=key.sk, condition=condition)
            for key, condition in writes.checks
        ],
        delete_items=[],
        put_items=[put for _, put in writes.puts],
        update_items=[
            Row(key.pk, key.sk).get_update_kwargs_from_instance(actions=actions, condition=condition)
            for key, actions, condition in writes.updates
        ],
    )


def _only_conflicts(error: TransactWriteError) -> bool:
    codes = {reason.code for reason in error.cancellation_reasons if reason}
    return codes == {"TransactionConflict"}


def _meaning(error: TransactWriteError, writes: Writes) -> Exception:
    """What a cancelled transaction says to the one who asked for it."""
    reasons = error.cancellation_reasons
    if not reasons:
        return error
    failed = [
        (key, reason)
        for key, reason in zip(writes.keys(), reasons, strict=True)
        if reason and reason.code == "ConditionalCheckFailed"
    ]
    for key, reason in failed:
        if key.sk == keys.REPORT_SORT and reason.raw_item:
            return AlreadyAccepted(_report(reason))
    if any(key.sk == keys.USED_SORT for key, _ in failed):
        return TokenReplayed()
    return Stale([key for key, _ in failed]) if failed else Retryable("the table is busy with these rows")


def _report(reason: CancellationReason) -> Report:
    row = Row()
    row.deserialize(reason.raw_item or {})
    return load(Report, row.data or "")
