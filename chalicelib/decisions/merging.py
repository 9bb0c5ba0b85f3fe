"""*Same as…*: a case turns out to be the same problem as another one, which goes on for both.

Nobody is told that anything was declined or solved by it. The people of the merged case hear the other's life from then
on, each by their own link and in their own conversation (docs/decisions/0011-merged-cases.md).
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from chalicelib.decisions.likeness import Described, likely_same
from chalicelib.decisions.moving import for_case
from chalicelib.model.case import STAND_IN, Case, Follower
from chalicelib.model.decision import CaseMoved, CaseUnmoved, Change, Decision, FollowerJoined
from chalicelib.model.merge_acts import CommentSame, CountPeople, NoteDialogs, RelateSame, SayMerged
from chalicelib.model.notice import Notice
from chalicelib.model.orders import Destination, MoveIssue, Order, ShowCase, TellFollowers
from chalicelib.model.owner_acts import AssignDialogs
from chalicelib.model.promise import PromiseEnded, PromiseWaits
from chalicelib.model.status import Status

OFFERED_AT_MOST = 100  # options of one list in Slack

_FAR = {Status.TAKEN: 1, Status.IN_PROGRESS: 2}


def offered(case: Case, cases: Iterable[Case], now: datetime) -> tuple[Case, ...]:
    """The open cases that this one may be the same as: the likely ones, the others of its area, then by people."""
    others = [one for one in cases if one.is_open and one.product == case.product and one.id != case.id]
    described = Described(case.area, case.kind, f"{case.words or ''} {case.place}")
    score = {one.case.id: one.score for one in likely_same(described, others, now)}
    others.sort(
        key=lambda one: (
            -score.get(one.id, 0.0),
            one.area != case.area,
            -one.affected,
            -one.opened_at.timestamp(),
            one.id,
        )
    )
    return tuple(others[:OFFERED_AT_MOST])


def merge(case: Case, into: Case | None, by: str, now: datetime) -> Decision:
    """`by` says that `case` is the same as `into`, which has not been merged itself."""
    if refused := _refusal(case, into):
        return Decision(refused)
    assert into is not None  # or it would have been refused
    # Behind the other's newest state, which is told here if it is news: whoever tells it must leave these people out.
    since = max(now, into.changed_at + datetime.resolution)
    after = replace(case, version=case.version + 1, merged_into=into.id, merged_at=since, promise=None)
    all_of_it = Follower(f"{STAND_IN}{case.id}", into.id, "", "", "", "", joined_at=since, of_case=case.id)
    return Decision(
        "the same as another case",
        (CaseMoved(after), *_other(case, into, now), FollowerJoined(all_of_it)),
        (
            *_for_engineers(after, into, by),
            for_case(after, "same:people", Destination.FAN_OUT, CountPeople()),
            for_case(after, "same:noted", Destination.FAN_OUT, NoteDialogs(by)),
            *_for_people(after, into, by, since),
        ),
    )


def _other(case: Case, into: Case, now: datetime) -> tuple[Change, ...]:
    """The other case as it is; or with what the people of this one were promised, where that is due before its own."""
    mine, others = case.promise, into.promise
    if mine is None:
        return (CaseUnmoved(into),)
    ended = PromiseEnded(case.id)
    if others and others.told_due <= mine.told_due:
        return CaseUnmoved(into), ended
    promised = replace(into, version=into.version + 1, promise=mine)
    return CaseMoved(promised), ended, PromiseWaits(into.id, now)  # the sweep finds out itself when to look again


def _refusal(case: Case, into: Case | None) -> str | None:
    """Why they can't be merged; None when they can."""
    if case.outage:
        return "an outage goes on by itself"
    if case.merged_into:
        return "it is merged already"
    if not case.is_open:
        return "it is closed"
    if into is None or not into.is_open:
        return "the other case is closed"
    if into.id == case.id:
        return "it is the same case"
    return None if into.product == case.product else "the other case is another product's"


def _for_engineers(case: Case, into: Case, by: str) -> tuple[Order, ...]:
    came = SayMerged("from", case.id, by, max(case.affected, 1))  # the count runs a moment behind the first report
    said = (for_case(into, f"same:{case.id}:said", Destination.SLACK, came),)
    return (
        for_case(case, "same:related", Destination.JIRA, RelateSame(into.id)),
        for_case(case, "same:comment", Destination.JIRA, CommentSame(into.id, by)),
        for_case(case, "same:closed", Destination.JIRA, MoveIssue(Status.DECLINED)),
        for_case(case, "same:shown", Destination.SLACK, ShowCase()),
        for_case(case, "same:said", Destination.SLACK, SayMerged("into", into.id, by)),
        *(said if into.outage is None else ()),  # an outage's message says how many people it has by the clock
    )


def _for_people(case: Case, into: Case, by: str, now: datetime) -> tuple[Order, ...]:
    """That it is an outage, or the other case's status, where that is further along; its owner for the dialogs."""
    orders: tuple[Order, ...] = ()
    if into.outage:
        told = TellFollowers(Notice("outage", now), by=by)
        orders = (for_case(case, "same:told", Destination.FAN_OUT, told),)
    elif _FAR.get(into.status, 0) > _FAR.get(case.status, 0):
        told = TellFollowers(Notice(into.status.value, now), by=by)
        orders = (for_case(case, "same:told", Destination.FAN_OUT, told),)
    if into.owner and into.owner != case.owner:
        orders += (for_case(case, "same:dialogs", Destination.FAN_OUT, AssignDialogs(into.owner)),)
    return orders
