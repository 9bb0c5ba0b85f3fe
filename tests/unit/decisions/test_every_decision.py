"""What holds for every decision: it is data, the same question has the same answer, and what it writes is guarded."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.decisions import (
    aftermath,
    counting,
    holding,
    intake,
    jira_news,
    merging,
    notes,
    promises,
    reminding,
    screenshots,
    slack_actions,
)
from chalicelib.model.case import Case, Issue
from chalicelib.model.decision import (
    CaseMoved,
    CaseOpened,
    CaseStands,
    Decision,
    ReportAccepted,
    ReportTakenUp,
    RowSettled,
)
from chalicelib.model.hours import Hours
from chalicelib.model.notice import Notice
from chalicelib.model.orders import Order
from chalicelib.model.outage import PREFIX, Outage, Update
from chalicelib.model.outage_changes import OutageTakes
from chalicelib.model.promise import Reminder
from chalicelib.model.screenshot import EXTENSIONS, Screenshot
from chalicelib.model.sighting import IssueComment, IssueState
from chalicelib.model.status import Status
from chalicelib.store import outages as _outage_writes  # noqa: F401
from chalicelib.store import promises as _writes  # noqa: F401 how they are written
from chalicelib.store.changes import Writes, write
from tests.builders import ANNA, ANONYMOUS, NOW, a_case, a_report

Question = Callable[[], Decision]
NOTICE = Notice("holding", NOW, "Soon")
PATIENCE = reminding.Patience(timedelta(minutes=30), timedelta(hours=1), "looking")
TABLE = jira_news.StatusTable({"To Do": Status.RECEIVED, "Won't Do": Status.DECLINED})

PROMISE = promises.promise("Erin", NOW, timedelta(minutes=30), NOW - timedelta(hours=1))

cases = st.builds(
    a_case,
    status=st.sampled_from(Status),
    version=st.integers(1, 9),
    owner=st.sampled_from([None, "Erin", "Priya"]),
    jira_status=st.sampled_from([None, "To Do", "In Progress", "Done"]),
    changed_at=st.sampled_from([NOW, NOW - timedelta(days=10), NOW - timedelta(days=100)]),
    seen_at=st.sampled_from([None, NOW - timedelta(days=1), NOW]),
    issue=st.sampled_from([None, Issue("10001", "SHOP-1")]),
    affected=st.integers(0, 30),
    promise=st.sampled_from([None, PROMISE]),
    merged_into=st.sampled_from([None, None, "other-1"]),
)
living = cases.filter(lambda case: case.merged_into is None)
others = st.builds(lambda case: replace(case, id="other-1", fingerprint="other"), living)
outages = st.builds(
    lambda stage: a_case(
        Status.RESOLVED if stage == "resolved" else Status.IN_PROGRESS,
        id=f"{PREFIX}1-1",
        fingerprint=f"{PREFIX}1",
        outage=Outage(("prices",), (Update(1, NOW, "Erin", stage, {"en": "Broken"}),)),
    ),
    st.sampled_from(["investigating", "resolved"]),
)
reports = st.builds(
    a_report, number=st.integers(1, 3), person=st.sampled_from([ANNA, ANONYMOUS]), turn=st.sampled_from([None, NOW])
)
states = st.builds(
    IssueState,
    issue=st.just(Issue("10001", "SHOP-1")),
    status=st.sampled_from(["To Do", "In Progress", "Done", "Won't Do", "Другое"]),
    category=st.sampled_from(["new", "indeterminate", "done"]),
    updated_at=st.sampled_from([NOW - timedelta(days=2), NOW, NOW + timedelta(seconds=1)]),
)
comments = st.builds(
    IssueComment, st.just("1"), st.just("Erin"), st.just("e"), st.sampled_from(["[public] a", "b"]), st.just(NOW)
)
names = st.sampled_from(["Erin", "Priya"])
settled = st.just(RowSettled("REPORT#1", "REPORT"))
pictures = st.builds(
    Screenshot,
    st.just("report-0001"),
    st.integers(1, 3),
    st.sampled_from(list(EXTENSIONS)),
    st.just("upload"),
    st.sampled_from([NOW - timedelta(hours=1), NOW + timedelta(hours=1)]),
    st.integers(1, 3),
    st.booleans(),
)

questions: st.SearchStrategy[Question] = st.one_of(
    st.builds(
        lambda report, known: lambda: intake.accept(report, known, NOW, timedelta(days=14)),
        reports,
        st.builds(intake.Known, st.none() | living, st.booleans(), st.none() | cases)
        | st.builds(intake.Known, others, st.booleans(), st.none() | living, merged=cases)
        | st.builds(intake.Known, st.none() | living, st.booleans(), others, named=cases)
        | st.builds(intake.Known, st.none() | living, st.booleans(), outage=st.none() | outages, ended=outages),
    ),
    st.builds(
        lambda case, outage, before: lambda: aftermath.says_same(a_report(), case, outage, before),
        living,
        outages,
        st.integers(0, 30),
    ),
    st.builds(lambda case, into, who: lambda: merging.merge(case, into, who, NOW), cases, st.none() | others, names),
    st.builds(lambda case, who: lambda: slack_actions.take_over(case, who, "5b10a", NOW), cases, names),
    st.builds(
        lambda case, seen, who: lambda: jira_news.issue_seen(case, seen, TABLE, who, NOW),
        cases,
        states,
        names | st.none(),
    ),
    st.builds(lambda case, said: lambda: jira_news.comment_seen(case, said, "[public]", NOW), cases, comments),
    st.builds(lambda case, who: lambda: slack_actions.take(case, who, "5b10a", NOW), cases, names),
    st.builds(lambda case, who: lambda: slack_actions.not_a_bug(case, who, NOW), cases, names),
    st.builds(lambda case, who: lambda: slack_actions.ask(case, "Why?", who, "V1", NOW), cases, names),
    st.builds(
        lambda case, new: lambda: holding.reply(case, NOTICE, new, timedelta(minutes=15), "Erin", "V1", NOW),
        cases,
        st.sampled_from([None, PROMISE]),
    ),
    st.builds(
        lambda case, hours, said: (
            lambda: promises.look(case, timedelta(minutes=15), "U0ERIN", "", NOW + timedelta(hours=hours), warned=said)
        ),
        cases,
        st.integers(-1, 2),
        st.booleans(),
    ),
    st.builds(
        lambda case, step, said: (
            lambda: reminding.look(
                case, Reminder(case.id, NOW - timedelta(hours=1), step), Hours(), PATIENCE, "U0LEAD", NOW, said=said
            )
        ),
        cases,
        st.sampled_from(["channel", "lead"]),
        st.booleans(),
    ),
    st.builds(lambda case, report: lambda: notes.add_note(case, report, "more"), cases, reports),
    st.builds(
        lambda case, report, row, before: lambda: counting.count(case, report, row, counted_before=before),
        cases,
        reports,
        settled,
        st.booleans(),
    ),
    st.builds(
        lambda known, kind: lambda: screenshots.ask("report-0001", known, kind, "upload", NOW),
        st.lists(pictures, max_size=3, unique_by=lambda one: one.number),
        st.sampled_from(list(EXTENSIONS)),
    ),
    st.builds(lambda picture, case: lambda: screenshots.keep(picture, case), pictures, cases),
)


@given(questions)
def test_the_same_question_has_the_same_answer(question: Question) -> None:
    assert question() == question()


@given(questions)
def test_every_decision_says_why(question: Question) -> None:
    assert question().why.strip()


@given(questions)
def test_whoever_writes_about_a_case_makes_sure_that_it_is_still_so(question: Question) -> None:
    decision = question()
    guards = (CaseOpened, CaseStands, CaseMoved, OutageTakes)  # the last is none, on purpose
    if any(isinstance(change, ReportAccepted | ReportTakenUp) for change in decision.changes):
        assert any(isinstance(change, guards) for change in decision.changes)
    for change in decision.changes:
        if isinstance(change, CaseMoved):
            assert change.case.version > 1


@given(questions)
def test_no_row_is_written_twice_in_one_decision(question: Question) -> None:
    """DynamoDB refuses a transaction that names a row twice."""
    writes = Writes()
    for part in (*question().changes, *question().orders):
        write(part, writes, NOW)
    assert len(writes.keys()) == len(set(writes.keys()))


@given(questions)
def test_no_order_is_made_twice_in_one_decision(question: Question) -> None:
    """Within one transaction the same row twice is an error, and the same id is the same order."""

    def every(orders: tuple[Order, ...]) -> list[str]:
        return [name for order in orders for name in (order.id, *every(order.then))]

    made = every(question().orders)
    assert len(made) == len(set(made))


@given(cases, states)
def test_a_version_grows_by_one_and_the_watermark_never_falls(case: Case, seen: IssueState) -> None:
    changes = jira_news.issue_seen(case, seen, TABLE, None, NOW).changes
    for change in (one for one in changes if isinstance(one, CaseMoved)):
        assert change.case.version == case.version + 1
        assert change.case.seen_at == seen.updated_at
        assert case.seen_at is None or case.seen_at < seen.updated_at
        assert jira_news.issue_seen(change.case, seen, TABLE, None, NOW).changes == (), "the same news twice"
