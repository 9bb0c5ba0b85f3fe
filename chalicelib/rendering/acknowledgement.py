"""What a receipt says besides while nobody is there: when a person will be back, and pages that may help until then.

For the mail of a received report, and for a dialog that was handed over. Nothing here is what a person typed.
"""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.model.article import nearest
from chalicelib.model.case import Case
from chalicelib.model.hours import next_opening
from chalicelib.rendering import naming
from chalicelib.rendering.moments import when
from chalicelib.rendering.words import catalogue
from chalicelib.team import Language, Team


@dataclass(frozen=True, slots=True)
class Away:
    """`back` says when somebody is there again; `helps` introduces `pages`, each a title and its address."""

    back: str
    helps: str
    pages: tuple[tuple[str, str], ...]


def away(case: Case, team: Team, now: datetime, language: Language) -> Away | None:
    """What is to be said at this moment; None while somebody is there."""
    hours = team.hours.as_hours()
    opens = next_opening(hours, now)
    if opens == now:
        return None
    words = catalogue(language)
    back = words.gettext("None of our engineers is at work right now. They are back: %(moment)s.")
    articles = nearest(case.area, _about(case, team), [page.as_article() for page in team.articles])
    return Away(
        back % {"moment": when(opens, hours, language)},
        words.gettext("Perhaps one of these pages helps until then:"),
        tuple((article.title[language], article.url) for article in articles),
    )


def acknowledgement(case: Case, team: Team, now: datetime, language: Language) -> list[str]:
    """The same as lines of plain text, for a dialog; none while somebody is there."""
    said = away(case, team, now, language)
    if said is None:
        return []
    return [said.back, *([said.helps] if said.pages else []), *(f"{title}: {url}" for title, url in said.pages)]


def _about(case: Case, team: Team) -> str:
    named = (naming.kind_name(case, team, language) for language in ("en", "ru"))
    return "\n".join([case.words or "", *named])
