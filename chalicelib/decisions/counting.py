"""How many people a case affects, and when that is worth showing.

The number is exact in the store; on the issue it is written at steps that grow with it, so that a case with a
thousand reports makes about fifteen changes in Jira and not a thousand.
"""

from chalicelib.decisions.moving import for_case
from chalicelib.model.case import Case
from chalicelib.model.decision import Change, Decision, PersonCounted, RowSettled
from chalicelib.model.orders import Destination, LinkReport, Order, SayInThread, ShowAffected, ShowCase
from chalicelib.model.report import Report

_LINKED_AT_MOST = 20
_STEPS = (1, 2, 3, 5, 7)


def count(case: Case, report: Report, settled: RowSettled, *, counted_before: bool) -> Decision:
    """One more report of the case; `counted_before` when its person is among the affected already."""
    if case.outage:
        return _affected(case, report, settled, counted_before=counted_before)
    if counted_before:
        return Decision("counted before", (settled,), _again(case, report))
    affected = case.affected + 1
    changes: tuple[Change, ...] = (PersonCounted(case.id, report.person.id), settled)
    if case.first_report and case.first_report[0] == report.id:
        return Decision("the person who opened it", changes)
    return Decision(
        f"person number {affected}", changes, (*_link(case, report, affected), *_show(case, report, affected))
    )


def _affected(case: Case, report: Report, settled: RowSettled, *, counted_before: bool) -> Decision:
    """Jira and Slack hear nothing of it: an outage's number is shown by the clock, however many come (promise 8)."""
    if counted_before:
        return Decision("counted before", (settled,))
    return Decision("one more in an outage", (PersonCounted(case.id, report.person.id), settled))


def worth_showing(affected: int) -> bool:
    """1, 2, 3, 5, 7, then 10, 20, 30, 50, 70, 100, 200, …"""
    digits = str(affected)
    return int(digits[0]) in _STEPS and not digits[1:].strip("0")


def _link(case: Case, report: Report, affected: int) -> tuple[Order, ...]:
    if affected > _LINKED_AT_MOST:
        return ()
    link = LinkReport(report.id, report.token)
    return (for_case(case, f"linked:{report.id}", Destination.JIRA, link),)


def _show(case: Case, report: Report, affected: int) -> tuple[Order, ...]:
    if not worth_showing(affected):
        return _words(case, report, f"words:{report.id}")
    again = SayInThread("one_more", None, report.comment or "", people=affected)
    return (
        for_case(case, f"affected:{affected}", Destination.JIRA, ShowAffected()),
        for_case(case, f"affected:{affected}:shown", Destination.SLACK, ShowCase()),
        for_case(case, f"affected:{affected}:said", Destination.SLACK, again),
    )


def _again(case: Case, report: Report) -> tuple[Order, ...]:
    """The same person once more: linked, and heard, once an hour, however often they click."""
    cause = f"again:{report.person.id}:{report.received_at:%Y%m%d%H}"
    link = for_case(case, f"{cause}:linked", Destination.JIRA, LinkReport(report.id, report.token))
    return (link, *_words(case, report, f"{cause}:words"))


def _words(case: Case, report: Report, cause: str) -> tuple[Order, ...]:
    """What a person adds reaches the engineers, even where the number is not worth a line."""
    if not report.comment or case.affected >= _LINKED_AT_MOST:
        return ()
    return (for_case(case, cause, Destination.SLACK, SayInThread("reporter_note", None, report.comment)),)
