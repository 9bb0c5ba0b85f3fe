"""Jira's issues beside our cases: what differs is written down as seen, and judged like any other news.

Nothing is repaired here. A sighting goes to the facts as if its webhook had come.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from chalicelib import wiring
from chalicelib.model.case import Case
from chalicelib.model.orders import SHOWING, CompareCases, Destination, Order, ReportDrift, ShowCase
from chalicelib.model.sighting import IssueComment, IssueState, Sighting
from chalicelib.observe import log
from chalicelib.store import keys
from chalicelib.store.cases import get_case
from chalicelib.store.changes import PATIENCE
from chalicelib.store.orders import Claim, Outcome, is_open
from chalicelib.store.overdue import exists, give_up
from chalicelib.team import team

_ON_ITS_WAY = PATIENCE  # a change so young may still be told by its webhook
_AT_MOST = 20  # news in one comparison
_OF_INTEREST = timedelta(days=30)  # a closed case may be moved again; after a month it is history


def compare(claim: Claim, act: CompareCases, now: datetime) -> Outcome:
    """Read all the issues in one call, and write down what no webhook has told."""
    cases = {case.issue.id: case for case_id in act.case_ids if (case := get_case(case_id)) and case.issue}
    states = wiring.tracker().read_many([case.issue for case in cases.values() if case.issue])
    news: list[tuple[Case, Sighting]] = []
    looked_at: dict[str, datetime] = {}
    for state in states:
        case = cases[state.issue.id]
        if _settled(state, case, now) and len(news) < _AT_MOST:  # the rest waits for the next comparison
            news += ((case, sighting) for sighting in _news(case, state))
            looked_at[case.id] = state.updated_at
        ended = case.merged_at or (case.changed_at if case.status.closed else None)
        if ended and now - ended > _OF_INTEREST:
            give_up(keys.case(case.id))
    drifted = {case.id: case for case, _ in news}.values()
    log("cases_compared", cases=len(cases), drifted=len(drifted))
    shown = tuple(_show(claim.order, case) for case in cases.values() if _unseen(case, now))
    sightings = tuple(sighting for _, sighting in news)
    further = (*_reports(claim.order, drifted), *shown)
    return Outcome(
        f"{len(drifted)} of {len(cases)} had drifted", sightings=sightings, looked_at=looked_at, further=further
    )


def _settled(state: IssueState, case: Case, now: datetime) -> bool:
    """Whether something changed since the last comparison, and long enough ago for its webhook to have come."""
    new = case.compared_at is None or state.updated_at > case.compared_at
    return new and now - state.updated_at > _ON_ITS_WAY


def _news(case: Case, state: IssueState) -> Iterator[Sighting]:
    moved = state.status != case.jira_status and (case.jira_status or state.category != "new")
    if moved and not case.merged_into:  # a merged case's card says nothing to anybody; an answer on it still does
        yield Sighting(case.id, state)
    for comment in wiring.tracker().comments(state.issue):
        if _public(comment) and not exists(keys.order(case.id, f"fan_out:answer:{comment.id}:told")):
            yield Sighting(case.id, None, comment)


def _public(comment: IssueComment) -> bool:
    return comment.body.strip().casefold().startswith(team().jira.public_comment_prefix.casefold())


def _unseen(case: Case, now: datetime) -> bool:
    """The case's Slack message was never made, and nothing that is still open will make it."""
    return case.thread is None and now - case.opened_at > _ON_ITS_WAY and not is_open(keys.order(case.id, SHOWING))


def _show(order: Order, case: Case) -> Order:
    return Order(f"{SHOWING}:{order.id}", case.id, Destination.SLACK, case.id, ShowCase())


def _reports(order: Order, drifted: Iterable[Case]) -> Iterator[Order]:
    """One line for each channel whose cases had drifted."""
    channels: dict[str, list[str]] = {}
    for case in drifted:
        if case.issue:
            channels.setdefault(team().products[case.product].channel, []).append(case.issue.key)
    for channel, issues in channels.items():
        drift = ReportDrift(channel, tuple(sorted(issues)))
        yield Order(f"slack:drift:{order.id}:{channel}", order.case_id, Destination.SLACK, order.group, drift)
