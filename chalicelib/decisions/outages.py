"""Surge mode: an outage is declared, its updates are written once for everyone affected, it ends, it may come back.

An outage is a case of some areas. While it is open it takes their reports (`intake`), and everybody hears of it.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.decisions.aftermath import is_past
from chalicelib.decisions.moving import for_case, moved
from chalicelib.decisions.status_page import show_status
from chalicelib.model.case import Case, Step
from chalicelib.model.decision import CaseMoved, CaseOpened, Decision
from chalicelib.model.notice import Notice
from chalicelib.model.orders import Destination, LinkThread, MoveIssue, Order, ShowAffected, ShowCase, TellFollowers
from chalicelib.model.outage import KIND, PREFIX, Outage, Rating, Stage, Update
from chalicelib.model.outage_acts import CommentUpdate, JoinSubscribers, OpenOutageIssue, SayUpdate
from chalicelib.model.outage_changes import CasesJoin, OutageListed, OutagePast, RatingGiven
from chalicelib.model.status import Status

# An outage is one row, which every worker of it reads: as many updates as fit into a day of one every half an hour.
UPDATES_AT_MOST = 48
_LATELY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody has written: the words by language, what the team knows by now, and when there is more.

    `cause` is the form's own id, or what else makes this the same draft when it comes twice.
    """

    cause: str
    texts: dict[str, str]
    stage: Stage = "investigating"
    next_by: datetime | None = None


def declare(
    product: str, areas: tuple[str, ...], draft: Draft, by: str, now: datetime, cases: tuple[str, ...] = ()
) -> Decision:
    """`by` declares an outage of these areas; these open cases are part of it."""
    fingerprint = f"{PREFIX}{hashlib.sha256(draft.cause.encode()).hexdigest()[:12]}"
    case = Case(
        id=f"{fingerprint}-1",
        product=product,
        fingerprint=fingerprint,
        generation=1,
        area=areas[0],
        kind=KIND,
        place="",
        status=Status.RECEIVED,
        opened_at=now,
        changed_at=now,
        history=(Step(now, Status.RECEIVED),),
        impact="blocks",
        outage=Outage(areas, (_update(draft, 1, by, now),)),
    )
    linked = for_case(case, "thread-linked", Destination.JIRA, LinkThread())
    shown = for_case(case, "shown", Destination.SLACK, ShowCase(), then=(linked,))
    opening = for_case(case, "opened", Destination.JIRA, OpenOutageIssue(), then=(shown,))
    subscribers = for_case(case, "subscribers", Destination.FAN_OUT, JoinSubscribers(by=by))
    orders = (opening, show_status(case, "declared"), subscribers)
    joining = (CasesJoin(case.id, cases, by),) if cases else ()
    return Decision("an outage is declared", (CaseOpened(case), OutageListed(case), *joining), orders)


def declared(decision: Decision) -> Case:
    """The outage of the decision that declared it."""
    return next(change.case for change in decision.changes if isinstance(change, CaseOpened))


def update(case: Case, draft: Draft, by: str, lately_at_most: int, now: datetime) -> Decision:
    """`by` writes to everyone affected, which may end it; people are told at most so often in ten minutes."""
    if case.outage is None:
        return Decision("it is no outage")
    if any(one.cause == draft.cause for one in case.outage.updates):
        return Decision("it is sent already")
    if not case.is_open:
        return Decision("it is over")
    if refused := _too_many(case.outage, lately_at_most, now):
        return Decision(refused)
    new = _update(draft, case.outage.newest.number + 1, by, now)
    after = _with(case, new, Status.RESOLVED if new.ends else _working(case), now)
    orders = _told(after, new, "update")
    if new.ends:
        orders += (for_case(after, f"update:{new.number}:moved", Destination.JIRA, MoveIssue(Status.RESOLVED)),)
    return Decision("the end" if new.ends else "an update", (CaseMoved(after),), orders)


def reopen(case: Case, texts: dict[str, str], by: str, now: datetime) -> Decision:
    """It was not over after all: `by` says so with one press, and everybody is told."""
    if case.outage is None or case.status is not Status.RESOLVED:
        return Decision("it is not over")
    new = Update(case.outage.newest.number + 1, now, by, "investigating", texts, cause=f"reopened:{case.version}")
    after = _with(case, new, Status.REOPENED, now)
    moving = for_case(after, f"update:{new.number}:moved", Destination.JIRA, MoveIssue(Status.REOPENED))
    return Decision("it has come back", (CaseMoved(after),), (*_told(after, new, "reopened"), moving))


