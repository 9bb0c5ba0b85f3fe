"""*Same as…*: (a case, another one, who says so) → what is written, and that nobody is told a false thing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.decisions import intake, jira_news
from chalicelib.decisions.merging import merge, offered
from chalicelib.model.case import Case, Issue, Step
from chalicelib.model.decision import CaseMoved, CaseOpened, CaseStands, CaseUnmoved, Decision, FollowerJoined
from chalicelib.model.merge_acts import SayMerged
from chalicelib.model.orders import RelateIssue, TellFollowers
from chalicelib.model.owner_acts import AssignDialogs
from chalicelib.model.promise import Promise, PromiseEnded, PromiseWaits
from chalicelib.model.sighting import IssueState
from chalicelib.model.status import Status
from tests.builders import NOW, a_case, a_report

RECEIVED, TAKEN, IN_PROGRESS, RESOLVED, DECLINED, REOPENED = Status
DAYS = timedelta(days=14)
REPORT = a_report(fingerprint=a_case().fingerprint)
EARLIER = NOW - timedelta(hours=1)
CASE = a_case(affected=12, issue=Issue("10005", "SHOP-5"))
INTO = a_case(id="other-1", fingerprint="other", issue=Issue("10003", "SHOP-3"), version=4, changed_at=EARLIER)


def merged_case(decision: Decision) -> Case:
    return next(change.case for change in decision.changes if isinstance(change, CaseMoved))


def test_what_is_written() -> None:
    decision = merge(CASE, INTO, "Erin", NOW)
    merged, unmoved, joined = decision.changes
    assert merged == CaseMoved(replace(CASE, version=2, merged_into=INTO.id, merged_at=NOW))
    assert unmoved == CaseUnmoved(INTO)
    assert isinstance(joined, FollowerJoined)
    all_of_it = joined.follower
    assert (all_of_it.id, all_of_it.case_id, all_of_it.of_case) == (f"case:{CASE.id}", INTO.id, CASE.id)
    assert (all_of_it.email, all_of_it.joined_at) == ("", NOW)


def promised(hours: int) -> Promise:
    due = NOW + timedelta(hours=hours)
    return Promise("Erin", due, due + timedelta(minutes=30), NOW)


@pytest.mark.parametrize(
    ("mine", "others", "goes_on"),
    [
        pytest.param(None, None, None, id="nothing was promised"),
        pytest.param(None, 2, 2, id="the other's stays"),
        pytest.param(1, None, 1, id="it goes over"),
        pytest.param(1, 2, 1, id="the earlier one goes on"),
        pytest.param(2, 1, 1, id="the later one is done with by the earlier"),
    ],
)
def test_what_people_were_promised_goes_on_with_the_other_case(
    mine: int | None, others: int | None, goes_on: int | None
) -> None:
    case = replace(CASE, promise=promised(mine) if mine else None)
    into = replace(INTO, promise=promised(others) if others else None)
    changes = merge(case, into, "Erin", NOW).changes
    after = {change.case.id: change.case for change in changes if isinstance(change, CaseMoved | CaseUnmoved)}
    assert after[CASE.id].promise is None
    assert after[INTO.id].promise == (promised(goes_on) if goes_on else None)
    assert any(isinstance(change, PromiseWaits) for change in changes) == (after[INTO.id] != into)
    assert any(isinstance(change, PromiseEnded) for change in changes) == (mine is not None)


def test_what_is_ordered() -> None:
    decision = merge(CASE, INTO, "Erin", NOW)
    assert [(order.case_id, order.id) for order in decision.orders] == [
        (CASE.id, "jira:same:related"),
        (CASE.id, "jira:same:comment"),
        (CASE.id, "jira:same:closed"),
        (CASE.id, "slack:same:shown"),
        (CASE.id, "slack:same:said"),
        (INTO.id, f"slack:same:{CASE.id}:said"),
        (CASE.id, "fan_out:same:people"),
        (CASE.id, "fan_out:same:noted"),
    ]
    assert decision.orders[5].act == SayMerged("from", CASE.id, "Erin", 12)


@pytest.mark.parametrize("case", [RECEIVED, REOPENED, TAKEN, IN_PROGRESS])
@pytest.mark.parametrize("into", [RECEIVED, REOPENED, TAKEN, IN_PROGRESS])
def test_people_hear_of_it_only_where_the_other_case_is_further_along(case: Status, into: Status) -> None:
    decision = merge(replace(CASE, status=case), replace(INTO, status=into), "Erin", NOW)
    told = [(order.case_id, order.act.notice) for order in decision.orders if isinstance(order.act, TellFollowers)]
    further = (into, case) in {
        (TAKEN, RECEIVED),
        (TAKEN, REOPENED),
        (IN_PROGRESS, RECEIVED),
        (IN_PROGRESS, REOPENED),
        (IN_PROGRESS, TAKEN),
    }
    assert [(name, notice.kind) for name, notice in told] == ([(CASE.id, into.value)] if further else [])
    assert merged_case(decision).status is case, "nothing was decided about it"
    assert not merged_case(decision).is_open


def test_what_the_other_case_has_just_become_is_told_by_one_of_them() -> None:
    """The other case's own news may still be on its way: it goes to those who joined before it."""
    at = NOW + timedelta(milliseconds=5)  # another process, whose clock is a little ahead
    decision = merge(CASE, replace(INTO, status=TAKEN, changed_at=at), "Erin", NOW)
    (joined,) = [change.follower for change in decision.changes if isinstance(change, FollowerJoined)]
    assert joined.joined_at is not None
    assert joined.joined_at > at


def test_the_dialogs_go_to_whoever_has_the_other_case() -> None:
    acts = [order.act for order in merge(CASE, replace(INTO, status=TAKEN, owner="Priya"), "Erin", NOW).orders]
    assert AssignDialogs("Priya") in acts


