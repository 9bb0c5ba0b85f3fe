"""Orders as a ledger: claimed before the call, then done, failed, or put back to be tried again.

A claim counts the attempt. An attempt that ended is counted too, so that the next one knows whether somebody
died in between: then the outcome is unknown, and the worker asks the vendor before it acts again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from pynamodb.exceptions import DoesNotExist
from pynamodb.expressions.update import Action

from chalicelib.config import seconds
from chalicelib.model.case import Issue, Thread
from chalicelib.model.dialog import Dialog, DialogReading
from chalicelib.model.dialog_changes import DialogRead
from chalicelib.model.orders import Order, ShowCase
from chalicelib.model.sighting import Sighting
from chalicelib.store import keys
from chalicelib.store.changes import (
    NEEDS_A_PERSON,
    NOT_WAITING,
    PATIENCE,
    WAITS_FOR_FACTS,
    Writes,
    waiting_for,
    write,
)
from chalicelib.store.codec import dump, load
from chalicelib.store.commit import transact
from chalicelib.store.tables import Row

# Longer than any worker runs (infra/resources.yml), shorter than its queue's visibility timeout.
LEASE = seconds("WILCO_LEASE_SECONDS", 70)
_OPEN_STATES = ("waiting", "claimed")


@dataclass(frozen=True, slots=True)
class Claim:
    """An order in somebody's hands.

    `unsure` counts the earlier attempts of which nobody knows whether they were carried out; `released` when
    the orders that wait for this one have gone ahead. `progress` is how far a broadcast had come (store.broadcasts).
    """

    order: Order
    attempt: int
    unsure: int
    released: bool
    progress: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a delivery brought: the vendor's id for the ledger, facts for the case, and orders that follow from it."""

    reference: str
    issue: Issue | None = None
    thread: Thread | None = None
    sightings: tuple[Sighting, ...] = ()
    reading: DialogReading | None = None
    asked_in: Dialog | None = None
    looked_at: Mapping[str, datetime] = field(default_factory=dict)
    further: tuple[Order, ...] = ()


class Busy(Exception):
    """Somebody else holds the claim and its lease has not run out."""


def claim(key: keys.Key, now: datetime) -> Claim | None:
    """Take the order into hand; None when nothing is left to do. Raises Busy."""
    row = Row(key.pk, key.sk)
    held = (Row.state == "claimed") & (Row.leased_until > int(now.timestamp()))
    actions: list[Action] = [
        Row.state.set("claimed"),
        Row.leased_until.set(int((now + LEASE).timestamp())),
        Row.due_at.set((now + LEASE + PATIENCE).isoformat()),
        Row.attempts.add(1),
    ]
    if not row.changed(actions, Row.state.is_in(*_OPEN_STATES) & ~held):
        if is_open(key):
            raise Busy(key.sk)
        return None
    attempt, ended = int(row.attempts or 1), int(row.ended or 0)
    order = load(Order, row.data or "")
    return Claim(order, attempt, unsure=attempt - 1 - ended, released=ended > 0, progress=row.progress or "")


def finish(claim: Claim, outcome: Outcome, now: datetime) -> None:
    """The order is done: its ledger line, what the case gained by it, and the orders that waited for it.

    What has gone ahead of it elsewhere goes again, to show what the case has gained; what follows from that was begun.
    """
    order, writes = claim.order, Writes()
    _close(writes, order, "done", outcome.reference, NOT_WAITING)
    _keep_facts(writes, order, outcome, now)
    for following in order.then:
        late = claim.released and _goes_ahead(following)
        write(replace(following, id=f"{following.id}:late", then=()) if late else following, writes, now)
    for following in outcome.further:
        write(following, writes, now)
    transact(writes)


def fail(claim: Claim, reason: str, now: datetime) -> None:
    """The order will never be carried out; the reason stays in the ledger, and nothing waits for it any more."""
    writes = Writes()
    _close(writes, claim.order, "failed", reason, _for_a_person("failed", now))
    _release(writes, claim, now)
    transact(writes)


def leave_unknown(claim: Claim, reason: str, now: datetime) -> None:
    """Nobody can tell whether it was carried out, and the destination can't be asked: counted, never guessed."""
    writes = Writes()
    _close(writes, claim.order, "unknown", reason, _for_a_person("unknown", now))
    transact(writes)


