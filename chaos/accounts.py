"""The accounts after the storm: what is not as promised. Reports, cases and orders here, mail in `mail_accounts`."""

from collections.abc import Iterator

from chalicelib.model.case import Case
from chalicelib.model.dialog_acts import NoteDialog, ReplyDialog
from chalicelib.model.orders import CommentIssue, LinkReport, SayInThread
from chaos.evidence import Evidence
from chaos.findings import Finding
from chaos.mail_accounts import OVERTAKEN, mails
from chaos.reporters import customer
from chaos.table import Line
from chaos.team import AGREES


def findings(evidence: Evidence) -> Iterator[Finding]:
    """Everything that is not as promised."""
    yield from _reports(evidence)
    for case in evidence.book.cases.values():
        yield from _case(evidence, case)
    for line in evidence.book.lines:
        yield from _order(evidence, line)
    yield from _words(evidence)
    yield from _dialogs(evidence)
    yield from mails(evidence)


def _reports(evidence: Evidence) -> Iterator[Finding]:
    """Every report that had a receipt is in a case, and everybody who reported is counted there once."""
    people: dict[str, set[str]] = {}
    for one in evidence.accepted:
        case = evidence.case_of(one)
        if not case:
            yield Finding("lost", f"report {one.report_id}")
            continue
        who = customer(one.click).handle if one.click.signed else f"click {one.click.number}"
        people.setdefault(case, set()).add(who)
    for report in evidence.book.reports.values():
        if report.escalation:
            people.setdefault(report.case_id, set()).add(report.person.id)
    for case, together in people.items():
        known = evidence.book.cases.get(case)
        if known is None or known.affected != len(together):
            yield Finding("lost", f"people of {case}: {len(together)} reported it")


def _case(evidence: Evidence, case: Case) -> Iterator[Finding]:
    """One issue, one message in the channel, and the status that Jira has."""
    issues = evidence.issues_of.get(case.id, [])
    parents = sum(count for mark, count in evidence.marks["parent"].items() if mark.startswith(f"{case.id}/"))
    if not issues:
        yield Finding("lost", f"issue of {case.id}")
    if len(issues) > 1:
        yield Finding("duplicate issue", f"{case.id} has {', '.join(issue['key'] for issue in issues)}")
    if not parents:
        yield Finding("lost", f"Slack message of {case.id}")
    if parents > 1:
        yield Finding("duplicate message", f"{case.id} has {parents} in the channel")
    for issue in issues[:1]:
        status = issue["fields"]["status"]["name"]
        if case.status not in AGREES[status]:
            yield Finding("lost", f"status of {case.id}: Jira says {status}, Wilco {case.status}")


def _order(evidence: Evidence, line: Line) -> Iterator[Finding]:
    """What has to be delivered is delivered: its order is done, and left what it had to leave, once."""
    if line.state not in ("done", "unknown"):
        yield Finding("lost", f"order {line.order.mark} ({line.state}: {line.outcome})")
        return
    match line.order.act:
        case LinkReport(report_id) if f"wilco:report:{report_id}" not in evidence.links:
            yield Finding("lost", f"link to report {report_id}")
        case CommentIssue():
            yield from _once(evidence, line, "comment")
        case SayInThread():
            yield from _once(evidence, line, "reply")
        case NoteDialog() | ReplyDialog() if not line.outcome.startswith(OVERTAKEN):
            yield from _once(evidence, line, "dialog")


def _dialogs(evidence: Evidence) -> Iterator[Finding]:
    """Each dialog that an operator handed over is linked with one issue."""
    for dialog in evidence.dialogs:
        linked = evidence.links[f"wilco:dialog:carrot:{dialog}"]
        if linked == 0:
            yield Finding("lost", f"dialog {dialog}")
        if linked > 1:
            yield Finding("duplicate issue", f"dialog {dialog} is linked with {linked}")


def _once(evidence: Evidence, line: Line, where: str) -> Iterator[Finding]:
    left = evidence.marks[where][line.order.mark]
    if left == 0:
        yield Finding("lost", f"{where} of {line.order.mark}")
    if left > 1:
        yield Finding("duplicate message", f"{left} times the {where} of {line.order.mark}")


def _words(evidence: Evidence) -> Iterator[Finding]:
    """What people said has become orders; that orders are carried out is looked at above."""
    orders = {line.order.mark for line in evidence.book.lines}
    said = {(line.order.case_id, getattr(line.order.act, "text", "")) for line in evidence.book.lines}
    for case, words in (*evidence.notes, *evidence.questions):
        if (case, words) not in said:
            yield Finding("lost", f"words {words!r} on {case}")
    for case, issues in evidence.issues_of.items():
        for comment in issues[0]["comments"]:
            told = f"{case}/fan_out:answer:{comment['id']}:told"
            if comment["body"].startswith("[public]") and told not in orders:
                yield Finding("lost", f"public comment {comment['id']} on {case}")
