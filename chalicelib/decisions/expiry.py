"""How long a tracking link is good: whoever has it needs no other proof, so it must not work for ever."""

from datetime import datetime, timedelta

from chalicelib.model.case import Case
from chalicelib.model.report import Report

AFTER_THE_REPORT = timedelta(days=180)
AFTER_THE_END = timedelta(days=90)


def link_ends_at(report: Report, case: Case) -> datetime | None:
    """The later of the two; None while the case is open, since its people are still told to look there."""
    if not case.status.closed:
        return None
    return max(report.received_at + AFTER_THE_REPORT, case.changed_at + AFTER_THE_END)


def link_ended(report: Report, case: Case, now: datetime) -> bool:
    """Whether the link leads nowhere any more."""
    ends_at = link_ends_at(report, case)
    return ends_at is not None and ends_at <= now
