"""What people open from our mails: `/t/{reference}`, their report's page, also as JSON under `/v1/reports/{reference}`,
and `/c/{code}`, where the owner of an address says whether they want to be told.

What they need is imported when one is called: the API's Lambda loads this module before it takes reports.
"""

from chalice import Blueprint, Response

from chalicelib.entrances.answers import answers, json_answer, parse
from chalicelib.entrances.payloads.reports import ContactBody
from chalicelib.observe import now
from chalicelib.settings.reporting import reporting

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


@bp.route("/t/{reference}/contact", methods=["POST"], content_types=["*/*"], cors=False)
@answers
def leave_address(reference: str) -> Response:
    """An address, from the page's form."""
    from chalicelib.entrances import report_page

    return report_page.address_left(bp.current_request, reference)


@bp.route("/t/{reference}/rating", methods=["GET"], cors=False)
@answers
def rating_page(reference: str) -> Response:
    """*How did we do?*, with what the link has chosen; opening it says nothing yet."""
    from chalicelib.entrances import rating_page

    return rating_page.shown(bp.current_request, reference)


@bp.route("/t/{reference}/rating", methods=["POST"], content_types=["*/*"], cors=False)
@answers
def rate_outage(reference: str) -> Response:
    """The answer."""
    from chalicelib.entrances import rating_page

    return rating_page.answered(bp.current_request, reference)


@bp.route("/t/{reference}/same", methods=["POST"], content_types=["*/*"], cors=False)
@answers
def say_same_here(reference: str) -> Response:
    """What had ended is still there, by the page's button."""
    from chalicelib.entrances import report_page

    return report_page.said_same(bp.current_request, reference)


@bp.route("/c/{code}", methods=["GET"], cors=False)
@answers
def confirmation_page(code: str) -> Response:
    """What waits for an answer."""
    from chalicelib.entrances import confirm_page

    return confirm_page.shown(bp.current_request, code)


@bp.route("/c/{code}", methods=["POST"], content_types=["*/*"], cors=False)
@answers
def confirm_address(code: str) -> Response:
    """Yes, or: this was not me."""
    from chalicelib.entrances import confirm_page

    return confirm_page.answered(bp.current_request, code)


@bp.route("/v1/reports/{reference}", methods=["GET"])
@answers
def report_state(reference: str) -> Response:
    """Where the report stands."""
    from chalicelib.entrances.payloads.tracking import ReportState
    from chalicelib.entrances.reference import find_even_waiting

    report, case = find_even_waiting(reference, now())
    state = ReportState(
        report_id=report.id,
        status=case.status,
        received_at=report.received_at,
        since=case.changed_at,
        queued=report.waits,
    )
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


@bp.route("/v1/reports/{reference}/contact", methods=["POST"], content_types=["*/*"])
@answers
def report_contact(reference: str) -> Response:
    """An address; the answer does not say what becomes of it."""
    from chalicelib.entrances.contacting import leave_address
    from chalicelib.entrances.payloads.tracking import ContactLeft
    from chalicelib.entrances.reference import find_even_waiting
    from chalicelib.rendering.receipt import asked

    report, _ = find_even_waiting(reference, now())
    leave_address(report, parse(ContactBody, bp.current_request.raw_body).email)
    message = asked(report.person.locale, reporting().languages, queued=report.waits)
    return json_answer(ContactLeft(message=message), 202)


@bp.route("/v1/reports/{reference}/same", methods=["POST"], content_types=["*/*"])
@answers
def report_same(reference: str) -> Response:
    """The outage that had ended before this report is still there."""
    from chalicelib.entrances.payloads.tracking import SameTaken
    from chalicelib.entrances.reference import find
    from chalicelib.entrances.saying_same import say_same
    from chalicelib.rendering.receipt import still_there

    report, case = find(reference, now())
    say_same(report, case)
    return json_answer(SameTaken(message=still_there(report.person.locale, reporting().languages)), 202)
