"""`POST /v1/slack/interactions` and `/v1/slack/commands`: the buttons under a case, forms, shortcuts, and `/wilco`.

Answered within Slack's three seconds; the rest follows.
"""

import json
from typing import Any

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
    """Take one press of a button, one form, or one shortcut."""
    from chalicelib.entrances import slack_presses
    from chalicelib.entrances.payloads.slack import interaction

    return _answer(slack_presses.take(interaction(_signed())))


@bp.route("/v1/slack/commands", methods=["POST"], content_types=["*/*"])
@answers
def slack_command() -> Response:
    """Take one `/wilco …`."""
    from chalicelib.entrances import slack_commands
    from chalicelib.entrances.payloads.slack import command

    return _answer(slack_commands.take(command(_signed())))


def _signed() -> bytes:
    """The body, once it is sure that Slack has sent it."""
    request = bp.current_request
    secret = wiring.secrets().get(setting("WILCO_SECRET_WEBHOOKS"))["slack_signing_secret"]
    stamp = request.headers.get("x-slack-request-timestamp")
    signature = request.headers.get("x-slack-signature")
    body: bytes = request.raw_body
    if not slack_signed(secret, stamp, signature, body, now().timestamp()):
        raise Refusal(401, "The signature does not hold", "Sign `v0:{timestamp}:{body}` with the app's signing secret.")
    return body


def _answer(said: dict[str, Any] | None) -> Response:
    if said is None:
        return Response("", status_code=200)
    return Response(json.dumps(said), {"Content-Type": "application/json"}, 200)
