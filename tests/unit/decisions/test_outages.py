"""An outage from its declaration to its end, and back: what is written, and who is told."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.decisions import intake, outages
from chalicelib.decisions.counting import count
from chalicelib.decisions.intake import Known
from chalicelib.decisions.jira_news import StatusTable, issue_seen
from chalicelib.decisions.merging import merge
from chalicelib.decisions.outages import Draft
from chalicelib.decisions.slack_actions import take
from chalicelib.model.case import Case, Issue
from chalicelib.model.decision import CaseMoved, CaseOpened, Decision, FollowerJoined, PersonCounted, RowSettled
from chalicelib.model.orders import Destination, MoveIssue, Tell, TellFollowers
from chalicelib.model.outage import WARDS, Stage, ward_of, wards, whole
from chalicelib.model.outage_acts import SayUpdate
from chalicelib.model.outage_changes import OutageListed, OutageTakes
from chalicelib.model.sighting import IssueState
from chalicelib.model.status import Status
from tests.builders import NOW, a_case, a_person, a_report

TEXTS = {"en": "Broken", "ru": "Сломано"}
DRAFT = Draft("form-1", TEXTS)
LATER = NOW + timedelta(minutes=11)
SETTLED = RowSettled("REPORT#1", "REPORT")


def an_outage(*areas: str) -> Case:
    return outages.declared(outages.declare("shop", areas or ("prices",), DRAFT, "Erin", NOW))


def ended(case: Case) -> Case:
    return moved(outages.update(case, Draft("form-end", TEXTS, "resolved"), "Erin", 10, LATER))


def moved(decision: Decision) -> Case:
    return next(change.case for change in decision.changes if isinstance(change, CaseMoved))


def test_declared_it_is_a_case_with_one_issue_and_one_message() -> None:
    decision = outages.declare("shop", ("prices", "orders"), DRAFT, "Erin", NOW)
    case = outages.declared(decision)
    assert decision.changes == (CaseOpened(case), OutageListed(case))
    made = [order.act.verb for order in decision.orders]
    assert made == ["open_outage_issue", "publish_status", "join_subscribers"]
    assert case == outages.declared(outages.declare("shop", ("prices", "orders"), DRAFT, "Erin", NOW)), "asked twice"
    assert case.id != outages.declared(outages.declare("shop", ("prices",), replace(DRAFT, cause="2"), "Erin", NOW)).id


@pytest.mark.parametrize(
    ("area", "outage", "takes"),
    [
        ("prices", an_outage(), True),
        ("orders", an_outage(), False),
        ("orders", an_outage("prices", "orders"), True),
        ("prices", ended(an_outage()), False),
        ("prices", a_case(), False),
    ],
)
def test_an_open_outage_takes_the_reports_of_its_areas(area: str, outage: Case, takes: bool) -> None:
    assert (intake.outage_for(area, [outage]) is outage) is takes


def test_of_two_the_older_one_takes() -> None:
    younger = replace(an_outage(), id="outage-9-1", opened_at=LATER)
    assert intake.outage_for("prices", [younger, an_outage()]) == an_outage()


@pytest.mark.parametrize("own", [None, a_case(), a_case(Status.RESOLVED)])
def test_a_report_is_answered_and_writes_nothing_of_the_outage_itself(own: Case | None) -> None:
    outage = an_outage()
    report = a_report(person=a_person(1))
    decision = intake.accept(report, Known(own, joined=own, outage=outage), NOW, timedelta(days=14))
    accepted, case = intake.outcome(decision)
    assert (accepted.case_id, case) == (outage.id, outage)
    assert OutageTakes(outage) in decision.changes
    assert not any(isinstance(change, CaseMoved | CaseOpened) for change in decision.changes)
    (told,) = decision.orders
    assert isinstance(told.act, Tell)
    assert (told.destination, told.act.notice.kind) == (Destination.MAIL, "outage")
    assert told.case_id == ward_of(outage.id, told.act.follower.id)
    again = intake.accept(report, Known(outage=outage, follows=True), NOW, timedelta(days=14))
    assert again.orders == ()


@pytest.mark.parametrize("before", [True, False])
def test_counting_makes_no_order(before: bool) -> None:
    decision = count(an_outage(), a_report(), SETTLED, counted_before=before)
    assert decision.orders == ()
    assert any(isinstance(change, PersonCounted) for change in decision.changes) is not before


@given(st.lists(st.emails(), min_size=1, max_size=40))
def test_people_are_spread_over_the_wards_each_in_one(people: list[str]) -> None:
    outage = an_outage()
    for one in people:
        ward = ward_of(outage.id, one)
        assert ward in wards(outage.id)
        assert whole(ward) == outage.id
        assert ward == ward_of(outage.id, one.upper())
    assert len(wards(outage.id)) == WARDS
    assert wards("abc-1") == ("abc-1",)


@pytest.mark.parametrize(
    ("stage", "kind", "status", "moves"),
    [
        ("investigating", "update", Status.IN_PROGRESS, False),
        ("identified", "update", Status.IN_PROGRESS, False),
        ("monitoring", "update", Status.IN_PROGRESS, False),
        ("resolved", "over", Status.RESOLVED, True),
    ],
)
def test_an_update_goes_to_everyone(stage: Stage, kind: str, status: Status, moves: bool) -> None:
    decision = outages.update(an_outage(), Draft("form-2", TEXTS, stage, LATER), "Erin", 10, NOW)
    after = moved(decision)
    assert after.outage is not None
    assert (after.status, after.outage.newest.number, len(after.outage.updates)) == (status, 2, 2)
    (told,) = [order.act for order in decision.orders if isinstance(order.act, TellFollowers)]
    assert (told.notice.kind, told.notice.update, told.notice.promised) == (kind, after.outage.newest, LATER)
    assert any(isinstance(order.act, MoveIssue) for order in decision.orders) is moves


def test_the_same_form_is_sent_once_and_nothing_after_the_end() -> None:
    once = moved(outages.update(an_outage(), Draft("form-2", TEXTS), "Erin", 10, NOW))
    assert outages.update(once, Draft("form-2", TEXTS), "Erin", 10, LATER) == Decision("it is sent already")
    assert outages.update(ended(once), Draft("form-3", TEXTS), "Erin", 10, LATER) == Decision("it is over")
    assert outages.update(a_case(), Draft("form-3", TEXTS), "Erin", 10, LATER) == Decision("it is no outage")


def test_updates_are_capped_like_the_mails_that_they_are() -> None:
    case = an_outage()
    for number in range(2, 4):
        case = moved(outages.update(case, Draft(f"form-{number}", TEXTS), "Erin", 3, NOW))
    assert outages.update(case, Draft("form-9", TEXTS), "Erin", 3, NOW).why == "too many updates in ten minutes"
    assert outages.update(case, Draft("form-9", TEXTS), "Erin", 3, LATER).why == "an update"


def test_one_press_opens_it_again_and_everybody_hears_so() -> None:
    decision = outages.reopen(ended(an_outage()), TEXTS, "Erin", LATER)
    assert moved(decision).status is Status.REOPENED
    assert moved(decision).is_open
    kinds = [order.act.notice.kind for order in decision.orders if isinstance(order.act, TellFollowers)]
    assert kinds == ["update"]
    assert outages.reopen(moved(decision), TEXTS, "Erin", LATER).changes == (), "a second press"


@pytest.mark.parametrize(("due", "late"), [(None, 0), (LATER, 0), (NOW - timedelta(seconds=1), 1)])
def test_the_lead_hears_once_that_an_update_is_late(due: datetime | None, late: int) -> None:
    case = outages.declared(outages.declare("shop", ("prices",), replace(DRAFT, next_by=due), "Erin", NOW))
    said = [order for decision in outages.look(case, "U0PRIYA", NOW) for order in decision.orders]
    lines = [order for order in said if isinstance(order.act, SayUpdate)]
    assert [order.id for order in lines] == ["slack:late:1"] * late
    assert outages.look(ended(case), "U0PRIYA", LATER) == ()


def test_it_takes_one_more_area_once() -> None:
    decision = outages.add_area(an_outage(), "orders", NOW)
    assert moved(decision).outage == replace(an_outage(), outage=an_outage("prices", "orders").outage).outage
    assert outages.add_area(moved(decision), "orders", NOW).changes == ()


def test_cases_join_it_and_it_joins_none() -> None:
    outage, case = an_outage(), a_case()
    decision = merge(case, outage, "Erin", NOW)
    assert any(isinstance(change, FollowerJoined) and change.follower.of_case == case.id for change in decision.changes)
    told = [order.act.notice.kind for order in decision.orders if isinstance(order.act, TellFollowers)]
    assert told == ["outage"]
    assert merge(outage, case, "Erin", NOW) == Decision("an outage goes on by itself")
    assert outages.joins_outage(case, outage, since=NOW)
    assert not outages.joins_outage(replace(case, area="orders"), outage, since=NOW)
    assert not outages.joins_outage(replace(case, opened_at=NOW - timedelta(days=1)), outage, since=NOW)


def test_what_engineers_do_with_its_card_is_no_news_to_everyone_affected() -> None:
    done = IssueState(Issue("1", "SHOP-1"), "Done", "done", NOW)
    decision = issue_seen(an_outage(), done, StatusTable({}), None, NOW)
    assert moved(decision).status is Status.RECEIVED
    assert [order.destination for order in decision.orders] == [Destination.SLACK] * 2
    assert [order.destination for order in take(an_outage(), "Erin", None, NOW).orders].count(Destination.FAN_OUT) == 1
    assert not any(isinstance(order.act, TellFollowers) for order in take(an_outage(), "Erin", None, NOW).orders)
