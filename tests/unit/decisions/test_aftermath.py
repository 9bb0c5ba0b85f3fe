"""After an outage: which one a report is compared with, who is asked, and what the team hears of their answers."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chalicelib.decisions import intake, outages
from chalicelib.decisions.aftermath import ASKED_FOR, asks, ended_for, says_same
from chalicelib.decisions.intake import Known
from chalicelib.decisions.merging import merge
from chalicelib.decisions.outages import Draft
from chalicelib.model.case import Case
from chalicelib.model.decision import CaseMoved, CaseOpened, CaseStands, Decision
from chalicelib.model.outage_acts import SayStill
from chalicelib.model.outage_changes import OutagePast, OutageTakes, StillThere
from chalicelib.model.report import Report
from tests.builders import NOW, a_case, a_person, a_report

TEXTS = {"en": "Broken"}
END = NOW + timedelta(hours=1)
LATER = END + timedelta(minutes=5)
DAYS = timedelta(days=14)


def an_outage(*areas: str, cause: str = "form-1") -> Case:
    return outages.declared(outages.declare("shop", areas or ("prices",), Draft(cause, TEXTS), "Erin", NOW))


def ended(case: Case, at: datetime = END) -> Case:
    return moved(outages.update(case, Draft(f"end {at}", TEXTS, "resolved"), "Erin", 10, at))


def moved(decision: Decision) -> Case:
    return next(change.case for change in decision.changes if isinstance(change, CaseMoved))


def accepted(report: Report, known: Known, at: datetime = LATER) -> tuple[Decision, Report, Case]:
    decision = intake.accept(report, known, at, DAYS)
    return decision, *intake.outcome(decision)


@pytest.mark.parametrize(
    ("area", "case", "at", "found"),
    [
        ("prices", ended(an_outage()), END, True),
        ("prices", ended(an_outage()), END + ASKED_FOR, True),
        ("prices", ended(an_outage()), END + ASKED_FOR + timedelta(seconds=1), False),
        ("orders", ended(an_outage()), LATER, False),
        ("orders", ended(an_outage("prices", "orders")), LATER, True),
        ("prices", an_outage(), LATER, False),
        ("prices", moved(outages.reopen(ended(an_outage()), TEXTS, "Erin", LATER)), LATER, False),
        ("prices", a_case(), LATER, False),
    ],
)
def test_a_report_is_compared_with_what_ended_in_its_area_within_a_day(
    area: str, case: Case, at: datetime, found: bool
) -> None:
    assert (ended_for(area, [case], at) is case) is found


def test_of_two_it_is_the_one_that_ended_last() -> None:
    first, second = ended(an_outage(), END), ended(an_outage(cause="form-2"), LATER)
    assert ended_for("prices", [first, second], LATER) == ended_for("prices", [second, first], LATER) == second


def test_afterwards_a_report_goes_its_normal_way_and_remembers_what_it_is_asked() -> None:
    decision, report, case = accepted(a_report(), Known(ended=ended(an_outage())))
    assert case.outage is None
    assert any(isinstance(change, CaseOpened) for change in decision.changes)
    assert report.after == an_outage().id
    assert asks(case, ended(an_outage()))


def test_while_another_outage_is_open_nothing_is_asked() -> None:
    still_open = an_outage(cause="form-2")
    _, report, case = accepted(a_report(), Known(outage=still_open, ended=ended(an_outage())))
    assert (report.after, case.id) == (None, still_open.id)


def test_a_problem_that_was_merged_into_it_has_a_successor_and_does_not_open_it() -> None:
    over = ended(an_outage())
    own = moved(merge(a_case(), an_outage(), "Erin", NOW))
    again = a_report(fingerprint=own.fingerprint)
    decision, report, case = accepted(again, Known(over, merged=own, ended=over))
    assert case.id == f"{own.fingerprint}-2"
    assert CaseStands(over) in decision.changes
    assert moved(decision) == replace(own, version=own.version + 1, successor=2)
    assert report.after == over.id


@pytest.mark.parametrize(("came", "in_it"), [(END, True), (END + timedelta(seconds=1), False)])
def test_what_came_before_the_end_and_waited_for_its_turn_is_one_of_it(came: datetime, in_it: bool) -> None:
    over = ended(an_outage())
    waited = a_report(received_at=came, turn=LATER)
    decision, report, _ = accepted(waited, Known(ended=over))
    assert (report.case_id == over.id) is in_it
    assert (OutageTakes(over) in decision.changes) is in_it
    assert (report.after is None) is in_it


@pytest.mark.parametrize(("before", "said"), [(0, 1), (1, 2), (2, 3), (3, None), (4, 5), (9, 10), (10, None), (19, 20)])
def test_the_team_hears_it_where_the_number_is_worth_it(before: int, said: int | None) -> None:
    over, case = ended(an_outage()), a_case()
    decision = says_same(a_report(person=a_person(1)), case, over, before)
    assert decision.changes == (StillThere(over.id, 2, "user:1"),)
    assert [order.act for order in decision.orders] == ([SayStill(said, case.id)] if said else [])
    assert all(order.case_id == over.id for order in decision.orders)


def test_after_each_end_people_count_anew() -> None:
    over = ended(an_outage())
    again = ended(moved(outages.reopen(over, TEXTS, "Erin", LATER)), LATER)
    first, second = (says_same(a_report(), a_case(), case, 0) for case in (over, again))
    assert first.orders[0].id != second.orders[0].id
    assert first.changes != second.changes


@pytest.mark.parametrize(
    ("case", "outage"),
    [
        (a_case(), None),
        (a_case(), an_outage()),
        (a_case(), moved(outages.reopen(ended(an_outage()), TEXTS, "Erin", LATER))),
        (a_case().living_on_in(an_outage()), ended(an_outage())),
    ],
)
def test_nobody_is_asked_while_it_is_open_or_about_what_is_part_of_it(case: Case, outage: Case | None) -> None:
    assert not asks(case, outage)
    if outage:
        assert says_same(a_report(), case, outage, 0) == Decision("it is open again")


def test_after_a_day_it_is_compared_with_no_longer() -> None:
    over = ended(an_outage())
    assert outages.look(over, "", END + ASKED_FOR) == ()
    (decision,) = outages.look(over, "", END + ASKED_FOR + timedelta(minutes=1))
    assert decision.changes == (OutagePast(over),)
