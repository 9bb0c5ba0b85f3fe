"""`/t/{reference}`: the page behind a person's tracking link. Whoever has the link sees it; there is no login."""

import hmac
from contextlib import suppress
from typing import Literal
from urllib.parse import parse_qs

from chalice import Blueprint, Response

from chalicelib import wiring
from chalicelib.decisions.notes import add_note
from chalicelib.entrances.answers import answers, json_answer
from chalicelib.entrances.payloads.tracking import ReportState
from chalicelib.errors import Refusal
from chalicelib.model.case import Case
from chalicelib.model.report import Report
from chalicelib.observe import log, now
from chalicelib.store.cases import get_case, get_report
from chalicelib.store.commit import Stale, commit
from chalicelib.team import Language, team

bp = Blueprint(__name__)
Flash = Literal["note_taken", "note_empty", "note_too_long"]
_LONGEST_NOTE = 2000
_LONGEST_REFERENCE = 200  # ours are 39 characters; DynamoDB takes keys of 2048 bytes


@bp.route("/t/{reference}", methods=["GET"], cors=False)
@answers
def tracking_page(reference: str) -> Response:
    """The page."""
    return _page(reference)


@bp.route("/t/{reference}", methods=["POST"], content_types=["*/*"], cors=False)
@answers
def tracking_note(reference: str) -> Response:
    """A note from the page's form; the engineers get it in Jira and in the thread."""
    report, case = _find(reference)
    form = parse_qs(bp.current_request.raw_body.decode("utf-8", "replace"))
    words = form.get("note", [""])[0].strip().replace("\r\n", "\n")  # a browser counts a line end as one
    if not words:
        return _page(reference, "note_empty")
    if len(words) > _LONGEST_NOTE:
        return _page(reference, "note_too_long")
    with suppress(Stale):  # the same words once more: a reload of the page
        commit(add_note(case, report, words), now())
    log("note_added", report=report.id, case=case.id)
    return _page(reference, "note_taken")


@bp.route("/v1/reports/{reference}", methods=["GET"])
@answers
def report_state(reference: str) -> Response:
    """The same as JSON."""
    report, case = _find(reference)
    state = ReportState(report_id=report.id, status=case.status, received_at=report.received_at, since=case.changed_at)
    return json_answer(state)


def _page(reference: str, flash: Flash | None = None) -> Response:
    from chalicelib.rendering.page import content_security_policy, not_found_page, tracking_page

    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": content_security_policy(),
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
        "X-Robots-Tag": "noindex",
    }
    try:
        report, case = _find(reference)
    except Refusal:
        return Response(not_found_page(_language("")), headers, 404)
    language = _language(report.person.locale)
    return Response(tracking_page(report, case, team(), language, wiring.links(), flash), headers)


def _find(reference: str) -> tuple[Report, Case]:
    """The report of `id.token`, and its case. Refusal (404) whether the id or the token is wrong."""
    report_id, _, token = reference.partition(".")
    report = get_report(report_id) if len(reference) <= _LONGEST_REFERENCE else None
    if report is None or not hmac.compare_digest(report.token.encode(), token.encode()):
        raise Refusal(404, "No such report", "Open the link exactly as it was sent to you.")
    case = get_case(report.case_id)
    if case is None:
        raise Refusal(404, "No such report", "Open the link exactly as it was sent to you.")
    return report, case


def _language(locale: str) -> Language:
    """What the link asks for (`?lang=`), else what the person speaks, else what the browser does."""
    from chalicelib.rendering.words import language_of

    request = bp.current_request
    asked = (request.query_params or {}).get("lang")
    return language_of(asked or locale or request.headers.get("accept-language", ""), team().languages)
