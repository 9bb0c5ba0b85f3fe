"""A report has come in: is it a new problem, one more person with a known one, or the return of a closed one?

The rule for a closed case (docs/decisions/0002-returning-problems.md): a resolved one is reopened within the
team's days, a declined one takes the report and tells its answer; after that a successor begins. A case that was merged
is as the one that goes on for it (docs/decisions/0011-merged-cases.md). While an outage of the area is open, it takes
every report, whatever its problem; once it is over it takes none, and opens only by a person's hand
(docs/decisions/0016-outages.md).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.decisions.fingerprint import place_shape
from chalicelib.decisions.moving import for_case, moved, show_and_tell
from chalicelib.model.case import Case, Follower, Step, follower_id
from chalicelib.model.decision import (
    CaseMoved,
    CaseOpened,
    CaseStands,
    Change,
    Decision,
    FollowerJoined,
    ReportAccepted,
    ReportQueued,
    ReportTakenUp,
    TokenUsed,
)
from chalicelib.model.joining import welcome
from chalicelib.model.orders import (
    CommentIssue,
    Destination,
    LinkThread,
    MoveIssue,
    Notice,
    NoticeKind,
    OpenIssue,
    Order,
    RelateIssue,
    ShowCase,
)
from chalicelib.model.outage_changes import OutageTakes
from chalicelib.model.report import Report
from chalicelib.model.status import Status

_WORDS_KEPT = 500
_OF_A_CASE = CaseOpened | CaseStands | CaseMoved | OutageTakes
_ENDED: dict[Status, NoticeKind] = {Status.RESOLVED: "resolved", Status.DECLINED: "declined"}


@dataclass(frozen=True, slots=True)
class Known:
    """What is known when a report comes in.

    `case` is the problem's latest; `joined` the one that the person has named (*me too*), whatever its place.
    `follows`: this person follows the one of them that takes the report. Where the problem's own latest case, or the
    named one, was merged, it is `merged`, or `named`, and stands behind the one that goes on. `outage` is the area's
    open one, and `ended` the one that is over since less than a day, as of some seconds ago.
    """

    case: Case | None = None
    follows: bool = False
    joined: Case | None = None
    merged: Case | None = None
    named: Case | None = None
    outage: Case | None = None
    ended: Case | None = None


def accept(
    report: Report, known: Known, now: datetime, reopen_within: timedelta, token: TokenUsed | None = None
) -> Decision:
    """What to write for this report; `token` is the host's signature, used up by it.

    The same for one that waited for its turn, except that a case may have been closed meanwhile: then the report is
    no sign that it was closed too early, and its person is told how it ended.
    """
    case = taker(report, known)
    in_outage = case is not None and _one_of(case, report)
    report = replace(report, after=known.ended.id if known.ended and not in_outage else None)
    if case is None:
        decision = _open(report, now, generation=1)
    elif in_outage:
        decision = _affected(report, case, known.follows, now)
    elif case.outage:
        decision = _succeed(report, known.merged or case, case, now)
    elif not case.status.closed:
        decision = _join(report, case, known.follows, now, Notice("received", now))
    elif report.waits and report.received_at <= case.changed_at:
        decision = _join(report, case, known.follows, now, Notice(_ENDED[case.status], now))
    elif now - case.changed_at > reopen_within:
        decision = _succeed(report, known.merged or case, case, now)
    elif case.status is Status.DECLINED:
        decision = _join(report, case, known.follows, now, Notice("declined", now))
    else:
        decision = _reopen(report, case, known.follows, now)
    return replace(decision, changes=(*decision.changes, token)) if token else decision


def queue(report: Report, turn: datetime, token: TokenUsed | None = None, joins: str | None = None) -> Decision:
    """Its sender is over the limit: the report is safe, and waits for its turn."""
    waits: tuple[Change, ...] = (ReportQueued(replace(report, turn=turn, joins=joins)),)
    return Decision("over the limit: it waits for its turn", (*waits, token) if token else waits)


def taker(report: Report, known: Known) -> Case | None:
    """Which case takes it: an outage; the named one while it is open and of the same area; the problem's own."""
    if known.outage:
        return known.outage
    if known.ended and _one_of(known.ended, report):
        return known.ended
    joined, named = known.joined, known.named or known.joined
    if joined and named and joined.is_open and (named.product, named.area) == (report.product, report.trigger.area):
        return joined
    return known.case


def outage_for(area: str, outages: Iterable[Case]) -> Case | None:
    """The outage that takes the area's reports, among those of its product; the oldest, where there are two."""
    taking = [case for case in outages if case.outage and case.is_open and area in case.outage.areas]
    return min(taking, key=lambda case: (case.opened_at, case.id), default=None)


def _one_of(case: Case, report: Report) -> bool:
    """Whether the case is an outage that takes it: an open one, or one whose end came while the report waited."""
    return case.outage is not None and (case.is_open or (report.waits and report.received_at <= case.changed_at))