@pytest.mark.parametrize(
    ("case", "into"),
    [
        pytest.param(CASE, CASE, id="the same"),
        pytest.param(CASE, None, id="that is not there"),
        pytest.param(CASE, replace(INTO, status=RESOLVED), id="that is closed"),
        pytest.param(CASE, replace(INTO, merged_into="third-1"), id="that is merged itself"),
        pytest.param(CASE, replace(INTO, successor=2), id="that has a successor"),
        pytest.param(CASE, replace(INTO, product="web"), id="of another product"),
        pytest.param(replace(CASE, status=DECLINED), INTO, id="of a closed one"),
        pytest.param(replace(CASE, merged_into="third-1"), INTO, id="of a merged one"),
    ],
)
def test_what_can_not_be_merged(case: Case, into: Case | None) -> None:
    decision = merge(case, into, "Erin", NOW)
    assert (decision.changes, decision.orders) == ((), ())


def test_what_is_offered() -> None:
    near, far, big = (
        replace(INTO, id="near-1"),
        replace(INTO, id="far-1", area="orders"),
        replace(INTO, id="big-1", affected=9),
    )
    closed, elsewhere = replace(INTO, id="done-1", status=RESOLVED), replace(INTO, id="web-1", product="web")
    assert offered(CASE, [far, closed, near, CASE, elsewhere, big], NOW) == (big, near, far)


# What Jira says of a merged case's issue

TABLE = jira_news.StatusTable({"To Do": RECEIVED, "Won't Do": DECLINED})
MERGED = replace(CASE, merged_into=INTO.id, merged_at=NOW, jira_status="Won't Do", version=3)


@given(
    status=st.sampled_from(["To Do", "In Progress", "Done", "Won't Do"]),
    category=st.sampled_from(["new", "indeterminate", "done"]),
    who=st.sampled_from([None, "Erin"]),
)
def test_a_merged_cases_card_is_no_news(status: str, category: str, who: str | None) -> None:
    seen = IssueState(Issue("10005", "SHOP-5"), status, category, updated_at=NOW)
    decision = jira_news.issue_seen(MERGED, seen, TABLE, who, NOW)
    for change in decision.changes:
        assert isinstance(change, CaseMoved)
        assert (change.case.status, change.case.owner) == (MERGED.status, MERGED.owner)
    opened = status != MERGED.jira_status and not TABLE.meaning(seen).closed
    assert [order.act for order in decision.orders] == ([SayMerged("moved", INTO.id)] if opened else [])


# Reports of a merged case's problem


@pytest.mark.parametrize("status", [RECEIVED, TAKEN, IN_PROGRESS, REOPENED])
def test_a_report_goes_to_the_case_that_goes_on(status: Status) -> None:
    into = replace(INTO, status=status)
    decision = intake.accept(REPORT, intake.Known(into, merged=MERGED), NOW, DAYS)
    report, case = intake.outcome(decision)
    assert (report.case_id, report.fingerprint, case) == (INTO.id, CASE.fingerprint, into)
    assert CaseStands(into) in decision.changes


def test_soon_after_that_was_resolved_it_is_reopened() -> None:
    into = replace(INTO, status=RESOLVED, changed_at=NOW - timedelta(days=1))
    decision = intake.accept(REPORT, intake.Known(into, merged=MERGED), NOW, DAYS)
    assert (merged_case(decision).id, merged_case(decision).status) == (INTO.id, REOPENED)


def test_long_after_that_was_closed_the_problems_own_line_goes_on() -> None:
    into = replace(INTO, status=RESOLVED, changed_at=NOW - timedelta(days=60))
    decision = intake.accept(REPORT, intake.Known(into, merged=MERGED), NOW, DAYS)
    (opened,) = [change.case for change in decision.changes if isinstance(change, CaseOpened)]
    assert (opened.id, opened.predecessor) == (f"{CASE.fingerprint}-2", CASE.id)
    assert merged_case(decision) == replace(MERGED, version=4, successor=2)
    assert CaseStands(into) in decision.changes, "unless that was reopened meanwhile"
    (opening,) = [order for order in decision.orders if order.id == "jira:opened"]
    related = [order.act for order in opening.then if isinstance(order.act, RelateIssue)]
    assert related == [RelateIssue(Issue("10005", "SHOP-5")), RelateIssue(Issue("10003", "SHOP-3"))]


def test_me_too_on_a_case_that_was_merged_into_one_of_another_area() -> None:
    report = a_report(url="https://shop.example/basket")
    into = replace(INTO, area="orders")
    known = intake.Known(joined=into, named=replace(MERGED, area="prices"))
    assert intake.taker(report, known) == into
    assert intake.taker(report, replace(known, named=replace(MERGED, area="orders"))) is None


# What its people see


def test_its_people_see_the_other_cases_life_from_the_merge_on() -> None:
    before, at, after = (NOW + timedelta(hours=hours) for hours in (1, 2, 3))
    case = replace(CASE, merged_into=INTO.id, merged_at=at)
    steps = (Step(before, RECEIVED), Step(before, TAKEN), Step(after, RESOLVED))
    into = replace(INTO, status=RESOLVED, history=steps, changed_at=after, affected=40, area="orders")
    seen = case.living_on_in(into)
    assert (seen.status, seen.changed_at, seen.affected, seen.area) == (RESOLVED, after, 40, CASE.area)
    assert seen.history == (*CASE.history, Step(at, TAKEN), Step(after, RESOLVED))
    assert case.living_on_in(replace(into, promise=promised(2))).promise == promised(2), "it has gone along"
    assert replace(case, status=TAKEN).living_on_in(into).history == (*CASE.history, Step(after, RESOLVED))
