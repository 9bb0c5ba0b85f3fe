"""Promises and the replies that make them: kept when people hear something in time, else broken, and counted once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.decisions import holding, jira_news, slack_actions
from chalicelib.decisions.promises import look, promise
from chalicelib.model.case import Case, Issue
from chalicelib.model.decision import CaseMoved, CaseUnmoved, Decision
from chalicelib.model.hours import Hours, Period, is_open
from chalicelib.model.notice import Notice
from chalicelib.model.orders import Destination, SayInThread, TellFollowers
from chalicelib.model.promise import PromiseCounted, PromiseEnded, PromiseWaits
from chalicelib.model.sighting import IssueComment, IssueState
from chalicelib.model.status import Status
from tests.builders import NOW, a_case

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
MARGIN, WARN = 30 * MINUTE, 15 * MINUTE
PROMISE = promise("Erin", NOW + HOUR, MARGIN, NOW)
PROMISED = a_case(Status.TAKEN, owner="Erin", version=3, promise=PROMISE)
WORK = Hours("Europe/Moscow", ((Period(9 * 60, 13 * 60), Period(14 * 60, 18 * 60)),) * 5 + ((), ()))
TABLE = jira_news.StatusTable({"To Do": Status.RECEIVED})


def after(decision: Decision) -> Case:
    (case,) = (change.case for change in decision.changes if isinstance(change, CaseMoved))
    return case


def counted(decision: Decision) -> list[bool]:
    return [change.kept for change in decision.changes if isinstance(change, PromiseCounted)]


def said(decision: Decision) -> list[SayInThread]:
    return [order.act for order in decision.orders if isinstance(order.act, SayInThread)]


def a_comment(body: str) -> IssueComment:
    return IssueComment("1", "Erin", "5b10a-erin", body, NOW)


def seen(status: str, category: str) -> IssueState:
    return IssueState(Issue("10001", "SHOP-1"), status, category, NOW + MINUTE)


TELL: dict[str, Callable[[datetime], Decision]] = {
    "reply": lambda at: holding.reply(PROMISED, Notice("holding", at, "Soon"), None, WARN, "Erin", "V1", at),
    "not_a_bug": lambda at: slack_actions.not_a_bug(PROMISED, "Erin", at),
    "taken": lambda at: slack_actions.take(replace(PROMISED, status=Status.REOPENED), "Erin", None, at),
    "answer": lambda at: jira_news.comment_seen(PROMISED, a_comment("[public] Found it"), "[public]", at),
    "status": lambda at: jira_news.issue_seen(PROMISED, seen("In Progress", "indeterminate"), TABLE, None, at),
}
SILENT: dict[str, Callable[[datetime], Decision]] = {
    "question": lambda at: slack_actions.ask(PROMISED, "Which browser?", "Erin", "V1", at),
    "handed over": lambda at: slack_actions.take(PROMISED, "Priya", None, at),
    "comment": lambda at: jira_news.comment_seen(PROMISED, a_comment("between us"), "[public]", at),
}


@pytest.mark.parametrize("name", TELL)
@pytest.mark.parametrize(
    ("at", "kept"),
    [(NOW + MINUTE, True), (NOW + HOUR + MARGIN, True), (NOW + HOUR + MARGIN + MINUTE, False)],
)
def test_people_who_hear_something_in_time_were_promised_rightly(name: str, at: datetime, kept: bool) -> None:
    decision = TELL[name](at)
    assert counted(decision) == [kept]
    assert after(decision).promise is None
    assert after(decision).version == PROMISED.version + 1
    assert PromiseEnded(PROMISED.id) in decision.changes


@pytest.mark.parametrize("name", SILENT)
def test_what_tells_people_nothing_keeps_no_promise(name: str) -> None:
    decision = SILENT[name](NOW + MINUTE)
    assert counted(decision) == []
    assert all(change.case.promise == PROMISE for change in decision.changes if isinstance(change, CaseMoved))


def test_a_reply_with_a_promise() -> None:
    case = a_case(version=4)
    notice = Notice("holding", NOW, "Two of us look at it", "looking")
    decision = holding.reply(case, notice, PROMISE, WARN, "Erin", "V1", NOW)
    assert after(decision) == replace(case, version=5, promise=PROMISE)
    assert PromiseWaits(case.id, NOW + 45 * MINUTE) in decision.changes
    assert counted(decision) == []
    told, line = decision.orders
    assert (told.id, told.destination) == ("fan_out:reply:V1:told", Destination.FAN_OUT)
    assert told.act == TellFollowers(replace(notice, promised=NOW + HOUR + MARGIN), by="Erin")
    assert line.act == SayInThread("replied", None, notice.text, "Erin", saved="looking", due=NOW + HOUR)


def test_a_new_promise_takes_the_place_of_the_old_one_which_is_counted() -> None:
    new = promise("Priya", NOW + 5 * HOUR, MARGIN, NOW + HOUR)
    decision = holding.reply(PROMISED, Notice("holding", NOW + HOUR, "Not yet"), new, WARN, "Priya", "V2", NOW + HOUR)
    assert after(decision).promise == new
    assert counted(decision) == [True]
    rows = [change for change in decision.changes if isinstance(change, PromiseWaits | PromiseEnded)]
    assert rows == [PromiseWaits(PROMISED.id, new.due - WARN)], "one row is written once in a transaction"


def test_a_case_that_was_closed_meanwhile_tells_nobody_but_the_thread() -> None:
    notice = Notice("holding", NOW, "Soon")
    decision = holding.reply(a_case(Status.RESOLVED), notice, PROMISE, WARN, "Erin", "V1", NOW)
    assert (decision.changes, [line.said for line in said(decision)]) == ((), ["not_sent"])
    assert len(decision.orders) == 1


def test_a_promise_that_is_due_soon_is_warned_of_half_way() -> None:
    short = promise("Erin", NOW + 10 * MINUTE, MARGIN, NOW)
    decision = holding.reply(a_case(), Notice("holding", NOW, "Soon"), short, WARN, "Erin", "V1", NOW)
    assert PromiseWaits(a_case().id, NOW + 5 * MINUTE) in decision.changes


def judged(minutes: float, case: Case = PROMISED, *, warned: bool = False) -> Decision:
    return look(case, WARN, "U0ERIN", "U0LEAD", NOW + minutes * MINUTE, warned=warned)


def test_before_it_is_due_slack_is_warned_and_who_made_it_named() -> None:
    for minutes in (46, 61, 90):
        decision = judged(minutes)
        assert decision.changes == (CaseUnmoved(PROMISED), PromiseWaits(PROMISED.id, PROMISE.told_due))
        assert said(decision) == [SayInThread("promise_due", by="Erin", mention="U0ERIN", due=PROMISE.due)]
    assert said(judged(46, warned=True)) == []
    assert judged(30).changes == (CaseUnmoved(PROMISED), PromiseWaits(PROMISED.id, NOW + 45 * MINUTE))
    assert judged(30).orders == ()


def test_after_the_moment_that_people_were_told_it_is_broken() -> None:
    decision = judged(91)
    assert counted(decision) == [False]
    assert after(decision).promise is None
    assert PromiseEnded(PROMISED.id) in decision.changes
    assert said(decision) == [SayInThread("promise_broken", by="Erin", mention="U0LEAD", due=PROMISE.told_due)]
    assert Destination.FAN_OUT not in {order.destination for order in decision.orders}


def test_what_is_not_promised_any_more_is_not_looked_at_again() -> None:
    decision = judged(91, replace(PROMISED, promise=None))
    assert (decision.changes, decision.orders) == ((PromiseEnded(PROMISED.id),), ())


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WORK.zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (
            "2026-11-30 09:33",  # a Monday
            {
                "1_hour": "2026-11-30 10:35",
                "2_hours": "2026-11-30 11:35",
                "4_hours": "2026-11-30 14:35",
                "today": "2026-11-30 18:00",
                "tomorrow": "2026-12-01 12:00",
            },
        ),
        (
            "2026-12-04 17:30",  # a Friday
            {
                "1_hour": "2026-12-07 09:30",
                "2_hours": "2026-12-07 10:30",
                "4_hours": "2026-12-07 12:30",
                "today": "2026-12-04 18:00",
                "tomorrow": "2026-12-07 12:00",
            },
        ),
        (
            "2026-12-05 12:00",
            {
                "1_hour": "2026-12-07 10:00",
                "2_hours": "2026-12-07 11:00",
                "4_hours": "2026-12-07 14:00",
                "tomorrow": "2026-12-07 12:00",
            },
        ),
    ],
)
def test_what_may_be_promised(at: str, due: dict[str, str]) -> None:
    found = holding.choices(WORK, moment(at))
    assert {choice.name: choice.due for choice in found} == {name: moment(text) for name, text in due.items()}


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (Period(9 * 60, 11 * 60), "2026-12-01 11:00"),
        (Period(15 * 60, 18 * 60), "2026-12-01 16:00"),
        (Period(12 * 60, 18 * 60), "2026-12-01 13:00"),
        (Period(0, 24 * 60), "2026-12-01 12:00"),
    ],
)
def test_noon_of_a_day_that_has_none(day: Period, due: str) -> None:
    hours = Hours("Europe/Moscow", ((day,),) * 7)
    assert moment(due) in [choice.due for choice in holding.choices(hours, moment("2026-11-30 10:00"))]


def test_around_the_clock_today_ends_before_midnight() -> None:
    (today,) = [one.due for one in holding.choices(Hours(), NOW) if one.name == "today"]
    assert today == NOW.replace(hour=23, minute=59)


@given(st.integers(0, 30 * 24 * 60).map(lambda minutes: NOW + minutes * MINUTE), st.sampled_from([WORK, Hours()]))
def test_every_moment_is_ahead_and_stands_once(at: datetime, hours: Hours) -> None:
    due = [choice.due for choice in holding.choices(hours, at)]
    assert due == sorted(set(due))
    assert all(one > at for one in due)
    assert all(is_open(hours, one) or is_open(hours, one - timedelta(seconds=1)) for one in due)
