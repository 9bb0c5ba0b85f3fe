"""After an outage a person is asked whether theirs is the same: whether they still are, and their yes, once."""

from chalicelib.decisions.aftermath import asks, says_same
from chalicelib.errors import Refusal
from chalicelib.model.case import Case
from chalicelib.model.decision import Decision
from chalicelib.model.outage import Asked
from chalicelib.model.report import Report
from chalicelib.observe import log, now
from chalicelib.store import keys
from chalicelib.store.cases import get_case
from chalicelib.store.commit import Stale, settle
from chalicelib.store.outages import has_said_so, still_there


def asked(report: Report, case: Case) -> Asked | None:
    """What the report's person is asked; None when they are not."""
    outage = get_case(report.after) if report.after else None
    if outage is None or outage.outage is None or outage.outage.ended_at is None or not asks(case, outage):
        return None
    newest = outage.outage.newest
    return Asked(outage.outage.ended_at, has_said_so(outage.id, newest.number, report.person.id))


def say_same(report: Report, case: Case) -> None:
    """It is the same. Refusal (409) when the person was not asked."""
    outage = get_case(report.after) if report.after else None
    if outage is None or outage.outage is None:
        raise Refusal(409, "Nothing was asked", "No outage had ended shortly before this report.")
    end = outage.outage.newest.number
    said = keys.still(outage.id, end, report.person.id)

    def decide(stale: Stale | None) -> Decision:
        if stale and said in stale.rows:
            return Decision("said already")
        return says_same(report, case, outage, still_there(outage.id, end))

    why = settle(decide, now()).why
    log("said_the_same", report=report.id, outage=outage.id, outcome=why)
