"""A dialog that is handed over: (what is known of it) → its case, and who hears what."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.decisions import intake
from chalicelib.decisions.handing_over import Standing, hand_over, report_id, report_of
from chalicelib.model.case import Case
from chalicelib.model.decision import CaseMoved, CaseOpened, CaseStands, Decision, FollowerJoined
from chalicelib.model.dialog import DialogState, Escalation
from chalicelib.model.dialog_acts import NoteDialog, ReplyDialog, TagDialog
from chalicelib.model.dialog_changes import DialogLinked
from chalicelib.model.orders import Destination, LinkDialog, OpenIssue, Order, SayInThread, Tell
from chalicelib.model.person import Person
from chalicelib.model.status import Status
from tests.builders import ANNA, DIALOG, NOW, a_case, a_dialog, an_escalation

DAYS = timedelta(days=14)
ELIF = Person("carrot:1", "Elif")
OTHER = a_case(id="otherproblem-1", fingerprint="otherproblem", area="media", kind="late-data")


def handed(
    asked: Escalation | None = None,
    state: DialogState | None = None,
    joined: Case | None = None,
    own: Case | None = None,
    *,
    in_dialog: bool = False,
    unread: str = "",
) -> Decision:
    asked, state = asked or an_escalation(), state or a_dialog()
    report = report_of(asked, None if unread else state, joined, "secret", NOW, in_dialog=in_dialog)
    return hand_over(report, asked, Standing(intake.Known(own, joined=joined), unread=unread), NOW, DAYS)


def every(orders: tuple[Order, ...]) -> Iterator[Order]:
    for order in orders:
        yield order
        yield from every(order.then)


def acts(decision: Decision) -> list[str]:
    return [order.act.verb for order in every(decision.orders)]


def test_a_new_problem_is_opened_with_all_that_the_operator_need_not_tell_twice() -> None:
    decision = handed()
    (opening,) = [order for order in decision.orders if isinstance(order.act, OpenIssue)]
    assert isinstance(opening.act, OpenIssue)
    assert opening.act.report.escalation == an_escalation()
    assert opening.act.report.lines == a_dialog().lines
    assert opening.act.report.place.url == "https://shop.example/orders/17"
    behind = {order.act.verb for order in every(opening.then)}
    assert {"show_case", "link_dialog", "note_dialog", "say_in_thread"} <= behind, "they name the issue, or the thread"
    linked = [change.link for change in decision.changes if isinstance(change, DialogLinked)]
    _, case = intake.outcome(decision)
    assert [(link.dialog, link.case_id, link.by) for link in linked] == [(DIALOG, case.id, "Daria Belova")]


def test_what_the_operator_says_is_nowhere_where_the_person_reads() -> None:
    """The report's own words are on the person's page, and notices are what is mailed and replied."""
    decision = handed(an_escalation(words="INTERNAL", tried="INTERNAL"), a_dialog(person=ELIF))
    report, _ = intake.outcome(decision)
    assert report.comment is None
    for order in every(decision.orders):
        if isinstance(order.act, Tell | ReplyDialog):
            assert "INTERNAL" not in repr(order.act)


def test_where_operators_talk_is_no_place_that_people_read() -> None:
    """The place stands on the person's page and in the mails of everybody who follows."""
    asked = an_escalation(source="https://internal.slack.example/archives/C0/p1")
    decision = handed(asked, a_dialog(page=None))
    report, case = intake.outcome(decision)
    assert (report.place.url, case.place) == ("", "")
    assert report.escalation is not None
    assert report.escalation.source == asked.source, "the engineers have it"


@pytest.mark.parametrize(
    ("person", "in_dialog", "mailed", "replied"),
    [
        pytest.param(ANNA, False, True, False, id="an address that the chat vouches for is mailed"),
        pytest.param(ELIF, False, False, True, id="without one, the person is told in the dialog"),
        pytest.param(ANNA, True, False, True, id="the team tells everybody in the dialog"),
    ],
)
def test_a_person_is_told_by_one_way_and_never_by_two(
    person: Person, in_dialog: bool, mailed: bool, replied: bool
) -> None:
    decision = handed(state=a_dialog(person=person), in_dialog=in_dialog)
    made = [order.act for order in every(decision.orders)]
    assert any(isinstance(act, Tell) for act in made) == mailed
    assert any(isinstance(act, ReplyDialog) for act in made) == replied
    followers = [change.follower for change in decision.changes if isinstance(change, FollowerJoined)]
    assert [one.email for one in followers if one.dialog is None] == ([person.email] if mailed else [])
    assert [one.reply for one in followers if one.dialog] == [replied]


def test_same_as_joins_that_case_whatever_area_the_form_said() -> None:
    decision = handed(joined=OTHER)
    report, case = intake.outcome(decision)
    assert (case, report.trigger.area, report.trigger.kind) == (OTHER, "media", "late-data")
    assert any(isinstance(change, CaseStands) for change in decision.changes)
    assert sorted(acts(decision)) == ["link_dialog", "note_dialog", "say_in_thread", "tag_dialog", "tell"]
    (line,) = [order.act for order in decision.orders if isinstance(order.act, SayInThread)]
    assert line.text == an_escalation().words, "the thread has not heard them yet"


def own_case(**given: Any) -> Case:
    report = report_of(an_escalation(), a_dialog(), None, "secret", NOW, in_dialog=False)
    return a_case(id=f"{report.fingerprint}-1", fingerprint=report.fingerprint, **given)


def test_the_same_dialog_after_its_case_was_resolved_reopens_it() -> None:
    closed = own_case(status=Status.RESOLVED, changed_at=NOW - timedelta(days=1))
    decision = handed(an_escalation(id="view-2"), own=closed)
    moved = [change.case for change in decision.changes if isinstance(change, CaseMoved)]
    assert [case.status for case in moved] == [Status.REOPENED]


def test_a_dialog_that_could_not_be_read_is_handed_over_all_the_same() -> None:
    decision = handed(unread="the chat does not know it")
    report, _ = intake.outcome(decision)
    assert report.escalation == an_escalation()
    lines = [order.act.said for order in every(decision.orders) if isinstance(order.act, SayInThread)]
    assert lines == ["escalated", "dialog_unread"]


def test_an_escalation_of_a_slack_message_needs_no_dialog() -> None:
    asked = an_escalation(dialog=None, source="https://slack.example/archives/C0/p1")
    report = report_of(asked, None, None, "secret", NOW, in_dialog=False)
    decision = hand_over(report, asked, Standing(intake.Known()), NOW, DAYS)
    assert not any(isinstance(order.act, NoteDialog | TagDialog | LinkDialog) for order in every(decision.orders))
    assert any(isinstance(change, CaseOpened) for change in decision.changes)


def test_two_dialogs_are_two_problems_and_one_dialog_is_one() -> None:
    there = replace(DIALOG, id="2")
    asked = [an_escalation(), an_escalation(id="view-2"), an_escalation(dialog=there)]
    reports = [report_of(one, None, None, "secret", NOW, in_dialog=False) for one in asked]
    assert reports[0].fingerprint == reports[1].fingerprint != reports[2].fingerprint
    assert len({report_id(one) for one in asked}) == 3


def test_whatever_goes_into_the_dialog_keeps_its_order() -> None:
    lanes = {order.group for order in every(handed().orders) if order.destination is Destination.CHAT}
    assert lanes == {DIALOG.ref}
