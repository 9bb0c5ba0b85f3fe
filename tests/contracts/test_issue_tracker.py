"""The contract of `IssueTracker`, in every world that has one."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.errors import Permanent, Rejected
from chalicelib.model.case import Issue
from chalicelib.ports import NamedFile, RemoteLink
from tests.contracts.worlds import JiraWorld

GONE = Issue("99999", "SHOP-99999")


def fields(label: str = "wilco-c1", **more: Any) -> dict[str, Any]:
    basic = {"project": {"key": "SHOP"}, "issuetype": {"name": "Bug"}, "summary": "Wrong price"}
    return {**basic, "labels": ["wilco", label], **more}


@pytest.fixture
def issue(jira: JiraWorld) -> Issue:
    return jira.tracker.open(fields())


class TestFinding:
    def test_nothing_is_found_before_it_is_opened(self, jira: JiraWorld) -> None:
        assert jira.tracker.find("SHOP", "wilco-c1") is None

    def test_an_issue_is_found_by_its_label(self, jira: JiraWorld, issue: Issue) -> None:
        assert jira.tracker.find("SHOP", "wilco-c1") == issue

    def test_of_several_the_oldest_is_found(self, jira: JiraWorld, issue: Issue) -> None:
        jira.tracker.open(fields())
        assert jira.tracker.find("SHOP", "wilco-c1") == issue

    def test_another_project_is_another_search(self, jira: JiraWorld, issue: Issue) -> None:
        assert jira.tracker.find("WEB", "wilco-c1") is None

    def test_a_label_cannot_widen_the_search(self, jira: JiraWorld, issue: Issue) -> None:
        assert jira.tracker.find("SHOP", 'x" OR labels = "wilco-c1') is None


class TestOpening:
    def test_the_fields_arrive(self, jira: JiraWorld) -> None:
        issue = jira.tracker.open(fields(description="h3. What\n\nНе та цена"))
        assert jira.field(issue, "summary") == "Wrong price"
        assert jira.field(issue, "description") == "h3. What\n\nНе та цена"

    @pytest.mark.parametrize("bad", [{"summary": "x" * 256}, {"summary": "two\nlines"}, {"labels": ["two words"]}])
    def test_what_jira_refuses_is_rejected(self, jira: JiraWorld, bad: dict[str, Any]) -> None:
        with pytest.raises(Rejected):
            jira.tracker.open(fields() | bad)


class TestLinking:
    def test_the_same_global_id_is_one_link(self, jira: JiraWorld, issue: Issue) -> None:
        for title in ("Report", "Report, twice"):
            jira.tracker.link(issue, RemoteLink("wilco:report:1", "https://wilco.example/t/1", title, "reported in"))
        assert jira.links(issue) == [("wilco:report:1", "https://wilco.example/t/1", "Report, twice")]

    def test_two_issues_are_related_once(self, jira: JiraWorld, issue: Issue) -> None:
        later = jira.tracker.open(fields("wilco-c2"))
        jira.tracker.relate(later, issue)
        jira.tracker.relate(later, issue)
        assert jira.related(later) == 1


class TestChanging:
    def test_an_edit_sets_fields_and_leaves_the_others(self, jira: JiraWorld, issue: Issue) -> None:
        jira.tracker.edit(issue, {"customfield_10050": 12})
        assert jira.field(issue, "customfield_10050") == 12
        assert jira.field(issue, "summary") == "Wrong price"

    def test_an_assignee_is_set_and_may_be_set_again(self, jira: JiraWorld, issue: Issue) -> None:
        for _ in range(2):
            jira.tracker.assign(issue, "5b10a-erin")
        state = jira.tracker.read(issue)
        assert state is not None
        assert state.assignee_id == "5b10a-erin"
        assert state.assignee is not None and state.assignee.startswith("Erin")

    def test_a_stranger_cannot_be_assigned(self, jira: JiraWorld, issue: Issue) -> None:
        with pytest.raises(Permanent):
            jira.tracker.assign(issue, "5b10a-nobody")


class TestMoving:
    def test_the_first_status_that_is_offered_is_taken(self, jira: JiraWorld, issue: Issue) -> None:
        assert (
            jira.tracker.move(issue, ["Waiting for Godot", "In Review", "In Progress"], "indeterminate") == "In Review"
        )
        state = jira.tracker.read(issue)
        assert state is not None
        assert (state.status, state.category) == ("In Review", "indeterminate")

    def test_else_one_of_the_category(self, jira: JiraWorld, issue: Issue) -> None:
        assert jira.tracker.move(issue, ["Erledigt"], "done") == "Done"
        state = jira.tracker.read(issue)
        assert state is not None
        assert (state.category, state.resolution) == ("done", "Done")

    def test_already_there_is_success(self, jira: JiraWorld, issue: Issue) -> None:
        assert [jira.tracker.move(issue, ["Done"], "done") for _ in range(2)] == ["Done", "Done"]

    def test_any_of_the_statuses_is_there(self, jira: JiraWorld, issue: Issue) -> None:
        jira.tracker.move(issue, ["In Review"], "indeterminate")
        assert jira.tracker.move(issue, ["In Progress", "In Review"], "indeterminate") == "In Review"

    def test_done_otherwise_is_not_there(self, jira: JiraWorld, issue: Issue) -> None:
        jira.tracker.move(issue, ["Done"], "done")
        assert jira.tracker.move(issue, ["Won't Do"], "done") == "Won't Do"

    def test_no_way_says_which_there_are(self, jira: JiraWorld, issue: Issue) -> None:
        with pytest.raises(Permanent, match="In Progress"):
            jira.tracker.move(issue, ["Erledigt"], "no such category")


class TestCommenting:
    def test_a_comment_is_made_and_can_be_read(self, jira: JiraWorld, issue: Issue) -> None:
        made = jira.tracker.comment(issue, "Hello {noformat}Привет{noformat}", "c1/o1", look_first=False)
        read = jira.tracker.read_comment(issue, made)
        assert read is not None
        assert read.body == "Hello {noformat}Привет{noformat}"
        assert read.author_id == "5b10a-wilco-bot"

    def test_who_looks_first_finds_the_comment_of_an_earlier_attempt(self, jira: JiraWorld, issue: Issue) -> None:
        first = jira.tracker.comment(issue, "Once", "c1/o1", look_first=False)
        jira.say(issue, "Something else")
        assert jira.tracker.comment(issue, "Once", "c1/o1", look_first=True) == first
        assert jira.comments(issue).count("Once") == 1

    def test_another_order_is_another_comment(self, jira: JiraWorld, issue: Issue) -> None:
        for order in ("c1/o1", "c1/o2"):
            jira.tracker.comment(issue, "Same words", order, look_first=True)
        assert jira.comments(issue) == ["Same words", "Same words"]

    def test_a_persons_comment_is_read(self, jira: JiraWorld, issue: Issue) -> None:
        read = jira.tracker.read_comment(issue, jira.say(issue, "[public] Fixed"))
        assert read is not None
        assert (read.author_id, read.body) == ("5b10a-erin", "[public] Fixed")
        assert read.author.startswith("Erin")


class TestAttaching:
    PICTURE = NamedFile("wilco-r1-1.png", "image/png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)))

    def test_a_file_arrives_as_it_is(self, jira: JiraWorld, issue: Issue) -> None:
        assert jira.tracker.attach(issue, self.PICTURE, look_first=False)
        assert jira.files(issue) == [(self.PICTURE.name, self.PICTURE.content)]

    def test_who_looks_first_finds_the_file_of_an_earlier_attempt(self, jira: JiraWorld, issue: Issue) -> None:
        first = jira.tracker.attach(issue, self.PICTURE, look_first=False)
        assert jira.tracker.attach(issue, self.PICTURE, look_first=True) == first
        assert len(jira.files(issue)) == 1

    def test_another_name_is_another_file(self, jira: JiraWorld, issue: Issue) -> None:
        names = ["wilco-r1-1.png", "wilco-r1-2.png"]
        made = {jira.tracker.attach(issue, replace(self.PICTURE, name=name), look_first=True) for name in names}
        assert len(made) == 2
        assert [name for name, _ in jira.files(issue)] == names


class TestReading:
    def test_a_new_issue(self, jira: JiraWorld, issue: Issue) -> None:
        state = jira.tracker.read(issue)
        assert state is not None
        assert (state.issue, state.status, state.category) == (issue, "To Do", "new")
        assert (state.resolution, state.assignee, state.assignee_id) == (None, None, None)
        assert set(state.labels) == {"wilco", "wilco-c1"}
        assert state.updated_at.tzinfo is not None

    def test_a_change_makes_it_newer(self, jira: JiraWorld, issue: Issue) -> None:
        before = jira.tracker.read(issue)
        jira.tracker.move(issue, ["Done"], "done")
        after = jira.tracker.read(issue)
        assert before is not None and after is not None
        assert after.updated_at >= before.updated_at


class TestGone:
    def test_reading_says_none(self, jira: JiraWorld, issue: Issue) -> None:
        comment = jira.say(issue, "Hello")
        jira.delete(issue)
        assert jira.tracker.read(issue) is None
        assert jira.tracker.read_comment(issue, comment) is None

    def test_a_comment_that_is_not_there(self, jira: JiraWorld, issue: Issue) -> None:
        assert jira.tracker.read_comment(issue, "424242") is None

    @pytest.mark.parametrize(
        "act",
        [
            lambda jira: jira.tracker.edit(GONE, {"summary": "x"}),
            lambda jira: jira.tracker.link(GONE, RemoteLink("g", "https://wilco.example", "t", "r")),
            lambda jira: jira.tracker.comment(GONE, "x", "c1/o1", look_first=True),
            lambda jira: jira.tracker.attach(GONE, TestAttaching.PICTURE, look_first=False),
            lambda jira: jira.tracker.attach(GONE, TestAttaching.PICTURE, look_first=True),
            lambda jira: jira.tracker.move(GONE, ["Done"], "done"),
            lambda jira: jira.tracker.assign(GONE, "5b10a-erin"),
            lambda jira: jira.tracker.relate(GONE, GONE),
        ],
    )
    def test_writing_is_permanent_and_names_the_issue(self, jira: JiraWorld, act: Any) -> None:
        with pytest.raises(Permanent, match="SHOP-99999 is gone or hidden"):
            act(jira)
