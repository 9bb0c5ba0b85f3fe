"""What people are shown of an outage by the API, in their words."""

from chalicelib import wiring
from chalicelib.entrances.payloads.outages import EndedOutage, KnownOutage, OutageOfReport
from chalicelib.model.case import Case
from chalicelib.team import Language, team


def known_outage(case: Case) -> KnownOutage | None:
    """For the widget; None where the case is none."""
    from chalicelib.rendering.outage import told

    if case.outage is None:
        return None
    newest, languages = case.outage.newest, team().languages
    return KnownOutage(
        reference=case.id,
        stage=newest.stage,
        since=case.opened_at,
        next_by=newest.next_by,
        texts={language: told(newest, language) for language in languages},
        status_pages={language: wiring.links().status(case.product, language) for language in languages},
    )


def outage_of_report(case: Case, language: Language) -> OutageOfReport | None:
    """For the receipt."""
    from chalicelib.rendering.outage import told

    if case.outage is None:
        return None
    newest = case.outage.newest
    return OutageOfReport(
        reference=case.id,
        stage=newest.stage,
        since=case.opened_at,
        next_by=newest.next_by,
        text=told(newest, language),
        status_page=wiring.links().status(case.product, language),
    )


def ended_outage(case: Case) -> EndedOutage | None:
    """For the receipt of a report that came after it."""
    ended_at = case.outage.ended_at if case.outage else None
    return EndedOutage(reference=case.id, ended_at=ended_at) if ended_at else None
