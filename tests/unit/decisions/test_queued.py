"""A report that waited for its turn: the same decision as for any other, on what its problem has become meanwhile."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.decisions.intake import Known, accept, opened_by, outcome, queue
from chalicelib.model.case import Case
from chalicelib.model.decision import (
    CaseMoved,
    CaseStands,
    FollowerJoined,
    ReportAccepted,
    ReportQueued,
    ReportTakenUp,
    TokenUsed,
)
from chalicelib.model.orders import Tell
from chalicelib.model.status import Status
from tests.builders import NOW, a_case, a_report

DAYS = timedelta(days=14)
HOUR = timedelta(hours=1)
WAITED = a_report(received_at=NOW - HOUR, turn=NOW)


def test_what_is_over_the_limit_is_written_and_its_token_used_up() -> None:
    token = TokenUsed("shop", "token-1", NOW)
    decision = queue(a_report(), NOW + HOUR, token)
    assert decision.changes == (ReportQueued(a_report(turn=NOW + HOUR)), token)
    assert decision.orders == ()


@pytest.mark.parametrize("known", [None, *(a_case(status) for status in Status if not status.closed)], ids=str)
def test_it_is_decided_as_any_other(known: Case | None) -> None:
    at_once = accept(a_report(received_at=NOW - HOUR), Known(known), NOW, DAYS)
    report, case = outcome(at_once)
    later = accept(WAITED, Known(known), NOW, DAYS)
    assert outcome(later) == (replace(report, turn=NOW), case)
    assert later.changes[1:] == at_once.changes[1:]
    assert len(later.orders) == len(at_once.orders)
    assert isinstance(at_once.changes[0], ReportAccepted)
    assert isinstance(later.changes[0], ReportTakenUp)


@pytest.mark.parametrize(("status", "told"), [(Status.RESOLVED, "resolved"), (Status.DECLINED, "declined")])
def test_a_case_that_was_closed_meanwhile_is_not_reopened_by_it(status: Status, told: str) -> None:
    """It was reported before the case was closed, so it says nothing about whether that was too early."""
    decision = accept(WAITED, Known(a_case(status, changed_at=NOW - HOUR / 2)), NOW, DAYS)
    assert [type(change) for change in decision.changes] == [ReportTakenUp, FollowerJoined, CaseStands]
    assert [order.act.notice.kind for order in decision.orders if isinstance(order.act, Tell)] == [told]


def test_a_case_that_was_closed_before_it_is_reopened() -> None:
    decision = accept(WAITED, Known(a_case(Status.RESOLVED, changed_at=NOW - 2 * HOUR)), NOW, DAYS)
    assert any(isinstance(change, CaseMoved) for change in decision.changes)


def test_until_then_its_page_shows_the_case_that_it_would_open() -> None:
    case = opened_by(WAITED, WAITED.received_at)
    assert (case.status, case.opened_at, case.area) == (Status.RECEIVED, NOW - HOUR, "prices")
    assert WAITED.waits
    assert not replace(WAITED, case_id=case.id).waits
    assert not a_report().waits
