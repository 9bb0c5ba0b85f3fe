"""What the table's stream tells: reports to be counted, addresses that were left, what was seen in Jira and in chats,
and which cases an outage takes.

The stream's second reader. Addresses are judged here and not where they are left, so that the answer there is the same,
and as fast, whatever becomes of them.

Safe to repeat: a person is counted once by a condition, and a sighting that was judged is older than the watermark.
"""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalicelib.decisions.contact import ask
from chalicelib.decisions.counting import count
from chalicelib.decisions.jira_news import StatusTable, comment_seen, issue_seen
from chalicelib.decisions.suspecting import came
from chalicelib.entrances import dialogs, outages
from chalicelib.entrances.promises import tell_kept
from chalicelib.model.case import Case
from chalicelib.model.contact import Contact
from chalicelib.model.decision import Decision, RowSettled
from chalicelib.model.dialog import DialogReading
from chalicelib.model.outage_changes import CasesJoin
from chalicelib.model.report import Report
from chalicelib.model.sighting import IssueComment, IssueState, Sighting
from chalicelib.observe import log, now
from chalicelib.store import keys
from chalicelib.store.cases import existing_case, get_report, person_counted
from chalicelib.store.codec import load
from chalicelib.store.commit import Stale, settle, settle_once
from chalicelib.store.merged import living_case
from chalicelib.store.surges import last_came
from chalicelib.team import team

_WAITS = "the report waits for its turn"  # the sweep brings it back then, and again what was left for it


def facts(event: Mapping[str, Any]) -> None:
    """Judge each new fact; raises when any could not be, and then the batch comes again."""
    for record in event["Records"]:
        image: Mapping[str, Mapping[str, str]] = record["dynamodb"]["NewImage"]
        judge(keys.Key(image["pk"]["S"], image["sk"]["S"]), image["data"]["S"])


def judge(key: keys.Key, data: str) -> None:
    """One fact: its row's key and its JSON."""
    settled = RowSettled(key.pk, key.sk)
    if key.sk == keys.REPORT_SORT:
        outcome = _reported(load(Report, data), settled)
    elif key.sk.startswith(keys.READING_PREFIX):
        outcome = dialogs.look(load(DialogReading, data), settled)
    elif key.sk == keys.JOINING_SORT:
        outcome = _join(load(CasesJoin, data), settled)
    elif key.sk.startswith(keys.CONTACT_PREFIX):
        contact = load(Contact, data)
        report = _report(contact.report_id)
        outcome = _WAITS if report.waits else _ask(report, contact.address, settled)
    else:
        outcome = _look(load(Sighting, data), settled)
    log("fact_judged", fact=key.sk, row=key.pk, outcome=outcome)


def _reported(report: Report, settled: RowSettled) -> str:
    if report.waits:
        return _WAITS
    if report.contact and not report.person.email:
        _ask(report, report.contact, None)
    return _count(report, settled)


def _ask(report: Report, address: str, settled: RowSettled | None) -> str:
    """The question, unless the table says that the address, or everybody, was asked enough."""
    code, an_hour = secrets.token_urlsafe(16), team().limits.confirmations_an_hour

    def decide(stale: Stale | None) -> Decision:
        if settled and _judged(stale, settled):
            return Decision("judged already")
        return ask(report, address, code, an_hour, now(), may_mail=stale is None, settled=settled)

    return settle(decide, now()).why


def _count(report: Report, settled: RowSettled) -> str:
    in_area = keys.came(report.product, report.trigger.area, report.person.id)

    def decide(stale: Stale | None) -> Decision:
        if _judged(stale, settled):
            return Decision("judged already")
        case = living_case(existing_case(report.case_id))
        before = person_counted(case.id, report.person.id)
        decision = count(case, report, settled, counted_before=before)
        last = last_came(in_area) if before or stale else None  # who is new to the case mostly is so to its area
        changes = (*decision.changes, *came(report, last, now()))
        elsewhere = stale is not None and any(key.sk == keys.CASE_SORT or key == in_area for key in stale.rows)
        heard = before and stale is not None and not elsewhere  # this person, this hour: only the count is left
        return replace(decision, changes=changes, orders=() if heard else decision.orders)

    return settle(decide, now()).why


def _look(sighting: Sighting, settled: RowSettled) -> str:
    """The issue's state and then the comment, each a decision of its own."""
    why = "the issue is gone"
    if sighting.issue:
        seen = sighting.issue
        why = tell_kept(settle(lambda _: _judge_issue(existing_case(sighting.case_id), seen), now())).why
    if sighting.comment and sighting.comment.author_id != team().jira.bot_account_id:
        colleague = team().by_jira(sighting.comment.author_id)
        comment = replace(sighting.comment, author=colleague.name) if colleague else sighting.comment
        why = _answer(sighting.case_id, comment)
    settle_once(Decision("judged", (settled,)), now())
    return why


def _join(said: CasesJoin, settled: RowSettled) -> str:
    why = outages.join_all(said, now())
    settle_once(Decision("judged", (settled,)), now())
    return why


def _answer(case_id: str, comment: IssueComment) -> str:
    """An answer that was told once is told already, whatever else has become of the case."""

    def decide(stale: Stale | None) -> Decision:
        if stale and stale.ordered:
            return Decision("answered already")
        return comment_seen(existing_case(case_id), comment, team().jira.public_comment_prefix, now())

    return tell_kept(settle(decide, now())).why


def _judged(stale: Stale | None, settled: RowSettled) -> bool:
    """The stream told it twice: what had to be written was."""
    return stale is not None and keys.Key(settled.pk, settled.sk) in stale.rows


def _judge_issue(case: Case, seen: IssueState) -> Decision:
    table = StatusTable(team().jira.statuses, team().jira.declined_resolutions)
    colleague = team().by_jira(seen.assignee_id)
    return issue_seen(case, seen, table, colleague.name if colleague else seen.assignee, now())


def _report(report_id: str) -> Report:
    report = get_report(report_id)
    if report is None:
        raise LookupError(f"no report {report_id}")
    return report
