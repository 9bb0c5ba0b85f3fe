"""Cases and reports, read."""

from dataclasses import replace
from datetime import datetime
from time import monotonic

from pynamodb.exceptions import DoesNotExist

from chalicelib.model.case import Case, Issue, Thread
from chalicelib.model.outage import whole
from chalicelib.model.report import Report
from chalicelib.store import keys
from chalicelib.store.codec import dump, load
from chalicelib.store.tables import Row

_REMEMBERED_FOR = 30.0  # seconds; a wrong memory costs one more write, never a wrong one
_REMEMBERED_AT_MOST = 1000
_memory: dict[str, tuple[float, Case]] = {}


def remembered(fingerprint: str) -> Case | None:
    """What this process last saw of the problem: a guess that spares a read, made sure by the write's condition."""
    at, case = _memory.get(fingerprint, (0.0, None))
    return case if case is not None and monotonic() - at < _REMEMBERED_FOR else None


def remembered_case(case_id: str) -> Case | None:
    """The same, for one case of a problem."""
    case = remembered(case_id.rpartition("-")[0])
    return case if case is not None and case.id == case_id else None


def remember(case: Case) -> None:
    """Keep the case for the next report of its own problem, which a *me too* from another place need not be."""
    if len(_memory) >= _REMEMBERED_AT_MOST:
        _memory.clear()
    _memory[case.fingerprint] = (monotonic(), case)


def case_id(fingerprint: str, generation: int) -> str:
    """Cases of one problem are numbered: the second is the successor of the first."""
    return f"{fingerprint}-{generation}"


def get_case(case_id: str) -> Case | None:
    """The case as it is now; that of a ward is the whole outage."""
    row = _get(keys.case(whole(case_id)))
    return as_case(row) if row else None


def existing_case(case_id: str) -> Case:
    """The case of a row that names it. Raises LookupError when there is none."""
    case = get_case(case_id)
    if case is None:
        raise LookupError(f"no case {case_id}")
    return case


def current_case(fingerprint: str) -> Case | None:
    """The problem's latest case."""
    case = get_case(case_id(fingerprint, 1))
    while case and case.successor:
        case = get_case(case_id(fingerprint, case.successor))
    return case


def case_of_issue(issue_id: str) -> str | None:
    """The case that this Jira issue belongs to."""
    row = _get(keys.issue(issue_id))
    return row.data if row else None


def get_report(report_id: str) -> Report | None:
    """A report, or None when there is none of this id."""
    row = _get(keys.report(report_id))
    return replace(load(Report, row.data or ""), follower=row.follower) if row else None


def person_counted(case_id: str, person_id: str) -> bool:
    """Whether this person is among the case's affected already."""
    return _get(keys.person(case_id, person_id)) is not None


def as_case(row: Row) -> Case:
    """A case's row: its decided facts, and those that deliveries and the count have brought since."""
    return replace(
        load(Case, row.data or ""),
        issue=load(Issue, row.issue) if row.issue else None,
        thread=load(Thread, row.thread) if row.thread else None,
        jira_status=row.jira_status,
        compared_at=datetime.fromisoformat(row.compared_at) if row.compared_at else None,
        affected=int(row.affected or 0),
    )


def decided_facts(case: Case) -> dict[str, str | int]:
    """What decisions say of a case, as attributes of its row. The rest is brought by deliveries and the count."""
    decided = replace(case, issue=None, thread=None, jira_status=None, compared_at=None, affected=0)
    facts: dict[str, str | int] = {"data": dump(decided), "version": case.version, "status": case.status.value}
    if case.is_open or case.outage:  # people are asked about an outage for a while after its end
        area = "" if case.outage else case.area
        facts |= {"open_in": keys.open_in(case.product, area), "opened_at": case.opened_at.isoformat()}
    if case.merged_into:
        facts["merged_into"] = case.merged_into
    return facts | {"successor": case.successor} if case.successor else facts


def _get(key: keys.Key) -> Row | None:
    try:
        return Row.get(key.pk, key.sk, consistent_read=True)
    except DoesNotExist:
        return None
