"""A promise is kept or broken in the open: kept when the people hear something before the moment that they were told.

What counts as hearing something is in docs/decisions/0013-promises.md.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from chalicelib.decisions.moving import for_case
from chalicelib.model.case import Case
from chalicelib.model.decision import CaseMoved, CaseUnmoved, Change, Decision
from chalicelib.model.orders import Destination, SayInThread
from chalicelib.model.promise import Promise, PromiseCounted, PromiseEnded, PromiseWaits


def promise(by: str, due: datetime, margin: timedelta, now: datetime) -> Promise:
    """What `by` promises the team, and what the people are told: later by the team's margin."""
    return Promise(by, due, due + margin, now)


def redeemed(after: Case, now: datetime) -> tuple[Change, ...]:
    """The case's next version, with which its followers hear something: what was promised is kept, or came too late."""
    if after.promise is None:
        return (CaseMoved(after),)
    kept = now <= after.promise.told_due
    return (CaseMoved(replace(after, promise=None)), PromiseEnded(after.id), _counted(after, now, kept=kept))


def replaced(after: Case, promised: Promise, warn: timedelta, now: datetime) -> tuple[Change, ...]:
    """The same, and a new promise takes the place of what was promised before; of that it remains to be counted."""
    counted = [change for change in redeemed(after, now) if isinstance(change, PromiseCounted)]
    return (CaseMoved(replace(after, promise=promised)), _watched(after.id, promised, warn), *counted)


def heard(case: Case, now: datetime) -> tuple[Change, ...]:
    """The followers hear something, and nothing else of the case changes."""
    return redeemed(replace(case, version=case.version + 1), now) if case.promise else ()


def look(case: Case, warn: timedelta, maker: str, lead: str, now: datetime, *, warned: bool = False) -> Decision:
    """The promise's row is due; `maker` and `lead` are Slack ids of the team's file, `warned` when that is done."""
    promised = case.promise
    if promised is None:
        return Decision("nothing is promised any more", (PromiseEnded(case.id),))
    first = _watched(case.id, promised, warn)
    if now < first.due:
        return Decision("a promise has time yet", (CaseUnmoved(case), first))
    cause = f"promise:{promised.made_at:%Y%m%d%H%M%S%f}"
    if now <= promised.told_due:
        line = SayInThread("promise_due", by=promised.by, mention=maker, due=promised.due)
        orders = () if warned else (for_case(case, f"{cause}:due", Destination.SLACK, line),)
        return Decision("a promise is due soon", (CaseUnmoved(case), PromiseWaits(case.id, promised.told_due)), orders)
    after = replace(case, version=case.version + 1, promise=None)
    line = SayInThread("promise_broken", by=promised.by, mention=lead, due=promised.told_due)
    return Decision(
        "a promise is broken",
        (CaseMoved(after), PromiseEnded(case.id), _counted(case, now, kept=False)),
        (for_case(case, f"{cause}:broken", Destination.SLACK, line),),
    )


def _watched(case_id: str, promise: Promise, warn: timedelta) -> PromiseWaits:
    """When the team is warned: so long before it is due, or half-way when it is due sooner."""
    half_way = promise.made_at + (promise.due - promise.made_at) / 2
    return PromiseWaits(case_id, max(promise.due - warn, half_way))


def _counted(case: Case, now: datetime, *, kept: bool) -> PromiseCounted:
    return PromiseCounted(case.product, f"{now.astimezone(UTC):%Y-%m}", kept)
