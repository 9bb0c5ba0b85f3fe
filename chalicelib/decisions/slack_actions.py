"""What the buttons under a case's message mean: *Take*, *Take over*, *Not a bug*, *Ask the reporter*."""

from dataclasses import replace
from datetime import datetime

from chalicelib.decisions.moving import for_case, moved, show_and_tell
from chalicelib.decisions.promises import redeemed
from chalicelib.model.case import Case, Follower
from chalicelib.model.decision import CaseMoved, Decision
from chalicelib.model.dialog_acts import ReplyDialog
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
from chalicelib.model.owner_acts import AssignDialogs, SayTakenOver
from chalicelib.model.status import Status

_WAITS = (Status.RECEIVED, Status.REOPENED)


def take(case: Case, name: str, jira_account: str | None, now: datetime) -> Decision:
    """`name` takes the case: Jira and the dialogs get the assignee, the people hear that somebody has it.

    A colleague's case is not taken by this, but by `take_over`: two may press in the same moment.
    """
    if not case.is_open:
        return Decision("it is closed")
    if case.status not in _WAITS and case.owner:
        return Decision("it is theirs already" if case.owner == name else "a colleague has it")
    if case.status in _WAITS and case.outage is None:  # who leads an outage is no news to everyone affected
        after = moved(case, Status.TAKEN, now, owner=name)
        changes, orders = redeemed(after, now), show_and_tell(after, now, by=name)
    else:
        after = replace(case, version=case.version + 1, owner=name)
        changes, orders = (CaseMoved(after),), (_shown(after),)
    return Decision(f"taken in Slack while {case.status}", changes, (*_assigned(after, name, jira_account), *orders))


def take_over(case: Case, name: str, jira_account: str | None, now: datetime) -> Decision:
    """`name` takes the case from the colleague who has it: no news to the people, whose case is with an engineer."""
    if not case.is_open or case.status in _WAITS or case.owner is None:
        return take(case, name, jira_account, now)
    if case.owner == name:
        return Decision("it is theirs already")
    after = replace(case, version=case.version + 1, owner=name)
    line = SayTakenOver(name, case.owner)
    said = for_case(after, f"v{after.version}:taken_over", Destination.SLACK, line)
    orders = (*_assigned(after, name, jira_account), _shown(after), said)
    return Decision("taken over in Slack", (CaseMoved(after),), orders)


def not_a_bug(case: Case, name: str, now: datetime) -> Decision:
    """`name` declines the case: Jira moves, the people are told honestly."""
    if not case.is_open:
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


def ask_address(case: Case, follower: Follower | None, name: str, now: datetime) -> Decision:
    """`name` has the dialog's person asked for an address: on the page of their report, where only they confirm it."""
    if follower is None or follower.dialog is None or not follower.reply:
        return Decision("mail tells them already")
    dialog, act = follower.dialog, ReplyDialog(follower, Notice("address", now))
    asked = Order(f"chat:address:{follower.report_id}", case.id, Destination.CHAT, dialog.ref, act)
    line = SayInThread("asked_address", by=name, dialog=dialog)
    said = for_case(case, f"address:{follower.report_id}:said", Destination.SLACK, line)
    return Decision("the person is asked for an address", orders=(asked, said))


def _assigned(case: Case, name: str, jira_account: str | None) -> tuple[Order, ...]:
    """Whoever takes a case in Slack has it in Jira and in each of its dialogs."""
    dialogs = for_case(case, f"v{case.version}:dialogs", Destination.FAN_OUT, AssignDialogs(name))
    if jira_account is None:
        return (dialogs,)
    return for_case(case, f"v{case.version}:assigned", Destination.JIRA, AssignIssue(jira_account)), dialogs


def _shown(case: Case) -> Order:
    return for_case(case, f"v{case.version}:shown", Destination.SLACK, ShowCase())
