"""`POST /v1/slack/interactions`: the buttons under a case. Answered within Slack's three seconds; the rest follows."""

from chalice import Blueprint, Response

from chalicelib import wiring
from chalicelib.config import setting
from chalicelib.entrances.answers import answers
from chalicelib.entrances.signatures import slack_signed
from chalicelib.errors import Refusal
from chalicelib.observe import now

bp = Blueprint(__name__)


@bp.route("/v1/slack/interactions", methods=["POST"], content_types=["*/*"])
@answers
def slack_interaction() -> Response:
    """Take one press of a button, or one form."""
    from chalicelib.entrances import slack_presses
    from chalicelib.entrances.payloads.slack import interaction

    request = bp.current_request
    secret = wiring.secrets().get(setting("WILCO_SECRET_WEBHOOKS"))["slack_signing_secret"]
    stamp = request.headers.get("x-slack-request-timestamp")
    signature = request.headers.get("x-slack-signature")
    if not slack_signed(secret, stamp, signature, request.raw_body, now().timestamp()):
        raise Refusal(401, "The signature does not hold", "Sign `v0:{timestamp}:{body}` with the app's signing secret.")
    slack_presses.take(interaction(request.raw_body))
    return Response("", status_code=200)
