"""What the stream's second reader makes of new facts; all of it may come twice, late and in another order."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest
from chalice.test import Client

from app import app
from chalicelib.entrances.facts import judge
from chalicelib.entrances.http_reports import accept
from chalicelib.model.case import Case, Issue
from chalicelib.model.decision import CaseOpened, Decision
from chalicelib.model.sighting import IssueComment, IssueState, Sighting
from chalicelib.model.status import Status
from chalicelib.store import keys
from chalicelib.store.cases import get_case
from chalicelib.store.codec import dump
from chalicelib.store.commit import commit
from chalicelib.store.orders import ledger
from chalicelib.store.tables import Row
from tests.builders import NOW, a_case, a_person, a_report
from tests.events import stream_event

pytestmark = pytest.mark.usefixtures("table")
CASE = a_case().id


def case(case_id: str = CASE) -> Case:
    found = get_case(case_id)
    assert found is not None
    return found


def seen(
    status: str = "In Progress", minutes: int = 1, assignee: str | None = None, comment: IssueComment | None = None
) -> Sighting:
    category = {"To Do": "new", "Done": "done"}.get(status, "indeterminate")
    at = NOW + timedelta(minutes=minutes)
    state = IssueState(Issue("10001", "SHOP-1"), status, category, at, assignee_id=assignee, assignee=assignee)
    return Sighting(CASE, state, comment)


def look(sighting: Sighting, name: str = "it") -> None:
    """The fact is written and judged, as the stream tells it."""
    key = keys.sighting(sighting.case_id, name)
    Row(key.pk, key.sk, data=dump(sighting), waits_for="facts", due_at="2026").save()
    Client(app).lambda_.invoke("facts", stream_event([{"pk": key.pk, "sk": key.sk, "data": dump(sighting)}]))


@pytest.fixture
def opened(table: str) -> None:
    commit(Decision("before", (CaseOpened(a_case()),)), NOW)


@pytest.mark.usefixtures("opened")
class TestSightings:
    """The issue was read."""

    def test_a_status_moves_the_case(self) -> None:
        look(seen())
        assert (case().status, case().jira_status) == (Status.IN_PROGRESS, "In Progress")
        assert list(Row.waiting.query("facts")) == []

    def test_the_same_sighting_again_says_nothing_new(self) -> None:
        look(seen())
        before = (case(), ledger(CASE))
        look(seen())
        assert (case(), ledger(CASE)) == before

    @pytest.mark.parametrize("order", list(permutations([1, 2, 3])), ids=str)
    def test_in_whatever_order_they_come_the_newest_stands(self, order: tuple[int, ...]) -> None:
        told = {1: seen("In Progress", 1), 2: seen("To Do", 2), 3: seen("Done", 3)}
        for number in order:
            look(told[number], f"it-{number}")
        assert case().status is Status.RESOLVED

    def test_a_colleague_has_the_name_of_the_teams_file(self) -> None:
        look(seen("To Do", assignee="5b10a-erin"))
        assert (case().status, case().owner) == (Status.TAKEN, "Erin")

    def test_a_public_comment_is_an_answer_once(self) -> None:
        comment = IssueComment("20001", "Erin", "5b10a-erin", "[public] Fixed", NOW)
        for name in ("first", "again"):
            look(seen("To Do", comment=comment), name)
        assert set(ledger(CASE)) == {"fan_out:answer:20001:told", "slack:answer:20001:said"}

    def test_what_wilco_commented_itself_is_no_answer(self) -> None:
        look(seen("To Do", comment=IssueComment("20001", "Wilco", "5b10a-wilco-bot", "[public] Fixed", NOW)))
        assert ledger(CASE) == {}

    def test_an_issue_that_is_gone_leaves_the_case_as_it_is(self) -> None:
        before = case()
        look(Sighting(CASE))
        assert case() == before
        assert list(Row.waiting.query("facts")) == []


def test_every_report_counts_its_person_once() -> None:
    reports = [accept(replace(a_report(number=number), person=a_person(number % 3)), None, NOW) for number in range(6)]
    for report in [*reports, *reversed(reports)]:
        judge(keys.report(report.id), dump(report))
    assert case(reports[0].case_id).affected == 3
    assert list(Row.waiting.query("facts")) == []


def test_a_fact_without_its_case_is_not_settled() -> None:
    with pytest.raises(LookupError):
        judge(keys.sighting("none-1", "it"), dump(replace(seen(), case_id="none-1")))
