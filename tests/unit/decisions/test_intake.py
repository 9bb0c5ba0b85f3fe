"""A report has come in: (what is known, the report, now) → what is written, what is ordered, who is told."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chalicelib.decisions.intake import Known, accept, follower_of, outcome
from chalicelib.model.case import Case, Issue
from chalicelib.model.decision import CaseMoved, CaseOpened, CaseStands, Decision, FollowerJoined, TokenUsed
from chalicelib.model.orders import Destination, Order, RelateIssue, Tell
from chalicelib.model.status import Status
from tests.builders import ANONYMOUS, NOW, a_case, a_report

DAYS = timedelta(days=14)
TOKEN = TokenUsed("shop", "token-1", NOW)


def closed(status: Status, ago: timedelta) -> Case:
    return a_case(status, changed_at=NOW - ago, version=3)


def written(decision: Decision) -> list[str]:
    return [type(change).__name__ for change in decision.changes]


def ordered(decision: Decision) -> list[str]:
    """Every order's id, with those that wait for another in brackets behind it."""

    def name(order: Order) -> str:
        waiting = ", ".join(name(then) for then in order.then)
        return f"{order.id} ({waiting})" if waiting else order.id

    follower = follower_of(a_report(), "x")
    assert follower
    return [name(order).replace(mailed(order), "*") for order in decision.orders]


def mailed(order: Order) -> str:
    return order.act.follower.id if isinstance(order.act, Tell) else "-none-"


OPENED = "jira:opened (slack:shown (jira:thread-linked))"
REOPENED = ["jira:v4:moved", "jira:v4:said", "slack:v4:shown", "slack:v4:said", "fan_out:v4:told"]


@pytest.mark.parametrize(
    ("known", "changes", "orders"),
    [
        pytest.param(
            Known(), ["ReportAccepted", "FollowerJoined", "CaseOpened"], [OPENED, "received:*"], id="a new problem"
        ),
        *(
            pytest.param(
                Known(a_case(status)),
                ["ReportAccepted", "FollowerJoined", "CaseStands"],
                ["received:*"],
                id=f"{status}",
            )
            for status in Status
            if not status.closed
        ),
        pytest.param(Known(a_case(), follows=True), ["ReportAccepted", "CaseStands"], [], id="follows already"),
        pytest.param(
            Known(closed(Status.RESOLVED, DAYS)),
            ["ReportAccepted", "FollowerJoined", "CaseMoved"],
            ["received:*", *REOPENED],
            id="resolved lately: reopened",
        ),
        pytest.param(
            Known(closed(Status.RESOLVED, DAYS), follows=True),
            ["ReportAccepted", "CaseMoved"],
            REOPENED,
            id="resolved lately, reported again by a follower",
        ),
        pytest.param(
            Known(closed(Status.DECLINED, DAYS)),
            ["ReportAccepted", "FollowerJoined", "CaseStands"],
            ["declined:*"],
            id="declined lately: its answer is told",
        ),
        pytest.param(
            Known(closed(Status.DECLINED, DAYS), follows=True),
            ["ReportAccepted", "CaseStands"],
            [],
            id="declined lately, and this person has heard so",
        ),
        *(
            pytest.param(
                Known(closed(status, DAYS + timedelta(microseconds=1))),
                ["ReportAccepted", "FollowerJoined", "CaseOpened", "CaseMoved"],
                [OPENED, "received:*"],
                id=f"{status} long ago: a successor",
            )
            for status in (Status.RESOLVED, Status.DECLINED)
        ),
    ],
)
def test_what_a_report_does(known: Known, changes: list[str], orders: list[str]) -> None:
    decision = accept(a_report(), known, NOW, DAYS)
    assert written(decision) == changes
    assert ordered(decision) == orders


def test_whoever_reports_a_resolved_problem_again_is_told_once() -> None:
    decision = accept(a_report(), Known(closed(Status.RESOLVED, DAYS)), NOW, DAYS)
    follower = follower_of(a_report(), a_case().id)
    assert follower
    told = next(order.act for order in decision.orders if order.destination is Destination.FAN_OUT)
    assert getattr(told, "except_for", None) == follower.id


