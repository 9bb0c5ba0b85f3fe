"""After an outage whoever reports from its areas is asked whether it is the same; the team hears how many say so."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from chalicelib.decisions.counting import worth_showing
from chalicelib.decisions.moving import for_case
from chalicelib.model.case import Case
from chalicelib.model.decision import Decision
from chalicelib.model.orders import Destination, Order
from chalicelib.model.outage_acts import SayStill
from chalicelib.model.outage_changes import StillThere
from chalicelib.model.report import Report

ASKED_FOR = timedelta(days=1)


def ended_for(area: str, outages: Iterable[Case], now: datetime) -> Case | None:
    """The outage of the area that ended last, if its people are still asked about it."""
    ended = [
        (case.outage.ended_at, case.id, case)
        for case in outages
        if case.outage and case.outage.ended_at and area in case.outage.areas and not is_past(case, now)
    ]
    return max(ended, default=(None, "", None))[2]


def is_past(case: Case, now: datetime) -> bool:
    """It ended so long ago that nobody is asked about it any more."""
    ended_at = case.outage.ended_at if case.outage else None
    return ended_at is not None and now - ended_at > ASKED_FOR


def asks(case: Case, outage: Case | None) -> bool:
    """Whether a person of the case is asked about an outage that ended before: while it is over, and no part of it."""
    return outage is not None and not outage.is_open and case.outage is None


def says_same(report: Report, case: Case, outage: Case, before: int) -> Decision:
    """The report's person says that it is the same; `before` people have said so since it ended."""
    if not asks(case, outage) or outage.outage is None:
        return Decision("it is open again")  # the sweep has the case join it
    end, people = outage.outage.newest.number, before + 1
    said = for_case(outage, f"still:{end}:{people}", Destination.SLACK, SayStill(people, case.id))
    orders: tuple[Order, ...] = (said,) if worth_showing(people) else ()
    return Decision("it is still there", (StillThere(outage.id, end, report.person.id),), orders)
