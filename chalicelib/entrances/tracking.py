"""`/t/{reference}`, the page behind a person's tracking link, and the same as JSON under `/v1/reports/{reference}`.

What they need is imported when one is called: the API's Lambda loads this module before it takes reports.
"""

from chalice import Blueprint, Response

from chalicelib.entrances.answers import answers, json_answer, parse
from chalicelib.observe import now

bp = Blueprint(__name__)


@bp.route("/t/{reference}", methods=["GET"], cors=False)
@answers
def tracking_page(reference: str) -> Response:
    """The page."""
    from chalicelib.entrances import report_page

    return report_page.shown(bp.current_request, reference)


@bp.route("/t/{reference}", methods=["POST"], content_types=["*/*"], cors=False)
@answers
def tracking_note(reference: str) -> Response:
    """A note from the page's form; the engineers get it in Jira and in the thread."""
    from chalicelib.entrances import report_page

    return report_page.noted(bp.current_request, reference)


@bp.route("/t/{reference}/stop", methods=["GET"], cors=False)
@answers
def stop_mails_page(reference: str) -> Response:
    """The page with its button: mail scanners open links, so opening this one changes nothing."""
    from chalicelib.entrances import report_page

    return report_page.shown(bp.current_request, reference)


@bp.route("/t/{reference}/stop", methods=["POST"], content_types=["*/*"], cors=False)
@answers
def stop_mails_now(reference: str) -> Response:
    """No more mail to this follower: by the button, or by the mail program (RFC 8058), which brings only the link."""
    from chalicelib.entrances import report_page

    return report_page.mails_stopped(bp.current_request, reference)


@bp.route("/t/{reference}/start", methods=["POST"], content_types=["*/*"], cors=False)
@answers
def start_mails_now(reference: str) -> Response:
    """Mail again."""
    from chalicelib.entrances import report_page

    return report_page.mails_started(bp.current_request, reference)


@bp.route("/v1/reports/{reference}", methods=["GET"])
@answers
def report_state(reference: str) -> Response:
    """Where the report stands."""
    from chalicelib.entrances.payloads.tracking import ReportState
    from chalicelib.entrances.reference import find

    report, case = find(reference, now())
    state = ReportState(report_id=report.id, status=case.status, received_at=report.received_at, since=case.changed_at)
    return json_answer(state)


@bp.route("/v1/reports/{reference}/notes", methods=["POST"], content_types=["*/*"])
@answers
def report_note(reference: str) -> Response:
    """More from the person who reported."""
    from chalicelib.entrances.noting import take_note
    from chalicelib.entrances.payloads.tracking import Note, NoteTaken
    from chalicelib.entrances.reference import find

    report, case = find(reference, now())
    take_note(report, case, parse(Note, bp.current_request.raw_body).text)
    return json_answer(NoteTaken(), 202)
