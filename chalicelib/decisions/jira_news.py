"""What a change seen in Jira means for a case: perhaps a new status, perhaps an answer, mostly nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.decisions.moving import for_case, moved, show_and_tell
from chalicelib.decisions.promises import heard, redeemed
from chalicelib.model.case import Case
from chalicelib.model.decision import CaseMoved, Decision
from chalicelib.model.merge_acts import SayMerged
from chalicelib.model.orders import Destination, Notice, Order, ReadIssue, SayInThread, ShowCase, TellFollowers
from chalicelib.model.outage_acts import SayUpdate
from chalicelib.model.sighting import IssueComment, IssueState
from chalicelib.model.status import Status

_BY_CATEGORY = {"new": Status.RECEIVED, "indeterminate": Status.IN_PROGRESS, "done": Status.RESOLVED}


@dataclass(frozen=True, slots=True)
class StatusTable:
    """How the team's Jira statuses are told to people (`wilco.yaml`, jira.statuses)."""

    statuses: Mapping[str, Status]
    declined_resolutions: Sequence[str] = ()

    def meaning(self, seen: IssueState) -> Status:
        """The status that this issue state stands for; a Jira status that the table leaves out goes by category."""
        if seen.status in self.statuses:
            return self.statuses[seen.status]
        if seen.category == "done" and seen.resolution in self.declined_resolutions:
            return Status.DECLINED
        return _BY_CATEGORY.get(seen.category, Status.IN_PROGRESS)


def look_again(case_id: str, cause: str, comment_id: str | None) -> Decision:
    """Jira's webhooks are thin, late and out of order, so the issue is read before anything is believed."""
    order = Order(f"jira:read:{cause}", case_id, Destination.JIRA, case_id, ReadIssue(comment_id))
    return Decision("the issue is read again", orders=(order,))


def issue_seen(case: Case, seen: IssueState, table: StatusTable, assignee: str | None, now: datetime) -> Decision:
    """The issue was read: apply what is new in it. `assignee` is the colleague's name, when somebody has it."""
    if case.seen_at and seen.updated_at <= case.seen_at:
        return Decision("older than what is known")
    if case.merged_into:
        return _merged_seen(case, seen, table)
    if case.outage:
        return _outage_seen(case, seen, table, assignee)
    meaning = table.meaning(seen)
    changed = seen.status != case.jira_status if case.jira_status else meaning is not Status.RECEIVED
    status = next_status(case.status, meaning, changed=changed, assigned=assignee is not None)
    if status is case.status and not changed and assignee in (None, case.owner):
        return Decision("nothing that people wait for")
    if status is case.status:
        after = replace(case, version=case.version + 1, owner=assignee or case.owner)
        shown = for_case(after, f"v{after.version}:shown", Destination.SLACK, ShowCase())
        orders: tuple[Order, ...] = (shown,) if after.owner != case.owner else ()
    else:
        after = moved(case, status, now, owner=assignee)
        orders = show_and_tell(after, now, by=assignee or "")
    known = replace(after, seen_at=seen.updated_at, jira_status=seen.status)
    tells = status is not case.status and status is not Status.RECEIVED
    return Decision(f"Jira says {seen.status}", redeemed(known, now) if tells else (CaseMoved(known),), orders)


def next_status(now: Status, meaning: Status, *, changed: bool, assigned: bool) -> Status:
    """The case's status after Jira's has come to mean `meaning`.

    A case is *taken* by being assigned while its Jira status still says it waits, also when it goes back there with
    its assignee. Leaving a closed status is always a reopening. Without a change in Jira's status only an assignment
    can move the case.
    """
    if now is Status.RECEIVED and meaning is Status.RECEIVED and assigned:
        return Status.TAKEN
    if not changed:
        return now
    if now.closed and not meaning.closed:
        return Status.REOPENED
    if meaning is Status.RECEIVED:
        back = Status.TAKEN if assigned else Status.RECEIVED
        return back if now is Status.IN_PROGRESS else now
    return meaning


def _merged_seen(case: Case, seen: IssueState, table: StatusTable) -> Decision:
    """What becomes of a merged case's issue is no news to anybody; only who opens it again is told where it goes on."""
    if seen.status == case.jira_status:
        return Decision("it is merged")
    noted = replace(case, version=case.version + 1, seen_at=seen.updated_at, jira_status=seen.status)
    orders = () if table.meaning(seen).closed else (_moved_though_merged(case, seen.updated_at),)
    return Decision(f"it is merged, whatever Jira says: {seen.status}", (CaseMoved(noted),), orders)


def _outage_seen(case: Case, seen: IssueState, table: StatusTable, assignee: str | None) -> Decision:
    """Everyone affected hears of an outage by its updates, which people write: whoever closes its card is told so."""
    if seen.status == case.jira_status and assignee in (None, case.owner):
        return Decision("nothing of the outage")
    after = replace(
        case,
        version=case.version + 1,
        owner=assignee or case.owner,
        seen_at=seen.updated_at,
        jira_status=seen.status,
    )
    orders: tuple[Order, ...] = (for_case(after, f"v{after.version}:shown", Destination.SLACK, ShowCase()),)
    if case.is_open and case.outage and table.meaning(seen).closed:
        line = SayUpdate("moved", case.outage.newest)
        orders += (for_case(after, f"v{after.version}:moved", Destination.SLACK, line),)
    return Decision(f"Jira says {seen.status} of an outage", (CaseMoved(after),), orders)


def comment_seen(case: Case, comment: IssueComment, prefix: str, now: datetime) -> Decision:
    """A comment that begins with the team's prefix is an answer to everybody who follows the case."""
    words = comment.body.strip()
    if not words.casefold().startswith(prefix.casefold()):
        return Decision("a comment between engineers")
    answer = words[len(prefix) :].strip()
    if not answer:
        return Decision("a public comment without words")
    told = TellFollowers(Notice("answer", now, answer), by=comment.author)
    said = SayInThread("answered", None, answer, comment.author)
    return Decision(
        "a public answer",
        heard(case, now),
        (
            for_case(case, f"answer:{comment.id}:told", Destination.FAN_OUT, told),
            for_case(case, f"answer:{comment.id}:said", Destination.SLACK, said),
        ),
    )


def _moved_though_merged(case: Case, at: datetime) -> Order:
    """Somebody moves the issue of a case that is merged: they are told where it goes on, and nothing else happens."""
    said = SayMerged("moved", case.merged_into or case.id)
    return for_case(case, f"same:moved:{at.isoformat()}", Destination.SLACK, said)
