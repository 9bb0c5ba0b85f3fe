"""How each change of a decision is written: one row or condition of the transaction for each."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import singledispatch
from typing import Any

from pynamodb.expressions.condition import Condition

from chalicelib.model.decision import (
    CaseMoved,
    CaseOpened,
    CaseStands,
    FollowerJoined,
    PersonCounted,
    ReportAccepted,
    RowSettled,
    TokenUsed,
)
from chalicelib.model.orders import Order
from chalicelib.model.status import Status
from chalicelib.store import keys
from chalicelib.store.cases import as_case_row
from chalicelib.store.codec import dump
from chalicelib.store.tables import Row

# A row that still waits this long after it should have gone was lost on the way: the sweep sends it again.
PATIENCE = timedelta(minutes=2)
ORDER_KEPT_FOR = timedelta(days=90)
WAITS_FOR_FACTS = "facts"

_NEW = Row.pk.does_not_exist()
_THERE = Row.pk.exists()
_CLOSED = tuple(status.value for status in Status if status.closed)


@dataclass
class Writes:
    """A transaction's writes by kind, because DynamoDB's reasons come back in the order in which PynamoDB sends."""

    checks: list[tuple[keys.Key, Condition]] = field(default_factory=list)
    puts: list[tuple[Row, Condition]] = field(default_factory=list)
    updates: list[tuple[keys.Key, list[Any], Condition]] = field(default_factory=list)

    def put(self, row: Row) -> None:
        """A row that must not exist yet."""
        self.puts.append((row, _NEW))

    def update(self, key: keys.Key, *actions: Any, when: Condition = _THERE) -> None:
        """A change of a row, while `when` holds."""
        self.updates.append((key, list(actions), when))

    def keys(self) -> list[keys.Key]:
        """The rows in the order of DynamoDB's reasons."""
        return [
            *(key for key, _ in self.checks),
            *(keys.Key(row.pk, row.sk) for row, _ in self.puts),
            *(key for key, _, _ in self.updates),
        ]


@singledispatch
def write(change: object, writes: Writes, now: datetime) -> None:
    """Add what `change` writes to the transaction."""
    raise TypeError(f"no way to write {type(change).__name__}")


@write.register
def _(change: ReportAccepted, writes: Writes, now: datetime) -> None:
    key = keys.report(change.report.id)
    since = (now + PATIENCE).isoformat()
    writes.put(Row(key.pk, key.sk, data=dump(change.report), waits_for=WAITS_FOR_FACTS, waits_since=since))


@write.register
def _(change: TokenUsed, writes: Writes, now: datetime) -> None:
    key = keys.token(change.product, change.token_id)
    writes.put(Row(key.pk, key.sk, ttl=int(change.until.timestamp())))


@write.register
def _(change: CaseOpened, writes: Writes, now: datetime) -> None:
    writes.put(as_case_row(change.case))


@write.register
def _(change: CaseStands, writes: Writes, now: datetime) -> None:
    case = change.case
    as_it_was = Row.status == case.status.value if case.status.closed else ~Row.status.is_in(*_CLOSED)
    writes.checks.append((keys.case(case.id), as_it_was & Row.successor.does_not_exist()))


@write.register
def _(change: CaseMoved, writes: Writes, now: datetime) -> None:
    case, row = change.case, as_case_row(change.case)
    actions = [Row.data.set(row.data), Row.version.set(row.version), Row.status.set(row.status)]
    if case.successor:
        actions.append(Row.successor.set(case.successor))
    if case.jira_status:
        actions.append(Row.jira_status.set(case.jira_status))
    writes.update(keys.case(case.id), *actions, when=Row.version == case.version - 1)


@write.register
def _(change: FollowerJoined, writes: Writes, now: datetime) -> None:
    follower = change.follower
    key = keys.follower(follower.case_id, follower.id)
    writes.put(Row(key.pk, key.sk, data=dump(follower)))


@write.register
def _(change: PersonCounted, writes: Writes, now: datetime) -> None:
    key = keys.person(change.case_id, change.person_id)
    writes.put(Row(key.pk, key.sk))
    writes.update(keys.case(change.case_id), Row.affected.add(1))


@write.register
def _(change: RowSettled, writes: Writes, now: datetime) -> None:
    writes.update(keys.Key(change.pk, change.sk), Row.waits_for.remove(), Row.waits_since.remove())


@write.register
def _(order: Order, writes: Writes, now: datetime) -> None:
    """Being inserted is what sends an order, by the stream."""
    key = keys.order(order.case_id, order.id)
    writes.put(
        Row(
            key.pk,
            key.sk,
            data=dump(order),
            destination=order.destination.value,
            group=order.group,
            state="waiting",
            waits_for=order.destination.value,
            waits_since=(now + PATIENCE).isoformat(),
            ttl=int((now + ORDER_KEPT_FOR).timestamp()),
        )
    )
