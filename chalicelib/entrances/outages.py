"""An outage declared, written about, ended and opened again: what people do about it in Slack, and the clock.

What joins it when it is declared are the open cases of its areas: each is merged into it, and its people hear of it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from chalicelib.decisions import outages
from chalicelib.decisions.intake import outage_for
from chalicelib.decisions.merging import merge
from chalicelib.decisions.outages import Draft
from chalicelib.model.case import Case
from chalicelib.model.decision import Decision
from chalicelib.model.outage_changes import CasesJoin
from chalicelib.observe import log
from chalicelib.store.cases import existing_case, get_case
from chalicelib.store.commit import Stale, settle, settle_once
from chalicelib.store.open_cases import OUTAGES, open_cases_now
from chalicelib.team import team

# Cases opened so long before may be part of it: the longest that the detector looks back.
LOOKED_BACK = timedelta(hours=12)
_FIRST_NEWS = timedelta(minutes=30)


def declare(product: str, areas: tuple[str, ...], draft: Draft, cases: tuple[str, ...], by: str, at: datetime) -> Case:
    """Declare it once, whoever asks again; these cases join it a moment later, since Slack waits for three seconds."""
    decision = outages.declare(product, areas, draft, by, at, cases)
    case = outages.declared(decision)
    settle_once(decision, at)
    log("outage_declared", case=case.id, areas=len(areas), cases=len(cases))
    return case


def declare_itself(product: str, area: str, cause: str, at: datetime) -> Case:
    """Nobody has answered a suspicion: people are told what can be said without anybody, and when there is more."""
    from chalicelib.rendering.outage import default_words

    draft = Draft(cause, default_words("declared", team()), next_by=at + _FIRST_NEWS)
    cases = tuple(case.id for case in may_join(product, [area], at))
    return declare(product, (area,), draft, cases, "Wilco", at)


def open_of(product: str, area: str) -> Case | None:
    """The area's open outage, read anew."""
    return outage_for(area, open_cases_now(product, [OUTAGES]))


def join_all(said: CasesJoin, at: datetime) -> str:
    """The cases that were said to be part of it. Safe to repeat: who has joined is refused."""
    for case_id in said.cases:
        join(case_id, said.outage_id, said.by, at)
    return f"{len(said.cases)} part of the outage"


def join(case_id: str, outage_id: str, by: str, at: datetime) -> str:
    """One open case becomes part of the outage."""
    why = settle(lambda _: merge(existing_case(case_id), get_case(outage_id), by, at), at).why
    log("case_joined_outage", case=case_id, outage=outage_id, outcome=why)
    return why


def update(case_id: str, draft: Draft, by: str, at: datetime) -> str:
    """One update to everyone affected."""
    lately = team().limits.mails_to_a_person.ten_minutes
    why = settle(lambda _: outages.update(existing_case(case_id), draft, by, lately, at), at).why
    log("outage_update", case=case_id, stage=draft.stage, outcome=why)
    return why


def add_area(case_id: str, product: str, area: str, at: datetime) -> str:
    """It has spread to one more area of its product."""

    def decide(_: Stale | None) -> Decision:
        case = existing_case(case_id)
        return outages.add_area(case, area, at) if case.product == product else Decision("another product's")

    return settle(decide, at).why


def reopen(case_id: str, by: str, at: datetime) -> str:
    """It is back."""
    from chalicelib.rendering.outage import default_words

    return settle(lambda _: outages.reopen(existing_case(case_id), default_words("reopened", team()), by, at), at).why


def may_join(product: str, areas: Iterable[str], at: datetime) -> list[Case]:
    """The open cases of these areas that may be part of an outage, the newest first."""
    found = [case for case in open_cases_now(product, areas) if case.outage is None]
    recent = (case for case in found if case.opened_at >= at - LOOKED_BACK)
    return sorted(recent, key=lambda case: case.opened_at, reverse=True)


def look_at_outages(at: datetime) -> None:
    """Each minute, each open outage: its counter, its lateness, and cases that were opened before all knew of it; and
    those that are over, until nobody is asked about them any more.
    """
    for product in team().products:
        for case in open_cases_now(product, [OUTAGES]):
            _look(case, at)


def _look(case: Case, at: datetime) -> None:
    for decision in outages.look(case, team().lead or "", at):
        settle_once(decision, at)
    if not case.is_open or case.outage is None:
        return
    for late in open_cases_now(case.product, case.outage.areas):
        if outages.joins_outage(late, case, since=case.opened_at):
            join(late.id, case.id, "Wilco", at)
