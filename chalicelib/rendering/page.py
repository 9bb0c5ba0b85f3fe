"""The tracking page: what was reported, how far it is, what comes next, and a place to add a note. No script at all.

Whoever has the link may read it, so it names no person and no engineer, and shows only this reporter's own words.
"""

import base64
import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from functools import cache
from typing import Any

from babel.dates import format_datetime

from chalicelib.model.case import Case, Follower, Step
from chalicelib.model.flash import Flash
from chalicelib.model.outage import KIND, Asked
from chalicelib.model.report import Report
from chalicelib.rendering import holding, naming, outage_page
from chalicelib.rendering.links import Links
from chalicelib.rendering.moments import zone_of
from chalicelib.rendering.story import CHAPTERS, STATUS_WORDS, stages
from chalicelib.rendering.templating import TEMPLATES, fill
from chalicelib.rendering.typed import clean, cut, one_line
from chalicelib.team import Language, Team

NOTE_LIMIT = 2_000
PLACE_LIMIT = 300
WORDS_LIMIT = 8_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the history: the status in words, its time for people and for programs."""

    word: str
    at: str
    iso: str


def tracking_page(
    report: Report,
    case: Case,
    team: Team,
    language: Language,
    links: Links,
    flash: Flash | None = None,
    follower: Follower | None = None,
    asked: Asked | None = None,
    *,
    now: datetime,
) -> str:
    """The whole page for one report; `flash` says what became of what was just sent, `follower` who gets the mails,
    `asked` that they are asked about an outage.
    """
    zone = zone_of(report.client.time_zone) or UTC
    return fill(
        "tracking.html",
        language,
        style=style(),
        languages=team.languages,
        flash=flash,
        chapter=CHAPTERS[_chapter(case)],
        outage=outage_page.known(case, language, lambda at: moment(at, language, zone), now),
        asked=asked,
        ended_at=moment(asked.ended_at, language, zone) if asked else None,
        stages=stages(case.status),
        history=[_line(step, language, zone) for step in _history(case)],
        others=max(case.affected - 1, 0),
        mailed=report.person.email is not None if report.waits else _mailed(follower),
        stopped=follower is not None and follower.stopped_at is not None,
        closed=case.status.closed,
        promised=holding.promised(case.promise.told_due, team, language) if case.promise else None,
        link=links.report(report.id, report.token),
        note_limit=NOTE_LIMIT,
        turn=moment(report.turn, language, zone) if report.turn and report.waits else None,
        **_reported(report, case, team, language, zone),
    )


def not_found_page(language: Language) -> str:
    """The page for a link that leads nowhere; it does not say whether the report or only the token is wrong."""
    return fill("not_found.html", language, style=style(), languages=("en", "ru"))


def ended_page(language: Language) -> str:
    """The page for a link that was good once (`decisions/expiry.py`)."""
    return fill("ended.html", language, style=style(), languages=("en", "ru"))


@cache
def content_security_policy() -> str:
    """The header that goes with these pages: nothing is loaded or run, and the one style is named by its hash."""
    digest = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


@cache
def style() -> str:
    """The pages' one style, which stands in each of them: nothing is loaded."""
    return (TEMPLATES / "page.css").read_text(encoding="utf-8")


def _reported(report: Report, case: Case, team: Team, language: Language, zone: tzinfo) -> dict[str, Any]:
    """What was reported. An outage has many areas and takes reports of every kind: there it is the report's own."""
    if case.kind == KIND:
        case = replace(case, kind=report.trigger.kind, area=report.trigger.area)
    return {
        "kind": naming.kind_name(case, team, language),
        "area": naming.area_name(case, team, language),
        "product": naming.product_name(case, team, language),
        "place": cut(one_line(report.place.url), PLACE_LIMIT),
        "words": cut(clean(report.comment or ""), WORDS_LIMIT),
        "reported_at": moment(report.received_at, language, zone),
        "report_id": report.id,
        "left": report.contact is not None and not report.waits,
    }


def _chapter(case: Case) -> str:
    if case.outage is None:
        return case.status
    return "over" if case.outage.ended_at else "outage"


def _mailed(follower: Follower | None) -> bool:
    return follower is not None and follower.stopped_at is None


def _history(case: Case) -> tuple[Step, ...]:
    return case.history or (Step(at=case.opened_at, status=case.status),)


def _line(step: Step, language: Language, zone: tzinfo) -> Line:
    return Line(STATUS_WORDS[step.status], moment(step.at, language, zone), step.at.isoformat())


def moment(at: datetime, language: Language, zone: tzinfo) -> str:
    """A time as people of that language write it, with its zone."""
    there = at.astimezone(zone)
    pattern = "d MMMM y, HH:mm 'UTC'" + ("xxx" if there.utcoffset() else "")
    moment: str = format_datetime(there, pattern, tzinfo=zone, locale=language)
    return moment
