"""What is handed over is attended to: a reminder waits, and what is urgent pages behind the case's thread."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.decisions import intake
from chalicelib.decisions.attending import Crew, attend
from chalicelib.decisions.reminding import Patience
from chalicelib.model.case import Case
from chalicelib.model.decision import Decision
from chalicelib.model.hours import Hours, Period, Shift
from chalicelib.model.orders import OpenIssue, Order, SayInThread, ShowCase
from chalicelib.model.promise import Reminder, ReminderSet
from chalicelib.model.status import Status
from tests.builders import a_case, a_report

SUNDAY = datetime(2026, 11, 22, 12, tzinfo=UTC)
CREW = Crew(
    Hours(days=((Period(9 * 60, 18 * 60),),) + ((),) * 6, shifts=(Shift("Erin", frozenset({6}), Period(0, 1440)),)),
    Patience(timedelta(minutes=30), timedelta(minutes=60)),
    {"Erin": "U0ERIN"},
)


def handed_over(case: Case | None) -> Decision:
    return intake.accept(a_report(), intake.Known(case), SUNDAY, timedelta(days=14))


def paging(orders: tuple[Order, ...]) -> list[SayInThread]:
    return [order.act for order in orders if isinstance(order.act, SayInThread) and order.act.said == "paging"]


def test_a_new_case_is_remembered_and_pages_behind_its_thread() -> None:
    decision = attend(handed_over(None), "blocks", CREW, SUNDAY)
    _, case = intake.outcome(decision)
    monday = SUNDAY.replace(day=23, hour=9, minute=30)
    assert decision.changes[-1] == ReminderSet(Reminder(case.id, SUNDAY), monday)
    (opening,) = [order for order in decision.orders if isinstance(order.act, OpenIssue)]
    (shown,) = [order for order in opening.then if isinstance(order.act, ShowCase)]
    assert paging(shown.then) == [SayInThread("paging", by="Erin", mention="U0ERIN")]
    assert paging(decision.orders) == []


def test_a_case_that_has_a_thread_pages_at_once() -> None:
    assert len(paging(attend(handed_over(a_case()), "blocks", CREW, SUNDAY).orders)) == 1
    assert paging(attend(handed_over(a_case()), "blocks", CREW, SUNDAY, paged=True).orders) == []
    assert paging(attend(handed_over(a_case()), "workaround", CREW, SUNDAY).orders) == []


@pytest.mark.parametrize("case", [a_case(Status.TAKEN, owner="Erin"), a_case(owner="Erin"), a_case(Status.IN_PROGRESS)])
def test_what_somebody_has_already_brings_up_nothing(case: Case) -> None:
    decision = handed_over(case)
    assert attend(decision, "blocks", CREW, SUNDAY) == decision


def test_a_team_that_wants_no_reminder_has_none() -> None:
    decision = handed_over(a_case())
    assert attend(decision, "workaround", replace(CREW, patience=None), SUNDAY) == decision
