"""What people do elsewhere: buttons in Slack, notes on the tracking page; and how many are affected."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.decisions.counting import count, worth_showing
from chalicelib.decisions.notes import add_note
from chalicelib.decisions.slack_actions import ask, not_a_bug, take, take_over
from chalicelib.model.case import Case
from chalicelib.model.decision import CaseMoved, Decision, PersonCounted, RowSettled
from chalicelib.model.orders import AssignIssue, Destination, MoveIssue, ShowCase, TellFollowers
from chalicelib.model.owner_acts import AssignDialogs, SayTakenOver
from chalicelib.model.status import Status
from tests.builders import NOW, a_case, a_person, a_report

RECEIVED, TAKEN, IN_PROGRESS, RESOLVED, DECLINED, REOPENED = Status
SETTLED = RowSettled("REPORT#report-0002", "REPORT")


def after(decision: Decision) -> Case | None:
    return next((change.case for change in decision.changes if isinstance(change, CaseMoved)), None)


def destinations(decision: Decision) -> set[Destination]:
    return {order.destination for order in decision.orders}


@pytest.mark.parametrize(
    ("status", "owner", "becomes", "people_hear"),
    [
        (RECEIVED, None, TAKEN, True),
        (RECEIVED, "Erin", TAKEN, True),
        (REOPENED, None, TAKEN, True),
        (REOPENED, "Erin", TAKEN, True),  # it came back to the one who had it, and she takes it again
        (REOPENED, "Priya", TAKEN, True),
        (TAKEN, "Priya", None, False),  # two pressed at once: the second does not take it from the first
        (IN_PROGRESS, "Priya", None, False),
        (IN_PROGRESS, None, IN_PROGRESS, False),
        (TAKEN, "Erin", None, False),
        (IN_PROGRESS, "Erin", None, False),
        (RESOLVED, None, None, False),
        (DECLINED, "Priya", None, False),
    ],
)
def test_take(status: Status, owner: str | None, becomes: Status | None, people_hear: bool) -> None:
    decision = take(a_case(status, owner=owner), "Erin", "5b10a-erin", NOW)
    case = after(decision)
    assert (case.status if case else None) is becomes
    acts = [order.act for order in decision.orders]
    assert any(isinstance(act, TellFollowers) for act in acts) == people_hear
    if case:
        assert case.owner == "Erin"
        assert {AssignIssue("5b10a-erin"), AssignDialogs("Erin")} <= set(acts)


@pytest.mark.parametrize("status", [TAKEN, IN_PROGRESS])
def test_a_case_is_taken_over_from_the_colleague_who_has_it(status: Status) -> None:
    before = a_case(status, owner="Priya", changed_at=NOW - timedelta(days=1))
    decision = take_over(before, "Erin", "5b10a-erin", NOW)
    assert after(decision) == replace(before, owner="Erin", version=2), "no new status, so nothing that people wait for"
    assert [order.act for order in decision.orders] == [
        AssignIssue("5b10a-erin"),
        AssignDialogs("Erin"),
        ShowCase(),
        SayTakenOver("Erin", "Priya"),
    ]
    assert take_over(a_case(status, owner="Erin"), "Erin", None, NOW).changes == ()


@pytest.mark.parametrize(
    "case",
    [a_case(owner="Priya"), a_case(REOPENED, owner="Priya"), a_case(TAKEN), a_case(RESOLVED, owner="Priya")],
    ids=lambda case: f"{case.status}-{case.owner}",
)
def test_where_there_is_nobody_to_take_over_from_it_is_taken(case: Case) -> None:
    assert take_over(case, "Erin", "5b10a-erin", NOW) == take(case, "Erin", "5b10a-erin", NOW)


def test_nothing_is_done_to_a_case_that_was_merged() -> None:
    merged = a_case(merged_into="other-1", owner="Priya")
    for decision in (take(merged, "Erin", None, NOW), take_over(merged, "Erin", None, NOW)):
        assert (decision.changes, decision.orders) == ((), ())
    assert not_a_bug(merged, "Erin", NOW).changes == ()


def test_whoever_has_no_jira_account_takes_without_an_assignee() -> None:
    assert Destination.JIRA not in destinations(take(a_case(), "Guest", None, NOW))


def test_the_second_press_changes_nothing() -> None:
    first = after(take(a_case(), "Erin", None, NOW))
    assert first
    assert take(first, "Erin", None, NOW).changes == ()
    declined = after(not_a_bug(a_case(), "Erin", NOW))
    assert declined
    assert not_a_bug(declined, "Erin", NOW).changes == ()


@pytest.mark.parametrize("status", Status)
def test_not_a_bug(status: Status) -> None:
    decision = not_a_bug(a_case(status), "Erin", NOW)
    case = after(decision)
    assert (case.status if case else None) is (None if status.closed else DECLINED)
    if case:
        assert MoveIssue(DECLINED) in [order.act for order in decision.orders]
        assert destinations(decision) == {Destination.JIRA, Destination.SLACK, Destination.FAN_OUT}


def test_a_question_goes_to_those_who_reported_and_is_kept_in_jira() -> None:
    decision = ask(a_case(), "Which browser?", "Erin", "V1", NOW)
    assert destinations(decision) == {Destination.JIRA, Destination.SLACK, Destination.FAN_OUT}
    (told,) = [order.act for order in decision.orders if isinstance(order.act, TellFollowers)]
    assert (told.notice.kind, told.notice.text) == ("question", "Which browser?")


def test_one_form_is_one_question() -> None:
    ids = {order.id for order in ask(a_case(), "Why?", "Erin", "V1", NOW).orders}
    assert ids == {order.id for order in ask(a_case(version=4), "Why?", "Erin", "V1", NOW).orders}
    assert not ids & {order.id for order in ask(a_case(), "Why?", "Erin", "V2", NOW).orders}


def test_a_note_reaches_the_engineers_once_and_mails_nobody() -> None:
    decision = add_note(a_case(), a_report(), "It is back")
    assert destinations(decision) == {Destination.JIRA, Destination.SLACK}
    assert [order.id for order in decision.orders] == [
        order.id for order in add_note(a_case(version=5), a_report(), "It is back").orders
    ]
    assert {order.id for order in decision.orders}.isdisjoint(
        order.id for order in add_note(a_case(), a_report(number=2), "It is back").orders
    )


def test_the_shown_numbers_grow_with_the_case() -> None:
    shown = [number for number in range(1, 1001) if worth_showing(number)]
    assert shown == [1, 2, 3, 5, 7, 10, 20, 30, 50, 70, 100, 200, 300, 500, 700, 1000]


@pytest.mark.parametrize(
    ("affected", "orders"),
    [
        (1, ["jira:linked:report-0002", "jira:affected:2", "slack:affected:2:shown", "slack:affected:2:said"]),
        (3, ["jira:linked:report-0002"]),
        (19, ["jira:linked:report-0002", "jira:affected:20", "slack:affected:20:shown", "slack:affected:20:said"]),
        (20, []),
        (99, ["jira:affected:100", "slack:affected:100:shown", "slack:affected:100:said"]),
    ],
)
def test_what_one_more_person_makes(affected: int, orders: list[str]) -> None:
    report = replace(a_report(number=2), person=a_person(2))
    decision = count(a_case(affected=affected), report, SETTLED, counted_before=False)
    assert decision.changes == (PersonCounted(a_case().id, "user:2"), SETTLED)
    assert [order.id for order in decision.orders] == orders


def test_whoever_opened_the_case_is_counted_and_nothing_more() -> None:
    decision = count(a_case(), a_report(), SETTLED, counted_before=False)
    assert decision.orders == ()
    assert PersonCounted(a_case().id, "user:17") in decision.changes


def test_nobody_is_counted_twice_but_everybody_is_heard() -> None:
    decision = count(a_case(affected=1), a_report(number=2), SETTLED, counted_before=True)
    assert decision.changes == (SETTLED,)
    assert [order.act.verb for order in decision.orders] == ["link_report"]
    with_words = count(a_case(affected=1), a_report(number=2, comment="And now"), SETTLED, counted_before=True)
    assert [order.act.verb for order in with_words.orders] == ["link_report", "say_in_thread"]


def test_one_person_who_clicks_all_day_makes_few_orders() -> None:
    orders = {
        order.id
        for number in range(1000)
        for order in count(a_case(affected=1), a_report(number=number), SETTLED, counted_before=True).orders
    }
    assert len(orders) == 1


def test_ten_thousand_people_make_few_changes_in_jira() -> None:
    """Promise 8: the load on Jira does not grow with the number of reports."""
    made = 0
    for number in range(2, 10_001):
        report = replace(a_report(number=number), person=a_person(number))
        made += len(count(a_case(affected=number - 1), report, SETTLED, counted_before=False).orders)
    assert made < 100
