"""*How did we do?*: the page behind the links of the mail that says that an outage is over."""

from chalicelib.model.case import Case
from chalicelib.model.outage import Rating
from chalicelib.model.report import Report
from chalicelib.rendering import naming, outage
from chalicelib.rendering.links import Links
from chalicelib.rendering.page import style
from chalicelib.rendering.templating import fill
from chalicelib.rendering.words import catalogue
from chalicelib.team import Language, Team


def rating_page(
    report: Report, case: Case, team: Team, language: Language, links: Links, chosen: Rating | None, *, thanks: bool
) -> str:
    """Three answers, of which the mail's link has `chosen` one; or `thanks` for one."""
    words = catalogue(language)
    return fill(
        "rating.html",
        language,
        style=style(),
        languages=team.languages,
        product=naming.product_name(case, team, language),
        area=naming.area_name(case, team, language),
        ratings=[(rating, words.gettext(word)) for rating, word in outage.RATINGS.items()],
        chosen=chosen,
        thanks=thanks,
        over=case.outage is not None and any(update.ends for update in case.outage.updates),
        link=links.report(report.id, report.token),
    )
