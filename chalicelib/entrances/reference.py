"""The last part of a tracking link, `id.token`: whoever has it is the person who reported. There is no login."""

import hmac
from datetime import datetime

from chalicelib.decisions.expiry import link_ended
from chalicelib.decisions.intake import follower_of, opened_by
from chalicelib.errors import Refusal
from chalicelib.model.case import Case, Follower
from chalicelib.model.report import Report
from chalicelib.store.cases import get_case, get_report
from chalicelib.store.followers import get_follower
from chalicelib.store.merged import as_its_people_see

_LONGEST = 200  # ours are 39 characters; DynamoDB takes keys of 2048 bytes


def find(reference: str, now: datetime) -> tuple[Report, Case]:
    """The report and its case as its people see it, to do something about it.

    Refusal: 404 whether the id or the token is wrong, 410 when the link has ended, 409 when the report waits.
    """
    report, case = find_even_waiting(reference, now)
    if report.waits:
        raise Refusal(409, "The report waits for its turn", "Nothing can be added before: please do it again later.")
    return report, case


def find_even_waiting(reference: str, now: datetime) -> tuple[Report, Case]:
    """The same, to look at it."""
    report, case = find_even_ended(reference)
    if link_ended(report, case, now):
        raise Refusal(
            410, "The link has ended", "Report the problem again if it is still there: that makes a new link."
        )
    return report, case


def find_even_ended(reference: str) -> tuple[Report, Case]:
    """The same for what has to work as long as mail may still come: to stop it."""
    report_id, _, token = reference.partition(".")
    report = get_report(report_id) if len(reference) <= _LONGEST else None
    if report is None or not hmac.compare_digest(report.token.encode(), token.encode()):
        raise _not_found()
    case = opened_by(report, report.received_at) if report.waits else get_case(report.case_id)
    if case is None:
        raise _not_found()
    return report, as_its_people_see(case)


def follower(report: Report, case: Case) -> Follower | None:
    """The person as a follower of the case; None when nobody has vouched for an address of theirs."""
    vouched = follower_of(report, case.id)
    person = report.follower or (vouched.id if vouched else None)
    return get_follower(case.id, person) if person else None


def _not_found() -> Refusal:
    return Refusal(404, "No such report", "Open the link exactly as it was sent to you.")
