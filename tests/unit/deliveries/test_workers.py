"""What each worker makes of an order, with the vendors in memory."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.deliveries import to_jira, to_mail, to_slack
from chalicelib.deliveries.once import Act, Later, deliver
from chalicelib.errors import Retryable, Unknown
from chalicelib.model.case import Issue, Thread
from chalicelib.model.decision import CaseMoved, CaseOpened, Decision, FollowerJoined, MailsStopped, PersonCounted
from chalicelib.model.orders import Act as Deed
from chalicelib.model.orders import (
    AssignIssue,
    CommentIssue,
    Destination,
    LinkReport,
    LinkThread,
    MoveIssue,
    Notice,
    NoticeKind,
    OpenIssue,
    Order,
    ReadIssue,
    RelateIssue,
    SayInThread,
    ShowAffected,
    ShowCase,
    Tell,
)
from chalicelib.model.screenshot import AttachScreenshot
from chalicelib.model.sighting import Sighting
from chalicelib.model.status import Status
from chalicelib.ports import NamedFile, StoredFile
from chalicelib.store import keys, orders
from chalicelib.store.cases import get_case
from chalicelib.store.codec import load
from chalicelib.store.commit import commit
from chalicelib.store.orders import Outcome, ledger
from chalicelib.store.overdue import row_data
from chalicelib.store.tables import Row
from tests.builders import NOW, a_case, a_follower, a_report, an_order
from tests.conftest import World
from tests.pictures import PNG

pytestmark = pytest.mark.usefixtures("table")
WORKERS: dict[Destination, Act] = {
    Destination.JIRA: to_jira.carry_out,
    Destination.SLACK: to_slack.carry_out,
    Destination.MAIL: to_mail.carry_out,
}
CASE = a_case()
PICTURE = AttachScreenshot("screenshots/r1/1.png", "wilco-r1-1.png", "image/png")
REPORT = replace(a_report(), case_id=CASE.id)


@pytest.fixture(autouse=True)
def opened(table: str) -> None:
    commit(Decision("opened", (CaseOpened(CASE),)), NOW)


def do(act: Deed, to: Destination, name: str = "it", at: timedelta = timedelta(0)) -> str:
    """Order it when it is new, deliver it, and say what the ledger says."""
    order = an_order(id=name, destination=to, act=act)
    if name not in ledger(CASE.id):
        commit(Decision("ordered", orders=(order,)), NOW)
    deliver(keys.order(CASE.id, name), WORKERS[to], NOW + at)
    return ledger(CASE.id)[name]


def outcome_of(name: str = "it") -> str | None:
    return Row.get(*keys.order(CASE.id, name)).outcome


def sighted() -> Sighting:
    """What was written down of the issue."""
    (row,) = Row.query(keys.case(CASE.id).pk, Row.sk.startswith(keys.SIGHTING_PREFIX))
    return load(Sighting, row.data or "")


@pytest.fixture
def issue(world: World) -> Issue:
    """The case has its issue."""
    assert do(OpenIssue(REPORT), Destination.JIRA, "jira:opened") == "done"
    (kept,) = world.jira.issues.values()
    return kept.issue


@pytest.fixture
def thread(world: World) -> Thread:
    """The case has its message."""
    assert do(ShowCase(), Destination.SLACK, "slack:shown") == "done"
    case = get_case(CASE.id)
    assert case is not None
    assert case.thread is not None
    return case.thread


def test_the_first_attempt_does_not_search(world: World, issue: Issue) -> None:
    assert world.jira.calls == ["open", "link"]


def test_a_link_that_failed_is_an_order_of_its_own(world: World) -> None:
    world.jira.commit_then_fail(Unknown("dropped"))
    with pytest.raises(Later):
        do(OpenIssue(REPORT), Destination.JIRA, "jira:opened")
    world.jira.fail_on("link", Retryable("429"))
    assert do(OpenIssue(REPORT), Destination.JIRA, "jira:opened") == "done"
    assert ledger(CASE.id) == {"jira:opened": "done", f"jira:linked:{REPORT.id}": "waiting"}


def test_the_changes_of_an_issue(world: World, issue: Issue, thread: Thread) -> None:
    earlier = world.jira.open({"project": {"key": "SHOP"}, "labels": ["other"]})
    acts: list[Deed] = [
        LinkReport("report-0002", "secret-0002"),
        LinkThread(),
        RelateIssue(earlier),
        ShowAffected(),
        CommentIssue("reporter_note", "More"),
        MoveIssue(Status.DECLINED),
        AssignIssue("5b10a-erin"),
    ]
    for number, act in enumerate(acts):
        assert do(act, Destination.JIRA, f"it-{number}") == "done"
    kept = world.jira.issues[issue.id]
    assert set(kept.links) == {"wilco:report:report-0001", "wilco:report:report-0002", f"wilco:thread:{CASE.id}"}
    assert kept.related == {earlier.id}
    assert (kept.status, kept.assignee_id, len(kept.comments)) == ("Won't Do", "5b10a-erin", 1)
    seen = row_data(keys.sighting(CASE.id, "it-5:0"))
    assert seen is not None
    assert "Won't Do" in seen, "our own move is judged like anybody's"


@pytest.mark.parametrize(("to", "lands"), [(Status.DECLINED, "Won't Do"), (Status.REOPENED, "To Do")])
def test_where_an_issue_is_moved(world: World, issue: Issue, to: Status, lands: str) -> None:
    world.jira.issues[issue.id].status = "In Progress"
    assert do(MoveIssue(to), Destination.JIRA) == "done"
    assert world.jira.issues[issue.id].status == lands


def test_what_was_read_is_written_down(world: World, issue: Issue) -> None:
    comment = world.jira.say(issue, "[public] Yes", "5b10a-erin")
    assert do(ReadIssue(comment), Destination.JIRA) == "done"
    sighting = sighted()
    assert sighting.issue is not None
    assert sighting.comment is not None
    assert (sighting.issue.status, sighting.comment.body) == ("To Do", "[public] Yes")


def test_an_issue_that_is_gone_is_written_down_as_gone(world: World, issue: Issue) -> None:
    world.jira.issues.clear()
    assert do(ReadIssue(), Destination.JIRA) == "done"
    assert sighted() == Sighting(CASE.id)


def test_a_comment_that_may_have_been_made_is_looked_for(world: World, issue: Issue) -> None:
    world.jira.commit_then_fail(Unknown("dropped"))
    with pytest.raises(Later):
        do(CommentIssue("reporter_note", "More"), Destination.JIRA)
    assert do(CommentIssue("reporter_note", "More"), Destination.JIRA) == "done"
    assert len(world.jira.issues[issue.id].comments) == 1


def test_a_picture_is_attached_and_then_the_thread_hears_of_it(world: World, issue: Issue, thread: Thread) -> None:
    world.files.stored[PICTURE.key] = StoredFile(PICTURE.kind, len(PNG), PNG, "v1")
    said = an_order(id="said", destination=Destination.SLACK, act=SayInThread("screenshot"))
    commit(
        Decision("ordered", orders=(an_order(id="it", act=PICTURE, destination=Destination.JIRA, then=(said,)),)), NOW
    )
    world.jira.commit_then_fail(Unknown("dropped"))
    with pytest.raises(Later):
        do(PICTURE, Destination.JIRA)
    assert "said" not in ledger(CASE.id), "nobody says that it is there before it is"
    assert do(PICTURE, Destination.JIRA) == "done"
    (file,) = world.jira.issues[issue.id].files.values()
    assert file == NamedFile("wilco-r1-1.png", "image/png", PNG)
    assert do(SayInThread("screenshot"), Destination.SLACK, "said") == "done"
    assert issue.key in world.slack.messages[-1].message.text


def test_a_picture_that_is_not_kept_any_more(world: World, issue: Issue) -> None:
    assert do(PICTURE, Destination.JIRA) == "failed"
    assert outcome_of() == "the picture is gone"


def test_without_an_issue_an_order_steps_aside_while_one_is_to_come(world: World) -> None:
    opening = an_order(id="jira:opened", destination=Destination.JIRA, act=OpenIssue(REPORT))
    commit(Decision("ordered", orders=(opening,)), NOW)
    assert do(ShowAffected(), Destination.JIRA) == "waiting"
    claim = orders.claim(keys.order(CASE.id, "jira:opened"), NOW)
    assert claim is not None
    orders.fail(claim, "the project is gone", NOW)
    assert do(ShowAffected(), Destination.JIRA) == "failed"
    assert outcome_of() == "the case has no Jira issue"


@pytest.mark.parametrize("first", ["slack:shown", "slack:affected:2:shown"])
def test_a_message_that_another_order_posted_and_never_told_of_is_the_cases_own(world: World, first: str) -> None:
    """It died behind the post, and its queue has given it up; whichever order comes next must look before it posts."""
    commit(Decision("one more", (PersonCounted(CASE.id, "somebody"),)), NOW)
    commit(Decision("one more", (PersonCounted(CASE.id, "somebody else"),)), NOW)
    world.slack.commit_then_fail(Unknown("the answer was lost"))
    with pytest.raises(Later):
        do(ShowCase(), Destination.SLACK, first)
    other = "slack:shown" if first != "slack:shown" else "slack:affected:2:shown"
    assert do(ShowCase(), Destination.SLACK, other) == "done"
    assert len(world.slack.messages) == 1
    case = get_case(CASE.id)
    assert case is not None and case.thread is not None
    assert case.thread.ts == world.slack.messages[0].thread.ts


@pytest.mark.parametrize("beginning", ["jira:opened", "slack:shown"])
def test_without_a_thread_a_line_steps_aside_while_one_is_to_come(world: World, beginning: str) -> None:
    commit(Decision("ordered", orders=(an_order(id=beginning),)), NOW)
    assert do(SayInThread("reporter_note", None, "More"), Destination.SLACK) == "waiting"
    claim = orders.claim(keys.order(CASE.id, beginning), NOW)
    assert claim is not None
    orders.finish(claim, Outcome(""), NOW)
    assert do(SayInThread("reporter_note", None, "More"), Destination.SLACK) == "failed"


def test_a_case_has_one_message_that_is_kept_current(world: World, thread: Thread) -> None:
    assert do(ShowCase(), Destination.SLACK, "slack:v2:shown") == "done"
    (kept,) = world.slack.messages
    assert kept.updates == 1
    assert thread.permalink


def test_a_post_that_may_have_been_made_is_looked_for(world: World) -> None:
    world.slack.commit_then_fail(Unknown("dropped"))
    with pytest.raises(Later):
        do(ShowCase(), Destination.SLACK)
    assert do(ShowCase(), Destination.SLACK) == "done"
    assert len(world.slack.messages) == 1


def test_what_happens_is_told_in_the_thread(world: World, thread: Thread) -> None:
    assert do(SayInThread("status", Status.TAKEN, "", "Erin"), Destination.SLACK) == "done"
    assert world.slack.messages[-1].thread_ts == thread.ts


def test_an_area_may_have_a_channel_of_its_own(world: World) -> None:
    commit(Decision("moved", (CaseMoved(replace(CASE, area="media", version=2)),)), NOW)
    assert do(ShowCase(), Destination.SLACK) == "done"
    assert world.slack.messages[0].thread.channel == "C0MEDIA"


def tell(kind: NoticeKind, minutes: int, name: str) -> str:
    notice = Notice(kind, NOW + timedelta(minutes=minutes))
    return do(Tell(a_follower(), notice), Destination.MAIL, name)


@pytest.fixture
def followed() -> None:
    commit(Decision("joined", (FollowerJoined(a_follower()),)), NOW)


def test_a_status_that_was_overtaken_is_not_told(world: World, followed: None) -> None:
    assert tell("resolved", 5, "second") == "done"
    assert tell("taken", 1, "first") == "done"
    assert [mail.headers["X-Wilco-Kind"] for mail in world.mail.sent] == ["resolved"]
    assert outcome_of("first") == "overtaken by newer news"


def test_a_receipt_that_was_lost_on_its_way_is_not_told_after_the_news(world: World, followed: None) -> None:
    after = replace(CASE, version=2, status=Status.TAKEN, changed_at=NOW + timedelta(minutes=5))
    commit(Decision("taken", (CaseMoved(after),)), NOW)
    assert tell("taken", 5, "news") == "done"
    assert tell("received", 0, "receipt") == "done"
    assert [mail.headers["X-Wilco-Kind"] for mail in world.mail.sent] == ["taken"]
    assert outcome_of("receipt") == "overtaken by newer news"


def test_a_receipt_that_had_to_wait_is_told_although_the_case_has_moved(world: World, followed: None) -> None:
    world.mail.fail_next(Retryable("throttled", 3))
    with pytest.raises(Later):
        tell("received", 0, "receipt")
    after = replace(CASE, version=2, status=Status.TAKEN, changed_at=NOW + timedelta(minutes=5))
    commit(Decision("taken", (CaseMoved(after),)), NOW)
    assert tell("received", 0, "receipt") == "done"
    assert tell("taken", 5, "news") == "done"
    assert [mail.headers["X-Wilco-Kind"] for mail in world.mail.sent] == ["received", "taken"]


@pytest.mark.parametrize("kind", ["answer", "question", "holding"])
def test_what_somebody_said_does_not_grow_old(world: World, followed: None, kind: NoticeKind) -> None:
    tell("resolved", 5, "second")
    tell(kind, 1, "first")
    assert [mail.headers["X-Wilco-Kind"] for mail in world.mail.sent] == ["resolved", kind]


def test_a_status_whose_mail_did_not_leave_is_told_when_it_can(world: World, followed: None) -> None:
    world.mail.fail_next(Retryable("throttled", 3))
    with pytest.raises(Later):
        tell("resolved", 5, "it")
    assert tell("resolved", 5, "it") == "done"
    assert len(world.mail.sent) == 1


@pytest.mark.parametrize("kind", ["received", "taken", "resolved", "answer", "question", "holding"])
def test_who_stopped_the_mails_meanwhile_is_not_told(world: World, followed: None, kind: NoticeKind) -> None:
    commit(Decision("stopped", (MailsStopped(CASE.id, a_follower().id, NOW),)), NOW)
    assert tell(kind, 1, "it") == "done"
    assert outcome_of() == "this person has stopped the mails"
    assert world.mail.sent == []


STRANGERS: list[tuple[Destination, Deed]] = [
    (Destination.JIRA, ShowCase()),
    (Destination.SLACK, LinkThread()),
    (Destination.MAIL, ShowCase()),
]


@pytest.mark.parametrize(("destination", "act"), STRANGERS)
def test_an_act_of_somebody_else_is_refused_for_good(
    world: World, issue: Issue, thread: Thread, destination: Destination, act: Deed
) -> None:
    assert do(act, destination) == "failed"


@pytest.mark.parametrize("destination", list(WORKERS))
def test_without_a_case_there_is_nothing_to_do(world: World, destination: Destination) -> None:
    order = Order("it", "none-1", destination, "none-1", ShowCase())
    commit(Decision("ordered", orders=(order,)), NOW)
    deliver(keys.order("none-1", "it"), WORKERS[destination], NOW)
    assert ledger("none-1") == {"it": "failed"}