def rate(case: Case, report_id: str, rating: Rating, before: Rating | None, now: datetime) -> Decision:
    """*How did we do?*: the answer counts once for each report, and is shown at most once a minute."""
    if case.outage is None or not any(one.ends for one in case.outage.updates):
        return Decision("it is not over yet")
    if rating == before:
        return Decision("said already")
    shown = for_case(case, f"rated:{now:%Y%m%d%H%M}", Destination.SLACK, ShowCase())
    return Decision("how it went", (RatingGiven(case.id, report_id, rating, before),), (shown,))


def add_area(case: Case, area: str, now: datetime) -> Decision:
    """The outage has spread: it takes the reports of one more area."""
    if case.outage is None or not case.is_open:
        return Decision("it is over")
    if area in case.outage.areas:
        return Decision("it is of that area already")
    outage = replace(case.outage, areas=(*case.outage.areas, area))
    after = replace(case, version=case.version + 1, outage=outage)
    shown = for_case(after, f"v{after.version}:shown", Destination.SLACK, ShowCase())
    return Decision("one more area", (CaseMoved(after),), (shown, show_status(after, f"v{after.version}")))


def look(case: Case, lead: str, now: datetime) -> tuple[Decision, ...]:
    """Each minute: the counter moves; and where an update is late, the lead is told so, once for each."""
    if is_past(case, now):
        return (Decision("over for a day", (OutagePast(case),)),)
    if case.outage is None or not case.is_open:
        return ()
    shown = for_case(case, f"minute:{now:%Y%m%d%H%M}", Destination.SLACK, ShowCase())
    decisions = [Decision("the counter moves", orders=(shown,))]
    newest = case.outage.newest
    if newest.next_by and newest.next_by < now:
        line = SayUpdate("late", newest, lead)
        late = for_case(case, f"late:{newest.number}", Destination.SLACK, line)
        page = show_status(case, f"late:{newest.number}")
        decisions.append(Decision("an update is late", orders=(late, page)))
    return tuple(decisions)


def joins_outage(case: Case, outage: Case, since: datetime) -> bool:
    """Whether an open case is one of the outage's problems: of its areas, and opened since then."""
    of_it = outage.outage is not None and case.product == outage.product and case.area in outage.outage.areas
    return of_it and case.outage is None and case.is_open and case.opened_at >= since


def _too_many(outage: Outage, lately_at_most: int, now: datetime) -> str | None:
    """An update is a mail to each person, so capping updates caps mails (promise 10)."""
    if len(outage.updates) >= UPDATES_AT_MOST:
        return "it has had too many updates"
    lately = sum(one.at > now - _LATELY for one in outage.updates)
    return "too many updates in ten minutes" if lately >= lately_at_most else None


def _working(case: Case) -> Status:
    return Status.IN_PROGRESS if case.status in (Status.RECEIVED, Status.REOPENED) else case.status


def _with(case: Case, new: Update, status: Status, now: datetime) -> Case:
    assert case.outage is not None
    outage = replace(case.outage, updates=(*case.outage.updates, new))
    if status is case.status:
        return replace(case, version=case.version + 1, changed_at=now, outage=outage)
    return replace(moved(case, status, now), outage=outage)


def _update(draft: Draft, number: int, by: str, now: datetime) -> Update:
    return Update(number, now, by, draft.stage, draft.texts, draft.next_by, draft.cause)


def _told(case: Case, new: Update, said: Literal["update", "reopened"]) -> tuple[Order, ...]:
    """Everyone affected, the issue, the thread and the status page."""
    cause = f"update:{new.number}"
    notice = Notice("over" if new.ends else "update", new.at, promised=new.next_by, update=new)
    line = SayUpdate(said, new)
    return (
        for_case(case, f"{cause}:told", Destination.FAN_OUT, TellFollowers(notice, by=new.by)),
        for_case(case, f"{cause}:comment", Destination.JIRA, CommentUpdate(new)),
        for_case(case, f"{cause}:affected", Destination.JIRA, ShowAffected()),
        for_case(case, f"{cause}:shown", Destination.SLACK, ShowCase()),
        for_case(case, f"{cause}:said", Destination.SLACK, line),
        show_status(case, cause),
    )
