"""How each change of a decision is written: one row or condition of the transaction for each."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import singledispatch
from typing import Any

from pynamodb.expressions.condition import Condition

from chalicelib.config import seconds
from chalicelib.model.decision import (
    CaseMoved,
    CaseOpened,
    CaseStands,
    CaseUnmoved,
    FollowerJoined,
    MailsStopped,
    MailsWanted,
    PeopleCounted,
    PersonCounted,
    ReportAccepted,
    ReportQueued,
    ReportTakenUp,
    RowSettled,
    ScreenshotMoved,
    TokenUsed,
)
from chalicelib.model.dialog_changes import DialogAnswered, DialogLinked, DialogRead, ToldByMail
from chalicelib.model.orders import Order
from chalicelib.model.outage import is_outage
from chalicelib.model.status import Status
from chalicelib.store import keys
from chalicelib.store.cases import decided_facts
from chalicelib.store.codec import dump
from chalicelib.store.tables import Row

# A row that still waits this long after it should have gone was lost on the way: the sweep sends it again.
PATIENCE = seconds("WILCO_PATIENCE_SECONDS", 120)
ORDER_KEPT_FOR = timedelta(days=90)
# What was said in a dialog is private: of what was read of it the case keeps its own part.
READING_KEPT_FOR = timedelta(days=30)
WAITS_FOR_FACTS = "facts"
WAITS_FOR_ITS_TURN = "turn"
# States that end only when a person sees to them. Such rows stay in the index, under their state, to be found.
NEEDS_A_PERSON = ("failed", "unknown")
WAITS_FOR_COMPARISON = "comparison"
COMPARED_EVERY = seconds("WILCO_COMPARED_EVERY_SECONDS", 900)

_THERE = Row.pk.exists()
NOT_WAITING = (Row.waits_for.remove(), Row.due_at.remove())
_CLOSED = tuple(status.value for status in Status if status.closed)
_GOES_ON = Row.successor.does_not_exist() & Row.merged_into.does_not_exist()
_STANDS_OPEN = _THERE & ~Row.status.is_in(*_CLOSED) & _GOES_ON


@dataclass
class Writes:
    """A transaction's writes by kind, because DynamoDB's reasons come back in the order in which PynamoDB sends."""

    checks: list[tuple[keys.Key, Condition]] = field(default_factory=list)
    puts: list[tuple[keys.Key, dict[str, Any]]] = field(default_factory=list)
    updates: list[tuple[keys.Key, list[Any], Condition | None]] = field(default_factory=list)

    def put(self, key: keys.Key, **facts: str | int) -> None:
        """A row that must not exist yet; when it does, the reason brings it along.

        Written in DynamoDB's own terms: a Row would look at each of its attributes, a sixth of a report's CPU.
        """
        item = {name: {"N": str(fact)} if isinstance(fact, int) else {"S": fact} for name, fact in facts.items()}
        put = {
            "TableName": Row.Meta.table_name,
            "Item": {"pk": {"S": key.pk}, "sk": {"S": key.sk}, **item},
            "ConditionExpression": "attribute_not_exists(pk)",
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
        self.puts.append((key, put))

    def update(self, key: keys.Key, *actions: Any, when: Condition = _THERE) -> None:
        """A change of a row, while `when` holds."""
        self.updates.append((key, list(actions), when))

    def keys(self) -> list[keys.Key]:
        """The rows in the order of DynamoDB's reasons."""
        return [key for writes in (self.checks, self.puts, self.updates) for key, *_ in writes]


def waiting_for(whom: str, now: datetime) -> dict[str, str]:
    """The attributes of a row that `whom` has to carry on; when it is overdue, the sweep looks after it."""
    return {"waits_for": whom, "since": now.isoformat(), "due_at": (now + PATIENCE).isoformat()}


@singledispatch
def write(change: object, writes: Writes, now: datetime) -> None:
    """Add what `change` writes to the transaction."""
    raise TypeError(f"no way to write {type(change).__name__}")


@write.register
def _(change: ReportAccepted, writes: Writes, now: datetime) -> None:
    writes.put(keys.report(change.report.id), data=dump(change.report), **waiting_for(WAITS_FOR_FACTS, now))


@write.register
def _(change: ReportQueued, writes: Writes, now: datetime) -> None:
    """The same row as an accepted report's, so that the same click is the same report however it came in."""
    report = change.report
    turn = (report.turn or now).isoformat()
    waits = {"waits_for": WAITS_FOR_ITS_TURN, "since": now.isoformat(), "due_at": turn}
    writes.put(keys.report(report.id), data=dump(report), **waits)


@write.register
def _(change: ReportTakenUp, writes: Writes, now: datetime) -> None:
    facts = {"data": dump(change.report), **waiting_for(WAITS_FOR_FACTS, now)}
    actions = [getattr(Row, name).set(fact) for name, fact in facts.items()]
    writes.update(keys.report(change.report.id), *actions, when=Row.waits_for == WAITS_FOR_ITS_TURN)


