"""What the buttons under a case's message mean: *Take*, *Not a bug*, *Ask the reporter*."""

from dataclasses import replace
from datetime import datetime

from chalicelib.decisions.moving import for_case, moved, show_and_tell
from chalicelib.decisions.promises import redeemed
from chalicelib.model.case import Case
from chalicelib.model.decision import CaseMoved, Decision
from chalicelib.model.orders import (
    AssignIssue,
    CommentIssue,
    Destination,
    MoveIssue,
    Notice,
    Order,
    SayInThread,
    ShowCase,
    TellFollowers,
)
from chalicelib.model.status import Status


def take(case: Case, name: str, jira_account: str | None, now: datetime) -> Decision:
    """`name` takes the case: Jira gets the assignee, the people hear that somebody has it."""
    if case.status.closed:
        return Decision("it is closed")
    waiting = case.status in (Status.RECEIVED, Status.REOPENED)
    if case.owner == name and not waiting:
        return Decision("it is theirs already")
    after = moved(case, Status.TAKEN if waiting else case.status, now, owner=name)
    version = f"v{after.version}"
    orders = show_and_tell(after, now, by=name) if waiting else _handed_over(after)
    if jira_account:
        orders = (for_case(after, f"{version}:assigned", Destination.JIRA, AssignIssue(jira_account)), *orders)
    changes = redeemed(after, now) if waiting else (CaseMoved(after),)
    return Decision(f"taken in Slack while {case.status}", changes, orders)


def not_a_bug(case: Case, name: str, now: datetime) -> Decision:
    """`name` declines the case: Jira moves, the people are told honestly."""
    if case.status.closed:
        return Decision("it is closed already")
    after = moved(case, Status.DECLINED, now)
    version = f"v{after.version}"
    return Decision(
        "declined in Slack",
        redeemed(after, now),
        (
            for_case(after, f"{version}:moved", Destination.JIRA, MoveIssue(Status.DECLINED)),
            for_case(after, f"{version}:comment", Destination.JIRA, CommentIssue("declined_in_slack", by=name)),
            *show_and_tell(after, now, by=name),
        ),
    )


def ask(case: Case, question: str, name: str, asked_id: str, now: datetime) -> Decision:
    """`name` asks those who reported; `asked_id` is the form's own id, so that a repeat is no second question."""
    told = TellFollowers(Notice("question", now, question), by=name)
    return Decision(
        "a question to those who reported",
        orders=(
            for_case(case, f"asked:{asked_id}:told", Destination.FAN_OUT, told),
            for_case(case, f"asked:{asked_id}:comment", Destination.JIRA, CommentIssue("asked", question, name)),
            for_case(case, f"asked:{asked_id}:said", Destination.SLACK, SayInThread("asked", None, question, name)),
        ),
    )


def agree(case: Case, held: Order, name: str) -> Decision:
    """`name` agrees that everybody is told; whoever wrote it can't be the one who agrees (promise 10)."""
    act = held.act
    if not isinstance(act, TellFollowers):
        return Decision("nothing that waits for a yes")
    if act.by == name:
        line = for_case(case, f"own:{held.id}", Destination.SLACK, SayInThread("own_mail", by=name))
        return Decision("a second person has to agree", orders=(line,))
    told = replace(held, id=f"{held.id}:agreed", act=replace(act, agreed_by=name))
    line = for_case(case, f"agreed:{held.id}", Destination.SLACK, SayInThread("agreed", by=name))
    return Decision("agreed by a second person", orders=(told, line))


def _handed_over(case: Case) -> tuple[Order, ...]:
    return (for_case(case, f"v{case.version}:shown", Destination.SLACK, ShowCase()),)