def put_back(claim: Claim, reason: str, due: datetime, now: datetime, *, ended: bool) -> None:
    """To be tried again when `due`; `ended` when the attempt surely did nothing."""
    order, writes = claim.order, Writes()
    actions: list[Action] = [
        Row.state.set("waiting"),
        Row.leased_until.remove(),
        Row.due_at.set((due + PATIENCE).isoformat()),
        Row.outcome.set(reason),
    ]
    if ended:
        actions.append(Row.ended.add(1))
        _release(writes, claim, now)
    writes.update(keys.order(order.case_id, order.id), *actions)
    transact(writes)


def replay(key: keys.Key, now: datetime) -> Order | None:
    """A person wants a failed or unknown order carried out after all: it waits again. None when it is neither.

    Its attempts count as ended: whoever replays has looked, or accepts that somebody hears it twice.
    """
    row = Row(key.pk, key.sk)
    actions: list[Action] = [
        Row.state.set("waiting"),
        Row.ended.set(Row.attempts),
        Row.waits_for.set(Row.destination),
        Row.since.set(now.isoformat()),
        Row.due_at.set((now + PATIENCE).isoformat()),
    ]
    return load(Order, row.data or "") if row.changed(actions, Row.state.is_in(*NEEDS_A_PERSON)) else None


def _release(writes: Writes, claim: Claim, now: datetime) -> None:
    """Let go what shows the case: Slack hears of it although Jira is down. What is done or said once waits on."""
    for following in () if claim.released else claim.order.then:
        if _goes_ahead(following):
            write(following, writes, now)


def _goes_ahead(order: Order) -> bool:
    return isinstance(order.act, ShowCase)


def _for_a_person(state: str, now: datetime) -> tuple[Action, ...]:
    return Row.waits_for.set(state), Row.due_at.set(now.isoformat())


def _close(writes: Writes, order: Order, state: str, outcome: str, left: Sequence[Action]) -> None:
    writes.update(
        keys.order(order.case_id, order.id),
        Row.state.set(state),
        Row.outcome.set(outcome),
        *left,
        Row.leased_until.remove(),
    )


def _keep_facts(writes: Writes, order: Order, outcome: Outcome, now: datetime) -> None:
    facts = []
    if outcome.issue:
        facts.append(Row.issue.set(dump(outcome.issue)))
        key = keys.issue(outcome.issue.id)
        writes.updates.append(
            (key, [Row.data.set(order.case_id)], Row.data.does_not_exist() | (Row.data == order.case_id))
        )
    if outcome.thread:
        facts.append(Row.thread.set(dump(outcome.thread)))
    if facts:
        writes.update(keys.case(order.case_id), *facts)
    for case_id, moment in outcome.looked_at.items():
        writes.update(keys.case(case_id), Row.compared_at.set(moment.isoformat()))
    for number, sighting in enumerate(outcome.sightings):
        key = keys.sighting(sighting.case_id, f"{order.id}:{number}")
        writes.put(key, data=dump(sighting), **waiting_for(WAITS_FOR_FACTS, now))
    if outcome.asked_in:
        writes.update(keys.dialog(outcome.asked_in.ref), Row.question.set(outcome.reference))
    if outcome.reading:
        write(DialogRead(outcome.reading, order.case_id, order.id), writes, now)


def is_open(key: keys.Key) -> bool:
    """Whether the order is there and still to be done."""
    try:
        return Row.get(key.pk, key.sk, consistent_read=True).state in _OPEN_STATES
    except DoesNotExist:
        return False


def get_order(case_id: str, order_id: str) -> Order | None:
    """An order as it was made."""
    try:
        row = Row.get(*keys.order(case_id, order_id), consistent_read=True)
    except DoesNotExist:
        return None
    return load(Order, row.data or "")


def ledger(case_id: str) -> Mapping[str, str]:
    """Each order of a case and its state, for people who look."""
    rows = Row.query(keys.case(case_id).pk, Row.sk.startswith(keys.ORDER_PREFIX))
    return {row.sk.removeprefix(keys.ORDER_PREFIX): row.state or "" for row in rows}
