"""Promise 2: one problem, one Jira issue, under races, retries, crashes and timeouts after commit.

The process is ended at every step that it has, one run for each, and every vendor write is also carried out and then
lost on the way back. Whatever happens there is one issue, one message, one mail, and all is linked.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.entrances.http_reports import accept
from chalicelib.errors import DeliveryError, Retryable, Unknown
from chalicelib.model.report import Report
from chalicelib.rendering.jira import case_label
from chalicelib.store.cases import get_case
from chalicelib.store.orders import ledger
from tests.builders import NOW, a_person, a_report
from tests.conftest import World
from tests.fakes import FakeJira
from tests.pump import Killed, Pump, Reaper, Watched


def accepted(report: Report) -> Report:
    return accept(report, None, NOW)


def check_one_of_everything(world: World, case_id: str) -> None:
    case = get_case(case_id)
    assert case is not None
    (issue,) = world.jira.issues.values()
    assert case.issue == issue.issue
    assert set(issue.links) == {"wilco:report:report-0001", f"wilco:thread:{case_id}"}
    (message,) = [kept for kept in world.slack.messages if kept.thread_ts is None]
    assert case.thread is not None
    assert (case.thread.channel, case.thread.ts) == (message.thread.channel, message.thread.ts)
    assert issue.issue.key in repr(message.message.blocks)
    assert set(ledger(case_id).values()) == {"done"}


def test_a_click_becomes_one_of_everything(world: World, pump: Pump) -> None:
    report = accepted(a_report())
    pump.run()
    check_one_of_everything(world, report.case_id)
    assert [mail.to for mail in world.mail.sent] == ["anna@example.com"]


def test_no_killed_worker_makes_two_issues(world: World, pump: Pump, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every step of the whole way is a place to die, one run for each; each run is another problem."""
    at, came = 0, True
    while came:
        at, pump.deaths = at + 1, 0
        reaper = Reaper(at)
        for name, vendor in (("tracker", world.jira), ("channel", world.slack), ("mailer", world.mail)):
            monkeypatch.setattr(wiring, name, _handing(Watched(vendor, reaper)))
        report = accepted(a_report(number=at, url=f"https://shop.example/problem/{'x' * at}"))
        with reaper.at_the_table():
            pump.run()
        came = reaper.came
        step = f"killed at step {at}, {reaper.steps[at - 1]}" if came else "not killed"
        assert pump.deaths == came, step
        left = what_is_left(world, report.case_id)
        assert left["issues"] == left["messages"] == 1, step
        assert left["states"] <= ({"done", "unknown"} if came else {"done"}), step
        assert left["mails"] <= 1, step
        assert left["mails"] == 1 or "unknown" in left["states"], step
    assert at > 30, "the way has become suspiciously short"


def what_is_left(world: World, case_id: str) -> dict[str, Any]:
    issues = [kept for kept in world.jira.issues.values() if case_label(case_id) in kept.fields["labels"]]
    messages = [kept for kept in world.slack.messages if kept.order_id.startswith(f"{case_id}/")]
    mails = [mail for mail in world.mail.sent if mail.headers["X-Wilco-Case"] == case_id]
    states = set(ledger(case_id).values())
    return {"issues": len(issues), "messages": len(messages), "mails": len(mails), "states": states}


def _handing(made: object) -> Callable[[], Any]:
    return lambda: made


@pytest.mark.parametrize("lost", [1, 2, 3])
def test_an_issue_that_was_made_though_the_line_dropped_is_found(world: World, pump: Pump, lost: int) -> None:
    world.jira.commit_then_fail(*[Unknown("the line dropped")] * lost)
    report = accepted(a_report())
    pump.run()
    check_one_of_everything(world, report.case_id)


class Forgetful(FakeJira):
    """A Jira whose search lags: the next searches after a create do not show the issue yet."""

    def __init__(self, lag: int) -> None:
        super().__init__()
        self.lag = lag
        self._hidden = 0

    def open(self, fields: Any) -> Any:
        self._hidden = self.lag
        return super().open(fields)

    def find(self, project: str, label: str) -> Any:
        found = super().find(project, label)
        if self._hidden:
            self._hidden -= 1
            return None
        return found


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([], [Unknown("dropped")]),
        ([Unknown("dropped")], []),
        ([Retryable("429", 7)], []),
        ([Retryable("503"), Unknown("dropped"), Retryable("503")], []),
        ([Unknown("dropped"), Unknown("search dropped")], [Unknown("dropped")]),
        ([Unknown("dropped")] * 3, [Unknown("dropped")]),
    ],
)
def test_a_search_that_lags_once_does_not_make_two(
    world: World, pump: Pump, monkeypatch: pytest.MonkeyPatch, before: list[DeliveryError], after: list[DeliveryError]
) -> None:
    """The create failed, perhaps several times, at last after it was done; and then the search shows it a step late."""
    world.jira = Forgetful(1)
    monkeypatch.setattr(wiring, "tracker", _handing(world.jira))
    world.jira.fail_next(*before)
    world.jira.commit_then_fail(*after)
    report = accepted(a_report())
    pump.run()
    check_one_of_everything(world, report.case_id)


def test_jira_that_is_down_holds_up_neither_slack_nor_mail(world: World, pump: Pump) -> None:
    world.jira.fail_next(*[Retryable("down", 600)] * 5)
    report = accepted(a_report())
    pump.run()
    check_one_of_everything(world, report.case_id)
    first, *later = world.slack.calls
    assert (first, later[-1]) == ("post", "update"), "posted without its key, updated when there was one"


def test_two_clicks_of_two_people_are_one_issue_with_both_links(world: World, pump: Pump) -> None:
    accepted(a_report())
    second = accepted(replace(a_report(number=2), person=a_person(2)))
    pump.run()
    (issue,) = world.jira.issues.values()
    assert {"wilco:report:report-0001", "wilco:report:report-0002"} <= set(issue.links)
    case = get_case(second.case_id)
    assert case is not None
    assert case.affected == 2


def test_killed_while_accepting_is_either_accepted_or_not(table: str) -> None:
    """The person's browser sends it again: it is one report, whatever had been written."""
    at = 0
    while True:
        at += 1
        reaper = Reaper(at)
        report = a_report(number=at)
        with reaper.at_the_table():
            try:
                accepted(report)
            except Killed:
                assert accepted(report).id == report.id
        if not reaper.came:
            return