@write.register
def _(change: TokenUsed, writes: Writes, now: datetime) -> None:
    writes.put(keys.token(change.product, change.token_id), ttl=int(change.until.timestamp()))


@write.register
def _(change: CaseOpened, writes: Writes, now: datetime) -> None:
    due_at = (now + COMPARED_EVERY).isoformat()
    waits = {"waits_for": WAITS_FOR_COMPARISON, "due_at": due_at}
    writes.put(keys.case(change.case.id), **decided_facts(change.case), **waits)


@write.register
def _(change: CaseStands, writes: Writes, now: datetime) -> None:
    case = change.case
    stands = _THERE & (Row.status == case.status.value) & _GOES_ON if case.status.closed else _STANDS_OPEN
    writes.checks.append((keys.case(case.id), stands))


@write.register
def _(change: CaseUnmoved, writes: Writes, now: datetime) -> None:
    writes.checks.append((keys.case(change.case.id), Row.version == change.case.version))


@write.register
def _(change: CaseMoved, writes: Writes, now: datetime) -> None:
    case = change.case
    facts = decided_facts(case)
    actions = [getattr(Row, name).set(fact) for name, fact in facts.items()]
    if "open_in" not in facts:
        actions.append(Row.open_in.remove())
    if case.jira_status:
        actions.append(Row.jira_status.set(case.jira_status))
    writes.update(keys.case(case.id), *actions, when=Row.version == case.version - 1)


@write.register
def _(change: FollowerJoined, writes: Writes, now: datetime) -> None:
    follower = change.follower
    writes.put(keys.follower(follower.case_id, follower.id), data=dump(follower))


@write.register
def _(change: DialogLinked, writes: Writes, now: datetime) -> None:
    before = Row.case_id == change.before if change.before else Row.pk.does_not_exist()
    actions = [Row.data.set(dump(change.link)), Row.case_id.set(change.link.case_id)]
    writes.update(keys.dialog(change.link.dialog.ref), *actions, when=before)


@write.register
def _(change: ToldByMail, writes: Writes, now: datetime) -> None:
    writes.update(keys.follower(change.case_id, change.follower_id), Row.told_by_mail.set(now.isoformat()))


@write.register
def _(change: DialogAnswered, writes: Writes, now: datetime) -> None:
    writes.update(keys.dialog(change.dialog.ref), Row.question.remove(), when=Row.question.exists())


@write.register
def _(change: DialogRead, writes: Writes, now: datetime) -> None:
    writes.put(
        keys.reading(change.lane, change.id),
        data=dump(change.reading),
        **waiting_for(WAITS_FOR_FACTS, now),
        ttl=int((now + READING_KEPT_FOR).timestamp()),
    )


@write.register
def _(change: MailsStopped, writes: Writes, now: datetime) -> None:
    writes.update(keys.follower(change.case_id, change.follower_id), Row.stopped_at.set(change.at.isoformat()))


@write.register
def _(change: MailsWanted, writes: Writes, now: datetime) -> None:
    writes.update(keys.follower(change.case_id, change.follower_id), Row.stopped_at.remove())


@write.register
def _(change: ScreenshotMoved, writes: Writes, now: datetime) -> None:
    screenshot = change.screenshot
    as_it_was = Row.version == screenshot.version - 1 if screenshot.version > 1 else Row.pk.does_not_exist()
    actions = [Row.data.set(dump(screenshot)), Row.version.set(screenshot.version)]
    writes.update(keys.screenshot(screenshot.report_id, screenshot.number), *actions, when=as_it_was)


@write.register
def _(change: PersonCounted, writes: Writes, now: datetime) -> None:
    _count(change.case_id, (change.person_id,), writes)


@write.register
def _(change: PeopleCounted, writes: Writes, now: datetime) -> None:
    _count(change.case_id, change.person_ids, writes)


@write.register
def _(change: RowSettled, writes: Writes, now: datetime) -> None:
    writes.update(keys.Key(change.pk, change.sk), *NOT_WAITING, when=Row.waits_for.exists())


@write.register
def _(order: Order, writes: Writes, now: datetime) -> None:
    """Being inserted is what sends an order, by the stream."""
    writes.put(
        keys.order(order.case_id, order.id),
        data=dump(order),
        destination=order.destination.value,
        group=order.group,
        state="waiting",
        **waiting_for(order.destination.value, now),
        ttl=int((now + ORDER_KEPT_FOR).timestamp()),
    )


def _count(case_id: str, person_ids: tuple[str, ...], writes: Writes) -> None:
    """Nobody is counted for a case that is merged: its people are on their way to the one that goes on.

    An outage's wards have no row before the first person; an outage is never merged.
    """
    for person_id in person_ids:
        writes.put(keys.person(case_id, person_id))
    goes_on = Row.merged_into.does_not_exist()
    for counter, people in Counter(keys.counter(case_id, person_id) for person_id in person_ids).items():
        writes.update(counter, Row.affected.add(people), when=goes_on if is_outage(case_id) else _THERE & goes_on)
