"""The words of a receipt where an outage took the report; apart from the others, because most need none of this."""

from datetime import datetime

from chalicelib.model.case import Case
from chalicelib.model.report import Report
from chalicelib.rendering import holding, outage
from chalicelib.rendering.words import catalogue
from chalicelib.team import Language, Team


def in_outage(case: Case, report: Report, team: Team, language: Language, now: datetime) -> str:
    """An outage took the report: what is known, and when there is more, in three paragraphs at most."""
    assert case.outage is not None
    words, newest = catalogue(language), case.outage.newest
    if newest.ends:
        first = words.gettext("The problem is solved.")
    elif report.person.email:
        first = words.gettext("We know about this problem, and write to you with every update until it is solved.")
    else:
        first = words.gettext("We know about this problem. The tracking page shows every update.")
    in_time = newest.next_by if newest.next_by and newest.next_by > now else None
    promised = holding.promised(in_time, team, language, report.client.time_zone)
    return "\n\n".join(part for part in (first, outage.told(newest, language), promised) if part)
