"""`POST /v1/jira/webhook`: Jira says that something changed. It is written down, and the issue read again later.

Anything understood is answered 200, duplicates too: Jira repeats on 409 and 5xx, and may come late and out of order.
"""

from chalice import Blueprint, Response

from chalicelib import wiring
from chalicelib.config import setting
from chalicelib.decisions.jira_news import look_again
from chalicelib.entrances.answers import LARGEST_WEBHOOK, answers, parse
from chalicelib.entrances.payloads.jira import JiraWebhook
from chalicelib.entrances.signatures import jira_signed
from chalicelib.errors import Refusal
from chalicelib.observe import log, now
from chalicelib.store.cases import case_of_issue
from chalicelib.store.commit import Stale, commit
from chalicelib.team import team

bp = Blueprint(__name__)


@bp.route("/v1/jira/webhook", methods=["POST"], content_types=["*/*"])
@answers
def jira_webhook() -> Response:
    """Take one event."""
    request = bp.current_request
    secret = wiring.secrets().get(setting("WILCO_SECRET_WEBHOOKS"))["jira_webhook_secret"]
    if not jira_signed(secret, request.headers.get("x-hub-signature"), request.raw_body):
        raise Refusal(
            401, "The signature does not hold", "Sign the raw body with the webhook's secret (X-Hub-Signature)."
        )
    event = parse(JiraWebhook, request.raw_body, LARGEST_WEBHOOK)
    outcome = _take(event, request.headers.get("x-atlassian-webhook-identifier") or "")
    log("jira_webhook", kind=event.event, issue=event.issue.id if event.issue else None, outcome=outcome)
    return Response("", status_code=200)


def _take(event: JiraWebhook, delivery: str) -> str:
    if event.by == team().jira.bot_account_id:
        return "our own change"
    if event.issue is None or (case_id := case_of_issue(event.issue.id)) is None:
        return "not an issue of ours"
    cause = delivery or f"{event.event}:{event.timestamp}"
    decision = look_again(case_id, cause, event.new_comment)
    try:
        commit(decision, now())
    except Stale:
        return "known already"
    return decision.why
