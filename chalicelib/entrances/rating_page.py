"""How an outage went for somebody: asked by the mail that ends it, answered on a page, counted in Slack."""

from urllib.parse import parse_qs

from chalice import Response
from chalice.app import Request

from chalicelib import wiring
from chalicelib.decisions import outages
from chalicelib.entrances.pages import html, language
from chalicelib.entrances.reference import find_even_ended
from chalicelib.errors import Refusal
from chalicelib.model.decision import Decision
from chalicelib.model.outage import Rating
from chalicelib.model.report import Report
from chalicelib.observe import log, now
from chalicelib.store.cases import existing_case
from chalicelib.store.commit import Stale, settle
from chalicelib.store.merged import living_case
from chalicelib.store.outages import rating_of
from chalicelib.team import team

_RATINGS: dict[str, Rating] = {"bad": "bad", "good": "good", "great": "great"}


def shown(request: Request, reference: str) -> Response:
    """The three answers; mail scanners open links, so opening this one says nothing."""
    return _page(request, reference, _RATINGS.get((request.query_params or {}).get("how", "")))


def answered(request: Request, reference: str) -> Response:
    """One of them."""
    form = parse_qs(request.raw_body.decode("utf-8", "replace"))
    chosen = _RATINGS.get(form.get("how", [""])[0])
    return _page(request, reference, chosen, says=chosen is not None)


def _page(request: Request, reference: str, chosen: Rating | None, *, says: bool = False) -> Response:
    from chalicelib.rendering.page import not_found_page
    from chalicelib.rendering.rating_page import rating_page

    try:
        report, case = find_even_ended(reference)
    except Refusal as refusal:
        return html(not_found_page(language(request, "")), refusal.status)
    thanks = says and chosen is not None and _rate(report, chosen)
    words = language(request, report.person.locale)
    return html(rating_page(report, case, team(), words, wiring.links(), chosen, thanks=thanks))


def _rate(report: Report, chosen: Rating) -> bool:
    """Counted, unless it is not over yet."""
    outage = living_case(existing_case(report.case_id))

    def decide(stale: Stale | None) -> Decision:
        decision = outages.rate(outage, report.id, chosen, rating_of(outage.id, report.id), now())
        return Decision(decision.why, decision.changes) if stale and stale.ordered else decision

    why = settle(decide, now()).why
    log("outage_rated", case=outage.id, rating=chosen, outcome=why)
    return why != "it is not over yet"
