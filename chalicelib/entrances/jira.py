"""`POST /v1/jira/webhook`: Jira says that something changed. It is written down, and the issue read again later.

Anything understood is answered 200, duplicates too: Jira repeats on 409 and 5xx, and may come late and out of order.
"""

from chalice import Blueprint, Response

from chalicelib.entrances.answers import answers

bp = Blueprint(__name__)


@bp.route("/v1/jira/webhook", methods=["POST"], content_types=["*/*"])
@answers
def jira_webhook() -> Response:
    """Take one event."""
    from chalicelib.entrances import jira_events

    jira_events.take(bp.current_request)
    return Response("", status_code=200)