def test_nobody_is_mailed_for_whom_nobody_vouched() -> None:
    """Promise 5, whatever is known of the case and whatever address the form had."""
    report = a_report(person=ANONYMOUS, contact="somebody@example.com")
    for known in (Known(), Known(a_case()), Known(closed(Status.DECLINED, DAYS)), Known(closed(Status.RESOLVED, DAYS))):
        decision = accept(report, known, NOW, DAYS)
        assert not [order for order in decision.orders if order.destination is Destination.MAIL]
        assert "FollowerJoined" not in written(decision)
        assert "somebody@example.com" not in repr([order for order in decision.orders if order.then == ()])


def test_the_same_address_is_one_follower_however_it_is_written() -> None:
    anna = a_report()
    loud = replace(anna, person=replace(anna.person, email="ANNA@Example.com"))
    assert getattr(follower_of(anna, "c"), "id", 1) == getattr(follower_of(loud, "c"), "id", 2)
    assert getattr(follower_of(anna, "c"), "id", 1) != getattr(follower_of(anna, "d"), "id", 1)


def test_a_successor_is_linked_both_ways() -> None:
    past = replace(closed(Status.RESOLVED, timedelta(days=90)), issue=Issue("10001", "SHOP-1"))
    decision = accept(a_report(), Known(past), NOW, DAYS)
    opened = next(change.case for change in decision.changes if isinstance(change, CaseOpened))
    moved = next(change.case for change in decision.changes if isinstance(change, CaseMoved))
    assert (opened.generation, opened.predecessor, opened.status) == (2, past.id, Status.RECEIVED)
    assert (moved.id, moved.successor, moved.status, moved.version) == (past.id, 2, Status.RESOLVED, 4)
    related = [order.act for order in decision.orders[0].then]
    assert RelateIssue(Issue("10001", "SHOP-1")) in related
    assert outcome(decision)[1].id == opened.id


@pytest.mark.parametrize("known", [Known(), Known(a_case()), Known(closed(Status.RESOLVED, DAYS))])
def test_the_hosts_token_is_used_up_with_the_report(known: Known) -> None:
    assert TOKEN in accept(a_report(), known, NOW, DAYS, TOKEN).changes
    assert not [change for change in accept(a_report(), known, NOW, DAYS).changes if isinstance(change, TokenUsed)]


@pytest.mark.parametrize("known", [Known(), Known(a_case()), Known(closed(Status.RESOLVED, DAYS))])
def test_the_report_knows_its_case(known: Known) -> None:
    report, case = outcome(accept(a_report(), known, NOW, DAYS))
    assert report.case_id == case.id == f"{a_report().fingerprint}-1" or report.case_id == a_case().id


def test_a_follower_joins_the_case_that_takes_the_report() -> None:
    past = closed(Status.RESOLVED, timedelta(days=90))
    decision = accept(a_report(), Known(past), NOW, DAYS)
    joined = next(change.follower for change in decision.changes if isinstance(change, FollowerJoined))
    assert joined.case_id == outcome(decision)[1].id != past.id


def test_no_days_at_all_means_a_successor_at_once() -> None:
    known = Known(closed(Status.RESOLVED, timedelta(seconds=1)))
    assert "CaseOpened" in written(accept(a_report(), known, NOW, timedelta(0)))


def test_a_case_that_moves_is_the_next_version_of_what_is_known() -> None:
    for status in Status:
        for ago in (DAYS, DAYS * 2):
            case = a_case(status, changed_at=NOW - ago, version=7)
            decision = accept(a_report(), Known(case), NOW, DAYS)
            versions = [change.case.version for change in decision.changes if isinstance(change, CaseMoved)]
            assert versions in ([], [8])
            standing = [change.case for change in decision.changes if isinstance(change, CaseStands)]
            assert bool(standing) != bool(versions), "a report for a known case is guarded one way or the other"


def test_time_is_given() -> None:
    at = datetime.fromisoformat("2031-05-01T00:00:00+00:00")
    _, case = outcome(accept(a_report(), Known(), at, DAYS))
    assert (case.opened_at, case.changed_at, case.history[0].at) == (at, at, at)