def outcome(decision: Decision) -> tuple[Report, Case]:
    """The report as it was accepted, and the case that has it."""
    report = next(change.report for change in decision.changes if isinstance(change, ReportAccepted | ReportTakenUp))
    cases = (change.case for change in decision.changes if isinstance(change, _OF_A_CASE))
    return report, next(case for case in cases if case.id == report.case_id)


def follower_of(report: Report, case_id: str) -> Follower | None:
    """The person as a follower of the case; None when nobody vouched for an address (promise 5)."""
    person = report.person
    if not person.email:
        return None
    who = follower_id(case_id, person.email)
    return Follower(who, case_id, person.email, person.locale, report.id, report.token, person.name, report.received_at)


def opened_by(report: Report, now: datetime, generation: int = 1, predecessor: Case | None = None) -> Case:
    """The case that begins with this report."""
    words = report.comment or (report.escalation.words if report.escalation else None)
    return Case(
        id=f"{report.fingerprint}-{generation}",
        product=report.product,
        fingerprint=report.fingerprint,
        generation=generation,
        area=report.trigger.area,
        kind=report.trigger.kind,
        place=place_shape(report.place.url) if report.place.url else "",
        status=Status.RECEIVED,
        opened_at=now,
        changed_at=now,
        history=(Step(now, Status.RECEIVED),),
        predecessor=predecessor.id if predecessor else None,
        words=words[:_WORDS_KEPT] if words else None,
        first_report=(report.id, report.token),
        impact=report.escalation.impact if report.escalation else None,
    )


def _open(report: Report, now: datetime, generation: int, earlier: tuple[Case, ...] = ()) -> Decision:
    """A case, after the `earlier` ones of the same problem, of which the first is its predecessor."""
    case = opened_by(report, now, generation, earlier[0] if earlier else None)
    linked = for_case(case, "thread-linked", Destination.JIRA, LinkThread())
    then: tuple[Order, ...] = (for_case(case, "shown", Destination.SLACK, ShowCase(), then=(linked,)),)
    for number, issue in enumerate((one.issue for one in earlier if one.issue), 1):
        cause = f"related:{number}" if number > 1 else "related"
        then += (for_case(case, cause, Destination.JIRA, RelateIssue(issue)),)
    opening = for_case(case, "opened", Destination.JIRA, OpenIssue(replace(report, case_id=case.id)), then=then)
    changes, orders = _follow(report, case, False, Notice("received", now))
    return Decision("a new problem", (*changes, CaseOpened(case)), (opening, *orders))


def _join(report: Report, case: Case, follows: bool, now: datetime, notice: Notice) -> Decision:
    changes, orders = _follow(report, case, follows, notice)
    return Decision(f"one more report of a case that is {case.status}", (*changes, CaseStands(case)), orders)


def _affected(report: Report, outage: Case, follows: bool, now: datetime) -> Decision:
    """Answered at once. It makes nothing in Jira or Slack, and nothing is written of the outage itself."""
    changes, orders = _follow(report, outage, follows, Notice("outage", now))
    return Decision("one of an outage", (*changes, OutageTakes(outage)), orders)


def _reopen(report: Report, case: Case, follows: bool, now: datetime) -> Decision:
    again = moved(case, Status.REOPENED, now)
    changes, orders = _follow(report, again, follows, Notice("received", now))
    follower = follower_of(report, case.id)
    return Decision(
        "reported again soon after it was resolved",
        (*changes, CaseMoved(again)),
        (
            *orders,
            for_case(again, f"v{again.version}:moved", Destination.JIRA, MoveIssue(Status.REOPENED)),
            for_case(again, f"v{again.version}:said", Destination.JIRA, CommentIssue("reported_again")),
            *show_and_tell(again, now, except_for=follower.id if follower else None),
        ),
    )


def _succeed(report: Report, own: Case, closed: Case, now: datetime) -> Decision:
    """The next case of the problem's own line; where that was merged, `closed` is another one, and must stay closed."""
    merged = own.id != closed.id
    opened = _open(report, now, own.generation + 1, (own, closed) if merged else (own,))
    past: tuple[Change, ...] = (CaseMoved(replace(own, version=own.version + 1, successor=own.generation + 1)),)
    if merged:
        past += (CaseStands(closed),)
    return replace(opened, why="closed long ago: a successor begins", changes=(*opened.changes, *past))


def _follow(report: Report, case: Case, follows: bool, notice: Notice) -> tuple[tuple[Change, ...], tuple[Order, ...]]:
    """The report itself, and its person as a follower who is told; a person who follows already is not told twice."""
    in_case = replace(report, case_id=case.id)
    accepted = ReportTakenUp(in_case) if report.waits else ReportAccepted(in_case)
    follower = follower_of(report, case.id)
    if follower is None or follows:
        return (accepted,), ()
    return (accepted, FollowerJoined(follower)), (welcome(follower, notice),)
