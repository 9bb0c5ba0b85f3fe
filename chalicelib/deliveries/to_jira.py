"""The worker of the Jira queue: one issue per case, linked, counted, moved; and read again when Jira has news."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib import wiring
from chalicelib.deliveries.comparison import compare
from chalicelib.errors import DeliveryError, NotYet, Permanent, Unknown
from chalicelib.model.case import Case, Issue
from chalicelib.model.dialog import Dialog
from chalicelib.model.merge_acts import CommentSame, RelateSame
from chalicelib.model.orders import (
    OPENING,
    AssignIssue,
    CommentIssue,
    CompareCases,
    Destination,
    LinkDialog,
    LinkReport,
    LinkThread,
    MoveIssue,
    OpenIssue,
    Order,
    ReadIssue,
    RelateIssue,
    ShowAffected,
)
from chalicelib.model.outage_acts import CommentUpdate, OpenOutageIssue
from chalicelib.model.screenshot import MAX_BYTES, AttachScreenshot
from chalicelib.model.sighting import Sighting
from chalicelib.model.status import Status
from chalicelib.ports import NamedFile, RemoteLink
from chalicelib.rendering import jira as rendering
from chalicelib.rendering import jira_outage
from chalicelib.store import keys
from chalicelib.store.cases import get_case
from chalicelib.store.orders import Claim, Outcome, is_open
from chalicelib.store.outages import with_people
from chalicelib.team import team

DESTINATION = Destination.JIRA


# A search may not show an issue yet that a timed-out create has made, so "not there" must be said twice after each.
_ASKED_ENOUGH = 2


def carry_out(claim: Claim, now: datetime) -> Outcome:
    """One order."""
    if isinstance(claim.order.act, CompareCases):
        return compare(claim, claim.order.act, now)
    case = get_case(claim.order.case_id)
    if case is None:
        raise Permanent("there is no such case")
    if isinstance(claim.order.act, OpenIssue):
        return _open(claim, case, claim.order.act)
    if isinstance(claim.order.act, OpenOutageIssue):
        issue = _found_or_opened(claim, case, jira_outage.issue_fields(case, team()))
        return Outcome(issue.key, issue=issue)
    if case.issue is None:
        if is_open(keys.order(case.id, OPENING)):  # given up by its queue in a long outage: the sweep brings it back
            raise NotYet("the case has no Jira issue yet")
        raise Permanent("the case has no Jira issue")
    if isinstance(claim.order.act, RelateSame | CommentSame):
        return _merged(claim, case.issue, claim.order.act)
    return _change(claim, case, case.issue)


def _open(claim: Claim, case: Case, act: OpenIssue) -> Outcome:
    """The case's one issue, with the first report's page among its links."""
    issue = _found_or_opened(claim, case, rendering.issue_fields(case, act.report, team(), wiring.links()))
    linked = LinkReport(act.report.id, act.report.token)
    try:
        wiring.tracker().link(issue, _report_link(linked))
    except DeliveryError:  # the issue stands: its link becomes an order of its own
        order = Order(f"jira:linked:{act.report.id}", case.id, Destination.JIRA, case.id, linked)
        return Outcome(issue.key, issue=issue, further=(order,))
    return Outcome(issue.key, issue=issue)


def _found_or_opened(claim: Claim, case: Case, fields: Mapping[str, Any]) -> Issue:
    """An earlier attempt may have made it, so every later one searches first (promise 2)."""
    tracker, project = wiring.tracker(), team().products[case.product].jira_project
    found = tracker.find(project, rendering.case_label(case.id)) if claim.attempt > 1 else None
    if found is None and claim.unsure % _ASKED_ENOUGH:
        raise Unknown("not found yet; it may be too new for Jira's search")
    return found or tracker.open(fields)


def _change(claim: Claim, case: Case, issue: Issue) -> Outcome:
    tracker = wiring.tracker()
    match claim.order.act:
        case LinkReport() | LinkThread() | LinkDialog() as act:
            tracker.link(issue, _link(act, case))
        case RelateIssue(earlier):
            tracker.relate(issue, earlier)
        case ShowAffected():
            tracker.edit(issue, rendering.affected_fields(with_people(case), team()))
        case CommentUpdate() as act:
            text = jira_outage.comment(act)
            return Outcome(tracker.comment(issue, text, claim.order.mark, look_first=claim.attempt > 1))
        case CommentIssue() as act:
            text = rendering.comment(act, case)
            return Outcome(tracker.comment(issue, text, claim.order.mark, look_first=claim.attempt > 1))
        case AttachScreenshot() as act:
            return Outcome(tracker.attach(issue, _picture(act), look_first=claim.attempt > 1))
        case MoveIssue(to):
            # Seen like anybody's change: if somebody moved it meanwhile, the case follows what Jira says in the end.
            status = tracker.move(issue, *_targets(to))
            return Outcome(status, sightings=(Sighting(case.id, tracker.read(issue)),))
        case AssignIssue(account_id):
            tracker.assign(issue, account_id)
        case ReadIssue(comment_id):
            comment = tracker.read_comment(issue, comment_id) if comment_id else None
            return Outcome(issue.key, sightings=(Sighting(case.id, tracker.read(issue), comment),))
        case other:
            raise Permanent(f"Jira has no way to {other.verb}")
    return Outcome(issue.key)


def _merged(claim: Claim, issue: Issue, act: RelateSame | CommentSame) -> Outcome:
    """The issue of a merged case, beside that of the one which goes on."""
    other = _issue_of(act.into)
    if isinstance(act, RelateSame):
        wiring.tracker().relate(issue, other)
        return Outcome(issue.key)
    text = rendering.same_comment(other, act.by)
    return Outcome(wiring.tracker().comment(issue, text, claim.order.mark, look_first=claim.attempt > 1))


def _issue_of(case_id: str) -> Issue:
    """The issue of another case, on which this order waits like on its own."""
    case = get_case(case_id)
    if case and case.issue:
        return case.issue
    if is_open(keys.order(case_id, OPENING)):
        raise NotYet("the other case has no Jira issue yet")
    raise Permanent("the other case has no Jira issue")


def _picture(act: AttachScreenshot) -> NamedFile:
    stored = wiring.files().read(act.key, MAX_BYTES)
    if stored is None:
        raise Permanent("the picture is gone")
    return NamedFile(act.name, act.kind, stored.content)


def _targets(to: Status) -> tuple[list[str], str]:
    """The Jira statuses that mean `to`, and the category to fall back on. A reopened case goes back to the queue."""
    meaning = Status.RECEIVED if to is Status.REOPENED else to
    names = [name for name, status in team().jira.statuses.items() if status is meaning]
    return names, "done" if to.closed else "new"


def _link(act: LinkReport | LinkThread | LinkDialog, case: Case) -> RemoteLink:
    match act:
        case LinkReport():
            return _report_link(act)
        case LinkDialog(dialog):
            return _dialog_link(dialog)
    return _thread_link(case)


def _report_link(act: LinkReport) -> RemoteLink:
    url = wiring.links().report(act.report_id, act.token)
    return RemoteLink(f"wilco:report:{act.report_id}", url, f"Report {act.report_id}", "reported in")


def _dialog_link(dialog: Dialog) -> RemoteLink:
    desk = team().desks.get(dialog.desk)
    if desk is None:
        raise Permanent(f"the team's file has no desk {dialog.desk}")
    url = wiring.links().dialog(desk.panel, dialog.id)
    return RemoteLink(f"wilco:dialog:{dialog.ref}", url, f"Support dialog {dialog.id}", "discussed in support chat")


def _thread_link(case: Case) -> RemoteLink:
    if case.thread is None or case.thread.permalink is None:
        raise Permanent("the case has no Slack thread to link")
    return RemoteLink(f"wilco:thread:{case.id}", case.thread.permalink, "Slack thread", "discussed in")
