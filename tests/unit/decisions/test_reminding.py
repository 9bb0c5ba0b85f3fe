"""A case that nobody answers is brought up, and an urgent one at night pages whoever is on duty."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.decisions.paging import page
from chalicelib.decisions.promises import promise
from chalicelib.decisions.reminding import HOLDING_TOLD, Patience, look, remind_of
from chalicelib.model.case import Case
from chalicelib.model.decision import CaseUnmoved, Decision
from chalicelib.model.hours import Hours, Period, Shift
from chalicelib.model.notice import Notice
from chalicelib.model.orders import SayInThread, TellFollowers
from chalicelib.model.promise import Reminder, ReminderEnded, ReminderSet
from chalicelib.model.status import Status
from tests.builders import NOW, a_case

MINUTE = timedelta(minutes=1)
PATIENCE = Patience(30 * MINUTE, 60 * MINUTE, "looking")
WORK = Hours(
    days=((Period(9 * 60, 18 * 60),),) * 5 + ((), ()), shifts=(Shift("Erin", frozenset({5}), Period(0, 1440)),)
)
FRIDAY, SATURDAY, MONDAY = (datetime(2026, 12, day, 17, 45, tzinfo=UTC) for day in (4, 5, 7))
CHANNEL, LEAD = Reminder(a_case().id, NOW), Reminder(a_case().id, NOW, "lead")


def judged(case: Case, reminder: Reminder, minutes: float = 120, **given: Any) -> Decision:
    return look(case, reminder, Hours(), PATIENCE, "U0LEAD", NOW + minutes * MINUTE, **given)


def test_patience_is_counted_in_working_time() -> None:
    assert remind_of("c-1", WORK, PATIENCE, FRIDAY).due == MONDAY.replace(hour=9, minute=15)
    assert remind_of("c-1", Hours(), PATIENCE, FRIDAY).due == FRIDAY + 30 * MINUTE


def test_first_the_channel_is_reminded() -> None:
    decision = judged(a_case(), CHANNEL, 31)
    assert decision.changes == (CaseUnmoved(a_case()), ReminderSet(LEAD, NOW + 60 * MINUTE))
    assert [order.act for order in decision.orders] == [SayInThread("unanswered")]


def test_then_the_lead_and_the_people_hear_something() -> None:
    decision = judged(a_case(), LEAD, 61)
    assert decision.changes == (CaseUnmoved(a_case()), ReminderEnded(a_case().id))
    line, told = decision.orders
    assert line.act == SayInThread("unanswered", mention="U0LEAD")
    assert told.id == HOLDING_TOLD
    assert told.act == TellFollowers(Notice("holding", NOW + 61 * MINUTE, saved="looking"))


def test_people_get_the_holding_reply_once_for_a_case() -> None:
    assert len(judged(a_case(), LEAD, replied=True).orders) == 1
    assert judged(a_case(), LEAD, replied=True, said=True).orders == ()
    without = look(a_case(), LEAD, Hours(), replace(PATIENCE, holding_reply=None), "", NOW + 90 * MINUTE)
    assert len(without.orders) == 1


@pytest.mark.parametrize(
    "case",
    [
        *(a_case(status) for status in Status if status not in (Status.RECEIVED, Status.REOPENED)),
        a_case(owner="Erin"),
        a_case(successor=2),
        a_case(promise=promise("Erin", NOW, MINUTE, NOW)),
    ],
    ids=lambda case: f"{case.status}-{case.owner}",
)
@pytest.mark.parametrize("reminder", [CHANNEL, LEAD], ids=lambda reminder: reminder.step)
def test_what_somebody_has_seen_ends_silently(case: Case, reminder: Reminder) -> None:
    decision = judged(case, reminder)
    assert (decision.changes, decision.orders) == ((ReminderEnded(case.id),), ())


def test_who_looks_too_early_waits() -> None:
    assert judged(a_case(), LEAD, 40).changes == (CaseUnmoved(a_case()), ReminderSet(LEAD, NOW + 60 * MINUTE))
    assert judged(a_case(), LEAD, 40).orders == ()


IDS = {"Erin": "U0ERIN"}


@pytest.mark.parametrize(
    ("impact", "own", "at", "paged"),
    [
        ("blocks", None, SATURDAY, True),
        ("workaround", "blocks", SATURDAY, True),
        ("blocks", "cosmetic", SATURDAY, False),
        ("workaround", None, SATURDAY, False),
        ("blocks", None, FRIDAY, False),  # the team is at work
        ("blocks", None, SATURDAY + timedelta(days=1), False),  # nobody is on duty
    ],
)
def test_an_urgent_case_pages_who_is_on_duty(impact: str, own: str | None, at: datetime, paged: bool) -> None:
    orders = page(a_case(impact=own), impact, WORK, IDS, at)
    expected = [SayInThread("paging", by="Erin", mention="U0ERIN")] if paged else []
    assert [order.act for order in orders] == expected
