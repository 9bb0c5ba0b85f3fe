"""Somebody has to attend to what was handed over: a reminder until one does, and a page while nobody is there."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.decisions import intake
from chalicelib.decisions.handing_over import with_orders
from chalicelib.decisions.paging import page
from chalicelib.decisions.reminding import Patience, remind_of, unanswered
from chalicelib.model.decision import Decision
from chalicelib.model.hours import Hours


@dataclass(frozen=True, slots=True)
class Crew:
    """When the team works, how long a case may wait (None: nobody is reminded), and its Slack ids by name."""

    hours: Hours
    patience: Patience | None
    slack_ids: Mapping[str, str]


def attend(
    handed_over: Decision, impact: str, crew: Crew, now: datetime, *, paged: bool = False, reminded: bool = False
) -> Decision:
    """The decision that hands over, and what makes sure of an answer.

    `impact` is what the kind of error says; `paged`, that the case has paged somebody already; `reminded`, that a
    reminder of it waits. That one stays as it is: who waits longest must not wait longer for each that comes after.
    """
    _, case = intake.outcome(handed_over)
    if not unanswered(case):
        return handed_over
    calls = () if paged else page(case, impact, crew.hours, crew.slack_ids, now)
    decision = with_orders(handed_over, said=calls)
    if crew.patience is None or reminded:
        return decision
    return replace(decision, changes=(*decision.changes, remind_of(case.id, crew.hours, crew.patience, now)))
