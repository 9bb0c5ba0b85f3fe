"""`POST /v1/escalations`: any desk, or a team's own tool, hands a dialog over; signed as Standard Webhooks are.

The same `webhook-id` again is the same escalation: the sender repeats it until the answer is 202.
"""

from chalice import Blueprint, Response

from chalicelib.entrances.answers import answers, json_answer
from chalicelib.observe import now

bp = Blueprint(__name__)


@bp.route("/v1/escalations", methods=["POST"], content_types=["*/*"])
@answers
def open_escalation() -> Response:
    """Take one escalation."""
    from chalicelib.entrances import told_escalations

    request = bp.current_request
    return json_answer(told_escalations.take(request.headers, request.raw_body, now()), 202)
