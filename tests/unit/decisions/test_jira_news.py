"""What Jira tells: a full table of statuses, the watermark, and comments that are answers."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from chalicelib.decisions.jira_news import StatusTable, comment_seen, issue_seen, look_again, next_status
from chalicelib.model.case import Case, Issue
from chalicelib.model.decision import CaseMoved, Decision
from chalicelib.model.orders import Destination, ReadIssue, SayInThread, TellFollowers
from chalicelib.model.sighting import IssueComment, IssueState
from chalicelib.model.status import Status
from tests.builders import NOW, a_case

RECEIVED, TAKEN, IN_PROGRESS, RESOLVED, DECLINED, REOPENED = Status
TABLE = StatusTable(
    {"To Do": RECEIVED, "In Progress": IN_PROGRESS, "Done": RESOLVED, "Won't Do": DECLINED},
    declined_resolutions=("Duplicate",),
)

# What Jira's status has come to mean → what each status of the case becomes, when Jira's status changed.
WHEN_CHANGED = {
    RECEIVED: {
        RECEIVED: RECEIVED,
        TAKEN: TAKEN,
        IN_PROGRESS: RECEIVED,
        RESOLVED: REOPENED,
        DECLINED: REOPENED,
        REOPENED: REOPENED,
    },
    TAKEN: {RESOLVED: REOPENED, DECLINED: REOPENED},
    IN_PROGRESS: {RESOLVED: REOPENED, DECLINED: REOPENED},
    RESOLVED: {},
    DECLINED: {},
    REOPENED: {},
}
# The same with somebody assigned, where that makes a difference.
WITH_AN_ASSIGNEE = {(RECEIVED, RECEIVED): TAKEN, (IN_PROGRESS, RECEIVED): TAKEN}


@pytest.mark.parametrize(
    ("now", "meaning", "changed", "assigned"), list(product(Status, Status, [True, False], [True, False]))
)
def test_every_status_meets_every_meaning(now: Status, meaning: Status, changed: bool, assigned: bool) -> None:
    expected = WHEN_CHANGED[meaning].get(now, meaning) if changed else now
    if assigned and (now, meaning) in WITH_AN_ASSIGNEE and (changed or now is RECEIVED):
        expected = WITH_AN_ASSIGNEE[now, meaning]
    assert next_status(now, meaning, changed=changed, assigned=assigned) is expected


@pytest.mark.parametrize(("now", "meaning", "assigned"), list(product(Status, Status, [True, False])))
def test_reading_the_issue_once_more_changes_nothing(now: Status, meaning: Status, assigned: bool) -> None:
    once = next_status(now, meaning, changed=True, assigned=assigned)
    assert next_status(once, meaning, changed=False, assigned=assigned) is once


def seen(status: str = "In Progress", category: str = "indeterminate", **more: object) -> IssueState:
    state = IssueState(Issue("10001", "SHOP-1"), status, category, NOW + timedelta(minutes=1))
    return replace(state, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("status", "category", "resolution", "meaning"),
    [
        ("To Do", "new", None, RECEIVED),
        ("Done", "done", "Done", RESOLVED),
        ("Won't Do", "done", None, DECLINED),
        ("Done", "done", "Duplicate", RESOLVED),  # a status that is named in the table means what the table says
        ("Erledigt", "done", "Fixed", RESOLVED),
        ("Erledigt", "done", "Duplicate", DECLINED),
        ("Wartet", "indeterminate", None, IN_PROGRESS),
        ("Neu", "new", None, RECEIVED),
        ("Odd", "undefined", None, IN_PROGRESS),
    ],
)
def test_a_status_that_the_table_leaves_out_goes_by_its_category(
    status: str, category: str, resolution: str | None, meaning: Status
) -> None:
    assert TABLE.meaning(seen(status, category, resolution=resolution)) is meaning


def moved_to(decision: Decision) -> Case:
    (change,) = decision.changes
    assert isinstance(change, CaseMoved)
    return change.case


def test_a_moved_card_moves_the_case_and_tells_everybody() -> None:
    decision = issue_seen(a_case(), seen(), TABLE, None, NOW)
    case = moved_to(decision)
    assert (case.status, case.jira_status, case.seen_at, case.version) == (
        IN_PROGRESS,
        "In Progress",
        NOW + timedelta(minutes=1),
        2,
    )
    assert [order.id for order in decision.orders] == ["slack:v2:shown", "slack:v2:said", "fan_out:v2:told"]


def test_a_card_that_goes_back_is_no_news_to_those_who_wait() -> None:
    case = a_case(IN_PROGRESS, jira_status="In Progress")
    decision = issue_seen(case, seen("To Do", "new"), TABLE, None, NOW)
    assert moved_to(decision).status is RECEIVED
    assert {order.destination for order in decision.orders} == {Destination.SLACK}


@pytest.mark.parametrize("behind", [timedelta(0), timedelta(microseconds=1), timedelta(days=1)])
def test_what_is_not_newer_than_what_is_known_is_dropped(behind: timedelta) -> None:
    case = a_case(seen_at=NOW)
    assert issue_seen(case, seen(updated_at=NOW - behind), TABLE, "Erin", NOW) == Decision("older than what is known")


def test_the_same_status_again_is_nothing_new() -> None:
    case = a_case(IN_PROGRESS, jira_status="In Progress", owner="Erin")
    assert issue_seen(case, seen(), TABLE, "Erin", NOW).changes == ()
    assert issue_seen(case, seen(), TABLE, None, NOW).changes == ()


def test_another_status_of_the_same_meaning_is_noted_and_tells_nobody() -> None:
    case = a_case(IN_PROGRESS, jira_status="In Progress")
    decision = issue_seen(case, seen("In Review"), TABLE, None, NOW)
    assert moved_to(decision).jira_status == "In Review"
    assert decision.orders == (), "Slack shows nothing of it, so nothing is shown again"


def test_an_assignment_takes_a_case_that_waits() -> None:
    decision = issue_seen(a_case(jira_status="To Do"), seen("To Do", "new"), TABLE, "Erin", NOW)
    assert (moved_to(decision).status, moved_to(decision).owner) == (TAKEN, "Erin")


def test_another_assignee_is_shown_to_the_team_only() -> None:
    case = a_case(IN_PROGRESS, jira_status="In Progress", owner="Erin")
    decision = issue_seen(case, seen(), TABLE, "Priya", NOW)
    assert moved_to(decision).owner == "Priya"
    assert [order.id for order in decision.orders] == ["slack:v2:shown"]


def test_a_new_case_whose_card_was_never_touched_stays_where_it_is() -> None:
    assert issue_seen(a_case(), seen("To Do", "new"), TABLE, None, NOW).changes == ()


def test_the_same_delivery_makes_the_same_order() -> None:
    once, again = look_again("c-1", "d-1", "20001"), look_again("c-1", "d-1", "20001")
    assert once == again
    assert once.orders[0].act == ReadIssue("20001")
    assert once.orders[0].id != look_again("c-1", "d-2", "20001").orders[0].id


def a_comment(body: str) -> IssueComment:
    return IssueComment("20001", "Erin", "5b10a-erin", body, NOW)


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        ("[public] We are on it.", "We are on it."),
        ("  [PUBLIC]\nWe are on it.\n", "We are on it."),
        ("[public]", None),
        ("[public]   ", None),
        ("We said [public] things", None),
        ("", None),
    ],
)
def test_only_what_begins_with_the_prefix_is_for_those_who_wait(body: str, answer: str | None) -> None:
    decision = comment_seen(a_case(), a_comment(body), "[public]", NOW)
    told = [order.act.notice.text for order in decision.orders if isinstance(order.act, TellFollowers)]
    said = [order.act.text for order in decision.orders if isinstance(order.act, SayInThread)]
    assert told == said == ([answer] if answer else [])


def test_one_comment_is_one_answer() -> None:
    once = comment_seen(a_case(), a_comment("[public] Yes"), "[public]", NOW)
    later = comment_seen(a_case(version=9), a_comment("[public] Yes"), "[public]", NOW + timedelta(hours=1))
    assert [order.id for order in once.orders] == [order.id for order in later.orders]
